"""Schemas as one set of rules a value: ``allOf`` joined, conditions and alternatives set aside."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
_SET_ASIDE = ("allOf", "if", "then", "else", "anyOf", "oneOf", "not", "const")
_EVERY_TYPE = ("string", "integer", "number", "boolean", "null", "array", "object")


def join_rules(schemas: Iterable[Schema]) -> Schema:
    """Rules that hold when all of the schemas hold. References must be in place already."""
    rules: Schema = {}
    for schema in schemas:
        _join(rules, schema)
    return rules


def _join(rules: Schema, schema: Schema) -> None:
    for keyword, value in schema.items():
        if keyword in _SET_ASIDE:
            continue
        if keyword == "pattern" and rules.get("pattern", value) != value:
            rules["allOf"] = [*rules.get("allOf", ()), {"pattern": value}]
        elif keyword in rules:
            rules[keyword] = _BOTH.get(keyword, _the_later)(rules[keyword], value)
        elif keyword in _BY_NAME:
            rules[keyword] = _join_members({}, value)
        elif keyword == "items":
            rules[keyword] = join_rules([value])
        else:
            rules[keyword] = list(value) if is_array(value) else value
    _set_aside(rules, schema)
    for part in schema.get("allOf", ()):
        _join(rules, part)


def _set_aside(rules: Schema, schema: Schema) -> None:
    """What a schema says by other schemas, in the own keywords; ``const`` as a list of one value."""
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


def _join_members(known: dict[str, Schema], more: dict[str, Schema]) -> dict[str, Schema]:
    joined = {name: join_rules([known[name], schema] if name in known else [schema]) for name, schema in more.items()}
    return known | joined


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


def _the_later(_: Any, value: Any) -> Any:
    return value


_BOTH: dict[str, Callable[[Any, Any], Any]] = {
    "type": lambda known, value: _both_types(types({"type": known}), types({"type": value})),
    "enum": lambda known, value: [item for item in known if _among(item, value)],
    "items": lambda known, value: join_rules([known, value]),
    "additionalProperties": lambda known, value: value if known in (True, {}) else known,
    **dict.fromkeys(("required", FORBIDDEN), lambda known, value: list(dict.fromkeys([*known, *value]))),
    **dict.fromkeys(_BY_NAME, _join_members),
    **dict.fromkeys(_LISTS, lambda known, value: [*known, *value]),
    **dict.fromkeys(_LARGEST, max),
    **dict.fromkeys(_SMALLEST, min),
}
"""What holds of a keyword when two schemas say it: both. Of the others the later one's is taken."""
