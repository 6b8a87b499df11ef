"""How many records of each kind every day has: who counts a month adds up its days and visits none of its records.

Of a day, records that are alike in all that a search filters by are one number, so a day has some dozens. A log only
grows: what came since the last search is counted with the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from .call_log_search import FILTERED, Search

DAY = 86_400
MAXIMUM_GROUPS = 20_000
"""More numbers than that are not kept: adding them up would take as long as counting the records."""
READ_AT_ONCE = 50_000

_COUNTS = (
    f"SELECT CAST(time AS INTEGER) / ? AS day, {', '.join(FILTERED)}, COUNT(*)"
    f" FROM cdr WHERE number > ? AND number <= ? GROUP BY day, {', '.join(FILTERED)}"
)

Rows = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]
"""Asks the database."""


class DayCounts:
    """Of one call log, whose numbers only grow."""

    def __init__(self) -> None:
        self._days: dict[int, dict[tuple[Any, ...], int]] = {}
        self._groups = 0
        self._counted = 0
        """Records up to that number are counted."""

    def count(self, search: Search, rows: Rows, last_number: int) -> tuple[int, list[Search]]:
        """How many records a search finds in whole days, and the searches for what is left before and after those: the
        search itself where days are of no use. ``last_number`` is the last record's, ``rows`` has it.
        """
        first, end = max(1, -int(-search.since // DAY)), int(search.until // DAY)
        if end <= first or search.numbers or search.call_id or search.ended_by is not None:
            return 0, [search]
        if not self._read_on(rows, last_number):
            return 0, [search]
        edges = [replace(search, until=float(first * DAY)), replace(search, since=float(end * DAY))]
        return self._in_days(search, first, end), [edge for edge in edges if edge.since < edge.until]

    def _read_on(self, rows: Rows, last_number: int) -> bool:
        """Counts what was not there before. Returns whether there are few enough kinds of records."""
        while self._counted < last_number and self._groups <= MAXIMUM_GROUPS:
            upto = min(last_number, self._counted + READ_AT_ONCE)
            for day, *kind, count in rows(_COUNTS, (DAY, self._counted, upto)):
                groups = self._days.setdefault(day, {})
                self._groups -= len(groups)
                groups[tuple(kind)] = groups.get(tuple(kind), 0) + count
                self._groups += len(groups)
            self._counted = upto
        if self._groups > MAXIMUM_GROUPS:
            self._days.clear()
        return self._groups <= MAXIMUM_GROUPS

    def _in_days(self, search: Search, first: int, end: int) -> int:
        wanted = [(FILTERED.index(column), frozenset(values)) for column, values in search.plain_terms()]
        caller, target = FILTERED.index("caller_extension"), FILTERED.index("target_extension")
        extensions = frozenset(search.extensions)
        total = 0
        for day, groups in self._days.items():
            if not first <= day < end:
                continue
            for kind, count in groups.items():
                if extensions and kind[target] not in extensions and kind[caller] not in extensions:
                    continue
                for place, values in wanted:
                    if kind[place] not in values:
                        break
                else:
                    total += count
        return total
