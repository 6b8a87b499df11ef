"""``voicenter-mock redeliver``: one callback of a running server once more."""

from __future__ import annotations

import json
from urllib.parse import quote

import click

from .deliveries import control, of_server, told


@click.command("redeliver")
@click.argument("number", type=click.IntRange(1))
@of_server
def command(server: str, organization: str, as_json: bool, number: int) -> int:
    """Send delivery NUMBER again, now. The exit code is 0 if it was acknowledged, 1 if it was not."""
    delivery = control(server, "POST", f"/organizations/{quote(organization, safe='')}/deliveries/{number}/redeliver")
    click.echo(json.dumps(delivery, ensure_ascii=False) if as_json else told(delivery))
    return 0 if delivery["attempts"][-1]["verdict"] == "acknowledged" else 1
