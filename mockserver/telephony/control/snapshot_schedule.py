"""The scheduler's entries in a snapshot, which are written in a way of their own."""

from __future__ import annotations

from typing import Any

from ....contracts.quick_dataclasses import dataclass
from ..core.scheduler import LATEST, Scheduler
from .snapshot_references import check_step
from .snapshot_values import PLAIN_VALUES, SnapshotError, Values


@dataclass(slots=True)
class _Schedule:
    now: float
    sequence: int
    entries: list[list[Any]]


def restore_scheduler(data: dict[str, Any], values: Values) -> Scheduler:
    """Raises ``SnapshotError``; ``values`` read the arguments of steps."""
    schedule: _Schedule = PLAIN_VALUES.read(_Schedule, data, (None, "scheduler"))
    if schedule.now > LATEST:
        raise SnapshotError("it is past the year 2286, where time ends", "scheduler.now")
    numbers: set[int] = set()
    for index, entry in enumerate(schedule.entries):
        place = f"scheduler.entries[{index}]"
        if len(entry) != 5:
            raise SnapshotError("expected time, number, step, arguments and whether it is work", place)
        for position, hint in enumerate((float, int, str, list[Any], bool)):
            PLAIN_VALUES.read(hint, entry[position], ((None, place), position))
        time, number, name, arguments, _ = entry
        if time < schedule.now:
            raise SnapshotError(f"it is due at {time}, which is past", place)
        if number in numbers or not 0 < number <= schedule.sequence:
            raise SnapshotError(f"its number {number} is not its own", place)
        numbers.add(number)
        check_step(name, tuple(arguments), values, place)
    return Scheduler.restore(data)
