"""What the page on coding agents has people write into their editors' files starts the command, which offers its tools."""

from __future__ import annotations

import json
import os
import re
import shlex
import socket
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from voicenter_mock.mockserver.commands.mcp import command
from voicenter_mock.mockserver.mcp.service import tools

from .sessions import command_over_stdio, run_session

if TYPE_CHECKING:
    from mcp.client.client import Client

PAGE = (Path(__file__).parents[3] / "docs" / "how-to" / "coding-agents.md").read_text("utf-8")
BLOCKS = dict(re.findall(r"^\*\*([\w ]+)\*\*: [^\n]*\n\n```json\n(.*?)```", PAGE, re.MULTILINE | re.DOTALL))
"""The file of each editor."""
SERVERS = {"VS Code": "servers", "Cursor": "mcpServers", "Claude Code": "mcpServers", "Claude Desktop": "mcpServers"}
"""The member of its file that an editor reads."""


def only_once(members: list[tuple[str, Any]]) -> dict[str, Any]:
    assert len(dict(members)) == len(members), f"a name twice: {members}"
    return dict(members)


def refused(constant: str) -> NoReturn:
    raise AssertionError(f"{constant} is no JSON")


def entry(editor: str) -> Mapping[str, Any]:
    """Our server in an editor's file."""
    file = json.loads(BLOCKS[editor], object_pairs_hook=only_once, parse_constant=refused)
    assert list(file) == [SERVERS[editor]]
    (server,) = file[SERVERS[editor]].values()
    assert server.keys() <= {"type", "command", "args"}
    assert server.get("type", "stdio") == "stdio"
    return server


def test_the_page_has_a_file_for_every_editor():
    assert sorted(BLOCKS) == sorted(SERVERS)


@cache
def tools_of(command: str, *arguments: str) -> set[str]:
    """The tools of the command that a file has an editor start: several files have the same."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {"PATH": path, "VOICENTER_MOCK_SERVER": address}

    async def session(client: Client) -> set[str]:
        assert (await client.call_tool("list_calls", {})).structured_content == {"calls": []}
        return {tool.name for tool in (await client.list_tools()).tools}

    return run_session(command_over_stdio(command, *arguments, environment=environment), session)


@pytest.mark.slow
@pytest.mark.parametrize("editor", sorted(SERVERS))
def test_an_editor_s_file_starts_the_command_which_lists_its_tools(editor: str):
    server = entry(editor)
    assert tools_of(server["command"], *server["args"]) == tools(everyday=editor == "Cursor").keys()


def test_what_claude_code_s_own_command_writes_is_the_file_that_is_shown():
    line = re.search(r"`claude mcp add (.*?)`", PAGE)
    assert line is not None
    options, _, started = line[1].partition(" -- ")
    assert options == "--scope project voicenter"
    assert shlex.split(started) == [entry("Claude Code")["command"], *entry("Claude Code")["args"]]


def test_cursor_is_given_no_more_tools_than_it_takes():
    arguments = entry("Cursor")["args"]
    assert command.make_context("mcp", arguments[1:]).params["everyday"]
    assert len(tools(everyday=True)) <= 40


def test_the_tools_that_the_page_names_are_there():
    section = PAGE.partition("## What there is")[2].partition("`organization` may be left out")[0]
    named = set(re.findall(r"`(\w+_\w+)`", section))
    assert named
    assert named <= tools().keys()
