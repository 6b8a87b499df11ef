"""Schemas in others' words accept and refuse what they do in ours."""

from __future__ import annotations

import json
import subprocess
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from voicenter_mock import contracts
from voicenter_mock.contracts import names, strategies
from voicenter_mock.contracts.library import Schema, stored
from voicenter_mock.contracts.portable_schemas import plain, portable
from voicenter_mock.contracts.strategies import SCHEMA_FAMILIES

from ..npm_packages import installed, node
from ..suite.cases import for_each

COMPILE = """
const { readFileSync } = require("node:fs");
const Ajv2020 = require("ajv/dist/2020").default;
const ajv = new Ajv2020({ logger: false });  // strict is its default
const judged = Object.entries(JSON.parse(readFileSync(0, "utf8"))).map(([name, schema]) => {
  const accepts = ajv.compile(schema);
  return [name, (schema.examples ?? []).filter((example) => !accepts(example))];
});
console.log(JSON.stringify(Object.fromEntries(judged)));
"""
SEEDS = 6


@cache
def judged(name: str) -> list[tuple[Any, bool]]:
    """Messages, each with whether our own words accept it."""
    return [(each, not contracts.violations(name, each)) for each in messages(name)]


def messages(name: str) -> list[Any]:
    """The contract's own examples, made ones, and some that it refuses."""
    made = [strategies.example(name, seed) for seed in range(SEEDS)]
    families = [family for family in strategies.families(name) if family in SCHEMA_FAMILIES and family != "huge list"]
    refused = [strategies.malformed_example(name, seed, families) for seed in range(SEEDS) if families]
    # How many variables a message may have is a word of ours alone.
    return [
        *stored(name).get("examples", ()),
        *made,
        *(each.message for each in refused if not each.violation.rule.startswith("x-")),
    ]


def for_generators(schema: Schema) -> Schema:
    return portable(schema, schema.get("$defs", {}))


@for_each("name", names())
@pytest.mark.parametrize("form", [plain, for_generators])
@pytest.mark.slow
def test_no_verdict_differs(name: str, form: Any):
    validator: Any = Draft202012Validator(form(stored(name)))
    assert [message for message, accepted in judged(name) if validator.is_valid(message) != accepted] == []


def test_a_plain_schema_has_no_words_of_ours():
    assert not [name for name in names() if '"x-' in json.dumps({**plain(stored(name)), "examples": []})]


@pytest.mark.slow
def test_ajv_takes_every_plain_schema_in_strict_mode_and_finds_its_examples_valid():
    modules = installed("ajv@8.20.0")
    schemas = json.dumps({name: plain(stored(name)) for name in names()})
    run = subprocess.run(
        [node(), "-e", COMPILE], cwd=modules.parent, input=schemas, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert {name: refused for name, refused in json.loads(run.stdout).items() if refused} == {}


def test_members_whose_names_a_pattern_matches_stand_apart_from_it():
    schema = {"properties": {"Date": {"type": "string"}}, "patternProperties": {"^[dD]ate$": {"minLength": 1}}}
    assert plain(schema) == {
        "properties": {"Date": {"type": "string"}},
        "allOf": [{"type": "object", "patternProperties": {"^[dD]ate$": {"minLength": 1}}}],
    }


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ({"type": "array"}, {"type": "array", "items": {}}),
        ({"type": ["array", "null"]}, {"type": ["array", "null"], "items": {}}),
        (
            {"if": {"type": "array"}, "then": {"items": {"type": "string"}}, "else": {"type": "string"}},
            {"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "string"}]},
        ),
        (
            {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
            {"if": {"required": ["a"]}, "then": {}, "else": {"required": ["b"]}},
        ),
        (
            {"oneOf": [{"required": ["a"]}, {"required": ["b"]}]},
            {"if": {"required": ["a"]}, "then": {"not": {"required": ["b"]}}, "else": {"required": ["b"]}},
        ),
        (
            {"enum": [0, 1, "0", "1"]},
            {"type": ["integer", "string"], "minimum": 0, "maximum": 1, "pattern": "^(0|1)$"},
        ),
        ({"type": ["string", "number", "boolean", "null", "object", "array"]}, {}),
    ],
)
def test_what_generators_stumble_over_is_written_another_way(written: dict[str, Any], made: dict[str, Any]):
    assert portable(written, {}) == made


def test_a_choice_by_type_stays_where_the_other_way_allows_that_type_too():
    """`anyOf` would let a short text through."""
    schema = {"if": {"type": "string"}, "then": {"minLength": 3}, "else": {"maximum": 3}}
    assert portable(schema, {}) == schema
