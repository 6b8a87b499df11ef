"""What a message has that its contract does not name, and which of the contract's members and words it has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from .json_values import is_array, is_object
from .library import Schema, made_of_schemas, stored
from .misspellings import applicable, is_named, known_members
from .verdicts import json_path

EVERY = "*"
"""Stands in a place for any index of a list."""

_DEEPEST = 12
"""Levels of a contract that are listed; one refers to itself."""

Steps = tuple[str | int, ...]


class UndocumentedMember(NamedTuple):
    """``place`` is where it stands, ``$.CDR_LIST[*].Quality``: indices of lists are one place."""

    place: str
    name: str
    value: Any


class Documented(NamedTuple):
    """A member of a contract: its place and the words that the contract lists for it."""

    place: str
    words: tuple[Any, ...]


def place_of(steps: Iterable[str | int]) -> str:
    """A JSON path in which every index is ``[*]``."""
    return "$" + "".join(f"[{EVERY}]" if isinstance(step, int) else json_path([step])[1:] for step in steps)


def undocumented_members(name: str, message: object) -> Iterator[UndocumentedMember]:
    """Members that the contract does not name, where it names any. What is inside an unknown one is part of it.

    Raises ``UnknownContract``.
    """
    schema = stored(name)
    yield from _unknown([schema], message, (), schema.get("$defs", {}))


def present(message: object) -> Iterator[tuple[str, Any]]:
    """Every member of a message with its place; members of lists' objects once an entry."""
    yield from _present(message, ())


@made_of_schemas
def documented(name: str) -> tuple[Documented, ...]:
    """Every member that the contract names, each place once. Raises ``UnknownContract``."""
    schema = stored(name)
    found: dict[str, tuple[Any, ...]] = {}
    for place, words in _documented_places([schema], (), schema.get("$defs", {})):
        found[place] = found.get(place, ()) + tuple(word for word in words if word not in found.get(place, ()))
    return tuple(Documented(place, words) for place, words in found.items())


def _unknown(
    rules: Iterable[Schema], message: object, steps: Steps, definitions: Schema
) -> Iterator[UndocumentedMember]:
    rules = list(applicable(rules, definitions))
    if is_array(message):
        items = [rule["items"] for rule in rules if is_object(rule.get("items"))]
        for index, item in enumerate(message) if items else ():
            yield from _unknown(items, item, (*steps, index), definitions)
    if not is_object(message):
        return
    known, patterns = known_members(rules, definitions)
    if not known:
        return
    open_to_all = any(rule.get("additionalProperties") not in (None, False) for rule in rules)
    for name, value in message.items():
        if name in known:
            yield from _unknown(known[name], value, (*steps, name), definitions)
        elif not is_named(name, patterns) and not open_to_all:
            yield UndocumentedMember(place_of((*steps, name)), name, value)


def _present(value: object, steps: Steps) -> Iterator[tuple[str, Any]]:
    if is_object(value):
        for name, inner in value.items():
            yield place_of((*steps, name)), inner
            yield from _present(inner, (*steps, name))
    elif is_array(value):
        for index, inner in enumerate(value):
            yield from _present(inner, (*steps, index))


def _documented_places(
    rules: Iterable[Schema], steps: Steps, definitions: Schema
) -> Iterator[tuple[str, tuple[Any, ...]]]:
    if len(steps) > _DEEPEST:
        return
    rules = list(applicable(rules, definitions))
    if steps:
        yield place_of(steps), tuple(word for rule in rules for word in rule.get("x-known-values", ()))
    items = [rule["items"] for rule in rules if is_object(rule.get("items"))]
    if items:
        yield from _entries(items, steps, definitions)
    known, _ = known_members(rules, definitions)
    for name, inner in known.items():
        yield from _documented_places(inner, (*steps, name), definitions)


def _entries(items: list[Schema], steps: Steps, definitions: Schema) -> Iterator[tuple[str, tuple[Any, ...]]]:
    known, _ = known_members(items, definitions)
    for name, inner in known.items():
        yield from _documented_places(inner, (*steps, 0, name), definitions)
