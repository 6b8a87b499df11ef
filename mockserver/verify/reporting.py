"""A report for people, for programs (JSON) and for CI (JUnit XML)."""

from __future__ import annotations

import json
import re
import textwrap
from xml.etree.ElementTree import Element, SubElement, tostring

from ...contracts.sentences import counted
from ..wire.console import printable_lines
from .findings import Finding, Report
from .phases import kinds_of

_WIDTH = 110
_NO_XML = re.compile("[\ufffe\uffff]")


def summary(report: Report) -> str:
    """A table of the findings, then each with what it means and the command that repeats it."""
    lines: list[str] = []
    if report.findings:
        width = max(len(finding.kind.value) for finding in report.findings)
        where = max(len(finding.contract) for finding in report.findings)
        lines.append(f"{'finding':{width}}  {'message':{where}}  {'phase':11}  times  what it is")
        lines += [
            f"{finding.kind.value:{width}}  {finding.contract:{where}}  {finding.phase:11}  {finding.times:5}  "
            f"{finding.kind.title}"
            for finding in report.findings
        ]
        for finding in report.findings:
            lines += ["", *_one(finding)]
        lines.append("")
    lines += [f"skipped {name}: {why}" for name, why in report.skipped.items()]
    count = len(report.findings)
    what = counted(count, "finding") if count else "no findings"
    stopped = ", interrupted" if report.interrupted else ""
    lines.append(
        f"{report.callback} at {report.target} ({report.encoding}): {what} in {counted(report.requests, 'request')}, "
        f"{report.seconds:.1f} s, seed {report.seed}{stopped}"
    )
    return printable_lines("\n".join(lines))


def _one(finding: Finding) -> list[str]:
    lines = [f"{finding.kind.value}: {finding.kind.title}"]
    lines += textwrap.wrap(finding.detail, _WIDTH, initial_indent="  seen: ", subsequent_indent="        ")
    lines += textwrap.wrap(
        finding.kind.consequence, _WIDTH, initial_indent="  in production: ", subsequent_indent="    "
    )
    lines += [f"  {violation[:300]}" for violation in finding.violations[:3]]
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
