"""A tool for each operation of the control API, made of its catalogue entry and its schemas."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from ...contracts import library
from ...contracts.library import Schema
from ...contracts.operations import CONTROL, ControlOperation
from ...contracts.operations.control_parameters import PATH_PARAMETERS, QUERY_PARAMETERS
from ...contracts.portable_schemas import plain
from ..sandbox.client import ControlApiError, NoSandbox, ask
from .model import Arguments, Effect, Sandbox, Tool, ToolError

NAMES = {
    "health": "is_the_sandbox_ready",
    "list_deliveries": "what_was_pushed",
    "get_delivery": "show_one_push",
    "redeliver": "push_again",
    "send_callback": "push_a_sample",
    "list_requests": "what_was_requested",
    "list_unresolved": "what_found_no_organization",
    "export": "write_session_as_pytest",
    "statistics": "show_statistics",
}
"""Tools that are called otherwise than their operation, whose name says too little where no path stands beside it."""
WITHOUT_TOOL = frozenset({"openapi", "asyncapi", "changes", "stop_sandbox"})
"""Documents for programs, which are resources, the page's counters, and what would leave tools without a sandbox."""
EVERYDAY = frozenset(
    {
        "list_organizations", "create_organization", "get_organization", "edit_organization", "reset_organization",
        "advance_clock", "list_calls", "explain_call", "place_call", "press_digits", "hang_up_call", "list_agents",
        "set_agent", "add_expectation", "list_cdrs", "list_requests", "list_unresolved", "list_deliveries", "redeliver",
        "add_fault", "clear_faults",
    }
)  # fmt: skip
LISTED_BY = {
    "id": "list_organizations",
    "ivrid": "list_calls",
    "number": "what_was_pushed, list_cdrs or list_faults",
    "code": "list_campaigns",
    "user": "list_agents",
    "sip": "list_extensions",
}
"""For a value of a path: the tool that lists what it may be."""
DONE: Schema = {
    "type": "object",
    "properties": {"done": {"const": True, "description": "It is done; there is nothing to show."}},
    "required": ["done"],
}
_NO_RULES = frozenset({"$schema", "$id", "title", "description", "examples", "type", "properties", "required", "$defs"})


def control_tools() -> list[Tool]:
    """In the catalogue's order."""
    return [_tool(operation) for operation in CONTROL.values() if operation.name not in WITHOUT_TOOL]


def _tool(operation: ControlOperation) -> Tool:
    notes = f" {operation.notes}" if operation.notes else ""
    explains = "sentences" in _result(operation).get("properties", {})
    return Tool(
        name=NAMES.get(operation.name, operation.name),
        title=operation.title,
        description=f"{operation.title}.{notes} ({operation.method} /_sandbox{operation.path})",
        arguments=_arguments(operation),
        result=None if operation.media and operation.response is None else _result(operation),
        run=lambda sandbox, arguments: _run(operation, sandbox, arguments),
        effect=_effect(operation),
        everyday=operation.name in EVERYDAY,
        in_words=_sentences if explains else None,
    )


def _effect(operation: ControlOperation) -> Effect:
    if operation.method == "GET":
        return "reads"
    if operation.method == "DELETE" or operation.name in ("reset_organization", "put_snapshot", "clear_campaign"):
        return "replaces"
    return "calls out" if operation.name in ("redeliver", "send_callback", "advance_clock") else "adds"


def _sentences(result: Mapping[str, Any]) -> str:
    return "\n".join(result["sentences"])


def _result(operation: ControlOperation) -> Schema:
    """With its type beside a reference, because older protocol versions ask for one."""
    return DONE if operation.response is None else {"type": "object", **plain(library.stored(operation.response))}


def path_names(operation: ControlOperation) -> list[str]:
    return re.findall(r"\{(\w+)\}", operation.path)


def _arguments(operation: ControlOperation) -> Schema:
    """Path, query and body as members of one object. The path's ``id`` is ``organization``, and may be left out."""
    properties: dict[str, Schema] = {}
    required: list[str] = []
    for name in path_names(operation):
        description, example = PATH_PARAMETERS[name]
        rule: Schema = {"type": "string", "description": description, "examples": [example]}
        if name == "id":
            properties["organization"] = rule
        else:
            properties[name] = rule
            required.append(name)
    for name in operation.query:
        parameter = QUERY_PARAMETERS.get(f"{operation.name}.{name}") or QUERY_PARAMETERS[name]
        properties[name] = {**parameter.schema, "description": parameter.description}
    body: Schema = {"additionalProperties": False}
    if operation.request is not None:
        body = plain(library.stored(operation.request))
    properties |= body.get("properties", {})
    rules: Schema = {"type": "object", "properties": properties, "required": [*required, *body.get("required", ())]}
    rules |= {key: value for key, value in body.items() if key not in _NO_RULES and key != "minProperties"}
    return rules | ({"$defs": body["$defs"]} if "$defs" in body else {})


def _run(operation: ControlOperation, sandbox: Sandbox, arguments: Arguments) -> Any:
    given = dict(arguments)
    path = operation.path
    for name in path_names(operation):
        value = given.pop("organization", sandbox.organization) if name == "id" else given.pop(name)
        path = path.replace(f"{{{name}}}", quote(str(value), safe=""))
    query = {name: given.pop(name) for name in operation.query if name in given}
    body = given if operation.method in ("POST", "PUT", "PATCH") else None
    answer = ask_sandbox(sandbox, operation, path + (f"?{urlencode(query)}" if query else ""), body)
    return {"done": True} if answer is None else answer


def ask_sandbox(sandbox: Sandbox, operation: ControlOperation, path: str, body: Any = None) -> Any:
    """What the control API answers. Raises ``ToolError``, which says what to do about it."""
    try:
        return ask(sandbox.server, operation.method, path, body)
    except NoSandbox as error:
        raise ToolError(str(error)) from None
    except ControlApiError as error:
        parts = [str(error), error.hint]
        if error.status == 404:
            listed = [LISTED_BY[name] for name in path_names(operation) if name in LISTED_BY]
            parts += [f"the tool {tool} lists what there is" for tool in listed[-1:]]
        raise ToolError("; ".join(part for part in parts if part)) from None
