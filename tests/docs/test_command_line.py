"""The reference of the command line is written from the commands; each has an example that it understands."""

from __future__ import annotations

import runpy
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from voicenter_mock.mockserver.cli import cli

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
    assert page == tool["page"](), "run: python tools/write_command_line.py"


@pytest.mark.parametrize("path", ALL)
def test_every_commands_help_has_an_example_that_it_understands(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command, example = ALL[path], ALL[path].epilog or ""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "before.json").touch()  # what an example reads has to be there
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
