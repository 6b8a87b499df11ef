"""``voicenter-mock stop``: the end of a sandbox, wherever it was started."""

from __future__ import annotations

import time

import click

from ..sandbox.client import nobody_listens
from .remote import OperationRefused, Remote, control, of_server

ANSWER_SECONDS = 10.0
ENDED_SECONDS = 10.0
"""How long a sandbox that was asked to stop may take for what is on its way."""
STOPPING_SECONDS = 2.0
"""How long one may take that takes no requests any more."""
_BETWEEN_LOOKS_SECONDS = 0.05


@click.command("stop", epilog="Example: voicenter-mock stop --server http://127.0.0.1:9000")
@of_server
def command(remote: Remote) -> None:
    """Stop the sandbox at --server, and return when its port is free. Where none runs there is nothing to do.

    However it was started: in the background, in another terminal, in a container.
    """
    server = remote.server
    if nobody_listens(server):
        remote.report({"stopped": False}, f"no sandbox runs at {server}: there is nothing to stop")
        return
    try:
        control(server, "POST", "/stop", seconds=ANSWER_SECONDS)
    except OperationRefused:
        raise
    except click.ClickException:
        if not _ends(server, STOPPING_SECONDS):  # one that was stopping already answers nobody any more
            raise
    else:
        if not _ends(server, ENDED_SECONDS):
            raise click.ClickException(
                f"the sandbox at {server} was asked to stop, but something listens there still: what restarts it, or a "
                "proxy"
            )
    remote.report({"stopped": True}, f"the sandbox at {server} has stopped")


def _ends(server: str, seconds: float) -> bool:
    """Whether within so many seconds nobody listens there any more."""
    end = time.monotonic() + seconds
    while not nobody_listens(server):
        if time.monotonic() > end:
            return False
        time.sleep(_BETWEEN_LOOKS_SECONDS)
    return True
