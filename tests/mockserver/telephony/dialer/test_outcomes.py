"""Scripted campaigns, with records and outcome worked out by hand from the tables in ``docs/exchange.md``."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from voicenter_mock.mockserver.telephony.model.outcomes import Outcome

from .call_centre import ANSWER, BUSY, LAYER, NO_ANSWER, START, CallCentre, phone

BUSY_TWICE = [{"status": "BUSY", "delay_seconds": 100, "maximum": 2}]
MIXED = [
    {"status": "BUSY", "delay_seconds": 100, "maximum": 1},
    {"status": "NOANSWER", "delay_seconds": 50, "maximum": 5},
]


class Case(NamedTuple):
    """``dials`` are the customer's outcomes in turn; ``lasts`` is when nothing is left to do, in seconds.

    An agents campaign: 3 s until the agent answers, 1 s until the dial, 5 s until the customer answers (1 s until
    he is busy, 30 s until he has not answered), 30 s of talk. An IVR campaign: 5 s until the customer answers, 3 s
    until the agent does, 30 s of talk.
    """

    campaign: dict[str, Any]
    dials: list[Outcome]
    records: list[tuple[int, str]]
    outcome: str
    lasts: float


AGENTS = {
    "answered": Case({}, [ANSWER], [(14, "ANSWER"), (15, "ANSWER")], "answered", 3 + 1 + 5 + 30),
    "busy, no retry": Case({}, [BUSY], [(14, "ANSWER"), (15, "BUSY")], "busy", 3 + 1 + 1),
    "not answered": Case({}, [NO_ANSWER], [(14, "ANSWER"), (15, "NOANSWER")], "no_answer", 3 + 1 + 30),
    "not answered, rings for 12 s": Case({"dial_seconds": 12}, [NO_ANSWER], [(14, "ANSWER"), (15, "NOANSWER")], "no_answer", 16),
    "rejected": Case({}, [Outcome("reject", 2)], [(14, "ANSWER"), (15, "BUSY")], "busy", 6),
    "unreachable": Case({}, [Outcome("unavailable")], [(14, "ANSWER"), (15, "CHANUNAVAIL")], "failed", 5),
    "unknown number": Case({}, [Outcome("unallocated")], [(14, "ANSWER"), (15, "CONGESTION")], "failed", 5),
    "busy, then answered": Case(
        {"retries": BUSY_TWICE, "maximum_attempts": 3}, [BUSY, ANSWER],
        [(14, "ANSWER"), (15, "BUSY"), (14, "ANSWER"), (15, "ANSWER")], "answered", 5 + 100 + 39,
    ),
    "always busy, two retries": Case(
        {"retries": BUSY_TWICE, "maximum_attempts": 9}, [BUSY] * 3, [(14, "ANSWER"), (15, "BUSY")] * 3, "busy", 5 + 105 + 105
    ),
    "always busy, as often as the retries say": Case(
        {"retries": BUSY_TWICE}, [BUSY] * 3, [(14, "ANSWER"), (15, "BUSY")] * 3, "busy", 5 + 105 + 105
    ),
    "always busy, two attempts": Case(
        {"retries": BUSY_TWICE, "maximum_attempts": 2}, [BUSY] * 2, [(14, "ANSWER"), (15, "BUSY")] * 2, "busy", 5 + 105
    ),
    "retries count by status": Case(
        {"retries": MIXED, "maximum_attempts": 9}, [BUSY, NO_ANSWER, BUSY],
        [(14, "ANSWER"), (15, "BUSY"), (14, "ANSWER"), (15, "NOANSWER"), (14, "ANSWER"), (15, "BUSY")], "busy", 5 + 134 + 55,
    ),
    "no retry after another status": Case(
        {"retries": BUSY_TWICE, "maximum_attempts": 9}, [NO_ANSWER], [(14, "ANSWER"), (15, "NOANSWER")], "no_answer", 34
    ),
    "the wrap-up comes before the next": Case({"wrap_up_seconds": 20}, [ANSWER], [(14, "ANSWER"), (15, "ANSWER")], "answered", 59),
}  # fmt: skip

IVR = {
    "an agent answers": Case({}, [ANSWER], [(19, "ANSWER"), (17, "ANSWER")], "answered", 5 + 3 + 30),
    "customer busy": Case({}, [BUSY], [(17, "BUSY")], "busy", 1),
    "customer does not answer": Case({}, [NO_ANSWER], [(17, "NOANSWER")], "no_answer", 30),
    "customer unreachable": Case({}, [Outcome("unavailable")], [(17, "CHANUNAVAIL")], "failed", 1),
    "busy, then answered": Case(
        {"retries": BUSY_TWICE, "maximum_attempts": 3}, [BUSY, ANSWER], [(17, "BUSY"), (19, "ANSWER"), (17, "ANSWER")], "answered",
        1 + 100 + 38,
    ),
    "a layer that says goodbye": Case({"layer": LAYER}, [ANSWER], [(18, "TE"), (17, "ANSWER")], "answered", 5 + 10),
}  # fmt: skip


def _play(centre: CallCentre, case: Case) -> None:
    centre.add(1, *case.dials)
    centre.finish()
    assert centre.records == case.records
    assert centre.outcomes == {case.outcome: 1}
    assert centre.exchange.now - START == pytest.approx(case.lasts)
    centre.check()


@pytest.mark.parametrize("name", AGENTS)
def test_an_agents_campaign_ends_a_number(name: str):
    _play(CallCentre(agents=1, **AGENTS[name].campaign), AGENTS[name])


@pytest.mark.parametrize("name", IVR)
def test_an_ivr_campaign_ends_a_number(name: str):
    _play(CallCentre("ivr", agents=1, **IVR[name].campaign), IVR[name])


@pytest.mark.parametrize(
    ("kind", "records", "outcomes"),
    [("agents", [(14, "CANCEL"), (15, "NOTCALLED")], {}), ("ivr", [(17, "CANCEL")], {"no_answer": 1})],
)
def test_a_call_that_is_ended_while_the_first_leg_rings(
    kind: str, records: list[tuple[int, str]], outcomes: dict[str, int]
):
    centre = CallCentre(kind, agents=1)
    centre.add(1)
    centre.run(1)
    centre.stop()
    centre.operator.hang_up(centre.calls[0].id)

    assert (centre.records, centre.outcomes) == (records, outcomes)
    assert len(centre.state.pending) == (kind == "agents"), "who was not dialled goes back"


@pytest.mark.parametrize(
    ("layer", "status"),
    [
        ({"kind": "voicemail", "target": "701"}, "VOICEMAIL"),
        ({"kind": "conference", "target": "4321"}, "ANSWER"),
        ({"kind": "phone", "target": "0555550205"}, "ANSWER"),
        ({"kind": "phone", "target": "0555550017"}, "BUSY"),
    ],
)
def test_a_layer_that_leads_on_leaves_a_record_18(layer: dict[str, str], status: str):
    document = {
        "layers": [{"number": LAYER, **layer}],
        "voicemails": [{"id": 701, "name": "Box"}],
        "conferences": [{"code": "4321", "name": "Weekly"}],
    }
    centre = CallCentre("ivr", agents=1, layer=LAYER, document=document)
    centre.add(1, ANSWER)
    centre.finish()

    assert centre.records == [(18, status), (17, "ANSWER")]
    assert centre.outcomes == {"answered": 1}


def test_a_customer_who_gives_up_is_abandoned():
    centre = CallCentre(
        "ivr", agents=1, behaviour={"agents": {"answer": 0, "talk_seconds": [60, 60]}}, queue_maximum_callers=1
    )
    centre.add(1, ANSWER)
    centre.finish()

    assert centre.records == [(19, "ABANDONE"), (17, "ANSWER")]
    assert centre.outcomes == {"abandoned": 1}
    assert centre.exchange.now - START == 5 + 40, "his patience"


def test_an_abandoned_customer_may_be_called_again():
    retries = [{"status": "ABANDONE", "delay_seconds": 10, "maximum": 1}]
    centre = CallCentre("ivr", agents=1, queue_maximum_callers=1, retries=retries, maximum_attempts=2)
    centre.exchange.expectations.extend([])
    centre.add(1, Outcome("answer", 5, 30), Outcome("answer", 5, 30))
    centre.run(4)
    centre.set_agent(0, 3)
    centre.run(60)
    assert centre.outcomes == {}, "he gave up and waits for his second call"
    centre.set_agent(0, 1)
    centre.finish()

    assert centre.records == [(19, "ABANDONE"), (17, "ANSWER"), (19, "ANSWER"), (17, "ANSWER")]
    assert centre.outcomes == {"answered": 1}


def test_nobody_is_kept_waiting_where_none_may_wait():
    centre = CallCentre("ivr", agents=1, coefficient=2)
    centre.add(1, ANSWER)
    centre.add(2, ANSWER)
    centre.finish()

    assert centre.outcomes == {"answered": 1, "abandoned": 1}
    assert (19, "ABANDONE") in centre.records
    assert centre.dialer.report.most_waiting == 0


def test_a_place_to_wait_is_used():
    centre = CallCentre("ivr", agents=1, coefficient=2, queue_maximum_callers=1)
    centre.add(1, ANSWER)
    centre.add(2, ANSWER)
    centre.finish()

    assert centre.outcomes == {"answered": 2}
    assert centre.dialer.report.most_waiting == 1
    assert centre.dialer.report.longest_wait == 3 + 30 + 3, "until the first has talked"


def test_records_carry_the_campaign_and_the_custom_data():
    centre = CallCentre(agents=1)
    centre.add(1, ANSWER, custom={"var_LeadID": "7"}, caller_id="0721111111")
    centre.finish()

    first, second = centre.cdrs
    for cdr in (first, second):
        assert (cdr.campaign, cdr.campaign_id, cdr.campaign_name, cdr.campaign_kind) == ("c", 9, "Spring", "Automatic")
        assert cdr.custom == {"var_LeadID": "7"}
        assert cdr.leg1_status == "ANSWER"
    assert (first.target, first.caller, first.duration) == ("SIP0", phone(1), 1 + 5 + 30)
    assert (second.target, second.caller, second.duration) == (phone(1), "972721111111", 30)
    assert (second.caller_extension, second.user_name, second.dial_seconds) == ("SIP0", "Agent 0", 5)
    assert second.recording.endswith("-aws-SIP0-0500000001.mp3")


def test_the_queue_record_of_a_predictive_call_adds_up():
    centre = CallCentre("ivr", agents=1)
    centre.add(1, ANSWER, custom={"var_LeadID": "7"})
    centre.finish()

    second, first = centre.cdrs
    assert (second.type, second.caller, second.target, second.queue_id) == (19, phone(1), "SIP0", 100)
    assert (second.duration, second.seconds_in_queue, second.leg1_status) == (30, 3, "ANSWER")
    assert (first.type, first.target, first.duration, first.dial_seconds) == (17, phone(1), 33, 5)
    assert (first.campaign_kind, second.campaign_kind) == ("IVR", "IVR")
    assert first.custom == second.custom == {"var_LeadID": "7"}


def test_the_agents_extension_shows_the_documented_sequence():
    centre = CallCentre(agents=1)
    centre.add(1, ANSWER)
    centre.finish()

    assert centre.reasons("SIP0") == ["NEWCALL", "ANSWER", "NEWCALL", "ANSWER", "HANGUP Normal hangup"]


@pytest.mark.parametrize("kind", ["agents", "ivr"])
def test_the_campaign_tells_of_each_of_its_calls(kind: str):
    centre = CallCentre(kind, agents=1)
    centre.add(1, ANSWER)
    centre.finish()

    assert [(event.reason, len(event.calls)) for event in centre.dialer_events] == [
        ("NEWCALL", 1),
        ("ANSWER", 1),
        ("HANGUP", 0),
    ]
    assert all(event.call and event.call.campaign_id == 9 for event in centre.dialer_events)


@pytest.mark.parametrize(
    ("kind", "customer_talks", "talk", "limited"),
    [
        ("agents", 30, 30, False),
        ("agents", None, 4 * 3600, True),
        ("ivr", 30, 30, False),
        ("ivr", None, 60, False),  # the agent ends it
    ],
)
def test_only_a_talk_that_nobody_would_end_has_a_timer_that_does(
    kind: str, customer_talks: float | None, talk: float, limited: bool
):
    centre = CallCentre(kind, agents=1)
    centre.add(1, Outcome("answer", 5, customer_talks))
    since = 9 if kind == "agents" else 8
    centre.run(since + 1)
    steps = [name for _, _, name, _, _ in centre.exchange.scheduler.export()["entries"]]
    assert ("call.time_limit" in steps) == limited

    centre.finish()
    assert centre.exchange.now - START == since + talk
