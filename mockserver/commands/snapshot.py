"""``voicenter-mock snapshot``: write an organization of a running server to a file, and put it back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import click

from .deliveries import control, of_server


@click.group("snapshot")
def command() -> None:
    """Write an organization of a running server to a file, and put it back."""


def _path(organization: str) -> str:
    return f"/organizations/{quote(organization, safe='')}/snapshot"


@command.command("save")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@of_server
def save(server: str, organization: str, as_json: bool, file: Path) -> None:
    """Write the organization as it is at this moment to FILE, mid-call or not."""
    snapshot = control(server, "GET", _path(organization))
    temporary = file.with_name(file.name + ".new")
    try:
        temporary.write_text(json.dumps(snapshot, ensure_ascii=False), encoding="utf-8")
        temporary.replace(file)
    except OSError as error:
        raise click.ClickException(f"cannot write {file}: {(error.strerror or str(error)).lower()}") from None
    calls = len(snapshot["exchange"]["state"]["calls"])
    told = {"organization": organization, "file": str(file), "calls": calls}
    click.echo(json.dumps(told) if as_json else f"{organization}: {calls} calls that are up, written to {file}")


@command.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@of_server
def restore(server: str, organization: str, as_json: bool, file: Path) -> None:
    """Put the organization back to what FILE holds; it goes on from that moment."""
    try:
        snapshot: Any = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise click.ClickException(f"{file} is no snapshot: {error}") from None
    answer = control(server, "PUT", _path(organization), snapshot)
    if as_json:
        click.echo(json.dumps(answer))
    else:
        click.echo(f"{organization}: back at {answer['now']:.3f} with {len(answer['ivrids'])} calls that are up")
