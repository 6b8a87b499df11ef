"""Validators that have nothing to do with this project, each given the schema file as it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import jsonschema

from voicenter_mock import contracts
from voicenter_mock.contracts.json_values import is_object
from voicenter_mock.contracts.verdicts import json_path

try:
    import jsonschema_rs
except ImportError:
    jsonschema_rs: Any = None


@dataclass(frozen=True)
class Judge:
    """``rust``: the validator is jsonschema-rs, else jsonschema."""

    validator: Any
    rust: bool

    def accepts(self, message: object) -> bool:
        return self.validator.is_valid(message)

    def broken(self, message: object) -> set[tuple[str, str]]:
        """Path and rule of everything that is wrong, alternatives included; of a missing member, its own path."""
        find = _found_by_rust if self.rust else _violations
        return {found for error in self.validator.iter_errors(message) for found in find(error, message)}


@cache
def judge(name: str) -> Judge:
    """jsonschema-rs where it is installed, else jsonschema."""
    return judges(name)[0]


@cache
def judges(name: str) -> list[Judge]:
    schema = contracts.schema(name)
    rust = [] if jsonschema_rs is None else [Judge(jsonschema_rs.validator_for(schema), rust=True)]
    return [*rust, Judge(jsonschema.Draft202012Validator(schema), rust=False)]


def _violations(error: Any, message: object) -> Iterator[tuple[str, str]]:
    steps, rule = tuple(error.absolute_path), str(error.validator)
    names: list[str] | None = None
    if rule == "required":
        names = [name for name in error.validator_value if name not in error.instance]
    elif rule == "additionalProperties":
        names = list(error.instance)
    yield from _places(steps, rule, names)
    for one in error.context:
        yield from _violations(one, message)


def _found_by_rust(error: Any, message: object) -> Iterator[tuple[str, str]]:
    steps, rule = tuple(_named(error.instance_path, message)), str(error.schema_path[-1])
    names: list[str] | None = None
    if rule == "required":
        names = [error.kind.property]
    elif rule == "additionalProperties":
        names = error.kind.unexpected
    yield from _places(steps, rule, names)
    for branch in getattr(error.kind, "context", None) or ():
        for one in branch:
            yield from _found_by_rust(one, message)


def _places(steps: tuple[str | int, ...], rule: str, names: Iterable[str] | None) -> Iterator[tuple[str, str]]:
    """Of members that are missing or unknown, their own places."""
    if names is None:
        yield json_path(steps), rule
    else:
        yield from ((json_path((*steps, name)), rule) for name in names)


def _named(path: Iterable[str | int], message: object) -> Iterator[str | int]:
    """jsonschema-rs takes a member's name that is all digits for an index."""
    inner: Any = message
    for step in path:
        name: Any = str(step) if is_object(inner) else step
        inner = inner[name]
        yield name
