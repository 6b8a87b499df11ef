"""The pop-up at Ringing, Talking and Hangup."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from voicenter_mock import contracts
from voicenter_mock.mockserver.telephony.model.directory import CallbackTarget
from voicenter_mock.mockserver.tenancy.tenants import Tenant

from .customer_servers import NOW, Got, click2call, customer, incoming, organization

OK = (200, "application/json", b'{"STATUS": "OK", "URL": "http://crm.example/7", "CLIENTNAME": "Dana", "TOTAL": 1}')


def tenant_for(url: str, *, query: bool = False, revision: Any = "current") -> Tenant:
    target = CallbackTarget("popup", url, method="GET" if query else "POST", encoding="query" if query else "json")
    return Tenant(replace(organization(popup=target), revision=revision), now=NOW)


def queries(got: list[Got]) -> list[dict[str, str]]:
    return [{name: values[0] for name, values in parse_qs(urlsplit(one.path).query).items()} for one in got]


def test_an_incoming_call_makes_three():
    with customer(lambda got: OK) as served:
        tenant = tenant_for(served.url)
        call = incoming(tenant, "0722776774")
        tenant.advance(until="idle")

    messages = [contracts.validate_bytes("popup.request", got.body, got.content_type) for got in served.got]
    assert [message["statusCall"] for message in messages] == ["Ringing", "Talking", "Hangup"]
    assert {(message["ivrid"], message["extenUser"], message["phone"]) for message in messages} == {
        (call, "SIPSIP1", "972501234567")
    }
    assert [message["isAnswered"] for message in messages] == [0, 1, 1]
    assert [message.get("cause", "") for message in messages] == ["", "", "Normal hangup"]


def test_a_click2call_talks_when_the_customer_answers_not_when_the_agent_picks_up():
    with customer(lambda got: OK) as served:
        tenant = tenant_for(served.url)
        click2call(tenant)
        tenant.advance(until="idle")

    stages = [json.loads(got.body) for got in served.got]
    assert [(stage["statusCall"], stage["direction"], stage["phone"]) for stage in stages] == [
        ("Ringing", "Click2Call", "972501234567"),
        ("Talking", "Click2Call", "972501234567"),
        ("Hangup", "Click2Call", "972501234567"),
    ]
    assert stages[1]["callAnswered"] > stages[1]["callStarted"]


def test_todays_get_has_five_members():
    with customer(lambda got: OK) as served:
        tenant = tenant_for(served.url + "?key=1", query=True)
        call = incoming(tenant, "0722776774")
        tenant.advance(until="idle")

    assert {got.method for got in served.got} == {"GET"}
    first = queries(served.got)[0]
    assert first == {
        "key": "1",
        "phone": "972501234567",
        "ivrid": call,
        "extenUser": "SIPSIP1",
        "did": "0722776774",
        "statusCall": "Ringing",
    }


def test_a_form_has_five_members_and_calls_the_stage_status():
    target = CallbackTarget("popup", encoding="form")
    with customer(lambda got: OK) as served:
        tenant = Tenant(organization(popup=replace(target, url=served.url)), now=NOW)
        call = incoming(tenant, "0722776774")
        tenant.advance(until="idle")

    assert {(got.method, got.content_type) for got in served.got} == {("POST", "application/x-www-form-urlencoded")}
    forms = [contracts.validate_bytes("popup.request", got.body, got.content_type) for got in served.got]
    assert [form["status"] for form in forms] == ["Ringing", "Talking", "Hangup"]
    assert forms[0] == {
        "phone": "972501234567", "ivrid": call, "extenUser": "SIPSIP1", "did": "0722776774", "status": "Ringing",
    }  # fmt: skip


def test_the_older_documents_look_the_caller_up_once_by_the_number_alone():
    with customer(lambda got: OK) as served:
        tenant = tenant_for(served.url, query=True, revision="3.2")
        incoming(tenant, "0722776774")
        tenant.advance(until="idle")

    assert queries(served.got) == [{"phone": "0501234567"}]


def test_the_customers_answer_is_kept_with_the_call():
    with customer(lambda got: OK) as served:
        tenant = tenant_for(served.url)
        call = incoming(tenant, "0722776774")
        tenant.advance(until="idle")

    assert [answer["CLIENTNAME"] for answer in tenant.deliveries.answers(call)] == ["Dana"] * 3


@pytest.mark.parametrize(
    "answer",
    [
        (302, "text/html", b""),
        (200, "text/html", b"<html>"),
        (200, "text/plain", b"OK"),
        (500, "", b""),
        (200, "application/json", b'{"URL": 5}'),
        (200, "application/json", b"[[["),
    ],
)
def test_any_answer_is_survived_and_a_popup_is_not_repeated(answer: tuple[int, str, bytes]):
    with customer(lambda got: answer) as served:
        tenant = tenant_for(served.url)
        call = incoming(tenant, "0722776774")
        tenant.advance(until="idle")

    assert [(delivery.status, len(delivery.attempts)) for delivery in tenant.deliveries.all()] == [("failed", 1)] * 3
    with tenant.use() as exchange:
        assert [cdr.status for cdr in exchange.log.of_call(call)] == ["ANSWER"]
