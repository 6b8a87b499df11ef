"""The story of a call, in sentences."""

from __future__ import annotations

import re
from pathlib import Path

from voicenter_mock.mockserver import telephony
from voicenter_mock.mockserver.telephony.control import snapshot
from voicenter_mock.mockserver.telephony.model.calls import Call
from voicenter_mock.mockserver.telephony.model.story import StoryEntry

from ...suite.cases import for_each
from .simulation import IVR, LAYER, MENU, QUEUE, Simulation, answers
from .stories import explain


def explain_text(simulation: Simulation, call: Call) -> str:
    return "\n".join(explain(call, simulation.exchange.zone))


def test_an_abandoned_caller(simulation: Simulation):
    call = simulation.call(MENU, digits="1", patience_seconds=12, parties={"agent": {"kind": "no_answer"}})
    simulation.run()

    story = explain_text(simulation, call)
    for sentence in (
        "0501234567 called 0720000001.",
        "The caller came to layer 1 (Menu).",
        "The caller pressed 1.",
        "The caller joined queue Sales at place 1.",
        "SIPA (agent) rings, for at most 20 seconds.",
        "The caller's patience ended after 12 seconds.",
        "The caller gave up after 12 seconds in the queue.",
        "Recorded as Queue, ABANDONE: The caller left the queue before anybody answered.",
    ):
        assert sentence in story


def test_a_customer_who_does_not_answer(simulation: Simulation):
    call = simulation.call(LAYER, digits="7#")
    simulation.run()
    simulation.reply(None)

    story = explain_text(simulation, call)
    assert "The customer's External Layer was asked what to do (keys: 7)." in story
    assert "gave no usable answer (none in time, STATUS 1, or not valid)" in story
    assert "Layer 5 could not go on and took its fallback." in story
    assert story.endswith("The call is still up.")


def test_a_customer_who_steers(simulation: Simulation):
    call = simulation.call(IVR)
    simulation.run()
    simulation.reply({"STATUS": 0, "ACTION": "HANGUP", "DATA": {}})
    simulation.run()

    assert "The customer's External IVR answered HANGUP." in explain_text(simulation, call)


def test_a_full_queue(simulation: Simulation):
    simulation.edit("queues", 100, maximum_callers=1)
    simulation.call(QUEUE, parties={"agent": {"kind": "no_answer"}})
    simulation.run(2)
    call = simulation.call(QUEUE)
    simulation.run(2)

    assert "Queue Sales took no caller: it is full." in explain_text(simulation, call)


def test_a_transfer_names_the_other_call(simulation: Simulation):
    first = simulation.call(parties={"SIPA": answers(2, None), "SIPB": answers(2, 5)})
    simulation.run(10)
    second = simulation.operator.transfer(first.id, "SIPB")

    assert "SIPA transferred the call to SIPB." in explain_text(simulation, first)
    assert f"0501234567 was passed on by SIPA to SIPB, out of call {first.id}." in explain_text(simulation, second)


def kinds_of_entries() -> set[str]:
    """The classes of entries that the rooms define, read from their text."""
    found: set[str] = set()
    for file in Path(telephony.__path__[0]).rglob("*.py"):
        found |= set(re.findall(r"^class (\w+)\(StoryEntry\)", file.read_text(encoding="utf-8"), re.MULTILINE))
    return found


@for_each("kind", sorted(kinds_of_entries()))
def test_whatever_is_noted_has_a_sentence_and_comes_back_from_a_snapshot(kind: str):
    entry = snapshot.CLASSES[kind]
    assert issubclass(entry, StoryEntry)
    assert entry.sentence is not StoryEntry.sentence
