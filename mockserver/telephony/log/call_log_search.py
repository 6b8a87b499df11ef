"""Searching the call log: from criteria to SQL, and which indexes make it quick.

A search counts all that match and reads the first of them. The count wants the index of its filter; the page
walks an index in the order asked for and stops when it is full, unless so little matches that sorting it is
quicker. SQLite is told which by unary plus signs: such a term uses no index.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from ....contracts.quick_dataclasses import dataclass


class Index(NamedTuple):
    name: str
    columns: str
    condition: str = ""


FILTERED = ("type", "account", "user", "queue_id", "campaign_id", "caller_extension", "target_extension")
"""What searches filter by, beside time and telephone numbers."""
BY_TIME = Index("cdr_by_time", f"time, {', '.join(FILTERED)}")
BY_DURATION = Index("cdr_by_duration", f"duration, time, {', '.join(FILTERED)}")
BY_CALL = Index("cdr_by_call", "call_id")
BY_RECORDING = Index("cdr_by_recording", "recording", "WHERE recording <> ''")
_BY_CALLER = Index("cdr_by_caller", "caller, time, account")
_BY_TARGET = Index("cdr_by_target", "target, time, caller, account")
_BY_DID = Index("cdr_by_did", "did, time, caller, target, account")
_BY_CALLER_EXTENSION = Index("cdr_by_caller_extension", "caller_extension, time, target_extension, account, type")
_BY_TARGET_EXTENSION = Index("cdr_by_target_extension", "target_extension, time, caller_extension, account, type")
_BY_NUMBER: dict[str, Index] = {
    "type": Index("cdr_by_type", "type, time, account"),
    "account": Index("cdr_by_account", "account, time"),
    "user": Index("cdr_by_user", "user, time, account"),
    "queue_id": Index("cdr_by_queue", "queue_id, time, account"),
    "campaign_id": Index("cdr_by_campaign", "campaign_id, time, account"),
}
"""All that a count needs: a code sees some of the accounts only, so their filter comes with every other."""

SORTED_UP_TO = 20_000
"""So many matches are sorted quicker than an index is walked past all that do not match."""


@dataclass(frozen=True, slots=True)
class Order:
    """A column (or expression) to sort by."""

    column: str
    descending: bool = False


class Term(NamedTuple):
    """``column IN (…)``"""

    column: str
    values: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Search:
    """Criteria that must all hold; an empty one holds always.

    Epochs ``since`` (inclusive) and ``until`` (exclusive). ``numbers`` are every spelling of the wanted phones,
    met by caller, target or DID; ``extensions`` are met by either end. ``accounts`` and ``users`` are ids.
    Records that ended after ``ended_by`` are not there yet.
    """

    since: float
    until: float
    numbers: tuple[str, ...] = ()
    extensions: tuple[str, ...] = ()
    types: tuple[int, ...] = ()
    queues: tuple[int, ...] = ()
    campaigns: tuple[int, ...] = ()
    accounts: tuple[int, ...] = ()
    users: tuple[int, ...] = ()
    call_id: str = ""
    ended_by: float | None = None
    order: tuple[Order, ...] = (Order("time", descending=True),)
    limit: int = 10_000

    def plain_terms(self) -> list[Term]:
        """Filters of one column each."""
        named = {
            "type": self.types, "account": self.accounts, "user": self.users,
            "queue_id": self.queues, "campaign_id": self.campaigns,
        }  # fmt: skip
        return [Term(column, values) for column, values in named.items() if values]


def indexes_of_page(search: Search, total: int) -> list[Index]:
    """What reading the page wants to have in a large log, when so many records match."""
    if not _walks(search, total):
        return indexes_for(search)
    return [BY_DURATION if search.order and search.order[0].column == "duration" else BY_TIME]


def _walks(search: Search, total: int) -> bool:
    """Whether the page walks the index of its order."""
    return total > SORTED_UP_TO and (not search.order or search.order[0].column in ("time", "duration"))


def indexes_for(search: Search) -> list[Index]:
    """What a search over a large log wants to have."""
    if search.call_id:
        return [BY_CALL]
    wanted = [BY_TIME]
    if search.order and search.order[0].column == "duration":
        wanted.append(BY_DURATION)
    if search.numbers:
        wanted += [_BY_CALLER, _BY_TARGET, _BY_DID]
    elif _kinds(search) == 1:
        wanted += [_BY_CALLER_EXTENSION, _BY_TARGET_EXTENSION] if search.extensions else []
        wanted += [_BY_NUMBER[term.column] for term in search.plain_terms() if not _is_beside(search, term)]
    return wanted


def count_statement(search: Search, *, by_time: bool = False) -> tuple[str, list[Any]]:
    """How many match. Alternatives (caller or target …) are counted one by one, each without those before it, because
    every one of them then has its index. ``by_time``: there are few records in that time, so its index will do.
    """
    if by_time or (_kinds(search) > 1 and not (search.numbers or search.call_id)):
        # Several filters at once: the time index holds all of their columns, and reading it alone beats the table.
        condition, values = _whole_condition(search, walk=True, by_time=True)
        return f"SELECT COUNT(*) FROM cdr WHERE {condition}", values
    parts: list[str] = []
    arguments: list[Any] = []
    for numbers in _alternatives(_number_terms(search)):
        for extensions in _alternatives(_extension_terms(search)):
            condition, values = _condition(search, numbers + extensions, plus=False, plus_time=False)
            parts.append(f"(SELECT COUNT(*) FROM cdr WHERE {condition})")
            arguments += values
    return f"SELECT {' + '.join(parts)}", arguments


def page_statement(search: Search, columns: Iterable[str], total: int) -> tuple[str, list[Any]]:
    """The first of ``total`` matches."""
    first = search.order[0].column if search.order else "time"
    condition, arguments = _whole_condition(search, walk=_walks(search, total), by_time=first == "time")
    return f"SELECT {', '.join(columns)} FROM cdr WHERE {condition} ORDER BY {_order(search)} LIMIT ?", [
        *arguments,
        search.limit,
    ]


def _order(search: Search) -> str:
    """Ties go by time and by number, in the last key's direction, so that an index can serve them."""
    keys = list(search.order) or [Order("time", descending=True)]
    down = keys[-1].descending
    if all(key.column != "time" for key in keys):
        keys.append(Order("time", down))
    keys.append(Order("number", down))
    return ", ".join(f"{key.column} {'DESC' if key.descending else 'ASC'}" for key in keys)


def _kinds(search: Search) -> int:
    """How many filters might have an index of their own."""
    return sum(not _is_beside(search, term) for term in search.plain_terms()) + bool(search.extensions)


def _is_beside(search: Search, term: Term) -> bool:
    """Whether it is the accounts beside another filter, or the types beside the extensions: fewer records pass those,
    whose index has these columns too.
    """
    rare = bool(search.users or search.queues or search.campaigns)
    if term.column == "type":
        return bool(search.extensions) and not rare
    others = rare or search.numbers or search.extensions or search.types or search.call_id
    return term.column == "account" and bool(others)


def _number_terms(search: Search) -> list[Term]:
    return [Term(column, search.numbers) for column in ("caller", "target", "did")] if search.numbers else []


def _extension_terms(search: Search) -> list[Term]:
    return (
        [Term(column, search.extensions) for column in ("target_extension", "caller_extension")]
        if search.extensions
        else []
    )


def _alternatives(terms: list[Term]) -> list[list[tuple[str, Sequence[Any]]]]:
    """Of ``a or b or c``: a; b and not a; c and not a and not b. One empty condition when there are no terms."""
    if not terms:
        return [[]]
    found: list[list[tuple[str, Sequence[Any]]]] = []
    for index, term in enumerate(terms):
        others = [(f"{other.column} NOT IN ({_places(other.values)})", other.values) for other in terms[:index]]
        found.append([(f"{term.column} IN ({_places(term.values)})", term.values), *others])
    return found


def _whole_condition(search: Search, *, walk: bool, by_time: bool) -> tuple[str, list[Any]]:
    condition, arguments = _condition(search, (), plus=walk, plus_time=walk and not by_time)
    sign = "+" if walk else ""
    for terms in (_number_terms(search), _extension_terms(search)):
        if terms:
            condition += f" AND ({' OR '.join(f'{sign}{term.column} IN ({_places(term.values)})' for term in terms)})"
            arguments += [value for term in terms for value in term.values]
    return condition, arguments


def _condition(
    search: Search, extra: Iterable[tuple[str, Sequence[Any]]], *, plus: bool, plus_time: bool
) -> tuple[str, list[Any]]:
    arguments: list[Any] = []
    parts: list[str] = []
    if search.call_id:
        parts.append("call_id = ?")
        arguments.append(search.call_id)
    for text, values in extra:
        parts.append("+" + text if plus else text)
        arguments += values
    for term in search.plain_terms():
        sign = "+" if plus or _is_beside(search, term) else ""
        parts.append(f"{sign}{term.column} IN ({_places(term.values)})")
        arguments += term.values
    time = "+time" if plus_time or search.call_id else "time"
    parts.append(f"{time} >= ? AND {time} < ?")
    arguments += [search.since, search.until]
    if search.ended_by is not None:
        parts.append("+ended <= ?")
        arguments.append(search.ended_by)
    return " AND ".join(parts), arguments


def _places(values: Sequence[Any]) -> str:
    return ",".join("?" * len(values))
