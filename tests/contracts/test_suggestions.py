"""What was probably meant."""

from __future__ import annotations

import pytest

from voicenter_mock.contracts.suggestions import ALMOST_SURE, did_you_mean, near, suggest

NAMES = ["click2call", "dialer.add_call", "dialer.add_calls_bulk", "monitor.get_extensions"]


@pytest.mark.parametrize("word", ["clik2call", "CLICK2CALL", "click_2-call", " click2call"])
def test_the_likeliest_name(word: str) -> None:
    assert suggest(word, NAMES) == "click2call"


def test_nothing_is_near() -> None:
    assert suggest("zzz", NAMES) == ""
    assert did_you_mean("zzz", NAMES, "known: some") == "known: some"


def test_several_names_the_likeliest_first() -> None:
    assert near("dialer.add_cal", NAMES)[:2] == ["dialer.add_call", "dialer.add_calls_bulk"]


def test_where_unknown_names_are_allowed_a_likeness_is_not_enough() -> None:
    assert suggest("phones", ["phonemaxdialtime"], ALMOST_SURE) == ""


def test_a_word_without_end_and_names_without_number_are_compared_in_part() -> None:
    assert suggest("x" * 10**6, (f"name{number}" for number in range(10**6))) == ""
