"""Who moves an organization's simulated time forward, one caller at a time, and how far that may go."""

from __future__ import annotations

import threading
from typing import Literal

from ..state.moments import iso_utc
from ..telephony.core.scheduler import LATEST

MAXIMUM_SPAN_SECONDS = 10 * 366 * 24 * 3600.0


class AdvanceRunning(Exception):
    """Somebody is advancing this organization's clock already."""

    def __init__(self, organization: str) -> None:
        super().__init__(
            f"organization {organization!r} is being advanced already; advance cannot be called from inside a callback"
        )


class AdvanceCancelled(Exception):
    """The advance was cancelled; simulated time stands where it had got to."""


class Advances:
    """The advance of an organization that is under way, if one is."""

    def __init__(self, organization: str) -> None:
        self._organization = organization
        self._lock = threading.Lock()
        self.span: tuple[float, float | None] | None = None
        """Simulated time from and to; to ``None`` until nothing waits for anything."""
        self.cancelled = False

    def begin(self) -> None:
        """Raises ``AdvanceRunning``."""
        if not self._lock.acquire(blocking=False):
            raise AdvanceRunning(self._organization)
        self.cancelled = False

    def end(self) -> None:
        """By who has begun it."""
        self.span = None
        self._lock.release()

    @property
    def running(self) -> bool:
        return self._lock.locked()

    def cancel(self) -> bool:
        """Asks the running advance to stop. Returns whether one was running."""
        self.cancelled = True
        return self.running


def end_of_advance(now: float, seconds: float | None, until: float | Literal["idle"] | None) -> float | None:
    """The moment that an advance from ``now`` goes to; ``None`` until nothing waits for anything. Raises
    ``ValueError`` for a time in the past, and for one too far away.
    """
    if until == "idle":
        return None
    if until is not None:
        if until < now:
            raise ValueError(f"'until': {iso_utc(until)} is before the organization's present, {iso_utc(now)}")
        seconds = until - now
    if seconds is None or seconds < 0:
        raise ValueError("'seconds': say how many seconds to advance, 0 or more, or 'until'")
    if seconds > MAXIMUM_SPAN_SECONDS:
        raise ValueError(f"'seconds': {seconds} is more than ten years")
    if now + seconds > LATEST:
        raise ValueError(f"'seconds': {seconds} is past the year 2286, where time ends")
    return now + seconds
