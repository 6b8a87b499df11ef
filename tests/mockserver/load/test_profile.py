"""A day of calls: when they arrive, and what a profile may say."""

from __future__ import annotations

from itertools import takewhile
from pathlib import Path
from random import Random
from typing import Any

import pytest

from voicenter_mock.mockserver.load.profile import (
    CampaignStart,
    Flood,
    Outage,
    Profile,
    ProfileError,
    profile_of,
    read_profile,
)


def arrivals(profile: Profile, seconds: float, share: float = 1.0) -> list[float]:
    return list(takewhile(lambda moment: moment < seconds, profile.call_times(Random(7), share)))


def test_callers_come_at_the_pace_that_is_said():
    assert len(arrivals(Profile(calls_per_hour=3600), 3600)) == pytest.approx(3600, rel=0.05)
    assert len(arrivals(Profile(calls_per_hour=3600), 3600, share=0.25)) == pytest.approx(900, rel=0.1)


def test_each_hour_of_a_day_has_its_own_pace():
    found = arrivals(Profile(day=(0, 2000, 500), begin_hour=0), 3 * 3600)
    by_hour = [sum(hour * 3600 <= moment < (hour + 1) * 3600 for moment in found) for hour in range(3)]
    assert by_hour[0] == 0
    assert by_hour[1:] == [pytest.approx(2000, rel=0.1), pytest.approx(500, rel=0.15)]


def test_a_day_may_begin_at_another_hour_and_goes_round():
    profile = Profile(day=(0, 100, 200), begin_hour=2)
    assert [profile.pace(hour * 3600.0) for hour in range(4)] == [200, 0, 100, 200]
    assert profile.busiest == 200


def test_nobody_calls_where_no_calls_are_said():
    assert arrivals(Profile(calls_per_hour=0), 1e9) == []
    assert arrivals(Profile(day=(0, 0)), 1e9) == []


def test_a_flood_comes_beside_the_others_and_in_order():
    found = arrivals(Profile(calls_per_hour=3600, floods=(Flood(100, 500, 10),)), 200)
    assert found == sorted(found)
    assert sum(100 <= moment < 110 for moment in found) == pytest.approx(510, abs=15)


def test_a_flood_comes_when_nobody_else_does():
    assert len(arrivals(Profile(calls_per_hour=0, floods=(Flood(5, 20, 1),)), 60)) == 20


def test_the_same_seed_makes_the_same_day():
    profile = Profile(calls_per_hour=500, floods=(Flood(10, 5),))
    assert arrivals(profile, 600) == arrivals(profile, 600)


def test_an_outage_has_its_time():
    profile = Profile(outages=(Outage(60, 30),))
    assert [profile.is_out(second) for second in (59, 60, 89, 90)] == [False, True, True, False]


def test_it_is_written_as_yaml(tmp_path: Path):
    file = tmp_path / "monday.yaml"
    file.write_text("begin_hour: 8\nday: [100, 900]\nfloods: [{at: 60, calls: 50}]\n"
                    "campaigns: [{at: 5, calls: 10}]\noutages: [{at: 120}]\n")  # fmt: skip
    assert read_profile(file) == Profile(
        day=(100, 900), begin_hour=8, floods=(Flood(60, 50),), campaigns=(CampaignStart(5, 10),), outages=(Outage(120),)
    )


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ([], "a profile is a mapping"),
        ({"calls_per_hours": 5}, "calls_per_hours: a profile has no such member; did you mean 'calls_per_hour'"),
        ({"calls_per_hour": "many"}, "calls_per_hour: 'many' is no number from 0"),
        ({"calls_per_hour": True}, "calls_per_hour: True is no number"),
        ({"begin_hour": 24}, "begin_hour: 24 is no number from 0 to 23"),
        ({"agents": 6000}, "agents: 6000 is no number from 0 to 5,000"),
        ({"day": []}, "day: expected a list of 1 to 24 numbers"),
        ({"day": [1, -1]}, "day[1]: -1 is no number"),
        ({"floods": {}}, "floods: expected a list"),
        ({"floods": [5]}, "floods[0]: expected at, calls, seconds"),
        ({"floods": [{"at": 5}]}, "floods[0]: calls is missing"),
        ({"agents": 1.5}, "agents: 1.5 is no whole number"),
        ({5: 5}, "5: a profile has no such member"),
        ({"campaigns": [{"at": 0, "calls": 0}]}, "campaigns[0].calls: 0 is no number from 1 to 1,000,000"),
        ({"campaigns": [{"at": 0, "calls": 2_000_000}]}, "campaigns[0].calls: 2000000 is no number from 1"),
        ({"floods": [{"at": 0, "calls": 2.5}]}, "floods[0].calls: 2.5 is no whole number"),
        ({"calls_per_hour": 0}, "nothing happens in it"),
        ({"day": [0, 0], "outages": [{"at": 5}]}, "nothing happens in it"),
        ({"outages": [{"when": 5}]}, "outages[0].when: known: at, seconds"),
    ],
)
def test_what_is_wrong_is_named(members: Any, expected: str):
    with pytest.raises(ProfileError) as refused:
        profile_of(members)
    assert expected in str(refused.value)


@pytest.mark.parametrize(("content", "expected"), [(None, "cannot read"), ("a: [", "is no YAML")])
def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path: Path, content: str | None, expected: str):
    file = tmp_path / "day.yaml"
    if content is not None:
        file.write_text(content)
    with pytest.raises(ProfileError, match=expected) as refused:
        read_profile(file)
    assert "\n" not in str(refused.value)
