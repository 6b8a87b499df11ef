"""The mark of slow tests, and what a run without them does not read."""

from __future__ import annotations

from pathlib import Path

import pytest

from .slow import SLOW_FOLDERS, is_left_out, is_slow_place

TESTS = Path(__file__).parents[1]


@pytest.mark.parametrize("folder", SLOW_FOLDERS)
def test_everything_in_a_slow_folder_is_slow(folder: str):
    assert (TESTS / folder).is_dir()
    assert is_slow_place(TESTS / folder / "deeper" / "test_a.py", TESTS)
    assert is_slow_place(TESTS / folder, TESTS)


def test_everywhere_else_a_mark_decides():
    assert not is_slow_place(Path(__file__), TESTS)
    assert not is_slow_place(TESTS, TESTS)


def test_slow_folders_are_not_read_in_a_run_without_slow_tests():
    assert is_left_out(TESTS / SLOW_FOLDERS[0], TESTS, "not slow")
    assert not is_left_out(TESTS / SLOW_FOLDERS[0], TESTS, "not thorough")
    assert not is_left_out(TESTS / "contracts", TESTS, "not slow")
