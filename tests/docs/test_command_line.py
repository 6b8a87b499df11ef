"""The reference of the command line is written from the commands; each has an example that it understands."""

from __future__ import annotations

import runpy
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from voicenter_mock.contracts.operations import CONTROL
from voicenter_mock.mockserver.command_line import cli

from ..suite.cases import for_each

CHECKOUT = Path(__file__).resolve().parents[2]


def commands(group: click.Group, parent: click.Context) -> Iterator[tuple[str, click.Command]]:
    for name in group.list_commands(parent):
        command = group.get_command(parent, name)
        assert command is not None
        context = click.Context(command, parent=parent, info_name=name)
        yield context.command_path, command
        if isinstance(command, click.Group):
            yield from commands(command, context)


ALL = dict(commands(cli, click.Context(cli, info_name="voicenter-mock")))


def test_the_page_is_up_to_date() -> None:
    tool = runpy.run_path(str(CHECKOUT / "tools" / "write_command_line.py"))
    page = (CHECKOUT / "docs" / "reference" / "command-line.md").read_text("utf-8")
    assert page == tool["page"](), "run: poe pages"


@for_each("path", ALL)
def test_every_commands_help_has_an_example_that_it_understands(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command, example = ALL[path], ALL[path].epilog or ""
    monkeypatch.chdir(tmp_path)
    for name in ("before.json", "changes.yaml", "session.har"):  # what an example reads has to be there
        (tmp_path / name).touch()
    words = shlex.split(example.removeprefix("Example: "))
    assert command.help
    assert example.startswith(f"Example: {path}")

    arguments = words[len(path.split()) :]
    if isinstance(command, click.Group) and arguments and not arguments[0].startswith("-"):
        command, arguments = command.commands[arguments[0]], arguments[1:]
    context = command.make_context(path, arguments)  # raises when it does not understand

    assert context.args == []


@pytest.mark.parametrize("name", ["server", "organization", "as_json", "watch", "goes_on", "since", "last"])
def test_an_option_means_the_same_everywhere(name: str) -> None:
    remote = [command for command in ALL.values() if any(one.name == "server" and one.envvar for one in command.params)]
    found = {
        (tuple(one.opts), one.help, str(one.default))
        for command in remote
        for one in command.params
        if isinstance(one, click.Option) and one.name == name
    }

    assert len(found) == 1


TERMINAL = {
    "health": None,  # whoever asks anything finds out
    "stop_sandbox": "stop",
    "list_organizations": "organizations",
    "create_organization": "organizations create",
    "get_organization": "organizations show",
    "edit_organization": "organizations edit",
    "delete_organization": "organizations delete",
    "reset_organization": "organizations reset",
    "get_clock": "clock",
    "set_clock": "clock pause",
    "advance_clock": "clock advance",
    "cancel_advance": "clock cancel",
    "list_calls": "calls",
    "get_call": "call show",
    "explain_call": "explain",
    "call_timeline": "call show",
    "place_call": "call incoming",
    "answer_call": "call answer",
    "reject_call": "call reject",
    "hold_call": "call hold",
    "unhold_call": "call unhold",
    "transfer_call": "call transfer",
    "press_digits": "call press",
    "mute_call": "call mute",
    "unmute_call": "call unmute",
    "spy_call": "call spy",
    "hang_up_call": "call hangup",
    "list_extensions": "extensions",
    "set_extension": "extensions off",
    "list_agents": "agents",
    "set_agent": "agents set",
    "list_queues": "queues",
    "list_campaigns": "campaigns",
    "campaign_report": "campaigns report",
    "start_campaign": "campaigns start",
    "stop_campaign": "campaigns stop",
    "clear_campaign": "campaigns clear",
    "add_campaign_calls": "campaigns add",
    "statistics": "statistics",
    "integration_status": "status",
    "changes": None,  # for pages: commands look at what they show
    "get_snapshot": "snapshot save",
    "put_snapshot": "snapshot restore",
    "list_expectations": "expect",
    "add_expectation": "expect add",
    "clear_expectations": "expect clear",
    "list_faults": "faults",
    "add_fault": "faults add",
    "clear_faults": "faults clear",
    "remove_fault": "faults remove",
    "list_sockets": "sockets",
    "drop_sockets": "sockets drop",
    "list_cdrs": "cdrs",
    "get_cdr": "cdrs show",
    "list_events": "events",
    "list_requests": "requests",
    "list_deliveries": "deliveries",
    "get_delivery": "deliveries show",
    "redeliver": "redeliver",
    "send_callback": "deliveries send",
    "list_unresolved": "requests",
    "export": "export",
    "openapi": "openapi",
    "asyncapi": "asyncapi",
}
"""What of the control API each operation is in the terminal."""


@for_each("operation", CONTROL)
def test_what_the_control_api_can_do_the_terminal_can(operation: str) -> None:
    command = TERMINAL[operation]
    assert command is None or f"voicenter-mock {command}" in ALL
