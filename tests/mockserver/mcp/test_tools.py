"""The tools for coding agents: made of the catalogue, told apart, and honest about what they do."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from voicenter_mock.contracts.library import stored
from voicenter_mock.contracts.operations import CONTROL
from voicenter_mock.mockserver.mcp.control_tools import EVERYDAY, NAMES, WITHOUT_TOOL, control_tools, path_names
from voicenter_mock.mockserver.mcp.model import Tool, ToolError
from voicenter_mock.mockserver.mcp.service import tools

from ...suite.cases import for_each

TOOLS = tools()
CURSORS_LIMIT = 40


def test_every_operation_of_the_control_api_is_a_tool():
    assert len(control_tools()) == len(CONTROL) - len(WITHOUT_TOOL)
    assert {NAMES.get(name, name) for name in CONTROL.keys() - WITHOUT_TOOL} <= TOOLS.keys()


def test_what_is_said_of_operations_is_said_of_operations_that_there_are():
    assert NAMES.keys() | WITHOUT_TOOL | EVERYDAY <= CONTROL.keys()


def test_no_argument_of_an_operation_hides_another():
    for operation in CONTROL.values():
        properties: dict[str, Any] = {}
        tool = TOOLS.get(NAMES.get(operation.name, operation.name))
        if tool is not None and operation.request is not None:
            properties = tool.arguments["properties"]
        assert {"organization"}.isdisjoint(operation.query), operation.name
        assert len({*path_names(operation), *operation.query}) == len([*path_names(operation), *operation.query])
        if properties:
            from voicenter_mock.contracts import library

            body = library.stored(str(operation.request)).get("properties", {})
            assert body.keys().isdisjoint({*path_names(operation), *operation.query, "organization"} - {"id"})


@for_each("tool", TOOLS.values(), ids=lambda tool: tool.name)
def test_a_tool_s_schemas_are_schemas_of_objects(tool: Tool):
    for schema in (tool.arguments, tool.result):
        if schema is not None:
            Draft202012Validator.check_schema(schema)
            assert schema["type"] == "object"


def test_those_of_everyday_use_are_few_enough_for_every_editor():
    few = tools(everyday=True)
    assert {"place_call", "advance_clock", "explain_call", "what_was_pushed", "verify_my_endpoint"} <= few.keys()
    assert len(few) < CURSORS_LIMIT


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("explain_call", {}, "explain_call: arguments: 'ivrid' is a required property; its arguments are"),
        ("place_call", {"caller": 5}, "place_call: caller: 5 is not of type 'string'"),
        ("advance_clock", {"minutes": 5}, "advance_clock: arguments:"),
    ],
)
def test_a_wrong_argument_is_named_with_those_that_there_are(name: str, arguments: dict[str, Any], expected: str):
    with pytest.raises(ToolError) as refusal:
        TOOLS[name].check(arguments)
    assert expected in str(refusal.value)


def test_an_endpoint_is_what_the_control_api_takes_for_one():
    sent_to = stored("sandbox.send_callback")["properties"]["to"]
    url = TOOLS["verify_my_endpoint"].arguments["properties"]["url"]

    assert url == {**sent_to, "description": "The endpoint."}
