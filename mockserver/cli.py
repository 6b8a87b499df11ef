"""``voicenter-mock``: the command line. Each command is imported when it is called."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import click

from .. import __version__
from ..contracts.suggestions import did_you_mean
from .wire.console import printable

ERROR_CHARACTERS = 2_000
"""An error is cut behind so many."""

COMMANDS: dict[str, tuple[str, str]] = {
    "serve": ("serve", "Start the sandbox."),
    "trigger": ("trigger", "Send one documented callback to any URL and judge the answer."),
    "verify": ("verify", "Play Voicenter against your endpoint and find its bugs."),
    "load": ("load", "Give your webhook a busy day: a call centre at its real pace."),
    "lint-requests": ("lint_requests", "Judge the requests that a running server has seen."),
    "record": ("record", "Record what the real Voicenter and an integration say to each other."),
    "drift": ("drift", "Judge recordings of the real Voicenter by the documents."),
    "replay": ("replay", "Send the callbacks of a recording again."),
    "organizations": ("organizations", "List the organizations of a running server; make, reset and delete some."),
    "calls": ("calls", "List the calls that are up."),
    "call": ("call", "Place a call, show it, and interfere with it."),
    "explain": ("explain", "Tell why a call ended as it did."),
    "cdrs": ("cdrs", "List the call log."),
    "agents": ("agents", "List the agents; give one another status."),
    "extensions": ("extensions", "List the extensions; switch a telephone off and on."),
    "queues": ("queues", "List the queues and who waits in them."),
    "campaigns": ("campaigns", "List dialer campaigns; start, stop, fill, clear and report on one."),
    "statistics": ("statistics", "Calls, waits and campaigns over simulated time."),
    "events": ("events", "List what happened at extensions, queues and campaigns."),
    "requests": ("requests", "List what was asked of a running server, with what is wrong with it."),
    "deliveries": ("deliveries", "List the callbacks and what became of them."),
    "redeliver": ("redeliver", "Send a callback again."),
    "sockets": ("sockets", "List who listens to the realtime events; break the connections."),
    "clock": ("clock", "Show the clock; pause it, change its speed, run it forward."),
    "expect": ("expect", "Decide how the next dials of a number go."),
    "faults": ("faults", "Let operations and callbacks go wrong."),
    "snapshot": ("snapshot", "Write an organization to a file, and put it back."),
    "export": ("export", "Write the session so far as a pytest test or as HAR."),
    "contracts": ("contracts", "List, show and try the contracts of everything that crosses the wire."),
    "openapi": ("openapi", "Print the OpenAPI document."),
    "asyncapi": ("asyncapi", "Print the AsyncAPI document of the socket."),
}
"""Command name -> module in ``commands/`` and its one-line help."""


class LazyGroup(click.Group):
    """Knows its commands by name and imports the one that is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f".commands.{COMMANDS[cmd_name][0]}", __package__)
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:  # fmt: skip
        if args[0] not in COMMANDS and (hint := did_you_mean(args[0], COMMANDS)):
            ctx.fail(f"there is no command {args[0]!r}; {hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "VOICENTER_MOCK"}
)
@click.version_option(__version__, prog_name="voicenter-mock")
def cli() -> None:
    """A fake Voicenter to develop and test against."""


def main(arguments: list[str] | None = None) -> Any:
    """Runs a command. Wrong use is one line on stderr and exit code 2."""
    try:
        result = cli.main(args=arguments, prog_name="voicenter-mock", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        sys.exit(2)
    except click.UsageError as error:
        command = "voicenter-mock" if error.ctx is None else error.ctx.command_path
        _say_why(command, error)
        sys.exit(2)
    except click.ClickException as error:
        _say_why("voicenter-mock", error)
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    sys.exit(result if isinstance(result, int) else 0)


def _say_why(command: str, error: click.ClickException) -> None:
    """One line on standard error, whatever a server answered or a file held."""
    click.echo(f"{command}: {printable(error.format_message(), ERROR_CHARACTERS)}", err=True)
