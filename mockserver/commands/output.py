"""Where a command's words go: to the terminal, with nothing in them that would steer it, or into a file."""

from __future__ import annotations

from pathlib import Path

import click

from ..wire.console import printable_lines

output_option = click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write it there.")


def say(text: str, *, err: bool = False) -> None:
    """Prints lines, on standard error with ``err``. What came from elsewhere and has several lines keeps them."""
    click.echo(printable_lines(text), err=err)


def put(text: str, output: Path | None) -> None:
    """Prints a text, or writes it to a file. Raises ``click.UsageError`` when that cannot be."""
    if output is None:
        say(text)
    else:
        write(text, output, "--output")


def write(text: str, file: Path, option: str) -> None:
    """Writes the file that an option names. Raises ``click.UsageError`` when that cannot be."""
    try:
        file.write_text(text + "\n", "utf-8")
    except OSError as error:
        raise _cannot_write(option, file, error) from None


def check_writable(file: Path, option: str) -> None:
    """Before something that takes long: raises ``click.UsageError`` when the file cannot be written afterwards."""
    there = file.exists()
    try:
        file.open("ab").close()
    except OSError as error:
        raise _cannot_write(option, file, error) from None
    if not there:
        file.unlink()


def _cannot_write(option: str, file: Path, error: OSError) -> click.UsageError:
    return click.UsageError(f"{option}: cannot write {file}: {(error.strerror or str(error)).lower()}")
