"""Schemas written as code generators and other languages' validators take them. What they accept stays the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .json_values import is_array, is_object
from .library import Schema

_DATA = frozenset(("examples", "default", "enum", "const", "x-known-values", "x-values"))
_BY_NAME = frozenset(("properties", "patternProperties", "dependentSchemas", "$defs"))
_BOUNDS = frozenset(("type", "minimum", "maximum", "pattern"))
_EVERY_KIND = frozenset(("array", "boolean", "integer", "null", "number", "object", "string"))


def plain(schema: Any) -> Any:
    """In the standard's words alone, as a validator in strict mode wants it.

    This project's own ``x-`` words are left out. All but one describe; ``x-max-variables`` (at most ten ``var_…``) is a
    rule that the schema then has not. Members whose names a pattern matches, too, stand apart from it.
    """
    if is_array(schema):
        return [plain(item) for item in schema]
    if not is_object(schema):
        return schema
    rules: Schema = {
        key: value if key in _DATA else
        {name: plain(inside) for name, inside in value.items()} if key in _BY_NAME else plain(value)
        for key, value in schema.items()
        if not key.startswith("x-")
    }  # fmt: skip
    patterns: Schema = rules.get("patternProperties", {})
    if any(re.search(pattern, name) for pattern in patterns for name in rules.get("properties", ())):
        del rules["patternProperties"]
        rules["allOf"] = [*rules.get("allOf", ()), {"type": "object", "patternProperties": patterns}]
    return rules


def portable(node: Any, definitions: Mapping[str, Schema]) -> Any:
    """The schema, or what is inside one, in words that generators make types and code of:

    - a list has ``items``, also where they may be anything, and what may be anything says nothing;
    - an enumeration of numbers and of their texts is a type with bounds, because its words make no names;
    - what depends on the value's own type is a choice (``anyOf``) and no ``if``;
    - members of which one must be there are no choice between nameless things, but an ``if``.

    ``definitions`` are those that the schema's references mean.
    """
    if is_array(node):
        return [portable(item, definitions) for item in node]
    if not is_object(node):
        return node
    rules: Schema = {
        key: value if key in _DATA else
        {name: portable(inside, definitions) for name, inside in value.items()} if key in _BY_NAME else
        portable(value, definitions)
        for key, value in node.items()
    }  # fmt: skip
    if _type_names(rules.get("type")) == _EVERY_KIND:
        del rules["type"]
    elif "array" in _type_names(rules.get("type")) and "items" not in rules:
        rules["items"] = {}
    return _integer_range(_by_presence(_by_type(rules, node, definitions)))


def _by_type(rules: Schema, node: Schema, definitions: Mapping[str, Schema]) -> Schema:
    kind = _condition(node)
    if kind is None or "anyOf" in rules or kind in kinds(node["else"], definitions):
        return rules
    others = {key: value for key, value in rules.items() if key not in ("if", "then", "else")}
    first: Schema = {"type": kind, **rules["then"]}
    return others | {"anyOf": [first, rules["else"]]}


def _condition(node: Schema) -> str | None:
    """The one type that a schema asks for before it goes one of two ways."""
    condition: Any = node.get("if")
    if not is_object(condition) or condition.keys() != {"type"} or not {"then", "else"} <= node.keys():
        return None
    kind: Any = condition["type"]
    return kind if isinstance(kind, str) else None


def kinds(schema: Schema, definitions: Mapping[str, Schema]) -> frozenset[str]:
    """The JSON types that a schema may allow; more than it does where that is not plain from its words."""
    reference: str | None = schema.get("$ref")
    found = _EVERY_KIND if reference is None else kinds(definitions[reference.rpartition("/")[2]], definitions)
    if "type" in schema:
        found &= _type_names(schema["type"])
    kind = _condition(schema)
    if kind is not None:
        found &= {kind} | kinds(schema["else"], definitions)
    return found


def _type_names(kind: Any) -> frozenset[str]:
    listed = [kind] if isinstance(kind, str) else kind or []
    return frozenset(listed) | ({"integer"} if "number" in listed else frozenset[str]())


def _by_presence(rules: Schema) -> Schema:
    """At least one (``anyOf``), or one of two (``oneOf``)."""
    if "if" in rules:
        return rules
    keyword = next((each for each in ("anyOf", "oneOf") if _is_presence(rules.get(each))), None)
    if keyword is None:
        return rules
    choices: list[Schema] = rules[keyword]
    demanded: Schema = choices[-1]
    if keyword == "oneOf" and len(choices) != 2:
        return rules
    others = {key: value for key, value in rules.items() if key != keyword}
    for choice in reversed(choices[:-1]):
        then: Schema = {"not": demanded} if keyword == "oneOf" else {}
        demanded = {"if": choice, "then": then, "else": demanded}
    return others | demanded


def _is_presence(choices: list[Schema] | None) -> bool:
    return bool(choices) and all(choice.keys() == {"required"} for choice in choices or ())


def _integer_range(rules: Schema) -> Schema:
    """Numbers in a row and the texts of the same, as a type and its bounds."""
    words: list[Any] = rules.get("enum", [])
    numbers = [word for word in words if isinstance(word, int) and not isinstance(word, bool)]
    if not numbers or not rules.keys().isdisjoint(_BOUNDS):
        return rules
    texts = [str(number) for number in numbers]
    if numbers != list(range(numbers[0], numbers[-1] + 1)) or words != [*numbers, *texts]:
        return rules
    others = {key: value for key, value in rules.items() if key != "enum"}
    bounds: Schema = {"minimum": numbers[0], "maximum": numbers[-1], "pattern": f"^({'|'.join(texts)})$"}
    return others | {"type": ["integer", "string"]} | bounds
