"""What a dataclass holds as plain dictionaries, lists and tuples, as ``dataclasses.asdict`` makes them.

The standard library looks at every class anew for every instance, and copies numbers and texts as if they could change:
for a page of events or the story of a call that takes three times as long.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any


def plain_members(instance: object) -> dict[str, Any]:
    """Name -> value of every field, what is inside too. It shares nothing with ``instance`` that can change.

    What inherits from a list, a tuple or a dictionary is copied as it is.
    """
    members = {name: getattr(instance, name) for name in field_names(type(instance))}
    return {name: value if type(value) in _UNCHANGING else _plain(value) for name, value in members.items()}


@cache
def field_names(kind: type[Any]) -> tuple[str, ...]:
    """Of a dataclass, in their order."""
    return tuple(each.name for each in fields(kind))


def _plain(value: object) -> Any:
    return _way(type(value))(value)


@cache
def _way(kind: type[Any]) -> Callable[[Any], Any]:
    """How a value of a type is copied."""
    if kind in _UNCHANGING:
        return _same
    if is_dataclass(kind):
        return plain_members
    return _WAYS.get(kind, deepcopy)


def _same(value: Any) -> Any:
    return value


def _each_of_list(values: list[Any]) -> list[Any]:
    return [_plain(value) for value in values]


def _each_of_tuple(values: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple([_plain(value) for value in values])


def _each_of_dictionary(values: dict[Any, Any]) -> dict[Any, Any]:
    return {name: _plain(value) for name, value in values.items()}


_UNCHANGING = frozenset((str, int, float, bool, bytes, type(None)))
_WAYS: dict[type[Any], Callable[[Any], Any]] = {
    list: _each_of_list,
    tuple: _each_of_tuple,
    dict: _each_of_dictionary,
}
