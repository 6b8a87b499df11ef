"""Query strings and forms: everything is text there, and the contract says what the text stands for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

from .compilation import checker, compiled
from .decoding_json import Unreadable, read_json, utf_8
from .json_values import is_array
from .library import Schema
from .misspellings import rules_at
from .verdicts import json_path, shown

_MAXIMUM_FIELDS = 10_000
_INDEXED = re.compile(r"(.+?)\[[0-9]*\]\Z", re.DOTALL)
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}\Z")
_NUMBER = re.compile(r"[+-]?([0-9]{1,15}(\.[0-9]*)?|\.[0-9]+)\Z")
_BOOLEANS = {"true": True, "false": False, "1": True, "0": False}
_PHONES = frozenset(("phone", "phone_or_extension", "list_of_phones"))


@dataclass(frozen=True, slots=True)
class _Field:
    """What a member may be. ``kinds`` are JSON types; empty when the rules do not say."""

    kinds: frozenset[str]
    phone: bool
    repeats: bool
    required: bool
    takes_empty: Callable[[], bool]


def read_form(body: bytes, name: str, what: str = "form", content_type: str = "") -> dict[str, Any]:
    """Decodes one query string or form into what the contract ``name`` wants.

    Names get their canonical spelling, repeated and indexed ones become lists, and where the contract wants
    numbers, lists or objects, text that writes one becomes one. Optional members that are empty, and could not
    be, are left out: browsers send every field of a form. Raises ``Unreadable``.
    """
    pairs = _multipart(body, content_type) if "multipart/" in content_type else _pairs(body, what)
    fields = _fields(name)
    spellings = canonical_names(name)
    members: dict[str, Any] = {}
    others: dict[str, str] = {}
    for sent, text in pairs:
        indexed = _INDEXED.match(sent) if sent.endswith("]") else None
        plain = indexed[1] if indexed else sent
        member = spellings.get(plain.lower()) or others.setdefault(plain.lower(), plain)
        field = fields.get(member)
        if member not in members:
            members[member] = [text] if indexed else text
        elif isinstance(members[member], list):
            members[member].append(text)
        elif field and not field.repeats:
            raise Unreadable("duplicate-key", f"{member!r} is given more than once.", json_path([member]), shown(text))
        else:
            members[member] = [members[member], text]
    return {
        member: value if member not in fields else _converted(value, fields[member], member)
        for member, value in members.items()
        if value != "" or member not in fields or fields[member].required or fields[member].takes_empty()
    }


@cache
def canonical_names(name: str, steps: tuple[str | int, ...] = ()) -> dict[str, str]:
    """The contract's own spelling of each member of the object at a path, by that spelling and by each lower-case
    name, aliases included."""
    spellings: dict[str, str] = {}
    for rules in rules_at(checker(name).schema, steps):
        for member, meant in rules.get("properties", {}).items():
            spellings[member] = member
            spellings.setdefault(member.lower(), member)
            for alias in meant.get("x-aliases", ()):
                spellings.setdefault(alias.lower(), member)
    return spellings


@cache
def _fields(name: str) -> dict[str, _Field]:
    schema = checker(name).schema
    required = frozenset(schema.get("required", ()))
    fields: dict[str, _Field] = {}
    for rules in rules_at(schema, ()):
        for member, meant in rules.get("properties", {}).items():
            if member not in fields:
                fields[member] = _field(meant, member in required)
    return fields


def _field(rules: Schema, required: bool) -> _Field:
    wanted: str | list[str] = rules.get("type", [])
    kinds = frozenset([wanted] if isinstance(wanted, str) else wanted)
    kind: str = rules.get("x-kind", "")
    listed = kind.startswith("list_of_") or "array" in kinds or (not kinds and "if" in rules)
    return _Field(kinds, kind in _PHONES, listed, required, cache(lambda: compiled(rules).accepts("")))


def _converted(value: str | list[str], field: _Field, member: str) -> Any:
    if isinstance(value, list):
        return [_phone(text) if field.phone else text for text in value]
    if field.phone:
        return _phone(value)
    if {"object", "array"} & field.kinds and value.lstrip()[:1] in ("{", "["):
        return read_json(value, json_path([member]))
    if not field.kinds or "string" in field.kinds:
        return value
    return _typed(value, field.kinds)


def _typed(value: str, kinds: frozenset[str]) -> Any:
    if value == "" and "null" in kinds:
        return None
    if "integer" in kinds and _INTEGER.match(value):
        return int(value)
    if "number" in kinds and _NUMBER.match(value):
        return int(value) if _INTEGER.match(value) else float(value)
    if "boolean" in kinds and value.lower() in _BOOLEANS:
        return _BOOLEANS[value.lower()]
    return value


def _phone(text: str) -> str:
    """A plus sign that a client forgot to escape has become a blank."""
    return f"+{text[1:]}" if text[:1] == " " and text[1:].isdecimal() else text


def _pairs(body: bytes, what: str) -> list[tuple[str, str]]:
    text = utf_8(body, what)
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MAXIMUM_FIELDS)
    except UnicodeDecodeError:
        raise Unreadable("encoding", f"The {what} is not UTF-8 behind its percent signs.", value=shown(text)) from None
    except ValueError:
        raise Unreadable("size", f"Expected at most {_MAXIMUM_FIELDS} fields in the {what}.") from None


def _multipart(body: bytes, content_type: str) -> list[tuple[str, str]]:
    """``multipart/form-data``, which PHP sends when it is given an array."""
    from email import message_from_bytes

    message: Any = message_from_bytes(
        b"Content-Type: " + content_type.encode("latin-1", "replace") + b"\r\n\r\n" + body
    )
    parts: Any = message.get_payload()
    if not is_array(parts) or not parts:
        raise Unreadable("form", "The multipart body has no parts between the boundaries that its content type names.")
    pairs: list[tuple[str, str]] = []
    for part in parts:
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes):
            pairs.append((name, utf_8(content, "form")))
    return pairs
