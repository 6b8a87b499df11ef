"""``voicenter-mock openapi``: the OpenAPI document of the fake."""

from __future__ import annotations

import json
from pathlib import Path

import click

from .output import output_option, print_or_write
from .remote import server_option


@click.command("openapi", epilog="Example: voicenter-mock openapi --output openapi.json")
@server_option
@click.option("--json-only", is_flag=True, help="Bodies and answers as JSON alone: for generators that cannot choose.")
@click.option("--single-types", is_flag=True, help="What may be of several types is anything: for Java, C# and PHP.")
@output_option
def command(server: str, json_only: bool, single_types: bool, output: Path | None) -> None:
    """Print the OpenAPI 3.1 document: Voicenter's operations, its callbacks as webhooks, the control API."""
    from ...contracts.openapi import document

    made = document(server, json_only=json_only)
    if single_types:
        from ...contracts.single_types import with_single_types

        made = with_single_types(made)
    print_or_write(json.dumps(made, ensure_ascii=False, indent=2), output)
