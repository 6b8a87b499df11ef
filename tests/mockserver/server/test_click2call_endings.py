"""Every row of the table of Click2Call endings in docs/exchange.md."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from voicenter_mock.mockserver.organizations import demo
from voicenter_mock.mockserver.telephony.click2call import click2call
from voicenter_mock.mockserver.telephony.click2call.orders import Click2CallOrder
from voicenter_mock.mockserver.telephony.control.flows import new_exchange
from voicenter_mock.mockserver.telephony.core.exchange import Exchange
from voicenter_mock.mockserver.telephony.legs.dialling import hang_up
from voicenter_mock.mockserver.telephony.model.events import CdrEvent, Event, ExtensionEvent
from voicenter_mock.mockserver.telephony.model.outcomes import Expectation, Outcome

PHONE = "SIPSIP1"
ANSWERS = {"kind": "answer", "ring_seconds": 3}
CUSTOMER = "0501234567"

Act = Callable[[Exchange], object]


def terminate(exchange: Exchange) -> object:
    return click2call.terminate(exchange, PHONE)


def phone_hangs_up(exchange: Exchange) -> object:
    call = next(iter(exchange.calls.values()))
    return hang_up(exchange, call, call.legs[0], "party")


def play(
    phone: dict[str, Any] | None = None,
    target: str = CUSTOMER,
    at: float | None = None,
    act: Act | None = None,
    **order: Any,
) -> tuple[list[tuple[int, str, str]], list[str], str]:
    """Records as (type, status, leg 1's status), the phone's events, and the last cause."""
    exchange = new_exchange(demo(), now=1_700_000_000.0)
    exchange.blacklist["972509999999"] = ""
    seen: list[Event] = []
    exchange.subscribers.append(seen.append)
    exchange.expectations.append(Expectation(PHONE, Outcome.from_data(phone or ANSWERS)))
    call = click2call.start(
        exchange, 70000001, Click2CallOrder(action="call", phone=PHONE, target=target, custom={"var_a": "1"}, **order)
    )
    if at is not None and act is not None:
        exchange.run(1_700_000_000.0 + at)
        act(exchange)
    while not exchange.scheduler.idle:
        exchange.run(exchange.scheduler.next_time() or 0)
    cdrs = [event.cdr for event in seen if isinstance(event, CdrEvent)]
    events = [event for event in seen if isinstance(event, ExtensionEvent) and event.extension == PHONE]
    assert cdrs
    assert all(cdr.custom == {"var_a": "1"} and cdr.call_id == call.id for cdr in cdrs)
    assert not exchange.calls
    assert not exchange.extensions[PHONE].calls
    return (
        [(cdr.type, cdr.status, cdr.leg1_status) for cdr in cdrs],
        [event.reason for event in events],
        str(events[-1].cause),
    )


NEW, ANSWER, HANGUP = "NEWCALL", "ANSWER", "HANGUP"
NOT_REACHED = [NEW, HANGUP]
CONNECTING = [NEW, ANSWER, HANGUP]
RANG = [NEW, ANSWER, NEW, HANGUP]
TALKED = [NEW, ANSWER, NEW, ANSWER, HANGUP]


@pytest.mark.parametrize(
    ("scenario", "leg1", "leg2", "events", "cause"),
    [
        ({"phone": {"kind": "no_answer"}}, "NOANSWER", "NOTCALLED", NOT_REACHED, "Call Rejected"),
        ({"phone": {"kind": "answer", "ring_seconds": 61}}, "NOANSWER", "NOTCALLED", NOT_REACHED, "Call Rejected"),
        ({"phone": {"kind": "no_answer"}, "voicemail": "701"}, "VOICEMAIL", "NOTCALLED", NOT_REACHED, "Call Rejected"),
        ({"phone": {"kind": "busy"}}, "BUSY", "NOTCALLED", NOT_REACHED, "Call Rejected"),
        ({"phone": {"kind": "reject", "ring_seconds": 4}}, "BUSY", "NOTCALLED", NOT_REACHED, "Call Rejected"),
        ({"phone": {"kind": "unavailable"}}, "CHANUNAVAIL", "NOTCALLED", NOT_REACHED, "Call Rejected"),
        ({"phone": {"kind": "unallocated"}}, "CONGESTION", "NOTCALLED", NOT_REACHED, "Call Rejected"),
        ({"at": 1, "act": terminate}, "CANCEL", "NOTCALLED", NOT_REACHED, "Call Rejected"),
        ({"at": 3.5, "act": phone_hangs_up}, "ANSWER", "NOTDIALED", CONNECTING, "Normal hangup"),
        ({"at": 3.5, "act": terminate}, "ANSWER", "SSWPREAUTH", CONNECTING, "Normal hangup"),
        ({"target": "0509999999"}, "ANSWER", "NOTCALLED", CONNECTING, "Call Rejected"),
        ({"target": "0509999999", "ignore_blacklist": frozenset({2})}, "ANSWER", "ANSWER", TALKED, "Normal hangup"),
        ({"target": "0555550019"}, "ANSWER", "NOANSWER", RANG, "User alerting, no answer"),
        ({"target": "0555550203", "target_dial_seconds": 50}, "ANSWER", "NOANSWER", RANG, "User alerting, no answer"),
        ({"target": "0555550017"}, "ANSWER", "BUSY", RANG, "User busy"),
        ({"target": "0555550207"}, "ANSWER", "BUSY", RANG, "Call Rejected"),
        ({"target": "0555550001"}, "ANSWER", "CONGESTION", RANG, "Unallocated (unassigned) number"),
        ({"target": "0555550020"}, "ANSWER", "CHANUNAVAIL", RANG, "Subscriber absent"),
        ({"at": 6, "act": phone_hangs_up, "target": "0555550202"}, "ANSWER", "CANCEL", RANG, "Normal hangup"),
        ({"at": 6, "act": terminate, "target": "0555550202"}, "ANSWER", "CANCEL", RANG, "Normal hangup"),
        ({"at": 40, "act": phone_hangs_up, "target": "0555550202"}, "ANSWER", "ANSWER", TALKED, "Normal hangup"),
        ({"at": 40, "act": terminate, "target": "0555550202"}, "ANSWER", "ANSWER", TALKED, "Normal hangup"),
        ({"target": "0555550206", "maximum_seconds": 90}, "ANSWER", "ANSWER", TALKED, "Normal hangup"),
    ],
)
def test_the_table_of_endings(scenario: dict[str, Any], leg1: str, leg2: str, events: list[str], cause: str):
    records, reasons, text = play(**scenario)
    assert records == [(9, leg1, leg1), (10, leg2, leg1)]
    assert (reasons, text) == (events, cause)


@pytest.mark.parametrize("ignored", [frozenset[int](), frozenset({1}), frozenset({2}), frozenset({1, 2})])
def test_the_blacklist_is_ignored_for_the_very_legs_that_the_order_names(ignored: frozenset[int]):
    exchange = new_exchange(demo(), now=1_700_000_000.0)
    exchange.blacklist |= {"972509999991": "", "972509999992": ""}
    order = Click2CallOrder(action="call", phone="0509999991", target="0509999992", ignore_blacklist=ignored)
    call = click2call.start(exchange, 70000001, order)
    while not exchange.scheduler.idle:
        exchange.run(exchange.scheduler.next_time() or 0)

    assert call.ended
    dialled = {leg for leg, cdr in enumerate(exchange.log.all(), start=1) if cdr.status != "NOTCALLED"}
    assert dialled == ({1} if 1 in ignored else set()) | ({2} if ignored == {1, 2} else set())
