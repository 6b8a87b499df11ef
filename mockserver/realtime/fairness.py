"""The event loop's time shared among clients: one that sends without pause is heard, and nobody else waits for it.

A client's frames are handled in slices. All clients together get one slice in each round of the event loop, whoever
has waited longest first, so that whatever else the loop has to do, such as answering a Click2Call, waits for a slice
at most. Beyond ``EVENTS_A_SECOND`` a client is not read for a while, which TCP makes it feel.
"""

from __future__ import annotations

import asyncio
from collections import deque

SLICE_SECONDS = 0.001
EVENTS_A_SECOND = 1_000.0
BYTES_AN_EVENT = 4_096
"""A longer event counts for several."""
_LEAST_PAUSE = 50
"""Who has to wait waits until so many events are allowed again: timers cost more than events."""


class TimeSlices:
    """The slices of one event loop. Used on it only."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._open = False
        self._end = 0.0

    async def turn(self) -> None:
        """Returns when the caller may do one more thing: at once while this round's slice lasts, else later."""
        if not self._open:
            self._begin()
        elif self._waiting or self._loop.time() >= self._end:
            future = self._loop.create_future()
            self._waiting.append(future)
            await future

    def _begin(self) -> None:
        self._open = True
        self._end = self._loop.time() + SLICE_SECONDS
        self._loop.call_soon(self._next_round)

    def _next_round(self) -> None:
        """The loop has been through everything that was ready: the next slice begins, with who has waited longest."""
        self._open = False
        while self._waiting:
            future = self._waiting.popleft()
            if not future.done():  # else its task was cancelled
                self._begin()
                future.set_result(None)
                return


class Allowance:
    """How many events of one client are handled in a second. ``now`` are seconds of any one steady clock."""

    __slots__ = ("_left", "_then")

    def __init__(self, now: float) -> None:
        self._left = EVENTS_A_SECOND
        self._then = now

    def take(self, now: float, size: int) -> float:
        """One event of so many characters. Returns how many seconds to wait before it is handled."""
        self._left = min(EVENTS_A_SECOND, self._left + (now - self._then) * EVENTS_A_SECOND)
        self._then = now
        self._left -= 1 + size // BYTES_AN_EVENT
        if self._left >= 0:
            return 0.0
        return (_LEAST_PAUSE - self._left) / EVENTS_A_SECOND
