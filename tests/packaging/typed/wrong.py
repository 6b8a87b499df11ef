"""Mistakes that a type checker finds before the test runs: one on each line that says so."""

from __future__ import annotations

from voicenter_mock.contracts import types
from voicenter_mock.contracts.types import CdrNotificationRequest, CdrNotificationResponse
from voicenter_mock.fixtures.live import LiveVoicenter
from voicenter_mock.fixtures.voicenter import Voicenter


def test_mistakes(voicenter: Voicenter, voicenter_live: LiveVoicenter) -> None:
    voicenter.incomming_call()  # wrong
    voicenter.incoming_call(talk_secs=3)  # wrong
    voicenter.deliver_to(print, "cdrs")  # wrong
    voicenter.extensions["SIPSIP1"].go("away")  # wrong
    voicenter.faults.add("click2call", body="broken")  # wrong
    voicenter.clock.set("manuel")  # wrong
    voicenter.clock.advance("60")  # wrong
    voicenter.wait_for("ANSWER")  # wrong
    print(voicenter_live.tenant)  # wrong


def answer(cdr: CdrNotificationRequest) -> CdrNotificationResponse:
    print(cdr["statuss"])  # wrong
    print(cdr["duration"].upper())  # wrong
    return {"errcode": 0}  # wrong


def test_messages(voicenter: Voicenter, voicenter_live: LiveVoicenter) -> None:
    print(types.ClickToCallRequest)  # wrong
    print(voicenter.cdrs[0]["statuss"])  # wrong
    voicenter.cdrs[0]["duration"] = "11"  # wrong
    print(voicenter.incoming_call().legs[0]["answered"])  # wrong
    print(voicenter.incoming_call().data["id"])  # wrong
    print(voicenter.agents["SIPSIP1"].data["state"])  # wrong
    print(voicenter.queues[10035].data["callers"][0]["call_id"])  # wrong
    print(voicenter.events[0].data["ivrid"])  # wrong
    print(voicenter_live.wait_for_callback("popup").payload["caller"])  # wrong
