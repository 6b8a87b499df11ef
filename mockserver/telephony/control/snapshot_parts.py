"""What of a snapshot is written in a way of its own: the scheduler's entries, the state of a random source."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from ....contracts.json_values import is_array
from ..core.scheduler import Scheduler
from .snapshot_references import check_step
from .snapshot_values import SnapshotError, Values

_PLAIN = Values()
_WORDS = 625
"""What the Mersenne Twister remembers: its words, and where in them it is."""


@dataclass(slots=True)
class _Schedule:
    now: float
    sequence: int
    entries: list[list[Any]]


def restored_scheduler(data: dict[str, Any], values: Values) -> Scheduler:
    """Raises ``SnapshotError``; ``values`` read the arguments of steps."""
    schedule: _Schedule = _PLAIN.read(_Schedule, data, (None, "scheduler"))
    if schedule.now < 0:
        raise SnapshotError("it is before 1970", "scheduler.now")
    numbers: set[int] = set()
    for index, entry in enumerate(schedule.entries):
        place = f"scheduler.entries[{index}]"
        if len(entry) != 5:
            raise SnapshotError("expected time, number, step, arguments and whether it is work", place)
        for position, hint in enumerate((float, int, str, list[Any], bool)):
            _PLAIN.read(hint, entry[position], ((None, place), position))
        time, number, name, arguments, _ = entry
        if time < schedule.now:
            raise SnapshotError(f"it is due at {time}, which is past", place)
        if number in numbers or not 0 < number <= schedule.sequence:
            raise SnapshotError(f"its number {number} is not its own", place)
        numbers.add(number)
        check_step(name, tuple(arguments), values, place)
    return Scheduler.restore(data)


def set_random_state(random: Random, data: Any, place: str) -> None:
    """Puts a random source where it was. Raises ``SnapshotError``."""
    version, given, gauss = data if is_array(data) and len(data) == 3 else (0, None, None)
    words = given if is_array(given) and len(given) == _WORDS else []
    if not words or not all(type(word) is int and 0 <= word < 1 << 32 for word in words) or words[-1] >= _WORDS:
        raise SnapshotError(f"expected the version, {_WORDS} words and a number of a random source", place)
    try:
        random.setstate((version, tuple(words), gauss))
    except (TypeError, ValueError) as error:
        raise SnapshotError(f"this is no state of a random source: {error}", place) from None
