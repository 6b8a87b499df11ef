"""Texts made for a pattern match it."""

from __future__ import annotations

import re
from random import Random

import pytest

from voicenter_mock.contracts.strategies.patterns import matching
from voicenter_mock.contracts.strategies.picks import RandomPicks


@pytest.mark.parametrize(
    "pattern",
    [
        "^[+]?[0-9]{3,17}$",
        "^([yY][eE][sS]|[nN][oO])$",
        "^([0-9]{4}-(0[1-9]|1[0-2])|)$",
        r"^([^\s@]+@[^\s@]+)?$",
        "^#[0-9A-Fa-f]{6}$",
        "^[^/?#]+[.][mM][pP]3$",
        r"^\+?[0-9][0-9 ().-]{1,24}$",
        r"^\d+a*?.x?$",
        "^[^a]b$",
    ],
)
def test_texts_of_a_pattern_match_it(pattern: str):
    make = matching(pattern)
    picks = RandomPicks(Random(1))

    assert all(re.search(pattern, make(picks)) for _ in range(200))


def test_a_pattern_that_cannot_be_made_is_told():
    with pytest.raises(ValueError, match="no texts are made for ASSERT"):
        matching("^(?=a)a$")
