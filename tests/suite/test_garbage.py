"""Python's collector runs while tests do, and objects that were there before them can be asked who refers to them."""

from __future__ import annotations

import gc

from .garbage import OLDEST_THRESHOLD

KEPT: list[object] = [object()]


def test_it_runs_and_seldom_looks_through_all():
    assert gc.isenabled()
    assert gc.get_threshold()[2] == OLDEST_THRESHOLD


def test_who_refers_to_what_was_there_before_is_found():
    assert any(each is KEPT for each in gc.get_referrers(KEPT[0]))
