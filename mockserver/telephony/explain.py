"""Why a call ended as it did, told in sentences from what happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from . import phones
from .calls import Call

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
        f"{_clock(time, zone)} {SENTENCES[what](call, details)}" for time, what, details in call.story if what in SENTENCES
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
        how = {"party": "hung up", "other": "was disconnected, because the other side had ended", "system": "was disconnected by the system"}
        return f"{who} {how.get(by, 'hung up')} (ANSWER)."
    return f"{who} {_WHY.get(status, 'ended')} ({status}, cause {details['cause']})."


SENTENCES: dict[str, Callable[[Call, Details], str]] = {
    "click2call": _click2call,
    "dialled": lambda call, details: f"{_who(details)} rings, for at most {details['maximum']:g} seconds.",
    "answered": lambda call, details: f"{_who(details)} answered.",
    "ended": _ended,
    "time_limit": lambda call, details: "The maximum duration was reached.",
    "played": lambda call, details: "The message was played to its end.",
    "blacklisted": lambda call, details: f"{phones.local(details['number'])} is on the blacklist and was not dialled.",
}
"""How each kind of entry in a call's story is told. Flows add their own."""
