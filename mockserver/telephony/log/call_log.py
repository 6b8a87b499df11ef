"""The call log: every CDR in an SQL database, written in batches, never lost before a reader has seen it.

Without a path it is SQLite's temporary database: in memory until its cache is full, then in a file of its own
that nobody else sees. With a path it is a file that outlives the process.
"""

from __future__ import annotations

import dataclasses
import json
import sqlite3
import weakref
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from ..model.calls import Visit
from ..model.cdr import Cdr
from .call_log_search import BY_CALL, BY_RECORDING, Index, Search, count_statement, indexes_for, page_statement

BATCH = 1000
CACHE_MIB = 96
INDEXED_FROM = 5_000
"""Smaller logs are read through: their indexes would cost each insertion and save no reader anything."""

LAYOUT = 1
_COMPOUND: dict[str, Callable[[Any], Any]] = {
    "custom": dict,
    "visits": lambda rows: tuple(Visit(*row) for row in rows),
    "mutes": lambda rows: tuple((start, end) for start, end in rows),
}
"""Members of a ``Cdr`` that are kept as JSON, and how they are read back; empty ones are empty text."""

_TYPES = {"int": "INTEGER", "float": "REAL"}
_FIELDS = dataclasses.fields(Cdr)
_NAMES = [field.name for field in _FIELDS]
_DECLARED = {
    field.name: _TYPES.get(str(field.type).partition(" ")[0], "TEXT")
    + (" PRIMARY KEY" if field.name == "number" else "")
    for field in _FIELDS
}
_INSERT = f"INSERT INTO cdr ({', '.join(map(repr, _NAMES))}) VALUES ({','.join('?' * len(_NAMES))})".replace("'", '"')
_SELECT = f"SELECT {', '.join(map(repr, _NAMES))} FROM cdr".replace("'", '"')
_values = attrgetter(*_NAMES)
_COMPOUND_AT = [(_NAMES.index(name), read) for name, read in _COMPOUND.items()]


def _plain(value: Any) -> Any:
    return dataclasses.astuple(value)


_dumps = json.JSONEncoder(separators=(",", ":"), default=_plain).encode


class CallLogError(Exception):
    """The file cannot be used as a call log; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a search found: how many records there are, and those of them that were asked for."""

    total: int
    rows: list[tuple[Any, ...]]


class CallLog:
    """Opened on first use, so that an organization without calls costs nothing; a file is opened at once.

    Not thread-safe by itself: its exchange's owner holds the lock. ``last_number`` is the highest number given
    so far; ``run`` counts how often the file was opened before. Raises ``CallLogError``.
    """

    def __init__(self, path: str = "", organization: str = "") -> None:
        self._path = path
        self._organization = organization
        self._database: sqlite3.Connection | None = None
        self._owner: sqlite3.Connection | None = None
        self._pending: list[Cdr] = []
        self._indexes: set[str] = set()
        self.count = 0
        self.last_number = 0
        self.run = 0
        if path:
            self._open_file()

    @property
    def durable(self) -> bool:
        return bool(self._path)

    @property
    def path(self) -> str:
        """The file; empty when there is none."""
        return self._path

    # ---- writing ---------------------------------------------------------------------------------------

    def add(self, cdr: Cdr) -> None:
        self._pending.append(cdr)
        self.count += 1
        self.last_number = cdr.number
        if len(self._pending) >= BATCH:
            self.flush()

    def settle(self) -> None:
        """Before anybody outside can know of a record, a file has it; a temporary database may take its time."""
        if self._pending and self._path:
            self.flush()

    def flush(self) -> None:
        """Writes what is pending, in one transaction."""
        if not self._pending:
            return
        database = self._opened()
        try:
            database.executemany(_INSERT, _rows(self._pending))
        except UnicodeEncodeError:  # a client sent half a surrogate pair, which no database takes
            database.rollback()
            database.executemany(_INSERT, [tuple(map(_encodable, row)) for row in _rows(self._pending)])
        database.commit()
        self._pending.clear()

    def renewed(self) -> CallLog:
        """An empty log in the place of this one, which keeps nothing any more; a file is emptied."""
        self._pending.clear()
        if self._database is None or not self._path:
            return CallLog()
        path = self._path
        self._database.executescript("BEGIN; DELETE FROM cdr; DELETE FROM about; COMMIT")
        self.close()
        return CallLog(path, self._organization)

    def close(self) -> None:
        if self._database is not None and self._path:
            self.flush()
        self._pending.clear()
        for connection in (self._database, self._owner):
            if connection is not None:
                connection.close()
        self._database = self._owner = None
        self._path = ""

    # ---- reading ---------------------------------------------------------------------------------------

    def all(self, *, since: int = 0, limit: int | None = None) -> list[Cdr]:
        """Records in the order they were written, those numbered above ``since``."""
        return list(self._select("WHERE number > ? ORDER BY number LIMIT ?", (since, -1 if limit is None else limit)))

    def of_call(self, call_id: str) -> list[Cdr]:
        self._need([BY_CALL])
        return list(self._select("WHERE call_id = ? ORDER BY number", (_encodable(call_id),)))

    def of_recording(self, file: str) -> Cdr | None:
        """The record whose recording has that file name."""
        self._need([BY_RECORDING])
        found = self._select("WHERE recording = ? AND recording <> '' ORDER BY number LIMIT 1", (_encodable(file),))
        return next(found, None)

    def find(self, search: Search, columns: Iterable[str]) -> Page:
        """How many records there are, and the first of them in the order asked for, as rows of these columns.

        A column is a member of ``Cdr`` or an SQL expression over them. A search over a log of some size builds
        the indexes it needs, which are kept up from then on.
        """
        self.flush()
        database = self._database
        if database is None:
            return Page(0, [])
        self._need(indexes_for(search))
        statement, arguments = count_statement(search)
        total: int = database.execute(statement, _encodables(arguments)).fetchone()[0]
        if not total or search.limit <= 0:
            return Page(total, [])
        statement, arguments = page_statement(search, columns, total)
        return Page(total, database.execute(statement, _encodables(arguments)).fetchall())

    def _select(self, condition: str, arguments: tuple[object, ...]) -> Iterator[Cdr]:
        self.flush()
        if self._database is None:
            return
        for row in self._database.execute(f"{_SELECT} {condition}", arguments):
            yield _cdr(row)

    def _need(self, indexes: Iterable[Index]) -> None:
        if self.count < INDEXED_FROM:
            return
        self.flush()
        for index in indexes:
            if index.name not in self._indexes:
                self._opened().execute(
                    f"CREATE INDEX IF NOT EXISTS {index.name} ON cdr ({index.columns}) {index.condition}"
                )
                self._indexes.add(index.name)

    # ---- opening ---------------------------------------------------------------------------------------

    def _opened(self) -> sqlite3.Connection:
        if self._database is None:
            database = self._database = sqlite3.connect("", check_same_thread=False)
            weakref.finalize(self, database.close)  # Python warns of one that is forgotten open (3.13)
            database.execute("PRAGMA journal_mode = MEMORY")
            self._prepare(database)
        return self._database

    def _prepare(self, database: sqlite3.Connection) -> None:
        database.execute(f"PRAGMA cache_size = {-CACHE_MIB * 1024}")
        columns = ", ".join(f'"{name}" {kind}' for name, kind in _DECLARED.items())
        database.execute(f"CREATE TABLE IF NOT EXISTS cdr ({columns})")

    def _open_file(self) -> None:
        try:
            self._claim()
            database = self._database = sqlite3.connect(self._path, check_same_thread=False)
            layout: int = database.execute("PRAGMA user_version").fetchone()[0]
            tables: int = database.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0]
            if tables and layout != LAYOUT:
                raise CallLogError(f"{self._path} is no call log of this version; name another file, or a new one")
            # Committed records survive the end of the process, however it comes; only a power cut could take the last.
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = NORMAL")
            database.execute(f"PRAGMA user_version = {LAYOUT}")
            self._prepare(database)
            self._read_state(database)
        except sqlite3.Error as error:
            self.close()
            raise CallLogError(f"{path_of(error, self._path)}: {error}") from None
        except CallLogError:
            self.close()
            raise

    def _claim(self) -> None:
        """Two servers on one file would give the same numbers: a lock that ends with the process keeps it ours."""
        self._owner = sqlite3.connect(self._path + "-owner", timeout=0, check_same_thread=False, isolation_level=None)
        try:
            self._owner.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            raise CallLogError(f"{self._path} is in use by another server; stop it, or name another file") from None

    def _read_state(self, database: sqlite3.Connection) -> None:
        database.execute("CREATE TABLE IF NOT EXISTS about (organization TEXT, run INTEGER)")
        known = database.execute("SELECT organization, run FROM about").fetchone()
        if known is None:
            database.execute("INSERT INTO about VALUES (?, 0)", (self._organization,))
        elif known[0] != self._organization:
            raise CallLogError(
                f"{self._path} is the call log of organization {known[0]!r}, not of {self._organization!r}; "
                "name another file"
            )
        else:
            self.run = known[1] + 1
            database.execute("UPDATE about SET run = ?", (self.run,))
        self.count, last = database.execute("SELECT COUNT(*), MAX(number) FROM cdr").fetchone()
        self.last_number = last or 0
        self._indexes = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'index'")}
        present = {row[1] for row in database.execute("PRAGMA table_info(cdr)")}
        if not present.issuperset(_NAMES):
            raise CallLogError(f"{self._path} was written by another version, without some columns; name a new file")
        database.commit()


def path_of(error: sqlite3.Error, path: str) -> str:
    """How to speak of the file in a message about it."""
    return f"cannot keep the call log in {path}" if "unable to open" in str(error) else path


def _rows(cdrs: Iterable[Cdr]) -> Iterator[tuple[Any, ...]]:
    """What is inserted, one by one. Records of one call share their custom data: it is written as JSON once."""
    known: Any = None
    text = ""
    for cdr in cdrs:
        values = _values(cdr)
        if cdr.visits or cdr.mutes:
            yield values[:_TAIL] + tuple([_dumps(value) if value else "" for value in values[_TAIL:]])
        elif cdr.custom:
            if cdr.custom is not known:
                known, text = cdr.custom, _dumps(cdr.custom)
            yield (*values[:_TAIL], text, "", "")
        else:
            yield values[:_TAIL] + _EMPTY


def _cdr(row: tuple[Any, ...]) -> Cdr:
    values = list(row)
    for index, read in _COMPOUND_AT:
        values[index] = read(json.loads(values[index]) if values[index] else ())
    return Cdr(*values)


def _encodable(value: Any) -> Any:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _encodables(values: Iterable[Any]) -> list[Any]:
    return [_encodable(value) for value in values]


_TAIL = min(index for index, _ in _COMPOUND_AT)
_EMPTY = ("",) * len(_COMPOUND)
assert _NAMES[_TAIL:] == ["custom", "visits", "mutes"], "the compound members of Cdr stand last, in this order"
