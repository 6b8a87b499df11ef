"""A dialer campaign's list: the calls that wait to be dialled, built for a million of them.

Adding, changing, removing and taking the next call cost O(log n); totals and the extremes of priority O(1).
What is taken out of the heaps early (removed, changed) stays in them until it comes to the top and is skipped.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_NUMBER_BITS = 40
_ENTRY = ("number", "target", "caller_id", "caller_name", "customer_name", "priority", "not_before", "inserted",
          "custom", "ignore_blacklist", "attempts", "last_dialled", "outcomes")  # fmt: skip


class PendingCall:
    """One call of a campaign that is still to be made, or made again.

    ``number`` counts the campaign's calls (the wire's ``Calls[].CallID``), from when the list takes it; ``target``
    is E.164. ``not_before`` (epoch, UTC) is 0 for "at once"; a retry sets it. ``inserted`` and ``last_dialled``
    (0: never) are epochs, ``outcomes`` the statuses of the attempts so far. ``key`` and ``round`` are the list's own.
    """

    __slots__ = (*_ENTRY, "key", "round")

    def __init__(
        self, target: str, priority: int = 0, not_before: float = 0, caller_id: str = "", caller_name: str = "",
        customer_name: str = "", custom: dict[str, Any] | None = None, ignore_blacklist: bool = False,
    ) -> None:  # fmt: skip
        self.number = 0
        self.target = target
        self.inserted = 0.0
        self.priority = priority
        self.not_before = not_before
        self.caller_id = caller_id
        self.caller_name = caller_name
        self.customer_name = customer_name
        self.custom = custom
        self.ignore_blacklist = ignore_blacklist
        self.attempts = 0
        self.last_dialled = 0.0
        self.outcomes: tuple[str, ...] = ()
        self.key = 0
        self.round = 0

    @property
    def forgotten(self) -> bool:
        """It was taken off the list by its number while it was being dialled."""
        return self.round < 0


@dataclass(frozen=True, slots=True)
class Inside:
    """What a list is made of, to be checked: the calls by number, their numbers by target, how many there are of each
    priority, and the heaps of keys, of times and keys, and of priorities.
    """

    calls: Mapping[int, PendingCall]
    by_target: Mapping[str, int | list[int]]
    counts: Mapping[int, int]
    ready: Sequence[int]
    later: Sequence[tuple[float, int]]
    highest: Sequence[int]
    lowest: Sequence[int]


class CampaignList:
    """Pending calls in the order they are dialled: higher priority first, then first in, none before its time."""

    def __init__(self) -> None:
        self._calls: dict[int, PendingCall] = {}
        self._by_target: dict[str, int | list[int]] = {}
        self._ready: list[int] = []
        self._later: list[tuple[float, int]] = []
        self._counts: dict[int, int] = {}
        self._highest: list[int] = []
        self._lowest: list[int] = []
        self._round = 0
        self.numbered = 0

    def __len__(self) -> int:
        return len(self._calls)

    def __iter__(self) -> Iterator[PendingCall]:
        """In the order of their numbers, retries last."""
        return iter(self._calls.values())

    def newest_first(self) -> Iterator[PendingCall]:
        return reversed(self._calls.values())

    # ---- totals ----------------------------------------------------------------------------------------

    @property
    def highest_priority(self) -> int:
        """Among the pending calls; 0 when there is none."""
        heap = self._highest
        while heap and not self._counts.get(-heap[0]):
            heapq.heappop(heap)
        return -heap[0] if heap else 0

    @property
    def lowest_priority(self) -> int:
        heap = self._lowest
        while heap and not self._counts.get(heap[0]):
            heapq.heappop(heap)
        return heap[0] if heap else 0

    def to(self, target: str) -> list[PendingCall]:
        """The pending calls to a number, oldest first."""
        found = self._by_target.get(target)
        if found is None:
            return []
        return [self._calls[found]] if isinstance(found, int) else [self._calls[number] for number in found]

    # ---- changing --------------------------------------------------------------------------------------

    def add(self, call: PendingCall, inserted: float) -> None:
        """Numbers a call and puts it on the list."""
        self.numbered = call.number = self.numbered + 1
        call.inserted = inserted
        self._enter(call)

    def add_all(self, calls: Iterable[PendingCall], inserted: float) -> None:
        """As ``add`` for each: what AddCallsBulk does a hundred thousand times, without the steps in between."""
        number, by_number, by_target, counts = self.numbered, self._calls, self._by_target, self._counts
        for call in calls:
            number += 1
            call.number, call.inserted = number, inserted
            by_number[number] = call
            if by_target.setdefault(call.target, number) != number:
                self._list_target(call.target, number)
            if call.priority in counts:
                counts[call.priority] += 1
            else:
                self._count(call.priority)
            self._queue(call)
        self.numbered = number

    def reorder(self, call: PendingCall, *, priority: int, not_before: float) -> None:
        """Gives a pending call another priority or time. Among equals it keeps its place."""
        if call.priority != priority:
            self._uncount(call.priority)
            self._count(priority)
        call.priority, call.not_before = priority, not_before
        self._queue(call)
        self._sweep()

    def remove(self, call: PendingCall) -> None:
        """Takes a pending call off the list."""
        del self._calls[call.number]
        self._uncount(call.priority)
        others = self._by_target[call.target]
        if isinstance(others, int) or len(others) == 1:
            del self._by_target[call.target]
        else:
            others.remove(call.number)
        self._sweep()

    def forget(self, call: PendingCall) -> None:
        """A taken call is not to be tried again: ``put_back`` will not take it."""
        call.round = -1

    def clear(self) -> int:
        """Drops every pending call, also those that are being dialled: they will not be tried again."""
        dropped = len(self._calls)
        for held in (self._calls, self._by_target, self._ready, self._later, self._counts, self._highest, self._lowest):
            held.clear()
        self._round += 1
        return dropped

    # ---- dialling --------------------------------------------------------------------------------------

    def take(self, now: float) -> PendingCall | None:
        """The next call whose time has come, off the list; give it back with ``put_back`` to have it tried again."""
        call = self.next(now)
        if call is not None:
            self.take_next(call)
        return call

    def take_next(self, call: PendingCall) -> None:
        """Takes what ``next`` has just said."""
        heapq.heappop(self._ready)
        self.remove(call)
        call.round = self._round

    def next(self, now: float) -> PendingCall | None:
        """What ``take`` would take."""
        later = self._later
        while later and later[0][0] <= now:
            _, key = heapq.heappop(later)
            heapq.heappush(self._ready, key)
        ready = self._ready
        while ready:
            call = self._calls.get(_number(ready[0]))
            if call is not None and call.key == ready[0] and call.not_before <= now:
                return call
            heapq.heappop(ready)
        return None

    def next_time(self) -> float | None:
        """When the next call that has to wait may be dialled; ``None`` when none waits."""
        later = self._later
        while later:
            time, key = later[0]
            call = self._calls.get(_number(key))
            if call is not None and call.key == key and call.not_before == time:
                return time
            heapq.heappop(later)
        return None

    def put_back(self, call: PendingCall, not_before: float) -> bool:
        """A taken call is to be tried again at that time. Returns false, and forgets it, when the list was
        cleared while it was being dialled.
        """
        if call.round != self._round:
            return False
        call.not_before = not_before
        self._enter(call)
        return True

    # ---- inside ----------------------------------------------------------------------------------------

    def _enter(self, call: PendingCall) -> None:
        number, target = call.number, call.target
        self._calls[number] = call
        if target in self._by_target:
            self._list_target(target, number)
        else:
            self._by_target[target] = number
        self._count(call.priority)
        self._queue(call)

    def _list_target(self, target: str, number: int) -> None:
        """Another call to a number that has some already."""
        known = self._by_target[target]
        if isinstance(known, int):
            self._by_target[target] = [known, number]
        else:
            known.append(number)

    def _queue(self, call: PendingCall) -> None:
        """One integer says priority and place: heaps of integers are small and quick."""
        call.key = key = (-call.priority << _NUMBER_BITS) + call.number
        if call.not_before:
            heapq.heappush(self._later, (call.not_before, key))
        else:
            heapq.heappush(self._ready, key)

    def _count(self, priority: int) -> None:
        counts = self._counts
        if priority in counts:
            counts[priority] += 1
        else:
            counts[priority] = 1
            heapq.heappush(self._highest, -priority)
            heapq.heappush(self._lowest, priority)

    def _uncount(self, priority: int) -> None:
        left = self._counts[priority] - 1
        if left:
            self._counts[priority] = left
        else:
            del self._counts[priority]

    def _sweep(self) -> None:
        """Rebuilds the heaps when most of what is in them is gone already."""
        if len(self._ready) + len(self._later) > 2 * len(self._calls) + 1000:
            self._ready = [call.key for call in self._calls.values() if not call.not_before]
            self._later = [(call.not_before, call.key) for call in self._calls.values() if call.not_before]
            heapq.heapify(self._ready)
            heapq.heapify(self._later)
        if len(self._highest) > 2 * len(self._counts) + 1000:
            self._highest = [-priority for priority in self._counts]
            self._lowest = list(self._counts)
            heapq.heapify(self._highest)
            heapq.heapify(self._lowest)

    def inside(self) -> Inside:
        """What it is made of. Not to be changed."""
        return Inside(self._calls, self._by_target, self._counts, self._ready, self._later, self._highest, self._lowest)

    def as_data(self) -> dict[str, Any]:
        """Plain data that ``from_data`` takes back."""
        return {
            "numbered": self.numbered,
            "round": self._round,
            "calls": [[getattr(call, name) for name in _ENTRY] for call in self._calls.values()],
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> CampaignList:
        calls = cls()
        calls.numbered, calls._round = data["numbered"], data["round"]
        for values in data["calls"]:
            call = PendingCall("")
            for name, value in zip(_ENTRY, values, strict=True):
                setattr(call, name, value)
            call.outcomes = tuple(call.outcomes)
            calls._enter(call)
        return calls


def _number(key: int) -> int:
    return key & ((1 << _NUMBER_BITS) - 1)
