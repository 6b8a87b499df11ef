"""Deliveries and one documented message now, over the control API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from voicenter_mock import contracts
from voicenter_mock.mockserver.serving.app import create_app
from voicenter_mock.mockserver.telephony.model.directory import CallbackTarget
from voicenter_mock.mockserver.tenancy.registry import Registry
from voicenter_mock.mockserver.tenancy.tenants import Tenant

from .customer_servers import NOW, click2call, closed_port, customer, organization

BASE = "/_sandbox/organizations/demo"


@pytest.fixture
def registry() -> Registry:
    return Registry(clock="manual", now=NOW)


@pytest.fixture
def tenant(registry: Registry) -> Iterator[Tenant]:
    with customer() as served:
        yield registry.add(
            organization(cdr=CallbackTarget("cdr", served.url), popup=CallbackTarget("popup", closed_port()))
        )


@pytest.fixture
def client(registry: Registry, tenant: Tenant) -> FlaskClient:
    click2call(tenant)
    tenant.advance(until="idle")
    return create_app(registry).test_client()


def ask(client: FlaskClient, method: str, path: str, body: object = None) -> Any:
    """The answer's JSON."""
    return client.open(BASE + path, method=method, json=body).get_json()


def test_the_list_keeps_its_contract(client: FlaskClient):
    answer = ask(client, "GET", "/deliveries")

    contracts.validate("sandbox.deliveries", answer)
    assert [delivery["callback"] for delivery in answer["deliveries"]] == ["popup"] * 3 + ["cdr"] * 2


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("status=acknowledged", 2),
        ("status=failed", 3),
        ("callback=cdr", 2),
        ("callback=cdr&status=failed", 0),
        ("ivrid=nobody", 0),
        ("since=4", 1),
        ("limit=2", 2),
    ],
)
def test_the_list_is_filtered(client: FlaskClient, query: str, count: int):
    assert len(ask(client, "GET", f"/deliveries?{query}")["deliveries"]) == count


@pytest.mark.parametrize("query", ["status=lost", "callback=telegram", "since=x"])
def test_an_impossible_filter_is_a_400(client: FlaskClient, query: str):
    assert client.get(f"{BASE}/deliveries?{query}").status_code == 400


def test_redelivering_answers_with_the_new_attempt(client: FlaskClient):
    answer = ask(client, "POST", "/deliveries/4/redeliver")

    contracts.validate("sandbox.delivery", answer)
    assert [attempt["verdict"] for attempt in answer["attempts"]] == ["acknowledged", "acknowledged"]


def test_redelivering_what_is_on_its_way_is_a_409(client: FlaskClient, tenant: Tenant):
    tenant.deliveries.all()[3].in_flight = True

    assert ask(client, "POST", "/deliveries/4/redeliver")["error"]["code"] == "in_flight"


@pytest.mark.parametrize("number", ["99", "0", "x", "9" * 30])
def test_an_unknown_delivery_is_a_404(client: FlaskClient, number: str):
    assert client.get(f"{BASE}/deliveries/{number}").status_code == 404
    assert client.post(f"{BASE}/deliveries/{number}/redeliver").status_code == 404


@pytest.mark.parametrize(
    ("name", "contract"),
    [
        ("cdr", "cdr_notification"),
        ("popup", "popup"),
        ("ivr", "external_ivr.get_ivr_action"),
        ("external_ivr", "external_ivr.get_ivr_action"),
        ("hangup", "external_ivr.hangup_call"),
        ("layer", "external_layer"),
        ("voicebot", "voicebot"),
    ],
)
def test_one_documented_message_now(client: FlaskClient, name: str, contract: str):
    answer = ask(client, "POST", f"/callbacks/{name}", {})

    contracts.validate("sandbox.delivery", answer)
    contracts.validate(f"{contract}.request", answer["request"])
    assert answer["contract"] == contract
    assert len(answer["attempts"]) == 1


def test_members_can_be_overridden_and_another_url_given(client: FlaskClient):
    with customer() as other:
        body: dict[str, Any] = {"to": other.url, "encoding": "form", "set": {"status": "BUSY", "duration": 0}}
        answer = ask(client, "POST", "/callbacks/cdr", body)

    assert (answer["status"], answer["target"], answer["request"]["status"]) == ("acknowledged", other.url, "BUSY")
    assert b"status=BUSY" in other.got[0].body


def test_a_message_sent_by_hand_is_not_repeated(client: FlaskClient, tenant: Tenant):
    client.post(f"{BASE}/callbacks/cdr", json={"to": closed_port()})
    tenant.advance(seconds=100_000)

    assert len(tenant.deliveries.all()[-1].attempts) == 1


@pytest.mark.parametrize(
    ("name", "body", "status"),
    [
        ("telegram", {}, 404),
        ("layer", {"encoding": "xml-rpc"}, 400),
        ("cdr", {"to": "localhost"}, 400),
        ("cdr", {"extra": 1}, 400),
    ],
)
def test_what_cannot_be_sent_is_refused(client: FlaskClient, name: str, body: dict[str, Any], status: int):
    assert client.post(f"{BASE}/callbacks/{name}", json=body).status_code == status
