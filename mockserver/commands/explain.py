"""``voicenter-mock explain``: why a call ended as it did."""

from __future__ import annotations

import click

from ..wire.console import printable
from .calls import in_call
from .remote import Remote, of_organization


@click.command("explain", epilog="Example: voicenter-mock explain 20231114221320a1b2c3d4e5f60718")
@click.argument("ivrid")
@of_organization
def command(remote: Remote, ivrid: str) -> None:
    """Tell the story of a call in sentences, with local times."""
    answer = in_call(remote, "GET", ivrid, "explain")
    remote.report(answer, "\n".join(map(printable, answer["sentences"])))
