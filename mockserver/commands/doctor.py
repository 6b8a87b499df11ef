"""``voicenter-mock doctor``: what is wrong with an integration, in the order of what to mend first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Literal

import click

from ...contracts.callback_names import CALLBACK_NAMES, CallbackName
from ...contracts.quick_dataclasses import dataclass
from ...contracts.sentences import counted
from ..callbacks.samples import ENCODINGS
from ..state.journal import RequestEntry
from ..verify import EndpointUnreachable, Kind, Settings, verify
from ..verify.journal import issues_of
from ..wire.console import printable
from ..wire.urls import is_absolute
from .addresses import OPTIONS, with_addresses
from .output import print_lines
from .remote import Entry, Remote, as_line, of_organization
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

    Sends each address some of the messages that Voicenter would (`verify` sends all), and reads what a running sandbox
    saw: `status` and `lint-requests`. Addresses that are left out are the organization's own, if a server runs. The
    exit code is 0 if nothing was found, 1 otherwise.
    """
    given: dict[CallbackName, str] = {name: urls.get(name, "") for name in CALLBACK_NAMES}
    encodings: dict[str, str] = {}
    seen, notes = _examine_server(remote, given, encodings)
    found: list[Advice] = []
    refusing: set[str] = set()
    for name, url in given.items():
        if is_absolute(url):
            examined = _examine_webhook(url, name, encodings.get(name, "json"))
            found += examined.advice
            refusing |= {url} if examined.refuses else set()
            notes.append(f"{name}: examined {url}")
        else:
            notes.append(f"{name}: no address; give {OPTIONS[name]}")
    found += [advice for advice, address in seen if address not in refusing]  # those are told by what was found there
    found.sort(key=lambda one: one.rank)
    if remote.as_json:
        print_lines(as_line({"advice": [asdict(one) for one in found], "notes": notes}))
    else:
        click.echo(_text(found, notes))
    return 1 if any(one.severity != "info" for one in found) else 0


def _examine_server(
    remote: Remote, urls: dict[CallbackName, str], encodings: dict[str, str]
) -> tuple[list[tuple[Advice, str]], list[str]]:
    """What a running sandbox has to say, if one runs, each with the address that does not take what is sent there, if
    it is about one. Addresses that were not given are completed from there.
    """
    try:
        status = remote.get("/status")
        document = remote.get("")["document"]
        entries = remote.entries("requests")
    except click.ClickException as problem:
        if not any(urls.values()):
            raise
        return [], [f"no server was asked: {problem.message}"]
    addresses: dict[CallbackName, str] = {one["callback"]: one["address"] for one in status["callbacks"]}
    for name, url in list(urls.items()):
        if not url:
            target: dict[str, Any] = document.get("callbacks", {}).get(name) or {}
            urls[name], encodings[name] = addresses[name], target.get("encoding") or "json"
    found = [
        (Advice(1 if problem["severity"] == "bad" else 4, problem["severity"], problem["text"]),
         _refusing_address(problem, addresses))
        for problem in status["problems"]
    ]  # fmt: skip
    issues = {
        f"{issue.operation}: {issue.sentence} ({issue.kind})": None
        for entry in entries
        for issue in issues_of(RequestEntry.from_data(entry))
        if issue.kind != "violation"  # those are among the status's problems
    }
    found += [(Advice(3, "warning", text), "") for text in list(issues)[:SHOWN_ISSUES]]
    return found, [f"{counted(len(entries), 'request')} judged of {remote.organization} at {remote.server}"]


def _refusing_address(problem: Entry, addresses: Mapping[CallbackName, str]) -> str:
    """Where a problem of the status says that callbacks are not accepted, or are held back from; else nothing."""
    values: Entry = problem["values"]
    if problem["message"] == "NotAccepted":
        return addresses[values["callback"]]
    return str(values["target"]) if problem["message"] == "HeldBack" else ""


_REFUSALS = frozenset((
    Kind.SERVER_ERROR, Kind.NOT_ACKNOWLEDGED, Kind.VALID_REFUSED, Kind.WRONG_STATUS, Kind.REDIRECTED,
    Kind.BROKEN_ANSWER, Kind.TOO_SLOW, Kind.WENT_AWAY,
))  # fmt: skip
"""What says that an address does not take what Voicenter sends."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found at an address. ``refuses``: it does not take a valid message."""

    advice: list[Advice]
    refuses: bool


def _examine_webhook(url: str, name: CallbackName, encoding: str) -> Examined:
    """A few of the messages that `verify` sends."""
    encoding = encoding if encoding in ENCODINGS[name] else "json"
    try:
        report = verify(url, name, Settings(max_examples=SHORT_EXAMPLES, encoding=encoding))
    except EndpointUnreachable as problem:
        return Examined([Advice(0, "bad", f"nobody answers at {url} ({name}): {problem}")], refuses=True)
    advice = [
        Advice(
            1 if finding.kind in _REFUSALS else 2,
            "bad",
            f"{name}: {finding.kind.title}: {finding.detail}. {finding.kind.consequence}",
        )
        for finding in report.findings
    ]
    return Examined(advice, refuses=any(finding.kind in _REFUSALS for finding in report.findings))


def _text(found: list[Advice], notes: list[str]) -> str:
    where = screen()
    lines = [in_lines(printable(note), where) for note in notes]
    for number, one in enumerate(found, 1):
        line = in_lines(printable(f"{number}. {one.text}"), where, len(f"{number}. "))
        lines.append(click.style(line, fg=COLOURS.get(one.severity)) if where.colours else line)
    if not found:
        lines.append("nothing is wrong")
    return "\n".join(lines)
