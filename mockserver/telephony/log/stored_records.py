"""The records of a call log in its database: how they are put there, found and read back.

The log imports this when it first writes or reads: an organization whose records nobody reads has no use for SQLite.
"""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from operator import itemgetter
from typing import Any

from ....contracts.json_encoders import encoder
from ....contracts.quick_dataclasses import dataclass
from ..model.calls import Visit
from ..model.cdr import Cdr, CdrRow
from .call_log_search import (
    BY_CALL,
    BY_RECORDING,
    BY_TIME,
    Index,
    Search,
    count_statement,
    indexes_for,
    indexes_of_page,
    page_statement,
)
from .database import Database
from .day_counts import DayCounts
from .layout import CDR_COLUMNS

ALIKE = 500
"""So many records that are written together are looked through for what all of them have in common."""
LOOKED_BACK = 100
"""Among so many of the last records is the one of the call that ended last."""

_COMPOUND: dict[str, Callable[[Any], Any]] = {
    "custom": dict,
    "visits": lambda rows: tuple(Visit(*row) for row in rows),
    "mutes": lambda rows: tuple((start, end) for start, end in rows),
    "ai": dict,
    "dialer": dict,
}
"""Members of a ``Cdr`` that are kept as JSON, and how they are read back; empty ones are empty text."""

_NAMES = list(CDR_COLUMNS)
_COLUMNS = ", ".join(f'"{name}"' for name in _NAMES)
_INSERT = f"INSERT INTO cdr ({_COLUMNS})"
_REPLACE = f"INSERT OR REPLACE INTO cdr ({_COLUMNS}) VALUES ({','.join('?' * len(_NAMES))})"
_SELECT = f"SELECT {_COLUMNS} FROM cdr"
_COMPOUND_AT = [(_NAMES.index(name), read) for name, read in _COMPOUND.items()]
_FIRST_COMPOUND = len(_NAMES) - len(_COMPOUND)
assert _NAMES[-len(_COMPOUND) :] == list(_COMPOUND), "the compound members of Cdr stand last, in this order"


def _plain(value: Any) -> Any:
    return dataclasses.astuple(value)


_dumps = encoder(json.JSONEncoder(separators=(",", ":"), default=_plain))


@dataclass(frozen=True, slots=True)
class Page:
    """What a search found: how many records there are, and those of them that were asked for."""

    total: int
    rows: list[tuple[Any, ...]]


class StoredRecords:
    """Those in one database, which is opened with this. Whatever reads or writes raises ``StorageError``.

    ``indexed`` says of a log that it is of some size: what a reader needs is then indexed, and kept up from then on.
    """

    def __init__(self, path: str = "", organization: str = "") -> None:
        self.database = Database(path, organization)
        self._days = DayCounts()
        kept = self.database.rows("SELECT name FROM sqlite_master WHERE type = 'index'") if path else []
        self._indexes = {name for (name,) in kept}

    # ---- writing ---------------------------------------------------------------------------------------

    def insert(self, connection: sqlite3.Connection, rows: list[CdrRow]) -> None:
        """Puts them into the database's transaction."""
        try:
            for start in range(0, len(rows), ALIKE):
                _insert(connection, list(_written(rows[start : start + ALIKE])))
        except UnicodeEncodeError:  # a client sent half a surrogate pair, which no database takes
            encodable = [tuple(map(_encodable, row)) for row in _written(rows)]
            connection.executemany(_REPLACE, encodable)  # those before that one are in the transaction

    def empty(self) -> None:
        """The next commit empties the database."""
        self.database.empty()
        self._days = DayCounts()

    # ---- reading ---------------------------------------------------------------------------------------

    def count(self) -> int:
        found: int = self.database.rows("SELECT COUNT(*) FROM cdr")[0][0]
        return found

    def last_ended(self) -> float:
        """When the last calls ended; 0 without any."""
        query = "SELECT max(ended) FROM (SELECT ended FROM cdr ORDER BY number DESC LIMIT ?)"
        found: float | None = self.database.rows(query, (LOOKED_BACK,))[0][0]
        return found or 0

    def all(self, since: int, limit: int | None) -> list[Cdr]:
        return self._select("WHERE number > ? ORDER BY number LIMIT ?", (since, -1 if limit is None else limit))

    def of_call(self, call_id: str, *, indexed: bool) -> list[Cdr]:
        self._require_indexes([BY_CALL], indexed)
        return self._select("WHERE call_id = ? ORDER BY number", (_encodable(call_id),))

    def of_recording(self, file: str, *, indexed: bool) -> Cdr | None:
        self._require_indexes([BY_RECORDING], indexed)
        found = self._select("WHERE recording = ? AND recording <> '' ORDER BY number LIMIT 1", (_encodable(file),))
        return found[0] if found else None

    def find(self, search: Search, columns: Iterable[str], *, indexed: bool) -> Page:
        total = self._count_found(search, indexed)
        if not total or search.limit <= 0:
            return Page(total, [])
        self._require_indexes(indexes_of_page(search, total), indexed)
        statement, arguments = page_statement(search, columns, total)
        return Page(total, self.database.rows(statement, _encodables(arguments)))

    def _count_found(self, search: Search, indexed: bool) -> int:
        """How many records match. Of a log of some size whole days are counted already."""
        found, left = 0, [search]
        if indexed:
            search = dataclasses.replace(search, extensions=tuple(_encodables(search.extensions)))
            found, left = self._days.count(search, self.database.rows, self.database.last_number)
        by_days = left != [search]
        self._require_indexes([BY_TIME] if by_days else indexes_for(search), indexed)
        for part in left:
            statement, arguments = count_statement(part, by_time=by_days)
            found += self.database.rows(statement, _encodables(arguments))[0][0]
        return found

    def _select(self, condition: str, arguments: tuple[object, ...]) -> list[Cdr]:
        return [_cdr(row) for row in self.database.rows(f"{_SELECT} {condition}", arguments)]

    def _require_indexes(self, indexes: Iterable[Index], indexed: bool) -> None:
        for index in indexes if indexed else ():
            if index.name not in self._indexes:
                self.database.execute(
                    f"CREATE INDEX IF NOT EXISTS {index.name} ON cdr ({index.columns}) {index.condition}"
                )
                self._indexes.add(index.name)


def _insert(connection: sqlite3.Connection, rows: list[tuple[Any, ...]]) -> None:
    """Writes some records. What is the same in all (no queue, one account, one campaign) stands in the statement: a
    value that is handed over costs as much as all else that SQLite does with it.
    """
    values, given = ["?"] * len(_NAMES), list(range(len(_NAMES)))
    for index, column in enumerate(zip(*rows, strict=True) if len(rows) == ALIKE else ()):
        first = column[0]
        if column[-1] == first and column.count(first) == len(column) and (literal := _literal(first)):
            values[index] = literal
            given.remove(index)
    statement = f"{_INSERT} VALUES ({','.join(values)})"
    connection.executemany(statement, rows if len(given) == len(values) else map(itemgetter(*given), rows))


def _literal(value: Any) -> str:
    """A value as SQL has it; empty for one that is better handed over."""
    if value is None:
        return "NULL"
    if type(value) is int and abs(value) < 1 << 32:
        return str(value)
    if type(value) is str and len(value) < 100 and "\0" not in value:
        return "'" + value.replace("'", "''") + "'"
    return ""


def _written(rows: Iterable[CdrRow]) -> Iterator[tuple[Any, ...]]:
    """What is inserted, one by one. The records of one call have the same custom data and came from the same place of
    a campaign's list: what is as in the record before is not written as JSON again.
    """
    last_custom = last_dialer = None
    custom_text = dialer_text = ""
    for row in rows:
        custom, visits, mutes, ai, dialer = row[_FIRST_COMPOUND:]
        if custom is not last_custom:
            last_custom, custom_text = custom, _dumps(custom) if custom else ""
        if dialer is not last_dialer and dialer != last_dialer:  # of two dictionaries all members are compared
            last_dialer, dialer_text = dialer, _dumps(dialer) if dialer else ""
        compound = (
            custom_text,
            _dumps(visits) if visits else "",
            _dumps(mutes) if mutes else "",
            _dumps(ai) if ai else "",
            dialer_text,
        )
        yield row[:_FIRST_COMPOUND] + compound


def _cdr(row: tuple[Any, ...]) -> Cdr:
    values = list(row)
    for index, read in _COMPOUND_AT:
        values[index] = read(json.loads(values[index]) if values[index] else ())
    return Cdr(*values)


def _encodable(value: Any) -> Any:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _encodables(values: Iterable[Any]) -> list[Any]:
    return [_encodable(value) for value in values]
