"""What documents spell in two ways or put in two places is sent in both, in every revision."""

from __future__ import annotations

import json
from typing import Any

import pytest

from voicenter_mock import contracts
from voicenter_mock.contracts.operations import REVISIONS
from voicenter_mock.fixtures.observed import CdrCallback, PopupCallback
from voicenter_mock.fixtures.voicenter import Voicenter
from voicenter_mock.mockserver.realtime.messages import login_status
from voicenter_mock.mockserver.tenancy.tenants import Tenant

from .customer_servers import NOW, organization


def sent(revision: str, contract: type[Any]) -> dict[str, Any]:
    """The first such message of a call with custom data."""
    with Voicenter("demo", now=NOW) as voicenter:
        voicenter.edit(revision=revision, callbacks={"popup": {"encoding": "json"}})
        voicenter.deliver_to(lambda message: None, "all")
        go_on = {"STATUS": 0, "ACTION": "DIAL", "TARGETS": [{"TYPE": "EXTENSION", "TARGET": "SIPSIP1"}]}
        voicenter.deliver_to(lambda message: go_on | {"CUSTOM_DATA": {"ticket": "7"}}, "external_layer")
        voicenter.incoming_call("0501234567", did="0722776775", digits="1#", talk_seconds=5)
        voicenter.clock.run_until_idle()
        return dict(next(sent.payload for sent in voicenter.deliveries if isinstance(sent, contract)))


@pytest.mark.parametrize("revision", REVISIONS)
def test_custom_data_of_a_cdr(revision: str):
    record = sent(revision, CdrCallback)

    contracts.validate("cdr_notification.request", record)
    assert (record["CUSTOM_DATA"], record["CustomData"], record["ticket"]) == ({"ticket": "7"}, {"ticket": "7"}, "7")


@pytest.mark.parametrize("revision", REVISIONS)
def test_custom_data_of_a_popup(revision: str):
    message = sent(revision, PopupCallback)

    contracts.validate("popup.request", message)
    assert message["customdata"] == message["currentCall"]["customdata"] == {"ticket": "7"}


def test_the_queues_of_a_login():
    tenant = Tenant(organization(), now=NOW)
    with tenant.use() as exchange:
        message = login_status(exchange, exchange.queues)

    contracts.validate("realtime.login_status", json.loads(json.dumps(message)))
    assert message.get("queues") == message.get("Queues") != []
