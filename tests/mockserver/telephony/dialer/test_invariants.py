"""Nothing that can happen to a campaign makes it lose a number, or dial what and when it may not."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from .machine import CampaignMachine

QUIET = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


def play(number: int, examples: int, steps: int) -> None:
    machine = type("SeededMachine", (CampaignMachine,), {})
    run_state_machine_as_test(  # pyright: ignore[reportUnknownMemberType]
        seed(number)(machine),
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, database=None, suppress_health_check=QUIET
        ),
    )  # fmt: skip


def test_a_campaign_keeps_its_promises_whatever_happens():
    play(0, examples=40, steps=30)


@pytest.mark.thorough
@pytest.mark.parametrize("number", range(1, 121))
def test_a_campaign_keeps_its_promises_for_an_hour(number: int):
    play(number, examples=150, steps=60)
