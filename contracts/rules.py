"""The rules of a schema as plain functions: whether a value keeps them, without a JSON Schema library.

A server that reads a request cannot wait for jsonschema, and jsonschema-rs is an extra. What the schemas of requests
say is little, and this decides it as both libraries do; a keyword that it does not know is an error when the schema
is made ready, so none is passed over.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from typing import Any

from .compilation import is_rule, matching
from .json_values import is_array, is_number, is_object
from .library import Schema

Accepts = Callable[[Any], bool]
"""Whether a value keeps its rules."""


class UnknownRule(ValueError):
    """A schema has a keyword that cannot be decided here."""


def acceptor(schema: Schema) -> Accepts:
    """What decides on the values of a schema without references (``compilation.in_place``). Raises ``UnknownRule``."""
    plain = set(filter(is_rule, schema)) <= _OF_PLAIN_VALUES and "string" in schema.get("type", "string")
    return _plain_first(schema) if plain else _of_each_keyword(schema)


def _of_each_keyword(schema: Schema) -> Accepts:
    return _all([check for keyword in schema if (check := _check(keyword, schema)) is not None])


def _plain_first(schema: Schema) -> Accepts:
    """The same, faster for texts and integers, which most values of requests are. What decides on others is made with
    the first of them, a pattern compiled with the first text: most members of a message are not sent.
    """
    kinds: str | list[str] = schema.get("type", "string")
    takes_integers = "type" not in schema or "integer" in kinds or "number" in kinds
    low, high = schema.get("minimum", -math.inf), schema.get("maximum", math.inf)
    least, most = schema.get("minLength", 0), schema.get("maxLength", sys.maxsize)
    pattern: str | None = schema.get("pattern")
    others: Accepts | None = None

    def decide(value: Any) -> bool:
        nonlocal others
        if type(value) is str:
            return least <= len(value) <= most and (pattern is None or matching(pattern)(value) is not None)
        if type(value) is int:
            return takes_integers and low <= value <= high
        if others is None:
            others = _of_each_keyword(schema)
        return others(value)

    return decide


def _all(checks: list[Accepts]) -> Accepts:
    if not checks:
        return _anything
    first, *others = checks
    if not others:
        return first
    rest = _all(others)
    return lambda value: first(value) and rest(value)


def _anything(_: Any) -> bool:
    return True


def _check(keyword: str, schema: Schema) -> Accepts | None:
    """What one keyword asks; ``None`` for an annotation, and for what the keyword beside it decides too."""
    if _BESIDE.get(keyword) in schema or not is_rule(keyword):
        return None
    if keyword not in _CHECKS:
        raise UnknownRule(f"rules.acceptor cannot decide {keyword!r}")
    return _CHECKS[keyword](schema)


def _of_type(schema: Schema) -> Accepts:
    wanted: str | list[str] = schema["type"]
    kinds = [wanted] if isinstance(wanted, str) else wanted
    tests = [_TYPES[kind] for kind in kinds]
    return tests[0] if len(tests) == 1 else lambda value: any(test(value) for test in tests)


def _is_integer(value: Any) -> bool:
    return (isinstance(value, int) and not isinstance(value, bool)) or (isinstance(value, float) and value.is_integer())


_TYPES: dict[str, Accepts] = {
    "string": lambda value: isinstance(value, str),
    "integer": _is_integer,
    "number": is_number,
    "boolean": lambda value: isinstance(value, bool),
    "object": is_object,
    "array": is_array,
    "null": lambda value: value is None,
}


def _limits(schema: Schema) -> Accepts:
    low, high = schema.get("minimum"), schema.get("maximum")
    return lambda value: not is_number(value) or ((low is None or low <= value) and (high is None or value <= high))


def _length(schema: Schema) -> Accepts:
    least, most = schema.get("minLength", 0), schema.get("maxLength")
    return lambda value: not isinstance(value, str) or (least <= len(value) and (most is None or len(value) <= most))


def _count(schema: Schema) -> Accepts:
    least, most = schema.get("minItems", 0), schema.get("maxItems")
    return lambda value: not is_array(value) or (least <= len(value) and (most is None or len(value) <= most))


def _pattern(schema: Schema) -> Accepts:
    pattern: str = schema["pattern"]
    return lambda value: not isinstance(value, str) or matching(pattern)(value) is not None


def _items(schema: Schema) -> Accepts:
    each = acceptor(schema["items"])
    return lambda value: not is_array(value) or all(map(each, value))


def _properties(schema: Schema) -> Accepts:
    return _all([_property(name, acceptor(rules)) for name, rules in schema["properties"].items()])


def _property(name: str, keeps: Accepts) -> Accepts:
    return lambda value: not isinstance(value, dict) or name not in value or keeps(value[name])


def _pattern_properties(schema: Schema) -> Accepts:
    patterns = [(matching(pattern), acceptor(rules)) for pattern, rules in schema["patternProperties"].items()]
    return lambda value: (
        not is_object(value)
        or all(keeps(inner) for matches, keeps in patterns for name, inner in value.items() if matches(name))
    )


def _additional(schema: Schema) -> Accepts:
    if {"properties", "patternProperties"} & schema.keys() or not is_object(schema["additionalProperties"]):
        raise UnknownRule("rules.acceptor knows additionalProperties only for objects without members of their own")
    keeps = acceptor(schema["additionalProperties"])
    return lambda value: not is_object(value) or all(map(keeps, value.values()))


def _requires(schema: Schema) -> Accepts:
    return _all([_has(name) for name in schema["required"]])


def _has(name: str) -> Accepts:
    return lambda value: not isinstance(value, dict) or name in value


def _condition(schema: Schema) -> Accepts:
    test = acceptor(schema["if"])
    then, otherwise = acceptor(schema.get("then", {})), acceptor(schema.get("else", {}))
    return lambda value: then(value) if test(value) else otherwise(value)


def _all_of(schema: Schema) -> Accepts:
    return _all([acceptor(part) for part in schema["allOf"]])


def _any_of(schema: Schema) -> Accepts:
    parts = [acceptor(part) for part in schema["anyOf"]]
    return lambda value: any(keeps(value) for keeps in parts)


_CHECKS: dict[str, Callable[[Schema], Accepts]] = {
    "type": _of_type,
    "minimum": _limits,
    "maximum": _limits,
    "minLength": _length,
    "maxLength": _length,
    "minItems": _count,
    "maxItems": _count,
    "pattern": _pattern,
    "items": _items,
    "properties": _properties,
    "patternProperties": _pattern_properties,
    "additionalProperties": _additional,
    "required": _requires,
    "if": _condition,
    "allOf": _all_of,
    "anyOf": _any_of,
}
_OF_PLAIN_VALUES = frozenset(("type", "minimum", "maximum", "minLength", "maxLength", "pattern"))
_BESIDE = {"maximum": "minimum", "maxLength": "minLength", "maxItems": "minItems", "then": "if", "else": "if"}
