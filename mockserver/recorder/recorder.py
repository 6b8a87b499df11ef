"""The recorder as a whole: it listens, relays, and writes, until it is told to stop."""

from __future__ import annotations

import asyncio
import ssl
import sys
from asyncio import StreamReader, StreamWriter
from collections.abc import Mapping
from pathlib import Path

from ..traffic.har_writer import HarWriter
from ..traffic.redactor import Redactor
from ..wire.hosts import bracketed
from .dialling import Dialling
from .heads import LONGEST_HEAD
from .recording import RecordingWriter
from .relay import Relay
from .routes import Routes

_SWITCH_SECONDS = 0.0005
"""How long the thread that writes may keep the others from running: the traffic comes first."""


class Recorder:
    """Listens on ``host`` and ``port`` (0: any) once started. Raises ``OSError`` when it cannot listen or write.

    ``max_body`` are the bytes of a body that are kept; ``rotate_bytes`` and ``kept`` are the writer's. ``tls`` is what
    it listens with, ``trusted`` what upstream certificates are checked by, ``addresses`` where hosts are that are not
    looked up.
    """

    def __init__(
        self, file: Path, routes: Routes, redactor: Redactor, *, host: str = "127.0.0.1", port: int = 0,
        max_body: int = 2 * 1024 * 1024, rotate_bytes: int = 100 * 1024 * 1024, kept: int = 10,
        trusted: ssl.SSLContext | None = None, tls: ssl.SSLContext | None = None,
        addresses: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        self.recording = RecordingWriter(lambda: HarWriter(file, rotate_bytes=rotate_bytes, kept=kept), redactor)
        dialling = Dialling(trusted, addresses or {})
        self._relay = Relay(routes, self.recording.add, dialling, max_body=max_body)
        self._dialling = dialling
        self._tls = tls
        self._host, self._port = host, port
        self._clients: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        sys.setswitchinterval(min(sys.getswitchinterval(), _SWITCH_SECONDS))
        self._server = await asyncio.start_server(
            self._serve, self._host, self._port, limit=LONGEST_HEAD, ssl=self._tls
        )
        self._port = self._dialling.own_port = self._server.sockets[0].getsockname()[1]

    @property
    def base_url(self) -> str:
        return f"{'https' if self._tls else 'http'}://{bracketed(self._host)}:{self._port}"

    async def stop(self) -> None:
        """Ends all connections, and writes what waits."""
        if self._server is not None:
            self._server.close()
        for client in self._clients:
            client.cancel()
        await asyncio.gather(*self._clients, return_exceptions=True)
        await asyncio.sleep(0)  # the transports of those connections are closed by the loop
        await asyncio.get_running_loop().run_in_executor(None, self.recording.close)

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._clients.add(task)
        try:
            await self._relay.serve(reader, writer)
        except asyncio.CancelledError:
            pass  # by `stop`; nobody waits for this task, and asyncio would log it
        finally:
            self._clients.discard(task)
