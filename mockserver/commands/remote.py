"""What all commands share that talk to a running sandbox: the options that say which, requests, and their errors."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import wraps
from typing import Any
from urllib.parse import quote, urlencode

import click
from click.core import ParameterSource
from click.shell_completion import CompletionItem

from ...contracts.operations.hosts import DEFAULT_SERVER
from ...contracts.quick_dataclasses import dataclass
from ..sandbox.client import TIMEOUT_SECONDS, ControlApiError, NoSandbox, ask, is_sandbox
from ..wire.console import printable
from .output import print_lines, print_sentences
from .tables import Screen, screen

COMPLETION_SECONDS = 1.0
"""Who presses Tab does not wait longer."""
_HEALTH_SECONDS = 5.0
PAGE = 1000

Command = Callable[..., Any]
Entry = dict[str, Any]


class OperationRefused(click.ClickException):
    """What a sandbox answered instead of what was asked for; ``code`` is its word for programs, ``field`` what it is
    about.
    """

    def __init__(self, message: str, code: str, field: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.field = field


@dataclass(frozen=True, slots=True)
class Remote:
    """One organization on a running sandbox, whether its answers are wanted as JSON, and how long they may take."""

    server: str
    organization: str = ""
    as_json: bool = False
    seconds: float = TIMEOUT_SECONDS

    def for_organization(self, organization: str) -> Remote:
        """Another organization of the server, named by its id or as much of it as only one has."""
        return replace(self, organization=organization)

    def ask(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        """One request to the organization's part of the control API. Query values that say nothing are left out."""
        given = urlencode({name: value for name, value in query.items() if value})
        path = f"{path}{'?' + given if given else ''}"
        try:
            return self._ask_of(self.organization, method, path, body)
        except OperationRefused as problem:
            if not problem.message.startswith("there is no organization "):
                raise
            return self._ask_of(self._resolve_organization(problem), method, path, body)

    def _ask_of(self, organization: str, method: str, path: str, body: Any) -> Any:
        path = f"/organizations/{quote_segment(organization)}{path}"
        return control(self.server, method, path, body, seconds=self.seconds)

    def _resolve_organization(self, problem: OperationRefused) -> str:
        """The one organization whose id begins with the name that was given. Raises ``click.ClickException``."""
        found = [
            str(entry["id"]) for entry in organizations_beginning(self.server, self.organization, seconds=self.seconds)
        ]
        if len(found) == 1 and self.organization:
            return found[0]
        if found:
            raise click.ClickException(f"organization {self.organization}: that may be {', '.join(found[:5])}")
        raise problem

    def get(self, path: str, **query: Any) -> Any:
        return self.ask("GET", path, **query)

    def entries(self, what: str, since: int = 0, *, number: str = "number", **query: Any) -> list[Entry]:
        """All of a numbered list above a number, page by page. ``number`` is what the list calls it."""
        return _entries(lambda after: self.get(f"/{what}", since=after, limit=PAGE, **query)[what], since, number)

    def highest(self, what: str) -> int:
        """The number of the newest entry of a list that may be too long to be read: 0 when it is empty."""

        def above(number: int) -> int:
            found = self.get(f"/{what}", since=number, limit=1)[what]
            return int(found[0]["number"]) if found else 0

        low, step = 0, PAGE
        while above(low + step):
            low, step = low + step, step * 2
        high = low + step
        while low < high:
            middle = (low + high) // 2
            low, high = (found, high) if (found := above(middle)) else (low, middle)
        return low

    def unresolved(self, since: int = 0) -> list[Entry]:
        """Requests that found no organization: the server's own list."""
        path = f"/requests?unresolved=1&limit={PAGE}&since="
        return _entries(lambda after: control(self.server, "GET", f"{path}{after}")["requests"], since, "number")

    def now(self) -> float:
        """The organization's time, an epoch."""
        return float(self.get("/clock")["now"])

    def report(self, answer: Any, text: str) -> None:
        """Prints what a command has done: the control API's answer, or sentences."""
        if self.as_json:
            print_lines(as_line(answer))
        else:
            print_sentences(text)

    def show(self, answer: Any, text: Callable[[Screen], str]) -> None:
        """Prints one thing as a whole: the control API's answer, or a text that fits the screen where it can, and has
        nothing in it that would steer one.
        """
        click.echo(as_line(answer) if self.as_json else text(screen()))


def _entries(page: Callable[[int], list[Entry]], since: int, number: str) -> list[Entry]:
    entries: list[Entry] = []
    while True:
        found = page(since)
        entries += found
        if len(found) < PAGE:
            return entries
        since = found[-1][number]


def remote_named_so_far(context: click.Context) -> Remote:
    """The server and organization that an unfinished command line names."""
    server, organization = context.params.get("server"), context.params.get("organization")
    return Remote(server or DEFAULT_SERVER, organization or "demo", seconds=COMPLETION_SECONDS)


def organizations_beginning(server: str, text: str, *, seconds: float = TIMEOUT_SECONDS) -> list[Entry]:
    """A running sandbox's organizations whose id begins so. Raises ``click.ClickException`` when it does not answer."""
    known: list[Entry] = control(server, "GET", "/organizations", seconds=seconds)["organizations"]
    return [one for one in known if one["id"].startswith(text)]


def organization_ids(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """For shells: the organizations of a server that answers at once."""
    server = remote_named_so_far(context).server
    with suppress(click.ClickException), answers_of_sandbox(server, seconds=COMPLETION_SECONDS):
        found = organizations_beginning(server, incomplete, seconds=COMPLETION_SECONDS)
        return [CompletionItem(one["id"], help=one["name"]) for one in found]
    return []


def of_organization(command: Command) -> Command:
    """Options that say which server and organization; the command gets them as one ``Remote``, its first argument.

    In a group they may stand before the subcommand's name too. A group's own function lists, so it does not run
    when there is a subcommand.
    """
    return organization_option(of_server(command))


def of_server(command: Command) -> Command:
    """The same for what concerns the whole server."""

    @wraps(command)
    def with_remote(**given: Any) -> Any:
        context = click.get_current_context()
        if context.invoked_subcommand is not None:
            return None
        remote = Remote(**{name: given.pop(name) for name in _OPTIONS if name in given})
        with answers_of_sandbox(remote.server):
            return command(remote, **given)

    as_json = click.option("--json", "as_json", is_flag=True, callback=_nearest, help="Print the control API's answer.")
    return server_option(as_json(with_remote))


_OPTIONS = ("server", "organization", "as_json")


def server_option(command: Command) -> Command:
    """Which sandbox."""
    return click.option(
        "--server", envvar="VOICENTER_MOCK_SERVER", show_envvar=True, default=DEFAULT_SERVER, show_default=True,
        callback=_nearest, help="Where the sandbox listens.",
    )(command)  # fmt: skip


def organization_option(command: Command) -> Command:
    """Which organization."""
    return click.option(
        "--organization", envvar="VOICENTER_MOCK_ORGANIZATION", show_envvar=True, default="demo", show_default=True,
        callback=_nearest, help="The organization's id, or as much of it as only one has.",
        shell_complete=organization_ids,
    )(command)  # fmt: skip


def _nearest(context: click.Context, parameter: click.Parameter, value: Any) -> Any:
    """An option that was given before a subcommand's name counts more than the environment."""
    name = str(parameter.name)
    if context.get_parameter_source(name) is not ParameterSource.COMMANDLINE:
        outer = context.parent
        while outer is not None:
            if outer.get_parameter_source(name) is ParameterSource.COMMANDLINE:
                return outer.params[name]
            outer = outer.parent
    return value


def control(server: str, method: str, path: str, body: Any = None, *, seconds: float = TIMEOUT_SECONDS) -> Any:
    """One request to a running sandbox's control API; ``None`` for an answer without content, text
    for a program. ``seconds``: how long to wait.

    Raises ``click.ClickException`` saying what went wrong.
    """
    try:
        return ask(server, method, path, body, seconds=seconds)
    except NoSandbox as error:
        raise click.ClickException(str(error)) from None
    except ControlApiError as error:
        hint = f"; {in_options(error.hint)}" if error.hint else ""
        raise OperationRefused(f"{error}{hint}", error.code, error.field) from None


@contextmanager
def answers_of_sandbox(server: str, *, seconds: float = _HEALTH_SECONDS) -> Generator[None]:
    """Where answers are taken for what the control API documents. When they are not, because another program listens
    at ``server``, this raises ``click.ClickException``; nobody asks before.
    """
    try:
        yield
    except (LookupError, TypeError, ValueError, AttributeError):
        if is_sandbox(server, seconds=seconds):
            raise
        raise click.ClickException(f"{server} is no sandbox: another program answers there") from None


_IN_OPTIONS = (
    ('say "replace": true', "say --replace"),
    ("cancel it with POST …/clock/cancel", "cancel it with: voicenter-mock clock cancel"),
    ("remove some with DELETE …/faults", "remove some with: voicenter-mock faults clear"),
    ("clear them with DELETE …/expectations", "clear them with: voicenter-mock expect clear"),
    ("reset the organization, and", "reset it with: voicenter-mock organizations reset, and"),
)
"""What the control API advises, and how that is done here."""


def in_options(hint: str) -> str:
    """A hint of the control API in the terminal's own words."""
    for option, here in _IN_OPTIONS:
        hint = hint.replace(option, here)
    return hint


def quote_segment(text: object) -> str:
    """As one segment of a path."""
    return quote(str(text), safe="")


def as_line(answer: Any) -> str:
    """The control API's answer as one line of JSON."""
    return printable(json.dumps(answer, ensure_ascii=False))
