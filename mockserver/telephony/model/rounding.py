"""Seconds as they are told."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

to_milliseconds: Callable[[float], Any] = partial(round, ndigits=3)
"""Whole seconds that are an integer stay one; `round` itself would promise the compiled form a float."""
