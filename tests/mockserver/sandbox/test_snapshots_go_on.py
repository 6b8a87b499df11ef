"""A whole organization that is written out at any moment and put back goes on as it would have: calls, campaigns,
questions to customers, deliveries with their retries.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from voicenter_mock.contracts.json_values import is_array, is_object
from voicenter_mock.mockserver.organizations import demo
from voicenter_mock.mockserver.serving.app import create_app
from voicenter_mock.mockserver.tenancy.registry import Registry

pytestmark = pytest.mark.slow

START = 1_700_000_000.0
DEMO = "/_sandbox/organizations/demo"
Message = dict[str, Any]


class Customer:
    """Takes every third record only when it comes again; sends callers to a layer, or hangs up."""

    def __init__(self, attempts: Counter[str] | None = None) -> None:
        self.attempts = Counter(attempts or {})

    def cdr(self, message: Message) -> Message:
        key = f"{message['ivruniqueid']} {message['type']}"
        self.attempts[key] += 1
        return {"err": 0 if (sum(map(ord, key)) + self.attempts[key]) % 3 else 2}

    def layer(self, message: Message) -> Message:
        return {"STATUS": 0, "ACTION": "GO_TO_LAYER", "LAYER": 2, "CUSTOM_DATA": {"asked": message["DATA"]["DTMF"]}}

    def ivr(self, message: Message) -> Message:
        if message["METHOD"] != "GET_IVR_ACTION":
            return {"STATUS": 0}
        return {"STATUS": 0, "ACTION": "HANGUP", "LANGUAGE": "he", "DATA": {"HANGUP_CAUSE": 17}}


class Sandbox:
    """A server with ``demo``. Its test client sorts the members of what it sends, as some programs do."""

    def __init__(self, customer: Customer) -> None:
        registry = Registry(clock="manual", now=START)
        self.customer = customer
        deliveries = registry.add(demo()).deliveries
        deliveries.bind("cdr", customer.cdr)
        deliveries.bind("external_layer", customer.layer)
        deliveries.bind("external_ivr", customer.ivr)
        self._client = create_app(registry).test_client()

    def ask(self, method: str, path: str, body: object = None) -> Any:
        answer = self._client.open(path, method=method, json=body)
        assert answer.status_code < 300, answer.text
        return answer.json

    def end(self) -> Message:
        """What there is when nothing waits for anything any more."""
        self.ask("POST", f"{DEMO}/clock/advance", {"until": "idle"})
        return {
            what: _settled(self.ask("GET", f"{DEMO}/{what}")) for what in ("cdrs", "calls", "deliveries", "campaigns")
        }


def _settled(data: Any) -> Any:
    """Without what was measured on the wall."""
    if is_array(data):
        return [_settled(item) for item in data]
    if is_object(data):
        return {name: _settled(value) for name, value in data.items() if name != "milliseconds"}
    return data


def test_an_organization_goes_on_from_its_snapshot_as_it_would_have():
    sandbox = Sandbox(Customer())
    for did in demo().dids:
        sandbox.ask("POST", f"{DEMO}/calls", {"did": did, "digits": "1"})
    sandbox.ask("GET", "/ForwardDialer/click2call.aspx?code=demo-code&phone=SIPSIP1&target=0501234567&format=json")
    for number in range(4):
        order = {"Campaign": "demo-ivr-campaign", "Target": f"050123450{number}", "CustomData": {"var_n": number}}
        sandbox.ask("POST", "/ForwardDialer/Dialer/AddCall", order)
    moments: list[tuple[Message, Counter[str]]] = []
    for _ in range(15):
        moments.append((sandbox.ask("GET", f"{DEMO}/snapshot"), Counter(sandbox.customer.attempts)))
        sandbox.ask("POST", f"{DEMO}/clock/advance", {"seconds": 7})
    expected = sandbox.end()

    assert any(len(delivery["attempts"]) > 1 for delivery in expected["deliveries"]["deliveries"])
    for snapshot, attempts in moments:
        other = Sandbox(Customer(attempts))
        other.ask("PUT", f"{DEMO}/snapshot", snapshot)
        assert other.end() == expected, snapshot["exchange"]["scheduler"]["now"]


def test_how_it_takes_requests_stays_as_it_was():
    registry = Registry(clock="manual", now=START)
    tenant = registry.add(demo(), lenient=True)
    tenant.accepted_codes = frozenset({"another"})
    client = create_app(registry).test_client()
    client.put(f"{DEMO}/snapshot", json=client.get(f"{DEMO}/snapshot").json)
    put_back = registry.get("demo")

    assert put_back is not tenant
    assert (put_back.lenient, put_back.accepted_codes) == (True, {"another"})
