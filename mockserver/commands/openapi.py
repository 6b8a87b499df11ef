"""``voicenter-mock openapi``: the OpenAPI document of the fake."""

from __future__ import annotations

import json
from pathlib import Path

import click

from .output import output_option, put


@click.command("openapi", epilog="Example: voicenter-mock openapi --output openapi.json")
@click.option("--server", default="/", show_default=True, help="Base URL of the fake that the document names.")
@output_option
def command(server: str, output: Path | None) -> None:
    """Print the OpenAPI 3.1 document: Voicenter's operations, its callbacks as webhooks, the control API."""
    from ...contracts.openapi import document

    put(json.dumps(document(server), ensure_ascii=False, indent=2), output)
