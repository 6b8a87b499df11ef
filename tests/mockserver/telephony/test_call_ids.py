"""The local time that ids begin with."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from voicenter_mock.mockserver.telephony.core.call_ids import IdSource

JERUSALEM = ZoneInfo("Asia/Jerusalem")
FORWARD, BACK = 1_711_670_400, 1_729_983_600
"""When clocks are put forward and back in Jerusalem, in 2024."""


@pytest.mark.parametrize("around", [FORWARD, BACK, 0, 1_700_000_000])
@pytest.mark.parametrize("zone", ["Asia/Jerusalem", "Asia/Kathmandu", "Africa/Monrovia", "UTC"])
def test_it_is_the_wall_clock_of_the_zone_second_by_second(zone: str, around: int) -> None:
    ids = IdSource("demo", 1, ZoneInfo(zone))
    for second in (*range(max(0, around - 200), around + 200), around):
        local = datetime.fromtimestamp(second, ZoneInfo(zone))
        assert ids.stamp(second + 0.75) == local.strftime("%Y%m%d%H%M%S")


def test_an_organization_that_moves_has_the_new_zones_time_at_once() -> None:
    ids = IdSource("demo", 1, ZoneInfo("UTC"))
    ids.stamp(FORWARD)
    ids.move(JERUSALEM)
    assert ids.stamp(FORWARD + 1) == "20240329030001"
