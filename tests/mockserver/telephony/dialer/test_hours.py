"""Calling hours and days on the wall clock of the organization, across changes of the clock."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicenter_mock.mockserver.telephony.dialer.calling_hours import NEVER, is_open, opening
from voicenter_mock.mockserver.telephony.model.directory import Campaign
from voicenter_mock.mockserver.telephony.model.outcomes import Outcome

from .call_centre import ANSWER, START, CallCentre

JERUSALEM = ZoneInfo("Asia/Jerusalem")
NEW_YORK = ZoneInfo("America/New_York")


def campaign(hours: list[tuple[str, str]], days: tuple[int, ...] = ()) -> Campaign:
    return Campaign(1, "c", "c", "agents", 1, calling_hours=tuple(hours), calling_days=days)


def at(text: str, zone: ZoneInfo = JERUSALEM) -> float:
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).timestamp()


OFFICE = campaign([("09:00", "13:00"), ("16:00", "19:30")], (6, 0, 1, 2, 3))


@pytest.mark.parametrize(
    ("now", "start", "end"),
    [
        ("2024-01-03T08:00", "2024-01-03T09:00", "2024-01-03T13:00"),
        ("2024-01-03T09:00", "2024-01-03T09:00", "2024-01-03T13:00"),
        ("2024-01-03T12:59:59", "2024-01-03T12:59:59", "2024-01-03T13:00"),
        ("2024-01-03T13:00", "2024-01-03T16:00", "2024-01-03T19:30"),
        ("2024-01-03T23:00", "2024-01-04T09:00", "2024-01-04T13:00"),
        ("2024-01-04T20:00", "2024-01-07T09:00", "2024-01-07T13:00"),  # Thursday evening to Sunday
        ("2024-03-28T20:00", "2024-03-31T09:00", "2024-03-31T13:00"),  # the clock goes forward on Friday
        ("2024-10-24T20:00", "2024-10-27T09:00", "2024-10-27T13:00"),  # and back on Sunday at two
    ],
)
def test_a_campaign_opens_and_closes_by_the_wall_clock(now: str, start: str, end: str):
    assert opening(OFFICE, JERUSALEM, at(now)) == (at(start), at(end))


def test_an_opening_that_the_clock_skips_is_when_it_has_skipped():
    early = campaign([("02:30", "05:00")])
    assert opening(early, JERUSALEM, at("2024-03-29T01:00")) == (at("2024-03-29T03:00"), at("2024-03-29T05:00"))


def test_an_hour_that_comes_twice_is_open_twice():
    half = campaign([("01:00", "01:30")])
    first, second = at("2024-10-27T01:00+03:00"), at("2024-10-27T01:00+02:00")
    assert opening(half, JERUSALEM, at("2024-10-26T23:00")) == (first, first + 1800)
    assert opening(half, JERUSALEM, first + 1800) == (second, second + 1800)


def test_a_day_lasts_until_midnight():
    sunday = campaign([], (6,))
    assert opening(sunday, JERUSALEM, at("2024-01-06T22:00")) == (at("2024-01-07T00:00"), at("2024-01-08T00:00"))
    assert opening(campaign([("20:00", "24:00")]), JERUSALEM, at("2024-01-07T23:00"))[1] == at("2024-01-08T00:00")


def test_a_campaign_without_hours_is_always_open():
    assert opening(campaign([]), JERUSALEM, START) == (START, NEVER)


WEEK = 7 * 86400
TIMES = st.sampled_from(["00:00", "01:30", "02:00", "02:30", "09:00", "23:59", "24:00"])


@given(
    st.lists(st.tuples(TIMES, TIMES), max_size=2),
    st.lists(st.integers(0, 6), unique=True, max_size=3),
    st.sampled_from([JERUSALEM, NEW_YORK]),
    st.sampled_from(["2024-03-25", "2024-10-21", "2024-03-07", "2024-10-30", "2024-06-01"]),
    st.integers(0, WEEK),
)
def test_what_is_said_of_the_next_opening_is_what_the_clock_shows(
    hours: list[tuple[str, str]], days: list[int], zone: ZoneInfo, day: str, seconds: int
):
    one = campaign(hours, tuple(days))
    now = at(day, zone) + seconds
    start, end = opening(one, zone, now)
    closed_until = min(start, now + 9 * 86400)
    for moment in range(int(now), int(closed_until), 900):
        assert not is_open(one, zone, moment)
    if start != NEVER:
        for moment in range(int(start), int(min(end, start + 9 * 86400)), 900):
            assert is_open(one, zone, moment)
        assert start >= now
        assert end > start


def test_calls_wait_for_the_calling_hours():
    centre = CallCentre(agents=1, calling_hours=[["09:00", "17:00"]])
    centre.add(1, ANSWER)
    centre.run(60)
    assert (centre.calls, centre.dialer.reason) == ([], "hours")
    centre.finish()

    assert centre.dialer_events[0].time == at("2023-11-15T09:00"), "it was thirteen minutes past midnight"
    assert centre.outcomes == {"answered": 1}


def test_a_retry_that_falls_into_the_night_waits_for_the_morning():
    retries = [{"status": "BUSY", "delay_seconds": 3600, "maximum": 1}]
    centre = CallCentre(
        agents=1,
        calling_hours=[["00:00", "01:00"]],
        retries=retries,
        maximum_attempts=2,
        behaviour={"outside": {"busy": 1}},
    )
    centre.add(1)
    centre.finish()

    assert [event.time for event in centre.dialer_events if event.reason == "NEWCALL"] == [
        START,
        at("2023-11-16T00:00"),
    ]


def test_calls_that_are_up_go_on_when_the_hours_are_over():
    centre = CallCentre(agents=1, calling_hours=[["00:00", "00:14"]])
    centre.add(1, Outcome("answer", 5, 60))
    centre.add(2)
    centre.run(3600)

    assert centre.records == [(14, "ANSWER"), (15, "ANSWER")]
    assert (len(centre.state.pending), centre.dialer.reason) == (1, "hours")


def test_edited_hours_count_at_once():
    centre = CallCentre(agents=1, calling_hours=[["09:00", "17:00"]])
    centre.add(1, ANSWER)
    centre.run(60)
    centre.edit(calling_hours=[])
    centre.run(1)

    assert len(centre.calls) == 1
