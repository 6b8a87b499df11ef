"""One call from the request that made it to the last attempt of its last callback."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from voicenter_mock import contracts
from voicenter_mock.fixtures.calls import Call
from voicenter_mock.fixtures.voicenter import Voicenter

pytestmark = pytest.mark.voicenter(now="2024-03-28T12:00:00")
CLOUD = "https://api.voicenter.co.il"


def timeline_texts(call: Call, kind: str) -> list[str]:
    return [entry["text"] for entry in call.timeline if entry["kind"] == kind]


def click2call(voicenter: Voicenter, target: str = "0555550017") -> Call:
    query = f"code=demo-code&phone=SIPSIP1&target={target}&format=json"
    answer = requests.get(f"{CLOUD}/ForwardDialer/click2call.aspx?{query}")
    return voicenter.call(answer.json()["CALLID"])


def incoming(voicenter: Voicenter, **members: Any) -> Call:
    return voicenter.incoming_call("0501234567", "0722776774", talk_seconds=5, **members)


def test_the_request_that_ordered_a_call_begins_its_timeline(voicenter: Voicenter):
    call = click2call(voicenter)

    first = call.timeline[0]
    assert first["text"] == "Request 1, click2call, ordered this call; it was answered HTTP 200."
    assert first["request"] == 1
    assert voicenter.control("list_requests")["requests"][0]["calls"] == [call.id]


def test_a_request_that_names_a_call_belongs_to_it(voicenter: Voicenter):
    call = click2call(voicenter)
    voicenter.clock.advance(2)
    requests.get(f"{CLOUD}/api/MuteUnmuteCalls?code=demo-code&ivrid={call.id}&state=1")

    assert [text.partition(";")[0] for text in timeline_texts(call, "request")] == [
        "Request 1, click2call, ordered this call",
        "Request 2, recording.mute_unmute, named this call",
    ]


def test_the_request_that_put_a_number_on_a_campaigns_list_is_told(voicenter: Voicenter):
    wanted = {"Code": "demo-code", "Campaign": "demo-agents-campaign", "Target": "050-1234567"}
    requests.post(f"{CLOUD}/ForwardDialer/Dialer/AddCall", json=wanted)
    voicenter.campaigns["demo-agents-campaign"].start()
    voicenter.clock.advance(60)

    call = voicenter.call(voicenter.control("list_calls")["calls"][0]["ivrid"])
    assert any("put it on the campaign's list" in text for text in timeline_texts(call, "request")), call.explain()


def test_every_attempt_is_told_with_the_first_line_of_its_answer(voicenter: Voicenter):
    answers = iter([(403, "<html><p>CSRF verification failed</p>"), (200, '{"err": 0}')])
    voicenter.deliver_to(lambda cdr: next(answers))
    call = incoming(voicenter)
    voicenter.clock.run_until_idle()

    first, second = timeline_texts(call, "attempt")
    assert first.endswith("attempt 1: HTTP 403: CSRF verification failed.")
    assert second.endswith('attempt 2: acknowledged (it answered {"err": 0}).')
    assert "Incoming Call ANSWER, 0501234567 → SIPSIP1" in first


def test_what_is_wrong_with_an_answer_is_told_once(voicenter: Voicenter):
    voicenter.deliver_to(lambda cdr: {"err": "no"})
    call = incoming(voicenter)
    voicenter.clock.advance(30)

    (attempt,) = timeline_texts(call, "attempt")
    assert attempt.count("$.err") == 1


def test_an_attempt_leads_to_its_callback_and_the_callback_to_the_call(voicenter: Voicenter):
    voicenter.deliver_to(lambda cdr: None)
    call = incoming(voicenter)
    voicenter.clock.run_until_idle()

    (attempt,) = [entry for entry in call.timeline if entry["kind"] == "attempt"]
    assert voicenter.control("get_delivery", number=str(attempt["delivery"]))["ivrid"] == call.id
    assert attempt["level"] == "good"


def test_what_comes_next_is_told(voicenter: Voicenter):
    voicenter.deliver_to(lambda cdr: (500, "no room"))
    call = incoming(voicenter)
    voicenter.clock.advance(30)

    (coming,) = timeline_texts(call, "next")
    assert "attempt 2 is due at 12:01:" in coming
    assert coming.endswith("; after it 3 more.")


def test_a_callback_that_is_given_up_says_how_to_send_it_again(voicenter: Voicenter):
    voicenter.deliver_to(lambda cdr: (500, "no room"))
    call = incoming(voicenter)
    voicenter.clock.run_until_idle()

    name = "Callback 1, cdr (Incoming Call ANSWER, 0501234567 → SIPSIP1)"
    assert timeline_texts(call, "next") == [f"{name} is not sent again. By hand: voicenter-mock redeliver 1"]
    assert len(timeline_texts(call, "attempt")) == 5


def test_a_call_that_is_up_says_so(voicenter: Voicenter):
    assert timeline_texts(incoming(voicenter), "next") == ["The call is still up."]


def test_records_and_callbacks_that_nobody_wanted_are_told(voicenter: Voicenter):
    call = incoming(voicenter)
    voicenter.clock.run_until_idle()

    popup, cdr = timeline_texts(call, "absent")
    assert popup.startswith("No pop-up address is set: no pop-up was sent.")
    assert cdr.startswith("No CDR address is set: 1 record was pushed to nobody. Set it with serve --cdr-url URL")


def test_an_address_that_came_too_late_is_told(voicenter: Voicenter):
    call = incoming(voicenter)
    voicenter.clock.run_until_idle()
    voicenter.deliver_to(lambda cdr: None)

    assert any("No CDR address was set at the time" in text for text in timeline_texts(call, "absent"))


def test_a_talk_that_was_not_recorded_is_told(voicenter: Voicenter):
    call = click2call(voicenter, "0501234567")
    voicenter.clock.run_until_idle()

    assert "The talk was not recorded." in timeline_texts(call, "absent")


def test_a_record_and_its_recording_have_the_record_s_number(voicenter: Voicenter):
    call = incoming(voicenter)
    voicenter.clock.run_until_idle()

    numbered = [(entry["kind"], entry["record"]) for entry in call.timeline if entry["record"]]
    assert numbered == [("call", 1), ("recording", 1)]


def test_realtime_events_of_the_call_are_in_the_timeline_and_not_in_the_sentences(voicenter: Voicenter):
    call = incoming(voicenter)
    voicenter.clock.run_until_idle()

    assert [text.split(": ")[1] for text in timeline_texts(call, "event")] == [
        "SIPSIP1 NEWCALL.", "SIPSIP1 ANSWER.", "SIPSIP1 HANGUP."
    ]  # fmt: skip
    assert "Event " not in call.explain()


def test_what_happens_in_another_call_is_not_in_it(voicenter: Voicenter):
    voicenter.deliver_to(lambda cdr: None)
    first = incoming(voicenter)
    voicenter.clock.run_until_idle()
    before = first.timeline
    click2call(voicenter)
    voicenter.clock.run_until_idle()

    assert first.timeline == before


def test_a_timeline_keeps_its_contract(voicenter: Voicenter):
    voicenter.deliver_to(lambda cdr: (500, "no room"))
    call = click2call(voicenter)
    voicenter.clock.run_until_idle()

    contracts.validate("sandbox.timeline", voicenter.control("call_timeline", ivrid=call.id))
    assert {entry["kind"] for entry in call.timeline} >= {"request", "call", "event", "attempt", "next", "absent"}
