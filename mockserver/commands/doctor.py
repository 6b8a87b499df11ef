"""``voicenter-mock doctor``: what is wrong with an integration, in the order of what to mend first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

import click

from ...contracts.callback_names import CALLBACK_NAMES, CallbackName
from ..callbacks.samples import ENCODINGS
from ..state.journal import RequestEntry
from ..verify import Settings, Unreachable, verify
from ..verify.journal import issues_of
from ..wire.console import printable
from .addresses import OPTIONS, with_addresses
from .output import print_lines
from .remote import Remote, as_line, of_organization
from .status import COLOURS
from .tables import in_lines, screen

SHORT_EXAMPLES = 5
SHOWN_ISSUES = 20


@dataclass(frozen=True, slots=True)
class Advice:
    """Something to mend. ``rank`` puts what stops everything else before what only spoils something."""

    rank: Literal[0, 1, 2, 3, 4]
    severity: Literal["bad", "warning", "info"]
    text: str


@click.command("doctor", epilog="Example: voicenter-mock doctor --cdr-url http://127.0.0.1:8000/voicenter/cdr")
@with_addresses
@of_organization
def command(remote: Remote, urls: Mapping[CallbackName, str]) -> int:
    """Examine an integration, and say what to mend first.

    Sends each address some of the messages that Voicenter would (`verify` sends all), and reads what a running server
    saw: `status` and `lint-requests`. Addresses that are left out are the organization's own, if a server runs. The
    exit code is 0 if nothing was found, 1 otherwise.
    """
    given: dict[CallbackName, str] = {name: urls.get(name, "") for name in CALLBACK_NAMES}
    encodings: dict[str, str] = {}
    found, notes = _examine_server(remote, given, encodings)
    for name, url in given.items():
        if url.startswith(("http://", "https://")):
            found += _examine_webhook(url, name, encodings.get(name, "json"))
            notes.append(f"{name}: examined {url}")
        else:
            notes.append(f"{name}: no address; give {OPTIONS[name]}")
    found.sort(key=lambda one: one.rank)
    if remote.as_json:
        print_lines(as_line({"advice": [asdict(one) for one in found], "notes": notes}))
    else:
        click.echo(_text(found, notes))
    return 1 if any(one.severity != "info" for one in found) else 0


def _examine_server(
    remote: Remote, urls: dict[CallbackName, str], encodings: dict[str, str]
) -> tuple[list[Advice], list[str]]:
    """What a running server has to say, if one runs; addresses that were not given are completed from there."""
    try:
        status = remote.get("/status")
        document = remote.get("")["document"]
        entries = remote.entries("requests")
    except click.ClickException as problem:
        if not any(urls.values()):
            raise
        return [], [f"no server was asked: {problem.message}"]
    for name, url in list(urls.items()):
        target: dict[str, Any] = document.get("callbacks", {}).get(name) or {}
        if not url:
            urls[name] = target.get("url") or ""
            encodings[name] = target.get("encoding") or "json"
    found = [
        Advice(1 if problem["severity"] == "bad" else 4, problem["severity"], problem["text"])
        for problem in status["problems"]
    ]
    issues = {
        f"{issue.operation}: {issue.sentence} ({issue.kind})": None
        for entry in entries
        for issue in issues_of(RequestEntry.from_data(entry))
        if issue.kind != "violation"  # those are among the status's problems
    }
    found += [Advice(3, "warning", text) for text in list(issues)[:SHOWN_ISSUES]]
    return found, [f"{len(entries)} requests judged of {remote.organization} at {remote.server}"]


def _examine_webhook(url: str, name: CallbackName, encoding: str) -> Iterator[Advice]:
    """A few of the messages that `verify` sends."""
    encoding = encoding if encoding in ENCODINGS[name] else "json"
    try:
        report = verify(url, name, Settings(max_examples=SHORT_EXAMPLES, encoding=encoding))
    except Unreachable as problem:
        yield Advice(0, "bad", f"nobody answers at {url} ({name}): {problem}")
        return
    for finding in report.findings:
        text = f"{name}: {finding.kind.title}: {finding.detail}. {finding.kind.consequence}"
        yield Advice(2, "bad", text)


def _text(found: list[Advice], notes: list[str]) -> str:
    where = screen()
    lines = [in_lines(printable(note), where) for note in notes]
    for number, one in enumerate(found, 1):
        line = in_lines(printable(f"{number}. {one.text}"), where, len(f"{number}. "))
        lines.append(click.style(line, fg=COLOURS.get(one.severity)) if where.colours else line)
    if not found:
        lines.append("nothing is wrong")
    return "\n".join(lines)
