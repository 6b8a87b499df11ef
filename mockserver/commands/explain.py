"""``voicenter-mock explain``: one call from the request that made it to the last attempt of its last callback."""

from __future__ import annotations

import click

from .calls import in_call
from .completion import call_ids
from .output import print_lines
from .remote import Remote, as_line, of_organization
from .tables import screen
from .timelines import timeline_of, timeline_text


@click.command("explain", epilog="Example: voicenter-mock explain 20231114221320a1b2c3d4e5f60718")
@click.argument("ivrid", shell_complete=call_ids)
@click.option("--events", is_flag=True, help="Also what listeners of the realtime events heard.")
@of_organization
def command(remote: Remote, ivrid: str, events: bool) -> None:
    """Tell of a call in sentences, with local times: the request that made it, what the parties did, its records,
    every attempt of every callback with the answer, what comes next, and what did not happen.
    """
    if remote.as_json:
        print_lines(as_line(in_call(remote, "GET", ivrid, "explain")))
    else:
        click.echo(timeline_text(timeline_of(remote, ivrid), screen(), events=events))
