"""What no contract of the control API allows is refused with its error, and the field."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from voicenter_mock import contracts
from voicenter_mock.contracts import strategies
from voicenter_mock.contracts.operations import CONTROL
from voicenter_mock.mockserver.serving.app import create_app
from voicenter_mock.mockserver.tenancy.registry import Registry

pytestmark = pytest.mark.slow

TAKING_A_BODY = [operation.name for operation in CONTROL.values() if operation.request]
NAMES = {"id": "demo", "user": "12345678", "sip": "SIPSIP1", "code": "demo-agents-campaign", "callback": "cdr"}


@pytest.fixture
def client() -> FlaskClient:
    registry = Registry(clock="manual", now=1_700_000_000.0)
    registry.from_template("demo", "demo")
    return create_app(registry).test_client()


@pytest.mark.parametrize("name", TAKING_A_BODY)
def test_a_malformed_request_is_a_400_in_the_one_form(name: str, client: FlaskClient):
    operation = CONTROL[name]
    contract = operation.request or ""
    path = "/_sandbox" + re.sub(r"\{(\w+)\}", lambda found: NAMES.get(found[1], "1"), operation.path)
    for family in strategies.families(contract):
        for seed in range(1 if family == "huge list" else 4):  # a hundred thousand entries, one rule in one place
            malformed = strategies.malformed_example(contract, seed, [family])
            body = malformed.body
            if body is None:
                body, _ = strategies.written(contract, malformed.message, "json")
            if not body and contracts.accepts(contract, {}):
                continue  # nothing to say is allowed
            answer = client.open(path, method=operation.method, data=body, content_type="application/json")

            assert answer.status_code == 400, f"{malformed.violation}: {body[:300]!r}"
            contracts.validate_bytes("sandbox.error", answer.data, answer.content_type)
