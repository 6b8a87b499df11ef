"""What recordings have shown, put into what the fake sends: members, words, types, forms, refusals, events and whole
answers. Imported when an addendum is in use.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any, TypeVar, cast
from zlib import crc32

from . import text_values
from .addendum import EACH, Addendum, Change, RecordedPath
from .error_members import is_wording
from .forms import is_written_like, rewritten
from .inference import json_type
from .json_values import is_array, is_object
from .operations.model import ErrorCode, Operation
from .recorded import operation_name
from .recorded_names import is_recorded
from .undocumented import place_of

Refusals = dict[str, list[tuple[ErrorCode, float]]]
"""By operation: rows that are sent instead of documented ones, and what part of the refusals with their code has
them."""

_MessageType = TypeVar("_MessageType")


class Recordings:
    """What one addendum says of the messages that are sent. ``learned`` has the functions, and says what they do."""

    def __init__(self, addendum: Addendum, refusals: Refusals) -> None:
        self._by_contract: dict[str, tuple[Change, ...]] = {}
        for change in addendum.changes:
            self._by_contract[change.contract] = (*self._by_contract.get(change.contract, ()), change)
        self._refusals = refusals
        self._events = [event for event in addendum.events if event.share]
        self._paths: dict[str, dict[str, RecordedPath]] = {}
        for path in addendum.paths:
            self._paths.setdefault(operation_name(path.path), {})[path.method] = path

    def as_sent(self, contract: str, message: _MessageType) -> _MessageType:
        changes = self._by_contract.get(contract)
        if not changes:
            return message
        changed: Any = deepcopy(message)
        seed = json.dumps(message, sort_keys=True, default=str)
        for change in changes:
            for index, holder in enumerate(_holders(changed, change.steps[:-1])):
                number = _number(change.contract, change.steps, index, seed)
                if _is_chosen(number, change.share):
                    _apply(change, holder, number // 10_000)
        return cast("_MessageType", changed)

    def events_beside(self, name: str, payload: object) -> list[tuple[str, Any]]:
        seed = json.dumps(payload, sort_keys=True, default=str) if self._events else ""
        numbers = [(one, _number(one.name, name, seed)) for one in self._events]
        return [
            (one.name, deepcopy(one.samples[number // 10_000 % len(one.samples)]))
            for one, number in numbers
            if _is_chosen(number, one.share)
        ]

    def row_for(self, operation: Operation, row: ErrorCode, request: object) -> ErrorCode:
        rows = self._refusals.get(operation.name)
        if not rows:
            return row
        number = _number(operation.name, row.code, json.dumps(request, sort_keys=True, default=str)) % 10_000
        for seen, share in rows:
            if str(seen.code) == str(row.code) and _stands_for(seen, row, operation):
                number -= round(share * 10_000)
                if number < 0:
                    return seen
        return row

    def answer(self, operation: str, method: str, request: object) -> tuple[int, Any]:
        path = self._paths[operation][method]
        number = _number(operation, json.dumps(request, sort_keys=True, default=str))
        return path.http_status, deepcopy(path.answers[number % len(path.answers)])

    def change_messages_of(self, contract: str) -> bool:
        return contract in self._by_contract

    def places(self, contract: str, message: object) -> list[str]:
        return [
            place_of(0 if step == EACH else step for step in change.steps)
            for change in self._by_contract.get(contract, ())
            if any(_is_visible(change, holder) for holder in _holders(message, change.steps[:-1]))
        ]


def _stands_for(seen: ErrorCode, row: ErrorCode, operation: Operation) -> bool:
    """Whether a recorded row is meant by a documented one: they read alike, or it reads like none of them."""
    if is_wording(row.message, seen.message):
        return True
    return not any(
        str(one.code) == str(seen.code) and is_wording(one.message, seen.message)
        for one in operation.errors
        if not is_recorded(one)
    )


def _is_visible(change: Change, holder: dict[str, Any]) -> bool:
    name = change.steps[-1]
    if name not in holder:
        return change.kind == "absent"
    value = holder[name]
    if change.kind == "word":
        return value in change.values
    if change.kind == "type":
        return json_type(value) in change.kinds
    return change.kind == "member" or (change.kind == "form" and is_written_like(value, change.values))


def _number(*parts: object) -> int:
    return crc32("/".join(map(str, parts)).encode("utf-8", "replace"))


def _is_chosen(number: int, share: float) -> bool:
    return number % 10_000 < share * 10_000


def _holders(value: Any, steps: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """The objects at a place."""
    if not steps:
        if is_object(value):
            yield value
    elif steps[0] == EACH:
        for inner in value if is_array(value) else ():
            yield from _holders(inner, steps[1:])
    elif is_object(value) and steps[0] in value:
        yield from _holders(value[steps[0]], steps[1:])


def _apply(change: Change, holder: dict[str, Any], number: int) -> None:
    name = change.steps[-1]
    if change.kind == "absent":
        holder.pop(name, None)
    elif change.kind == "member":
        holder.setdefault(name, _sample(change, number))
    elif name in holder:
        if change.kind == "word":
            holder[name] = change.values[number % len(change.values)]
        elif change.kind == "form":
            holder[name] = rewritten(holder[name], change.values, number)
        else:
            holder[name] = _as_type(holder[name], change.kinds[number % len(change.kinds)], change, number)


def _sample(change: Change, number: int) -> Any:
    if change.values:
        return deepcopy(change.values[number % len(change.values)])
    return deepcopy(_EMPTY[change.kinds[number % len(change.kinds)]])


def _as_type(value: Any, kind: str, change: Change, number: int) -> Any:
    """The value in another type, or a sample where it cannot be written so."""
    if kind == "string" and not isinstance(value, str):
        return "" if value is None else json.dumps(value, ensure_ascii=False)
    if kind in ("integer", "number") and isinstance(value, str):
        found = text_values.integer(value) if kind == "integer" else text_values.number(value)
        if found is not None:
            return found
    if kind == "boolean" and isinstance(value, int):
        return bool(value)
    return _sample(change, number)


_EMPTY: dict[str, Any] = {
    "string": "", "integer": 0, "number": 0, "boolean": False, "null": None, "object": {}, "array": [],
}  # fmt: skip
