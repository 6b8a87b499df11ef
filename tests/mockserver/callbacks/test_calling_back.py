"""The customer's server calls the API from inside a callback: it works, three calls deep."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any

import pytest

from voicenter_mock.contracts.strategies import example
from voicenter_mock.mockserver.requests.dispatch import Dispatcher
from voicenter_mock.mockserver.serving.server import Server
from voicenter_mock.mockserver.telephony.model.directory import CallbackTarget
from voicenter_mock.mockserver.tenancy.advances import AdvanceRunning
from voicenter_mock.mockserver.tenancy.registry import Registry
from voicenter_mock.mockserver.tenancy.tenants import Tenant
from voicenter_mock.mockserver.wire.http import HttpRequest

from .customer_servers import ACKNOWLEDGED, NOW, Got, click2call, customer, incoming, organization

HANG_UP: dict[str, Any] = {"STATUS": 0, "ACTION": "HANGUP", "LANGUAGE": "he", "DATA": {}}


def order(tenant: Tenant, number: int) -> str:
    """A Click2Call over the API, in process."""
    query = f"code=demo-code&phone=SIPSIP2&target=05012345{number:02}&format=json"
    answer = Dispatcher(Registry()).handle(HttpRequest("GET", "/ForwardDialer/click2call.aspx", query), only=tenant)
    return json.loads(answer.body)["CALLID"]


def test_each_push_orders_another_call_until_three_deep():
    tenant = Tenant(organization(), now=NOW)
    ordered: list[str] = []

    def cdr(message: dict[str, Any]) -> None:
        if message["type"] == "Click2Call leg2" and len(ordered) < 3:
            ordered.append(order(tenant, len(ordered)))

    tenant.deliveries.bind("cdr", cdr)
    click2call(tenant)
    tenant.advance(until="idle")

    assert len(ordered) == 3
    assert [delivery.status for delivery in tenant.deliveries.all()] == ["acknowledged"] * 8


def test_a_decision_may_call_the_api_first():
    tenant = Tenant(organization(), now=NOW)
    ordered: list[str] = []

    def ivr(message: dict[str, Any]) -> dict[str, Any]:
        ordered.append(order(tenant, len(ordered)))
        return HANG_UP

    tenant.deliveries.bind("external_ivr", ivr)
    incoming(tenant, "0722776776")
    tenant.advance(until="idle")

    assert ordered
    with tenant.use() as exchange:
        assert all(exchange.log.of_call(call) for call in ordered)


def test_redelivering_from_inside_a_callback_nests():
    tenant = Tenant(organization(), now=NOW)
    depth: list[int] = []

    def cdr(message: dict[str, Any]) -> None:
        depth.append(len(depth))
        if len(depth) < 3:
            tenant.deliveries.send_now("cdr", "cdr_notification", "x", dict(message), CallbackTarget("cdr"))

    tenant.deliveries.bind("cdr", cdr)
    first = example("cdr_notification.request")
    tenant.deliveries.send_now("cdr", "cdr_notification", "x", first, CallbackTarget("cdr"))

    assert [delivery.status for delivery in tenant.deliveries.all()] == ["acknowledged"] * 3


def test_advancing_from_inside_a_callback_is_a_clear_error():
    tenant = Tenant(organization(), now=NOW)
    raised: list[Exception] = []

    def cdr(message: dict[str, Any]) -> None:
        with pytest.raises(AdvanceRunning) as caught:
            tenant.advance(seconds=1)
        raised.append(caught.value)

    tenant.deliveries.bind("cdr", cdr)
    click2call(tenant)
    tenant.advance(until="idle")

    assert "advance cannot be called from inside a callback" in str(raised[0])


def test_over_http_three_deep_and_advance_is_a_409():
    registry = Registry(clock="manual", now=NOW)
    server = Server(registry)
    server.start()
    statuses: list[int] = []

    def request(path: str, body: dict[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        call = urllib.request.Request(server.base_url + path, data, {"Content-Type": "application/json"})
        with urllib.request.urlopen(call, timeout=20) as answer:
            return json.load(answer)

    def answer(got: Got) -> tuple[int, str, bytes]:
        if json.loads(got.body)["type"] == "Click2Call leg2" and len(statuses) < 3:
            try:
                request("/_sandbox/organizations/demo/clock/advance", {"seconds": 1})
            except urllib.error.HTTPError as error:
                statuses.append(error.code)
                error.close()
            request(
                f"/ForwardDialer/click2call.aspx?code=demo-code&phone=SIPSIP2&target=05012345{len(statuses):02}&format=json"
            )
        return ACKNOWLEDGED

    try:
        with customer(answer) as served:
            tenant = registry.add(organization(cdr=CallbackTarget("cdr", served.url)))
            click2call(tenant)
            request("/_sandbox/organizations/demo/clock/advance", {"until": "idle"})
    finally:
        server.stop()

    assert statuses == [409] * 3
    assert [delivery.status for delivery in tenant.deliveries.all()] == ["acknowledged"] * 8
