"""Why a call ended as it did, told in sentences from what happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ....contracts.cdr_types import cdr_type
from ....contracts.dial_statuses import dial_status
from ..model import phones
from ..model.calls import Call

Details = dict[str, Any]

_WHY = {
    "BUSY": "was busy",
    "NOANSWER": "did not answer in time",
    "CANCEL": "was not reached: the call was cancelled while it rang",
    "CHANUNAVAIL": "could not be reached: the device is not registered",
    "CONGESTION": "could not be reached: the network refused the number",
    "INVALIDARGS": "could not be dialled: the number is incomplete",
    "NOTCALLED": "was not called, because the other leg did not get that far",
    "NOTDIALED": "was not dialled: the caller hung up before",
    "SSWPREAUTH": "was not dialled: the call was cancelled before",
    "VOICEMAIL": "did not answer; the voicemail took the call",
}


def explain(call: Call, zone: ZoneInfo) -> list[str]:
    """One sentence for each thing that happened, oldest first, with local times."""
    sentences = [
        f"{_clock(time, zone)} {SENTENCES[what](call, details)}"
        for time, what, details in call.story
        if what in SENTENCES
    ]
    if not call.ended:
        sentences.append("The call is still up.")
    return sentences


def _clock(time: float, zone: ZoneInfo) -> str:
    return datetime.fromtimestamp(time, zone).strftime("%H:%M:%S")


def _who(details: Details) -> str:
    number: str = details["number"]
    return f"{phones.local(number)} ({details['role']})" if details.get("role") else phones.local(number)


def _click2call(call: Call, details: Details) -> str:
    target = f" and {phones.local(details['target'])}" if details["target"] else ""
    return f"Click2Call ({details['action']}) was asked to connect {phones.local(details['phone'])}{target}."


def _ended(call: Call, details: Details) -> str:
    who, status, by = _who(details), details["status"], details["by"]
    if status == "ANSWER":
        how = {
            "party": "hung up",
            "other": "was disconnected, because the other side had ended",
            "system": "was disconnected by the system",
        }
        return f"{who} {how.get(by, 'hung up')} (ANSWER)."
    return f"{who} {_WHY.get(status, 'ended')} ({status}, cause {details['cause']})."


def _name(details: Details) -> str:
    return phones.local(details["number"])


def _led(call: Call, details: Details) -> str:
    customer = details["callback"]
    if details["action"]:
        return f"The customer's {customer} answered {details['action']}."
    return f"The customer's {customer} gave an answer without an action."


def _turned_away(call: Call, details: Details) -> str:
    why = {"FULL": "it is full", "JOINEMPTY": "nobody is there to answer"}[details["status"]]
    return f"Queue {details['name']} took no caller: {why}."


def _recorded(call: Call, details: Details) -> str:
    talk = f" with {details['duration']} seconds of talk" if details["duration"] else ""
    meaning = dial_status(details["status"]).meaning
    return f"Recorded as {cdr_type(details['type']).name}, {details['status']}{talk}: {meaning}"


def _transferred(call: Call, details: Details) -> str:
    if details["attended"]:
        return f"{_name(details)} handed the call over after a consultation."
    return f"{_name(details)} transferred the call to {phones.local(details['to'])}."


def _passed_on(call: Call, details: Details) -> str:
    to = phones.local(details["to"])
    return f"{_name(details)} was passed on by {details['by']} to {to}, out of call {details['first']}."


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


SENTENCES: dict[str, Callable[[Call, Details], str]] = {
    "click2call": _click2call,
    "incoming": lambda call, details: f"{phones.local(details['caller'])} called {details['did']}.",
    "outgoing": lambda call, details: f"{details['extension']} dialled {phones.local(details['target'])}.",
    "dialled": lambda call, details: f"{_who(details)} rings, for at most {details['maximum']:g} seconds.",
    "answered": lambda call, details: f"{_who(details)} answered.",
    "ended": _ended,
    "time_limit": lambda call, details: "The maximum duration was reached.",
    "played": lambda call, details: "The message was played to its end.",
    "blacklisted": lambda call, details: f"{phones.local(details['number'])} is on the blacklist and was not dialled.",
    "recorded": _recorded,
    # the IVR
    "layer": lambda call, details: f"The caller came to layer {details['layer']} ({details['name']}).",
    "no_layer": lambda call, details: f"There is no layer {details['layer']}: the call cannot go on.",
    "circles": lambda call, details: (
        f"After {details['layers']} steps the call was taken for one that goes in circles."
    ),
    "pressed": lambda call, details: f"The caller pressed {details['keys']}.",
    "no_such_key": lambda call, details: f"{details['keys']} leads nowhere in this menu.",
    "fallback": lambda call, details: f"Layer {details['layer']} could not go on and took its fallback.",
    "asked": lambda call, details: (
        f"The customer's {details['callback']} was asked what to do (keys: {details['keys'] or 'none'})."
    ),
    "customer_says": _led,
    "no_answer_from_customer": lambda call, details: (
        f"The customer's {details['callback']} gave no usable answer (none in time, STATUS 1, or not valid)."
    ),
    "answer_of_no_use": lambda call, details: (
        f"{details['action'] or 'That'} could not be done: an unknown layer, target or action."
    ),
    "announced": lambda call, details: (
        "The announcement could not be made."
        if details["failed"]
        else f"An announcement of {details['seconds']:g} seconds was made."
    ),
    "let_go": lambda call, details: "The IVR ended the call.",
    # waiting
    "queued": lambda call, details: f"The caller joined queue {details['name']} at place {details['place']}.",
    "turned_away": _turned_away,
    "queue_answered": lambda call, details: (
        f"{details['number']} took the caller from the queue after {details['waited']} seconds."
    ),
    "queue_time_out": lambda call, details: f"Queue {details['name']} lets nobody wait longer.",
    "queue_exit": lambda call, details: f"The caller left queue {details['name']} with key {details['keys']}.",
    "abandoned": lambda call, details: f"The caller gave up after {details['waited']} seconds in the queue.",
    "impatient": lambda call, details: f"The caller's patience ended after {details['waited']:g} seconds.",
    # services
    "voicemail": lambda call, details: f"Voicemail {details['name'] or details['mailbox']} took the call.",
    "conference": lambda call, details: f"The caller joined conference {details['room']}.",
    "silent_record": lambda call, details: f"The call is recorded for at most {details['seconds']:g} seconds.",
    # talking
    "held": lambda call, details: f"{_name(details)} put the call on hold.",
    "unheld": lambda call, details: f"{_name(details)} took the call back.",
    "transferred": _transferred,
    "forwarded": lambda call, details: f"{_name(details)} forwards its calls to {phones.local(details['to'])}.",
    "passed_on": _passed_on,
    "joined": lambda call, details: (
        f"{_name(details)} and {phones.local(details['to'])} were connected, out of call {details['first']}."
    ),
    "spies": lambda call, details: f"{_name(details)} listens to call {details['spied']}.",
    "spied": lambda call, details: f"{_name(details)} listens to this call.",
    "muted": lambda call, details: "The recording was muted.",
    "unmuted": lambda call, details: "The recording was unmuted.",
    # campaigns
    "campaign": lambda call, details: (
        f"Campaign {details['name']} dials {phones.local(details['target'])}"
        f" for the {_ordinal(details['attempt'])} time."
    ),
    "no_place": lambda call, details: "The customer was turned away: no agent was free, and no more may wait.",
}
"""How each kind of entry in a call's story is told."""
