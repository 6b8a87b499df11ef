"""The tables of a database's file, the numbers by which a file says that it is ours, and how older ones are brought up.

A file's layout stands in ``PRAGMA user_version``. Whoever changes a table raises ``LAYOUT`` and brings files of the
layout before there in ``prepare_file``. Additions to what deliveries hold as JSON need no new layout.

Layout 1 (version 0.1.0) has the same tables and no ``application_id``; a server that was killed at its first start
may have left some of the tables out. Layout 2 has no columns ``ai`` and ``dialer``.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from ..model.cdr import Cdr
from ..model.written_types import written_types
from .storage_errors import StorageError

LAYOUT = 3
APPLICATION = 0x56434D6B
"""``PRAGMA application_id`` of our files since layout 2."""

_TYPES: dict[Any, str] = {int: "INTEGER", int | None: "INTEGER", float: "REAL"}
_SINCE_LAYOUT_3 = ("ai", "dialer")
CDR_COLUMNS = {
    name: _TYPES.get(kind, "TEXT") + (" PRIMARY KEY" if name == "number" else "")
    for name, kind in written_types(Cdr).items()
}
_COLUMNS = ", ".join(f'"{name}" {kind}' for name, kind in CDR_COLUMNS.items())
CDR_TABLE = f"CREATE TABLE IF NOT EXISTS cdr ({_COLUMNS})"
_FILE_TABLES = (
    CDR_TABLE,
    "CREATE TABLE IF NOT EXISTS about (organization TEXT, run INTEGER)",
    """CREATE TABLE IF NOT EXISTS deliveries (
        organization TEXT NOT NULL,
        id INTEGER NOT NULL,
        status TEXT NOT NULL,
        callback TEXT NOT NULL,
        call_id TEXT NOT NULL,
        data TEXT NOT NULL,
        PRIMARY KEY (organization, id)
    ) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS deliveries_pending ON deliveries (organization, id) WHERE status = 'pending'",
    "CREATE INDEX IF NOT EXISTS deliveries_of_call ON deliveries (organization, call_id)",
)


def check_file(connection: sqlite3.Connection, path: str) -> None:
    """Raises ``StorageError`` for a file that is not ours, or of a newer layout. Changes nothing in it."""
    application: int = connection.execute("PRAGMA application_id").fetchone()[0]
    layout: int = connection.execute("PRAGMA user_version").fetchone()[0]
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables:
        return
    if application != APPLICATION and not (application == 0 and layout == 1 and "cdr" in tables):
        raise StorageError(path, "unusable", "is another program's database; name another file")
    if layout > LAYOUT:
        raise StorageError(
            path,
            "unusable",
            f"was written by a newer version (layout {layout}; this one reads up to {LAYOUT}); "
            "install that, or name another file",
        )
    needed = CDR_COLUMNS.keys() - (_SINCE_LAYOUT_3 if layout < 3 else ())
    if not _columns(connection).issuperset(needed):
        raise StorageError(path, "unusable", "was written by a version before 0.1.0; name another file")


def prepare_file(connection: sqlite3.Connection) -> None:
    """Makes what a new file lacks, or one of an older layout, in the transaction that is open."""
    for statement in _FILE_TABLES:
        connection.execute(statement)
    for name in _SINCE_LAYOUT_3:
        if name not in _columns(connection):
            connection.execute(f"ALTER TABLE cdr ADD COLUMN \"{name}\" TEXT DEFAULT ''")
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {LAYOUT}")


def _columns(connection: sqlite3.Connection) -> set[str]:
    return {row[1] for row in connection.execute("PRAGMA table_info(cdr)")}
