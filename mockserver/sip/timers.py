"""What is due when, on a clock that somebody else has: seconds of any one steady clock.

Nothing in this folder reads a clock or sleeps: the server's event loop says what time it is, and tests do.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable

T1 = 0.5
"""An estimate of the round trip (RFC 3261 §17.1.1.1); all timers of transactions derive from it."""
T2 = 4.0
"""The longest pause between retransmissions."""
T4 = 5.0
"""How long a message stays in the network."""
TIMEOUT = 64 * T1
"""Timers B, F, H, J, L and M."""


class Timer:
    """Something that will be done, unless it is cancelled."""

    __slots__ = ("do", "due")

    def __init__(self, due: float, do: Callable[[], None]) -> None:
        self.due = due
        self.do: Callable[[], None] | None = do

    def cancel(self) -> None:
        self.do = None


class Timers:
    """``on_earlier`` is called when the next thing is due before what was next."""

    def __init__(self, now: float = 0.0) -> None:
        self.now = now
        self.on_earlier: Callable[[], None] = _nothing
        self._heap: list[tuple[float, int, Timer]] = []
        self._count = 0

    def after(self, seconds: float, do: Callable[[], None]) -> Timer:
        """Has it done so many seconds from now."""
        self._count += 1
        timer = Timer(self.now + seconds, do)
        earlier = not self._heap or timer.due < self._heap[0][0]
        heapq.heappush(self._heap, (timer.due, self._count, timer))
        if earlier:
            self.on_earlier()
        return timer

    def run(self, now: float) -> None:
        """Does what is due by then, each at its own time."""
        while self._heap and self._heap[0][0] <= now:
            due, _, timer = heapq.heappop(self._heap)
            self.now = max(self.now, due)
            do, timer.do = timer.do, None
            if do is not None:
                do()
        self.now = max(self.now, now)

    def next_time(self) -> float | None:
        """When the next thing is due, if anything is."""
        while self._heap and self._heap[0][2].do is None:
            heapq.heappop(self._heap)
        return self._heap[0][0] if self._heap else None


def _nothing() -> None:
    return None
