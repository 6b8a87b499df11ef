"""A report for people, for programs (JSON) and for CI (JUnit XML)."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from ...contracts.callback_names import read_message
from ...contracts.sentences import counted
from ..wire.console import printable_lines
from .findings import Finding, Report
from .phases import kinds_of

WIDTH = 110
"""Columns of a report, unless somebody's terminal has others."""
_NO_XML = re.compile("[\ufffe\uffff]")


def summary(report: Report, width: int = WIDTH) -> str:
    """A table of the findings, then each with what it means and the command that repeats it. Only what has to be copied
    whole is wider than ``width``.
    """
    lines: list[str] = []
    if report.findings:
        lines += _table(report.findings, width)
        for finding in report.findings:
            lines += ["", *_one(finding, width)]
        lines.append("")
    for name, why in report.skipped.items():
        lines += textwrap.wrap(f"skipped {name}: {why}", width, subsequent_indent="  ")
    count = len(report.findings)
    what = counted(count, "finding") if count else "no findings"
    stopped = ", interrupted" if report.interrupted else ""
    came = (
        f"{report.callback} at {report.target} ({report.encoding}): {what} in {counted(report.requests, 'request')}, "
        f"{report.seconds:.1f} s, seed {report.seed}{stopped}"
    )
    lines += textwrap.wrap(came, width, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
    return printable_lines("\n".join(lines))


def _table(findings: Sequence[Finding], width: int) -> list[str]:
    kinds = max(len(finding.kind.value) for finding in findings)
    lines = [f"{'finding':{kinds}}  times  what it is"]
    for finding in findings:
        row = f"{finding.kind.value:{kinds}}  {finding.times:5}  "
        lines += textwrap.wrap(row + finding.kind.title, width, subsequent_indent=" " * len(row))
    return lines


def _one(finding: Finding, width: int = WIDTH) -> list[str]:
    where = f"({read_message(finding.contract)}, {finding.phase})"
    lines = textwrap.wrap(f"{finding.kind.value}: {finding.kind.title} {where}", width, subsequent_indent="  ")
    lines += textwrap.wrap(finding.detail, width, initial_indent="  seen: ", subsequent_indent="        ")
    lines += textwrap.wrap(
        finding.kind.consequence, width, initial_indent="  in production: ", subsequent_indent="    "
    )
    for violation in finding.violations[:3]:
        lines += textwrap.wrap(violation[:300], width, initial_indent="  ", subsequent_indent="    ")
    return [*lines, f"  see {finding.kind.link}", f"  {finding.curl}"]


def as_json(report: Report) -> str:
    """What would steer a terminal, and half a pair of surrogates, which no encoding can write, stay escapes."""
    return printable_lines(json.dumps(report.as_data(), ensure_ascii=False, indent=2))


def as_junit(report: Report) -> bytes:
    """One test case for each kind that the callback can have."""
    suite = Element(
        "testsuite", name=f"voicenter-mock verify {report.callback}", failures=str(len(report.kinds())), errors="0",
        tests=str(len(kinds_of(report.callback))), time=f"{report.seconds:.3f}",
    )  # fmt: skip
    for kind in (*kinds_of(report.callback), *sorted(report.kinds() - set(kinds_of(report.callback)), key=str)):
        case = SubElement(suite, "testcase", classname=f"voicenter.{report.callback}", name=kind.value)
        found = report.of(kind)
        if found:
            failure = SubElement(case, "failure", message=_for_xml(f"{kind.title}: {found[0].detail}"), type=kind.value)
            failure.text = _for_xml("\n\n".join("\n".join(_one(finding)) for finding in found))
    return tostring(suite, "utf-8", xml_declaration=True)


def _for_xml(text: str) -> str:
    return _NO_XML.sub("\ufffd", printable_lines(text))
