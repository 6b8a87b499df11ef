"""One documented message of each callback, to send by hand: the contracts' own examples, as of now."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

from ... import contracts
from ...contracts.callback_names import CallbackContract, CallbackName, MessageName, about_call
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


def overridden(message: Members, values: Mapping[str, Any]) -> Members:
    """The message with other values for some members.

    ``a.b`` names a member inside another, ``a.0`` the first of a list; in messages with DATA or CALL_INFO a plain name
    means one there.
    """
    copy: Members = json.loads(json.dumps(message))
    for name, value in values.items():
        steps = name.split(".")
        here = _Place(copy if steps[0] in copy else about_call(copy), steps[0])
        for step in steps[1:]:
            here = _Place(here.inside(step), step)
        here.value = value
    return copy


def overridden_by_texts(contract: CallbackContract, message: Members, texts: Mapping[str, str]) -> Members:
    """The same with values that somebody wrote as text, which become what the member was before (``duration=30`` a
    number, ``caller=0501234567`` a text), or what the contract wants where there was none.

    What could not become that stays text, so that a wrong message can be sent on purpose. ``null`` is JSON's whatever
    was there before, ``"null"`` in quotation marks the text.
    """
    return overridden(message, {name: _value(contract, message, name, text) for name, text in texts.items()})


def _value(contract: CallbackContract, message: Members, name: str, text: str) -> Any:
    found = _values_at(message, name)
    value = _like(found[0] if found else None, text)
    if found or value != text or _may_be(contract, message, name, text):
        return value
    as_json = _out_of_json(text)
    return as_json if _may_be(contract, message, name, as_json) else text


def _may_be(contract: CallbackContract, message: Members, name: str, value: Any) -> bool:
    return contracts.accepts(f"{contract}.request", overridden(message, {name: value}))


def has_member(message: Members, name: str) -> bool:
    """Whether there is already what ``overridden`` would give another value."""
    return bool(_values_at(message, name))


def _values_at(message: Members, name: str) -> list[Any]:
    """The one value there, if there is one."""
    steps = name.split(".")
    found: Any = message if steps[0] in message else about_call(message)
    for step in steps:
        if isinstance(found, dict) and step in found:
            found = cast("Members", found)[step]
        elif isinstance(found, list) and step.isdecimal() and int(step) < len(cast("list[Any]", found)):
            found = cast("list[Any]", found)[int(step)]
        else:
            return []
    return [found]


class _Place:
    """Where a value stands in an object, or in a list: as one of its items, or behind the last."""

    def __init__(self, around: Members | list[Any], step: str) -> None:
        self._around = around
        self._step = step

    @property
    def value(self) -> Any:
        if isinstance(self._around, dict):
            return self._around.get(self._step)
        return self._around[int(self._step)] if int(self._step) < len(self._around) else None

    @value.setter
    def value(self, value: Any) -> None:
        if isinstance(self._around, dict):
            self._around[self._step] = value
        else:
            self._around[int(self._step) :] = [value, *self._around[int(self._step) + 1 :]]

    def inside(self, step: str) -> Members | list[Any]:
        """The object or list here in which the next step leads on; made where there is none."""
        value = self.value
        if isinstance(value, dict):
            return cast("Members", value)
        items: list[Any] = cast("list[Any]", value) if isinstance(value, list) else []
        if step.isdecimal() and (int(step) <= len(items) if value is not None else step == "0"):
            self.value = items
            return items
        self.value = made = dict[str, Any]()
        return made


def misspelt_members(contract: CallbackContract, before: Members, after: Members) -> list[contracts.NearMiss]:
    """The members that only ``after`` has and no document knows, whose names are nearly those of others, be these there
    or not.
    """
    return contracts.near_misses(f"{contract}.request", _added(before, after))


def _added(before: Any, after: Any) -> Any:
    """The members of ``after`` that ``before`` does not have, where they stand; of lists item by item."""
    if isinstance(before, dict) and isinstance(after, dict):
        known, members = cast("Members", before), cast("Members", after)
        added: Members = {}
        for name, value in members.items():
            if name not in known:
                added[name] = value
            elif isinstance(value, dict | list):
                added[name] = _added(known[name], value)
        return added
    if isinstance(before, list) and isinstance(after, list):
        return [_added(*pair) for pair in zip(cast("list[Any]", before), cast("list[Any]", after), strict=False)]
    return after


def _like(before: Any, text: str) -> Any:
    if text == "null":
        return None
    if text == '"null"':
        return "null"
    if isinstance(before, str):
        return text
    return text if before is None and text[:1] not in ("{", "[") else _out_of_json(text)


def _out_of_json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
