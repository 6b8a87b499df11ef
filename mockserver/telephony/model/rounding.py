"""Seconds as they are told."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from .numbers import Real

to_milliseconds: Callable[[float], Any] = partial(round, ndigits=3)
"""Whole seconds that are an integer stay one; `round` itself would promise the compiled form a float."""


def round_to_milliseconds(seconds: Real) -> Real:
    """What ``round(seconds, 3)`` is, without the way through decimal digits where the result is plain without."""
    if 0 < seconds < 1e6:
        thousandths = seconds * 1000
        whole = int(thousandths)
        rest = thousandths - whole
        if not 0.499999 < rest < 0.500001:
            return (whole + 1 if rest > 0.5 else whole) / 1000
    return round(seconds, 3)
