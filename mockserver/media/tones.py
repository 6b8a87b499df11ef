"""What is heard where nobody has recorded anything: tones, in samples of 8,000 a second.

All of them are always the same, so that a test can measure which one is heard.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256

from .g711 import RATE

LOUDNESS = 8000
EDGE = 40
"""Samples in which a tone comes and goes, so that it does not click."""

Tone = tuple[int, float]
"""Hertz and seconds; 0 Hz is a pause."""
RINGING: tuple[Tone, ...] = ((400, 1.0), (0, 3.0))
"""Israel's ringing tone (ITU-T E.180)."""
BEEP: tuple[Tone, ...] = ((1000, 0.4),)
PERSON: tuple[Tone, ...] = ((620, 0.3), (780, 0.3), (940, 0.3), (0, 0.3))
"""How somebody simulated talks: three rising tones and a pause, again and again."""
_SCALE = (262, 294, 330, 392, 440, 523, 587, 659, 784, 880, 1047, 1175)
_NOTES, _NOTE_SECONDS = 6, 0.3


def melody(name: str) -> tuple[Tone, ...]:
    """Six notes that say which recording this is."""
    digest = sha256(f"melody\0{name}".encode()).digest()
    return tuple((_SCALE[byte % len(_SCALE)], _NOTE_SECONDS) for byte in digest[:_NOTES])


@lru_cache(256)
def samples(tones: Sequence[Tone]) -> array[int]:
    made: array[int] = array("h")
    for hertz, seconds in tones:
        made.extend(_tone(hertz, round(seconds * RATE)))
    return made


def _tone(hertz: int, length: int) -> list[int]:
    step = 2 * math.pi * hertz / RATE
    return [
        round(LOUDNESS * min(1, place / EDGE, (length - place) / EDGE) * math.sin(step * place))
        for place in range(length)
    ]
