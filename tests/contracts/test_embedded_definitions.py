"""Shared definitions stand once, and each schema carries the ones it needs."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

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
    assert tool.embedded({"$ref": "#/$defs/phones"}, SHARED)["$defs"].keys() == {"phone", "phones"}


def test_a_definition_that_is_no_longer_used_goes(tool: ModuleType):
    assert "$defs" not in tool.embedded({"type": "null", "$defs": {"phone": {}}}, SHARED)


def test_an_outdated_definition_is_replaced(tool: ModuleType):
    outdated = {"$ref": "#/$defs/phone", "$defs": {"phone": {"type": "integer"}}}
    assert tool.embedded(outdated, SHARED)["$defs"]["phone"] == {"type": "string"}


def test_a_schema_keeps_definitions_of_its_own(tool: ModuleType):
    own = {"$ref": "#/$defs/own", "$defs": {"own": {"$ref": "#/$defs/phone"}}}
    assert tool.embedded(own, SHARED)["$defs"].keys() == {"own", "phone"}


@pytest.mark.parametrize("reference", ["#/$defs/nowhere", "other.json", "https://example.com/schema"])
def test_a_reference_that_leads_nowhere_is_refused(tool: ModuleType, reference: str):
    with pytest.raises(tool.Unresolved, match=reference.rpartition("/")[2]):
        tool.embedded({"$ref": reference}, SHARED)


def test_references_in_examples_are_data(tool: ModuleType):
    assert "$defs" not in tool.embedded({"examples": [{"$ref": "#/$defs/nowhere"}]}, SHARED)


def test_what_fits_stands_on_one_line(tool: ModuleType):
    assert tool.laid_out({"type": ["string", "null"]}) == '{\n  "type": ["string", "null"]\n}'
