"""``voicenter-mock mcp``: the sandbox as tools for coding agents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from ...contracts.extras import MissingExtra
from .numbers import WholeNumber
from .output import print_lines
from .remote import answers_of_sandbox, organization_option, organizations_beginning, server_option

if TYPE_CHECKING:
    from mcp.server.lowlevel import Server as McpServer


@click.command("mcp", epilog="Example: voicenter-mock mcp --start")
@server_option
@organization_option
@click.option("--start", is_flag=True, help="Start a sandbox at that address, too, with demo and a manual clock.")
@click.option("--everyday", is_flag=True, help="Only the tools of everyday use, for clients that take a few dozen.")
@click.option(
    "--http", "port", type=WholeNumber(0, 65535), metavar="PORT",
    help="Streamable HTTP at http://127.0.0.1:PORT/mcp instead of standard input and output.",
)  # fmt: skip
def command(server: str, organization: str, start: bool, everyday: bool, port: int | None) -> None:
    """Serve the Model Context Protocol: place calls, move the clock, find out why something did not arrive.

    An editor starts this and talks to it by standard input and output.
    """
    from ..mcp.model import Sandbox
    from ..mcp.service import serve_stdio, service

    try:
        made = service(Sandbox(server, _resolve_organization(server, organization)), everyday=everyday)
    except MissingExtra as error:
        raise click.UsageError(str(error)) from None
    stop = _start_sandbox(server) if start else None
    try:
        if port is None:
            serve_stdio(made)
        else:
            _serve_http(made, port)
    finally:
        if stop is not None:
            stop()


def _resolve_organization(server: str, organization: str) -> str:
    """The one organization whose id begins so; the text itself where that is none, or no server answers yet."""
    try:
        with answers_of_sandbox(server):
            found = organizations_beginning(server, organization)
    except click.ClickException:
        return organization
    return str(found[0]["id"]) if len(found) == 1 else organization


def _start_sandbox(address: str) -> Any:
    """Starts a sandbox at an address of this machine; returns what stops it."""
    from ..sandbox.origins import is_loopback
    from ..serving.server import CannotListen, Server
    from ..tenancy.registry import DEMO, Registry

    parts = urlsplit(address)
    host = "127.0.0.1" if parts.hostname == "localhost" else parts.hostname or ""
    if parts.scheme != "http" or not is_loopback(host):
        raise click.UsageError(f"--start: {address!r} is no http:// address of this machine")
    registry = Registry(clock="manual")
    registry.from_template(DEMO, DEMO)
    try:
        sandbox = Server(registry, host=host, port=parts.port or 80)
    except CannotListen as error:
        raise click.UsageError(f"--start: {error.message}; leave --start out to use what listens there") from None
    sandbox.start()
    return sandbox.stop


def _serve_http(server: McpServer[Any], port: int) -> None:
    import uvicorn

    from ..mcp.service import http_application
    from ..serving.bound_sockets import CannotListen, listening
    from .taken_port import way_out

    try:
        bound = listening("127.0.0.1", port)  # who reads the line below may connect at once
    except CannotListen as error:
        raise click.UsageError(f"--http: {way_out(error, '--http 0')}") from None
    print_lines(f"voicenter-mock's tools are at http://127.0.0.1:{bound.getsockname()[1]}/mcp")
    uvicorn.Server(uvicorn.Config(http_application(server), log_level="warning")).run([bound])
