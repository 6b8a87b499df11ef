"""The machine's own steady clock, for whatever is bounded in real time."""

from __future__ import annotations

import time


def real_seconds() -> float:
    """Seconds of the machine's own steady clock, also while a test has frozen the time."""
    # freezegun replaces time.monotonic and time.perf_counter; nobody replaces this one, which Windows does not have.
    return time.clock_gettime(time.CLOCK_MONOTONIC) if hasattr(time, "clock_gettime") else time.monotonic()
