"""``voicenter-mock openapi``: the OpenAPI document of the fake."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command("openapi", epilog="Example: voicenter-mock openapi --output openapi.json")
@click.option("--server", default="/", show_default=True, help="Base URL of the fake that the document names.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write it there.")
def command(server: str, output: Path | None) -> None:
    """Print the OpenAPI 3.1 document: Voicenter's operations, its callbacks as webhooks, the control API."""
    from ...contracts.openapi import document

    write(document(server), output)


def write(document: object, output: Path | None) -> None:
    """Prints a document as JSON, or writes it to a file."""
    text = json.dumps(document, ensure_ascii=False, indent=2)
    if output is None:
        click.echo(text)
        return
    try:
        output.write_text(text + "\n", "utf-8")
    except OSError as error:
        raise click.UsageError(f"--output: cannot write {output}: {(error.strerror or str(error)).lower()}") from None
