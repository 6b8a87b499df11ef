"""The organization document's schema as editors take it: draft 7, offline, with names to complete."""

from __future__ import annotations

from typing import Any

from ...contracts.json_values import is_array, is_object
from ...contracts.library import Schema, schema
from ...contracts.operations import CALLBACKS, OPERATIONS
from .files import SCHEMA_KEY

DRAFT = "http://json-schema.org/draft-07/schema#"
"""The draft that VS Code, its YAML extension and JetBrains' editors all know, without fetching it."""
_DATA = frozenset(("examples", "default", "enum", "const"))
_BY_NAME = frozenset(("properties", "patternProperties", "$defs"))


def editor_schema() -> Schema:
    """A document that keeps it keeps the contract ``sandbox.organization``, and the other way round."""
    rules = schema("sandbox.organization")
    del rules["$id"]
    faulty = rules["$defs"]["sandbox_fault"]["properties"]["on"]
    faulty["x-known-values"] = [*OPERATIONS, "cdr", "popup", "external_ivr", "external_layer", "voicebot", *CALLBACKS]
    rules["properties"][SCHEMA_KEY] = {"type": "string", "description": "Where an editor finds this schema."}
    return {**_draft_7(rules), SCHEMA_KEY: DRAFT}


def _draft_7(node: Any) -> Any:
    if is_array(node):
        return [_draft_7(item) for item in node]
    if not is_object(node):
        return node
    rules: Schema = {}
    for key, value in node.items():
        if key in _DATA:
            rules[key] = value
        elif key in _BY_NAME:
            rules["definitions" if key == "$defs" else key] = {name: _draft_7(each) for name, each in value.items()}
        elif key == "$ref":
            rules["allOf"] = [{"$ref": value.replace("#/$defs/", "#/definitions/")}]  # draft 7 reads nothing beside one
        elif not key.startswith("x-"):
            rules[key] = _draft_7(value)
    if "x-known-values" in node:
        rules["anyOf"] = [{"enum": list(dict.fromkeys(node["x-known-values"]))}, {}]  # offered, and nothing refused
    return rules
