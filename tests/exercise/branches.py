"""The branches of a contract: values of its enumerations and its alternatives, and which of them messages have taken.

What a shared definition says counts once, wherever it stands: ``call_state = 'Hold'``. Else a branch is named after its
place: ``$.CallStatus.Status = 1``, ``$ anyOf[1]``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from voicenter_mock import contracts
from voicenter_mock.contracts.compilation import compile_schema, in_place
from voicenter_mock.contracts.json_values import is_array, is_object

_VALUES = ("enum", "x-known-values")
_WAYS = ("anyOf", "oneOf")
_LOOKED_AT = 200
"""Entries of a list that are looked at."""

Schema = dict[str, Any]


class Branches:
    """``left`` are those that no message of this contract has taken yet."""

    def __init__(self, contract: str) -> None:
        self._schema = in_place(contracts.schema(contract))
        self._accepts: dict[int, Any] = {}
        self._below: dict[tuple[int, str], frozenset[str]] = {}
        self.every = frozenset(_branches(self._schema, "$"))
        self.left = set(self.every)

    def see(self, message: Any) -> None:
        if self.left:
            self._see(self._schema, message, "$")

    def _see(self, rules: Schema, value: Any, path: str) -> None:
        if self.left.isdisjoint(self._branches_below(rules, path)):
            return
        path = rules.get("x-kind", path)
        for known in _values(rules):
            if known == value or (rules.get("x-any-case") and str(known).lower() == str(value).lower()):
                self.left.discard(_value(path, known))
        for keyword in _WAYS:
            for index, way in enumerate(rules.get(keyword, ())):
                if self._holds(way, value):
                    self.left.discard(_way(path, keyword, index))
                    self._see(way, value, path)
        for part in rules.get("allOf", ()):
            self._see(part, value, path)
        if "if" in rules:
            self._see(rules.get("then" if self._holds(rules["if"], value) else "else", {}), value, path)
        if is_object(value):
            for name, inner in rules.get("properties", {}).items():
                if name in value:
                    self._see(inner, value[name], f"{path}.{name}")
        elif is_array(value) and is_object(rules.get("items")):
            for item in value[:_LOOKED_AT]:
                self._see(rules["items"], item, f"{path}[]")

    def _branches_below(self, rules: Schema, path: str) -> frozenset[str]:
        found = self._below.get((id(rules), path))
        if found is None:
            found = self._below[id(rules), path] = frozenset(_branches(rules, path))
        return found

    def _holds(self, rules: Schema, value: Any) -> bool:
        accepts = self._accepts.get(id(rules))
        if accepts is None:
            accepts = self._accepts[id(rules)] = compile_schema(rules).accepts
        return accepts(value)


def _branches(rules: Schema, path: str) -> Iterator[str]:
    path = rules.get("x-kind", path)
    for known in _values(rules):
        yield _value(path, known)
    for keyword in _WAYS:
        for index, way in enumerate(rules.get(keyword, ())):
            yield _way(path, keyword, index)
            yield from _branches(way, path)
    for part in (*rules.get("allOf", ()), *(rules[key] for key in ("then", "else") if key in rules)):
        yield from _branches(part, path)
    for name, inner in rules.get("properties", {}).items():
        yield from _branches(inner, f"{path}.{name}")
    if is_object(rules.get("items")):
        yield from _branches(rules["items"], f"{path}[]")


def _values(rules: Schema) -> Iterator[Any]:
    """The values of an enumeration; one of a single value is no branch."""
    for keyword in _VALUES:
        values = rules.get(keyword, ())
        if len(values) > 1:
            yield from values


def _value(path: str, known: object) -> str:
    return f"{path} = {known!r}"


def _way(path: str, keyword: str, index: int) -> str:
    return f"{path} {keyword}[{index}]"
