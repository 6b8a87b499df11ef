"""Tools that judge an integration: what it sent, and how its endpoint answers."""

from __future__ import annotations

import json
from typing import Any, cast

from ...contracts.library import stored
from ...contracts.operations import CONTROL
from ..sandbox.control import MAXIMUM_PAGE
from ..state.journal import RequestEntry
from ..verify import CALLBACK_NAMES, EndpointUnreachable, Settings, verify
from ..verify.journal import group_issues
from ..verify.reporting import as_json, summary
from .control_tools import ask_sandbox
from .model import Arguments, Sandbox, Tool, ToolError, schema_of

MAXIMUM_EXAMPLES = 200
LAST_REQUESTS = 100
_TEXT = {"type": "string"}


def integration_tools() -> list[Tool]:
    return [
        Tool(
            name="lint_my_last_requests",
            title="What is wrong with the requests that the integration sent",
            description=(
                "Judges the newest requests that the sandbox has seen: contract violations, wrong codes and paths, "
                "older spellings, and what no document promises."
            ),
            arguments=schema_of(
                {
                    "organization": {"type": "string", "description": "The organization's id."},
                    "last": {"type": "integer", "minimum": 1, "maximum": MAXIMUM_PAGE, "default": LAST_REQUESTS},
                }
            ),
            result=schema_of(
                {
                    "requests": {"type": "integer", "description": "So many were judged."},
                    "issues": {
                        "type": "array",
                        "items": schema_of(
                            {
                                "kind": _TEXT,
                                "operation": _TEXT,
                                "sentence": _TEXT,
                                "requests": {"type": "array", "items": {"type": "integer"}},
                            },
                            *("kind", "operation", "sentence", "requests"),
                        ),
                    },
                },
                *("requests", "issues"),
            ),
            run=_lint,
        ),
        Tool(
            name="verify_my_endpoint",
            title="Voicenter played against the integration's endpoint, to find its bugs",
            description=(
                "Sends a webhook of yours everything that Voicenter could, valid and invalid, and judges the answers. "
                "Each finding has a curl line that sends its message again. Needs no sandbox."
            ),
            arguments=schema_of(
                {
                    "url": stored("sandbox.send_callback")["properties"]["to"] | {"description": "The endpoint."},
                    "callback": {"enum": list(CALLBACK_NAMES), "description": "What it takes."},
                    "encoding": {"enum": ["json", "xml-rpc", "form", "query"], "default": "json"},
                    "examples": {
                        "type": "integer", "minimum": 1, "maximum": MAXIMUM_EXAMPLES, "default": 20,
                        "description": "Messages of each phase.",
                    },
                    "seed": {"type": "integer", "default": 0, "description": "The same one sends the same messages."},
                },
                *("url", "callback"),
            ),
            result={"type": "object", "properties": {"findings": {"type": "array"}}, "required": ["findings"]},
            run=_verify,
            effect="calls out",
            in_words=lambda report: report["summary"],
        ),
    ]  # fmt: skip


def _lint(sandbox: Sandbox, arguments: Arguments) -> Any:
    operation = CONTROL["list_requests"]
    organization = arguments.get("organization", sandbox.organization)
    path = operation.path.replace("{id}", organization)
    found = ask_sandbox(sandbox, operation, f"{path}?limit={MAXIMUM_PAGE}")["requests"]
    entries = cast("list[dict[str, Any]]", found)[-arguments.get("last", LAST_REQUESTS) :]
    issues = group_issues(RequestEntry.from_data(entry) for entry in entries)
    return {"requests": len(entries), "issues": [{**issue.as_data(), "requests": numbers} for issue, numbers in issues]}


def _verify(_: Sandbox, arguments: Arguments) -> Any:
    settings = Settings(
        encoding=arguments.get("encoding", "json"),
        seed=arguments.get("seed", 0),
        max_examples=arguments.get("examples", 20),
    )
    try:
        report = verify(arguments["url"], arguments["callback"], settings)
    except EndpointUnreachable as problem:
        raise ToolError(f"nobody answers at {arguments['url']}: {problem}; start your server first") from None
    except ValueError as problem:
        raise ToolError(str(problem)) from None
    return {**json.loads(as_json(report)), "summary": summary(report)}
