"""The OpenAPI document for generators that know no choice of types: what may be of several may then be anything."""

from __future__ import annotations

from typing import Any, Final

from .json_values import is_array, is_object
from .library import Schema

_SAID_OF_ANYTHING: Final = frozenset(("description", "deprecated", "examples"))
_CONDITIONS: Final = frozenset(("anyOf", "oneOf", "allOf", "if", "then", "else", "not", "dependentSchemas"))
"""Rules of which no type is made. What they forbid, the server refuses."""
_BY_NAME: Final = frozenset(("properties", "patternProperties"))
_INSIDE: Final = frozenset(("items", "additionalProperties"))


def with_single_types(document: Schema) -> Schema:
    """A copy of an OpenAPI document in which every schema has one type, may be null besides, or says nothing.

    It allows more than the document does. A component that may be anything stands no longer under a name.
    """
    components: dict[str, Schema] = document["components"]["schemas"]
    anything = {name for name, rules in components.items() if _is_anything(rules, components)}
    prefixed = frozenset(f"#/components/schemas/{name}" for name in anything)
    schemas = {name: _single(rules, prefixed) for name, rules in components.items() if name not in anything}
    rewritten: Schema = _with_schemas(document, prefixed)
    return rewritten | {"components": document["components"] | {"schemas": schemas}}


def _with_schemas(node: Any, anything: frozenset[str]) -> Any:
    if is_array(node):
        return [_with_schemas(item, anything) for item in node]
    if not is_object(node):
        return node
    return {
        key: _single(value, anything) if key in ("schema", "contentSchema") else
        value if key in ("example", "examples", "components") else _with_schemas(value, anything)
        for key, value in node.items()
    }  # fmt: skip


def _single(rules: Any, anything: frozenset[str]) -> Any:
    if not is_object(rules):
        return rules
    kinds = _kinds(rules)
    if rules.get("$ref") in anything or _is_choice(rules, kinds):
        return {key: value for key, value in rules.items() if key in _SAID_OF_ANYTHING}
    kept = {key: value for key, value in rules.items() if key not in _CONDITIONS}
    single: Schema = {
        key: {name: _single(inside, anything) for name, inside in value.items()} if key in _BY_NAME else
        _single(value, anything) if key in _INSIDE else value
        for key, value in kept.items()
    }  # fmt: skip
    return single


def _kinds(rules: Schema) -> list[str]:
    """The types that it names, but for null."""
    kinds: str | list[str] = rules.get("type", [])
    return [kind for kind in ([kinds] if isinstance(kinds, str) else kinds) if kind != "null"]


def _is_choice(rules: Schema, kinds: list[str]) -> bool:
    if "$ref" in rules:
        return False
    return len(kinds) > 1 or (not kinds and "properties" not in rules)


def _is_anything(rules: Schema, components: dict[str, Schema]) -> bool:
    reference: str = rules.get("$ref", "")
    if reference:
        return _is_anything(components[reference.rpartition("/")[2]], components)
    return _is_choice(rules, _kinds(rules))
