"""What was said on real telephones in recorded calls, by the recordings' names: in memory, within bounds."""

from __future__ import annotations

import sys
from array import array

from ..wire.wav import SAMPLE_BYTES, WavStream

MOST_BYTES = 64 * 1024 * 1024
"""Of an organization: seventy minutes. Of more the oldest recording is forgotten, and is a tone as any other."""


class SpokenRecordings:
    """Written on one thread, read on any."""

    def __init__(self) -> None:
        self._samples: dict[str, bytearray] = {}
        self._size = 0

    def write(self, file: str, samples: array[int]) -> None:
        """What was said next, in signed 16-bit numbers, 8,000 a second."""
        kept = self._samples.setdefault(file, bytearray())
        if sys.byteorder == "big":
            samples = samples[:]
            samples.byteswap()
        kept += samples.tobytes()
        self._size += len(samples) * SAMPLE_BYTES
        while self._size > MOST_BYTES:
            oldest = next(iter(self._samples))
            self._size -= len(self._samples.pop(oldest))

    def of(self, file: str) -> WavStream | None:
        """A recording as far as it has come; ``None`` where nothing was said."""
        samples = self._samples.get(file)
        return WavStream(samples) if samples else None
