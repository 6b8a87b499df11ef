"""The OpenAPI document with one type for each value: it says less, and forbids nothing that the document allows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator

from voicenter_mock.contracts.json_values import is_array, is_object
from voicenter_mock.contracts.openapi import document
from voicenter_mock.contracts.single_types import with_single_types

CHOICES = {"anyOf", "oneOf", "if"}
WHOLE = document()
SINGLE = with_single_types(WHOLE)


def schemas(node: Any) -> Iterator[dict[str, Any]]:
    """Every schema object below, components and those of parameters and bodies alike."""
    if is_array(node):
        for item in node:
            yield from schemas(item)
    elif is_object(node):
        yield node
        for key, value in node.items():
            if key not in ("example", "examples", "default", "enum"):
                yield from schemas(value)


def kinds(rules: dict[str, Any]) -> set[str]:
    named: Any = rules.get("type", [])
    return {named} if isinstance(named, str) else set(named if is_array(named) else ())


def test_no_schema_leaves_a_choice_of_types():
    left = [rules for rules in schemas(SINGLE) if len(kinds(rules) - {"null"}) > 1 or CHOICES & rules.keys()]
    assert left == []


def test_what_had_one_type_keeps_it_and_its_members():
    call = SINGLE["components"]["schemas"]["DialerAddCallRequest"]
    assert call["type"] == "object"
    assert call["properties"].keys() == WHOLE["components"]["schemas"]["DialerAddCallRequest"]["properties"].keys()
    assert SINGLE["components"]["schemas"]["CdrNotificationRequest"]["properties"]["CustomData"] != {}


def test_every_reference_leads_to_a_component():
    names = {f"#/components/schemas/{name}" for name in SINGLE["components"]["schemas"]}
    assert {rules["$ref"] for rules in schemas(SINGLE) if "$ref" in rules} <= names


def test_every_documented_example_is_allowed():
    text = json.dumps(SINGLE["components"]["schemas"]).replace("#/components/schemas/", "#/$defs/")
    components = json.loads(text)
    wrong: list[tuple[str, str]] = []
    for name, rules in components.items():
        validator: Any = Draft202012Validator({**rules, "$defs": components})
        for example in rules.get("examples", ()):
            wrong += [(name, error.message) for error in validator.iter_errors(example)]
    assert wrong == []
