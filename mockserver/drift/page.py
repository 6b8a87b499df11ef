"""A report as one HTML file that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape
from typing import Any

from ...contracts.sentences import counted
from ..wire.console import printable
from .findings import KINDS, Finding
from .report import Report
from .reporting import times

_STYLE = """
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
body { max-width: 75rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 2rem }
th, td { text-align: start; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid #8886 }
th { font-weight: 600 } td.count { text-align: end; font-variant-numeric: tabular-nums }
code { font-size: .9em; overflow-wrap: anywhere } .quiet { opacity: .7 } summary { cursor: pointer }
"""


def as_html(report: Report) -> str:
    """The whole report; examples in it are pseudonyms."""
    count = len(report.findings)
    title = f"{counted(count, 'difference') if count else 'No differences'} from the documents"
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width"><title>Drift</title>',
        f"<style>{_STYLE}</style></head><body><h1>{escape(title)}</h1>",
        f"<p>{report.judged:,} messages judged, {len(report.accepted)} differences accepted, ",
        f"{len(report.unreadable):,} parts not read, {report.unanswered:,} requests unanswered.</p>",
    ]
    for kind, meaning in KINDS.items():
        found = [finding for finding in report.findings if finding.kind == kind]
        if found:
            parts += [f"<h2>{kind} <span class=quiet>{escape(meaning)}</span></h2>", _findings(found)]
    if report.unexercised:
        parts += ["<h2>Used, and never exercised on the sandbox</h2>", _list(report.unexercised)]
    if report.unreadable:
        rows = [f"{one.place}: {one.reason}" for one in report.unreadable[:1000]]
        parts += ["<h2>Not read</h2>", _list(rows)]
    if report.accepted:
        parts += ["<details><summary>Accepted by the baseline</summary>", _findings(report.accepted), "</details>"]
    parts += ["<details><summary>Documented, and never seen</summary>", _never_seen(report.never_seen), "</details>"]
    return "".join([*parts, "</body></html>\n"])


def _findings(found: Iterable[Finding]) -> str:
    heads = ("message", "place", "what", "document", "example", "seen")
    rows = "".join(_row(finding) for finding in found)
    return (
        f"<table><thead><tr>{''.join(f'<th>{head}</th>' for head in heads)}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _row(finding: Finding) -> str:
    one = finding.observed
    when = "" if not finding.first else f", {_day(finding.first)} to {_day(finding.last)}"
    cells = (
        f"<td><code>{_text(one.contract)}</code></td>",
        f"<td><code>{_text(one.place)}</code></td>",
        f"<td>{_text(one.sentence)}</td>",
        f"<td>{_text(one.source)}</td>",
        f"<td><code dir=auto>{_text(finding.example)}</code></td>",
        f"<td>{times(finding.times)}{when}<br><span class=quiet>{_text(one.origin.place)}</span></td>",
    )
    return f"<tr>{''.join(cells)}</tr>"


def _never_seen(never: dict[str, Any]) -> str:
    lines = [f"{what}: {', '.join(never[what])}" for what in ("operations", "callbacks", "events") if never[what]]
    lines += [f"{contract}: {', '.join(places)}" for contract, places in never["members"].items()]
    lines += [
        f"{contract} {place}: {', '.join(map(str, words))}"
        for contract, by_place in never["words"].items()
        for place, words in by_place.items()
    ]
    return _list(lines)


def _list(lines: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{_text(line)}</li>' for line in lines)}</ul>"


def _day(epoch: float) -> str:
    return datetime.fromtimestamp(epoch, UTC).date().isoformat()


def _text(text: str) -> str:
    return escape(printable(text))
