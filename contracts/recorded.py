"""Catalogue entries that an addendum adds: socket events and paths that no document has, with their contracts."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .addendum import AddendumError, RecordedEvent, RecordedPath
from .amendment import MARK, SEEN
from .inference import infer_rules
from .library import Schema, names
from .operations import SOCKET_EVENTS
from .operations.model import ErrorCode, Method, Operation, SocketEvent
from .operations.paths import operation_at
from .recorded_names import OPERATION_PREFIX

_ERRORS = (
    ErrorCode(401, "Unauthorized", "A code that no organization has.", "unauthorized", 401, mark="inferred"),
    ErrorCode(400, "{name} cannot be read", "A request that cannot be read.", "invalid", 400, mark="inferred"),
    ErrorCode(500, "Internal error", "The fake failed.", "internal_error", 500, mark="inferred"),
)


def events(added: Iterable[RecordedEvent]) -> tuple[dict[str, SocketEvent], dict[str, Schema]]:
    """Entries by name, and their contracts. Raises ``AddendumError`` for one that there is already."""
    found: dict[str, SocketEvent] = {}
    schemas: dict[str, Schema] = {}
    for one in added:
        contract = f"realtime.{_snake(one.name)}"
        if one.name in SOCKET_EVENTS or one.name in found or contract in names() or contract in schemas:
            raise AddendumError(f"{one.entry}.event", f"there is an event {one.name} already")
        found[one.name] = SocketEvent(one.name, contract, one.sender, f"{one.name}, {SEEN}", SEEN, "seen")
        schemas[contract] = _schema(contract, one.name, one.seen, one.samples, needed=True)
    return found, schemas


def operations(added: Iterable[RecordedPath]) -> tuple[dict[str, Operation], dict[str, Schema]]:
    """The same for paths: one operation for each, with the methods that were seen."""
    by_name: dict[str, list[RecordedPath]] = {}
    for one in added:
        known = operation_at(one.path)
        if known is not None:
            raise AddendumError(f"{one.entry}.path", f"{known[0].name} has this path already")
        beside = by_name.setdefault(operation_name(one.path), [])
        if any(other.path != one.path or other.method == one.method for other in beside):
            raise AddendumError(f"{one.entry}.path", f"{one.method} {one.path} is there already")
        beside.append(one)
    found: dict[str, Operation] = {}
    schemas: dict[str, Schema] = {}
    for name, paths in by_name.items():
        found[name] = operation = _operation(name, paths)
        seen = "; ".join(path.seen for path in paths if path.seen)
        requests = [request for path in paths for request in path.requests]
        asked = _schema(operation.request_contract, operation.title, seen, requests or [{}], needed=False)
        in_path: dict[str, Schema] = {part: {"type": "string"} for part in re.findall(r"\{(\w+)\}", paths[0].path)}
        asked["properties"] = in_path | asked.get("properties", {})
        schemas[operation.request_contract] = asked
        answers = [answer for path in paths for answer in path.answers]
        schemas[operation.response_contract] = _schema(
            operation.response_contract, f"{operation.title}: the answer", seen, answers, needed=len(paths) == 1
        )
    return found, schemas


def operation_name(path: str) -> str:
    """What the operation of a recorded path is called."""
    return f"{OPERATION_PREFIX}{_snake(path)}"


def _operation(name: str, paths: list[RecordedPath]) -> Operation:
    methods: tuple[Method, ...] = tuple(path.method for path in paths)
    return Operation(
        name, f"{' and '.join(methods)} {paths[0].path}", SEEN, tuple(dict.fromkeys(path.host for path in paths)),
        (paths[0].path,), methods, authority="none", errors=_ERRORS, mark="seen",
        notes="Answers are samples of your recordings, chosen by the request.",
    )  # fmt: skip


def _schema(name: str, title: str, seen: str, samples: Iterable[object], *, needed: bool) -> Schema:
    known = list(samples)
    often = f" ({seen})" if seen else ""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"https://voicenter-mock.example/schemas/{name}.json",
        "title": title,
        "description": f"{SEEN[:1].upper()}{SEEN[1:]}{often}; no document has it.",
        **infer_rules(known, needed=needed),
        "x-source": SEEN,
        MARK: True,
        "examples": known,
    }


def _snake(name: str) -> str:
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
    return re.sub(r"[^a-z0-9]+", "_", words).strip("_") or "root"
