"""``voicenter-mock asyncapi``: the AsyncAPI document of the fake's socket."""

from __future__ import annotations

from pathlib import Path

import click

from .openapi import write


@click.command("asyncapi", epilog="Example: voicenter-mock asyncapi --output asyncapi.json")
@click.option("--host", default="127.0.0.1:8025", show_default=True, help="Host and port of the fake.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write it there.")
def command(host: str, output: Path | None) -> None:
    """Print the AsyncAPI 3 document: the socket's events in both directions."""
    from ...contracts.asyncapi import document

    write(document(host), output)
