"""What the fake sends of an addendum: the members, words and types of recordings, chosen by the message itself.

The same message always gets the same: what is chosen follows from its content, so that a seed decides everything still.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import Any, TypeVar, cast
from zlib import crc32

from . import text_values
from .addendum import EACH, Change
from .json_values import is_array, is_object
from .operations import SOCKET_EVENTS

_MessageType = TypeVar("_MessageType")
_by_contract: dict[str, tuple[Change, ...]] = {}


def send(changes: Iterable[Change]) -> None:
    """From now on messages have these changes (``addenda.use``)."""
    _by_contract.clear()
    for change in changes:
        _by_contract[change.contract] = (*_by_contract.get(change.contract, ()), change)


def is_changed(contract: str) -> bool:
    """Whether the addendum says something of messages of this contract."""
    return contract in _by_contract


def as_sent(contract: str, message: _MessageType) -> _MessageType:
    """The message as the recorded service would send it; itself when the addendum says nothing of its contract."""
    changes = _by_contract.get(contract)
    if not changes:
        return message
    changed: Any = deepcopy(message)
    seed = json.dumps(message, sort_keys=True, default=str)
    for change in changes:
        for index, holder in enumerate(_holders(changed, change.steps[:-1])):
            number = crc32(f"{change.contract}/{change.steps}/{index}/{seed}".encode("utf-8", "replace"))
            if number % 10_000 < change.share * 10_000:
                _apply(change, holder, number // 10_000)
    return cast("_MessageType", changed)


def event_as_sent(name: str, payload: object) -> object:
    """The same for an event of the socket, by the wire's name."""
    if not _by_contract or name not in SOCKET_EVENTS:
        return payload
    return as_sent(SOCKET_EVENTS[name].contract, payload)


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
        else:
            holder[name] = _as_type(holder[name], change.kinds[number % len(change.kinds)], change, number)


def _sample(change: Change, number: int) -> Any:
    if change.values:
        return change.values[number % len(change.values)]
    return _EMPTY[change.kinds[number % len(change.kinds)]]


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
