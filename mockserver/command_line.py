"""The command line. Each command is imported when it is called."""

from __future__ import annotations

import errno
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from .. import __version__
from ..contracts.suggestions import did_you_mean
from .telephony.core.seldom_collected import WHAT_STAYS
from .wire.console import printable

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

ERROR_CHARACTERS = 2_000
"""An error is cut behind so many."""
_NOT_WRITTEN = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
"""What a write meets where there is no room: Click looks after closed pipes."""

GROUPS: dict[str, dict[str, tuple[str, str]]] = {
    "Start a sandbox": {
        "serve": ("serve", "Start the sandbox."),
        "stop": ("stop", "Stop a sandbox, wherever it was started."),
        "listen": ("listen", "Print what happens as it happens; starts a sandbox where none runs."),
    },
    "Try your endpoint": {
        "trigger": ("trigger", "Send one documented callback to any URL and judge the answer."),
        "send": ("send", "Play a message from production into your endpoint, as if it came now."),
        "verify": ("verify", "Play Voicenter against your endpoint and find its bugs."),
        "load": ("load", "Give your endpoint a busy day: a call centre at its real pace."),
        "doctor": ("doctor", "Examine an integration, and say what to mend first."),
    },
    "See what happened": {
        "status": ("status", "Tell how an integration is doing, and what to mend first."),
        "requests": ("requests", "List what was asked of a running sandbox, with what is wrong with it."),
        "lint-requests": ("lint_requests", "Judge the requests that a running sandbox has seen."),
        "deliveries": ("deliveries", "List the callbacks and what became of them."),
        "redeliver": ("redeliver", "Send a callback again."),
        "calls": ("calls", "List the calls that are up."),
        "explain": ("explain", "Tell why a call ended as it did."),
        "cdrs": ("cdrs", "List the call log."),
        "events": ("events", "List what happened at extensions, queues and campaigns."),
        "statistics": ("statistics", "Calls, waits and campaigns over simulated time."),
        "sockets": ("sockets", "List who listens to the realtime events; break the connections."),
    },
    "Play a part": {
        "call": ("call", "Place a call, show it, and interfere with it."),
        "agents": ("agents", "List the agents; give one another status."),
        "extensions": ("extensions", "List the extensions; switch a telephone off and on."),
        "queues": ("queues", "List the queues and who waits in them."),
        "campaigns": ("campaigns", "List dialer campaigns; start, stop, fill, clear and report on one."),
        "expect": ("expect", "Decide how the next dials of a number go."),
        "faults": ("faults", "Let operations and callbacks go wrong."),
    },
    "Whole organizations": {
        "organizations": ("organizations", "List the organizations of a running sandbox; make, reset and delete some."),
        "clock": ("clock", "Show the clock; pause it, change its speed, run it forward."),
        "snapshot": ("snapshot", "Write an organization to a file, and put it back."),
        "export": ("export", "Write the session so far as a pytest test or as HAR."),
    },
    "The real service": {
        "record": ("record", "Record what the real Voicenter and an integration say to each other."),
        "drift": ("drift", "Judge recordings of the real Voicenter by the documents."),
        "replay": ("replay", "Send the callbacks of a recording again."),
    },
    "For editors and agents": {
        "mcp": ("mcp", "Serve the sandbox as tools for coding agents."),
        "http-file": ("http_file", "Print requests to try in an editor."),
    },
    "Contracts": {
        "contracts": ("contracts", "List, show and try the contracts of everything that crosses the wire."),
        "openapi": ("openapi", "Print the OpenAPI document."),
        "asyncapi": ("asyncapi", "Print the AsyncAPI document of the socket."),
    },
}
"""What commands are for -> command name -> module in ``commands/`` and its one-line help."""

COMMANDS: dict[str, tuple[str, str]] = {name: entry for group in GROUPS.values() for name, entry in group.items()}


class LazyGroup(click.Group):
    """Knows its commands by name and imports the one that is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        with WHAT_STAYS:
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
        for title, commands in GROUPS.items():
            with formatter.section(title):
                formatter.write_dl([(name, text) for name, (_, text) in commands.items()])


def _organizations(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    from .commands.remote import organization_ids

    return organization_ids(context, parameter, begun)


@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "VOICENTER_MOCK"}
)
@click.version_option(__version__, prog_name="voicenter-mock")
@click.option("--server", help="Where the sandbox listens; as after the command.")
@click.option("--organization", help="Which organization; as after the command.", shell_complete=_organizations)
@click.pass_context
def cli(context: click.Context, server: str | None, organization: str | None) -> None:
    """A fake Voicenter to develop and test against."""
    for option in ("server", "organization"):
        if context.get_parameter_source(option) is click.core.ParameterSource.COMMANDLINE:
            name = context.invoked_subcommand or ""
            command = cli.get_command(context, name)
            if command is not None and not has_option(command, option):
                raise click.UsageError(f"{name} has no --{option}: leave it out there")


def has_option(command: click.Command, name: str) -> bool:
    """Whether a command, or one of a group's, has the option."""
    inner = command.commands.values() if isinstance(command, click.Group) else ()
    return any(parameter.name == name for parameter in command.params) or any(has_option(one, name) for one in inner)


def main(arguments: list[str] | None = None) -> NoReturn:
    """Runs a command. Wrong use is one line on stderr and exit code 2, a package that is not installed one and 1, as is
    output that cannot be written.
    """
    _open_closed_outputs()
    try:
        result = cli.main(args=arguments, prog_name="voicenter-mock", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        sys.exit(2)
    except click.UsageError as error:
        if error.ctx is None:
            _print_error("voicenter-mock", error)
        else:
            _print_error(error.ctx.command_path, _with_way_out(error, error.ctx.command))
        sys.exit(2)
    except click.ClickException as error:
        _print_error("voicenter-mock", error)
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith(__name__.partition(".")[0]):
            raise  # a mistake of ours
        _print_error(
            "voicenter-mock",
            click.ClickException(f"this needs {error.name}, which is not installed: pip install voicenter-mock"),
        )
        sys.exit(1)
    except OSError as error:
        if error.errno not in _NOT_WRITTEN:
            raise
        _print_error("voicenter-mock", click.ClickException(f"cannot write: {os.strerror(error.errno).lower()}"))
        _drop_unwritten()
        sys.exit(1)
    sys.exit(result if isinstance(result, int) else 0)


def _open_closed_outputs() -> None:
    """Python has ``None`` for an output that whoever started it closed, and the first file or socket would get its
    number.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115


def _drop_unwritten() -> None:
    """Python would try to write once more when it ends, and print that error as well."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _with_way_out(error: click.UsageError, command: click.Command) -> click.ClickException:
    """The error; of a word that is none of a group's commands it says which there are, and what it does without one; of
    an address that stands alone, which options take one.
    """
    message = error.format_message()
    # Neither by its class, which click has only since 8.4 for the first, and for the second not at all.
    if (
        message.startswith("Got unexpected extra argument")
        and "://" in message
        and (names := _address_options(command))
    ):
        return click.ClickException(f"{message}; an address goes behind {', '.join(names)}")
    if not (isinstance(command, click.Group) and command.commands and message.startswith("No such command")):
        return error
    alone = f"; without one: {command.get_short_help_str(limit=200)}" if command.invoke_without_command else ""
    return click.ClickException(f"{message} Its commands are {', '.join(command.commands)}{alone}")


def _address_options(command: click.Command) -> list[str]:
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    return [option.opts[0] for option in options if option.opts[0].endswith(("-url", "-to", "--to", "--server"))]


def _print_error(command: str, error: click.ClickException) -> None:
    """One sentence on standard error, whatever a server answered or a file held."""
    from .commands.output import print_sentences

    print_sentences(f"{command}: {printable(error.format_message(), ERROR_CHARACTERS)}", err=True)
