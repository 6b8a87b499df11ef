"""The order in which things happen: a heap of plain data, (time, sequence number, step, arguments).

Entries are data, not callables, so that an exchange can be written out at any moment and read back.
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heapify, heappop, heappush
from typing import Any, Final, TypeVar

from ..model.numbers import Real

Entry = tuple[Real, int, str, tuple[Any, ...]]
Due = tuple[str, tuple[Any, ...]]
"""A step that is due: its name, and its arguments."""
NOTHING: Final[Due] = ("", ())
SPARE_ENTRIES: Final = 100
"""So many forgotten ones may stay in any heap."""
StepFunction = TypeVar("StepFunction", bound=Callable[..., None])

STEPS: Final[dict[str, Callable[..., None]]] = {}
"""Every step by its name. A step takes the exchange and the entry's arguments."""


def step(name: str) -> Callable[[StepFunction], StepFunction]:
    """Registers a function as the step ``name``; names are unique."""

    def register(function: StepFunction) -> StepFunction:
        if name in STEPS:
            raise ValueError(f"step {name!r} is registered twice")
        STEPS[name] = function
        return function

    return register


class Scheduler:
    """Simulated time and what is due in it. Ties go by the order of scheduling.

    ``background`` entries (token expiry and other housekeeping) happen in their turn but do not count as
    work: an exchange with nothing else to do is idle.
    """

    __slots__ = ("_background", "_heap", "_sequence", "_work", "now")

    def __init__(self, now: Real) -> None:
        self.now = now
        self._heap: list[Entry] = []
        self._work: set[int] = set()
        self._background: set[int] = set()
        """The numbers of either kind that are still to happen."""
        self._sequence = 0

    def at(self, time: Real, name: str, *arguments: Any, background: bool = False) -> int:
        """Schedules a step; a time in the past means now. Returns the number that cancels it."""
        self._sequence = number = self._sequence + 1
        heappush(self._heap, (max(self.now, time), number, name, arguments))
        if background:
            self._background.add(number)
        else:
            self._work.add(number)
        return number

    def after(self, seconds: Real, name: str, *arguments: Any) -> int:
        """Schedules a step ``seconds`` from now."""
        # as `at`, spelled out: nothing else is done so often
        self._sequence = number = self._sequence + 1
        heappush(self._heap, (self.now + seconds if seconds > 0 else self.now, number, name, arguments))
        self._work.add(number)
        return number

    def cancel(self, number: int) -> None:
        """Forgets an entry; one that has happened or was cancelled already is left alone."""
        if number in self._work:
            self._work.remove(number)
        elif number in self._background:
            self._background.remove(number)
        else:
            return
        spare = len(self._heap) - 4 * (len(self._work) + len(self._background))
        if spare > SPARE_ENTRIES:  # what is forgotten makes the heap slow
            self._heap = [entry for entry in self._heap if self._is_open(entry[1])]
            heapify(self._heap)

    def _is_open(self, number: int) -> bool:
        return number in self._work or number in self._background

    def cancel_all(self, name: str, first: object) -> None:
        """Forgets the entries of a step that have this first argument."""
        for _, number, step_name, arguments in list(self._heap):
            if step_name == name and arguments[:1] == (first,):
                self.cancel(number)

    def next_time(self) -> float | None:
        """When the next entry is due, or ``None``."""
        heap = self._heap
        while heap and not self._is_open(heap[0][1]):
            heappop(heap)
        return heap[0][0] if heap else None

    def pop(self, until: Real) -> Due:
        """The next step due at or before ``until``, with ``now`` moved to its time; else ``NOTHING``."""
        heap, work = self._heap, self._work
        while heap and heap[0][0] <= until:
            time, number, name, arguments = heappop(heap)
            if number in work:
                work.remove(number)
            elif number in self._background:
                self._background.remove(number)
            else:
                continue
            self.now = time
            return name, arguments
        return NOTHING

    @property
    def idle(self) -> bool:
        """Nothing is scheduled but housekeeping."""
        return not self._work

    def export(self) -> dict[str, Any]:
        """Plain data that ``restore`` takes back."""
        entries = sorted([entry for entry in self._heap if self._is_open(entry[1])])
        return {
            "now": self.now,
            "sequence": self._sequence,
            "entries": [
                [time, number, name, list(arguments), number in self._work] for time, number, name, arguments in entries
            ],
        }

    @classmethod
    def restore(cls, data: dict[str, Any]) -> Scheduler:
        scheduler = cls(data["now"])
        scheduler._sequence = data["sequence"]
        for time, number, name, arguments, work in data["entries"]:
            scheduler._heap.append((time, number, name, tuple(arguments)))
            (scheduler._work if work else scheduler._background).add(number)
        heapify(scheduler._heap)
        return scheduler
