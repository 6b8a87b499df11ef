"""Nothing that can happen to a campaign makes it lose a number, or dial what and when it may not."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from .machine import CampaignMachine

QUIET = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


def test_a_campaign_keeps_its_promises_whatever_happens():
    run_state_machine_as_test(  # pyright: ignore[reportUnknownMemberType]
        CampaignMachine,
        settings=settings(
            max_examples=40,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=QUIET,
        ),
    )


@pytest.mark.thorough
def test_a_campaign_keeps_its_promises_for_a_long_time():
    run_state_machine_as_test(  # pyright: ignore[reportUnknownMemberType]
        CampaignMachine,
        settings=settings(max_examples=5000, stateful_step_count=80, deadline=None, suppress_health_check=QUIET),
    )
