"""How a connection's frames get to the client: into a websocket, or into the answers of a polling client.

Used on the server's event loop only.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from .engineio import CLOSE, NOOP
from .frames import Batch
from .websocket_protocol import Wire

Send = Callable[[dict[str, Any]], Awaitable[None]]

GOING_AWAY = 1001
ABANDONED_SECONDS = 1.0
"""A polling client that has not asked for so long, in real time, is waited for by nobody. One that is there asks again
within milliseconds.
"""


class Pipe(Protocol):
    """``bytes_taken`` grows with what the client takes; ``waiting`` is what it has not taken yet (bytes)."""

    @property
    def waiting(self) -> int: ...

    @property
    def bytes_taken(self) -> int: ...

    @property
    def hung_up(self) -> bool:
        """Whether the client has gone, as far as that can be known while nothing is read from it."""
        ...

    def write(self, batch: Batch) -> None: ...

    def when_drained(self, then: Callable[[], None]) -> None:
        """Calls ``then`` once, when nothing waits any more or the pipe is closed."""

    def close(self, *, by_client: bool = False) -> None:
        """Closes after what has been written. ``by_client``: it was the client that wanted it."""

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
    def bytes_taken(self) -> int:
        return self._wire.written - self._wire.waiting

    @property
    def hung_up(self) -> bool:
        return self._wire.hung_up

    def write(self, batch: Batch) -> None:
        if self._closing is None:
            self._wire.write(batch.wire)

    def when_drained(self, then: Callable[[], None]) -> None:
        if self.waiting:
            self._waiters.add(then)
        else:
            then()

    def close(self, *, by_client: bool = False) -> None:
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
    """Frames wait for the client's next GET. Whoever serves one says when it begins and ends; ``polled``: it lasts."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._packets: list[str] = []
        self._size = 0
        self._bytes_taken = 0
        self._poll: asyncio.Future[None] | None = None
        self._waiters = _Waiters()
        self._last_poll = loop.time()
        self.closed = False
        self.upgrading = False
        self.polled = False

    def poll_begins(self) -> None:
        self.polled = True

    def poll_ends(self) -> None:
        self.polled = False
        self._last_poll = self._loop.time()
        if self.waiting:
            self._loop.call_at(self._last_poll + ABANDONED_SECONDS, self._release_if_abandoned)

    @property
    def waiting(self) -> int:
        return 0 if self.closed else self._size

    @property
    def bytes_taken(self) -> int:
        return self._bytes_taken

    @property
    def hung_up(self) -> bool:
        return self.closed

    def write(self, batch: Batch) -> None:
        if self.closed:
            return
        for frame in batch.frames:
            self._packets.append(frame.text)
            self._size += len(frame.text)
        self._wake()

    def when_drained(self, then: Callable[[], None]) -> None:
        """Calls too when the client is not asking any more, so that nothing waits for one that has gone."""
        if not self.waiting:
            then()
            return
        self._waiters.add(then)
        if not self.polled:
            self._loop.call_at(self._last_poll + ABANDONED_SECONDS, self._release_if_abandoned)

    def _release_if_abandoned(self) -> None:
        if not self.polled:
            self._waiters.call()

    def close(self, *, by_client: bool = False) -> None:
        """The poll that waits, or the next one, is told: with nothing, or that the server closes."""
        if self.closed:
            return
        self.closed = True
        self._packets.append(NOOP if by_client else CLOSE)
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
        return self.remaining() or [NOOP]

    def remaining(self) -> list[str]:
        """What waits, handed over."""
        packets, self._packets = self._packets, []
        self._bytes_taken += self._size
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
