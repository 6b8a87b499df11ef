"""Nothing that can happen to a campaign makes it lose a number, or dial what and when it may not."""

from __future__ import annotations

import pytest

from ..playing_machines import play
from .campaign_machine import CampaignMachine

pytestmark = pytest.mark.slow


def test_a_campaign_keeps_its_promises_whatever_happens():
    play(CampaignMachine, 0, examples=40, steps=30)


@pytest.mark.thorough
@pytest.mark.parametrize("number", range(1, 121))
def test_a_campaign_keeps_its_promises_for_an_hour(number: int):
    play(CampaignMachine, number, examples=150, steps=60)
