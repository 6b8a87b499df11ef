"""How the entries are called that an addendum adds to the catalogue."""

from __future__ import annotations

from .operations.model import ErrorCode

OPERATION_PREFIX = "recorded."
"""What the names of recorded paths' operations begin with."""

ROW_PREFIX = "seen_"
"""What the names of error rows begin with that an addendum adds."""


def is_recorded(row: ErrorCode) -> bool:
    """Whether an error row is an addendum's."""
    return row.name.startswith(ROW_PREFIX)
