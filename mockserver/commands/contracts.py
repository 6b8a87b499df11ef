"""``voicenter-mock contracts``: the contracts from the command line, for any language."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from ...contracts import library
from ...contracts.sentences import counted
from ...contracts.verdicts import ContractViolation, Violation
from ..wire.system_errors import reason_of
from . import catalogue_completion
from .addendum_option import use_addendum
from .output import print_lines, print_sentences

_ENCODINGS = ("json", "xml-rpc", "form", "query")
_CONTENT_TYPES = {"json": "application/json", "xml-rpc": "text/xml", "form": "application/x-www-form-urlencoded"}


@click.group("contracts", epilog="Example: voicenter-mock contracts list cdr")
@click.option(
    "--addendum",
    type=click.Path(dir_okay=False, path_type=Path),
    help="What your recordings show beyond the documents.",
)
def command(addendum: Path | None) -> None:
    """List, show and try the contracts of everything that crosses the wire."""
    use_addendum(addendum)


@command.command("list", epilog="Example: voicenter-mock contracts list cdr")
@click.argument("containing", required=False, default="")
@click.option("--json", "as_json", is_flag=True, help="As a JSON object of names and titles.")
def list_contracts(containing: str, as_json: bool) -> None:
    """List contracts, all or those with CONTAINING in their name."""
    titles = {name: str(library.stored(name).get("title", "")) for name in library.names() if containing in name}
    if as_json:
        print_lines(json.dumps(titles, ensure_ascii=False, indent=2))
        return
    if not titles:
        raise click.UsageError(f"no contract has {containing!r} in its name; `voicenter-mock contracts list` shows all")
    width = max(map(len, titles))
    for name, title in titles.items():
        print_sentences(f"{name:{width}}  {title}".rstrip())


@command.command("show", epilog="Example: voicenter-mock contracts show cdr_notification.request")
@click.argument("name", shell_complete=catalogue_completion.contracts)
@click.option("--strict", is_flag=True, help="With the enumerations that the vendor extends closed.")
def show(name: str, strict: bool) -> None:
    """Print a contract's JSON Schema (2020-12)."""
    _check_known(name)
    print_lines(json.dumps(library.schema(name, strict), ensure_ascii=False, indent=2))


@command.command("export", epilog="Example: voicenter-mock contracts export schemas --plain")
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
@click.option("--plain", is_flag=True, help="Without this project's own x- words, for validators in strict mode.")
@click.option("--strict", is_flag=True, help="With the enumerations that the vendor extends closed.")
def export(directory: Path, plain: bool, strict: bool) -> None:
    """Write the JSON Schema (2020-12) of every contract to DIRECTORY, a file each.

    A file is called as its contract, with .json behind it. Files of these names are replaced, others stay.
    """
    from ...contracts.portable_schemas import plain as without_own_words

    try:
        directory.mkdir(parents=True, exist_ok=True)
        for name in library.names():
            schema = library.schema(name, strict)
            text = json.dumps(without_own_words(schema) if plain else schema, ensure_ascii=False, indent=2)
            (directory / f"{name}.json").write_text(text + "\n", "utf-8", newline="\n")
    except OSError as error:
        raise click.UsageError(f"cannot write to {directory}: {reason_of(error)}") from None
    print_sentences(f"{len(library.names())} schemas written to {directory}")


@command.command(
    "example", epilog="Example: voicenter-mock contracts example cdr_notification.request --encoding xml-rpc"
)
@click.argument("name", shell_complete=catalogue_completion.contracts)
@click.option("--seed", type=int, help="Make one up, another for each number. Default: the schema's example.")
@click.option("--malformed", is_flag=True, help="One that the contract refuses; why goes to stderr.")
@click.option("--family", help="With --malformed: what shall be wrong, such as 'missing'.")
@click.option("--encoding", type=click.Choice(_ENCODINGS), help="As it goes over the wire. Default: readable JSON.")
def example(name: str, seed: int | None, malformed: bool, family: str | None, encoding: str | None) -> None:
    """Print a message of a contract."""
    _check_known(name)
    if family is not None and not malformed:
        raise click.UsageError("--family goes with --malformed")
    if malformed:
        _print_malformed(name, seed or 0, family, encoding)
        return
    from ...contracts import strategies

    examples: list[Any] = library.stored(name).get("examples", [])
    message = examples[0] if seed is None and examples else strategies.example(name, seed or 0)
    _print_message(name, message, encoding)


@command.command("validate", epilog="Example: voicenter-mock contracts validate cdr_notification.request message.json")
@click.argument("name", shell_complete=catalogue_completion.contracts)
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--encoding", type=click.Choice(_ENCODINGS), help="How it is written. Default: what it looks like.")
@click.option("--strict", is_flag=True, help="Refuse words that the documents do not know, too.")
@click.option("--json", "as_json", is_flag=True, help="The violations as JSON.")
def validate(name: str, file: Path, encoding: str | None, strict: bool, as_json: bool) -> None:
    """Check the message in FILE, or in standard input (-).

    Exit code 0 when it keeps the contract, 1 when not.
    """
    from ...contracts import decode, violations

    _check_known(name)
    content_type = _CONTENT_TYPES.get(encoding or "")
    body = _read(file)
    try:
        message = decode(name, body, content_type, query=encoding == "query")
    except ContractViolation as refusal:
        _print_violations(name, refusal.violations, as_json)
        sys.exit(1)
    found = violations(name, message, strict=strict)
    if found or as_json:
        _print_violations(name, found, as_json)
    else:
        print_lines(f"{name}: valid")
    if not as_json:
        for note in _notes(name, message, found):
            print_sentences(f"  {note}")
    sys.exit(1 if found else 0)


def _notes(name: str, message: Any, found: Sequence[Violation]) -> Iterator[str]:
    """What is allowed and yet probably not meant: misspelt members, and words that no document knows."""
    from ...contracts import near_misses, violations

    for miss in near_misses(name, message):
        if not any(f"`{miss.name}`" in violation.hint for violation in found):
            yield f"note: {miss}"
    paths = {violation.path for violation in found}
    for violation in violations(name, message, strict=True):
        if violation.path not in paths and violation.rule in ("enum", "pattern"):
            hint = f"; {violation.hint}" if violation.hint else ""
            yield f"note: {violation.path}: no document knows {violation.value} here{hint}"


def _print_malformed(name: str, seed: int, family: str | None, encoding: str | None) -> None:
    from ...contracts import strategies

    try:
        malformed = strategies.malformed_example(name, seed, None if family is None else [family])
    except ValueError as error:
        raise click.UsageError(f"--family: {str(error).partition(': ')[2]}") from None
    print_sentences(f"{malformed.violation}", err=True)
    if malformed.body is None:
        _print_message(name, malformed.message, encoding)
        return
    kind = "a query string" if malformed.query else malformed.content_type or "no content type"
    print_lines(f"as it goes over the wire: {kind}", err=True)
    click.echo(malformed.body)


def _print_message(name: str, message: Any, encoding: str | None) -> None:
    if encoding is None:
        print_lines(json.dumps(message, ensure_ascii=False, indent=2))
        return
    from ...contracts.strategies.wire_forms import encodings, written

    if encoding not in encodings(name):
        others = " or ".join(encodings(name)) or "none of these"
        raise click.UsageError(f"{name} is not written as {encoding}, but as {others}")
    try:
        body, _ = written(name, message, encoding)
    except ValueError as error:
        raise click.UsageError(f"--encoding: {error}") from None
    click.echo(body)


def _print_violations(name: str, violations: Sequence[Violation], as_json: bool) -> None:
    if as_json:
        rows = [
            {"path": row.path, "rule": row.rule, "expected": row.message, "value": row.value}
            | {"source": row.source, "hint": row.hint}
            for row in violations
        ]
        print_lines(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    print_lines(f"{name}: {counted(len(violations), 'violation')}")
    rows = [("path", "rule", "found", "expected [source]")]
    for row in violations:
        hint = f" ({row.hint})" if row.hint else ""
        source = f" [{row.source}]" if row.source else ""
        rows.append((row.path, row.rule, row.value, row.message + hint + source))
    _print_table(rows)


def _print_table(rows: Iterable[Sequence[str]]) -> None:
    """Columns side by side; the last is as wide as it is."""
    lines = [tuple(rows_) for rows_ in rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]) - 1)]
    for line in lines:
        cells = [cell.ljust(width) for cell, width in zip(line[:-1], widths, strict=True)]
        print_sentences("  ".join(["", *cells, line[-1]]).rstrip())


def _check_known(name: str) -> None:
    try:
        library.stored(name)
    except library.UnknownContract as error:
        raise click.UsageError(str(error).replace("contracts.names()", "`voicenter-mock contracts list`")) from None


def _read(file: Path) -> bytes:
    if str(file) == "-":
        return sys.stdin.buffer.read()
    try:
        return file.read_bytes()
    except OSError as error:
        raise click.UsageError(f"cannot read {file}: {reason_of(error)}") from None
