"""Queries and forms that customers get: everything is text there, and the contract says what it stands for.

What customers send themselves is read by ``request_members``, as the server reads it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from . import text_values
from .compilation import checker, compile_schema
from .decoding_json import Unreadable, given_twice, read_json
from .json_values import is_array, is_object
from .library import Schema, made_of_schemas
from .misspellings import rules_at
from .quick_dataclasses import dataclass
from .sentences import shorten_value
from .verdicts import json_path

_PHONES = frozenset(("phone", "phone_or_extension", "list_of_phones"))


@dataclass(frozen=True, slots=True)
class _Field:
    """What a member may be. ``kinds`` are JSON types; empty when the rules do not say."""

    kinds: frozenset[str]
    phone: bool
    repeats: bool
    required: bool
    takes_empty: Callable[[], bool]


def of_fields(sent: dict[str, Any], name: str) -> dict[str, Any]:
    """What the members of a query string or form (``read_fields``) stand for in the contract ``name``.

    Names get their canonical spelling, and where the contract wants numbers, lists or objects, text that writes
    one becomes one. Optional members that are empty, and could not be, are left out: browsers send every field of
    a form. Raises ``Unreadable``.
    """
    spellings = _canonical_names(name)
    fields = _fields(name)
    members: dict[str, Any] = {}
    for spelt, value in sent.items():
        member = spellings.get(spelt.lower(), spelt)
        members[member] = [*_entries(members[member]), *_entries(value)] if member in members else value
    return {
        member: value if member not in fields else _convert(value, fields[member], member)
        for member, value in members.items()
        if value != "" or member not in fields or fields[member].required or fields[member].takes_empty()
    }


@made_of_schemas
def _canonical_names(name: str) -> dict[str, str]:
    """The contract's own spelling of each member, by that spelling and by each lower-case name."""
    spellings: dict[str, str] = {}
    for rules in rules_at(checker(name).schema, ()):
        for member in rules.get("properties", {}):
            spellings[member] = member
            spellings.setdefault(member.lower(), member)
    return spellings


@made_of_schemas
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
    return _Field(kinds, kind in _PHONES, listed, required, cache(lambda: compile_schema(rules).accepts("")))


def _entries(value: Any) -> list[Any]:
    return value if is_array(value) else [value]


def _convert(value: Any, field: _Field, member: str) -> Any:
    if is_object(value):
        return value
    if is_array(value):
        if len(value) > 1 and not field.repeats:
            raise Unreadable("duplicate-key", given_twice(member), json_path([member]), shorten_value(value[-1]))
        return [text_values.with_plus(entry) if field.phone and isinstance(entry, str) else entry for entry in value]
    if field.phone:
        return text_values.with_plus(value)
    if {"object", "array"} & field.kinds and value.lstrip()[:1] in ("{", "["):
        return read_json(value, json_path([member]))
    if not field.kinds or "string" in field.kinds:
        return value
    return _convert_text(value, field.kinds)


def _convert_text(value: str, kinds: frozenset[str]) -> Any:
    if value == "" and "null" in kinds:
        return None
    for wanted, read in _READINGS.items():
        if wanted in kinds and (found := read(value)) is not None:
            return found
    return value


_READINGS: dict[str, Callable[[str], int | float | bool | None]] = {
    "integer": text_values.integer,
    "number": text_values.number,
    "boolean": text_values.boolean,
}
