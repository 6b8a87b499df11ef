"""``voicenter-mock redeliver``: one callback of a running sandbox once more."""

from __future__ import annotations

import click

from .deliveries import print_answer
from .numbers import WholeNumber
from .remote import Remote, of_organization


@click.command("redeliver", epilog="Example: voicenter-mock redeliver 17")
@click.argument("number", type=WholeNumber(1))
@of_organization
def command(remote: Remote, number: int) -> int:
    """Send delivery NUMBER again, now. The exit code is 0 if it was acknowledged, 1 if it was not."""
    return print_answer(remote, remote.ask("POST", f"/deliveries/{number}/redeliver"))
