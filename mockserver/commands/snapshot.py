"""``voicenter-mock snapshot``: write an organization of a running sandbox to a file, and put it back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from ...contracts.sentences import counted
from ..wire.system_errors import reason_of
from .output import write_at_once
from .remote import Remote, of_organization
from .tables import moment


@click.group("snapshot", epilog="Example: voicenter-mock snapshot save before.json")
def command() -> None:
    """Write an organization of a running sandbox to a file, and put it back."""


@command.command("save", epilog="Example: voicenter-mock snapshot save before.json")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@of_organization
def save(remote: Remote, file: Path) -> None:
    """Write the organization as it is at this moment to FILE, mid-call or not."""
    snapshot = remote.get("/snapshot")
    try:
        write_at_once(json.dumps(snapshot, ensure_ascii=False), file)
    except OSError as error:
        raise click.ClickException(f"cannot write {file}: {reason_of(error)}") from None
    from ..telephony.control.snapshot import object_of

    calls = len(object_of(snapshot["exchange"]["state"]["calls"]))
    result = {"organization": remote.organization, "file": str(file), "calls": calls}
    remote.report(result, f"{remote.organization}: {counted(calls, 'call')} up, written to {file}")


@command.command("restore", epilog="Example: voicenter-mock snapshot restore before.json")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@of_organization
def restore(remote: Remote, file: Path) -> None:
    """Put the organization back to what FILE holds; it goes on from that moment."""
    try:
        snapshot: Any = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise click.ClickException(f"{file} is no snapshot: {error}") from None
    answer = remote.ask("PUT", "/snapshot", snapshot)
    back = f"back at {moment(answer['now'])} with {counted(len(answer['ivrids']), 'call')} up"
    remote.report(answer, f"{remote.organization}: {back}")
