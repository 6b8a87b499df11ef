"""Schemas as one set of rules a value: ``allOf`` joined, conditions and alternatives set aside."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..json_values import is_array
from ..library import Schema

CONDITIONS = "conditions"
"""Own keyword of joined rules: the subschemas that have an ``if``."""

CHOICES = "choices"
"""Own keyword: lists of alternatives, one of each list must hold (``anyOf``, ``oneOf``)."""

FORBIDDEN = "forbidden"
"""Own keyword: members that must be absent."""

EXCLUDED = "excluded"
"""Own keyword: subschemas that must not hold (``not``)."""

_LARGEST = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_SMALLEST = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
_BY_NAME = ("properties", "patternProperties")
_LISTS = (CONDITIONS, CHOICES, EXCLUDED)
_EVERY_TYPE = ("string", "integer", "number", "boolean", "null", "array", "object")


def join_rules(schemas: Iterable[Schema]) -> Schema:
    """Rules that hold when all of the schemas hold. References must be in place already."""
    rules: Schema = {}
    for schema in schemas:
        _join(rules, schema)
    return rules


def _join(rules: Schema, schema: Schema) -> None:
    for keyword, value in schema.items():
        if keyword in ("allOf", "if", "then", "else", "anyOf", "oneOf", "not", "const"):
            continue
        if keyword not in rules:
            if keyword in _BY_NAME:
                rules[keyword] = {}
                _join_members(rules[keyword], value)
            elif keyword == "items":
                rules[keyword] = join_rules([value])
            else:
                rules[keyword] = list(value) if is_array(value) else value
        elif keyword == "type":
            rules["type"] = _both_types(types(rules), types(schema))
        elif keyword == "enum":
            rules["enum"] = [item for item in rules["enum"] if _among(item, value)]
        elif keyword == "pattern":
            if rules["pattern"] != value:
                rules["allOf"] = [*rules.get("allOf", ()), {"pattern": value}]
        elif keyword in _LARGEST:
            rules[keyword] = max(rules[keyword], value)
        elif keyword in _SMALLEST:
            rules[keyword] = min(rules[keyword], value)
        elif keyword == "required" or keyword == FORBIDDEN:
            rules[keyword] = list(dict.fromkeys([*rules[keyword], *value]))
        elif keyword in _BY_NAME:
            _join_members(rules[keyword], value)
        elif keyword == "items":
            rules["items"] = join_rules([rules["items"], value])
        elif keyword in _LISTS:
            rules[keyword] = [*rules[keyword], *value]
        elif keyword == "additionalProperties":
            rules[keyword] = value if rules[keyword] in (True, {}) else rules[keyword]
        else:
            rules[keyword] = value
    if "const" in schema:
        _join(rules, {"enum": [schema["const"]]})
    if "if" in schema:
        rules.setdefault(CONDITIONS, []).append(
            {part: schema[part] for part in ("if", "then", "else") if part in schema}
        )
    if "anyOf" in schema:
        rules.setdefault(CHOICES, []).append(schema["anyOf"])
    if "oneOf" in schema:
        rules.setdefault(CHOICES, []).append([_alone(way, schema["oneOf"]) for way in schema["oneOf"]])
    if "not" in schema:
        rules.setdefault(EXCLUDED, []).append(schema["not"])
    for part in schema.get("allOf", ()):
        _join(rules, part)


def _join_members(known: dict[str, Schema], more: dict[str, Schema]) -> None:
    for name, schema in more.items():
        known[name] = join_rules([known[name], schema]) if name in known else join_rules([schema])


def _alone(way: Schema, ways: list[Schema]) -> Schema:
    """One alternative of ``oneOf``, such that the others do not hold. Known are others that want a member."""
    absent = [other["required"][0] for other in ways if other is not way and "required" in other]
    return {**way, FORBIDDEN: absent} if absent else way


def types(rules: Schema) -> list[str]:
    """The types that rules allow; those their other keywords speak of where ``type`` is not said."""
    wanted: str | list[str] | None = rules.get("type")
    if wanted is None:
        if "properties" in rules or "required" in rules:
            return ["object"]
        return ["array"] if "items" in rules else list(_EVERY_TYPE)
    return [wanted] if isinstance(wanted, str) else list(wanted)


def _both_types(one: list[str], other: list[str]) -> list[str]:
    both = [kind for kind in one if kind in other or (kind == "integer" and "number" in other)]
    return both + [kind for kind in other if kind == "integer" and "number" in one and kind not in both]


def _among(item: Any, values: list[Any]) -> bool:
    return any(type(item) is type(value) and item == value for value in values)
