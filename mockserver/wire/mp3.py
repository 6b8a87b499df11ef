"""Recordings as MP3 without an encoder: frames of a tone and of silence, made by hand and strung together.

MPEG-2 Layer III, 16 kHz, mono, 8 kbit/s: a frame is 36 bytes and 36 milliseconds. No frame borrows bits from
another, so any sequence of them is a valid stream, and its length follows from the seconds alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

AUDIO_TYPE = "audio/mpeg"
FRAME_BYTES = 36
FRAME_SECONDS = 0.036
LEAST_FRAMES = 8
"""288 bytes: clients take anything under 256 for an error (seen)."""

_HEADER = bytes((0xFF, 0xF3, 0x18, 0xC0))
"""Sync, MPEG-2, Layer III, no CRC; 8 kbit/s, 16 kHz, no padding; mono."""
_TONE_LINE = 32
"""Of 576 spectral lines up to 8 kHz: 451 Hz."""
_TONE_GAIN = 202
"""In steps of a quarter power of two; 210 is full scale."""


class _Bits:
    def __init__(self) -> None:
        self.text = ""

    def put(self, value: int, width: int) -> None:
        self.text += format(value, f"0{width}b")

    def bytes(self, length: int) -> bytes:
        return int(self.text.ljust(length * 8, "0"), 2).to_bytes(length, "big")


def _frame(spectrum: str, pairs: int, gain: int) -> bytes:
    """One frame from Huffman coded pairs of spectral values (table 1: values of 0 and 1)."""
    bits = _Bits()
    bits.put(0, 8 + 1)  # the main data begin in this frame; private bit
    bits.put(len(spectrum), 12)
    bits.put(pairs, 9)
    bits.put(gain, 8)
    bits.put(0, 9 + 1)  # no scale factors; no window switching
    for _ in range(3):
        bits.put(1, 5)  # Huffman table 1 in every region
    bits.put(0, 4 + 3 + 1 + 1)
    bits.text += spectrum
    return _HEADER + bits.bytes(FRAME_BYTES - len(_HEADER))


@cache
def silence() -> bytes:
    return _frame("", 0, 0)


@cache
def tone() -> bytes:
    """One spectral line: pairs of zeros are the bit 1, a line alone is 01 and its sign."""
    zeros = _TONE_LINE // 2
    return _frame("1" * zeros + "010", zeros + 1, _TONE_GAIN)


class Mp3Stream:
    """``seconds`` of tone with silent stretches, (from, to) in seconds from the beginning. ``len`` is in bytes."""

    def __init__(self, seconds: float, silent: Iterable[tuple[float, float]] = ()) -> None:
        self._frames = max(LEAST_FRAMES, round(seconds / FRAME_SECONDS))
        frames = round(seconds / FRAME_SECONDS)
        # Where it is shorter than the least, the rest is silence too.
        edges = sorted((round(start / FRAME_SECONDS), round(end / FRAME_SECONDS)) for start, end in silent)
        self._stretches: list[tuple[int, int, bytes]] = []
        at = 0
        for start, end in [*edges, (frames, self._frames)]:
            start, end = max(at, min(start, self._frames)), min(end, self._frames)
            if start > at:
                self._stretches.append((at, start, tone()))
            if end > start:
                self._stretches.append((start, end, silence()))
            at = max(at, start, end)
        if at < self._frames:
            self._stretches.append((at, self._frames, tone()))

    def __len__(self) -> int:
        return self._frames * FRAME_BYTES

    def part(self, start: int, end: int) -> bytes:
        """The bytes from ``start`` to before ``end``."""
        parts: list[bytes] = []
        for first, last, frame in self._stretches:
            begin, finish = max(start, first * FRAME_BYTES), min(end, last * FRAME_BYTES)
            if begin < finish:
                whole = begin // FRAME_BYTES
                skipped = begin - whole * FRAME_BYTES
                count = -(-finish // FRAME_BYTES) - whole
                parts.append((frame * count)[skipped : skipped + finish - begin])
        return b"".join(parts)
