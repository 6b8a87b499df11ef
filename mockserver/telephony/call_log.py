"""The call log: every CDR in an SQL database, written in batches, never lost before a reader has seen it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict

from .calls import Visit
from .cdr import Cdr

_COLUMNS = (
    "number", "call_id", "type", "time", "duration", "dial_seconds", "status", "caller", "target", "caller_extension",
    "target_extension", "queue_id", "campaign_id", "account", "user", "document",
)  # fmt: skip
_SCHEMA = """
CREATE TABLE IF NOT EXISTS cdr (
    number INTEGER PRIMARY KEY, call_id TEXT, type INTEGER, time REAL, duration INTEGER, dial_seconds INTEGER,
    status TEXT, caller TEXT, target TEXT, caller_extension TEXT, target_extension TEXT, queue_id INTEGER,
    campaign_id INTEGER, account INTEGER, user INTEGER, document TEXT
);
CREATE INDEX IF NOT EXISTS cdr_time ON cdr (time);
CREATE INDEX IF NOT EXISTS cdr_call ON cdr (call_id);
"""
_BATCH = 1000


class CallLog:
    """Opened on first use, so that an organization without calls costs nothing. Not thread-safe by itself:
    its exchange's owner holds the lock.
    """

    def __init__(self, path: str = "") -> None:
        self._path = path
        self._database: sqlite3.Connection | None = None
        self._pending: list[Cdr] = []
        self.count = 0

    def add(self, cdr: Cdr) -> None:
        self._pending.append(cdr)
        self.count += 1
        if len(self._pending) >= _BATCH:
            self._flush()

    def all(self, *, since: int = 0, limit: int | None = None) -> list[Cdr]:
        """Records in the order they were written, those numbered above ``since``."""
        return list(self._select("WHERE number > ? ORDER BY number LIMIT ?", (since, -1 if limit is None else limit)))

    def of_call(self, call_id: str) -> list[Cdr]:
        return list(self._select("WHERE call_id = ? ORDER BY number", (call_id,)))

    def close(self) -> None:
        self._flush()
        if self._database is not None:
            self._database.close()
            self._database = None

    def _select(self, condition: str, arguments: tuple[object, ...]) -> Iterator[Cdr]:
        self._flush()
        if self._database is None:
            return
        for (document,) in self._database.execute(f"SELECT document FROM cdr {condition}", arguments):
            data = json.loads(document)
            data["visits"] = tuple(Visit(**visit) for visit in data["visits"])
            yield Cdr(**data)

    def _flush(self) -> None:
        if not self._pending:
            return
        if self._database is None:
            # "" is SQLite's own temporary database: in memory until its cache is full, then in a file that it deletes.
            self._database = sqlite3.connect(self._path, check_same_thread=False)
            self._database.executescript(_SCHEMA)
        places = ",".join("?" * len(_COLUMNS))
        self._database.executemany(
            f"INSERT INTO cdr ({','.join(_COLUMNS)}) VALUES ({places})", [_row(cdr) for cdr in self._pending]
        )
        self._database.commit()
        self._pending.clear()


def _row(cdr: Cdr) -> tuple[object, ...]:
    document = json.dumps(asdict(cdr), ensure_ascii=False, separators=(",", ":"))
    return (*(getattr(cdr, column) for column in _COLUMNS[:-1]), document)
