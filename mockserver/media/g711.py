"""G.711 (ITU-T): telephone speech of 8,000 samples a second in bytes, by mu-law (PCMU) or A-law (PCMA).

Samples are signed 16-bit numbers. Both laws are tables, made when they are first needed: each byte stands for a range
of samples, and ranges grow with the samples.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from functools import cache
from typing import Literal

Law = Literal["PCMU", "PCMA"]
RATE = 8000
_HALF = 32768


def encode(samples: Iterable[int], law: Law) -> bytes:
    table = _encoding(law)
    return bytes([table[sample] for sample in samples])


def decode(payload: bytes, law: Law) -> array[int]:
    table = _decoding(law)
    return array("h", [table[byte] for byte in payload])


@cache
def _encoding(law: Law) -> bytes:
    """By sample, negative ones from the end, as Python counts."""
    return _mu_law() if law == "PCMU" else _a_law()


@cache
def _decoding(law: Law) -> array[int]:
    return array("h", map(_from_mu_law if law == "PCMU" else _from_a_law, range(256)))


def _ranges(step: Callable[[int], int], mask: int) -> bytes:
    """The bytes of all magnitudes from zero up: eight segments of sixteen equal ranges."""
    return b"".join(
        bytes([(segment << 4 | place) ^ mask]) * step(segment) for segment in range(8) for place in range(16)
    )


def _mu_law() -> bytes:
    """A magnitude has 132 added, so that the first range begins in its middle, and the last magnitudes are cut off."""

    def magnitudes(mask: int) -> bytes:
        ranges = _ranges(lambda segment: 8 << segment, mask)[4:]
        return ranges + ranges[-1:] * (_HALF + 1 - len(ranges))

    return magnitudes(0xFF)[:_HALF] + magnitudes(0x7F)[:0:-1]


def _a_law() -> bytes:
    """Below zero a magnitude is one less: -1 is the first."""

    def magnitudes(mask: int) -> bytes:
        return _ranges(lambda segment: 8 << max(1, segment), mask)

    return magnitudes(0xD5) + magnitudes(0x55)[::-1]


def _from_mu_law(byte: int) -> int:
    inverted = ~byte & 0xFF
    magnitude = ((inverted & 15) * 8 + 132 << (inverted >> 4 & 7)) - 132
    return -magnitude if inverted & 0x80 else magnitude


def _from_a_law(byte: int) -> int:
    plain = byte ^ 0x55
    segment, place = plain >> 4 & 7, (plain & 15) * 16 + 8
    magnitude = place if segment == 0 else place + 256 << segment - 1
    return magnitude if plain & 0x80 else -magnitude
