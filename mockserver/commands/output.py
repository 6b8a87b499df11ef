"""Where a command's words go: to the terminal, with nothing in them that would steer it, or into a file."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from ..wire.console import printable, printable_lines
from ..wire.system_errors import reason_of
from .tables import in_lines, screen

output_option = click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write it there.")


def print_lines(text: str, *, err: bool = False) -> None:
    """Prints lines, on standard error with ``err``. What came from elsewhere and has several lines keeps them."""
    click.echo(printable_lines(text), err=err)


def print_sentences(text: str, indent: int = 2, *, err: bool = False) -> None:
    """Prints sentences, a line each, broken between their words where a terminal ends."""
    click.echo(in_lines(printable_lines(text), screen(err=err), indent), err=err)


def message_lines(text: str) -> list[str]:
    """A message as it went over the wire, set in. Its lines stay whole: it is there to be copied."""
    return [f"  {printable(line)}" for line in text.splitlines()]


def print_or_write(text: str, output: Path | None) -> None:
    """Prints a text, or writes it to a file. Raises ``click.UsageError`` when that cannot be."""
    if output is None:
        print_lines(text)
    else:
        write(text, output, "--output")


def write(text: str, file: Path, option: str) -> None:
    """Writes the file that an option names. Raises ``click.UsageError`` when that cannot be."""
    try:
        file.write_text(text + "\n", "utf-8")
    except OSError as error:
        raise cannot_write(file, option, error) from None


def write_bytes(content: bytes, file: Path, option: str) -> None:
    """The same with what is bytes already, and with no line end after them."""
    try:
        file.write_bytes(content)
    except OSError as error:
        raise cannot_write(file, option, error) from None


def check_writable(file: Path, option: str) -> None:
    """Before something that takes long: raises ``click.UsageError`` when the file cannot be written afterwards."""
    there = file.exists()
    try:
        file.open("ab").close()
    except OSError as error:
        raise cannot_write(file, option, error) from None
    if not there:
        file.resolve().unlink()  # a link to what is not there yet stays


def check_folder_writable(file: Path, option: str) -> None:
    """The same where the file is to appear with all that it holds, and others wait until it is there."""
    if is_special(file):
        return
    try:
        tempfile.TemporaryFile(dir=file.parent).close()
    except OSError as error:
        raise cannot_write(file, option, error) from None


def is_special(file: Path) -> bool:
    """A device, a pipe or the like is there, which is written to and never replaced: ``/dev/stdout``."""
    return file.exists() and not file.is_file()


def write_at_once(text: str, file: Path) -> None:
    """Whoever finds the file finds all of it, and one that was there before stays until then. Raises ``OSError``."""
    if is_special(file):
        file.write_text(text, "utf-8")
        return
    file = file.resolve()  # a link stays one
    temporary = file.with_name(file.name + ".new")
    temporary.write_text(text, "utf-8")
    temporary.replace(file)


def cannot_write(file: Path, option: str, error: OSError) -> click.UsageError:
    """What to raise where something else writes the file that an option names."""
    return click.UsageError(f"{option}: cannot write {file}: {reason_of(error)}")
