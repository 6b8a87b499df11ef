"""``--output``: what a command makes goes into a file instead of the terminal."""

from __future__ import annotations

from pathlib import Path

import click

output_option = click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write it there.")


def put(text: str, output: Path | None) -> None:
    """Prints a text, or writes it to a file. Raises ``click.UsageError`` when that cannot be."""
    if output is None:
        click.echo(text)
        return
    try:
        output.write_text(text + "\n", "utf-8")
    except OSError as error:
        raise click.UsageError(f"--output: cannot write {output}: {(error.strerror or str(error)).lower()}") from None
