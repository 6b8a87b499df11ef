"""What the page on coding agents has people write into their editors' files is what starts the command."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from voicenter_mock.mockserver.commands.mcp import command
from voicenter_mock.mockserver.mcp.service import tools

PAGE = (Path(__file__).parents[3] / "docs" / "how-to" / "coding-agents.md").read_text("utf-8")
BLOCKS: list[dict[str, Any]] = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)]


def arguments() -> list[list[str]]:
    """The arguments of `voicenter-mock` in each editor's file."""
    files = [server for block in BLOCKS for (servers,) in [block.values()] for server in servers.values()]
    assert all(server["command"] == "voicenter-mock" for server in files)
    line = re.search(r"```sh\nclaude mcp add .* -- voicenter-mock (.*)\n```", PAGE)
    assert line is not None
    return [*(server["args"] for server in files), shlex.split(line[1])]


@pytest.mark.parametrize("given", arguments(), ids=["VS Code", "Cursor", "Claude Code"])
def test_an_editor_s_file_starts_the_command(given: list[str]):
    assert given[0] == "mcp"
    assert command.make_context("mcp", given[1:]).params["start"]


def test_the_tools_that_the_page_names_are_there():
    section = PAGE.partition("## What there is")[2].partition("`organization` may be left out")[0]
    named = set(re.findall(r"`(\w+_\w+)`", section))
    assert named
    assert named <= tools().keys()
