"""The schema that editors take says the same as the contract, and what leads an editor to it is no part of a document."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft7Validator

from voicenter_mock import contracts
from voicenter_mock.mockserver.command_line import cli
from voicenter_mock.mockserver.organizations import demo, describe, load, read
from voicenter_mock.mockserver.organizations.editor_schema import editor_schema

from ...suite.sessions import OURS, load_only

SCHEMA = editor_schema()
DEMO: dict[str, Any] = json.loads(json.dumps(describe(demo())))
EXAMPLES = Path(__file__).parents[3] / "examples" / "editors"
SNIPPETS: dict[str, Any] = json.loads((EXAMPLES / "voicenter.code-snippets").read_text("utf-8"))
YAML = sorted(name for name, snippet in SNIPPETS.items() if snippet["scope"] == "yaml")


def accepts(document: Any) -> bool:
    validator: Any = Draft7Validator(SCHEMA)
    return validator.is_valid(document)


def changed(section: str, **members: Any) -> dict[str, Any]:
    document = deepcopy(DEMO)
    document[section][0] |= members
    return document


def test_it_is_a_schema_of_draft_7_that_refers_to_nothing_outside():
    Draft7Validator.check_schema(SCHEMA)
    text = json.dumps(SCHEMA)
    references: list[str] = re.findall(r'"\$ref": "([^"]*)', text)
    assert references
    assert [each for each in references if not each.startswith("#/definitions/")] == []
    assert "$defs" not in text
    assert '"x-' not in text


DOCUMENTS: list[dict[str, Any]] = [
    DEMO,
    {},
    {"extension": []},
    {"extensions": [{}]},
    {"revision": "9"},
    changed("extensions", sip=5),
    changed("queues", strategy="sideways"),
    changed("dids", route={"queue": 10035, "layer": 1}),
    changed("codes", nothing=1),
]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_it_takes_what_the_contract_takes(document: dict[str, Any]):
    assert accepts(document) == (not contracts.violations("sandbox.organization", document))


def test_the_catalogue_s_names_are_offered_and_others_not_refused():
    on: dict[str, Any] = SCHEMA["definitions"]["sandbox_fault"]["properties"]["on"]
    assert {"click2call", "dialer.add_call", "cdr"} <= set(on["anyOf"][0]["enum"])
    assert accepts({"faults": [{"on": "dialer.*", "status": 503}]})


def test_a_document_may_say_where_its_schema_is(tmp_path: Path):
    file = tmp_path / "shop.json"
    file.write_text('{"$schema": "voicenter.schema.json", "id": "shop"}', "utf-8")
    assert accepts(json.loads(file.read_text("utf-8")))
    assert read(load(file)).id == "shop"


def test_the_command_prints_it():
    assert json.loads(CliRunner().invoke(cli, ["organizations", "schema"]).stdout) == SCHEMA


def filled(snippet: dict[str, Any]) -> str:
    """The snippet as it stands when nothing is typed into its fields."""
    text = re.sub(r"\$\{\d+:([^}]*)\}|\$0", lambda found: found[1] or "", "\n".join(snippet["body"]))
    return text.replace("\\$", "$")


@pytest.mark.parametrize("name", YAML)
def test_a_snippet_is_a_document(name: str, tmp_path: Path):
    file = tmp_path / "shop.yaml"
    file.write_text(filled(SNIPPETS[name]), "utf-8")
    document = load(file)
    assert read(document).id == "shop"
    assert accepts(dict(document))


@pytest.mark.slow
def test_the_snippet_of_a_test_is_a_passing_test(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch):
    load_only(monkeypatch, OURS)
    pytester.makepyfile(filled(SNIPPETS["Voicenter test"]))
    pytester.runpytest_subprocess("-q").assert_outcomes(passed=1)
