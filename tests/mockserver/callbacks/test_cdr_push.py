"""The CDR push: three encodings, every form of acknowledgement, retries in simulated time."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode

import pytest
from flask import Flask

from voicenter_mock import contracts
from voicenter_mock.mockserver.callbacks.deliveries import Delivery
from voicenter_mock.mockserver.telephony.log.call_log import CallLog
from voicenter_mock.mockserver.telephony.log.database import Database
from voicenter_mock.mockserver.telephony.log.storage_errors import StorageError
from voicenter_mock.mockserver.telephony.model.analysis import AnalysisWish
from voicenter_mock.mockserver.telephony.model.directory import CallbackTarget
from voicenter_mock.mockserver.telephony.model.outcomes import Expectation, Outcome
from voicenter_mock.mockserver.tenancy.advances import AdvanceCancelled
from voicenter_mock.mockserver.tenancy.tenants import Tenant

from .customer_servers import ACKNOWLEDGED, NOW, Got, click2call, closed_port, customer, incoming, organization

RETRIES = (60.0, 300.0)


def tenant_for(
    url: str = "http://customer.example/cdr",
    encoding: Literal["json", "xml-rpc", "form"] = "json",
    revision: Any = "current",
    acknowledgement: Literal["status", "strict"] = "status",
) -> Tenant:
    target = CallbackTarget("cdr", url, encoding=encoding, retry_seconds=RETRIES)
    directory = replace(organization(cdr=target), revision=revision, acknowledgement=acknowledgement)
    return Tenant(directory, now=NOW)


def attempts(delivery: Delivery) -> list[tuple[float, str]]:
    return [(attempt.at - delivery.planned_at, attempt.verdict) for attempt in delivery.attempts]


def xml_rpc(code: str, tag: str = "methodResponse") -> bytes:
    member = f"<member><name>err</name><value>{code}</value></member>"
    value = f"<value><struct>{member}</struct></value>"
    return f"<?xml version='1.0'?><{tag}><params><param>{value}</param></params></{tag}>".encode()


FAULT = (
    b"<?xml version='1.0'?><methodResponse><fault><value><struct>"
    b"<member><name>faultCode</name><value><int>4</int></value></member>"
    b"<member><name>faultString</name><value><string>No</string></value></member>"
    b"</struct></value></fault></methodResponse>"
)
"""XML-RPC's way to refuse."""


@pytest.mark.parametrize(
    ("encoding", "content_type"),
    [("json", "application/json"), ("xml-rpc", "text/xml"), ("form", "application/x-www-form-urlencoded")],
)
def test_each_encoding_carries_the_whole_record_and_keeps_the_contract(encoding: Any, content_type: str):
    with customer() as served:
        tenant = tenant_for(served.url, encoding)
        call = click2call(tenant)
        tenant.advance(until="idle")

    assert [(got.method, got.content_type) for got in served.got] == [("POST", content_type)] * 2
    records = [contracts.validate_bytes("cdr_notification.request", got.body, got.content_type) for got in served.got]
    assert [(record["ivruniqueid"], record["type"]) for record in records] == [
        (call, "Click2Call leg1"),
        (call, "Click2Call leg2"),
    ]
    assert [delivery.status for delivery in tenant.deliveries.all()] == ["acknowledged"] * 2


def test_xml_rpc_writes_time_as_i8_and_other_integers_as_i4():
    with customer() as served:
        tenant = tenant_for(served.url, "xml-rpc")
        click2call(tenant)
        tenant.advance(until="idle")

    body = served.got[0].body.decode()
    assert "<methodName>CDR</methodName>" in body
    assert "<name>time</name><value><i8>" in body
    assert "<name>duration</name><value><i4>" in body
    assert "<name>caller</name><value><string>" in body


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b'{"err": 0, "errdesc": "OK"}'),
        ("application/json", b'{"err": "0", "errdesc": "OK"}'),
        ("application/json", b'{"Err": 0, "Errdesc": "OK"}'),
        ("text/html; charset=utf-8", b'\xef\xbb\xbf {"Err": "0"}\r\n'),
        ("", b'{"err": 0, "origrequest": {"caller": "1"}, "got": null}'),
        ("text/xml", xml_rpc("<int>0</int>")),
        ("text/xml", xml_rpc("<i4>0</i4>")),
        ("application/xml", xml_rpc("<string>0</string>")),
        ("text/plain", xml_rpc("0")),
        ("application/x-www-form-urlencoded", b"err=0&errdesc=OK"),
        ("text/html", b"Err=0"),
    ],
)
def test_every_form_of_acknowledgement_is_taken(content_type: str, body: bytes):
    with customer(lambda got: (200, content_type, body)) as served:
        tenant = tenant_for(served.url)
        click2call(tenant)
        tenant.advance(until="idle")

    assert [attempts(delivery) for delivery in tenant.deliveries.all()] == [[(0, "acknowledged")]] * 2


@pytest.mark.parametrize(
    ("status", "body", "verdict"),
    [
        (200, b'{"err": 1, "errdesc": "parse"}', "refused"),
        (200, b'{"Err": "2"}', "refused"),
        (200, xml_rpc("<int>2</int>"), "refused"),
        (200, b"err=1&errdesc=no", "refused"),
        (200, b'{"err": 7}', "malformed"),
        (200, b'{"err": false}', "malformed"),
        (200, b'{"errdesc": "OK"}', "malformed"),
        (200, b"", "malformed"),
        (200, b"OK", "malformed"),
        (200, b"[]", "malformed"),
        (200, b"<html><body>Welcome</body></html>", "malformed"),
        (200, b"<methodResponse><params>", "malformed"),
        (201, b'{"err": 0}', "http_error"),
        (500, b'{"err": 0}', "http_error"),
        (404, b"", "http_error"),
    ],
)
def test_what_is_no_acknowledgement_is_sent_again_until_the_schedule_ends(status: int, body: bytes, verdict: str):
    with customer(lambda got: (status, "text/plain", body)) as served:
        tenant = tenant_for(served.url, acknowledgement="strict")
        click2call(tenant)
        tenant.advance(until="idle")

    deliveries = list(tenant.deliveries.all())
    assert deliveries
    for delivery in deliveries:
        assert attempts(delivery) == [(0, verdict), (60, verdict), (360, verdict)]
        assert delivery.status == "failed"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"OK",
        b"[]",
        b'{"errdesc": "OK"}',
        b'{"err": null}',
        b'{"status": "received"}',
        b"<html></html>",
        b"{",
        b"1",
    ],
)
def test_200_without_err_acknowledges_and_its_violation_is_shown(body: bytes):
    with customer(lambda got: (200, "text/plain", body)) as served:
        tenant = tenant_for(served.url)
        click2call(tenant)
        tenant.advance(until="idle")

    assert len(served.got) == 2, "one push for each record"
    for delivery in tenant.deliveries.all():
        assert attempts(delivery) == [(0, "acknowledged")]
        assert delivery.attempts[0].violations


@pytest.mark.parametrize("body", [b'{"err": 1}', b'{"Err": "2"}', b'{"err": 7}', b'{"err": false}', b"err=1", FAULT])
def test_an_err_that_says_no_is_sent_again_whatever_acknowledges(body: bytes):
    with customer(lambda got: (200, "text/plain", body)) as served:
        tenant = tenant_for(served.url)
        click2call(tenant)
        tenant.advance(until="idle")

    assert [delivery.status for delivery in tenant.deliveries.all()] == ["failed"] * 2


def test_a_wrong_answer_is_told_with_field_and_rule():
    with customer(lambda got: (200, "application/json", b'{"err": 7}')) as served:
        tenant = tenant_for(served.url)
        click2call(tenant)
        tenant.advance(until="idle")

    (violation,) = tenant.deliveries.all()[0].attempts[0].violations
    assert "$.err" in violation
    assert "[enum;" in violation


def test_an_acknowledgement_with_something_wrong_beside_it_acknowledges_and_is_recorded():
    with customer(lambda got: (200, "application/json", b'{"err": 0, "errdesc": 5}')) as served:
        tenant = tenant_for(served.url)
        click2call(tenant)
        tenant.advance(until="idle")

    (attempt,) = tenant.deliveries.all()[0].attempts
    assert attempt.verdict == "acknowledged"
    assert "$.errdesc" in attempt.violations[0]


def test_an_unreachable_server_gets_every_attempt_of_the_schedule():
    tenant = tenant_for(closed_port())
    click2call(tenant)
    tenant.advance(until="idle")

    expected = [(0, "unreachable"), (60, "unreachable"), (360, "unreachable")]
    assert [attempts(delivery) for delivery in tenant.deliveries.all()] == [expected] * 2


def test_a_record_is_acknowledged_once_and_then_left_alone():
    failing = iter([(500, "", b""), (500, "", b"")])
    with customer(lambda got: next(failing, ACKNOWLEDGED)) as served:
        tenant = tenant_for(served.url)
        click2call(tenant)
        tenant.advance(until="idle")
        tenant.advance(seconds=1_000_000)

    assert [attempts(delivery) for delivery in tenant.deliveries.all()] == [
        [(0, "http_error"), (60, "acknowledged")]
    ] * 2
    assert len(served.got) == 4


def test_a_retry_after_changes_nothing_about_the_schedule():
    """No document says that Voicenter reads it."""
    app = Flask("crm")

    @app.post("/cdr")
    def cdr() -> tuple[str, int, dict[str, str]]:  # pyright: ignore[reportUnusedFunction]
        return "busy", 503, {"Retry-After": "1800"}

    tenant = tenant_for("")
    tenant.deliveries.bind("cdr", app, url="http://customer.example/cdr")
    click2call(tenant)
    tenant.advance(until="idle")

    expected = [(0, "http_error"), (60, "http_error"), (360, "http_error")]
    assert [attempts(delivery) for delivery in tenant.deliveries.all()] == [expected] * 2


def test_the_older_documents_send_two_members_in_json_only():
    def seen(encoding: Any) -> set[str]:
        tenant = tenant_for(encoding=encoding, revision="3.2")
        payload = {"seconds_waiting_in_queue": 5, "OriginalIvrUniqueID": "x", "caller": "1", "time": 1}
        target = tenant.deliveries.bindings.target("cdr")
        assert target is not None
        return set(tenant.deliveries.make("cdr", "cdr_notification", "x", payload, target).payload)

    assert seen("json") - seen("form") == {"seconds_waiting_in_queue", "OriginalIvrUniqueID"}
    assert seen("xml-rpc") == seen("form")


def test_redelivering_a_failed_record_sends_it_once_more():
    down = True

    def answer(got: Got) -> tuple[int, str, bytes]:
        return (500, "", b"") if down else ACKNOWLEDGED

    with customer(answer) as served:
        tenant = tenant_for(served.url)
        click2call(tenant)
        tenant.advance(until="idle")
        down = False
        delivery = tenant.deliveries.redeliver(1)

    assert delivery is not None
    assert (delivery.status, len(delivery.attempts)) == ("acknowledged", 4)


def test_redelivering_what_is_pending_keeps_the_rest_of_its_schedule():
    with customer(lambda got: (500, "", b"")) as served:
        tenant = tenant_for(served.url)
        click2call(tenant)
        while not tenant.deliveries.all():
            tenant.advance(seconds=1)
        tenant.advance(seconds=0)
        delivery = tenant.deliveries.redeliver(1)
        assert delivery is not None
        assert delivery.status == "pending"
        tenant.advance(until="idle")

    assert [verdict for _, verdict in attempts(delivery)] == ["http_error"] * 4 or len(delivery.attempts) == 3
    assert delivery.status == "failed"


def test_what_was_acknowledged_stays_so_when_it_is_sent_again_in_vain():
    with customer() as served:
        tenant = tenant_for(served.url)
        click2call(tenant)
        tenant.advance(until="idle")
        served.answer = lambda got: (500, "", b"")
        delivery = tenant.deliveries.redeliver(1)

    assert delivery is not None
    assert (delivery.status, delivery.attempts[-1].verdict) == ("acknowledged", "http_error")


def test_a_customer_that_interrupts_the_program_loses_nothing():
    interrupts = iter([True])
    got: list[str] = []

    def cdr(message: dict[str, Any]) -> None:
        if next(interrupts, False):
            raise KeyboardInterrupt
        got.append(message["type"])

    tenant = tenant_for()
    tenant.deliveries.bind("cdr", cdr)
    click2call(tenant)
    with pytest.raises(KeyboardInterrupt):
        tenant.advance(until="idle")
    tenant.advance(until="idle")

    assert got == ["Click2Call leg1", "Click2Call leg2"]


def test_forms_carry_nested_values_as_json_text():
    with customer() as served:
        tenant = tenant_for(served.url, "form")
        click2call(tenant)
        tenant.advance(until="idle")

    assert urlencode({"IVR": json.dumps([])}).encode() in served.got[0].body


def test_a_cancelled_advance_leaves_what_it_has_not_sent_for_the_next():
    tenant = tenant_for()
    got: list[str] = []

    def cdr(message: dict[str, Any]) -> None:
        got.append(message["type"])
        tenant.advances.cancel()

    tenant.deliveries.bind("cdr", cdr)
    click2call(tenant)
    with pytest.raises(AdvanceCancelled):
        tenant.advance(until="idle")
    assert got == ["Click2Call leg1"]
    with pytest.raises(AdvanceCancelled):
        tenant.advance(until="idle")

    assert got == ["Click2Call leg1", "Click2Call leg2"]
    assert [delivery.status for delivery in tenant.deliveries.all()] == ["acknowledged"] * 2


@pytest.mark.parametrize("encoding", ["json", "xml-rpc", "form"])
def test_each_encoding_carries_the_analysis(encoding: Any):
    with customer() as served:
        tenant = tenant_for(served.url, encoding)
        tenant.exchange.expectations.append(Expectation("", Outcome("answer", 2, 40), 2, AnalysisWish(language="he")))
        incoming(tenant, "0722776774")
        tenant.advance(until="idle")

    got: list[Any] = [
        contracts.validate_bytes("cdr_notification.request", each.body, each.content_type) for each in served.got
    ]
    (analysis,) = (record["aiData"] for record in got if "aiData" in record)
    assert isinstance(analysis["transcript"][0]["startTime"], float)
    assert {line["speaker"] for line in analysis["transcript"]} == {"Speaker0", "Speaker1"}
    assert "שלום" in analysis["transcript"][0]["text"]


def test_what_is_due_in_one_moment_stops_when_what_became_of_it_cannot_be_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    tenant = Tenant(organization(), now=NOW, log=CallLog(str(tmp_path / "calls.db")))
    got: list[str] = []

    def commit(_: Database) -> None:
        raise StorageError("", "full")

    def cdr(message: dict[str, Any]) -> None:
        got.append(message["ivruniqueid"])
        if len(got) == 1:
            monkeypatch.setattr(Database, "commit", commit)

    tenant.deliveries.bind("cdr", cdr)
    calls = [incoming(tenant, "0722776772", talk_seconds=20) for _ in range(3)]
    with pytest.raises(StorageError):
        tenant.advance(until="idle")
    assert got == calls[:1]
    monkeypatch.undo()
    tenant.advance(until="idle")

    assert got == calls
