"""The parameters of the OpenAPI document's operations, each with a value that works against the demo organization."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from .compilation import checker
from .components import Components
from .json_values import is_array, is_object
from .library import Schema, stored
from .operations.control_parameters import PATH_PARAMETERS, QUERY_PARAMETERS
from .operations.model import ControlOperation

Parameter = dict[str, Any]
"""A Parameter Object of OpenAPI."""

MOST_IN_A_QUERY: Final = 100
"""So many entries of a list fit into a URL whatever they are: the server's HTTP parser takes one of 64 KiB."""


def path_parameters(path: str, contract: Schema) -> Iterator[Parameter]:
    """The ``{…}`` of a path. ``contract`` is the request's schema, empty for the control API."""
    for name in re.findall(r"{([^}]+)}", path):
        rules: Schema = contract.get("properties", {}).get(name, {})
        known = PATH_PARAMETERS.get(name)
        description, example = (rules["description"], _example(contract, name)) if rules or known is None else known
        yield {
            "name": name,
            "in": "path",
            "required": True,
            "description": description,
            "schema": {"type": "string", "minLength": 1},
            "example": example,
        }


def query_parameters(contract: str, components: Components) -> Iterator[Parameter]:
    """What of a request's contract a query string can have."""
    schema = stored(contract)
    required: list[str] = schema.get("required", [])
    instead = _instead_of_another(schema)
    for member, rules in schema.get("properties", {}).items():
        if not _fits_a_query(checker(contract).schema["properties"][member]):
            continue
        bare = {key: value for key, value in rules.items() if key not in ("description", "examples")}
        described = components.member(contract, bare)
        if _is_long_list(rules, schema):
            described["maxItems"] = MOST_IN_A_QUERY
        parameter: Parameter = {
            "name": member,
            "in": "query",
            "required": member in required,
            "description": rules.get("description", ""),
            "schema": described,
            "example": _example(schema, member),
        }
        if member in instead:
            parameter |= {"schema": {"type": "string"}, "allowEmptyValue": True, "example": ""}
        yield parameter
    for pattern, rules in schema.get("patternProperties", {}).items():
        yield {
            "name": "variables",
            "in": "query",
            "style": "form",
            "explode": True,
            "description": f"{rules.get('description', '')} Sent each under its own name.",
            "schema": {"type": "object", "patternProperties": {pattern: components.member(contract, rules)}},
            "example": _variables(schema, pattern),
        }


def control_query_parameters(entry: ControlOperation) -> Iterator[Parameter]:
    for name in entry.query:
        parameter = QUERY_PARAMETERS.get(f"{entry.name}.{name}") or QUERY_PARAMETERS[name]
        yield {
            "name": name,
            "in": "query",
            "required": False,
            "description": parameter.description,
            "schema": parameter.schema,
            "example": parameter.example,
        }


def _instead_of_another(contract: Schema) -> frozenset[str]:
    """Members that are given in place of others. A request with all its parameters leaves them empty, which counts as
    not given."""
    choices: list[Schema] = contract.get("anyOf", [{}])
    first, *others = [frozenset[str](choice.get("required", ())) for choice in choices]
    return frozenset[str]().union(*others) - first


def _fits_a_query(rules: Schema) -> bool:
    """Objects, and lists of nothing but objects, are for JSON bodies."""
    kinds = rules.get("type", ["string"])
    if kinds == "array":
        return rules.get("items", {}).get("type") != "object"
    return kinds != "object"


def _is_long_list(rules: Schema, contract: Schema) -> bool:
    definition: Schema = contract.get("$defs", {}).get(str(rules.get("$ref", "")).rpartition("/")[2], {})
    return max(rules.get("maxItems", 0), definition.get("maxItems", 0)) > MOST_IN_A_QUERY


def _example(contract: Schema, member: str) -> Any:
    """The member's own example, or its value in the contract's first example that has one, or one of the values that
    the contract names; a text or a number rather than an object. ``None`` where it says nothing."""
    rules: Schema = contract["properties"][member]
    messages: list[Any] = contract.get("examples", [])
    candidates: list[Any] = [
        *rules.get("examples", ()),
        *(message[member] for message in messages if is_object(message) and member in message),
        *([rules["default"]] if "default" in rules else ()),
        *(word for key in ("x-values", "x-known-values", "enum") for word in rules.get(key, ())),
    ]
    plain = [value for value in candidates if _is_query_value(value)]
    return next(iter([*plain, *candidates]), None)


def _is_query_value(value: Any) -> bool:
    return not is_object(value) and not (is_array(value) and any(map(is_object, value)))


def _variables(contract: Schema, pattern: str) -> Mapping[str, Any]:
    messages = [message for message in contract.get("examples", ()) if is_object(message)]
    for message in messages:
        found = {name: value for name, value in message.items() if re.match(pattern, name)}
        if found:
            return found
    return {}
