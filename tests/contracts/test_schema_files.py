"""Every schema file stands alone, says what it is, and belongs to something in the catalogue."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from jsonschema import Draft202012Validator

import voicenter_mock.contracts
from voicenter_mock.contracts import names, schema, violations
from voicenter_mock.contracts.operations import CALLBACKS, CONTROL, OPERATIONS, SOCKET_EVENTS

from ..suite.cases import for_each

SCHEMAS = Path(voicenter_mock.contracts.__file__).parent / "schemas"
DATA = {"examples", "default", "enum", "const", "x-known-values", "x-values"}
EVERY = for_each("name", names())

OF_NO_OPERATION = {"sandbox.organization", "sandbox.error"}
"""The organization's document, which other messages hold, and the one shape of the control API's errors."""


def nodes(rules: Any, path: str = "#") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every subschema with its place, members' and definitions' included."""
    if isinstance(rules, list):
        for index, item in enumerate(cast("list[Any]", rules)):
            yield from nodes(item, f"{path}/{index}")
    elif isinstance(rules, dict):
        members = cast("dict[str, Any]", rules)
        yield path, members
        for key, value in members.items():
            if key in ("properties", "patternProperties", "$defs"):
                for name, inner in value.items():
                    yield from nodes(inner, f"{path}/{key}/{name}")
            elif key not in DATA:
                yield from nodes(value, f"{path}/{key}")


@EVERY
@pytest.mark.slow
def test_a_schema_is_valid_json_schema(name: str):
    Draft202012Validator.check_schema(schema(name))
    assert schema(name)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@EVERY
def test_a_schema_is_called_as_its_file(name: str):
    assert schema(name)["$id"] == f"https://voicenter-mock.example/schemas/{name}.json"


@EVERY
def test_a_schema_says_what_it_is_and_where_it_is_from(name: str):
    assert all(schema(name).get(key) for key in ("title", "description", "x-source", "examples"))


@EVERY
def test_a_schema_refers_to_nothing_outside_itself(name: str):
    rules = schema(name)
    references = {node["$ref"] for _, node in nodes(rules) if "$ref" in node}
    assert references <= {f"#/$defs/{definition}" for definition in rules.get("$defs", {})}


@EVERY
def test_a_schema_needs_no_keyword_that_other_validators_lack(name: str):
    keywords = {keyword for _, node in nodes(schema(name)) for keyword in node}
    assert not keywords & {"$anchor", "$dynamicRef", "$dynamicAnchor", "format", "contentSchema", "$vocabulary"}


@EVERY
def test_every_example_keeps_its_contract_even_strictly(name: str):
    assert {index: violations(name, each, strict=True) for index, each in enumerate(schema(name)["examples"])} == {
        index: [] for index in range(len(schema(name)["examples"]))
    }


@EVERY
def test_every_example_passes_a_stock_validator_on_the_file(name: str):
    validator: Any = Draft202012Validator(json.loads((SCHEMAS / f"{name}.json").read_text("utf-8")))
    assert [error.message for each in schema(name)["examples"] for error in validator.iter_errors(each)] == []


@EVERY
def test_every_member_is_described(name: str):
    rules = schema(name)
    silent = {
        f"{path}/{member}"
        for path, node in nodes(rules)
        for member, meant in node.get("properties", {}).items()
        if not is_described(rules, meant) and not is_condition(path) and not is_described_elsewhere(rules, member)
    }
    assert silent == set()


def is_described(rules: dict[str, Any], meant: dict[str, Any]) -> bool:
    definition = rules.get("$defs", {}).get(meant.get("$ref", "").rpartition("/")[2], {})
    return "description" in meant or "description" in definition


def is_condition(path: str) -> bool:
    """Inside ``if``, ``not`` and ``then``-like branches, members are named to tell cases apart."""
    return bool(re.search(r"/(if|not|then|else|anyOf|oneOf)(/|$)", path))


def is_described_elsewhere(rules: dict[str, Any], member: str) -> bool:
    return "description" in rules.get("properties", {}).get(member, {})


@for_each("name", [name for name in names() if not schema(name).get("x-own")])
def test_patterns_mean_the_same_in_every_dialect(name: str):
    """No look-around, back references or letter classes; ``$`` only as the end of the whole text."""
    patterns = {node["pattern"] for _, node in nodes(schema(name)) if "pattern" in node}
    patterns |= {pattern for _, node in nodes(schema(name)) for pattern in node.get("patternProperties", {})}
    odd = {each for each in patterns if re.search(r"\(\?|\\[1-9a-zA-CE-Z]|[*+?}]\+", each) or "$" in each[:-1]}
    assert odd == set()


def in_the_catalogue() -> set[str]:
    both = [*OPERATIONS.values(), *CALLBACKS.values()]
    control = [entry.request for entry in CONTROL.values()] + [entry.response for entry in CONTROL.values()]
    return {
        *(entry.request_contract for entry in both),
        *(entry.response_contract for entry in both),
        *(event.contract for event in SOCKET_EVENTS.values()),
        *(contract for contract in control if contract),
    }


def test_everything_in_the_catalogue_has_its_schemas():
    assert in_the_catalogue() - set(names()) == set()


def test_every_schema_is_something_in_the_catalogue():
    assert set(names()) - in_the_catalogue() - OF_NO_OPERATION == set()


def test_no_two_catalogue_entries_have_one_name():
    from voicenter_mock.contracts.operations import callbacks, control, realtime

    assert len(CALLBACKS) == len(callbacks.CALLBACKS)
    assert len(CONTROL) == len(control.CONTROL)
    assert len(SOCKET_EVENTS) == len(realtime.SOCKET_EVENTS)
    assert not OPERATIONS.keys() & CALLBACKS.keys()
