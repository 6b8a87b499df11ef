"""No two fields of one message have the same value without a reason: what is one thing in demo cannot be taken for
another. Each pair that has it says why.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest

from voicenter_mock.contracts.json_values import is_array, is_object
from voicenter_mock.fixtures.voicenter import Voicenter

from .documented_states import ANSWERS, ReceivedMessages, got

CALLERS = {"GB": "442079460011", "PS": "970599123456", "US": "12125551234", "IL": "972502345678"}
LONDON = "442079460958"
_MOMENTS = (
    "servertime telephonyservertime callStarted calldurationinterval callAnswered lastCallEventEpoch "
    "lastAnsweredCallEventEpoch lastHangupCallEpoch"
)
_CALLER = "caller callerPhone callerName callername callerphone callerID originalCallerID phone"

SAME: tuple[tuple[str, str], ...] = (
    ("ivrid ivruniqueid", "the call id, by both names that the current document has for it"),
    (_MOMENTS, "moments of one call: an event is one of them, and in Israel's zone all clocks agree"),
    ("callStarted callstarted", "3.2's spelling and the one seen since"),
    ("callAnswered callanswered", "3.2's spelling and the one seen since"),
    (_CALLER, "one caller, whose number stands for the name where there is none (3.2 §7 shows it so)"),
    ("userID onlineUserID representative", "the owner of the extension is who is logged in there"),
    ("representative userName", "the same person's name, where the monitor's representative is a name (3.2 §7)"),
    ("status statusCall callstatus", "the pop-up's stage, by the names of two generations (seen)"),
    ("leg1DialStatusName status", "both legs of the call were answered"),
    ("target targetextension extenUser", "who was reached is an extension (cdr)"),
    ("callerextension extenUser", "the extension of the record (seen)"),
    ("target callerPhone", "of an outgoing call the party outside (seen)"),
)
"""Members that say the same by the documents, or by what was seen."""

SHARED = {frozenset(pair) for names, _ in SAME for pair in combinations(names.split(), 2)}


def values(message: dict[str, Any], place: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in message.items():
        if is_object(value):
            yield from values(value, f"{place}{name}.")
        elif is_array(value):
            for entry in value:
                if is_object(entry):
                    yield from values(entry, f"{place}{name}[].")
        elif _tells_apart(value):
            yield place + name, value


def _tells_apart(value: Any) -> bool:
    """Nothing, yes, no, counts and seconds agree by chance."""
    if isinstance(value, bool) or value is None:
        return False
    return len(value) > 1 if isinstance(value, str) else value > 500


def equal_members(message: dict[str, Any]) -> set[frozenset[str]]:
    found = list(values(message))
    return {
        frozenset((one.rpartition(".")[2], other.rpartition(".")[2]))
        for (one, value), (other, same) in combinations(found, 2)
        if str(value) == str(same) and one.rpartition(".")[2] != other.rpartition(".")[2]
    }


def messages_of(voicenter: Voicenter) -> list[dict[str, Any]]:
    """Every CDR, event, pop-up and question of calls from four countries to London, and of one from there."""
    bodies: list[dict[str, Any]] = []
    messages = ReceivedMessages(voicenter)
    for callback in ("cdr", "popup"):
        voicenter.deliver_to(bodies.append, callback)
    for number in CALLERS.values():
        voicenter.incoming_call(number, did=LONDON, caller_name="Somebody", parties={"london-desk": ANSWERS})
        voicenter.clock.advance(12)
        bodies.append(_extension(got(voicenter, "/comet/API/GetExtensionsCalls?code=demo-code&extension=london-desk")))
        voicenter.clock.run_until_idle()
    got(
        voicenter, "/ForwardDialer/click2call.aspx?code=demo-branch-code&phone=london-desk&target=442079460022&record=1"
    )
    voicenter.clock.run_until_idle()
    voicenter.outgoing_call("london-lobby", CALLERS["US"])
    voicenter.clock.run_until_idle()
    bodies = [
        message for message in bodies if message.get("type") != "Click2Call leg1"
    ]  # a call of the agent with themself
    return [*bodies, *(message for _, _, message in messages.events)]


def _extension(answer: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer)["EXTENSIONS"][0]
    return found


@pytest.fixture(scope="module")
def messages() -> list[dict[str, Any]]:
    with Voicenter("demo", now=1_700_000_000.0) as voicenter:
        return messages_of(voicenter)


def test_members_of_one_message_differ_but_for_those_that_are_the_same_thing(messages: list[dict[str, Any]]) -> None:
    found: dict[frozenset[str], Any] = {}
    for message in messages:
        for pair in equal_members(message) - SHARED:
            found.setdefault(pair, message)
    assert found == {}


def test_callers_come_from_four_countries(messages: list[dict[str, Any]]) -> None:
    countries = {message["caller_country"] for message in messages if message.get("caller_country")}
    assert countries == {"United Kingdom", "Palestine", "United States", "Israel"}


def test_every_pair_that_may_agree_does_somewhere(messages: list[dict[str, Any]]) -> None:
    agreeing = set[frozenset[str]]().union(*map(equal_members, messages))
    assert [names for names, _ in SAME if not agreeing & {frozenset(p) for p in combinations(names.split(), 2)}] == []
