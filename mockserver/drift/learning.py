"""From findings to an addendum: what was new, with how often and when it was seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from ...contracts import amendment, library
from ...contracts.addendum import VERSION, AddendumError
from ...contracts.addendum import read as read_document
from ...contracts.error_members import text_member
from ...contracts.json_values import is_object
from ...contracts.operations import OPERATIONS
from .coverage import Coverage
from .findings import Finding
from .judging import json_type
from .reporting import times

_LONGEST_SAMPLE = 200
Entry = dict[str, Any]


def learned(findings: Iterable[Finding], coverage: Coverage) -> tuple[Entry, list[str]]:
    """A plain document that ``contracts.addendum`` reads, and sentences on what cannot be part of one."""
    sections: dict[str, dict[str, Entry]] = {
        name: {} for name in ("members", "words", "types", "absent", "errors", "hosts")
    }
    left_out: list[str] = []
    for finding in findings:
        made = _entry(finding, coverage)
        if made is None:
            left_out.append(f"{finding.key}: an addendum has no such entries")
            continue
        section, key, entry = made
        before = sections[section].get(key)
        merged = entry if before is None else _merged(before, entry)
        problem = _problem(section, merged)
        if problem:
            left_out.append(f"{finding.key}: {problem}")
        else:
            sections[section][key] = merged
    document: Entry = {"addendum": VERSION}
    document |= {name: list(entries.values()) for name, entries in sections.items() if entries}
    return document, left_out


def _entry(finding: Finding, coverage: Coverage) -> tuple[str, str, Entry] | None:
    make = _MAKERS.get(finding.kind)
    return None if make is None else make(finding, coverage)


def _member(finding: Finding, coverage: Coverage) -> tuple[str, str, Entry]:
    values = [value for value, _ in finding.samples.values()]
    kinds = list(dict.fromkeys(map(json_type, values)))
    samples = [value for value in values if json_type(value) not in ("object", "array") and _is_short(value)]
    entry = _placed(finding) | {"type": kinds[0] if len(kinds) == 1 else kinds}
    if samples and len(samples) == len(values):
        entry["samples"] = samples
    return "members", _place_key(finding), entry | _counted(finding, coverage)


def _word(finding: Finding, coverage: Coverage) -> tuple[str, str, Entry]:
    entry = _placed(finding) | {"words": [finding.observed.value]}
    return "words", _place_key(finding), entry | _counted(finding, coverage)


def _type(finding: Finding, coverage: Coverage) -> tuple[str, str, Entry]:
    samples = [value for value, _ in finding.samples.values() if _is_short(value)]
    entry = _placed(finding) | {"type": finding.observed.word, "samples": samples}
    return "types", f"{_place_key(finding)} {finding.observed.word}", entry | _counted(finding, coverage)


def _absent(finding: Finding, coverage: Coverage) -> tuple[str, str, Entry]:
    return "absent", _place_key(finding), _placed(finding) | _counted(finding, coverage)


def _error_code(finding: Finding, _: Coverage) -> tuple[str, str, Entry]:
    one = finding.observed
    operation = one.contract.removesuffix(".response")
    answer, _count = next(iter(finding.samples.values()))
    text = answer.get(text_member(OPERATIONS[operation]), "") if is_object(answer) else ""
    code = answer.get(one.place.removeprefix("$."), one.word) if is_object(answer) else one.word
    return _error(finding, operation, code, str(text))


def _error_text(finding: Finding, _: Coverage) -> tuple[str, str, Entry]:
    operation = finding.observed.contract.removesuffix(".response")
    text, _count = next(iter(finding.samples.values()))
    code = next(
        (row.code for row in OPERATIONS[operation].errors if str(row.code) == finding.observed.word),
        finding.observed.word,
    )
    return _error(finding, operation, code, str(text))


def _error(finding: Finding, operation: str, code: Any, text: str) -> tuple[str, str, Entry]:
    status = finding.observed.http_status
    entry: Entry = {"operation": operation, "code": code, "text": text[:_LONGEST_SAMPLE], "http_status": status}
    return "errors", finding.key, entry | {"seen": _seen(finding)}


def _host(finding: Finding, _: Coverage) -> tuple[str, str, Entry]:
    host = str(finding.observed.word)
    return "hosts", host, {"host": host, "seen": f"{_seen(finding)}, in {finding.observed.contract}"}


_MAKERS: dict[str, Callable[[Finding, Coverage], tuple[str, str, Entry]]] = {
    "member": _member,
    "word": _word,
    "type": _type,
    "missing": _absent,
    "error-code": _error_code,
    "error-text": _error_text,
    "host": _host,
}


def _placed(finding: Finding) -> Entry:
    return {"contract": finding.observed.contract, "place": finding.observed.place}


def _place_key(finding: Finding) -> str:
    return f"{finding.observed.contract} {finding.observed.place}"


def _counted(finding: Finding, coverage: Coverage) -> Entry:
    """The share of messages, or of objects in them, that had it, as far as can be told."""
    one = finding.observed
    holder = one.place.rpartition(".")[0]
    counts = coverage.members.get(one.contract)
    beside = [count for place, count in (counts or {}).items() if place.rpartition(".")[0] == holder]
    share = finding.times / max([finding.times, *beside])
    return {"share": round(share, 3) or 0.001, "seen": _seen(finding)}


def _merged(before: Entry, after: Entry) -> Entry:
    """Two findings at one place: several new words."""
    merged = before | {"seen": f"{before['seen']}; {after['seen']}"}
    if "words" in before:
        merged["words"] = [*before["words"], *(word for word in after["words"] if word not in before["words"])]
        merged["share"] = min(1, round(before["share"] + after["share"], 3))
    return merged


def _problem(section: str, entry: Entry) -> str:
    """Why the contracts would not take an entry; empty when they do."""
    try:
        addendum = read_document({"addendum": VERSION, section: [entry]})
        for change in addendum.changes:
            amendment.amended(library.stored(change.contract), [change])
    except AddendumError as problem:
        return problem.reason
    return ""


def _is_short(value: Any) -> bool:
    return not isinstance(value, str) or len(value) <= _LONGEST_SAMPLE


def _seen(finding: Finding) -> str:
    if not finding.first:
        return times(finding.times)
    first, last = (datetime.fromtimestamp(moment, UTC).date().isoformat() for moment in (finding.first, finding.last))
    return f"{times(finding.times)}, {first}" if first == last else f"{times(finding.times)}, {first} to {last}"
