"""``voicenter-mock organizations``: the organizations side by side on a running sandbox."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import Any

import click

from ..wire.console import printable_lines
from .clock import pace
from .clock import summary as clock_summary
from .output import output_option, print_or_write
from .remote import Entry, Remote, control, of_server, organization_ids
from .showing import show, watchable
from .tables import Column, Row, Screen, Table

SECONDS = len("2026-11-29T09:12:11")
COLUMNS = (
    Column("organization", whole=True),
    Column("name", leaves=2),
    Column("base URL", whole=True),
    Column("clock (local)", whole=True, leaves=1),
)


@click.group("organizations", invoke_without_command=True, epilog="Example: voicenter-mock organizations")
@watchable
@of_server
def command(remote: Remote, watch: bool) -> None:
    """List the organizations of a running sandbox; make, reset and delete some."""
    show(remote, lambda: control(remote.server, "GET", "/organizations"), _table, watch=watch)


def _table(answer: Any, screen: Screen) -> str:
    return Table(COLUMNS, screen).whole(map(_row, answer["organizations"]), nothing="no organizations")


def _row(organization: Entry) -> Row:
    named, clock = (organization["id"], organization["name"], organization["base_url"]), organization["clock"]
    return Row((*named, f"{clock['local'][:SECONDS]}  {pace(clock)}"))


@command.command("create", epilog="Example: voicenter-mock organizations create t1 --clock manual")
@click.argument("id")
@click.option("--template", help="Of which kind. Default: demo.")
@click.option(
    "--document", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Its YAML or JSON document."
)
@click.option("--clock", help="realtime, manual, or a speed such as 60. Default: the server's.")
@click.option(
    "--now",
    help="Simulated start: an epoch, or an ISO date and time (the organization's zone). Default: the present.",
)
@click.option("--seed", type=int, help="Decides everything that is left to chance.")
@click.option("--replace", is_flag=True, help="In the place of the one with this id, if there is one.")
@of_server
def create(
    remote: Remote, id: str, template: str | None, document: Path | None, clock: str | None, now: str | None,
    seed: int | None, replace: bool,
) -> None:  # fmt: skip
    """Make an organization called ID, with codes, calls and a clock of its own."""
    if template and document:
        raise click.UsageError("--template and --document: an organization is made of one of them")
    wanted = {
        "id": id, "template": template, "document": _document("--document", document), "now": now, "seed": seed,
        "replace": replace or None, **_mode(clock),
    }  # fmt: skip
    body = {name: value for name, value in wanted.items() if value is not None}
    made = control(remote.server, "POST", "/organizations", body)
    remote.report(made, f"{made['id']}: code {made['code']}, {made['base_url']}, {clock_summary(made['clock'])}")


def _mode(clock: str | None) -> Entry:
    from ..state.clock import parse

    if clock is None:
        return {}
    try:
        mode, speed = parse(clock)
    except ValueError as error:
        raise click.UsageError(f"--clock: {error}") from None
    return {"clock": mode, **({"speed": speed} if mode == "scaled" else {})}


def _document(option: str, file: Path | None) -> Entry | None:
    from ..organizations import DocumentError, load

    try:
        return None if file is None else dict(load(file))
    except DocumentError as error:
        raise click.UsageError(f"{option}: {error.summary}") from None


@command.command("show", epilog="Example: voicenter-mock organizations show demo")
@click.argument("id", shell_complete=organization_ids)
@of_server
def show_one(remote: Remote, id: str) -> None:
    """Print the whole document of the organization called ID, ready for serve --organization.

    Here and in the other commands as much of an id will do as only one organization has.
    """
    state = remote.for_organization(id).get("")
    remote.show(state, lambda _: printable_lines(json.dumps(state["document"], ensure_ascii=False, indent=2)))


@command.command("edit", epilog="Example: voicenter-mock organizations edit t1 changes.yaml")
@click.argument("id", shell_complete=organization_ids)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@of_server
def edit(remote: Remote, id: str, file: Path) -> None:
    """Change the document of the organization called ID: FILE has the members that change, null removes one.

    Lists are replaced as a whole (RFC 7396).
    """
    state = remote.for_organization(id).ask("PATCH", "", _document("FILE", file))
    remote.report(state, f"{state['id']} is changed")


@command.command("reset", epilog="Example: voicenter-mock organizations reset t1")
@click.argument("id", shell_complete=organization_ids)
@of_server
def reset(remote: Remote, id: str) -> None:
    """Put the organization called ID back to its start."""
    state = remote.for_organization(id).ask("POST", "/reset", {})
    remote.report(state, f"{state['id']} is as it was at its start, {clock_summary(state['clock'])}")


@command.command("delete", epilog="Example: voicenter-mock organizations delete t1")
@click.argument("id", shell_complete=organization_ids)
@of_server
def delete(remote: Remote, id: str) -> None:
    """Delete the organization called ID with all its calls."""
    named = str(remote.for_organization(id).get("")["id"])
    remote.for_organization(named).ask("DELETE", "")
    remote.report({"deleted": named}, f"{named} is deleted")


@command.command(
    "from-recording", epilog="Example: voicenter-mock organizations from-recording session.har --output org.yaml"
)
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--id", "name", default="recorded", show_default=True, help="The organization's id.")
@click.option("--keep-personal", is_flag=True, help="Replace only secrets: numbers and names stay.")
@output_option
def from_recording(files: tuple[Path, ...], name: str, keep_personal: bool, output: Path | None) -> None:
    """Write the account that recordings show as an organization document, with pseudonyms.

    FILES are what `voicenter-mock drift` reads. `serve --organization` takes the document.
    """
    from ..drift.account_seen import AccountSeen, write
    from ..drift.examination import Examination
    from ..organizations import DocumentError, read
    from ..traffic.redactor import Redactor

    redactor, account = Redactor(secrets.token_bytes(16), keep_personal=keep_personal), AccountSeen()
    examination = Examination(redactor, watch=account.observe)
    examination.examine(files)
    if not examination.judged:
        raise click.UsageError("no message of Voicenter's is in there")
    document = account.document(name)
    try:
        read(document)
    except DocumentError as error:
        raise click.UsageError(f"what the recording shows is no organization: {error.summary}") from None
    print_or_write(write(document).rstrip(), output)


@command.command("schema", epilog="Example: voicenter-mock organizations schema --output voicenter.schema.json")
@output_option
def schema(output: Path | None) -> None:
    """Print the JSON Schema of organization documents, as editors take it (draft 7).

    A JSON document names it with "$schema", a YAML one in its first line: # yaml-language-server: $schema=FILE
    """
    from ..organizations.editor_schema import editor_schema

    print_or_write(json.dumps(editor_schema(), ensure_ascii=False, indent=2), output)
