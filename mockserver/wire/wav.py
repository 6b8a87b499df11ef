"""WAV, as recordings of real telephones are sent: 8,000 samples a second of 16 bits, one channel."""

from __future__ import annotations

import struct

AUDIO_TYPE = "audio/wav"
SAMPLE_BYTES = 2
BYTES_A_SECOND = 8000 * SAMPLE_BYTES
HEAD_BYTES = 44


class WavStream:
    """A file of those samples (little-endian). ``len`` is in bytes."""

    def __init__(self, samples: bytearray) -> None:
        self._samples = samples
        self._size = len(samples) // SAMPLE_BYTES * SAMPLE_BYTES  # more may be said while it is read
        self._head = struct.pack(
            "<4sI4s4sIHHIIHH4sI", b"RIFF", HEAD_BYTES - 8 + self._size, b"WAVE",
            b"fmt ", 16, 1, 1, BYTES_A_SECOND // SAMPLE_BYTES, BYTES_A_SECOND, SAMPLE_BYTES, 8 * SAMPLE_BYTES,
            b"data", self._size,
        )  # fmt: skip

    def __len__(self) -> int:
        return HEAD_BYTES + self._size

    def part(self, start: int, end: int) -> bytes:
        """The bytes from ``start`` to before ``end``."""
        begin, finish = max(0, start - HEAD_BYTES), max(0, min(end - HEAD_BYTES, self._size))
        return self._head[start:end] + bytes(self._samples[begin:finish])
