"""Names and values that were nearly right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from .json_values import is_array, is_object
from .library import Schema, stored
from .suggestions import ALMOST_SURE, suggest
from .verdicts import NearMiss, json_path

_LOOKED_AT = 100
"""Entries of a list that are looked at: what is misspelt in one is misspelt in all."""

_CONDITIONAL = ("allOf", "anyOf", "oneOf")
_BRANCHES = ("if", "then", "else")


def near_misses(name: str, message: object) -> list[NearMiss]:
    """Members that the contract does not know, but whose names are close to ones it knows and the message lacks.

    Unknown members are allowed, so these are no violations. Raises ``UnknownContract``.
    """
    schema = stored(name)
    return list(_near_misses([schema], message, (), schema.get("$defs", {})))


def nearest(word: str, candidates: Iterable[str]) -> str:
    """The candidate that is almost surely meant, "" when none is."""
    return suggest(word, candidates, ALMOST_SURE)


def near_value(value: object, values: Iterable[object]) -> object:
    """The permitted value that was most likely meant, or ``None``."""
    words = [word for word in values if isinstance(word, str)]
    if isinstance(value, str) and words:
        return nearest(value, words) or None
    return None


def rules_at(schema: Schema, path: Iterable[str | int]) -> list[Schema]:
    """Everything the schema may say of the value at a path, conditions' branches included."""
    definitions: Schema = schema.get("$defs", {})
    rules = list(applicable([schema], definitions))
    for step in path:
        if isinstance(step, int):
            inner = [rule["items"] for rule in rules if is_object(rule.get("items"))]
        else:
            inner = [rule["properties"][step] for rule in rules if step in rule.get("properties", {})]
        rules = list(applicable(inner, definitions))
    return rules


def unknown_members(instance: dict[str, Any], rules: Iterable[Schema]) -> list[str]:
    """The members that neither ``properties`` nor ``patternProperties`` name."""
    known, patterns = known_members(rules, {})
    return [name for name in instance if name not in known and not is_named(name, patterns)]


def is_named(name: str, patterns: Iterable[str]) -> bool:
    """Whether one of the patterns of names fits."""
    return any(re.search(pattern, name) for pattern in patterns)


def _near_misses(
    rules: Iterable[Schema], message: object, path: tuple[str | int, ...], definitions: Schema
) -> Iterator[NearMiss]:
    rules = list(applicable(rules, definitions))
    if is_array(message):
        items = [rule["items"] for rule in rules if is_object(rule.get("items"))]
        for index, item in enumerate(message[:_LOOKED_AT]) if items else ():
            yield from _near_misses(items, item, (*path, index), definitions)
    if not is_object(message):
        return
    known, patterns = known_members(rules, definitions)
    absent = [name for name in known if name not in message]
    for name, value in message.items():
        if name in known:
            yield from _near_misses(known[name], value, (*path, name), definitions)
        elif not is_named(name, patterns):
            near = nearest(name, absent) or _variable(name, patterns)
            if near:
                yield NearMiss(json_path([*path, name]), name, near)


def _variable(name: str, patterns: set[str]) -> str:
    """``varCustomer`` and ``var-customer`` where ``var_…`` are allowed."""
    if len(name) > 4 and name[:3].lower() == "var" and any("[vV]" in pattern for pattern in patterns):
        return f"var_{name[3:].lstrip('-. ')}"
    return ""


def known_members(rules: Iterable[Schema], definitions: Schema) -> tuple[dict[str, list[Schema]], set[str]]:
    """Each member that some of the rules name, with its rules; and the patterns of further names."""
    known: dict[str, list[Schema]] = {}
    patterns: set[str] = set()
    for rule in applicable(rules, definitions):
        for name, member in rule.get("properties", {}).items():
            known.setdefault(name, []).append(member)
            for alias in member.get("x-aliases", ()) if is_object(member) else ():
                known.setdefault(alias, []).append(member)
        patterns.update(rule.get("patternProperties", ()))
    return known, patterns


def applicable(rules: Iterable[Schema], definitions: Schema, depth: int = 0) -> Iterator[Schema]:
    """The rules and, through references and conditions, everything that may apply to the same value."""
    if depth > 20:
        return
    for rule in rules:
        if not is_object(rule):
            continue
        yield rule
        inner: list[Schema] = [branch for key in _CONDITIONAL for branch in rule.get(key, ())]
        inner += [rule[key] for key in _BRANCHES if key in rule]
        reference = str(rule.get("$ref", "")).rpartition("/")[2]
        if reference in definitions:
            inner.append(definitions[reference])
        yield from applicable(inner, definitions, depth + 1)
