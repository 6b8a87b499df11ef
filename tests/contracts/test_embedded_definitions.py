"""Shared definitions stand once, and each schema carries the ones it needs."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from voicenter_mock.contracts.operations import OPERATIONS

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    specification = importlib.util.spec_from_file_location(
        "embed_definitions", CHECKOUT / "tools" / "embed_definitions.py"
    )
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


SHARED = {"phone": {"type": "string"}, "phones": {"items": {"$ref": "#/$defs/phone"}}, "unused": {"type": "null"}}


def test_the_schemas_have_the_definitions_as_they_now_read(tool: ModuleType, capsys: pytest.CaptureFixture[str]):
    assert (tool.main(["--check"]), capsys.readouterr().err) == (0, ""), "run: poe pages"


def test_no_shared_definition_is_of_no_use():
    shared = json.loads((CHECKOUT / "contracts" / "definitions.json").read_text("utf-8"))
    files = (CHECKOUT / "contracts" / "schemas").glob("*.json")
    used = {name for path in files for name in json.loads(path.read_text("utf-8")).get("$defs", {})}
    # What requests may need though none does today: the kinds of wire values that readers know.
    assert shared.keys() - used <= {"number", "list_of_text", "list_of_integers", "digits"}


def test_a_definition_brings_those_it_refers_to(tool: ModuleType):
    assert tool.embed({"$ref": "#/$defs/phones"}, SHARED)["$defs"].keys() == {"phone", "phones"}


def test_a_definition_that_is_no_longer_used_goes(tool: ModuleType):
    assert "$defs" not in tool.embed({"type": "null", "$defs": {"phone": {}}}, SHARED)


def test_an_outdated_definition_is_replaced(tool: ModuleType):
    outdated = {"$ref": "#/$defs/phone", "$defs": {"phone": {"type": "integer"}}}
    assert tool.embed(outdated, SHARED)["$defs"]["phone"] == {"type": "string"}


def test_a_schema_keeps_definitions_of_its_own(tool: ModuleType):
    own = {"$ref": "#/$defs/own", "$defs": {"own": {"$ref": "#/$defs/phone"}}}
    assert tool.embed(own, SHARED)["$defs"].keys() == {"own", "phone"}


@pytest.mark.parametrize("reference", ["#/$defs/nowhere", "other.json", "https://example.com/schema"])
def test_a_reference_that_leads_nowhere_is_refused(tool: ModuleType, reference: str):
    with pytest.raises(tool.Unresolved, match=reference.rpartition("/")[2]):
        tool.embed({"$ref": reference}, SHARED)


def test_references_in_examples_are_data(tool: ModuleType):
    assert "$defs" not in tool.embed({"examples": [{"$ref": "#/$defs/nowhere"}]}, SHARED)


def test_what_fits_stands_on_one_line(tool: ModuleType):
    assert tool.laid_out({"type": ["string", "null"]}) == '{\n  "type": ["string", "null"]\n}'


SHAPES: dict[str, dict[str, Any]] = {
    "campaign": {"examples": [{"Campaign": "x"}], "type": "object", "required": ["Campaign"], "properties": {"Campaign": {}}},
    "call": {"begins_with": "campaign", "type": "object", "required": ["Target"], "properties": {"Target": {}}},
}  # fmt: skip


def stamped(tool: ModuleType, schema: dict[str, Any], **stamp: Any) -> dict[str, Any]:
    whole: dict[str, Any] = tool.stamp("a.b.request", schema, tool.Stamp("A title", "3.2 §1", **stamp), SHAPES)
    return whole


def test_a_message_that_is_nothing_but_its_shape_needs_no_file(tool: ModuleType):
    assert stamped(tool, {}, description="Does it.", shape="campaign") == {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://voicenter-mock.example/schemas/a.b.request.json",
        "title": "A title",
        "description": "Does it.",
        "x-source": "3.2 §1",
        **SHAPES["campaign"],
    }


def test_a_messages_own_members_stand_after_its_shapes(tool: ModuleType):
    own: dict[str, Any] = {"required": ["Own"], "properties": {"Own": {}, "Campaign": {"outdated": True}}}
    whole = stamped(tool, own, shape="call")
    assert (list(whole["properties"]), whole["required"]) == (
        ["Campaign", "Target", "Own"],
        ["Campaign", "Target", "Own"],
    )
    assert whole["properties"]["Campaign"] == {}


def test_what_a_file_says_is_kept_unless_the_catalogue_binds_it(tool: ModuleType):
    assert stamped(tool, {"title": "Its own"})["title"] == "Its own"
    assert stamped(tool, {"title": "Its own"}, binding=True)["title"] == "A title"


def test_a_file_of_no_entry_stays(tool: ModuleType):
    assert tool.stamp("sandbox.error", {"type": "object"}, None, SHAPES) == {"type": "object"}


def test_every_shape_is_some_operations():
    shapes = json.loads((CHECKOUT / "contracts" / "shapes.json").read_text("utf-8"))
    used = {shape for entry in OPERATIONS.values() for shape in (entry.request_shape, entry.response_shape)}
    assert shapes.keys() - used == set()
