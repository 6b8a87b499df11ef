"""``voicenter-mock asyncapi``: the AsyncAPI document of the fake's socket."""

from __future__ import annotations

import json
from pathlib import Path

import click

from .output import output_option, print_or_write
from .remote import server_option


@click.command("asyncapi", epilog="Example: voicenter-mock asyncapi --output asyncapi.json")
@server_option
@click.option("--host", hidden=True, deprecated="Say --server http://HOST:PORT.")
@output_option
def command(server: str, host: str | None, output: Path | None) -> None:
    """Print the AsyncAPI 3 document: the socket's events in both directions."""
    from ...contracts.asyncapi import document

    print_or_write(json.dumps(document(f"http://{host}" if host else server), ensure_ascii=False, indent=2), output)
