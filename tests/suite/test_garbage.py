"""Tests run with Python's collector, which does not look at what was there before them."""

from __future__ import annotations

import gc


def test_what_is_there_before_the_first_test_is_not_looked_at():
    assert gc.isenabled()
    assert gc.get_freeze_count() > 50_000
