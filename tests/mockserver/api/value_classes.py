"""What kind of value a member has, as a client that reads it finds out: not which number, but how it is written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl
from xml.etree import ElementTree

from voicenter_mock.contracts.json_values import is_array, is_object

_CLASSES = (
    (re.compile(r"0[2-9]\d{7,8}"), "national number"),
    (re.compile(r"(972\d{8,9}|\+\d{8,15}|[1-9]\d{10,14})"), "E.164"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"), "UTC ISO"),
    (re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?"), "local ISO"),
    (re.compile(r"[+-]?\d+"), "integer as text"),
    (re.compile(r"true|false", re.IGNORECASE), "boolean as text"),
    (re.compile(r"https?://\S+"), "URL"),
)
SLIPS_OF_EPOCHS = range(10_000_000_000, 100_000_000_000)
"""Eleven digits, as two of the documents' samples have them."""


@dataclass(frozen=True)
class Element:
    """A value in XML-RPC, with the name of its element."""

    tag: str
    value: Any


def value_class(value: Any) -> str:
    """The class of a plain value. ``0`` stands for any integer: a moment that never was, nobody, nothing."""
    if isinstance(value, Element):
        return f"<{value.tag}> {value_class(value.value)}"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return _integer(value)
    if isinstance(value, float):
        return "fraction"
    if not isinstance(value, str):
        return type(value).__name__
    if not value.strip():
        return "empty text"
    return next((name for pattern, name in _CLASSES if pattern.fullmatch(value)), "text")


def _integer(value: int) -> str:
    if value == 0:
        return "zero"
    if 1_000_000_000_000 <= value < 10_000_000_000_000:
        return "epoch milliseconds"
    if 1_000_000_000 <= value < 10_000_000_000 or value in SLIPS_OF_EPOCHS:
        return "epoch seconds"
    return "integer"


_NUMBERS = {"zero", "integer", "epoch seconds", "epoch milliseconds"}


def agree(ours: str, documented: str) -> bool:
    own, theirs = ours.rpartition("> "), documented.rpartition("> ")
    if own[:2] != theirs[:2]:
        return False
    return own[2] == theirs[2] or ("zero" in (own[2], theirs[2]) and {own[2], theirs[2]} <= _NUMBERS)


def differences(ours: Any, documented: Any, place: str = "$") -> Iterator[tuple[str, str]]:
    """Where ours lacks a documented member, or has a value of another class. Lists are compared entry by entry, as far
    as both go.
    """
    if is_object(documented) and is_object(ours):
        for key, value in documented.items():
            if key not in ours:
                yield f"{place}.{key}", "missing"
            else:
                yield from differences(ours[key], value, f"{place}.{key}")
    elif is_array(documented) and is_array(ours):
        if bool(documented) != bool(ours):
            yield place, f"{'entries' if ours else 'empty'}, documented {'entries' if documented else 'empty'}"
        for own, value in zip(ours, documented, strict=False):
            yield from differences(own, value, f"{place}[]")
    else:
        found, wanted = value_class(ours), value_class(documented)
        if not agree(found, wanted):
            yield place, f"{found}, documented {wanted}"


def xml_members(text: str) -> dict[str, Any]:
    """The struct of an XML-RPC message; a plain value is an ``Element``, so that the element's name counts too."""
    struct = ElementTree.fromstring(text).find(".//struct")
    assert struct is not None
    return dict(_xml_members(struct))


def _xml_members(struct: ElementTree.Element) -> Iterator[tuple[str, Any]]:
    for member in struct.findall("member"):
        value = member.find("value")
        assert value is not None
        element = next(iter(value), value)
        name, written = member.findtext("name") or "", element.text or ""
        if element.tag == "struct":
            yield name, dict(_xml_members(element))
        else:
            yield name, Element(element.tag, int(written) if element.tag in ("int", "i4", "i8") else written)


def query_members(query: str) -> dict[str, str]:
    return dict(parse_qsl(query, keep_blank_values=True))


def plain(text: str) -> Any:
    """JSON, and JSON that stands in a text."""
    message = json.loads(text)
    if is_object(message) and isinstance(message.get("IVR"), str):
        message["IVR"] = json.loads(message["IVR"])
    return message
