"""External IVR and External Layer: the customer decides, and whatever he says the call goes on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Literal

import pytest

from voicenter_mock import contracts
from voicenter_mock.contracts.decoding import decode
from voicenter_mock.mockserver.telephony.legs.dialling import FLOWS
from voicenter_mock.mockserver.telephony.model.calls import Press
from voicenter_mock.mockserver.telephony.model.directory import CallbackTarget
from voicenter_mock.mockserver.telephony.routing.story import CustomerAnswered, CustomerAsked
from voicenter_mock.mockserver.tenancy.tenants import Tenant

from .customer_servers import NOW, PATIENCE_SECONDS, Got, customer, eventually, incoming, organization, silent_server

LAYER_DID, IVR_DID = "0722776775", "0722776776"
GOODBYE = {"STATUS": 0, "ACTION": "GO_TO_LAYER", "LAYER": 2, "CUSTOM_DATA": {"ticket": "7"}}
HANG_UP = {"STATUS": 0, "ACTION": "HANGUP", "LANGUAGE": "he", "DATA": {"HANGUP_CAUSE": 16}}
MENU = {"STATUS": 0, "ACTION": "MENU", "LANGUAGE": "he",
        "DATA": {"REC": "record", "LOOP": 1, "DELAY": 1, "SIZE": 1, "MENU": "main", "VALIDATION": 0}}  # fmt: skip
XML_HANG_UP = (
    b"<?xml version='1.0'?><methodResponse><params><param><value><struct>"
    b"<member><name>STATUS</name><value><int>0</int></value></member>"
    b"<member><name>ACTION</name><value><string>HANGUP</string></value></member>"
    b"<member><name>LANGUAGE</name><value><string>he</string></value></member>"
    b"<member><name>DATA</name><value><struct><member><name>HANGUP_CAUSE</name><value><int>17</int></value></member></struct></value></member>"
    b"</struct></value></param></params></methodResponse>"
)


def asking(
    callback: Literal["external_ivr", "external_layer"], target: Callable[[dict[str, Any]], Any], **options: Any
) -> Tenant:
    tenant = Tenant(organization(), now=NOW, **options)
    tenant.deliveries.bind(callback, target)
    return tenant


def visited(tenant: Tenant, call: str) -> list[int]:
    with tenant.use() as exchange:
        found = exchange.call(call)
        assert found is not None
        return [visit.layer_number for visit in found.visits]


def test_a_layer_asks_with_the_documented_message_and_obeys():
    asked: list[dict[str, Any]] = []
    tenant = asking("external_layer", lambda message: asked.append(message) or GOODBYE)
    call = incoming(tenant, LAYER_DID, presses=(Press("1234#"),))
    tenant.advance(until="idle")

    contracts.validate("external_layer.request", asked[0])
    data = asked[0]["DATA"]
    assert (asked[0]["METHOD"], data["DTMF"], data["LAYER_ID"], data["IVR_UNIQUE_ID"]) == (
        "IVR_LAYER_INPUT",
        "1234",
        5,
        call,
    )
    assert visited(tenant, call) == [5, 2]


def test_custom_data_goes_on_into_the_cdr():
    pushed: list[dict[str, Any]] = []
    tenant = asking("external_layer", lambda message: GOODBYE)
    tenant.deliveries.bind("cdr", pushed.append)
    incoming(tenant, LAYER_DID)
    tenant.advance(until="idle")

    assert [(record["CUSTOM_DATA"], record["ticket"]) for record in pushed] == [({"ticket": "7"}, "7")]


@pytest.mark.parametrize(
    ("answer", "verdict", "rule"),
    [
        ({"STATUS": 0, "ACTION": "GO_TO_LAYER"}, "malformed", "LAYER"),
        ({"STATUS": 0, "ACTION": "JUMP", "LAYER": 2}, "malformed", "$.ACTION"),
        ({"STATUS": 0, "ACTION": "GO_TO_LAYER", "LAYER": "two"}, "malformed", "$.LAYER"),
        ({"STATUS": 0, "ACTION": "GO_TO_LAYER", "LAYER": None}, "malformed", "LAYER"),
        ({"ACTION": "GO_TO_LAYER", "LAYER": 2}, "malformed", "STATUS"),
        ([], "malformed", "[type"),
        ("<html>", "malformed", "content-type"),
        ("{", "malformed", "json"),
        (None, "malformed", ""),
        ({"STATUS": 1}, "refused", ""),
        ({"STATUS": 1, "ACTION": "", "LAYER": None}, "refused", "$.ACTION"),
        ((500, GOODBYE), "http_error", ""),
        ((302, GOODBYE), "redirect", ""),
    ],
)
def test_what_is_no_decision_takes_the_layers_fallback_and_is_recorded(answer: Any, verdict: str, rule: str):
    tenant = asking("external_layer", lambda message: answer)
    call = incoming(tenant, LAYER_DID)
    tenant.advance(until="idle")

    assert visited(tenant, call)[:2] == [5, 1]
    (attempt,) = tenant.deliveries.all()[0].attempts
    assert attempt.verdict == verdict
    assert rule in " ".join(attempt.violations)


def test_null_where_a_member_may_be_missing_is_forgiven():
    tenant = asking(
        "external_layer", lambda message: GOODBYE | {"NEXT_LAYER": None, "LANGUAGE": None, "CALLER_NAME": None}
    )
    call = incoming(tenant, LAYER_DID)
    tenant.advance(until="idle")

    assert visited(tenant, call) == [5, 2]


def test_a_lenient_organization_does_what_can_be_done_and_records_the_rest():
    wrong = GOODBYE | {"CALLER_NAME": 5}
    calls: dict[bool, list[int]] = {}
    for lenient in (False, True):
        tenant = asking("external_layer", lambda message: wrong, lenient=lenient)
        call = incoming(tenant, LAYER_DID)
        tenant.advance(until="idle")
        calls[lenient] = visited(tenant, call)[:2]
        assert "$.CALLER_NAME" in tenant.deliveries.all()[0].attempts[0].violations[0]

    assert calls == {False: [5, 1], True: [5, 2]}


def test_the_ivr_is_asked_again_with_the_keys_and_told_the_end():
    asked: list[dict[str, Any]] = []

    def ivr(message: dict[str, Any]) -> dict[str, Any]:
        asked.append(message)
        if message["METHOD"] == "HANGUP_CALL":
            return {"STATUS": 0}
        return MENU if message["DATA"]["MENU"] == "-1" else HANG_UP

    tenant = asking("external_ivr", ivr)
    call = incoming(tenant, IVR_DID, presses=(Press("5"),))
    tenant.advance(until="idle")

    first, second, last = asked
    contracts.validate("external_ivr.get_ivr_action.request", first)
    contracts.validate("external_ivr.hangup_call.request", last)
    assert (first["DATA"]["DTMF"], first["DATA"]["MENU"], first["DATA"]["PREVIOUS_MENU"]) == ("", "-1", "-1")
    assert (second["DATA"]["DTMF"], second["DATA"]["MENU"], second["DATA"]["PREVIOUS_MENU"]) == ("5", "main", "-1")
    assert (last["METHOD"], last["DATA"]["IVR_UNIQUE_ID"]) == ("HANGUP_CALL", call)
    assert [delivery.status for delivery in tenant.deliveries.all()] == ["acknowledged"] * 3


def test_xml_rpc_names_the_method_and_writes_texts_as_strings():
    def answer(got: Got) -> tuple[int, str, bytes]:
        return 200, "text/xml", XML_HANG_UP

    with customer(answer) as served:
        target = CallbackTarget("external_ivr", served.url, encoding="xml-rpc")
        tenant = Tenant(organization(ivr=target), now=NOW)
        call = incoming(tenant, IVR_DID)
        tenant.advance(until="idle")

    question, end = served.got
    assert question.content_type == "text/xml"
    assert b"<methodName>GET_IVR_ACTION</methodName>" in question.body
    assert b"<name>MENU</name><value><string>-1</string></value>" in question.body
    assert b"<methodName>HANGUP_CALL</methodName>" in end.body
    message = decode("external_ivr.get_ivr_action.request", question.body, question.content_type)
    assert message["DATA"]["IVR_UNIQUE_ID"] == call
    first = tenant.deliveries.all()[0]
    assert (first.status, first.answer["ACTION"], first.answer["DATA"]) == (
        "acknowledged",
        "HANGUP",
        {"HANGUP_CAUSE": 17},
    )


def test_a_server_that_does_not_answer_in_time_leads_to_the_fallback():
    with silent_server() as url:
        target = CallbackTarget("external_layer", url, timeout_seconds=0.05)
        tenant = Tenant(organization(layer=target), now=NOW)
        call = incoming(tenant, LAYER_DID)
        tenant.advance(until="idle")

    assert visited(tenant, call)[:2] == [5, 1]
    assert tenant.deliveries.all()[0].attempts[0].verdict == "timeout"


def test_without_any_target_the_call_takes_the_fallback_and_the_list_says_why():
    tenant = Tenant(organization(), now=NOW)
    call = incoming(tenant, LAYER_DID)
    tenant.advance(until="idle")

    assert visited(tenant, call)[:2] == [5, 1]
    assert tenant.deliveries.all()[0].attempts[0].verdict == "no_target"


def test_scaled_time_stands_still_while_the_customer_thinks():
    answering, asked = threading.Event(), threading.Event()

    def ivr(message: dict[str, Any]) -> dict[str, Any]:
        asked.set()
        answering.wait(PATIENCE_SECONDS)
        return HANG_UP

    tenant = asking("external_ivr", ivr)
    call = incoming(tenant, IVR_DID)
    tenant.advance(seconds=0.99)
    tenant.set_clock("scaled", 1000.0)
    assert eventually(lambda: now(tenant) and asked.is_set())
    before = now(tenant)
    assert not eventually(lambda: now(tenant) != before, seconds=0.05)
    answering.set()
    assert eventually(lambda: now(tenant) and ended(tenant, call))


def now(tenant: Tenant) -> float:
    """Simulated time, brought up to the present as any request does."""
    with tenant.use() as exchange:
        return exchange.now


def ended(tenant: Tenant, call: str) -> bool:
    with tenant.use() as exchange:
        found = exchange.call(call)
        return found is not None and found.ended


def test_on_a_scaled_clock_the_wait_for_an_answer_takes_no_simulated_time():
    thinking = threading.Event()

    def ivr(message: dict[str, Any]) -> dict[str, Any]:
        thinking.wait(0.05)
        return HANG_UP

    tenant = asking("external_ivr", ivr, clock="scaled", speed=1000.0)
    call = incoming(tenant, IVR_DID)
    assert eventually(lambda: now(tenant) and ended(tenant, call))

    with tenant.use() as exchange:
        found = exchange.call(call)
        assert found is not None
        times = {type(entry): entry.time for entry in found.story.entries()}
    assert times[CustomerAnswered] == times[CustomerAsked]
    assert found.ended_at - found.started < 40  # fifty simulated seconds of thinking are not in it


def test_a_question_that_interrupts_the_program_is_asked_again():
    interrupts = iter([True])

    def ivr(message: dict[str, Any]) -> dict[str, Any]:
        if next(interrupts, False):
            raise KeyboardInterrupt
        return HANG_UP if message["METHOD"] == "GET_IVR_ACTION" else {"STATUS": 0}

    tenant = asking("external_ivr", ivr)
    call = incoming(tenant, IVR_DID)
    with pytest.raises(KeyboardInterrupt):
        tenant.advance(until="idle")
    tenant.advance(until="idle")

    assert ended(tenant, call)
    assert [delivery.status for delivery in tenant.deliveries.all()] == ["failed", "acknowledged", "acknowledged"]


def test_a_call_that_ends_while_the_customer_thinks_is_not_held_up():
    tenant = Tenant(organization(), now=NOW)

    def ivr(message: dict[str, Any]) -> dict[str, Any]:
        if message["METHOD"] == "GET_IVR_ACTION":
            with tenant.use() as exchange:
                call = exchange.calls[message["DATA"]["IVR_UNIQUE_ID"]]
                FLOWS[call.flow].terminate(exchange, call, "system")
        return MENU if message["METHOD"] == "GET_IVR_ACTION" else {"STATUS": 0}

    tenant.deliveries.bind("external_ivr", ivr)
    call = incoming(tenant, IVR_DID)
    tenant.advance(until="idle")

    assert ended(tenant, call)
    assert not tenant.exchange.questions
