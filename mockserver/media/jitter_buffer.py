"""What a telephone says, in order and in even portions, however its packets come."""

from __future__ import annotations

import heapq
from array import array

PORTION = 160
"""Samples that are taken at once: 20 ms."""
FIRST_SAMPLES = 3 * PORTION
"""What is waited for before the first is played: how late a packet may be."""
MOST_SAMPLES = 8 * PORTION
"""What waits: a fifth of a second at most. Of more the oldest is dropped, so that nobody is late for long."""
_HALF = 0x8000
_MOST_LOST = 1000
"""A telephone whose numbers jump further has begun to count anew."""


class JitterBuffer:
    """Packets of any length go in, by their sequence numbers; ``PORTION`` samples come out."""

    def __init__(self) -> None:
        self._waiting: list[tuple[int, array[int]]] = []
        self._samples: array[int] = array("h")
        self._played = -1
        self._latest: int | None = None
        self._filling = True

    @property
    def _size(self) -> int:
        return len(self._samples) + sum(len(samples) for _, samples in self._waiting)

    def put(self, sequence: int, samples: array[int]) -> None:
        """A packet's samples. What comes after its turn, or twice, is dropped."""
        number = self._number(sequence)
        if number <= self._played or any(number == waiting for waiting, _ in self._waiting):
            return
        heapq.heappush(self._waiting, (number, samples))
        excess = self._size - MOST_SAMPLES
        if excess > 0:
            del self._samples[:excess]
            while self._size > MOST_SAMPLES:
                self._played, _ = heapq.heappop(self._waiting)

    def _number(self, sequence: int) -> int:
        """A sequence number that goes on after 65535."""
        latest = self._latest
        if latest is not None:
            further = (sequence - latest + _HALF) % (2 * _HALF) - _HALF
            if abs(further) <= _MOST_LOST:
                self._latest = max(latest, latest + further)
                return latest + further
        self._waiting.clear()
        self._played = -1
        self._latest = sequence + 2 * _HALF  # so that what came a little before has a number too
        return self._latest

    def take(self) -> array[int] | None:
        """The next 20 ms; ``None`` where there is nothing to hear."""
        if self._filling and self._size < FIRST_SAMPLES:
            return None
        while len(self._samples) < PORTION and self._waiting:
            self._played, samples = heapq.heappop(self._waiting)
            self._samples.extend(samples)
        self._filling = len(self._samples) < PORTION
        if self._filling:
            return None
        portion, self._samples = self._samples[:PORTION], self._samples[PORTION:]
        return portion
