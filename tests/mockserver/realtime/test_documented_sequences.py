"""One incoming call and one Click2Call, message by message, beside what the current document prints.

``golden/<sequence>.json`` holds our messages; they are compared exactly, and with the printed ones by order,
reasons, keys and types. Where ours differ, ``golden/deviations.json`` says so and why: a deviation that is not
listed fails, and so does a listed one that is none.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import pytest

from voicenter_mock.fixtures.documented import examples
from voicenter_mock.mockserver.telephony.click2call import click2call
from voicenter_mock.mockserver.telephony.click2call.orders import Click2CallOrder
from voicenter_mock.mockserver.telephony.model.outcomes import Outcome
from voicenter_mock.mockserver.telephony.routing import incoming
from voicenter_mock.mockserver.telephony.routing.incoming import IncomingOrder

from .published_messages import PublishedMessages, listen, violations

GOLDEN = Path(__file__).parent / "golden"
Message = Mapping[str, Any]


def incoming_call() -> PublishedMessages:
    messages = listen()
    answers = Outcome("answer", 10, 5)
    incoming.place(
        messages.exchange,
        IncomingOrder("0501234567", "0722776774", caller_name="Test Voicenter", parties={"SIPSIP1": answers}),
    )
    messages.exchange.run(messages.exchange.now + 60)
    return messages


def click_to_call() -> PublishedMessages:
    messages = listen()
    order = Click2CallOrder("call", "SIPSIP1", "0501234567", record=True)
    call = click2call.start(messages.exchange, 70000001, order)
    call.flow_state.parties["target"] = Outcome("answer", 7, 4)
    messages.exchange.run(messages.exchange.now + 60)
    return messages


SEQUENCES: dict[str, Callable[[], PublishedMessages]] = {"incoming-call": incoming_call, "click2call": click_to_call}


def ours(name: str) -> list[Message]:
    return SEQUENCES[name]().at("SIPSIP1")


def printed(name: str) -> list[Message]:
    found = [example for example in examples() if example.section == f"realtime/{name}"]
    return [json.loads(example.body or "")[1] for example in sorted(found, key=lambda example: example.name)]


@pytest.mark.parametrize("name", SEQUENCES)
def test_the_sequence_is_the_golden_one(name: str):
    path = GOLDEN / f"{name}.json"
    if os.environ.get("WRITE_GOLDEN"):
        path.write_text(json.dumps(ours(name), indent=2, ensure_ascii=False) + "\n", "utf-8")
    assert ours(name) == json.loads(path.read_text("utf-8"))


@pytest.mark.parametrize("name", SEQUENCES)
def test_every_message_of_the_sequence_keeps_its_contract(name: str):
    assert [violations("realtime.extension_event", message) for message in ours(name)] == [[]] * len(ours(name))


@pytest.mark.parametrize("name", SEQUENCES)
def test_the_reasons_come_in_the_documented_order(name: str):
    assert [message["reason"] for message in ours(name)] == [message["data"]["reason"] for message in printed(name)]


@pytest.mark.parametrize("name", SEQUENCES)
def test_keys_and_types_are_the_documented_ones_but_for_what_is_listed(name: str):
    found = {
        difference
        for mine, theirs in zip(ours(name), printed(name), strict=True)
        for difference in differences(mine, theirs, "$")
    }
    listed = json.loads((GOLDEN / "deviations.json").read_text("utf-8"))
    assert found == set(listed["keys"][name])


def differences(mine: Any, theirs: Any, path: str) -> Iterator[str]:
    """Where two messages differ in keys or types."""
    if type(mine) is not type(theirs):
        yield f"{path}: {type(mine).__name__}, printed {type(theirs).__name__}"
    elif isinstance(mine, dict):
        ours, printed = cast("Message", mine), cast("Message", theirs)
        for key in {**ours, **printed}:
            if key not in printed:
                yield f"{path}.{key}: ours only"
            elif key not in ours:
                yield f"{path}.{key}: printed only"
            else:
                yield from differences(ours[key], printed[key], f"{path}.{key}")
    elif isinstance(mine, list):
        for one, other in zip(cast("list[Any]", mine), cast("list[Any]", theirs), strict=True):
            yield from differences(one, other, f"{path}[]")


# What the messages of one call say together, which the printed ones contradict each other about.


@pytest.mark.parametrize("name", SEQUENCES)
def test_the_last_event_epoch_is_each_message_s_own_moment(name: str):
    messages = ours(name)
    assert messages
    assert [message["data"]["lastCallEventEpoch"] for message in messages] == [one["servertime"] for one in messages]


@pytest.mark.parametrize("name", SEQUENCES)
def test_the_last_answer_and_hang_up_epochs_are_those_of_the_last_answer_and_hang_up(name: str):
    answered = hung_up = 0
    for message in ours(name):
        answered = message["servertime"] if message["reason"] == "ANSWER" else answered
        hung_up = message["servertime"] if message["reason"] == "HANGUP" else hung_up
        data = message["data"]
        assert (data["lastAnsweredCallEventEpoch"], data["lastHangupCallEpoch"]) == (answered, hung_up)


@pytest.mark.parametrize("name", SEQUENCES)
def test_a_call_has_one_recording_name(name: str):
    names = {
        call["recording"]["Filename"]
        for message in ours(name)
        for call in [message["data"]["currentCall"], *message["data"]["calls"]]
    }
    assert len(names) == 1


@pytest.mark.parametrize("name", SEQUENCES)
def test_the_call_that_ended_is_the_current_one_with_its_last_status_and_gone_from_the_calls(name: str):
    last = ours(name)[-1]["data"]
    assert (last["currentCall"]["callstatus"], last["calls"]) == ("Talking", [])


def test_leg_2_is_talking_before_it_is_answered():
    second = ours("click2call")[2]["data"]["currentCall"]
    assert (second["callstatus"], second["answered"], second["c2cdirection"]) == ("Talking", 0, "2")
