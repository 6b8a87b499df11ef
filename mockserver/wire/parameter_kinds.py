"""Kinds of parameters: how a value becomes Python's, and what would be right in the place of one that cannot."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...contracts import text_values
from ...contracts.json_values import is_array, is_object
from ...contracts.sentences import Sentence

LARGEST = 10**18
"""Every number is nearer to 0."""


class Unusable(Exception):
    """A value that cannot be read as what it should be."""


def _as_it_is(value: Any) -> Any:
    return value


def as_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    raise Unusable


def _integer(value: Any) -> int:
    if isinstance(value, str):
        value = text_values.integer(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < LARGEST:
        return value
    raise Unusable


def _number(value: Any) -> float:
    if isinstance(value, str):
        value = text_values.number(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < LARGEST:
        return value
    raise Unusable


def _boolean(value: Any) -> bool:
    if isinstance(value, str):
        value = text_values.tolerated_boolean(value)
    if isinstance(value, bool | int | float) and value in (0, 1):
        return value == 1
    raise Unusable


def as_one_of(values: list[str]) -> Callable[[Any], str]:
    by_word = {value.lower(): value for value in values}

    def convert(value: Any) -> str:
        word = as_text(value).lower()
        if word not in by_word:
            raise Unusable
        return by_word[word]

    return convert


def _list(item: Callable[[Any], Any]) -> Callable[[Any], list[Any]]:
    def convert(value: Any) -> list[Any]:
        return [item(entry) for entry in (value if is_array(value) else [value])]

    return convert


def _object(value: Any) -> dict[str, Any]:
    if is_object(value):
        return value
    raise Unusable


TEXT = Sentence.of("Text", "text")
_INTEGER = Sentence.of("AnInteger", "an integer")
OBJECT = Sentence.of("AnObject", "an object")
_RIGHT = Sentence.of("Right", "right")
ALLOWED = Sentence.of("WhatOthersAllow", "what the others allow")
TYPES = {"string": TEXT, "integer": _INTEGER, "object": OBJECT}
_PHONE = Sentence.of("APhoneNumber", "a phone number: digits, with a plus sign before them or without")
_NAME = Sentence.of("ASipName", "an extension's SIP name")
KINDS: dict[str, tuple[Callable[[Any], Any], Sentence]] = {
    "text": (as_text, TEXT),
    "digits": (as_text, Sentence.of("Digits", "digits, stars and hashes")),
    "phone": (as_text, _PHONE),
    "phone_or_extension": (as_text, Sentence.of("PhoneOrSipName", "{phone}, or {name}", phone=_PHONE, name=_NAME)),
    "extension": (as_text, _NAME),
    "call_id": (as_text, Sentence.of("ACallId", "a call's id")),
    "date_time": (as_text, Sentence.of("ADateAndTime", "a date and time such as 2015-05-14T08:00")),
    "integer": (_integer, _INTEGER),
    "natural": (_integer, _INTEGER),
    "seconds": (_integer, _INTEGER),
    "epoch": (_integer, _INTEGER),
    "number": (_number, Sentence.of("ANumber", "a number")),
    "boolean": (_boolean, Sentence.of("TrueOrFalse", "true or false")),
    "caller_id": (as_text, Sentence.of("ACallerId", "a phone number, Anonymous or empty")),
    "custom_data": (_object, OBJECT),
    "list_of_text": (_list(as_text), Sentence.of("ListOfTexts", "a list of texts")),
    "list_of_phones": (_list(as_text), Sentence.of("ListOfPhones", "a list of phone numbers")),
    "list_of_extensions": (_list(as_text), Sentence.of("ListOfSipNames", "a list of extensions' SIP names")),
    "list_of_integers": (_list(_integer), Sentence.of("ListOfIntegers", "a list of integers")),
}
ANYTHING: tuple[Callable[[Any], Any], Sentence] = (_as_it_is, _RIGHT)
WRITTEN = frozenset(("phone", "phone_or_extension", "caller_id", "digits", "boolean"))
"""Kinds whose limits are of the digits they are written with, not of a number that somebody has in mind."""
