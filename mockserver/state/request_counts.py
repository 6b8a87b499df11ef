"""When an organization was asked for what it gives only so many times: on its own clock, kept in snapshots."""

from __future__ import annotations

from dataclasses import asdict, field
from typing import Any

from ...contracts.quick_dataclasses import dataclass


@dataclass(slots=True)
class RequestCounts:
    """Epochs of the requests that were answered, as far back as their limit looks. ``call_log_refused_at`` is when the
    call log last answered error 1.
    """

    call_log: list[float] = field(default_factory=list[float])
    call_log_refused_at: float | None = None
    histories: list[float] = field(default_factory=list[float])
    recordings: list[float] = field(default_factory=list[float])

    def export(self) -> dict[str, Any]:
        """Plain data for a snapshot."""
        return asdict(self)

    @classmethod
    def restore(cls, data: Any) -> RequestCounts:
        """What ``export`` wrote. Raises ``SnapshotError`` with the place."""
        from ..telephony.control.snapshot_values import PLAIN_VALUES  # few organizations are restored

        counts: RequestCounts = PLAIN_VALUES.read(cls, data, (None, "request_counts"))
        return counts


def is_over(recent: list[float], limit: int, seconds: float, now: float) -> bool:
    """Whether ``limit`` requests (0: without end) were answered within so many seconds. Else this one is counted."""
    if not limit:
        return False
    recent[:] = [moment for moment in recent if moment > now - seconds]
    if len(recent) >= limit:
        return True
    recent.append(now)
    return False
