"""How a connection's frames get to the client: into a websocket, or into the answers of a polling client.

Used on the server's event loop only.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from .engineio import NOOP
from .frames import Batch
from .websocket_protocol import Wire

Send = Callable[[dict[str, Any]], Awaitable[None]]

GOING_AWAY = 1001


class Pipe(Protocol):
    """``taken`` grows with what the client takes; ``waiting`` is what it has not taken yet (bytes)."""

    @property
    def waiting(self) -> int: ...

    @property
    def taken(self) -> int: ...

    def write(self, batch: Batch) -> None: ...

    def when_drained(self, then: Callable[[], None]) -> None:
        """Calls ``then`` once, when nothing waits any more or the pipe is closed."""

    def close(self) -> None:
        """Closes after what has been written."""

    def abort(self) -> None:
        """Closes at once."""


class _Waiters:
    """Who wants to know when nothing waits any more."""

    __slots__ = ("_waiting",)

    def __init__(self) -> None:
        self._waiting: list[Callable[[], None]] = []

    def add(self, then: Callable[[], None]) -> None:
        self._waiting.append(then)

    def call(self) -> None:
        waiting, self._waiting = self._waiting, []
        for then in waiting:
            then()


class WebSocketPipe:
    """Frames go into the transport as bytes; ``send`` (ASGI) only closes."""

    def __init__(self, wire: Wire, send: Send) -> None:
        self._wire = wire
        self._send = send
        self._waiters = _Waiters()
        self._closing: asyncio.Task[None] | None = None
        wire.on_drained = self._waiters.call

    @property
    def waiting(self) -> int:
        return self._wire.waiting if self._wire.open else 0

    @property
    def taken(self) -> int:
        return self._wire.written - self._wire.waiting

    def write(self, batch: Batch) -> None:
        if self._closing is None:
            self._wire.write(batch.wire)

    def when_drained(self, then: Callable[[], None]) -> None:
        if self.waiting:
            self._waiters.add(then)
        else:
            then()

    def close(self) -> None:
        if self._closing is None and self._wire.open:
            self._closing = asyncio.get_running_loop().create_task(self._close())

    async def _close(self) -> None:
        try:
            await self._send({"type": "websocket.close", "code": GOING_AWAY})
        except Exception:  # the peer was faster; uvicorn raises what it likes then
            self._wire.abort()

    def abort(self) -> None:
        self._wire.abort()
        self._waiters.call()


class PollingPipe:
    """Frames wait for the client's next GET. ``polled`` is set by whoever serves one, from its first moment on."""

    def __init__(self) -> None:
        self._packets: list[str] = []
        self._size = 0
        self._taken = 0
        self._poll: asyncio.Future[None] | None = None
        self._waiters = _Waiters()
        self.closed = False
        self.upgrading = False
        self.polled = False

    @property
    def waiting(self) -> int:
        return 0 if self.closed else self._size

    @property
    def taken(self) -> int:
        return self._taken

    def write(self, batch: Batch) -> None:
        if self.closed:
            return
        for frame in batch.frames:
            self._packets.append(frame.text)
            self._size += len(frame.text)
        self._wake()

    def when_drained(self, then: Callable[[], None]) -> None:
        if self.waiting:
            self._waiters.add(then)
        else:
            then()

    def close(self) -> None:
        self.closed = True
        self._wake()
        self._waiters.call()

    def abort(self) -> None:
        self._packets = []
        self._size = 0
        self.close()

    async def take(self) -> list[str]:
        """The packets for one GET: waits until there is one, or the pipe is closed or given up for a websocket."""
        if not self._packets and not self.closed and not self.upgrading:
            self._poll = asyncio.get_running_loop().create_future()
            try:
                await self._poll
            finally:
                self._poll = None
        packets = self.rest()
        return packets or ([NOOP] if self.upgrading else [])

    def rest(self) -> list[str]:
        """What waits, handed over."""
        packets, self._packets = self._packets, []
        self._taken += self._size
        self._size = 0
        if packets:
            self._waiters.call()
        return packets

    def give_up(self) -> None:
        """A websocket takes over: a waiting GET is answered with nothing."""
        self.upgrading = True
        self._wake()

    def _wake(self) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
