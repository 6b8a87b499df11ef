"""``voicenter-mock extensions``: the extensions of a running sandbox, and switching their telephones off and on."""

from __future__ import annotations

from typing import Any

import click

from .completion import extension_names
from .remote import Entry, Remote, of_organization, quote_segment
from .showing import show, watchable
from .tables import Column, Row, Screen, Table, moment

TELEPHONE = "real telephone"
COLUMNS = (
    Column("extension", whole=True),
    Column("name"),
    Column("device", whole=True, colours={"online": "green", "offline": "red", TELEPHONE: "green"}),
    Column("user", right=True, whole=True),
    Column("free", whole=True, colours={"yes": "green"}),
    Column("wraps up until", whole=True),
    Column("calls"),
)


@click.group("extensions", invoke_without_command=True, epilog="Example: voicenter-mock extensions --watch")
@watchable
@of_organization
def command(remote: Remote, watch: bool) -> None:
    """List the extensions, or switch the telephone of one off and on."""
    show(remote, lambda: remote.get("/extensions"), _table, watch=watch)


def _table(answer: Any, screen: Screen) -> str:
    return Table(COLUMNS, screen).whole(map(_row, answer["extensions"]), nothing="no extensions")


def _row(extension: Entry) -> Row:
    free = "yes" if extension["free"] else "no"
    wraps_up = moment(extension["wrap_up_until"])
    device = TELEPHONE if extension["telephone"] and extension["device"] == "online" else extension["device"]
    who = extension["sip"], extension["name"], device, extension["user"] or ""
    return Row((*who, free, wraps_up, ", ".join(extension["calls"])))


def _switches(word: str, device: str, text: str) -> None:
    @command.command(word, help=text, epilog=f"Example: voicenter-mock extensions {word} SIPSIP1")
    @click.argument("sip", shell_complete=extension_names)
    @of_organization
    def _(remote: Remote, sip: str) -> None:  # pyright: ignore[reportUnusedFunction]
        extension = remote.ask("PUT", f"/extensions/{quote_segment(sip)}", {"device": device})
        remote.report(extension, f"{extension['sip']} is {extension['device']}")


_switches("off", "offline", "The telephone of SIP loses its registration; calls that are up go on.")
_switches("on", "online", "The telephone of SIP is registered again.")
