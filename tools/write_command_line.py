"""Writes `docs/reference/command-line.md` from the commands themselves: `python tools/write_command_line.py`.

A test says when the page is out of date.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

import click

from voicenter_mock.mockserver.command_line import COMMANDS, cli
from voicenter_mock.mockserver.commands.explain import command as explain

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "command-line.md"

INTRODUCTION = """\
# The command line

<!-- Written by tools/write_command_line.py from the commands. -->

`voicenter-mock COMMAND --help` says the same. [In the terminal](../how-to/terminal.md) shows them at work.

Commands that talk to a running server take three options more, before or behind a subcommand's name:

| option | environment | |
|---|---|---|
{common}

Exit codes: 0 it is done, 1 it could not be done or something was found, 2 wrong use, 130 ended with Ctrl-C.

| command | |
|---|---|
"""


def page() -> str:
    """The whole page."""
    rows = [f"| [`{name}`](#{name}) | {text} |" for name, (_, text) in COMMANDS.items()]
    common = [f"| `{one.opts[0]}` | {_code(one.envvar)} | {one.help} |" for one in _common_options()]
    parts = [INTRODUCTION.format(common="\n".join(common)) + "\n".join(rows)]
    context = click.Context(cli, info_name="voicenter-mock")
    for name in COMMANDS:
        command = cli.get_command(context, name)
        assert command is not None, "the table names it"
        parts += _sections(command, click.Context(command, parent=context, info_name=name), 2)
    return "\n\n".join(parts) + "\n"


def _common_options() -> list[click.Option]:
    """What a command has that asks for nothing but a server, an organization and JSON."""
    return [one for one in explain.params if isinstance(one, click.Option)]


def _code(text: object) -> str:
    return f"`{text}`" if text else ""


def _sections(command: click.Command, context: click.Context, level: int) -> Iterator[str]:
    name = context.command_path.removeprefix("voicenter-mock ")
    text = inspect.cleandoc(command.help or "")
    example = (command.epilog or "").removeprefix("Example: ")
    usage = " ".join(["voicenter-mock", name, *command.collect_usage_pieces(context)])
    yield f"{'#' * level} {name}\n\n{text}\n\n```text\n{usage}\n```"
    if example:
        yield f"For example:\n\n```sh\n{example}\n```"
    options = [record for one in command.get_params(context) if (record := _record(one, context)) is not None]
    if options:
        yield "\n".join(["| option | |", "|---|---|", *(f"| `{flag}` | {text} |" for flag, text in options)])
    if isinstance(command, click.Group):
        for subcommand in command.commands.values():
            yield from _sections(
                subcommand, click.Context(subcommand, parent=context, info_name=subcommand.name), level + 1
            )


def _record(parameter: click.Parameter, context: click.Context) -> tuple[str, str] | None:
    """An option as its help shows it; nothing for those that every command has."""
    common = [one.help for one in _common_options()]
    if not isinstance(parameter, click.Option) or "--help" in parameter.opts or parameter.help in common:
        return None
    record = parameter.get_help_record(context)
    return None if record is None else (record[0].replace("|", "\\|"), " ".join(record[1].split()).replace("|", "\\|"))


def main() -> None:
    PAGE.write_text(page(), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
