"""The two event sequences of the current document, as the exchange tells them: order, reasons, states, epochs.

The messages that are made of them are compared with the documents' own in ``tests/mockserver/realtime``.
"""

from __future__ import annotations

from typing import Any

import pytest

from voicenter_mock.mockserver.telephony.click2call import click2call
from voicenter_mock.mockserver.telephony.click2call.orders import Click2CallOrder
from voicenter_mock.mockserver.telephony.model.events import ExtensionEvent
from voicenter_mock.mockserver.telephony.model.outcomes import Outcome

from .simulation import START, Simulation, answers

EventRow = tuple[str, float, str, bool, int, int]


def event_rows(simulation: Simulation, extension: str) -> list[EventRow]:
    """Reason, seconds since the start, ``callstatus``, ``answered``, Click2Call's leg, calls afterwards."""
    return [
        (
            event.reason,
            event.time - START,
            event.call.status,
            event.call.answered,
            event.call.click2call_leg,
            len(event.calls),
        )
        for event in simulation.events
        if isinstance(event, ExtensionEvent) and event.extension == extension and event.call is not None
    ]


def incoming(simulation: Simulation) -> None:
    """The document's call: a second until it rings, ten until the answer, five of talk."""
    simulation.call(parties={"SIPA": answers(10, 5)})
    simulation.run()


def both_legs(simulation: Simulation) -> None:
    """The document's order: two seconds until leg 1 answers, one until leg 2 rings, seven until it answers."""
    exchange = simulation.exchange
    call = click2call.start(exchange, 1, Click2CallOrder("call", "SIPA", "0501234567"))
    call.flow_state.parties = {"target": Outcome("answer", 7, 4)}
    exchange.scheduler.cancel(call.legs[0].timer)
    call.legs[0].talk_seconds = None
    call.legs[0].timer = exchange.scheduler.after(2, "leg.answer", call.id, 0)
    simulation.run()


def test_an_incoming_call_to_an_extension(simulation: Simulation):
    incoming(simulation)

    assert event_rows(simulation, "SIPA") == [
        ("NEWCALL", 1, "Ringing", False, 0, 1),
        ("ANSWER", 11, "Talking", True, 0, 1),
        ("HANGUP", 16, "Talking", True, 0, 0),
    ]


def test_a_click2call_with_both_legs(simulation: Simulation):
    both_legs(simulation)

    assert event_rows(simulation, "SIPA") == [
        ("NEWCALL", 0, "Dialing", False, 1, 1),
        ("ANSWER", 2, "Talking", True, 1, 1),
        ("NEWCALL", 3, "Talking", False, 2, 1),
        ("ANSWER", 10, "Talking", True, 2, 1),
        ("HANGUP", 14, "Talking", True, 2, 0),
    ]


@pytest.mark.parametrize("play", [incoming, both_legs])
def test_the_epochs_are_those_of_the_last_event_answer_and_hang_up(simulation: Simulation, play: Any):
    play(simulation)
    answered = hung_up = 0.0
    for event in simulation.events:
        if not isinstance(event, ExtensionEvent):
            continue
        answered = event.time if event.reason == "ANSWER" else answered
        hung_up = event.time if event.reason == "HANGUP" else hung_up
        assert (event.last_event, event.last_answer, event.last_hangup) == (event.time, answered, hung_up)


@pytest.mark.parametrize("play", [incoming, both_legs])
def test_one_recording_name_a_call(simulation: Simulation, play: Any):
    play(simulation)

    assert (
        len({event.call.recording for event in simulation.events if isinstance(event, ExtensionEvent) and event.call})
        == 1
    )


def test_an_event_keeps_what_it_showed(simulation: Simulation):
    simulation.call(parties={"SIPA": answers(10, 5)})
    simulation.run(2)
    [ringing] = [event for event in simulation.events if isinstance(event, ExtensionEvent)]
    simulation.run()

    assert ringing.call is not None
    assert (ringing.call.status, ringing.calls[0].status) == ("Ringing", "Ringing")
