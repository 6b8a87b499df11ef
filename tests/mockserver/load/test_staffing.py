"""Erlang's delay formula, against values that are in every table of it."""

from __future__ import annotations

import pytest

from voicenter_mock.mockserver.load.staffing import agents_needed, service_level, waiting_probability


@pytest.mark.parametrize(
    ("agents", "erlangs", "probability"), [(1, 0.5, 0.5), (2, 1, 1 / 3), (10, 8, 0.409), (14, 10, 0.174)]
)
def test_how_likely_a_caller_has_to_wait(agents: int, erlangs: float, probability: float):
    assert waiting_probability(agents, erlangs) == pytest.approx(probability, abs=0.001)


def test_too_few_agents_answer_nobody_in_time():
    assert waiting_probability(5, 5) == 1
    assert service_level(5, 5, 180, 20) == 0


def test_staffing_is_the_fewest_agents_that_keep_the_service_level():
    needed = agents_needed(200, 180)
    assert service_level(needed, 10, 180, 20) >= 0.8 > service_level(needed - 1, 10, 180, 20)
    assert needed == 14


def test_somebody_is_there_for_no_calls_at_all():
    assert agents_needed(0, 180) == 1
