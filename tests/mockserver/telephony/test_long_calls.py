"""What happens next in a call takes as much work in its fourth hour as in its first minutes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import partial

import pytest

from voicenter_mock.mockserver.telephony.control.snapshot import export, restore
from voicenter_mock.mockserver.telephony.core import story as core_story
from voicenter_mock.mockserver.telephony.model.calls import FEW_LEGS
from voicenter_mock.mockserver.telephony.model.story import LONG_STORY, MAXIMUM_STORY, LeftOut, Story, StoryEntry
from voicenter_mock.mockserver.telephony.routing import story as routing_story

from ...suite.work import steps_of
from .office import Office
from .simulation import QUEUE, Simulation

SHORT, LONG = 100, 1_600
SOME_MORE = FEW_LEGS
RINGING = {"id": 100, "name": "Sales", "account": 2, "members": ["SIPA"], "ring_seconds": 1, "retry_seconds": 1}
SILENT = {"patience_seconds": 100_000, "parties": {"agent": {"kind": "no_answer"}}}


def waiting_caller(simulation: Simulation) -> Callable[[int], None]:
    """A queue rings its agent every other second, and nobody answers."""
    simulation.change(queues=[RINGING])
    simulation.call(QUEUE, **SILENT)
    return lambda rings: simulation.run(2 * rings)


def with_a_telephone(simulation: Simulation) -> Callable[[int], None]:
    """As above, and the agent has a real telephone."""
    office = Office("SIPA", queues=[RINGING])
    office.call(QUEUE, patience_seconds=100_000)

    def ring(times: int) -> None:
        office.run(2 * times)
        office.events.clear()

    return ring


def talking(
    simulation: Simulation, do: Callable[[str], object], undo: Callable[[str], object]
) -> Callable[[int], None]:
    """Somebody does something in a talk and takes it back."""
    call = simulation.call(talk_seconds=14_000)
    simulation.run(10)

    def go_on(times: int) -> None:
        for _ in range(times):
            do(call.id)
            undo(call.id)

    return go_on


def muted(simulation: Simulation) -> Callable[[int], None]:
    mute = simulation.operator.mute
    return talking(simulation, partial(mute, muted=True), partial(mute, muted=False))


def held(simulation: Simulation) -> Callable[[int], None]:
    return talking(simulation, simulation.operator.hold, simulation.operator.unhold)


def pressed(simulation: Simulation) -> Callable[[int], None]:
    """A caller presses keys that the queue does not take."""
    simulation.change(queues=[{**RINGING, "exit_keys": {"0": 13}}])
    call = simulation.call(QUEUE, **SILENT)
    simulation.run(1)

    def press(times: int) -> None:
        for _ in range(times):
            simulation.operator.press(call.id, "7")

    return press


@pytest.mark.slow
@pytest.mark.parametrize("begin", [held, muted, pressed, waiting_caller, with_a_telephone])
def test_one_more_step_costs_the_same(begin: Callable[[Simulation], Callable[[int], None]], simulation: Simulation):
    go_on = begin(simulation)
    go_on(SHORT)
    simulation.events.clear()
    after_few = steps_of(lambda: go_on(SOME_MORE))
    go_on(LONG - SHORT)
    simulation.events.clear()

    assert steps_of(lambda: go_on(SOME_MORE)) < 1.1 * after_few


def test_a_restored_call_goes_on_as_it_would_have(simulation: Simulation):
    go_on = waiting_caller(simulation)
    go_on(10 * FEW_LEGS)
    restored = restore(export(simulation.exchange), simulation.exchange.directory)
    for exchange in (simulation.exchange, restored):
        exchange.run(exchange.now + 20 * FEW_LEGS + 1.5)
    [call] = restored.calls.values()

    assert export(restored) == export(simulation.exchange)
    assert len(call.legs) > 20 * FEW_LEGS
    assert [leg for leg in call.recent_legs if leg.open] == [leg for leg in call.legs if leg.open]
    assert [leg.role for leg in call.legs if leg.open] == ["caller", "agent"]


# ---- the story -----------------------------------------------------------------------------------------


def one_entry_shorter(story: list[tuple[str, int]]) -> None:
    """What a story was that had one entry too many: its two in the middle as one, with how many that stands for."""
    middle = len(story) // 2
    (_, before), (last, _) = story[middle : middle + 2]
    story[middle : middle + 2] = [(last, before + 1)]


def test_a_story_is_the_same_whenever_its_middle_is_taken_out(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("voicenter_mock.mockserver.telephony.model.story.MAXIMUM_STORY", 7)
    at_once, now_and_then = Story(), Story()
    expected: list[tuple[str, int]] = []
    for time in range(40):
        for story in (at_once, now_and_then):
            story += (routing_story.KeysPressed, float(time), str(time))
        if time % 9 == 0:
            now_and_then.shorten()
        expected.append((str(time), 1))
        if len(expected) > 7:
            one_entry_shorter(expected)

    def told(entry: StoryEntry) -> tuple[str, int]:
        return f"{entry.time:g}", entry.count if isinstance(entry, LeftOut) else 1

    assert [told(entry) for entry in at_once.entries()] == expected
    assert list(now_and_then.entries()) == list(at_once.entries())


def test_a_story_that_has_become_shorter_is_so_for_a_while():
    """Else its middle would be taken out at each note."""
    kinds = [*core_story.ENTRIES, *routing_story.ENTRIES]
    longest = max(len(fields(kind)) for kind in kinds) + 1

    assert longest * MAXIMUM_STORY < LONG_STORY / 2


def test_an_ended_call_keeps_no_more_than_it_tells(simulation: Simulation):
    simulation.change(queues=[RINGING])
    call = simulation.call(QUEUE, **SILENT)
    simulation.run(1_000)
    simulation.operator.hang_up(call.id)

    assert len(call.story.starts()) == MAXIMUM_STORY
