"""The order in which things happen: a heap of plain data, (time, sequence number, step, arguments).

Entries are data, not callables, so that an exchange can be written out at any moment and read back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from heapq import heapify, heappop, heappush
from typing import Any, Final, TypeVar

Entry = tuple[Any, ...]
"""As above. Not said member by member: the compiled form would take such a tuple apart and make it anew."""
SPARE_ENTRIES: Final = 100
"""So many forgotten ones may stay in any heap."""
LATEST: Final = 9_999_999_999.0
"""The last moment that the documents' epochs of ten digits can name, in the year 2286: time ends there."""
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

    __slots__ = ("_background", "_heap", "_open", "_sequence", "now")

    def __init__(self, now: float) -> None:
        self.now = now
        self._heap: list[Entry] = []
        self._open: dict[int, bool] = {}
        self._sequence = 0
        self._background = 0

    def at(self, time: float, name: str, *arguments: Any, background: bool = False) -> int:
        """Schedules a step; a time in the past means now. Returns the number that cancels it."""
        self._sequence = number = self._sequence + 1
        heappush(self._heap, (max(self.now, time), number, name, arguments))
        self._open[number] = not background
        self._background += background
        return number

    def after(self, seconds: float, name: str, *arguments: Any) -> int:
        """Schedules a step ``seconds`` from now."""
        # as `at`, spelled out: nothing else is done so often
        self._sequence = number = self._sequence + 1
        heappush(self._heap, (self.now + seconds if seconds > 0 else self.now, number, name, arguments))
        self._open[number] = True
        return number

    def cancel(self, number: int) -> None:
        """Forgets an entry; one that has happened or was cancelled already is left alone."""
        work = self._open.pop(number, None)
        if work is None:
            return
        if not work:
            self._background -= 1
        if len(self._heap) > 4 * len(self._open) + SPARE_ENTRIES:  # what is forgotten makes the heap slow
            self._heap[:] = [entry for entry in self._heap if entry[1] in self._open]
            heapify(self._heap)

    def cancel_all(self, name: str, first: object) -> None:
        """Forgets the entries of a step that have this first argument."""
        for _, number, step_name, arguments in list(self._heap):
            if step_name == name and arguments[:1] == (first,):
                self.cancel(number)

    def next_time(self) -> float | None:
        """When the next entry is due, or ``None``."""
        heap = self._heap
        while heap and heap[0][1] not in self._open:
            heappop(heap)
        return heap[0][0] if heap else None

    def due(self, until: float, *, work_only: bool = False) -> Iterator[Entry]:
        """Takes out what is due at or before ``until``, entry by entry, with ``now`` moved to each one's time; what is
        scheduled meanwhile, too. ``work_only``: as long as there is more than housekeeping.
        """
        heap, still_open = self._heap, self._open
        while heap:
            if work_only and len(still_open) == self._background:
                return
            entry = heappop(heap)
            if entry[0] > until:  # seldom, so that it costs less than a look at each before it is taken out
                heappush(heap, entry)
                return
            work = still_open.pop(entry[1], None)
            if work is None:
                continue
            if not work:
                self._background -= 1
            self.now = entry[0]
            yield entry

    def pop_same(self, name: str) -> Entry | None:
        """The next entry if it is this step and due now; else ``None``."""
        if self.next_time() == self.now and self._heap[0][2] == name:
            return next(self.due(self.now), None)
        return None

    @property
    def idle(self) -> bool:
        """Nothing is scheduled but housekeeping."""
        return len(self._open) == self._background

    def export(self) -> dict[str, Any]:
        """Plain data that ``restore`` takes back."""
        entries = sorted(entry for entry in self._heap if entry[1] in self._open)
        return {
            "now": self.now,
            "sequence": self._sequence,
            "entries": [
                [time, number, name, list(arguments), self._open[number]] for time, number, name, arguments in entries
            ],
        }

    @classmethod
    def restore(cls, data: dict[str, Any]) -> Scheduler:
        scheduler = cls(data["now"])
        scheduler._sequence = data["sequence"]
        for time, number, name, arguments, work in data["entries"]:
            scheduler._heap.append((time, number, name, tuple(arguments)))
            scheduler._open[number] = work
            scheduler._background += not work
        heapify(scheduler._heap)
        return scheduler
