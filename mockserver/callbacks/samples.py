"""One documented message of each callback, to send by hand: the contracts' own examples, as of now."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

from ... import contracts
from ...contracts.callback_names import CallbackContract, CallbackName, MessageName
from ...contracts.operations import WORDING, Revision

Members = dict[str, Any]

NAMES: dict[MessageName, tuple[CallbackName, CallbackContract]] = {
    "cdr": ("cdr", "cdr_notification"),
    "popup": ("popup", "popup"),
    "external_ivr": ("external_ivr", "external_ivr.get_ivr_action"),
    "external_ivr_hangup": ("external_ivr", "external_ivr.hangup_call"),
    "external_layer": ("external_layer", "external_layer"),
    "voicebot": ("voicebot", "voicebot"),
}
"""Each message, whose target it goes to, and its contract."""

ENCODINGS: dict[MessageName, tuple[str, ...]] = {
    "cdr": ("json", "xml-rpc", "form"),
    "popup": ("json", "query", "form"),
    "external_ivr": ("json", "xml-rpc"),
    "external_ivr_hangup": ("json", "xml-rpc"),
    "external_layer": ("json",),
    "voicebot": ("json",),
}
_CALL_IDS = ("ivruniqueid", "ivrid", "IVR_UNIQUE_ID")
_EPOCHS = ("callStarted", "CALL_START_EPOCH")
_TALK_BEGAN = 12


def sample(name: MessageName, *, call_id: str, epoch: int, local_epoch: int) -> Members:
    """A message that keeps its contract. ``epoch`` is its present, ``local_epoch`` the same as ``time`` counts it."""
    examples: list[Members] = contracts.schema(f"{NAMES[name][1]}.request")["examples"]
    message = as_of(
        examples[0] if name != "popup" else _ringing(examples[-1]),
        call_id=call_id, epoch=epoch, local_epoch=local_epoch,
    )  # fmt: skip
    if name == "external_ivr_hangup":
        message["DATA"]["CALL_TIME_EPOCH"] = epoch + _TALK_BEGAN
    return message


def as_of(message: Members, *, call_id: str, epoch: int, local_epoch: int) -> Members:
    """A message with another call id and the times of now, in place. ``epoch`` is its present, ``local_epoch`` the
    same as ``time`` counts it.
    """
    for members in (message, message.get("DATA"), message.get("CALL_INFO"), message.get("currentCall")):
        if isinstance(members, dict):
            present = cast("Members", members)
            present |= {key: call_id for key in _CALL_IDS if key in present}
            present |= {key: epoch for key in _EPOCHS if key in present}
    if "time" in message:
        message["time"] = local_epoch
    return message


def _ringing(example: Members) -> Members:
    message = {name: value for name, value in example.items() if name != "cause"}
    message |= {"status": "Ringing", "statusCall": "Ringing", "isAnswered": 0, "callAnswered": 0, "recordFile": ""}
    message["currentCall"] = {**message["currentCall"], "callstatus": "Ringing", "answered": 0, "callAnswered": 0}
    return message


def in_revision(message: Members, revision: Revision) -> Members:
    """A sample as an organization of that revision writes it."""
    wording = WORDING[revision]
    if message.get("METHOD") == "IVR_LAYER_INPUT" and wording.layer_numbers == "text":
        data: Members = message["DATA"]
        data |= {name: str(data[name]) for name in ("LAYER_ID", "PREVIOUS_LAYER_ID")}
    if "currentCall" in message and wording.popup_flags == "booleans":
        message |= {name: bool(message[name]) for name in ("isMuted", "isAnswered")}
        message["currentCall"]["isInternal"] = bool(message["currentCall"]["isInternal"])
    return message


def about_call(message: Members) -> Members:
    """The object of a message that says which call it is about: one inside it, or the message itself."""
    inner = message.get("DATA", message.get("CALL_INFO"))
    return cast("Members", inner) if isinstance(inner, dict) else message


def overridden(message: Members, values: Mapping[str, Any], *, as_text: bool = False) -> Members:
    """The message with other values for some members.

    ``a.b`` names a member inside another; in messages with DATA or CALL_INFO a plain name means one there. With
    ``as_text`` the values are texts, which become what the member was before: ``duration=30`` a number,
    ``caller=0501234567`` a text; what could not become that stays text, so that a wrong message can be sent on purpose.
    ``null`` is JSON's whatever was there before, ``"null"`` in quotation marks the text.
    """
    copy: Members = json.loads(json.dumps(message))
    for name, value in values.items():
        steps = name.split(".")
        members = copy
        if steps[0] not in copy:
            members = about_call(copy)
        for step in steps[:-1]:
            inner = members.get(step)
            if not isinstance(inner, dict):
                inner = members[step] = {}
            members = cast("Members", inner)
        last = steps[-1]
        members[last] = _like(members.get(last), value) if as_text else value
    return copy


def misspelt_members(contract: CallbackContract, before: Members, after: Members) -> list[contracts.NearMiss]:
    """The members that only ``after`` has and no document knows, whose names are nearly those of others, be these there
    or not.
    """
    return contracts.near_misses(f"{contract}.request", _added(before, after))


def _added(before: Members, after: Members) -> Members:
    """The members of ``after`` that ``before`` does not have, where they stand."""
    added: Members = {}
    for name, value in after.items():
        if name not in before:
            added[name] = value
        elif isinstance(value, dict) and isinstance(before[name], dict):
            added[name] = _added(before[name], cast("Members", value))
    return added


def _like(before: Any, text: str) -> Any:
    if text == "null":
        return None
    if text == '"null"':
        return "null"
    if isinstance(before, str):
        return text
    if before is None and text[:1] not in ("{", "["):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text
