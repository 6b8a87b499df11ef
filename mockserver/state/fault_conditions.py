"""A fault's condition: which members it may name, which values they can have, and what fits it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from ...contracts.callback_names import ABOUT_THE_CALL, about_call
from ...contracts.library import Schema, made_of_schemas, stored
from ...contracts.operations import OPERATIONS
from ...contracts.quick_dataclasses import dataclass
from ...contracts.suggestions import ALMOST_SURE, near_or_known, suggest


def plain_text(value: Any) -> str:
    """A condition's value, or the member it is held against, as text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def members_of_message(payload: dict[str, Any]) -> dict[str, Any]:
    """What a condition may name of a callback's message: its members, and those of the object about the call."""
    return payload | about_call(payload)


def fits(when: Mapping[str, str], members: Mapping[str, Any]) -> bool:
    """Whether all members of the condition are there, in any case, with the values it wants."""
    if not when:
        return True
    found = {name.lower(): value for name, value in members.items()}
    return all(
        name.lower() in found and fnmatchcase(plain_text(found[name.lower()]), wanted) for name, wanted in when.items()
    )


# ---- what cannot be ------------------------------------------------------------------------------------


def problems(when: Mapping[str, str], on: str, names: Collection[str]) -> Iterator[tuple[str, str]]:
    """What of the condition none of these operations and callback messages can have: its place, and why.

    ``on``: what somebody calls them.
    """
    known = {member.name: member for name in names for member in _members(name).values()}
    possible = True
    for name, wanted in when.items():
        reason = ""
        if not any(name.lower() in _members(each) for each in names):
            if suggest(name, known, ALMOST_SURE) or not any(map(_has_others, names)):
                reason = f"{on} has no such member; {near_or_known(name, known)}"
        elif not any(_can_have(each, name, wanted) for each in names):
            values = [value for each in names for value in _members(each).get(name.lower(), _NO_MEMBER).values]
            reason = f"{on} never has {wanted[:60]!r} there; {near_or_known(wanted, values)}"
        if reason:
            possible = False
            yield f"when.{name}", reason
    if possible and not any(all(_can_have(each, *condition) for condition in when.items()) for each in names):
        yield "when", f"no message of {on} has all of {', '.join(when)}"


def _can_have(operation_or_message: str, name: str, wanted: str) -> bool:
    member = _members(operation_or_message).get(name.lower())
    if member is None:
        return _has_others(operation_or_message)
    any_value = operation_or_message in OPERATIONS or not member.values
    return any_value or any(fnmatchcase(value, wanted) for value in member.values)


def _has_others(operation_or_message: str) -> bool:
    """Whether there may be further members: a client sends what it likes, a CDR has what its call was given."""
    return operation_or_message in OPERATIONS or bool(_schema(operation_or_message).get("patternProperties"))


@dataclass(frozen=True, slots=True)
class _Member:
    """One that a condition may name. ``values``: those that are known, as text; none where it may have any."""

    name: str
    values: tuple[str, ...]


_NO_MEMBER = _Member("", ())


@made_of_schemas
def _members(operation_or_message: str) -> Mapping[str, _Member]:
    """By their names in small letters."""
    from ...contracts.misspellings import applicable, known_members  # not loaded by those who have no condition

    schema = _schema(operation_or_message)
    definitions: Schema = schema.get("$defs", {})
    known, _ = known_members([schema.get("items", schema)], definitions)
    for inner in ABOUT_THE_CALL:
        known = known_members(known.get(inner, ()), definitions)[0] | known
    return {
        name.lower(): _Member(name, tuple(map(plain_text, _known_values(applicable(rules[:1], definitions)))))
        for name, rules in known.items()
    }


def _known_values(rules: Iterable[Schema]) -> Iterator[Any]:
    for rule in rules:
        yield from [rule["const"]] if "const" in rule else rule.get("enum", rule.get("x-known-values", ()))


def _schema(operation_or_message: str) -> Schema:
    return stored(f"{operation_or_message}.request")
