"""One call of a campaign that is still to be made, and many of them packed together."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Sequence
from heapq import heappop, heappush
from operator import attrgetter
from typing import Any, Final

NUMBER_BITS: Final = 40
ENTRY = ("number", "target", "caller_id", "caller_name", "customer_name", "priority", "not_before", "inserted",
         "custom", "ignore_blacklist", "attempts", "last_dialled", "outcomes")  # fmt: skip
_PACKED = ("target", "priority", "not_before", "caller_id", "caller_name", "customer_name", "custom",
           "ignore_blacklist", "number", "inserted")  # fmt: skip
"""What a call has that was never dialled: the arguments it is made of, in their order, and the list's own."""
PendingRow = tuple[Any, ...]
"""A call that is no object yet: the arguments that ``PendingCall`` is made of, all of them, in their order."""
PRIORITY, NOT_BEFORE = 1, 2
"""Where they stand in a row."""
_NUMBER = 8
"""Where a packed call's number stands: after its row."""
PAGE = 250
"""So many calls are packed together: a thousand at a time would keep those who add calls waiting for a millisecond."""


class PendingCall:
    """One call of a campaign that is still to be made, or made again.

    ``number`` counts the campaign's calls (the wire's ``Calls[].CallID``), from when the list takes it; ``target``
    is E.164. ``not_before`` (epoch, UTC) is 0 for "at once"; a retry sets it. ``inserted`` and ``last_dialled``
    (0: never) are epochs, ``outcomes`` the statuses of the attempts so far. ``key`` and ``round`` are the list's own.
    """

    __slots__ = (*ENTRY, "key", "round")

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

    def place(self) -> int:
        """One integer says priority and place in the list: heaps of integers are small and quick."""
        return (-self.priority << NUMBER_BITS) + self.number


class PackedCalls:
    """Calls that wait far back in a long list. A million of them would take 700 MB as objects, most of which is not
    looked at before their turn comes; packed by the hundred they take little more than their text.

    ``_opened`` are those that were packed together and whose turn has come, as objects, the foremost last: dialled from
    there, they need no place in the list's dictionaries and heaps, which would take as long as to unpack them.
    """

    def __init__(self) -> None:
        self._pages: list[tuple[int, int, bytes | list[PendingRow]]] = []
        self._filling: list[PendingRow] = []
        self._first = 0
        self._opened: list[PendingCall] = []
        self.count = 0

    def add(self, call: PendingCall) -> None:
        """A call that was never dialled and may be at once, with a higher number than those before."""
        self._add([_values(call)])

    def add_rows(self, rows: Sequence[tuple[int, PendingRow]], inserted: float) -> None:
        """The same for many, with their numbers, none of which was made an object."""
        self._add([(*row, number, inserted) for number, row in rows])

    def _add(self, calls: list[PendingRow]) -> None:
        self.count += len(calls)
        start = 0
        while start < len(calls):
            some = calls[start : start + PAGE - len(self._filling)]
            first = min([(-call[PRIORITY] << NUMBER_BITS) + call[_NUMBER] for call in some])
            self._first = min(self._first, first) if self._filling else first
            self._filling += some
            start += len(some)
            if len(self._filling) >= PAGE:
                self._close()

    def first(self) -> int:
        """The place in the list of the foremost."""
        opened = self._opened
        return opened[-1].key if opened and not self._has_before(opened[-1]) else self._first_packed()

    def _first_packed(self) -> int:
        """The same of those that are no objects, of which there are some."""
        if not self._pages:
            return self._first
        return min(self._first, self._pages[0][0]) if self._filling else self._pages[0][0]

    def _has_before(self, call: PendingCall) -> bool:
        """One that is no object is before this one."""
        return bool(self._pages or self._filling) and self._first_packed() < call.key

    def opened(self) -> PendingCall | None:
        """The foremost, as an object; ``None`` if others are opened, and it is packed with some that are not."""
        if not self._opened:
            self._close()
            self._opened = self._unpack_page()
            self._opened.sort(key=_place, reverse=True)
        call = self._opened[-1]
        return None if self._has_before(call) else call

    def take_opened(self, call: PendingCall) -> bool:
        """Takes out what ``opened`` has just said, if that is this call."""
        if not self._opened or self._opened[-1] is not call:
            return False
        self._opened.pop()
        self.count -= 1
        return True

    def take(self) -> list[PendingCall]:
        """Takes out those that are packed with the foremost."""
        self._close()
        calls = self._unpack_page()
        self.count -= len(calls)
        return calls

    def take_all(self) -> list[PendingCall]:
        """Takes out all, in the order of their numbers."""
        self._close()
        calls, self._opened, self.count = self._opened, [], 0
        while self._pages:
            calls += self._unpack_page()
        calls.sort(key=_number)
        return calls

    def _close(self) -> None:
        if not self._filling:
            return
        page: bytes | list[PendingRow]
        try:
            page = marshal.dumps(self._filling)
        except ValueError:  # custom data that somebody put there in this process and that is no JSON
            page = self._filling
        heappush(self._pages, (self._first, self._filling[0][_NUMBER], page))
        self._filling = []

    def _unpack_page(self) -> list[PendingCall]:
        """Those of the foremost page, which is one no more."""
        _, _, page = heappop(self._pages)
        rows: list[PendingRow] = marshal.loads(page) if isinstance(page, bytes) else page
        calls: list[PendingCall] = []
        for row in rows:
            call = PendingCall(*row[:_NUMBER])
            call.number, call.inserted = row[_NUMBER:]
            call.key = call.place()
            calls.append(call)
        return calls


_values: Callable[[PendingCall], PendingRow] = attrgetter(*_PACKED)
_number: Callable[[PendingCall], int] = attrgetter("number")
_place: Callable[[PendingCall], int] = attrgetter("key")
