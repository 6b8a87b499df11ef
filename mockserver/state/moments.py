"""The one reader of times that people write, in options, documents, settings of tests and the control API; and how
messages write one.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from ..telephony.core.scheduler import LATEST

_BASIC_DATE = re.compile(r"[0-9]{8}\Z")
"""20240328 is a day, not an epoch of 1970."""


def read_moment(value: float | str | datetime, zone: ZoneInfo) -> float:
    """An epoch from an epoch, an ISO 8601 date and time or a ``datetime``. Without an offset it is local time in
    ``zone``, the organization's. Raises ``ValueError`` with a sentence that says what is accepted.
    """
    try:
        epoch = _epoch(value, zone)
    except (ValueError, OverflowError):
        raise ValueError(
            f"{str(value)[:60]!r} is neither an epoch nor an ISO 8601 date and time such as 2024-03-28T09:00:00, "
            f"which without an offset is local in the organization's time zone, {zone.key}"
        ) from None
    if not 0 <= epoch <= LATEST:
        raise ValueError(f"{str(value)[:60]!r} is not between 1970 and 2286")
    return epoch


def iso_utc(epoch: float) -> str:
    """``2024-03-28T07:00:00.000Z``."""
    return datetime.fromtimestamp(epoch, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _epoch(value: float | str | datetime, zone: ZoneInfo) -> float:
    if isinstance(value, str):
        value = value.strip()
        try:
            if not _BASIC_DATE.match(value):
                return float(value)
        except ValueError:
            pass
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=zone)).timestamp()
    return float(value)
