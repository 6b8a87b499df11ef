"""A recorder and servers behind it, on an event loop of their own in a thread."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any

from voicenter_mock.mockserver.recorder.recorder import Recorder
from voicenter_mock.mockserver.recorder.routes import Routes
from voicenter_mock.mockserver.traffic.messages import Recorded, RecordedExchange
from voicenter_mock.mockserver.traffic.reading import read
from voicenter_mock.mockserver.traffic.redactor import Redactor

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Loop:
    """An event loop in a thread."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.servers: list[Any] = []
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(20)

    def close(self) -> None:
        self.run(self._end())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(10)
        self.loop.close()

    async def _end(self) -> None:
        """Closes what is open, and lets the loop do it."""
        for server in self.servers:
            server.close()
            async with asyncio.timeout(5):
                await server.wait_closed()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        for _ in range(5):
            await asyncio.sleep(0)


class RunningRecorder:
    """A recorder that writes to a file of ``folder``."""

    def __init__(self, loop: Loop, folder: Path, upstream: str, **options: Any) -> None:
        self._loop = loop
        self.file = folder / "session.har"
        forward, by_path = options.pop("forward", None), options.pop("by_path", None)
        routes = Routes(upstream, forward=forward, by_path=by_path)
        self.recorder = Recorder(self.file, routes, options.pop("redactor", None) or Redactor(b"key"), **options)
        loop.run(self.recorder.start())
        self.base_url = self.recorder.base_url
        self.port = int(self.base_url.rpartition(":")[2])
        self._stopped = False

    def stop(self) -> None:
        if not self._stopped:
            self._stopped = True
            self._loop.run(self.recorder.stop())

    def recorded(self) -> list[RecordedExchange]:
        """Everything that was written; the recorder is stopped for it."""
        self.stop()
        found: list[Recorded] = list(read([self.file]))
        exchanges = [one for one in found if isinstance(one, RecordedExchange)]
        assert len(exchanges) == len(found), found
        return exchanges


def serve(loop: Loop, handler: Handler) -> int:
    """Starts a server with this handler for connections; its port."""

    async def start() -> int:
        server = await asyncio.start_server(handler, "127.0.0.1", 0)
        loop.servers.append(server)
        return int(server.sockets[0].getsockname()[1])

    return int(loop.run(start()))


def closed_port() -> int:
    with socket.socket() as occupied:
        occupied.bind(("127.0.0.1", 0))
        return int(occupied.getsockname()[1])


def talk(port: int, sent: bytes, *, until: bytes = b"") -> bytes:
    """Sends bytes and reads until the other side closes, or what came ends with ``until``."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(sent)
        received = b""
        while not (until and received.endswith(until)) and (piece := connection.recv(65536)):
            received += piece
        return received
