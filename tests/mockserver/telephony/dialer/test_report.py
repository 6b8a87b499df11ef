"""A campaign's report: what it counts, and what it says of pace, waiting and occupancy."""

from __future__ import annotations

from statistics import fmean
from typing import Any

import pytest

from voicenter_mock import contracts
from voicenter_mock.mockserver.telephony.dialer.campaign_call import at_work
from voicenter_mock.mockserver.telephony.model.campaign_report import MAXIMUM_BUCKETS, CampaignReport
from voicenter_mock.mockserver.telephony.model.outcomes import Outcome

from .call_centre import ANSWER, BUSY, START, CallCentre

pytestmark = pytest.mark.slow


def report_of(centre: CallCentre) -> dict[str, Any]:
    centre.finish()
    return centre.dialer.report.as_data(centre.exchange.now)


def test_it_adds_up_for_one_call():
    centre = CallCentre(agents=1)
    centre.add(1, ANSWER)
    report = report_of(centre)

    assert (report["began"], report["ended"], report["attempts"], report["answered"]) == (START, START + 39, 1, 1)
    [agent] = report["agents"]
    assert (agent["calls"], agent["talk_seconds"], agent["busy_seconds"], agent["present_seconds"]) == (1, 30, 36, 39)
    assert agent["occupancy"] == pytest.approx(36 / 39, abs=1e-4)
    assert report["occupancy"] == agent["occupancy"]


def test_time_without_anything_to_dial_is_nobodys():
    centre = CallCentre(agents=1)
    centre.add(1, ANSWER)
    centre.run(5000)
    centre.add(2, ANSWER)
    report = report_of(centre)

    assert report["agents"][0]["present_seconds"] == 2 * 39


def test_time_on_a_break_does_not_count_as_present():
    centre = CallCentre(agents=1)
    centre.add(1, ANSWER)
    centre.add(2, ANSWER)
    centre.run(20)
    centre.set_agent(0, 3)
    centre.run(1000)
    centre.set_agent(0, 1)
    report = report_of(centre)

    assert report["agents"][0]["present_seconds"] == 20 + 39


def test_the_pace_adds_up_to_the_whole():
    centre = CallCentre(agents=3, behaviour={"outside": {"answer": 0.6, "busy": 0.2}}, max_calls=9)
    for number in range(60):
        centre.add(number)
    report = report_of(centre)

    for name in ("attempts", "answered"):
        assert sum(row[name] for row in report["pace"]) == report[name]
    talked = sum(agent["talk_seconds"] for agent in report["agents"])
    assert sum(row["talk_seconds"] for row in report["pace"]) == pytest.approx(talked)
    assert all(0 <= row["occupancy"] <= 1.0001 for row in report["pace"])
    assert sum(report["outcomes"].values()) == 60
    assert report["attempts"] == sum(report["statuses"].values())


def test_a_long_campaign_is_told_in_longer_stretches():
    report = CampaignReport()
    for hour in range(200):
        report.count_attempt(START + hour * 3600, "ANSWER")
        report.count_agent_call(
            "SIP0", busy_since=START + hour * 3600, talk_since=START + hour * 3600, now=START + hour * 3600 + 1800
        )

    pace = report.as_data(START + 200 * 3600)["pace"]
    assert len(pace) <= MAXIMUM_BUCKETS
    assert sum(row["attempts"] for row in pace) == 200
    assert sum(row["talk_seconds"] for row in pace) == pytest.approx(200 * 1800)


def test_waits_are_counted_by_length():
    centre = CallCentre("ivr", agents=1, coefficient=2, queue_maximum_callers=1)
    centre.add(1, ANSWER)
    centre.add(2, ANSWER)
    waiting = report_of(centre)["waiting"]

    assert (waiting["count"], waiting["longest_seconds"], waiting["most_at_once"]) == (2, 36, 1)
    assert waiting["mean_seconds"] == (3 + 36) / 2
    assert {row["up_to_seconds"]: row["count"] for row in waiting["classes"] if row["count"]} == {5: 1, 60: 1}


def pace(coefficient: float, limit: int) -> list[dict[str, Any]]:
    """The stretches of a campaign with five agents, without the last, in which it runs out of numbers."""
    centre = CallCentre(
        "ivr", agents=5, coefficient=coefficient, queue_maximum_callers=limit, max_calls=99,
        behaviour={"outside": {"answer": 0.4, "ring_seconds": [5, 25], "talk_seconds": [20, 100]}},
    )  # fmt: skip
    for number in range(600):
        centre.add(number)
    return report_of(centre)["pace"][:-1]


@pytest.mark.parametrize("limit", [0, 1, 3])
def test_occupancy_rises_with_the_coefficient_and_waiting_never_passes_the_limit(limit: int):
    low, middle, high = (pace(coefficient, limit) for coefficient in (1, 2, 4))

    for slower, faster in ((low, middle), (middle, high)):
        assert fmean(row["occupancy"] for row in slower) < fmean(row["occupancy"] for row in faster)
    for row in (*low, *middle, *high):
        assert row["most_waiting"] <= limit
    assert limit == max(row["most_waiting"] for row in high), "the limit is what keeps it there"


def test_the_pace_is_steady_while_there_are_numbers():
    occupancy = [row["occupancy"] for row in pace(2, 1)[1:]]
    half = len(occupancy) // 2

    assert half > 20
    assert fmean(occupancy[:half]) == pytest.approx(fmean(occupancy[half:]), abs=0.1)


@pytest.mark.parametrize(("kind", "busy", "talk"), [("agents", 17, 11), ("ivr", 12, 12)])
def test_a_talk_that_goes_on_counts_up_to_now(kind: str, busy: float, talk: float):
    centre = CallCentre(kind, agents=1)
    centre.add(1, ANSWER)
    centre.run(20)
    now, report = centre.exchange.now, centre.dialer.report
    [agent] = report.as_data(now, at_work(centre.exchange, centre.state))["agents"]

    assert (agent["busy_seconds"], agent["talk_seconds"], agent["occupancy"]) == (busy, talk, busy / 20)
    assert report.as_data(now)["agents"][0]["busy_seconds"] == 0, "the report itself is as it was"


def test_who_logs_out_while_he_talks_is_there_as_long_as_he_talks():
    centre = CallCentre(agents=1)
    centre.add(1, ANSWER)
    centre.run(10)
    centre.set_agent(0, 2)
    report = report_of(centre)

    assert (report["occupancy"], report["agents"][0]["occupancy"]) == (1, 1)


def test_misses_are_the_agents_and_no_attempts():
    centre = CallCentre(agents=1, behaviour={"agents": {"answer": 0}})
    centre.add(1)
    report = report_of(centre)

    assert (report["attempts"], report["not_reached"], report["agents"][0]["missed"]) == (0, 3, 3)


def test_a_report_keeps_its_contract():
    centre = CallCentre("ivr", agents=1, coefficient=2)
    for number, outcome in enumerate((ANSWER, ANSWER, BUSY, Outcome("no_answer"))):
        centre.add(number, outcome)

    assert contracts.violations("sandbox.campaign_report", report_of(centre)) == []


@pytest.mark.parametrize("kind", ["agents", "ivr"])
@pytest.mark.parametrize("seed", range(5))
def test_the_report_says_what_the_records_say(kind: str, seed: int):
    centre = CallCentre(
        kind, agents=3, coefficient=2, queue_maximum_callers=1, max_calls=9, maximum_attempts=3, document={"seed": seed},
        retries=[{"status": "BUSY", "delay_seconds": 30, "maximum": 2}],
        behaviour={
            "outside": {"answer": 0.5, "busy": 0.3, "unavailable": 0.1, "ring_seconds": [5, 5], "talk_seconds": [20, 40]},
            "agents": {"answer": 0.9, "ring_seconds": [3, 3], "talk_seconds": [20, 40]},
        },
    )  # fmt: skip
    for number in range(80):
        centre.add(number)
    report = report_of(centre)
    legs = [cdr for cdr in centre.cdrs if cdr.type in ((15,) if kind == "agents" else (17, 19))]
    dialled = [cdr for cdr in legs if cdr.type in (15, 17) and cdr.status != "NOTCALLED"]
    talks = [cdr for cdr in legs if cdr.type in (15, 19) and cdr.status == "ANSWER"]
    abandoned = [cdr for cdr in legs if cdr.type == 19 and cdr.status == "ABANDONE"]

    assert report["attempts"] == len(dialled)
    assert report["answered"] == len(talks)
    assert report["abandoned"] == len(abandoned)
    talked = sum(agent["talk_seconds"] for agent in report["agents"])
    assert talked == pytest.approx(sum(cdr.duration for cdr in talks), abs=len(talks)), "records have whole seconds"
    assert sum(agent["calls"] for agent in report["agents"]) >= len(talks)
    if kind == "ivr":
        waits = [cdr.seconds_in_queue or 0 for cdr in (*talks, *abandoned)]
        assert (report["waiting"]["count"], report["waiting"]["longest_seconds"]) == (len(waits), max(waits))
        assert report["waiting"]["mean_seconds"] == pytest.approx(fmean(waits), abs=0.01)
