"""What a telephone says, in order and in even portions, however its packets come."""

from __future__ import annotations

import heapq
from array import array

PORTION = 160
"""Samples that are taken at once: 20 ms."""
FIRST_PACKETS = 3
"""Packets that are waited for before the first is played: how late one may be."""
MOST_SAMPLES = 8 * PORTION
"""What waits: a fifth of a second at most. Of more the oldest is dropped, so that nobody is late for long."""


class JitterBuffer:
    """Packets of any length go in, by their sequence numbers; ``PORTION`` samples come out."""

    def __init__(self) -> None:
        self._waiting: list[tuple[int, array[int]]] = []
        self._samples: array[int] = array("h")
        self._next: int | None = None
        self._filling = True

    def put(self, sequence: int, samples: array[int]) -> None:
        """A packet's samples. What comes after its turn, or twice, is dropped."""
        expected = self._next
        if expected is None:
            number = sequence
        else:
            number = expected + ((sequence - expected + 0x8000) & 0xFFFF) - 0x8000
            if number < expected and expected - number < 100:
                return
            if number < expected or number > expected + 1000:  # the telephone has begun to count anew
                self._waiting.clear()
                number, self._next = sequence, None
        if any(number == waiting for waiting, _ in self._waiting):
            return
        heapq.heappush(self._waiting, (number, samples))
        while len(self._samples) + sum(len(one) for _, one in self._waiting) > MOST_SAMPLES and self._waiting:
            self._play_next()
            del self._samples[: max(0, len(self._samples) - MOST_SAMPLES)]

    def take(self) -> array[int] | None:
        """The next 20 ms; ``None`` where there is nothing to hear."""
        if self._filling:
            if len(self._waiting) < FIRST_PACKETS:
                return None
            self._filling = False
        while len(self._samples) < PORTION and self._waiting:
            self._play_next()
        if len(self._samples) < PORTION:
            self._filling = True
            return None
        portion, self._samples = self._samples[:PORTION], self._samples[PORTION:]
        return portion

    def _play_next(self) -> None:
        number, samples = heapq.heappop(self._waiting)
        self._next = number + 1
        self._samples.extend(samples)
