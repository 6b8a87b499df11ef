"""The protocol, as the SDK's own client speaks it."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import requests

from voicenter_mock import __version__
from voicenter_mock.mockserver.cli import main
from voicenter_mock.mockserver.mcp.model import Sandbox
from voicenter_mock.mockserver.mcp.service import service
from voicenter_mock.mockserver.serving.server import Server
from voicenter_mock.mockserver.tenancy.registry import Registry

from .sessions import command_over_stdio, run_session

if TYPE_CHECKING:
    from mcp.client.client import Client
    from mcp.types import CallToolResult

COMMAND = str(Path(sys.executable).with_name("voicenter-mock"))


@pytest.fixture
def sandbox() -> Iterator[Server]:
    registry = Registry(clock="manual", now=1_700_000_000)
    registry.from_template("demo", "demo")
    server = Server(registry)
    server.start()
    yield server
    server.stop()


def played(sandbox: Server, session: Callable[[Client], Awaitable[Any]]) -> Any:
    """What a session with the tools on a sandbox comes to."""
    return run_session(service(Sandbox(sandbox.base_url)), session)


def words(result: CallToolResult) -> str:
    return "".join(getattr(part, "text", "") for part in result.content)


@pytest.fixture
def free_address() -> str:
    """Of this machine, where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


@pytest.fixture
def broken_customer() -> Iterator[str]:
    """A webhook that fails at every CDR."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            body = b"KeyError: 'duration'"
            self.send_response(500)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Says nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/cdr"
    server.shutdown()
    thread.join()
    server.server_close()


def test_why_a_cdr_did_not_arrive_is_found_in_three_calls(sandbox: Server, broken_customer: str):
    address = f"{sandbox.base_url}/_sandbox/organizations/demo"
    requests.patch(address, json={"callbacks": {"cdr": {"url": broken_customer}}}, timeout=30)
    requests.post(f"{address}/calls", json={"caller": "0501234567", "did": "0722776772"}, timeout=30)
    requests.post(f"{address}/clock/advance", json={"seconds": 300}, timeout=30)
    used: list[str] = []

    async def session(client: Client) -> tuple[str, str]:
        async def use(name: str, **arguments: Any) -> CallToolResult:
            used.append(name)
            return await client.call_tool(name, arguments)

        ivrid = (await use("list_calls")).structured_content["calls"][-1]["ivrid"]
        story = await use("explain_call", ivrid=ivrid)
        return words(story), words(await use("what_was_pushed", ivrid=ivrid, callback="cdr"))

    story, pushed = played(sandbox, session)
    assert len(used) <= 4
    assert "The IVR itself ended the call" in story
    assert "http_error" in pushed
    assert "KeyError: 'duration'" in pushed


def test_an_operation_s_answer_comes_structured_and_keeps_its_schema(sandbox: Server):
    async def session(client: Client) -> CallToolResult:
        return await client.call_tool("place_call", {"caller": "0501234567", "did": "0722776772"})

    result = played(sandbox, session)
    assert not result.is_error
    assert result.structured_content["ivrid"] == json.loads(words(result))["ivrid"]


def test_what_has_no_answer_says_that_it_is_done(sandbox: Server):
    async def session(client: Client) -> CallToolResult:
        return await client.call_tool("clear_faults", {})

    assert played(sandbox, session).structured_content == {"done": True}


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("explain_call", {"ivrid": "nobody"}, "the tool list_calls lists what there is"),
        ("list_calls", {"organization": "shop"}, "the tool list_organizations lists what there is"),
        ("place_cal", {}, "there is no tool 'place_cal'; did you mean 'place_call'?"),
        ("show_contract", {"contract": "cdr_notification.requst"}, "did you mean cdr_notification.request"),
        ("verify_my_endpoint", {"url": "http://127.0.0.1:9/", "callback": "cdr"}, "start your server first"),
        ("read_documentation", {"page": "x.md"}, "read_documentation without a page lists them"),
    ],
)
def test_an_error_says_what_to_do(sandbox: Server, name: str, arguments: dict[str, Any], expected: str):
    async def session(client: Client) -> CallToolResult:
        return await client.call_tool(name, arguments)

    result = played(sandbox, session)
    assert result.is_error
    assert expected in words(result)


def test_without_a_sandbox_it_is_said_how_to_start_one():
    async def session(client: Client) -> CallToolResult:
        return await client.call_tool("list_calls", {})

    result = run_session(service(Sandbox("http://127.0.0.1:9")), session)
    assert "start one with: voicenter-mock serve" in words(result)


def test_a_contract_is_shown_with_an_example_that_keeps_it(sandbox: Server):
    async def session(client: Client) -> tuple[CallToolResult, CallToolResult]:
        contract = await client.call_tool("show_contract", {"contract": "cdr_notification.request"})
        message = {"contract": "cdr_notification.request", "message": contract.structured_content["example"]}
        return contract, await client.call_tool("check_message", message)

    contract, checked = played(sandbox, session)
    assert contract.structured_content["schema"]["properties"]["ivruniqueid"]
    assert checked.structured_content == {"valid": True, "violations": []}


def test_requests_that_were_wrong_are_judged(sandbox: Server):
    requests.get(f"{sandbox.base_url}/ForwardDialer/click2call.aspx", {"code": "demo-code"}, timeout=30)

    async def session(client: Client) -> CallToolResult:
        return await client.call_tool("lint_my_last_requests", {})

    found = played(sandbox, session).structured_content
    assert found["requests"] == 1
    assert any(issue["kind"] == "violation" for issue in found["issues"])


def test_pages_and_the_organization_s_document_are_resources(sandbox: Server):
    async def session(client: Client) -> tuple[str, str, set[str]]:
        listed = {str(each.uri) for each in (await client.list_resources()).resources}
        page = await client.read_resource("voicenter-mock://docs/reference/disagreements.md")
        document = await client.read_resource("voicenter-mock://organization/demo")
        return page.contents[0].text, document.contents[0].text, listed  # type: ignore[union-attr]

    page, document, listed = played(sandbox, session)
    assert page.startswith("#")
    assert json.loads(document)["id"] == "demo"
    assert {"voicenter-mock://docs/reference/disagreements.md", "voicenter-mock://organization/demo"} <= listed


def test_a_resource_that_there_is_not_is_refused(sandbox: Server):
    async def session(client: Client) -> str:
        from mcp.shared.exceptions import MCPError

        with pytest.raises(MCPError) as refusal:
            await client.read_resource("voicenter-mock://docs/none.md")
        return str(refusal.value)

    assert "there is no resource 'voicenter-mock://docs/none.md'; resources/list has them" in played(sandbox, session)


@pytest.mark.slow
def test_the_command_starts_a_sandbox_and_speaks_over_standard_input_and_output(free_address: str):
    async def session(client: Client) -> tuple[Any, CallToolResult]:
        return client.server_info, await client.call_tool("get_clock", {})

    server, clock = run_session(command_over_stdio(COMMAND, "mcp", "--start", "--server", free_address), session)
    assert (server.name, server.version) == ("voicenter-mock", __version__)
    assert clock.structured_content["mode"] == "manual"


@pytest.fixture
def over_http(sandbox: Server) -> Iterator[str]:
    """Where the command serves its tools over HTTP."""
    command = [COMMAND, "mcp", "--http", "0", "--server", sandbox.base_url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().split()[-1]
        process.terminate()


@pytest.mark.slow
def test_the_command_speaks_streamable_http(over_http: str):
    async def session(client: Client) -> CallToolResult:
        return await client.call_tool("is_the_sandbox_ready", {})

    assert run_session(over_http, session).structured_content == {"status": "ok", "version": __version__}


@pytest.mark.slow
def test_a_page_that_has_its_own_name_point_here_is_refused(over_http: str):
    headers = {"Host": "elsewhere.example", "Accept": "application/json, text/event-stream"}
    answer = requests.post(over_http, json={"jsonrpc": "2.0", "id": 1, "method": "ping"}, headers=headers, timeout=30)
    assert answer.status_code == 421


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--start", "--server", "https://voicenter.example"], "--start: 'https://voicenter.example' is no http://"),
        (["--start", "--server", "{address}"], "leave --start out to use what listens there"),
        (["--http", "{taken_port}"], "--http: cannot listen on 127.0.0.1:"),
    ],
)
def test_wrong_use_is_one_line_and_exit_code_2(
    sandbox: Server, options: list[str], expected: str, capfd: pytest.CaptureFixture[str]
):
    filled = [each.format(address=sandbox.base_url, taken_port=sandbox.port) for each in options]
    with pytest.raises(SystemExit) as ended:
        main(["mcp", *filled])
    error = capfd.readouterr().err
    assert (ended.value.code, error.count("\n")) == (2, 1), error
    assert expected in error
