"""The call log: every CDR in an SQL database, written in batches, never lost before a reader has seen it.

Without a path it is a temporary database, where the last records wait until somebody reads: most are never read. With
a path it is a file that outlives the process.
"""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from json.encoder import encode_basestring_ascii
from typing import Any

from ....contracts.quick_dataclasses import dataclass
from ..model.calls import Visit
from ..model.cdr import Cdr
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
from .storage_errors import StorageError

BATCH = 1000
"""So many records are written in one transaction; more never wait for a file."""
MAXIMUM_WAITING = 50_000
"""So many records of a temporary database wait for a reader. When there are more the oldest are written, a batch."""
INDEXED_FROM = 5_000
"""Smaller logs are read through: their indexes would cost each insertion and save no reader anything."""

_COMPOUND: dict[str, Callable[[Any], Any]] = {
    "custom": dict,
    "visits": lambda rows: tuple(Visit(*row) for row in rows),
    "mutes": lambda rows: tuple((start, end) for start, end in rows),
    "ai": dict,
    "dialer": dict,
}
"""Members of a ``Cdr`` that are kept as JSON, and how they are read back; empty ones are empty text."""

_NAMES = list(CDR_COLUMNS)
_INSERT = f"INSERT INTO cdr ({', '.join(map(repr, _NAMES))}) VALUES ({','.join('?' * len(_NAMES))})".replace("'", '"')
_REPLACE = _INSERT.replace("INSERT", "INSERT OR REPLACE")
_SELECT = f"SELECT {', '.join(map(repr, _NAMES))} FROM cdr".replace("'", '"')
_COMPOUND_AT = [(_NAMES.index(name), read) for name, read in _COMPOUND.items()]
assert _NAMES[-len(_COMPOUND) :] == list(_COMPOUND), "the compound members of Cdr stand last, in this order"


def _plain(value: Any) -> Any:
    return dataclasses.astuple(value)


_dumps = json.JSONEncoder(separators=(",", ":"), default=_plain).encode


def _dump_object(members: dict[str, Any]) -> str:
    """As ``_dumps``, which sets out anew for each object: most have a few texts and numbers in them."""
    parts: list[str] = []
    for name, value in members.items():
        if type(name) is not str:
            return _dumps(members)
        if type(value) is str:
            text = encode_basestring_ascii(value)
        elif type(value) is int:
            text = str(value)
        elif type(value) is bool:
            text = "true" if value else "false"
        else:
            return _dumps(members)
        parts.append(f"{encode_basestring_ascii(name)}:{text}")
    return f"{{{','.join(parts)}}}"


@dataclass(frozen=True, slots=True)
class Page:
    """What a search found: how many records there are, and those of them that were asked for."""

    total: int
    rows: list[tuple[Any, ...]]


class CallLog:
    """Opened on first use, so that an organization without calls costs nothing; a file is opened at once.

    Not thread-safe by itself: its exchange's owner holds the lock. ``last_number`` is the highest number given
    so far; ``run`` counts how often the file was opened before. Whatever reads or writes raises ``StorageError``.
    """

    def __init__(self, path: str = "", organization: str = "") -> None:
        self._pending: list[Cdr] = []
        self._batch: list[Cdr] = self._pending
        """Those of them that are written with the next commit."""
        self._most_waiting = MAXIMUM_WAITING
        self._indexes: set[str] = set()
        self._days = DayCounts()
        self._database: Database | None = None
        self.count = 0
        self.last_number = 0
        if path:
            self._keep_in(Database(path, organization))

    @property
    def durable(self) -> bool:
        return self.file is not None

    @property
    def file(self) -> Database | None:
        """The database of the file, for what else is to be kept in it; ``None`` when there is no file."""
        return self._database if self._database is not None and self._database.path else None

    @property
    def path(self) -> str:
        """The file; empty when there is none."""
        return "" if self._database is None else self._database.path

    @property
    def last_call(self) -> str:
        """The call of the last record; empty when there is none."""
        found = self.all(since=self.last_number - 1)
        return found[-1].call_id if found else ""

    @property
    def run(self) -> int:
        return 0 if self._database is None or self._database.emptied else self._database.run

    # ---- writing ---------------------------------------------------------------------------------------

    def add(self, cdr: Cdr) -> None:
        """Never fails. What was added before is written first, so that what it brought about goes with it."""
        if len(self._pending) >= self._most_waiting:
            self._make_room()
        self._pending.append(cdr)
        self.count += 1
        self.last_number = cdr.number

    def settle(self) -> None:
        """Before anybody outside can know of a record, a file has it, and what else is kept in that; a temporary
        database may take its time.
        """
        if self._database is not None and (self._database.path or len(self._pending) > self._most_waiting):
            self._database.commit()

    def flush(self) -> None:
        """Writes what is pending, in one transaction."""
        if self._pending:
            self._ensure_database().commit()

    def _make_room(self) -> None:
        """Writes all that is pending to a file, to a temporary database the oldest."""
        if not self.durable:
            self._batch = self._pending[:BATCH]
        try:
            with suppress(StorageError):  # `settle` says so
                self.flush()
        finally:
            self._batch = self._pending

    @property
    def pending(self) -> bool:
        return bool(self._pending)

    def write(self, connection: sqlite3.Connection) -> None:
        """Puts what is pending into the database's transaction."""
        try:
            connection.executemany(_INSERT, _rows(self._batch))
        except UnicodeEncodeError:  # a client sent half a surrogate pair, which no database takes
            rows = [tuple(map(_encodable, row)) for row in _rows(self._batch)]
            connection.executemany(_REPLACE, rows)  # those before that one are in the transaction

    def mark_written(self) -> None:
        if self._database is not None and self._batch:
            self._database.last_number = self._batch[-1].number
        del self._pending[: len(self._batch)]

    def renew(self) -> CallLog:
        """An empty log in the place of this one, which keeps nothing any more; the next ``settle`` empties a file.

        Raises ``StorageError``, with nothing done, when a file does not take what is pending.
        """
        fresh = CallLog()
        if self._database is not None and self._database.path:
            self.settle()
            self._database.empty()
            fresh._database, fresh._indexes, self._database = self._database, self._indexes, None
            fresh._most_waiting = BATCH
            fresh._database.add_writer(fresh)
        self._pending.clear()
        self.close()
        return fresh

    def take_back(self, fresh: CallLog) -> None:
        """``renew`` is undone, because the file could not be emptied: this one keeps it again."""
        self._database, fresh._database = fresh._database, None
        if self._database is not None:
            self._database.keep()

    def keep_run(self, run: int) -> None:
        """A file that is being emptied does not count the times it was opened from the beginning: at least from
        ``run``. So no id is given again by who goes on with calls that have some.
        """
        if self._database is not None:
            self._database.run_when_emptied = max(self._database.run, run)

    def close(self) -> None:
        """Writes what is pending to a file, and lets go of it in any case."""
        database, self._database = self._database, None
        if database is None:
            return
        try:
            if database.path:
                database.commit()
        finally:
            database.close()
            self._pending.clear()

    # ---- reading ---------------------------------------------------------------------------------------

    def all(self, *, since: int = 0, limit: int | None = None) -> list[Cdr]:
        """Records in the order they were written, those numbered above ``since``."""
        return self._select("WHERE number > ? ORDER BY number LIMIT ?", (since, -1 if limit is None else limit))

    def of_call(self, call_id: str) -> list[Cdr]:
        self._require_indexes([BY_CALL])
        return self._select("WHERE call_id = ? ORDER BY number", (_encodable(call_id),))

    def of_recording(self, file: str) -> Cdr | None:
        """The record whose recording has that file name."""
        self._require_indexes([BY_RECORDING])
        found = self._select("WHERE recording = ? AND recording <> '' ORDER BY number LIMIT 1", (_encodable(file),))
        return found[0] if found else None

    def find(self, search: Search, columns: Iterable[str]) -> Page:
        """How many records there are, and the first of them in the order asked for, as rows of these columns.

        A column is a member of ``Cdr`` or an SQL expression over them. A search over a log of some size builds
        the indexes it needs, which are kept up from then on.
        """
        self.flush()
        database = self._database
        if database is None:
            return Page(0, [])
        total = self._count_found(database, search)
        if not total or search.limit <= 0:
            return Page(total, [])
        self._require_indexes(indexes_of_page(search, total))
        statement, arguments = page_statement(search, columns, total)
        return Page(total, database.rows(statement, _encodables(arguments)))

    def _count_found(self, database: Database, search: Search) -> int:
        """How many records match. Of a log of some size whole days are counted already."""
        found, left = 0, [search]
        if self.count >= INDEXED_FROM:
            search = dataclasses.replace(search, extensions=tuple(_encodables(search.extensions)))
            found, left = self._days.count(search, database.rows, self.last_number)
        by_days = left != [search]
        self._require_indexes([BY_TIME] if by_days else indexes_for(search))
        for part in left:
            statement, arguments = count_statement(part, by_time=by_days)
            found += database.rows(statement, _encodables(arguments))[0][0]
        return found

    def _select(self, condition: str, arguments: tuple[object, ...]) -> list[Cdr]:
        self.flush()
        if self._database is None:
            return []
        return [_cdr(row) for row in self._database.rows(f"{_SELECT} {condition}", arguments)]

    def _require_indexes(self, indexes: Iterable[Index]) -> None:
        if self.count < INDEXED_FROM:
            return
        self.flush()
        for index in indexes:
            if index.name not in self._indexes:
                self._ensure_database().execute(
                    f"CREATE INDEX IF NOT EXISTS {index.name} ON cdr ({index.columns}) {index.condition}"
                )
                self._indexes.add(index.name)

    # ---- opening ---------------------------------------------------------------------------------------

    def _ensure_database(self) -> Database:
        if self._database is None:
            self._database = Database()
            self._database.add_writer(self)
        return self._database

    def _keep_in(self, file: Database) -> None:
        """From now on in this file, with what it has."""
        self._database, self._most_waiting = file, BATCH
        self.count = file.rows("SELECT COUNT(*) FROM cdr")[0][0]
        self.last_number = file.last_number
        self._indexes = {name for (name,) in file.rows("SELECT name FROM sqlite_master WHERE type = 'index'")}
        file.add_writer(self)


def _rows(cdrs: Iterable[Cdr]) -> Iterator[tuple[Any, ...]]:
    """What is inserted, one by one. The records of one call have the same custom data and came from the same place of
    a campaign's list: what is as in the record before is not written as JSON again.
    """
    custom: dict[str, Any] = {}
    dialer: dict[str, Any] = {}
    custom_text = dialer_text = ""
    for cdr in cdrs:
        if cdr.custom is not custom:
            custom = cdr.custom
            custom_text = _dump_object(custom) if custom else ""
        if cdr.dialer != dialer:
            dialer = cdr.dialer
            dialer_text = _dump_object(dialer) if dialer else ""
        yield cdr.as_row(
            custom_text,
            _dumps(cdr.visits) if cdr.visits else "",
            _dumps(cdr.mutes) if cdr.mutes else "",
            _dumps(cdr.ai) if cdr.ai else "",
            dialer_text,
        )


def _cdr(row: tuple[Any, ...]) -> Cdr:
    values = list(row)
    for index, read in _COMPOUND_AT:
        values[index] = read(json.loads(values[index]) if values[index] else ())
    return Cdr(*values)


def _encodable(value: Any) -> Any:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _encodables(values: Iterable[Any]) -> list[Any]:
    return [_encodable(value) for value in values]
