"""What people call Voicenter's callbacks: the names of this project, and every other spelling that is taken for one.

The one reader for Python, the control API and the terminal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, cast, get_args

from .suggestions import did_you_mean

CallbackName = Literal["cdr", "popup", "external_ivr", "external_layer", "voicebot"]
"""Whom a message goes to: each has an address of its own."""
MessageName = Literal["cdr", "popup", "external_ivr", "external_ivr_hangup", "external_layer", "voicebot"]
"""A message by itself: an External IVR gets two, GET_IVR_ACTION and HANGUP_CALL."""

CallbackContract = Literal[
    "cdr_notification", "popup", "external_ivr.get_ivr_action", "external_ivr.hangup_call", "external_layer",
    "voicebot",
]  # fmt: skip
"""A callback's name in the catalogue, which its two contracts are called by."""

__tracebackhide__ = True  # pytest leaves these frames out of a test's report

CONTRACTS: Mapping[CallbackName, tuple[CallbackContract, ...]] = {
    "cdr": ("cdr_notification",),
    "popup": ("popup",),
    "external_ivr": ("external_ivr.get_ivr_action", "external_ivr.hangup_call"),
    "external_layer": ("external_layer",),
    "voicebot": ("voicebot",),
}
"""What goes to each address."""

ABOUT_THE_CALL = ("DATA", "CALL_INFO")
"""Objects inside messages that say which call they are about."""

CALLBACK_NAMES: tuple[CallbackName, ...] = get_args(CallbackName)
MESSAGE_NAMES: tuple[MessageName, ...] = get_args(MessageName)

_OTHERS: Mapping[str, MessageName] = {
    "cdr_notification": "cdr",
    "cdr_push": "cdr",
    "pop_up": "popup",
    "popup_screen": "popup",
    "ivr": "external_ivr",
    "get_ivr_action": "external_ivr",
    "external_ivr_get_ivr_action": "external_ivr",
    "hangup": "external_ivr_hangup",
    "hangup_call": "external_ivr_hangup",
    "external_ivr_hangup_call": "external_ivr_hangup",
    "layer": "external_layer",
    "ivr_layer_input": "external_layer",
    "voice_bot": "voicebot",
}
"""Other spellings, with ``_`` for every other sign between words."""

_NAMES: Mapping[str, MessageName] = {**{str(name): name for name in MESSAGE_NAMES}, **_OTHERS}


def read_message(word: str) -> MessageName:
    """The message that is meant, in any case and spelling (``ivr``, ``external-ivr``, ``cdr_notification.request``).

    Raises ``LookupError`` with what could have been meant.
    """
    plain = word.strip().casefold().replace("-", "_").replace(".", "_").replace(" ", "_")
    plain = plain.removesuffix("_request").removesuffix("_response")
    found = _NAMES.get(plain)
    if found is None:
        raise LookupError(unknown_callback(word, MESSAGE_NAMES))
    return found


def read_callback(word: str) -> CallbackName:
    """The callback that is meant, as ``read_message``; of an External IVR's messages the External IVR."""
    try:
        message = read_message(word)
    except LookupError:
        raise LookupError(unknown_callback(word, CALLBACK_NAMES)) from None
    return "external_ivr" if message == "external_ivr_hangup" else message


def unknown_callback(word: str, known: Sequence[str]) -> str:
    """The sentence that there is none of that name, with what could have been meant."""
    return f"there is no callback {word[:60]!r}; {did_you_mean(word, known, _list_known(known))}"


def _list_known(known: Sequence[str]) -> str:
    return f"there are {', '.join(known)}"


def about_call(message: dict[str, Any]) -> dict[str, Any]:
    """The object of a message that says which call it is about: one inside it, or the message itself."""
    inner = next((message[name] for name in ABOUT_THE_CALL if name in message), None)
    return cast("dict[str, Any]", inner) if isinstance(inner, dict) else message
