"""One recorded message beside its contract: what breaks it, and what no contract knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ... import contracts
from ...contracts import ContractViolation, Violation
from ...contracts.inference import json_type
from ...contracts.json_values import is_array, is_object
from ...contracts.quick_dataclasses import dataclass
from ...contracts.undocumented import undocumented_members
from .findings import FindingKind, Observation, Origin, Sender
from .hosts import unknown_hosts

_INDEX = re.compile(r"\[\d+\]")
_NO_NEW_MEMBERS = re.compile(r"(?:cdr_notification|external_|voicebot|popup).*\.response\Z")
"""Answers of customers may have whatever they like beside what is asked for (3.2 §4)."""

_STEP = re.compile(r"\.([A-Za-z_]\w*)|\[(\d+)\]|\['((?:[^'\\]|\\.)*)'\]")


@dataclass(frozen=True, slots=True)
class Judged:
    """A message with its contract. ``value`` is decoded."""

    contract: str
    sender: Sender
    value: Any
    origin: Origin


def observations(message: Judged, *, skip: tuple[str, ...] = ()) -> Iterator[Observation]:
    """Everything that is different. Places in ``skip`` are left to others."""
    yield from _violations(message, skip)
    if not _NO_NEW_MEMBERS.match(message.contract):
        for member in undocumented_members(message.contract, message.value):
            yield _observation(
                message, "member", member.place, f"no document knows {member.name!r} here", value=member.value
            )
    if message.sender == "voicenter":
        for name, host in unknown_hosts(message.value):
            sentence = f"{name} names {host}, which no document does"
            yield _observation(message, "host", "", sentence, value=host, word=host)


def undecodable(contract: str, sender: Sender, refusal: ContractViolation, origin: Origin) -> Iterator[Observation]:
    """A body that is no message of the contract at all."""
    for found in refusal.violations:
        place = place_of(found.path)
        value = None if found.rule == "encoding" else found.value  # nothing can be redacted in such bytes
        yield Observation("violation", sender, contract, place, found.message, origin, found.rule, found.source, value)


def place_of(path: str) -> str:
    """A violation's path with ``[*]`` for every index of a list."""
    return _INDEX.sub("[*]", path)


def _violations(message: Judged, skip: tuple[str, ...]) -> Iterator[Observation]:
    if contracts.accepts(message.contract, message.value, strict=True):
        return
    broken = contracts.violations(message.contract, message.value)
    wrong_types = {violation.path for violation in broken if violation.rule == "type"}
    for violation in broken:
        if violation.path in skip or (violation.path in wrong_types and violation.rule != "type"):
            continue
        yield _of_violation(message, _kind(violation), violation)
    paths = {violation.path for violation in broken}
    for violation in contracts.violations(message.contract, message.value, strict=True):
        if violation.rule in ("enum", "pattern") and violation.path not in paths and violation.path not in skip:
            yield _of_violation(message, "word", violation)


def _kind(violation: Violation) -> FindingKind:
    if violation.rule == "required":
        return "missing"
    if violation.rule == "type":
        return "type"
    return "word" if violation.rule in ("enum", "const") else "violation"


def _of_violation(message: Judged, kind: FindingKind, violation: Violation) -> Observation:
    value = None if kind == "missing" else _at(message.value, violation.path)
    word = str(value) if kind == "word" else json_type(value) if kind == "type" else ""
    hint = f" ({violation.hint})" if violation.hint else ""
    return Observation(
        kind, message.sender, message.contract, place_of(violation.path), violation.message + hint, message.origin,
        violation.rule, violation.source, value, word,
    )  # fmt: skip


def _observation(
    message: Judged, kind: FindingKind, place: str, sentence: str, *, value: Any = None, word: str = ""
) -> Observation:
    return Observation(kind, message.sender, message.contract, place, sentence, message.origin, value=value, word=word)


def _at(message: Any, path: str) -> Any:
    """The value at a violation's path."""
    value = message
    for name, index, quoted in _STEP.findall(path):
        if index and is_array(value) and int(index) < len(value):
            value = value[int(index)]
        elif is_object(value):
            value = value.get(name or quoted)
        else:
            return None
    return value
