"""The AsyncAPI document is valid and holds every socket event."""

from __future__ import annotations

import json
import subprocess
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft7Validator

from voicenter_mock.contracts import names, schema
from voicenter_mock.contracts.asyncapi import document
from voicenter_mock.contracts.json_values import is_array, is_object
from voicenter_mock.contracts.operations import SOCKET_EVENTS
from voicenter_mock.contracts.type_names import camel

from ..npm_packages import installed, node

PARSE = """
const { readFileSync } = require("node:fs");
const { Parser } = require("@asyncapi/parser");
new Parser().parse(readFileSync(0, "utf8")).then(({ document, diagnostics }) => {
  const errors = diagnostics.filter((each) => each.severity === 0);
  console.log(JSON.stringify({ errors: errors.map((each) => each.message), parsed: document !== undefined }));
});
"""


@cache
def made() -> dict[str, Any]:
    return document()


@pytest.mark.slow
def test_the_parser_of_asyncapi_accepts_it():
    modules = installed("@asyncapi/parser@3")
    run = subprocess.run(
        [node(), "-e", PARSE], cwd=modules.parent, input=json.dumps(made()), capture_output=True, text=True, check=True
    )
    assert json.loads(run.stdout) == {"errors": [], "parsed": True}


def test_every_event_is_a_message_and_an_operation():
    assert made()["components"]["messages"].keys() == SOCKET_EVENTS.keys()
    assert made()["channels"]["socket"]["messages"].keys() == SOCKET_EVENTS.keys()
    assert made()["operations"].keys() == SOCKET_EVENTS.keys()


def test_a_server_behind_a_proxy_is_named_with_its_path_and_protocol():
    servers = document("https://ci.example/voicenter")["servers"]

    assert {(server["protocol"], server["host"], server["pathname"]) for server in servers.values()} == {
        ("wss", "ci.example", "/voicenter"), ("wss", "ci.example", "/voicenter/o/{organization}"),
    }  # fmt: skip


def test_every_contract_of_the_socket_is_there():
    contracts = {camel(name) for name in names() if name.startswith("realtime.")}
    assert contracts <= made()["components"]["schemas"].keys()


@pytest.mark.parametrize(("name", "action"), [("ExtensionEvent", "send"), ("keepalive", "receive")])
def test_the_server_sends_and_receives(name: str, action: str):
    assert made()["operations"][name]["action"] == action


def test_nothing_stands_beside_a_reference():
    """AsyncAPI's schemas are draft 7's, whose readers pass over what stands there."""

    def crowded(value: Any) -> bool:
        if is_object(value):
            return ("$ref" in value and len(value) > 1) or any(map(crowded, value.values()))
        return is_array(value) and any(map(crowded, value))

    assert not crowded(made()["components"]["schemas"])


@pytest.mark.parametrize("name", [name for name in names() if name.startswith("realtime.")])
@pytest.mark.slow
def test_a_validator_of_draft_7_finds_the_examples_valid(name: str):
    components = json.loads(
        json.dumps(made()["components"]["schemas"]).replace("#/components/schemas/", "#/definitions/")
    )
    validator: Any = Draft7Validator({**components[camel(name)], "definitions": components})
    assert [error.message for each in schema(name)["examples"] for error in validator.iter_errors(each)] == []


def test_the_host_goes_into_the_servers():
    assert {server["host"] for server in document("http://localhost:9000")["servers"].values()} == {"localhost:9000"}
