"""Which tests are slow: `pytest -m "not slow"` is for the inner loop of work, a complete run has all."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

SLOW_FOLDERS = ("acceptance", "examples", "packaging")
"""Of `tests`: what runs servers, browsers and builds as processes of their own. Elsewhere tests and files have the mark
themselves, from about a third of a second of processor time on."""


def mark(items: Iterable[pytest.Item], tests: Path) -> None:
    """Gives everything in those folders the mark, and what is thorough."""
    for item in items:
        if is_slow_place(item.path, tests) or item.get_closest_marker("thorough"):
            item.add_marker(pytest.mark.slow)


@cache  # of a file's hundreds of tests each asks
def is_slow_place(path: Path, tests: Path) -> bool:
    return path.is_relative_to(tests) and path.relative_to(tests).parts[:1] in {(name,) for name in SLOW_FOLDERS}


def is_left_out(path: Path, tests: Path, chosen: str) -> bool:
    """Whether a run with ``-m chosen`` need not even read a file or folder."""
    return chosen == "not slow" and is_slow_place(path, tests)
