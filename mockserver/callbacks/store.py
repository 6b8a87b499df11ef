"""Deliveries in an SQLite file, so that none vanishes with the process.

A row is written when a delivery is planned and after each attempt. An attempt that was under way when the
process died is due again: the customer may get that one twice, as from any sender that promises delivery.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .delivery import Delivery, restored

_TABLE = """
CREATE TABLE IF NOT EXISTS deliveries (
    organization TEXT NOT NULL,
    id INTEGER NOT NULL,
    status TEXT NOT NULL,
    callback TEXT NOT NULL,
    call_id TEXT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (organization, id)
) WITHOUT ROWID
"""
_PENDING = "CREATE INDEX IF NOT EXISTS deliveries_pending ON deliveries (organization, id) WHERE status = 'pending'"
_OF_CALL = "CREATE INDEX IF NOT EXISTS deliveries_of_call ON deliveries (organization, call_id)"
BUSY_SECONDS = 30.0


class DeliveryStore:
    """One file for all organizations of a server; other tables in it are left alone. Thread-safe.

    What ``save`` has written survives the process's death at any moment (not the machine's: it is not synced).
    """

    def __init__(self, path: Path | str) -> None:
        self._lock = threading.Lock()
        self._closed = False
        self._database = sqlite3.connect(path, timeout=BUSY_SECONDS, check_same_thread=False, isolation_level=None)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = NORMAL")
        for statement in (_TABLE, _PENDING, _OF_CALL):
            self._database.execute(statement)

    def save(self, organization: str, delivery: Delivery) -> None:
        """Writes a delivery as it stands; after ``close`` nothing is written."""
        row = (
            organization, delivery.id, delivery.status, delivery.callback, delivery.call_id,
            json.dumps(delivery.export(), separators=(",", ":")),
        )  # fmt: skip
        with self._lock:
            if not self._closed:
                self._database.execute("INSERT OR REPLACE INTO deliveries VALUES (?, ?, ?, ?, ?, ?)", row)

    def last_id(self, organization: str) -> int:
        """The highest number given so far; 0 when none was."""
        found: int | None = self._rows("SELECT max(id) FROM deliveries WHERE organization = ?", (organization,))[0][0]
        return found or 0

    def pending(self, organization: str) -> Iterator[Delivery]:
        """What was never acknowledged and has attempts left, oldest first."""
        query = "SELECT data FROM deliveries WHERE organization = ? AND status = 'pending' ORDER BY id"
        return self._read(query, (organization,))

    def get(self, organization: str, number: int) -> Delivery | None:
        return next(
            self._read("SELECT data FROM deliveries WHERE organization = ? AND id = ?", (organization, number)), None
        )

    def page(
        self, organization: str, since: int, limit: int, *, status: str = "", callback: str = "", call_id: str = ""
    ) -> Iterator[Delivery]:
        """Deliveries numbered above ``since``, oldest first, that fit what is given."""
        query, values = "SELECT data FROM deliveries WHERE organization = ? AND id > ?", [organization, since]
        for column, value in (("status", status), ("callback", callback), ("call_id", call_id)):
            if value:
                query += f" AND {column} = ?"
                values.append(value)
        return self._read(query + " ORDER BY id LIMIT ?", (*values, limit))

    def forget(self, organization: str) -> None:
        """Deletes an organization's deliveries, when it is deleted or put back to its start."""
        with self._lock:
            self._database.execute("DELETE FROM deliveries WHERE organization = ?", (organization,))

    def close(self) -> None:
        with self._lock:
            self._closed = True
            self._database.close()

    def _read(self, query: str, values: tuple[Any, ...]) -> Iterator[Delivery]:
        return (restored(json.loads(data)) for (data,) in self._rows(query, values))

    def _rows(self, query: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._database.execute(query, values).fetchall()
