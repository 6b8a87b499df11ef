"""``voicenter-mock asyncapi``: the AsyncAPI document of the fake's socket."""

from __future__ import annotations

import json
from pathlib import Path

import click

from .output import output_option, print_or_write


@click.command("asyncapi", epilog="Example: voicenter-mock asyncapi --output asyncapi.json")
@click.option("--host", default="127.0.0.1:8025", show_default=True, help="Host and port of the fake.")
@output_option
def command(host: str, output: Path | None) -> None:
    """Print the AsyncAPI 3 document: the socket's events in both directions."""
    from ...contracts.asyncapi import document

    print_or_write(json.dumps(document(host), ensure_ascii=False, indent=2), output)
