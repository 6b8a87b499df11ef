"""What somebody's strictly typed test module says. A type checker finds nothing in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, assert_type

import pytest

from voicenter_mock.fixtures.calls import Call
from voicenter_mock.fixtures.control import SandboxError
from voicenter_mock.fixtures.live import LiveVoicenter, VoicenterServer
from voicenter_mock.fixtures.observed import Callback, Event, Request
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


def test_people_and_time(voicenter: Voicenter) -> None:
    voicenter.agents["Walter Melon"].set_status(3).logout()
    voicenter.extensions["SIPSIP1"].go("offline")
    assert_type(voicenter.queues[10035].waiting, list[Call])
    voicenter.campaigns["demo-agents-campaign"].start()
    assert_type(voicenter.clock.advance(until=datetime.fromisoformat("2030-01-01T00:00:00+00:00")), float)
    assert_type(voicenter.clock.run_until_idle(), float)


def test_what_happened(voicenter: Voicenter) -> None:
    assert_type(voicenter.cdrs, list[dict[str, Any]])
    assert_type(voicenter.requests, list[Request])
    assert_type(voicenter.events, list[Event])
    assert_type(voicenter.deliveries, list[Callback])
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


async def test_live(voicenter_live: LiveVoicenter, voicenter_server: VoicenterServer) -> None:
    assert_type(voicenter_live.base_url, str)
    assert_type(voicenter_live.wait_for("ANSWER", timeout=2, extension="SIPSIP1"), Event)
    assert_type(await voicenter_live.wait_for_async(lambda event: event.queue == 10035), Event)
    assert_type(voicenter_live.wait_for_callback("cdr"), Callback)
    assert_type(voicenter_server.base_url, str)


def test_by_hand() -> None:
    with Voicenter("demo", now="2024-03-28T09:00:00", seed=7, code="production-code") as voicenter:
        assert_type(voicenter, Voicenter)
