"""A random source in a snapshot: it goes on where it was, and what is no state of one is refused."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from voicenter_mock.mockserver.telephony.control.random_state import random_state, set_random_state
from voicenter_mock.mockserver.telephony.control.snapshot_values import SnapshotError

from ...suite.cases import for_each


def test_a_random_source_goes_on_where_it_was():
    random, again = Random(7), Random()
    random.gauss()
    set_random_state(again, random_state(random), "random")
    assert [again.gauss(), again.random()] == [random.gauss(), random.random()]


@for_each("word", [True, None, 1.0, "1", -1, 1 << 32, []])
@for_each("index", [0, 300, 624])
def test_a_word_that_is_none_is_refused(word: Any, index: int):
    state = random_state(Random(7))
    state[1][index] = word
    with pytest.raises(SnapshotError, match="random: expected the version, 625 words and a number"):
        set_random_state(Random(), state, "random")


@for_each("words", [None, [], [1] * 624, [1] * 624 + [625], "1" * 625])
def test_words_that_are_none_are_refused(words: Any):
    version, _, gauss = random_state(Random(7))
    with pytest.raises(SnapshotError, match="random: expected"):
        set_random_state(Random(), [version, words, gauss], "random")
