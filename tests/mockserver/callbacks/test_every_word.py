"""Every word that callbacks can have about a call, from calls that end so."""

from __future__ import annotations

from typing import Any

import pytest

from voicenter_mock import contracts
from voicenter_mock.mockserver.telephony.control.operator import Operator
from voicenter_mock.mockserver.tenancy.tenants import Tenant

from .customer_servers import NOW, incoming, organization


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("0501234567", "ANSWERED"),
        ("0555550017", "BUSY"),
        ("0555550019", "NOANSWER"),
        ("0555550020", "CHANUNAVAIL"),
        ("0555550028", "INVALIDARGS"),
        ("0555550034", "CONGESTION"),
    ],
)
def test_the_end_of_an_external_ivrs_call_says_how_its_dial_went(target: str, status: str):
    examples: list[Any] = contracts.schema("external_ivr.get_ivr_action.response")["examples"]
    call = next(answer for answer in examples if answer.get("ACTION") == "CALL")
    messages: list[dict[str, Any]] = []

    def decide(message: dict[str, Any]) -> Any:
        messages.append(message)
        elsewhere = ("NEXT_MENU", "DIALSTRINGS")  # where the call would go on
        data = {name: value for name, value in call["DATA"].items() if not name.startswith(elsewhere)}
        return {**call, "DATA": {**data, "TARGET": target}}

    tenant = Tenant(organization(), now=NOW)
    tenant.deliveries.bind("external_ivr", decide)
    incoming(tenant, "0722776776", patience_seconds=600)
    tenant.advance(until="idle")

    assert [message["DATA"]["CALL_STATUS"] for message in messages if message["METHOD"] == "HANGUP_CALL"] == [status]


def test_the_popup_of_an_outgoing_call_that_ends_while_held():
    tenant = Tenant(organization(), now=NOW)
    messages: list[dict[str, Any]] = []
    tenant.deliveries.bind("popup", messages.append)
    with tenant.use() as exchange:
        operator = Operator(exchange)
        call = operator.outgoing_call("SIPSIP1", "0501234567", talk_seconds=600)
    tenant.advance(seconds=30)
    with tenant.use():
        operator.hold(call.id)
        operator.hang_up(call.id)
    tenant.advance(until="idle")

    assert {message["direction"] for message in messages} == {"Outgoing"}
    assert messages[-1]["currentCall"]["callstatus"] == "Hold"
