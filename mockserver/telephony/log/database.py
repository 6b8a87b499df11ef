"""One SQLite database: what belongs together is written in one transaction, or not at all.

Who keeps something in it (records, deliveries) hands over a ``Writer`` and writes only when ``commit`` asks for it.
So a delivery is never in the file before the record that it is about. What could not be written stays with its
writer, and the next ``commit`` writes it.

Without a path it is SQLite's temporary database: in memory until its cache is full, then in a file that nobody else
sees.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import weakref
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

from ....contracts.quick_dataclasses import dataclass
from ....contracts.sentences import Sentence
from .layout import CDR_TABLE, check_file, prepare_file
from .storage_errors import Reason, StorageError

CACHE_MIB = 96
UNREAD_CACHE_MIB = 16
"""Of a temporary database before somebody reads it: each commit goes through all of the cache that its file does not
have yet, which may be a quarter.
"""
BUSY_SECONDS = 1.0
"""How long a commit waits for another program's lock. While the file cannot be used, nothing waits."""
_BUSY_MILLISECONDS = round(BUSY_SECONDS * 1000)

_REASONS: dict[int, Reason] = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_PERM: "read_only",
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
}
"""By SQLite's primary result codes."""


class Writer(Protocol):
    """Who has something to write."""

    @property
    def pending(self) -> bool:
        """Whether there is anything."""
        ...

    def write(self, connection: sqlite3.Connection) -> None:
        """Writes what is pending, in a transaction that may yet fail."""

    def mark_written(self) -> None:
        """The transaction is in the database: nothing is pending any more."""


@dataclass(slots=True)
class _Connections:
    """``claim`` holds a lock that says whose the file is."""

    main: sqlite3.Connection | None = None
    claim: sqlite3.Connection | None = None

    def close(self) -> None:
        for connection in (self.main, self.claim):
            if connection is not None:
                connection.close()
        self.main = self.claim = None


class Database:
    """Opened when it is made, and closed by whoever made it. Raises ``StorageError``.

    ``run`` counts how often the file was opened before; ``last_number`` is that of the last record in it, kept up by
    who writes records; ``emptied`` says that the next commit empties it. Reading is thread-safe; ``commit`` is for who
    holds the lock of the organization.
    """

    def __init__(self, path: str = "", organization: str = "") -> None:
        self.path = path
        self.run = 0
        self.last_number = 0
        self._organization = organization
        self._lock = threading.RLock()
        self._writers: list[Writer] = []
        self._connections = _Connections()
        self._inode = (0, 0)
        self._broken = False
        self._waits_for_locks = True
        self._cache_mib = CACHE_MIB if path else UNREAD_CACHE_MIB
        self.emptied = False
        self.run_when_emptied = 0
        self._set_aside: list[Writer] = []
        weakref.finalize(self, self._connections.close)  # Python warns of one that is forgotten open (3.13)
        try:
            with self._explain_errors():
                self._open()
        except StorageError:
            self.close()
            raise

    # ---- writing ---------------------------------------------------------------------------------------

    def add_writer(self, writer: Writer) -> None:
        """From now on ``commit`` asks this one too, after those that came before."""
        self._writers.append(writer)

    def commit(self) -> None:
        """Writes what is pending with all writers, in one transaction. Raises ``StorageError``, with nothing done."""
        if not self.emptied and not any(writer.pending for writer in self._writers):
            return
        with self._transaction() as connection:
            if self.emptied:
                self._delete_all(connection)
            for writer in self._writers:
                writer.write(connection)
        if self.emptied:
            self.emptied, self.run, self.last_number = False, self.run_when_emptied, 0
            self._set_aside.clear()
        for writer in self._writers:
            writer.mark_written()

    def remove_writer(self, writer: Writer) -> None:
        """Does not ask this one any more."""
        self._writers = [each for each in self._writers if each is not writer]
        self._set_aside = [each for each in self._set_aside if each is not writer]

    def execute(self, statement: str) -> None:
        """One statement apart from all others, such as one that makes an index."""
        with self._transaction() as connection:
            connection.execute(statement)

    def empty(self) -> None:
        """Puts it back to what it was when it was new, with the next commit: with what that writes, or not at all.
        Who wrote in it before is no longer asked.
        """
        self.emptied, self.run_when_emptied = True, 0
        self._set_aside, self._writers = self._writers, []

    def keep(self) -> None:
        """``empty`` is undone, before a commit has done it."""
        self.emptied = False
        self._writers, self._set_aside = self._set_aside, []

    def _delete_all(self, connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM cdr")
        if self.path:
            connection.execute("DELETE FROM deliveries")
            connection.execute("UPDATE about SET run = ?", (self.run_when_emptied,))

    @contextmanager
    def _transaction(self) -> Generator[sqlite3.Connection]:
        with self._lock, self._explain_errors():
            connection = self._usable()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):  # SQLite may have rolled back by itself
                    connection.execute("ROLLBACK")
                raise
            self._set_busy_timeout(connection, wait=True)

    # ---- reading ---------------------------------------------------------------------------------------

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """What is written, never what is being written."""
        if self.emptied:
            self.commit()
        with self._lock, self._explain_errors():
            connection = self._usable()
            if self._cache_mib < CACHE_MIB:
                self._cache_mib = CACHE_MIB
                self._set_cache(connection)
            return connection.execute(query, values).fetchall()

    # ---- opening ---------------------------------------------------------------------------------------

    def close(self) -> None:
        """Lets go of the file. What is pending with its writers is not written."""
        with self._lock:
            self._connections.close()

    def _open(self) -> None:
        connection = self._connections.main = self._connect("rwc")
        if not self.path:
            connection.execute("PRAGMA journal_mode = MEMORY")
            connection.execute(CDR_TABLE)
            return
        check_file(connection, self.path)
        state: str = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if state != "ok":
            raise StorageError(self.path, "damaged", state.replace("\n", " "))
        self._connections.claim = self._connect_exclusively()
        # What is committed survives the end of the process, however it comes; only a power cut could take the last.
        connection.execute("PRAGMA journal_mode = WAL")
        with self._transaction():
            prepare_file(connection)
            self.run = self._next_run(connection)
        self.last_number = _last_number(connection)
        self._inode = self._present_inode()

    def _connect(self, mode: str) -> sqlite3.Connection:
        name = f"{Path(self.path).absolute().as_uri()}?mode={mode}" if self.path else ""
        timeout = BUSY_SECONDS if self._waits_for_locks else 0
        connection = sqlite3.connect(
            name, uri=bool(name), timeout=timeout, check_same_thread=False, isolation_level=None
        )
        try:
            connection.execute("PRAGMA synchronous = NORMAL")
            self._set_cache(connection)
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _set_cache(self, connection: sqlite3.Connection) -> None:
        connection.execute(f"PRAGMA cache_size = {-self._cache_mib * 1024}")

    def _connect_exclusively(self) -> sqlite3.Connection:
        """Two servers on one file would give the same numbers: a lock that ends with the process keeps it ours."""
        claim = sqlite3.connect(self.path + "-owner", timeout=0, check_same_thread=False, isolation_level=None)
        try:
            claim.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            claim.close()
            if _storage_error(error, self.path).reason != "locked":
                raise
            raise StorageError(
                self.path, "unusable", "is in use by another server; stop it, or name another file"
            ) from None
        return claim

    def _next_run(self, connection: sqlite3.Connection) -> int:
        known = connection.execute("SELECT organization, run FROM about").fetchone()
        if known is None:
            connection.execute("INSERT INTO about VALUES (?, 0)", (self._organization,))
            return 0
        if known[0] != self._organization:
            raise StorageError(
                self.path,
                "unusable",
                f"is the call log of organization {known[0]!r}, not of {self._organization!r}; name another file",
            )
        connection.execute("UPDATE about SET run = run + 1")
        return known[1] + 1

    # ---- while something is wrong ----------------------------------------------------------------------

    def _usable(self) -> sqlite3.Connection:
        """The connection, to the file that has the name; opened anew when that has gone and come back."""
        if self.path and self._inode != (0, 0):
            inode = self._present_inode()
            if self._broken or inode != self._inode:
                self._open_again()
                self._inode = inode
        if self._connections.main is None:
            raise StorageError(self.path, "failed", "it has been closed")
        return self._connections.main

    def _present_inode(self) -> tuple[int, int]:
        try:
            found = Path(self.path).stat()
        except OSError:
            raise StorageError(self.path, "missing") from None
        return found.st_dev, found.st_ino

    def _open_again(self) -> None:
        self._broken = True
        if self._connections.main is not None:
            self._connections.main.close()
            self._connections.main = None
        connection = self._connect("rw")
        try:
            check_file(connection, self.path)
            known = connection.execute("SELECT organization, run FROM about").fetchone()
            if known != (self._organization, self.run) or _last_number(connection) != self.last_number:
                raise StorageError(self.path, "replaced")
        except BaseException:
            connection.close()
            raise
        self._connections.main = connection
        self._broken = False

    @contextmanager
    def _explain_errors(self) -> Generator[None]:
        """Says in an error of ours what SQLite says."""
        try:
            yield
        except sqlite3.Error as error:
            explained = _storage_error(error, self.path)
            self._broken = explained.reason in ("damaged", "failed")
            if self._connections.main is not None:
                self._set_busy_timeout(self._connections.main, wait=False)
            raise explained from None

    def _set_busy_timeout(self, connection: sqlite3.Connection, *, wait: bool) -> None:
        """Whether to wait for another program's lock: once a wait was in vain, nobody waits until it is gone."""
        if wait != self._waits_for_locks:
            connection.execute(f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS if wait else 0}")
            self._waits_for_locks = wait


def _last_number(connection: sqlite3.Connection) -> int:
    found: int | None = connection.execute("SELECT max(number) FROM cdr").fetchone()[0]
    return found or 0


def _storage_error(error: sqlite3.Error, path: str) -> StorageError:
    """What SQLite's error means for whoever keeps records in that file."""
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    detail = _why_not_opened(Path(path).absolute(), error) if code == sqlite3.SQLITE_CANTOPEN and path else str(error)
    return StorageError(path, _REASONS.get(code, "failed"), detail)


def _why_not_opened(path: Path, error: sqlite3.Error) -> str:
    """What SQLite does not say: it needs a folder in which it can make files beside the database."""
    folder = str(path.parent)
    if not path.parent.is_dir():
        return Sentence.of("NoFolder", "there is no folder {folder}; make it, or name another file", folder=folder)
    if not os.access(folder, os.W_OK | os.X_OK):
        return Sentence.of(
            "FolderReadOnly", "nothing can be written into {folder}; make it writable, or name another file",
            folder=folder,
        )  # fmt: skip
    return str(error)
