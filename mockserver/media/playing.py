"""Playing something 20 ms at a time, and what several things sound like together."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence

from ..telephony.core.telephones import Sound
from . import tones
from .g711 import RATE
from .jitter_buffer import PORTION

SILENCE: array[int] = array("h", bytes(2 * PORTION))
Library = Mapping[str, "array[int]"]
"""What is played for a name in place of its melody."""


class SamplePlayer:
    """Plays ``samples`` once or ``again`` and again, no longer than ``seconds`` where they are given."""

    def __init__(self, samples: array[int], *, again: bool, seconds: float | None = None) -> None:
        self._samples = samples
        self._again = again
        self._place = 0
        self._left = None if seconds is None else round(seconds * RATE)

    def next(self) -> array[int]:
        """The next 20 ms: silence after the end."""
        if not self._samples or self._left == 0:
            return SILENCE
        portion = self._samples[self._place : self._place + PORTION]
        self._place += len(portion)
        while len(portion) < PORTION and self._again:
            self._place = min(PORTION - len(portion), len(self._samples))
            portion.extend(self._samples[: self._place])
        if self._left is not None:
            portion = portion[: self._left]
            self._left -= len(portion)
        portion.extend(SILENCE[len(portion) :])
        return portion


def player(sound: Sound, library: Library) -> SamplePlayer:
    """Plays a sound from its beginning. What is said on another line is not played but passed on."""
    match sound.kind:
        case "ringing":
            return SamplePlayer(tones.samples(tones.RINGING), again=True)
        case "beep":
            return SamplePlayer(tones.samples(tones.BEEP), again=False)
        case "person":
            return SamplePlayer(tones.samples(tones.PERSON), again=True)
        case _:
            name = sound.name.removesuffix(".mp3").removesuffix(".wav")
            known = library.get(name)
            seconds = sound.seconds if sound.kind == "announcement" else None
            again = known is None or sound.kind == "music"
            return SamplePlayer(known or tones.samples(tones.melody(name)), again=again, seconds=seconds)


def mix(portions: Sequence[array[int]]) -> array[int]:
    """Several together; what is too loud is cut off."""
    portions = [portion for portion in portions if portion is not SILENCE]
    if len(portions) < 2:
        return portions[0] if portions else SILENCE
    return array("h", [max(-32768, min(32767, sum(samples))) for samples in zip(*portions, strict=True)])
