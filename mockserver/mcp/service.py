"""The protocol: tools, resources and errors by the official SDK, over standard input and output or HTTP."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from ... import __version__
from ...contracts.extras import extra
from ...contracts.operations import CONTROL
from ...contracts.suggestions import did_you_mean
from ..sandbox import handbook
from .contract_tools import contract_tools
from .control_tools import ask_sandbox, control_tools
from .integration_tools import integration_tools
from .model import Arguments, Sandbox, Tool, ToolError

if TYPE_CHECKING:
    from mcp.server import ServerRequestContext
    from mcp.server.lowlevel import Server
    from mcp.types import (
        CallToolRequestParams,
        CallToolResult,
        ListResourcesResult,
        ListToolsResult,
        PaginatedRequestParams,
        ReadResourceRequestParams,
        ReadResourceResult,
    )

    from ..sandbox.guard import Application

    Context = ServerRequestContext[Any]

SCHEME = "voicenter-mock://"
ORGANIZATION = f"{SCHEME}organization/"
PAGES = f"{SCHEME}docs/"
SHOWN_CHARACTERS = 40_000
"""A result is cut behind so many where it is text; its structured form is whole."""
INSTRUCTIONS = """\
These tools drive a fake Voicenter. Nothing happens by itself under a manual clock: after a call was placed, \
advance_clock (seconds, or until "idle") lets it happen, and sends what Voicenter would push.
Why did a CDR not arrive? list_calls has the call's ivrid; explain_call says how it ended; what_was_pushed with that \
ivrid has every attempt with the answer and what was wrong with it.
Why was a request refused? what_was_requested, or what_found_no_organization for a wrong code; lint_my_last_requests \
judges them all."""


def tools(*, everyday: bool = False) -> dict[str, Tool]:
    """By name: all, or those of everyday use, for clients that take only so many."""
    every = (*control_tools(), *contract_tools(), *integration_tools())
    return {tool.name: tool for tool in every if tool.everyday or not everyday}


def service(sandbox: Sandbox, *, everyday: bool = False) -> Server[Any]:
    """An MCP server whose tools work on a sandbox. Raises ``MissingExtra`` without the SDK."""
    with extra("mcp", "the Model Context Protocol"):
        from mcp import types
        from mcp.server.lowlevel import Server
        from mcp.shared.exceptions import MCPError
    import anyio.to_thread

    known = tools(everyday=everyday)
    hints = {
        "reads": types.ToolAnnotations(read_only_hint=True, open_world_hint=False),
        "adds": types.ToolAnnotations(read_only_hint=False, destructive_hint=False, open_world_hint=False),
        "replaces": types.ToolAnnotations(read_only_hint=False, destructive_hint=True, open_world_hint=False),
        "calls out": types.ToolAnnotations(read_only_hint=False, destructive_hint=False, open_world_hint=True),
    }
    listed = [
        types.Tool(
            name=tool.name,
            title=tool.title,
            description=tool.description,
            input_schema=tool.arguments,
            output_schema=tool.result,
            annotations=hints[tool.effect],
        )
        for tool in known.values()
    ]

    async def list_tools(_: Context, __: PaginatedRequestParams | None) -> ListToolsResult:
        return types.ListToolsResult(tools=listed)

    async def call_tool(_: Context, params: CallToolRequestParams) -> CallToolResult:
        try:
            done = partial(_call_tool, known, sandbox, params.name, params.arguments or {})
            tool, result = await anyio.to_thread.run_sync(done, abandon_on_cancel=True)
        except ToolError as error:
            return types.CallToolResult(content=[types.TextContent(text=str(error))], is_error=True)
        content: list[Any] = [types.TextContent(text=_text(tool, result))]
        structured = None if tool.result is None else result
        return types.CallToolResult(content=content, structured_content=structured)

    async def list_resources(_: Context, __: PaginatedRequestParams | None) -> ListResourcesResult:
        pages = [
            types.Resource(
                uri=PAGES + name, name=name, title=handbook.title(name), description=handbook.summary(name),
                mime_type="text/markdown",
            )
            for name in handbook.pages()
        ]  # fmt: skip
        document = types.Resource(
            uri=ORGANIZATION + sandbox.organization,
            name=f"organization {sandbox.organization}",
            title="The organization's document",
            description="Codes, extensions, queues, layers, campaigns and callbacks, as they are now.",
            mime_type="application/json",
        )
        return types.ListResourcesResult(resources=[document, *pages])

    async def read_resource(_: Context, params: ReadResourceRequestParams) -> ReadResourceResult:
        try:
            kind, text = await anyio.to_thread.run_sync(partial(_resource, sandbox, str(params.uri)))
        except ToolError as error:
            raise MCPError(types.INVALID_PARAMS, str(error)) from None
        content = types.TextResourceContents(uri=params.uri, mime_type=kind, text=text)
        return types.ReadResourceResult(contents=[content])

    return Server(
        "voicenter-mock",
        version=__version__,
        title="Voicenter sandbox",
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_read_resource=read_resource,
    )


def _call_tool(known: Mapping[str, Tool], sandbox: Sandbox, name: str, arguments: Arguments) -> tuple[Tool, Any]:
    if name not in known:
        hint = did_you_mean(name, known) or f"there are {', '.join(known)}"
        raise ToolError(f"there is no tool {name!r}; {hint}")
    tool = known[name]
    tool.check(arguments)
    return tool, tool.run(sandbox, arguments)


def _text(tool: Tool, result: Any) -> str:
    text = result if isinstance(result, str) else _in_words(tool, result)
    if len(text) <= SHOWN_CHARACTERS or tool.result is None:
        return text
    return f"{text[:SHOWN_CHARACTERS]}… ({len(text) - SHOWN_CHARACTERS} characters more: ask for less, as with limit)"


def _in_words(tool: Tool, result: Any) -> str:
    return json.dumps(result, ensure_ascii=False) if tool.in_words is None else tool.in_words(result)


def _resource(sandbox: Sandbox, uri: str) -> tuple[str, str]:
    """Media type and text."""
    if uri.startswith(ORGANIZATION):
        operation = CONTROL["get_organization"]
        state = ask_sandbox(sandbox, operation, operation.path.replace("{id}", uri.removeprefix(ORGANIZATION)))
        return "application/json", json.dumps(state["document"], ensure_ascii=False, indent=2)
    text = handbook.pages().get(uri.removeprefix(PAGES)) if uri.startswith(PAGES) else None
    if text is None:
        raise ToolError(f"there is no resource {uri!r}; resources/list has them")
    return "text/markdown", text


def serve_stdio(server: Server[Any]) -> None:
    """Until standard input ends."""
    import anyio
    from mcp.server.stdio import stdio_server

    async def run() -> None:
        async with stdio_server() as (received, sent):
            await server.run(received, sent, server.create_initialization_options())

    anyio.run(run)


def http_application(server: Server[Any]) -> Application:
    """The streamable HTTP transport at ``/mcp``, for this machine's names alone."""
    return server.streamable_http_app(host="127.0.0.1")
