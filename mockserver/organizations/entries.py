"""Entries of a document to the exchange's dataclasses and back, by the dataclasses' own fields.

A document's keys are the fields' names, so a new field needs nothing here as long as its type is among
``_READERS`` (a test says so). What may be written shorter than it is kept, a route or a queue's member, is
read here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from functools import cache
from typing import Any, TypeVar, cast

from ..telephony.model.directory import AiQuestion, Intent, QueueMember, Retry, Route
from ..telephony.model.written_types import written_annotations
from ..wire.plain_members import field_names

Entry = TypeVar("Entry")


def route(value: Any) -> Route:
    """``{"queue": 10035}``, ``{"kind": "queue", "target": 10035}`` or ``"hangup"`` as a route."""
    if isinstance(value, str):
        return Route("hangup")
    if "kind" in value:
        return Route(value["kind"], str(value.get("target", "")))
    ((kind, target),) = value.items()
    return Route(kind, str(target))


def _route_as_data(value: Route) -> Any:
    if value.kind == "hangup":
        return "hangup"
    return {value.kind: int(value.target) if value.kind in ("layer", "queue", "voicemail") else value.target}


def _member(value: Any) -> QueueMember:
    return QueueMember(str(value)) if isinstance(value, str | int) else build(QueueMember, value)


def _same(value: Any) -> Any:
    return value


def _or_none(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else read(value)


def _all(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda values: tuple(read(value) for value in values)


def _each(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda members: {str(key): read(value) for key, value in members.items()}


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "str": str,
    "str | None": _or_none(str),
    "int": int,
    "int | None": _or_none(int),
    "float": _same,
    "float | None": _same,
    "bool": _same,
    "bool | None": _same,
    "Route": route,
    "Route | None": _or_none(route),
    "Mapping[str, int]": _each(int),
    "Mapping[str, str]": _each(str),
    "Mapping[str, Any] | None": _same,
    "tuple[str, ...]": _all(str),
    "tuple[int, ...]": _all(int),
    "tuple[float, ...]": tuple,
    "tuple[float, float]": tuple,
    "tuple[tuple[str, str], ...]": _all(tuple),
    "tuple[AiQuestion, ...]": _all(lambda value: build(AiQuestion, value)),
    "tuple[Intent, ...]": _all(lambda value: build(Intent, value)),
    "tuple[QueueMember, ...]": _all(_member),
    "tuple[Retry, ...]": _all(lambda value: build(Retry, value)),
}
"""How a value of each type is read. Integers become text where text is meant: ``pin: 1234``."""

_WORDS = (
    "Literal[",
    "AiDataType",
    "DeviceState",
    "QueueStrategy",
    "LayerKind",
    "CampaignKind",
    "CampaignStatus",
    "CallbackName",
    "Direction",
)
"""Types that are words out of a list, which the schema has checked."""


@cache
def readers(kind: type[Any]) -> Mapping[str, Callable[[Any], Any]]:
    """How each field of a dataclass is read. Raises ``KeyError`` for a type that nothing here reads."""
    types = written_annotations(kind)
    return {name: _same if of.startswith(_WORDS) else _READERS[of] for name, of in types.items()}


def build(kind: type[Entry], members: Mapping[str, Any]) -> Entry:
    """An entry from the members of its object; what is absent gets the dataclass's default."""
    read = readers(kind)
    return kind(**{name: read[name](value) for name, value in members.items()})


def as_data(value: Any) -> Any:
    """An entry as it stands in a document: every field that is not ``None``, spelled out."""
    if isinstance(value, str | int | float):  # as most are
        return value
    if isinstance(value, Route):
        return _route_as_data(value)
    if is_dataclass(value):
        members = ((name, getattr(value, name)) for name in field_names(type(value)))
        return {name: as_data(member) for name, member in members if member is not None}
    if isinstance(value, tuple):
        return [as_data(member) for member in cast("tuple[Any, ...]", value)]
    return dict(cast("Mapping[str, Any]", value)) if isinstance(value, Mapping) else value
