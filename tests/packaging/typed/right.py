"""What somebody's strictly typed test module says. A type checker finds nothing in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, assert_type

import pytest

from voicenter_mock.contracts.types import (
    CdrNotificationRequest,
    CdrNotificationResponse,
    ExternalIvrGetIvrActionRequest,
    ExternalIvrGetIvrActionResponse,
    ExternalIvrHangupCallRequest,
    PopupRequest,
    SandboxLeg,
)
from voicenter_mock.fixtures.calls import Call
from voicenter_mock.fixtures.control import SandboxError
from voicenter_mock.fixtures.live import LiveVoicenter, VoicenterServer
from voicenter_mock.fixtures.observed import Callback, CdrCallback, Event, PopupCallback, Request
from voicenter_mock.fixtures.voicenter import Voicenter


@pytest.fixture
def voicenter_organization_document() -> dict[str, Any]:
    return {"id": "shop"}


@pytest.mark.voicenter(code=["a", "b"], seed=1)
def test_calls(voicenter: Voicenter) -> None:
    call = voicenter.incoming_call("0501234567", digits=["1", {"press": "2", "after": 3}], talk_seconds=0)
    assert_type(call, Call)
    assert_type(call.hold().transfer("SIPSIP2"), Call)
    voicenter.outgoing_call("SIPSIP1", "0501234567", parties={"target": {"kind": "busy"}})
    voicenter.expect("0501234567", "no_answer", times=2)
    assert_type(voicenter.calls, list[Call])
    assert_type(voicenter.explain(call), str)
    assert_type(call.legs, list[SandboxLeg])
    assert_type(call.legs[0]["answered_at"], float)
    assert_type(call.data["legs"][0]["number"], str)


def test_people_and_time(voicenter: Voicenter) -> None:
    voicenter.agents["Walter Melon"].set_status(3).logout()
    assert_type(voicenter.agents["Walter Melon"].data["since"], float)
    assert_type(voicenter.queues[10035].data["callers"][0]["joined"], float)
    voicenter.extensions["SIPSIP1"].go("offline")
    assert_type(voicenter.queues[10035].waiting, list[Call])
    voicenter.campaigns["demo-agents-campaign"].start()
    assert_type(voicenter.clock.advance(until=datetime.fromisoformat("2030-01-01T00:00:00+00:00")), float)
    assert_type(voicenter.clock.run_until_idle(), float)


def test_what_happened(voicenter: Voicenter) -> None:
    assert_type(voicenter.cdrs, list[CdrNotificationRequest])
    assert_type(voicenter.cdrs[0]["duration"], int)
    assert voicenter.cdrs[0]["status"] == "ANSWER" or voicenter.cdrs[0]["status"] == "a word of tomorrow"
    assert voicenter.cdrs[0].get("var_customer") == "2342"
    assert_type(voicenter.requests, list[Request])
    assert_type(voicenter.events, list[Event])
    assert_type(voicenter.events[0].data["number"], int)
    assert_type(voicenter.events[0].data.get("extension", ""), str)
    assert_type(voicenter.deliveries, list[Callback])
    for sent in voicenter.deliveries:
        if isinstance(sent, CdrCallback):
            assert_type(sent.payload["caller"], str)
    assert_type(voicenter.assert_called("click2call", target="0501234567"), Request)
    voicenter.assert_delivered("cdr", times=2, status="ANSWER")
    voicenter.assert_cdr(status="ANSWER")


def test_callbacks_and_faults(voicenter: Voicenter) -> None:
    pushed: list[dict[str, Any]] = []
    voicenter.deliver_to(pushed.append)
    voicenter.deliver_to("https://crm.example/popup", "popup")
    voicenter.deliver_to(None, "all")
    assert_type(voicenter.faults.add("click2call", status=503, first=2), int)
    voicenter.accept_code("production-code", "other-code")
    with pytest.raises(SandboxError) as caught:
        voicenter.faults.add("cdr", body="malformed", when={"status": "ANSWER"})
    assert_type(caught.value.hint, str)


def acknowledge(cdr: CdrNotificationRequest) -> CdrNotificationResponse:
    return {"err": 0 if cdr["status"] == "ANSWER" else 1, "errdesc": "OK"}


async def answer(message: ExternalIvrGetIvrActionRequest | ExternalIvrHangupCallRequest) -> object:
    if message["METHOD"] == "HANGUP_CALL":
        assert_type(message, ExternalIvrHangupCallRequest)
        return None
    action: ExternalIvrGetIvrActionResponse = {
        "STATUS": 0,
        "ACTION": "HANGUP",
        "LANGUAGE": "he",
        "DATA": {"HANGUP_CAUSE": 16},
    }
    return action if message["DATA"]["DTMF"] else {"STATUS": 1}


def as_of_old(message: dict[str, Any]) -> None:
    assert message


def test_functions_as_targets(voicenter: Voicenter) -> None:
    pushed: list[CdrNotificationRequest] = []
    popups: list[PopupRequest] = []
    voicenter.deliver_to(pushed.append)
    voicenter.deliver_to(popups.append, "popup")
    voicenter.deliver_to(acknowledge)
    voicenter.deliver_to(answer, "external_ivr")
    voicenter.deliver_to(as_of_old, "popup")


async def test_live(voicenter_live: LiveVoicenter, voicenter_server: VoicenterServer) -> None:
    assert_type(voicenter_live.base_url, str)
    assert_type(voicenter_live.wait_for("ANSWER", timeout=2, extension="SIPSIP1"), Event)
    assert_type(await voicenter_live.wait_for_async(lambda event: event.queue == 10035), Event)
    assert_type(voicenter_live.wait_for_callback("cdr"), CdrCallback)
    assert_type(voicenter_live.wait_for_callback(), CdrCallback)
    assert_type(voicenter_live.wait_for_callback("popup"), PopupCallback)
    assert_type(voicenter_live.wait_for_callback("external_ivr.get_ivr_action"), Callback)
    assert_type(voicenter_server.base_url, str)


def test_by_hand() -> None:
    with Voicenter("demo", now="2024-03-28T09:00:00", seed=7, code="production-code") as voicenter:
        assert_type(voicenter, Voicenter)
