"""``voicenter-mock explain``: why a call ended as it did."""

from __future__ import annotations

import json
from urllib.parse import quote

import click

from .deliveries import control, of_server


@click.command("explain")
@click.argument("ivrid")
@of_server
def command(server: str, organization: str, as_json: bool, ivrid: str) -> None:
    """Tell the story of a call in sentences, with local times."""
    path = f"/organizations/{quote(organization, safe='')}/calls/{quote(ivrid, safe='')}/explain"
    answer = control(server, "GET", path)
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    for sentence in answer["sentences"]:
        click.echo(sentence)
