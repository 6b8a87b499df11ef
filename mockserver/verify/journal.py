"""What a request in the journal says about the integration that sent it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict
from typing import Any, cast

from ...contracts.library import UnknownContract, stored
from ...contracts.operations import OPERATIONS
from ...contracts.quick_dataclasses import dataclass
from ..state.journal import RequestEntry

ISSUES: dict[str, str] = {
    "violation": "the request breaks its contract",
    "unresolved": "found no organization: a wrong code or host, or a path that nobody knows",
    "unknown": "no operation or parameter of that name",
    "deprecated": "an older or other spelling than the documents' own",
    "inferred": "relies on what no document says; this sandbox decided it",
    "seen": "relies on what only deployed clients show; no document promises it",
}
"""Kinds of issues and what they mean."""

_OF_UNKNOWN_NAMES = frozenset(("DidYouMean", "MeantPath", "UnknownParameter"))
_ALIASES_IN_NOTES = re.compile(r"\{[^}]*\}")


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that is doubtful about a request."""

    kind: str
    operation: str
    sentence: str

    def as_data(self) -> dict[str, str]:
        return asdict(self)


def issues_of(entry: RequestEntry) -> Iterator[Issue]:
    """The issues of one request in the journal."""
    name = entry.operation or f"{entry.method} {entry.path}"
    for violation in entry.violations:
        yield Issue("violation", name, violation)
    for hint in entry.hints:
        messages = hint.messages()
        if messages & _OF_UNKNOWN_NAMES:
            yield Issue("unknown", name, hint)
        elif "ReadAs" in messages:
            yield Issue("inferred", name, hint)
    if not entry.organization:
        yield Issue("unresolved", name, f"HTTP {entry.status}: {entry.answer[:200]}")
    operation = OPERATIONS.get(entry.operation)
    if operation is None:
        return
    if operation.mark != "documented":
        yield Issue(operation.mark, name, "the whole operation")
    yield from _path(entry, name)
    try:
        schema = stored(operation.request_contract)
    except UnknownContract:
        return
    yield from _members(entry.parameters, schema, schema.get("$defs", {}), name, "")


def group_issues(entries: Iterable[RequestEntry], allow: Collection[str] = ()) -> list[tuple[Issue, list[int]]]:
    """Each issue once, with the numbers of the requests that have it. ``allow`` are kinds that are not wanted."""
    found: dict[Issue, list[int]] = {}
    for entry in entries:
        for issue in issues_of(entry):
            if issue.kind not in allow:
                found.setdefault(issue, []).append(entry.number)
    return list(found.items())


def _path(entry: RequestEntry, name: str) -> Iterator[Issue]:
    paths = OPERATIONS[name].paths
    given = re.sub(r"^/o/[^/]+(?=/)", "", entry.path).rstrip("/").casefold()
    canonical = _ALIASES_IN_NOTES.sub("", paths[0]).rstrip("/").casefold()
    if (
        len(paths) > 1
        and "{" not in paths[0]
        and given != canonical
        and any(given == path.rstrip("/").casefold() for path in paths)
    ):
        yield Issue("deprecated", name, f"the path {given}; the documents' own is {paths[0]}")


def _members(
    members: Any, schema: dict[str, Any], definitions: dict[str, Any], name: str, above: str
) -> Iterator[Issue]:
    """Marks and other spellings of the members that a request has, at any depth."""
    if isinstance(members, list):
        items = _resolve(schema.get("items"), definitions)
        for item in cast("list[Any]", members)[:20]:
            yield from _members(item, items, definitions, name, above)
        return
    if not isinstance(members, dict):
        return
    properties = _properties(schema, definitions)
    spellings = {key.casefold(): key for key in properties}
    aliases = {
        alias.casefold(): key
        for key, rule in properties.items()
        for alias in cast("list[str]", rule.get("x-aliases", ()))
    }
    for given, value in cast("dict[str, Any]", members).items():
        key = spellings.get(given.casefold())
        if key is None and given.casefold() in aliases:
            key = aliases[given.casefold()]
            yield Issue("deprecated", name, f"{above}{given}; the documents' own spelling is {key}")
        elif key is not None and key != given:
            yield Issue("deprecated", name, f"{above}{given}; the documents write {key}")
        if key is None:
            continue
        rule = properties[key]
        for mark in ("inferred", "seen"):
            if rule.get(f"x-{mark}"):
                yield Issue(mark, name, f"{above}{key}")
        yield from _members(value, _resolve(rule, definitions), definitions, name, f"{above}{key}.")


def _properties(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for part in (
        *schema.get("allOf", ()),
        *schema.get("anyOf", ()),
        *schema.get("oneOf", ()),
        schema.get("then"),
        schema.get("else"),
    ):
        if isinstance(part, dict):
            found |= _properties(_resolve(cast("dict[str, Any]", part), definitions), definitions)
    return found | {key: rule for key, rule in schema.get("properties", {}).items() if isinstance(rule, dict)}


def _resolve(rule: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if not isinstance(rule, dict):
        return {}
    members = cast("dict[str, Any]", rule)
    reference = str(members.get("$ref", "")).rpartition("/")[2]
    return {**definitions.get(reference, {}), **members} if reference else members
