"""``voicenter-mock openapi``: the OpenAPI document of the fake."""

from __future__ import annotations

import json
from pathlib import Path

import click

from .output import output_option, put
from .remote import DEFAULT_SERVER


@click.command("openapi", epilog="Example: voicenter-mock openapi --output openapi.json")
@click.option("--server", default=DEFAULT_SERVER, show_default=True, help="Base URL of the fake, named in it.")
@click.option("--json-only", is_flag=True, help="Bodies and answers as JSON alone: for generators that cannot choose.")
@output_option
def command(server: str, json_only: bool, output: Path | None) -> None:
    """Print the OpenAPI 3.1 document: Voicenter's operations, its callbacks as webhooks, the control API."""
    from ...contracts.openapi import document

    put(json.dumps(document(server, json_only=json_only), ensure_ascii=False, indent=2), output)
