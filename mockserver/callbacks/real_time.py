"""The machine's own steady clock, for whatever is bounded in real time."""

from __future__ import annotations

import time
from functools import partial

# freezegun replaces time.monotonic and time.perf_counter; nobody replaces clock_gettime, which Windows does not have.
real_seconds = partial(time.clock_gettime, time.CLOCK_MONOTONIC) if hasattr(time, "clock_gettime") else time.monotonic
"""Seconds of the machine's own steady clock, also while a test has frozen the time."""
