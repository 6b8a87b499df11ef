"""Other ways to write a value: a value of the fake's own as the samples write theirs."""

from __future__ import annotations

import re
from typing import Any

import pytest

from voicenter_mock.contracts.forms import rewritten, shape


@pytest.mark.parametrize(
    ("value", "samples", "written"),
    [
        ("2026-03-04T05:06:07Z", ["31/12/2025 23:59:58"], "04/03/2026 05:06:07"),
        ("2026-03-04T05:06:07Z", ["10/10/2021 12:04"], "04/03/2026 05:06"),
        ("2026-03-04T05:06:07Z", ["10/10/2021 1:04 PM", "12/31/2021 11:04 AM"], "03/04/2026 05:06 AM"),
        ("2026-03-04T05:06:07Z", ["2021-10-10 12:04:58.123"], "2026-03-04 05:06:07.000"),
        ("2026-03-04T05:06:07.891Z", ["20211010T120458"], "20260304T050607"),
        ("2026-03-04T05:06:07Z", ["yesterday"], "yesterday"),
        ("some text", ["10/10/2021 12:04"], "10/10/2021 12:04"),
        (1_700_000_000, [1785047400123], 1_700_000_000_000),
        (1_700_000_000, [1785047400123456], 1_700_000_000_000_000),
        (12, [86_401], 86_401),
        (1_700_000_000, ["soon"], "soon"),
        (None, ["10/10/2021"], None),
        ("", ["10/10/2021"], ""),
    ],
)
def test_a_value_is_written_as_the_samples_are(value: Any, samples: list[Any], written: Any) -> None:
    assert rewritten(value, samples, 0) == written


def test_what_cannot_be_rewritten_is_one_of_the_samples_by_number() -> None:
    assert [rewritten("x", ["a", "b"], number) for number in range(3)] == ["a", "b", "a"]


@pytest.mark.parametrize("text", ["10/10/2021 12:04:58", "a.b[c]", "שלום 7", "a|b", "x-1", "\n", ""])
def test_a_shape_matches_what_it_is_of_and_its_like(text: str) -> None:
    assert re.fullmatch(shape(text), text)
    assert not re.fullmatch(shape(text), f"{text}9")
    assert re.fullmatch(shape(text), text.replace("1", "7").replace("a", "q"))
