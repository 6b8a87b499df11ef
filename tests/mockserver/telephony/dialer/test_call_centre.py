"""The documents that these tests are built on are what an organization may be made of."""

from __future__ import annotations

from typing import Any

import pytest

from voicenter_mock.mockserver.organizations import read

from .call_centre import CallCentre
from .campaign_machine import RETRIES

CAMPAIGNS: list[dict[str, Any]] = [
    {},
    {"kind": "ivr", "coefficient": 0.5, "queue_maximum_callers": 2, "max_calls": 99},
    {"kind": "ivr", "layer": 7},
    {"retries": RETRIES, "maximum_attempts": 9, "allow_duplicates": False, "wrap_up_seconds": 7, "dial_seconds": 12},
    {"calling_hours": [["00:00", "00:14"], ["09:00", "17:00"]], "caller_id": "0766666666"},
]


@pytest.mark.parametrize("campaign", CAMPAIGNS)
def test_its_document_is_valid(campaign: dict[str, Any]):
    assert read(CallCentre(**campaign).document).campaigns["c"].name == "Spring"
