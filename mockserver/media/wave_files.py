"""WAV files that are played for a name."""

from __future__ import annotations

import sys
import wave
from array import array
from itertools import pairwise
from pathlib import Path

from .g711 import RATE

MOST_FILES = 200
MOST_SECONDS = 600
_BYTES = 2


class UnplayableFile(ValueError):
    """A file or folder that cannot be played from; the text says which, and why."""


def read_folder(folder: Path) -> dict[str, array[int]]:
    """What the WAV files of a folder sound like, by their names without the ending. Raises ``UnplayableFile``."""
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".wav")
    except OSError as error:
        raise UnplayableFile(f"{folder} cannot be read: {error.strerror or error}") from None
    if len(files) > MOST_FILES:
        raise UnplayableFile(f"{folder} has {len(files)} WAV files; {MOST_FILES} are taken at most")
    return {path.stem: read(path) for path in files}


def read(path: Path) -> array[int]:
    """The samples of a file, 8,000 a second, its channels mixed. Raises ``UnplayableFile``."""
    try:
        with wave.open(str(path), "rb") as file:
            width, channels, rate, frames = (
                file.getsampwidth(), file.getnchannels(), file.getframerate(), file.getnframes(),
            )  # fmt: skip
            if width > _BYTES or not 1 <= channels <= 2 or rate <= 0:
                raise UnplayableFile(f"{path.name}: samples of 8 or 16 bits in one or two channels are played")
            if frames > MOST_SECONDS * rate:
                raise UnplayableFile(f"{path.name} lasts longer than {MOST_SECONDS} seconds")
            data = file.readframes(frames)
    except (wave.Error, EOFError, OSError) as error:
        raise UnplayableFile(
            f"{path.name} is no WAV file of plain samples: {str(error) or 'it ends too early'}"
        ) from None
    return _resample(_mix(_numbers(data, width), channels), rate)


def _numbers(data: bytes, width: int) -> array[int]:
    if width == 1:  # unsigned
        return array("h", [(byte - 128) * 256 for byte in data])
    numbers = array("h", data[: len(data) // _BYTES * _BYTES])
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _mix(numbers: array[int], channels: int) -> array[int]:
    if channels == 1:
        return numbers
    return array("h", [(left + right) // 2 for left, right in zip(numbers[::2], numbers[1::2], strict=False)])


def _resample(numbers: array[int], rate: int) -> array[int]:
    """By the mean of what falls into each new sample, or the value that is there; plain, and enough for a telephone."""
    if rate == RATE or not numbers:
        return numbers
    length = len(numbers) * RATE // rate
    edges = [place * rate // RATE for place in range(length + 1)]
    return array(
        "h",
        [
            sum(numbers[begin:end]) // (end - begin) if end > begin + 1 else numbers[begin]
            for begin, end in pairwise(edges)
        ],
    )
