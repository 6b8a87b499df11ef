"""Events that only some organizations cause, live over the socket; and every word that an event can have."""

from __future__ import annotations

from dataclasses import replace

import pytest

from voicenter_mock.contracts.causes import CAUSE_CODES, HangupCause
from voicenter_mock.contracts.operations.realtime import SOCKET_EVENTS
from voicenter_mock.mockserver.telephony.control.operator import Operator
from voicenter_mock.mockserver.telephony.dialer import campaigns
from voicenter_mock.mockserver.telephony.model.pending_call import PendingCall
from voicenter_mock.mockserver.telephony.routing.incoming import IncomingOrder, place

from .conftest import Connect, ServedOrganization
from .published_messages import listen, violations

CONTRACTS = {event.name: event.contract for event in SOCKET_EVENTS}


def test_a_queues_and_a_campaigns_events_are_heard(served: ServedOrganization, connect: Connect):
    client = connect()
    client.snapshots()
    with served.tenant.use() as exchange:
        place(exchange, IncomingOrder("0509876543", "0722776773"))
        campaigns.add(exchange, exchange.campaigns[f"{served.id}-ivr-campaign"], PendingCall("972501234567"))
    served.tenant.advance(seconds=120)
    assert {"QueueEvent", "DialerEvent", "ExtensionEvent"} <= set(client.here())


def test_edited_campaigns_and_users_are_told(served: ServedOrganization, connect: Connect):
    client = connect()
    client.snapshots()
    with served.tenant.use() as exchange:
        directory = exchange.directory
        renamed = {code: replace(found, name=f"{found.name} 2") for code, found in directory.campaigns.items()}
        users = {number: replace(user, name=f"{user.name} 2") for number, user in directory.users.items()}
        served.registry.edit(served.tenant, replace(directory, campaigns=renamed, users=users))
    events = [client.event() for _ in range(2)]
    assert sorted(name for name, _ in events) == ["AllUsersStatus", "DialersUpdated"]
    assert [violations(CONTRACTS[name], payload) for name, payload in events] == [[], []]


@pytest.mark.parametrize("status", [1, 2, 3, 4, 5, 7, 9, 11, 12, 13])
def test_each_status_of_an_agent_is_told(status: int):
    messages = listen()
    operator = Operator(messages.exchange)
    operator.set_agent("12345678", 3 if status == 2 else 2)
    operator.set_agent("12345678", status, "SIPSIP1")
    assert messages.at("SIPSIP1")[-1]["data"]["representativeStatus"] == status


def test_every_cause_of_a_leg_is_told_in_a_known_word():
    words = set[str]()
    for code in CAUSE_CODES:
        messages = listen()
        Operator(messages.exchange).outgoing_call("SIPSIP1", f"0555550{code:03}")
        messages.exchange.run(messages.exchange.now + 300)
        words |= {event["cause"] for event in messages.of("ExtensionEvent") if event["reason"] == "HANGUP"}
    assert words == set(HangupCause)


def test_a_call_that_is_held_and_listened_to_says_so():
    messages = listen()
    operator = Operator(messages.exchange)
    call = operator.outgoing_call("SIPSIP1", "0501234567", talk_seconds=300)
    messages.exchange.run(messages.exchange.now + 30)
    operator.hold(call.id)
    operator.unhold(call.id)
    operator.spy(call.id, "SIPSIP2")
    messages.exchange.run(messages.exchange.now + 30)

    assert {"HOLD", "UNHOLD"} <= {event["reason"] for event in messages.at("SIPSIP1")}
    directions = {event["data"]["currentCall"]["direction"] for event in messages.at("SIPSIP2")}
    assert directions == {"Spy"}
