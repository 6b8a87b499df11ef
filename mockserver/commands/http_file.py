"""``voicenter-mock http-file``: requests to try in an editor."""

from __future__ import annotations

from pathlib import Path

import click

from .output import output_option, print_or_write
from .remote import server_option


@click.command("http-file", epilog="Example: voicenter-mock http-file --output voicenter.http")
@server_option
@output_option
def command(server: str, output: Path | None) -> None:
    """Print a .http file: everything over HTTP with its example, for VS Code (REST Client) and JetBrains."""
    from ...contracts.http_file import document

    print_or_write(document(server), output)
