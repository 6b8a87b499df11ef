"""A shell completes the catalogue's names."""

from __future__ import annotations

import pytest
from click.shell_completion import ShellComplete

from voicenter_mock.mockserver.command_line import cli

from .console import Console


@pytest.mark.parametrize(
    ("words", "begun", "offered"),
    [
        (["contracts", "show"], "cdr_not", ["cdr_notification.request", "cdr_notification.response"]),
        (["contracts", "validate"], "popup.req", ["popup.request"]),
        (["faults", "add"], "click", ["click2call"]),
        (["faults", "add"], "cd", ["cdr", "cdr_hub.query"]),
        (["lint-requests", "--operation"], "dialer.add_call", ["dialer.add_call", "dialer.add_calls_bulk"]),
        ([], "organ", ["organizations"]),
    ],
)
def test_a_name_is_completed(words: list[str], begun: str, offered: list[str]):
    complete = ShellComplete(cli, {}, "voicenter-mock", "_VOICENTER_MOCK_COMPLETE")
    assert [item.value for item in complete.get_completions(words, begun)] == offered


@pytest.mark.parametrize(
    "words",
    [
        ["--server", "{}", "agents", "set"],
        ["agents", "--server", "{}", "set"],
        ["agents", "set", "--server", "{}"],
    ],
)
def test_names_are_those_of_the_server_that_is_named_wherever_it_is(console: Console, words: list[str]):
    complete = ShellComplete(cli, {}, "voicenter-mock", "_VOICENTER_MOCK_COMPLETE")
    offered = complete.get_completions([word.format(console.base_url) for word in words], "55")
    assert [item.value for item in offered] == ["555"]
    console.stop()
    assert complete.get_completions([word.format(console.base_url) for word in words], "55") == []
