"""Tools that know the wire: contracts, messages, and the pages of the documentation."""

from __future__ import annotations

from typing import Any

from ... import contracts
from ...contracts import library
from ...contracts.library import UnknownContract
from ..sandbox import handbook
from .model import Arguments, Sandbox, Tool, ToolError, schema_of

_NAME = {"type": "string", "description": "A contract's name.", "examples": ["cdr_notification.request"]}
_STRICT = {"type": "boolean", "description": "Also refuse words that the documents do not know.", "default": False}


def contract_tools() -> list[Tool]:
    return [
        Tool(
            name="list_contracts",
            title="The messages that cross the wire, by name",
            description="Lists contracts: requests, answers, callbacks, socket events. Narrow it down with containing.",
            arguments=schema_of({"containing": {"type": "string", "description": "Part of the name.", "default": ""}}),
            result=schema_of(
                {"contracts": {"type": "object", "additionalProperties": {"type": "string"}, "description": "Titles."}},
                "contracts",
            ),
            run=_list,
        ),
        Tool(
            name="show_contract",
            title="A message's JSON Schema, with an example",
            description="What a request, answer or callback looks like: JSON Schema, source document, an example.",
            arguments=schema_of({"contract": _NAME, "strict": _STRICT}, "contract"),
            result=schema_of(
                {
                    "contract": _NAME,
                    "title": {"type": "string"},
                    "source": {"type": "string", "description": "The document that it comes from."},
                    "schema": {"type": "object", "description": "JSON Schema 2020-12."},
                    "example": {"description": "A message that keeps it."},
                },
                *("contract", "title", "source", "schema", "example"),
            ),
            run=_show,
        ),
        Tool(
            name="check_message",
            title="Whether a message keeps its contract, and if not, why",
            description="Checks a message, given as JSON, against a contract; each violation says what would be right.",
            arguments=schema_of(
                {"contract": _NAME, "message": {"description": "The message."}, "strict": _STRICT},
                *("contract", "message"),
            ),
            result=schema_of(
                {
                    "valid": {"type": "boolean"},
                    "violations": {"type": "array", "items": {"type": "string"}, "description": "Field and rule."},
                },
                *("valid", "violations"),
            ),
            run=_check,
        ),
        Tool(
            name="read_documentation",
            title="A page of the documentation, or the list of them",
            description="Without a page: which there are. With one, such as how-to/callbacks.md: its text.",
            arguments=schema_of({"page": {"type": "string", "examples": ["reference/disagreements.md"]}}),
            result=None,
            run=_read,
        ),
    ]


def _check_known(name: str) -> str:
    try:
        library.stored(name)
    except UnknownContract as error:
        raise ToolError(str(error).replace("contracts.names() lists them", "list_contracts lists them")) from None
    return name


def _list(_: Sandbox, arguments: Arguments) -> Any:
    part = arguments.get("containing", "")
    found = {name: str(library.stored(name).get("title", "")) for name in library.names() if part in name}
    if not found:
        raise ToolError(f"no contract has {part!r} in its name; without containing, all are listed")
    return {"contracts": found}


def _show(_: Sandbox, arguments: Arguments) -> Any:
    from ...contracts import strategies

    name = _check_known(arguments["contract"])
    schema = library.schema(name, arguments.get("strict", False))
    examples: list[Any] = schema.pop("examples", [])
    return {
        "contract": name,
        "title": str(schema.get("title", "")),
        "source": str(schema.get("x-source", "")),
        "schema": schema,
        "example": examples[0] if examples else strategies.example(name, 0),
    }


def _check(_: Sandbox, arguments: Arguments) -> Any:
    name = _check_known(arguments["contract"])
    found = contracts.violations(name, arguments["message"], strict=arguments.get("strict", False))
    return {"valid": not found, "violations": [str(violation) for violation in found]}


def _read(_: Sandbox, arguments: Arguments) -> str:
    name = arguments.get("page", "").removeprefix("docs/")
    if not name:
        return "\n".join(f"{name}: {handbook.title(name)}" for name in handbook.pages())
    text = handbook.pages().get(name)
    if text is None:
        raise ToolError(f"there is no page {name!r}; read_documentation without a page lists them")
    return text
