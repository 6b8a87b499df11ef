"""A dialer campaign's list: the calls that wait to be dialled, built for a million of them.

Adding, changing, removing and taking the next call cost O(log n); totals and the extremes of priority O(1).
What is taken out of the heaps early (removed, changed) stays in them until it comes to the top and is skipped. Who
looks at all of a long list, or for one number, unpacks it (``unpack``).
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from ....contracts.quick_dataclasses import dataclass
from .pending_call import ENTRY, NOT_BEFORE, NUMBER_BITS, PRIORITY, PackedCalls, PendingCall, PendingRow

UNPACKED = 20_000
"""So many calls a list keeps as objects. Those that come to a longer one are packed until their turn comes near."""
_NUMBER: Final = (1 << NUMBER_BITS) - 1
"""The bits of a key that are the call's number."""


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

    # what a snapshot does not have stands here, for lists that one has restored
    _packed: PackedCalls | None = None
    _packed_from = 0
    _returned: dict[int, int] | None = None
    """Not ``None``: not all calls stand where they belong. Those that came back, and the highest number then."""

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
        return len(self._calls) + (self._packed.count if self._packed is not None else 0)

    def __iter__(self) -> Iterator[PendingCall]:
        """In the order of their numbers, retries last."""
        self.unpack()
        return iter(self._calls.values())

    def newest_first(self) -> Iterator[PendingCall]:
        self.unpack()
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
        self.unpack()
        found = self._by_target.get(target)
        if found is None:
            return []
        return [self._calls[found]] if isinstance(found, int) else [self._calls[number] for number in found]

    # ---- changing --------------------------------------------------------------------------------------

    def add(self, call: PendingCall, inserted: float) -> None:
        """Numbers a call and puts it on the list."""
        self.numbered = call.number = self.numbered + 1
        call.inserted = inserted
        if self._is_packed(call):
            self._count(call.priority)
        else:
            self._enter(call)

    def add_all(self, rows: Sequence[PendingRow], inserted: float) -> None:
        """As ``add`` for each: what AddCallsBulk does a hundred thousand times. Those that are packed never become
        objects here.
        """
        near, by_number, by_target, counts = 0, self._calls, self._by_target, self._counts
        for row in rows:
            if self._packed is not None:
                break
            near += 1
            call = PendingCall(*row)
            self.numbered = call.number = number = self.numbered + 1
            call.inserted = inserted
            if self._is_packed(call):
                self._count(call.priority)
                continue
            by_number[number] = call  # as `_enter`, spelled out
            if by_target.setdefault(call.target, number) != number:
                self._list_target(call.target, number)
            if call.priority in counts:
                counts[call.priority] += 1
            else:
                self._count(call.priority)
            self._queue(call)
        if self._packed is None or near == len(rows):
            return
        numbered = list(enumerate(rows[near:], self.numbered + 1))
        later = [entry for entry in numbered if entry[1][NOT_BEFORE]]
        far = [entry for entry in numbered if not entry[1][NOT_BEFORE]] if later else numbered
        self._packed.add_rows(far, inserted)
        for priority, count in Counter([row[PRIORITY] for _, row in far]).items():
            self._count(priority, count)
        for number, row in later:
            call = PendingCall(*row)
            call.number, call.inserted = number, inserted
            self._returned = self._returned or {}
            self._enter(call)
        self.numbered += len(numbered)

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
        self._drop(call)
        self._sweep()

    def _drop(self, call: PendingCall) -> None:
        del self._calls[call.number]
        if self._returned:
            self._returned.pop(call.number, None)
        self._uncount(call.priority)
        others = self._by_target[call.target]
        if isinstance(others, int) or len(others) == 1:
            del self._by_target[call.target]
        else:
            others.remove(call.number)

    def forget(self, call: PendingCall) -> None:
        """A taken call is not to be tried again: ``put_back`` will not take it."""
        call.round = -1

    def clear(self) -> int:
        """Drops every pending call, also those that are being dialled: they will not be tried again."""
        dropped = len(self)
        self._packed = self._returned = None
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
        packed = self._packed
        if packed is not None and packed.take_opened(call):
            self._uncount(call.priority)
            if not packed.count:
                self._packed = None
        else:
            heapq.heappop(self._ready)
            self._drop(call)
        call.round = self._round

    def next(self, now: float) -> PendingCall | None:
        """What ``take`` would take."""
        call = self._foremost(now)
        while self._packed is not None and (call is None or self._packed.first() < call.key):
            opened = self._packed.opened()
            if opened is not None:
                return opened
            self._enter_packed(self._packed.take())
            call = self._foremost(now)
        return call

    def _foremost(self, now: float) -> PendingCall | None:
        """Of those that are not packed."""
        later, ready = self._later, self._ready
        while later and later[0][0] <= now:
            _, key = heapq.heappop(later)
            heapq.heappush(ready, key)
        while ready:
            key = ready[0]
            call = self._calls.get(key & _NUMBER)
            if call is not None and call.key == key and call.not_before <= now:
                return call
            heapq.heappop(ready)
        return None

    def next_time(self) -> float | None:
        """When the next call that has to wait may be dialled; ``None`` when none waits."""
        later = self._later
        while later:
            time, key = later[0]
            call = self._calls.get(key & _NUMBER)
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
        self._sweep()
        if self._packed is not None or self._returned is not None:
            self._returned = self._returned or {}
            self._returned[call.number] = self.numbered
        return True

    # ---- packing ---------------------------------------------------------------------------------------

    def unpack(self) -> None:
        """Has every call as an object again, in the order in which they came to the list."""
        if self._packed is not None:
            self._enter_packed(self._packed.take_all())
            self._packed = None
        if self._returned is not None:
            order = {number: (at, index) for index, (number, at) in enumerate(self._returned.items(), 1)}
            self._calls = dict(sorted(self._calls.items(), key=lambda entry: self._arrival_order(entry[0], order)))
            for numbers in self._by_target.values():
                if not isinstance(numbers, int):
                    numbers.sort(key=lambda number: self._arrival_order(number, order))
            self._returned = None

    def _arrival_order(self, number: int, order: Mapping[int, tuple[int, int]]) -> tuple[int, int]:
        """Where a call belongs: those before the first packed one stay as they are, returned ones come after all that
        were there when they did.
        """
        return order.get(number) or (max(number, self._packed_from - 1), 0)

    def _is_packed(self, call: PendingCall) -> bool:
        """Packs a new call, if it may be packed and the list is long enough."""
        if self._packed is None:
            if call.not_before or len(self._calls) < UNPACKED:
                return False
            if self._returned is None:
                self._packed_from = call.number
            self._packed = PackedCalls()
        elif call.not_before:
            self._returned = self._returned or {}
            return False
        self._packed.add(call)
        return True

    def _enter_packed(self, calls: Iterable[PendingCall]) -> None:
        """Packed calls, which are counted already."""
        for call in calls:
            self._calls[call.number] = call
            if self._by_target.setdefault(call.target, call.number) != call.number:
                self._list_target(call.target, call.number)
            self._queue(call)

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
        call.key = key = call.place()
        if call.not_before:
            heapq.heappush(self._later, (call.not_before, key))
        else:
            heapq.heappush(self._ready, key)

    def _count(self, priority: int, more: int = 1) -> None:
        counts = self._counts
        if priority in counts:
            counts[priority] += more
        else:
            counts[priority] = more
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
        self.unpack()
        return Inside(self._calls, self._by_target, self._counts, self._ready, self._later, self._highest, self._lowest)

    def as_data(self) -> dict[str, Any]:
        """Plain data that ``from_data`` takes back."""
        self.unpack()
        return {
            "numbered": self.numbered,
            "round": self._round,
            "calls": [[getattr(call, name) for name in ENTRY] for call in self._calls.values()],
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> CampaignList:
        calls = cls()
        calls.numbered, calls._round = data["numbered"], data["round"]
        for values in data["calls"]:
            call = PendingCall("")
            for name, value in zip(ENTRY, values, strict=True):
                setattr(call, name, value)
            call.outcomes = tuple(call.outcomes)
            calls._enter(call)
        return calls
