"""The contracts by name: the schema files, as they stand or closed, and the catalogue entry a name belongs to."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from copy import deepcopy
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeAlias, TypeVar, cast

from .json_files import JsonFiles
from .json_values import is_array, is_object
from .suggestions import ALMOST_SURE, near

if TYPE_CHECKING:
    from .operations.model import Callback, ControlOperation, Operation, SocketEvent

Schema: TypeAlias = dict[str, Any]
"""A JSON Schema: what stands in it is the standard's business, so its values are ``Any``."""

_HERE = Path(__file__).parent
_SCHEMAS = JsonFiles(_HERE / "schemas")
_DATA = frozenset(("examples", "default", "enum", "const", "x-known-values", "x-values"))
"""Keywords whose values are data, not schemas."""

_BY_NAME = frozenset(("properties", "patternProperties", "dependentSchemas", "$defs"))
"""Keywords whose values are schemas by name, and the names are anybody's."""


_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")
_made: list[Callable[[], None]] = []


def made_of_schemas(make: Callable[_Arguments, _Result], most: int | None = None) -> Callable[_Arguments, _Result]:
    """``functools.cache`` for what is made of schemas: made anew when these change (``amend_with``); ``most`` of it."""
    made = lru_cache(most)(make)
    _made.append(made.cache_clear)
    return cast("Callable[_Arguments, _Result]", made)


class UnknownContract(LookupError):
    """No contract, operation, callback or event has that name; the message suggests what was meant."""

    def __str__(self) -> str:
        return str(self.args[0])


@cache
def _names() -> tuple[str, ...]:
    return tuple(_SCHEMAS.names())


def names() -> list[str]:
    """Every contract: ``<operation>.request`` and ``.response``, ``realtime.<event>``, ``sandbox.<message>``."""
    return sorted({*_names(), *_recorded})


@made_of_schemas
def stored(name: str) -> Schema:
    """The schema as its file has it, shared between callers: not to be changed. Raises ``UnknownContract``."""
    if name in _recorded:
        return _recorded[name]
    if name not in _names():
        raise UnknownContract(f"there is no contract {name!r}{_suggestion(name, tuple(names()))}")
    schema: Schema = _SCHEMAS.read(name)
    return schema if _amend is None else _amend(name, schema)


_amend: Callable[[str, Schema], Schema] | None = None
_recorded: dict[str, Schema] = {}
"""Contracts of messages that only recordings have shown, by name."""


def amend_with(amend: Callable[[str, Schema], Schema] | None, recorded: Mapping[str, Schema]) -> None:
    """From now on every schema is what this makes of it (``addenda.use``), ``None``: as its file has it, and those of
    ``recorded`` are contracts too."""
    global _amend  # noqa: PLW0603 - of the whole process, as the contracts are
    _amend = amend
    _recorded.clear()
    _recorded.update(recorded)
    for forget in _made:
        forget()


@cache
def definitions() -> dict[str, Schema]:
    """The definitions that contracts share, by name; each contract's ``$defs`` has those that it needs. Not to be
    changed."""
    shared: dict[str, Schema] = json.loads((_HERE / "definitions.json").read_text("utf-8"))
    return shared


@made_of_schemas
def closed(name: str) -> Schema:
    """As ``stored``, with every open enumeration closed, and without what is only tolerated."""
    schema = _close(stored(name))
    return schema | {"$id": schema["$id"].removesuffix(".json") + ".strict.json"} if "$id" in schema else schema


def schema(name: str, strict: bool = False) -> Schema:
    """The JSON Schema (2020-12) of a contract, a copy of one's own.

    Enumerations that the vendor extends are open: ``x-known-values`` lists what is known. ``x-tolerated`` names
    types that messages from production may have here though nobody documents them (``null`` for never). ``strict``
    closes the enumerations and tolerates nothing. Raises ``UnknownContract``.
    """
    return deepcopy(closed(name) if strict else stored(name))


def operation(name: str) -> Operation | Callback | ControlOperation:
    """The catalogue entry of an operation or callback, by its own name or that of one of its contracts.

    Raises ``UnknownContract``.
    """
    from .operations import CALLBACKS, CONTROL, OPERATIONS

    plain = name.removesuffix(".request").removesuffix(".response")
    entry = OPERATIONS.get(plain) or CALLBACKS.get(plain) or CONTROL.get(plain)
    if entry is None:
        known = (*OPERATIONS, *CALLBACKS, *CONTROL)
        raise UnknownContract(f"the catalogue has no operation or callback {plain!r}{_suggestion(plain, known)}")
    return entry


def event(name: str) -> SocketEvent:
    """The catalogue entry of a socket event, by the wire's name or its contract's. Raises ``UnknownContract``."""
    from .operations import SOCKET_EVENTS

    for entry in SOCKET_EVENTS.values():
        if name in (entry.name, entry.contract):
            return entry
    raise UnknownContract(f"the catalogue has no socket event {name!r}{_suggestion(name, tuple(SOCKET_EVENTS))}")


def _suggestion(name: str, known: tuple[str, ...]) -> str:
    found = near(name, known, likeness=ALMOST_SURE)
    return f"; did you mean {' or '.join(found)}?" if found else "; contracts.names() lists them"


def _close(value: Any) -> Any:
    if is_array(value):
        return [_close(item) for item in value]
    if not is_object(value):
        return value
    value = _without_tolerated(value)
    shut = {
        key: item if key in _DATA else
        {name: _close(rules) for name, rules in item.items()} if key in _BY_NAME else _close(item)
        for key, item in value.items()
    }  # fmt: skip
    if "x-known-values" in value:
        known: list[Any] = value["x-known-values"]
        if value.get("x-any-case"):
            shut["pattern"] = f"^({'|'.join(map(any_case, known))})$"
        else:
            shut["enum"] = [*known, None] if "null" in value.get("type", ()) else known
    return shut


def _without_tolerated(rules: Schema) -> Schema:
    """Without the types that ``x-tolerated`` names; the keyword goes with them."""
    tolerated: list[str] | None = rules.get("x-tolerated")
    if tolerated is None:
        return rules
    kept = {key: item for key, item in rules.items() if key != "x-tolerated"}
    if "type" in rules:
        left = [kind for kind in rules["type"] if kind not in tolerated]
        kept["type"] = left[0] if len(left) == 1 else left
    if "enum" in rules and "null" in tolerated:
        kept["enum"] = [item for item in rules["enum"] if item is not None]
    return kept


def any_case(word: str) -> str:
    """A pattern that matches the word in any case, without what only some dialects of patterns have."""
    return "".join(
        f"[{letter.lower()}{letter.upper()}]" if letter.isascii() and letter.isalpha() else
        letter if letter.isalnum() or letter in " _-" else f"[{letter}]"
        for letter in word
    )  # fmt: skip
