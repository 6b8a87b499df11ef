"""From findings to an addendum: what was new, with how often and when it was seen."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from ...contracts import amendment, library, recorded
from ...contracts.addendum import SECTIONS, VERSION, AddendumError
from ...contracts.addendum import read as read_document
from ...contracts.error_members import code_member, text_member
from ...contracts.inference import json_type
from ...contracts.json_values import is_array, is_object
from ...contracts.operations import OPERATIONS
from .coverage import Coverage
from .findings import Exchanged, Finding
from .reporting import times

_LONGEST_SAMPLE, _LONGEST_STRUCTURE, _LONGEST_PAYLOAD = 200, 2_000, 20_000
"""Characters of a text, of an object or list inside a message, and of an event's whole payload."""

_OF_FORM = ("pattern", "minLength", "maxLength", "minimum", "maximum")
"""Rules that another form of a value breaks: samples of it are enough to loosen them."""

Entry = dict[str, Any]


def learn(findings: Iterable[Finding], coverage: Coverage) -> tuple[Entry, list[str]]:
    """A plain document that ``contracts.addendum`` reads, and sentences on what cannot be part of one."""
    sections: dict[str, dict[str, Entry]] = {name: {} for name in SECTIONS}
    left_out: list[str] = []
    for finding in findings:
        try:
            section, key, entry = _MAKERS[finding.kind](finding, coverage)
            before = sections[section].get(key)
            merged = entry if before is None else _merge(before, entry)
            _check(section, merged)
        except AddendumError as problem:
            left_out.append(f"{finding.key}: {problem.reason}")
        else:
            sections[section][key] = merged
    document: Entry = {"addendum": VERSION}
    document |= {name: list(entries.values()) for name, entries in sections.items() if entries}
    return document, left_out


def _member(finding: Finding, coverage: Coverage) -> tuple[str, str, Entry]:
    values = [value for value, _ in finding.samples.values()]
    kinds = list(dict.fromkeys(map(json_type, values)))
    samples = list(filter(_is_short, values))
    entry = _place_of(finding) | {"type": kinds[0] if len(kinds) == 1 else kinds}
    if samples and len(samples) == len(values):
        entry["samples"] = samples
    return "members", _place_key(finding), entry | _share_of(finding, coverage)


def _word(finding: Finding, coverage: Coverage) -> tuple[str, str, Entry]:
    entry = _place_of(finding) | {"words": [finding.observed.value]}
    return "words", _place_key(finding), entry | _share_of(finding, coverage)


def _type(finding: Finding, coverage: Coverage) -> tuple[str, str, Entry]:
    samples = [value for value, _ in finding.samples.values() if _is_short(value)]
    entry = _place_of(finding) | {"type": finding.observed.word, "samples": samples}
    return "types", f"{_place_key(finding)} {finding.observed.word}", entry | _share_of(finding, coverage)


def _absent(finding: Finding, coverage: Coverage) -> tuple[str, str, Entry]:
    return "absent", _place_key(finding), _place_of(finding) | _share_of(finding, coverage)


def _violation(finding: Finding, coverage: Coverage) -> tuple[str, str, Entry]:
    one = finding.observed
    if one.rule == "content-type" and one.contract.endswith(".response") and one.sender == "voicenter":
        return _page(finding)
    values = [value for value, _ in finding.samples.values() if json_type(value) not in ("object", "array", "null")]
    if one.rule not in _OF_FORM or not values:
        raise _unlearnable(f"what breaks the rule {one.rule!r} is no other form of a value")
    entry = _place_of(finding) | {"samples": [value for value in values if _is_short(value)]}
    return "forms", _place_key(finding), entry | _share_of(finding, coverage)


def _error_code(finding: Finding, coverage: Coverage) -> tuple[str, str, Entry]:
    return _error(finding, coverage, finding.exchanges[0])


def _http_status(finding: Finding, coverage: Coverage) -> tuple[str, str, Entry]:
    answered = finding.exchanges[0].answered
    operation = OPERATIONS[_operation(finding)]
    if not is_object(answered) or code_member(operation) not in answered:
        return _page(finding)
    return _error(finding, coverage, finding.exchanges[0])


def _error(finding: Finding, coverage: Coverage, one: Exchanged) -> tuple[str, str, Entry]:
    """A row of the operation's table; ``share`` only where the fake has refusals of that code to put it in place of."""
    name = _operation(finding)
    operation, answered = OPERATIONS[name], one.answered if is_object(one.answered) else {}
    code = answered.get(code_member(operation))
    entry: Entry = {"operation": name, "code": code, "text": str(answered.get(text_member(operation), ""))}
    entry |= {"text": entry["text"][:_LONGEST_SAMPLE], "http_status": one.http_status}
    known = next((row.code for row in operation.errors if str(row.code) == str(code)), None)
    if known is not None:
        often = coverage.errors[name][str(code)]
        entry |= {"code": known, "share": _share(finding.times, max(finding.times, often))}
    return "errors", f"{name} {code} {entry['text']} {one.http_status}", entry | {"seen": _describe_times(finding)}


def _page(finding: Finding) -> tuple[str, str, Entry]:
    """An answer that is none of the operation's messages: what a gateway says."""
    one, name = finding.exchanges[0], _operation(finding)
    if not one.text or not one.content_type:
        raise _unlearnable(f"HTTP {one.http_status} without a text: `voicenter-mock faults` injects a status by itself")
    entry: Entry = {"operation": name, "http_status": one.http_status, "content_type": one.content_type}
    key = f"{name} {one.http_status} {one.content_type}"
    return "errors", key, entry | {"text": one.text, "seen": _describe_times(finding)}


def _event(finding: Finding, coverage: Coverage) -> tuple[str, str, Entry]:
    sender = "server" if finding.observed.sender == "voicenter" else "client"
    entry: Entry = {"event": finding.observed.contract, "sender": sender}
    entry["samples"] = [value for value, _ in finding.samples.values() if _is_short(value, _LONGEST_PAYLOAD)]
    if sender == "server":
        entry["share"] = _share(finding.times, max(finding.times, coverage.events.total()))
    return "events", finding.observed.contract, entry | {"seen": _describe_times(finding)}


def _path(finding: Finding, _: Coverage) -> tuple[str, str, Entry]:
    done = [one for one in finding.exchanges if is_object(one.answered) or is_array(one.answered)]
    status = min((one.http_status for one in done), default=0)
    if not done:
        raise _unlearnable("it has no answer in JSON")
    one = done[0]
    entry: Entry = {"method": one.method, "path": one.path, "host": one.host}
    if requests := [one.parameters for one in done if one.parameters]:
        entry["requests"] = requests
    entry["answers"] = [one.answered for one in done if one.http_status == status]
    return "paths", f"{one.method} {one.path}", entry | {"http_status": status, "seen": _describe_times(finding)}


def _operation(finding: Finding) -> str:
    return finding.observed.contract.removesuffix(".response")


def _unlearnable(why: str) -> AddendumError:
    return AddendumError("", f"an addendum has no such entries: {why}")


def _host(finding: Finding, _: Coverage) -> tuple[str, str, Entry]:
    host = str(finding.observed.word)
    return "hosts", host, {"host": host, "seen": f"{_describe_times(finding)}, in {finding.observed.contract}"}


_MAKERS: dict[str, Callable[[Finding, Coverage], tuple[str, str, Entry]]] = {
    "member": _member,
    "word": _word,
    "type": _type,
    "missing": _absent,
    "violation": _violation,
    "error-code": _error_code,
    "error-text": _error_code,
    "http-status": _http_status,
    "event": _event,
    "path": _path,
    "host": _host,
}


def _place_of(finding: Finding) -> Entry:
    return {"contract": finding.observed.contract, "place": finding.observed.place}


def _place_key(finding: Finding) -> str:
    return f"{finding.observed.contract} {finding.observed.place}"


def _share_of(finding: Finding, coverage: Coverage) -> Entry:
    """The share of messages, or of objects in them, that had it, as far as can be told."""
    one = finding.observed
    holder = one.place.rpartition(".")[0]
    counts = coverage.members.get(one.contract)
    beside = [count for place, count in (counts or {}).items() if place.rpartition(".")[0] == holder]
    return {"share": _share(finding.times, max([finding.times, *beside])), "seen": _describe_times(finding)}


def _share(times: int, of: int) -> float:
    return round(times / of, 3) or 0.001


def _merge(before: Entry, after: Entry) -> Entry:
    """Two findings of one entry: several new words at a place, a form that breaks two rules, a page and its status."""
    if before["seen"] == after["seen"] and "content_type" in before:
        return before
    merged = before | {"seen": f"{before['seen']}; {after['seen']}"}
    for name in ("words", "samples"):
        if name in before:
            merged[name] = [*before[name], *(value for value in after.get(name, ()) if value not in before[name])]
            add = before["share"] + after["share"] if name == "words" else max(before["share"], after["share"])
            merged["share"] = min(1, round(add, 3))
    return merged


def _check(section: str, entry: Entry) -> None:
    """Raises ``AddendumError`` if the contracts would not take an entry."""
    addendum = read_document({"addendum": VERSION, section: [entry]})
    for change in addendum.changes:
        amendment.amend(library.stored(change.contract), [change])
    recorded.events(addendum.events)
    recorded.operations(addendum.paths)


def _is_short(value: Any, most: int = _LONGEST_SAMPLE) -> bool:
    if is_object(value) or is_array(value):
        return len(json.dumps(value)) <= max(most, _LONGEST_STRUCTURE)
    return not isinstance(value, str) or len(value) <= most


def _describe_times(finding: Finding) -> str:
    if not finding.first:
        return times(finding.times)
    first, last = (datetime.fromtimestamp(moment, UTC).date().isoformat() for moment in (finding.first, finding.last))
    return f"{times(finding.times)}, {first}" if first == last else f"{times(finding.times)}, {first} to {last}"
