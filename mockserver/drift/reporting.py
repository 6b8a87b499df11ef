"""A report for people, for programs (JSON) and for CI (JUnit XML)."""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from ...contracts.sentences import counted
from ..traffic.messages import UnreadablePart
from ..wire.console import printable_lines
from .findings import KINDS, Finding
from .report import Report

_MOST_UNREADABLE = 10
_NO_XML = re.compile("[\ufffe\uffff]")


def summary(report: Report, *, never_seen: bool = False) -> str:
    """Findings by kind, then what could not be read, then the counts."""
    lines: list[str] = []
    for kind, title in KINDS.items():
        found = [finding for finding in report.findings if finding.kind == kind]
        if found:
            lines += [f"{kind}: {title}", *(f"  {_one(finding)}" for finding in found), ""]
    lines += _unreadable(report.unreadable)
    if report.unexercised:
        lines += ["used, and never exercised on the sandbox:", *(f"  {one}" for one in report.unexercised), ""]
    if never_seen:
        lines += _never_seen(report.never_seen)
    if report.gone:
        lines += ["in the baseline, and no longer seen:", *(f"  {key}" for key in report.gone), ""]
    return printable_lines("\n".join([*lines, _counts(report)]))


def as_json(report: Report) -> str:
    return printable_lines(json.dumps(report.as_data(), ensure_ascii=False, indent=2))


def as_junit(report: Report) -> bytes:
    """One test case for each operation, callback and event that was seen, failed where it has drifted, and one for each
    contract that only findings name.
    """
    by_name: dict[str, list[Finding]] = {name: [] for name in report.used}
    for finding in report.findings:
        by_name.setdefault(_name_of(finding), []).append(finding)
    failed = sum(map(bool, by_name.values()))
    suite = Element("testsuite", name="voicenter-mock drift", tests=str(len(by_name)), failures=str(failed), errors="0")
    for name, findings in by_name.items():
        case = SubElement(suite, "testcase", classname="voicenter.drift", name=_for_xml(name))
        if findings:
            sentence = f"{len(findings)} differences: {findings[0].observed.sentence}"
            failure = SubElement(case, "failure", message=_for_xml(sentence), type=findings[0].kind)
            failure.text = _for_xml("\n".join(f"{one.kind}: {_one(one)}" for one in findings))
    return tostring(suite, "utf-8", xml_declaration=True)


def times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"


def _name_of(finding: Finding) -> str:
    contract = finding.observed.contract
    if contract.startswith("realtime."):
        from ...contracts import event

        return event(contract).name
    return contract.removesuffix(".request").removesuffix(".response")


def _one(finding: Finding) -> str:
    one = finding.observed
    place = f" {one.place}" if one.place else ""
    source = f" [{one.source}]" if one.source else ""
    example = f", such as {finding.example}" if finding.example else ""
    return f"{one.contract}{place}: {one.sentence}{source} ({times(finding.times)}{example}; {one.origin.place})"


def _unreadable(found: list[UnreadablePart]) -> list[str]:
    if not found:
        return []
    lines = [f"not read: {times(len(found))}"]
    lines += [f"  {one.place}: {one.reason}" for one in found[:_MOST_UNREADABLE]]
    if len(found) > _MOST_UNREADABLE:
        lines.append(f"  … {len(found) - _MOST_UNREADABLE:,} more (--json lists all)")
    return [*lines, ""]


def _never_seen(never: dict[str, Any]) -> list[str]:
    lines = ["documented, and never seen:"]
    lines += [f"  {what}: {', '.join(never[what])}" for what in ("operations", "callbacks", "events") if never[what]]
    lines += [f"  {contract}: {', '.join(places)}" for contract, places in never["members"].items()]
    lines += [
        f"  {contract} {place}: {', '.join(map(str, words))}"
        for contract, by_place in never["words"].items()
        for place, words in by_place.items()
    ]
    return [*lines, ""]


def _counts(report: Report) -> str:
    count = len(report.findings)
    parts = [f"{counted(report.judged, 'message')} judged", counted(count, "difference") if count else "no differences"]
    if report.accepted:
        parts.append(f"{len(report.accepted)} accepted")
    if report.unreadable:
        parts.append(f"{len(report.unreadable):,} not read")
    if report.unanswered:
        parts.append(f"{report.unanswered:,} unanswered")
    if report.others:
        parts.append(f"{report.others:,} of others")
    return ", ".join(parts)


def _for_xml(text: str) -> str:
    return _NO_XML.sub("\ufffd", printable_lines(text))
