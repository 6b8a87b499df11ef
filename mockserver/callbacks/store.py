"""Deliveries in the database that has the records, so that none vanishes with the process.

A row is written when a delivery is planned and after each attempt, with the records of the same moment. An attempt
that was under way when the process died is due again: the customer may get that one twice, as from any sender that
promises delivery.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from ..telephony.log.database import Database
from .delivery import Delivery, restore_delivery

LOOKED_BACK = 100
"""So many of the last deliveries may have been attempted last: their schedules differ."""
_INSERT = "INSERT OR REPLACE INTO deliveries VALUES (?, ?, ?, ?, ?, ?)"


def last_attempted(database: Database, organization: str) -> float:
    """When the last attempt was made that the file has; 0 when there was none."""
    if database.emptied:
        return 0
    query = "SELECT data FROM deliveries WHERE organization = ? ORDER BY id DESC LIMIT ?"
    found = (restore_delivery(json.loads(data)) for (data,) in database.rows(query, (organization, LOOKED_BACK)))
    return max((delivery.attempts[-1].at for delivery in found if delivery.attempts), default=0)


class DeliveryStore:
    """The deliveries of one organization. ``save`` is for who holds its lock; reading is thread-safe. All that reads
    raises ``StorageError``.

    What ``Database.commit`` has written survives the process's death at any moment (not the machine's: it is not
    synced).
    """

    def __init__(self, database: Database, organization: str) -> None:
        self._database = database
        self._organization = organization
        self._changed: dict[int, Delivery] = {}
        database.add_writer(self)

    # ---- writing ---------------------------------------------------------------------------------------

    def save(self, delivery: Delivery) -> None:
        """The next commit writes it as it stands then."""
        self._changed[delivery.id] = delivery

    @property
    def pending(self) -> bool:
        return bool(self._changed)

    def write(self, connection: sqlite3.Connection) -> None:
        connection.executemany(_INSERT, map(self._row, self._changed.values()))

    def mark_written(self) -> None:
        self._changed.clear()

    def _row(self, delivery: Delivery) -> tuple[Any, ...]:
        data = json.dumps(delivery.export(), separators=(",", ":"))
        call_id = delivery.call_id.encode("utf-8", "replace").decode()
        return self._organization, delivery.id, delivery.status, delivery.callback, call_id, data

    def close(self) -> None:
        """What has not been written is not."""
        self._changed.clear()
        self._database.remove_writer(self)

    # ---- reading ---------------------------------------------------------------------------------------

    def last_id(self) -> int:
        """The highest number given so far; 0 when none was."""
        if self._database.emptied:
            return 0
        query = "SELECT max(id) FROM deliveries WHERE organization = ?"
        found: int | None = self._database.rows(query, (self._organization,))[0][0]
        return found or 0

    def read_unsettled(self) -> Iterator[Delivery]:
        """What was never acknowledged and has attempts left, oldest first."""
        if self._database.emptied:
            return iter(())
        query = "SELECT data FROM deliveries WHERE organization = ? AND status = 'pending' ORDER BY id"
        return self._read(query, (self._organization,))

    def get(self, number: int) -> Delivery | None:
        query = "SELECT data FROM deliveries WHERE organization = ? AND id = ?"
        return next(self._read(query, (self._organization, number)), None)

    def page(
        self, since: int, limit: int, *, status: str = "", callback: str = "", call_id: str = ""
    ) -> Iterator[Delivery]:
        """Deliveries numbered above ``since``, oldest first, that fit what is given."""
        query = "SELECT data FROM deliveries WHERE organization = ? AND id > ?"
        values: list[Any] = [self._organization, since]
        for column, value in (("status", status), ("callback", callback), ("call_id", call_id)):
            if value:
                query += f" AND {column} = ?"
                values.append(value.encode("utf-8", "replace").decode())
        return self._read(query + " ORDER BY id LIMIT ?", (*values, limit))

    def _read(self, query: str, values: tuple[Any, ...]) -> Iterator[Delivery]:
        return (restore_delivery(json.loads(data)) for (data,) in self._database.rows(query, values))
