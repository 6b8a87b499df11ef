"""``voicenter-mock drift``: recordings of the real Voicenter beside the documents."""

from __future__ import annotations

import secrets
from pathlib import Path

import click

from ...contracts.sentences import counted
from ..drift import baseline as accepted_differences
from ..drift import reporting
from ..drift.addendum_file import write
from ..drift.baseline import BaselineError
from ..drift.examination import Examination
from ..drift.exercised import Exercised
from ..drift.learning import learn
from ..drift.report import report as report_of
from ..traffic.redactor import Redactor
from .addendum_option import use_addendum
from .output import print_lines, print_sentences, write_bytes
from .remote import Remote

DRIFT = 1
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("drift", epilog="Example: voicenter-mock drift session.har --baseline accepted.txt")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--baseline", type=_FILE, help="Differences in this file are accepted, a line for each.")
@click.option("--write-baseline", is_flag=True, help="Write all that is found into the file of --baseline.")
@click.option("--write", "addendum", type=_FILE, help="Write what is new as an addendum to the contracts (YAML).")
@click.option("--addendum", "known", type=_FILE, help="An addendum that counts as documented.")
@click.option("--never-seen", is_flag=True, help="Also list what is documented and never came.")
@click.option("--sandbox", help="Ask a sandbox at this URL what your tests have exercised there.")
@click.option("--organization", default="demo", show_default=True, help="That organization's id.")
@click.option(
    "--against", help="Play the requests to the fake instead, and compare: demo, or an organization document."
)
@click.option("--json", "as_json", is_flag=True, help="The report as JSON.")
@click.option("--junit", type=_FILE, help="Write the report as JUnit XML.")
@click.option("--html", type=_FILE, help="Write the report as one HTML file.")
def command(
    files: tuple[Path, ...], baseline: Path | None, write_baseline: bool, addendum: Path | None, known: Path | None,
    never_seen: bool, sandbox: str | None, organization: str, against: str | None, as_json: bool, junit: Path | None,
    html: Path | None,
) -> int:  # fmt: skip
    """Judge recordings of the real Voicenter by the contracts.

    FILES are recordings of `voicenter-mock record`, HAR of browsers, Playwright and mitmproxy, VCR's cassettes,
    WireMock's mappings, JSON lines of messages, or folders of these.

    The exit code is 0 if nothing differs, 1 on drift, 2 on wrong use.
    """
    if write_baseline and baseline is None:
        raise click.UsageError("--write-baseline goes with --baseline")
    use_addendum(known)
    if against is not None:
        return _compare(files, against, as_json=as_json)
    accepted = frozenset[str]()
    try:
        if baseline is not None and not write_baseline:
            accepted = accepted_differences.read(baseline)
    except BaselineError as problem:
        raise click.UsageError(f"--baseline: {problem}") from None
    exercised = None if sandbox is None else _read_exercised(sandbox, organization)
    examination = Examination(Redactor(secrets.token_bytes(16)))
    examination.examine(files)
    unexercised = None if exercised is None else exercised.missing(examination.coverage)
    report = report_of(examination, accepted=accepted, unexercised=unexercised)
    if not (report.judged or report.unreadable or report.findings or report.accepted):
        raise click.UsageError("no message of Voicenter's is in there")
    if as_json:
        print_lines(reporting.as_json(report))
    else:
        print_sentences(reporting.summary(report, never_seen=never_seen))
    if junit is not None:
        write_bytes(reporting.as_junit(report), junit, "--junit")
    if html is not None:
        from ..drift.page import as_html

        write_bytes(as_html(report).encode("utf-8", "replace"), html, "--html")
    if addendum is not None:
        document, left_out = learn(report.findings, examination.coverage)
        write_bytes(write(document, left_out).encode(), addendum, "--write")
    if write_baseline and baseline is not None:
        try:
            accepted_differences.write(baseline, (finding.key for finding in report.findings))
        except BaselineError as problem:
            raise click.UsageError(f"--baseline: {problem}") from None
        return 0
    return DRIFT if report.has_drift else 0


def _compare(files: tuple[Path, ...], against: str, *, as_json: bool) -> int:
    """Plays the recordings to the fake, and prints where it does otherwise."""
    import json

    from ..drift.comparison import KINDS, compare
    from ..drift.playing import RecordingPlayer
    from ..traffic.messages import RecordedExchange
    from ..traffic.reading import read
    from .organization_file import directory_of

    player = RecordingPlayer(directory_of("--against", against))
    comparison = compare((one for one in read(files) if isinstance(one, RecordedExchange)), player)
    if not comparison.played:
        raise click.UsageError("no request to Voicenter with its answer is in there")
    if as_json:
        print_lines(json.dumps(comparison.as_data(), ensure_ascii=False, indent=2))
        return DRIFT if comparison.differences else 0
    for kind, title in KINDS.items():
        found = [one for one in comparison.differences if one.kind == kind]
        if found:
            print_sentences("\n".join([f"{kind}: {title}", *(f"  {one}" for one in found), ""]))
    count = len(comparison.differences)
    differences = counted(count, "difference") if count else "no differences"
    print_sentences(f"{counted(comparison.played, 'request')} played, {differences}")
    return DRIFT if comparison.differences else 0


def _read_exercised(server: str, organization: str) -> Exercised:
    remote = Remote(server, organization)
    try:
        return Exercised.from_journal(remote.entries("requests"), remote.entries("deliveries", number="id"))
    except click.ClickException as problem:  # 1 would say that something has drifted
        raise click.UsageError(problem.message) from None
