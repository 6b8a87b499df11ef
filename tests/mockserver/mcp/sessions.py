"""Sessions of the SDK's own client.

The SDK is imported when one begins: it takes a second, and every process of a run collects the tests.
"""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import anyio

if TYPE_CHECKING:
    from mcp.client.client import Client

Result = TypeVar("Result")


def run_session(server: Any, session: Callable[[Client], Awaitable[Result]]) -> Result:
    """What a session comes to, with what ``Client`` of the SDK takes: a server, an address, a command's input and output."""
    from mcp.client.client import Client

    async def run() -> Result:
        async with Client(server) as client:
            return await session(client)

    return anyio.run(run)


def command_over_stdio(command: str, *arguments: str, environment: Mapping[str, str] | None = None) -> Any:
    """A command that a session starts, and speaks with over its standard input and output."""
    from mcp.client.stdio import StdioServerParameters, stdio_client

    given = None if environment is None else dict(environment)
    parameters = StdioServerParameters(command=command, args=list(arguments), env=given)
    return stdio_client(parameters, errlog=sys.stderr)  # by itself it takes what that was when the SDK was imported
