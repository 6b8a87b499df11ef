"""``voicenter-mock faults``: what goes wrong on purpose on a running sandbox. The words are the control API's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from ...contracts.library import stored
from . import catalogue_completion
from .numbers import Number, WholeNumber
from .pairs import pairs
from .remote import Command, Entry, Remote, of_organization
from .showing import show, watchable
from .tables import Column, Row, Screen, Table

COLUMNS = (
    Column("fault", right=True, whole=True),
    Column("on"),
    Column("what"),
    Column("seen", right=True, whole=True),
    Column("struck", right=True, whole=True),
)


@click.group("faults", invoke_without_command=True, epilog="Example: voicenter-mock faults --watch")
@watchable
@of_organization
def command(remote: Remote, watch: bool) -> None:
    """List the faults on duty and how often each has struck; add and remove some."""
    show(remote, lambda: remote.get("/faults"), _table, watch=watch)


def _table(answer: Any, screen: Screen) -> str:
    return Table(COLUMNS, screen).whole(map(_row, answer["faults"]), nothing="no faults")


def _row(fault: Entry) -> Row:
    words = {name: value for name, value in fault.items() if name not in ("number", "on", "seen", "struck")}
    return Row((fault["number"], fault["on"], ", ".join(map(_describe, words.items())), fault["seen"], fault["struck"]))


def _describe(word: tuple[str, Any]) -> str:
    name, value = word
    if isinstance(value, dict):
        return f"{name} {' and '.join(f'{key}={wanted}' for key, wanted in value.items())}"  # pyright: ignore[reportUnknownVariableType]
    return name if value is True else f"{name} {value}".lower()


_TYPES: dict[str, Any] = {"integer": click.INT, "number": Number(0)}


def _words(command: Command) -> Command:
    """An option for each word that the control API knows, with what its schema says about it."""
    for name, rule in reversed(stored("sandbox.add_fault")["properties"].items()):
        if name != "on":
            command = _option(name, rule)(command)
    return command


def _option(name: str, rule: dict[str, Any]) -> Callable[[Command], Command]:
    flag, text = f"--{name.replace('_', '-')}", rule["description"]
    if rule["type"] == "object":
        return click.option(flag, name, multiple=True, metavar="NAME=VALUE", help=text)
    if rule["type"] == "boolean":
        return click.option(flag, name, is_flag=True, default=None, help=text)
    if "boolean" in rule["type"]:
        return click.option(f"{flag}/--no-{flag[2:]}", name, default=None, help=text)
    kind = click.Choice([word for word in rule["enum"] if word]) if "enum" in rule else _TYPES.get(str(rule["type"]))
    return click.option(flag, name, type=kind, help=text)


@command.command("add", epilog="Example: voicenter-mock faults add click2call --status 503 --first 2")
@click.argument("on", shell_complete=catalogue_completion.faulty)
@_words
@of_organization
def add(remote: Remote, on: str, when: tuple[str, ...], **words: Any) -> None:
    """Let ON go wrong: an operation (click2call, dialer.*) or a callback (cdr, popup, external_ivr, external_layer,
    voicebot)."""
    given = {name: value for name, value in words.items() if value is not None}
    conditions = {"when": pairs("--when", when)} if when else {}
    answer = remote.ask("POST", "/faults", {"on": on, **given, **conditions})
    remote.report(answer, f"fault {answer['faults'][-1]['number']} on {on}")


@command.command("remove", epilog="Example: voicenter-mock faults remove 1")
@click.argument("number", type=WholeNumber(1))
@of_organization
def remove(remote: Remote, number: int) -> None:
    """Take fault NUMBER off duty."""
    remote.ask("DELETE", f"/faults/{number}")
    remote.report({"removed": number}, f"fault {number} is off duty")


@command.command("clear", epilog="Example: voicenter-mock faults clear")
@of_organization
def clear(remote: Remote) -> None:
    """Take all faults off duty."""
    remote.ask("DELETE", "/faults")
    remote.report({"faults": []}, "no faults")
