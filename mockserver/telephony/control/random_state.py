"""A random source in a snapshot: the version of its state, its words, and what is left of the last pair it drew."""

from __future__ import annotations

from random import Random
from typing import Any

from ....contracts.json_values import is_array
from .snapshot_values import SnapshotError

_WORDS = 625
"""What the Mersenne Twister remembers: its words, and where in them it is."""


def random_state(random: Random) -> list[Any]:
    """Plain data for a snapshot."""
    version, words, gauss = random.getstate()
    return [version, list(words), gauss]


def set_random_state(random: Random, data: Any, place: str) -> None:
    """Puts a random source where it was. Raises ``SnapshotError``."""
    version, given, gauss = data if is_array(data) and len(data) == 3 else (0, None, None)
    words = given if is_array(given) and len(given) == _WORDS else []
    if set(map(type, words)) != {int} or min(words) < 0 or max(words) >= 1 << 32 or words[-1] >= _WORDS:
        raise SnapshotError(f"expected the version, {_WORDS} words and a number of a random source", place)
    try:
        random.setstate((version, tuple(words), gauss))
    except (TypeError, ValueError) as error:
        raise SnapshotError(f"this is no state of a random source: {error}", place) from None
