"""The call log: every CDR in an SQL database, written in batches, never lost before a reader has seen it.

Without a path it is a temporary database, where the last records wait until somebody reads: most are never read. With
a path it is a file that outlives the process.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from ..model.cdr import Cdr, CdrRow, row_of
from .storage_errors import StorageError

if TYPE_CHECKING:
    import sqlite3

    from .call_log_search import Search
    from .database import Database
    from .stored_records import Page, StoredRecords

BATCH = 1000
"""So many records are written in one transaction; more never wait for a file."""
MAXIMUM_WAITING = 50_000
"""So many records of a temporary database wait for a reader. A log that gets longer is written, two batches for each
new one until none but that waits: what is written soon after it was made is still in the processor's cache.
"""
INDEXED_FROM = 5_000
"""Smaller logs are read through: their indexes would cost each insertion and save no reader anything."""


class CallLog:
    """Opened on first use, so that an organization without calls costs nothing; a file is opened at once.

    Not thread-safe by itself: its exchange's owner holds the lock. ``last_number`` is the highest number given
    so far; ``run`` counts how often the file was opened before. Whatever reads or writes raises ``StorageError``.
    """

    def __init__(self, path: str = "", organization: str = "") -> None:
        self._pending: list[CdrRow] = []
        self._batch: list[CdrRow] = self._pending
        """Those of them that are written with the next commit."""
        self._most_waiting = MAXIMUM_WAITING
        self._stored: StoredRecords | None = None
        self.count = 0
        self.last_number = 0
        if path:
            self._most_waiting = BATCH
            self._stored = _open(path, organization)
            self.count = self._stored.count()
            self.last_number = self._stored.database.last_number
            self._stored.database.add_writer(self)

    @property
    def durable(self) -> bool:
        return self.file is not None

    @property
    def database(self) -> Database | None:
        """Where records are written to; ``None`` as long as none is."""
        return None if self._stored is None else self._stored.database

    @property
    def file(self) -> Database | None:
        """The database of the file, for what else is to be kept in it; ``None`` when there is no file."""
        return self.database if self.path else None

    @property
    def path(self) -> str:
        """The file; empty when there is none."""
        return "" if self._stored is None else self._stored.database.path

    @property
    def last_call(self) -> str:
        """The call of the last record; empty when there is none."""
        found = self.all(since=self.last_number - 1)
        return found[-1].call_id if found else ""

    @property
    def last_ended(self) -> float:
        """When the last calls ended of which the file has records; 0 without any."""
        if self._stored is None or self.file is None or self.file.emptied:
            return 0
        return self._stored.last_ended()

    @property
    def run(self) -> int:
        return 0 if self.database is None or self.database.emptied else self.database.run

    # ---- writing ---------------------------------------------------------------------------------------

    def add(self, cdr: Cdr) -> None:
        """As ``add_row``, for a record that has been looked at."""
        self.add_row(row_of(cdr))

    def add_row(self, row: CdrRow) -> None:
        """Never fails. What was added before is written first, so that what it brought about goes with it."""
        if len(self._pending) >= self._most_waiting:
            self._make_room()
        self._pending.append(row)
        self.count += 1
        self.last_number = row[0]

    def settle(self) -> None:
        """Before anybody outside can know of a record, a file has it, and what else is kept in that; a temporary
        database may take its time.
        """
        stored = self._stored
        if stored is not None and (stored.database.path or len(self._pending) > self._most_waiting):
            stored.database.commit()

    def flush(self) -> None:
        """Writes what is pending, in one transaction."""
        if self._pending:
            self._ensure_stored().database.commit()

    def _make_room(self) -> None:
        """Writes all that is pending to a file, to a temporary database the oldest."""
        if not self.durable:
            self._batch = self._pending[: 2 * BATCH]
            self._most_waiting = max(BATCH, self._most_waiting - BATCH)
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
        self._ensure_stored().insert(connection, self._batch)

    def mark_written(self) -> None:
        if self.database is not None and self._batch:
            self.database.last_number = self._batch[-1][0]
        del self._pending[: len(self._batch)]

    def renew(self) -> CallLog:
        """An empty log in the place of this one, which keeps nothing any more; the next ``settle`` empties a file.

        Raises ``StorageError``, with nothing done, when a file does not take what is pending.
        """
        fresh = CallLog()
        if self._stored is not None and self.path:
            self.settle()
            self._stored.empty()
            fresh._stored, self._stored = self._stored, None
            fresh._most_waiting = BATCH
            fresh._stored.database.add_writer(fresh)
        self._pending.clear()
        self.close()
        return fresh

    def take_back(self, fresh: CallLog) -> None:
        """``renew`` is undone, because the file could not be emptied: this one keeps it again."""
        self._stored, fresh._stored = fresh._stored, None
        if self.database is not None:
            self.database.keep()

    def keep_run(self, run: int) -> None:
        """A file that is being emptied does not count the times it was opened from the beginning: at least from
        ``run``. So no id is given again by who goes on with calls that have some.
        """
        if self.database is not None:
            self.database.run_when_emptied = max(self.database.run, run)

    def close(self) -> None:
        """Writes what is pending to a file, and lets go of it in any case."""
        database, self._stored = self.database, None
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
        self.flush()
        return [] if self._stored is None else self._stored.all(since, limit)

    def of_call(self, call_id: str) -> list[Cdr]:
        self.flush()
        return [] if self._stored is None else self._stored.of_call(call_id, indexed=self._is_indexed)

    def of_recording(self, file: str) -> Cdr | None:
        """The record whose recording has that file name."""
        self.flush()
        return None if self._stored is None else self._stored.of_recording(file, indexed=self._is_indexed)

    def find(self, search: Search, columns: Iterable[str]) -> Page:
        """How many records there are, and the first of them in the order asked for, as rows of these columns.

        A column is a member of ``Cdr`` or an SQL expression over them. A search over a log of some size builds
        the indexes it needs, which are kept up from then on.
        """
        self.flush()
        return self._ensure_stored().find(search, columns, indexed=self._is_indexed)

    @property
    def _is_indexed(self) -> bool:
        return self.count >= INDEXED_FROM

    # ---- opening ---------------------------------------------------------------------------------------

    def _ensure_stored(self) -> StoredRecords:
        if self._stored is None:
            self._stored = _open()
            self._stored.database.add_writer(self)
        return self._stored


def _open(path: str = "", organization: str = "") -> StoredRecords:
    from .stored_records import StoredRecords  # most organizations of tests never come so far

    return StoredRecords(path, organization)
