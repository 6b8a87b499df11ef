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
    """jsonschema-rs where it is installed, else jsonschema."""

    validator: Any

    def accepts(self, message: object) -> bool:
        return self.validator.is_valid(message)

    def broken(self, message: object) -> set[tuple[str, str]]:
        """Path and rule of everything that is wrong, alternatives included; of a missing member, its own path."""
        return {found for error in self.validator.iter_errors(message) for found in _found(error, message)}


@cache
def judge(name: str) -> Judge:
    schema = contracts.schema(name)
    if jsonschema_rs is not None:
        return Judge(jsonschema_rs.validator_for(schema))
    return Judge(jsonschema.Draft202012Validator(schema))


def _found(error: Any, message: object) -> Iterator[tuple[str, str]]:
    if jsonschema_rs is not None:
        steps = tuple(_named(error.instance_path, message))
        rule = str(error.schema_path[-1])
        inner: Iterable[Any] = [one for branch in getattr(error.kind, "context", None) or () for one in branch]
    else:
        steps = tuple(error.absolute_path)
        rule = str(error.validator)
        inner = error.context
    if rule == "required":
        names = [error.kind.property] if jsonschema_rs is not None else _missing(error)
        for name in names:
            yield json_path((*steps, name)), rule
    elif rule == "additionalProperties":
        names = error.kind.unexpected if jsonschema_rs is not None else list(error.instance)
        for name in names:
            yield json_path((*steps, name)), rule
    else:
        yield json_path(steps), rule
    for one in inner:
        yield from _found(one, message)


def _named(path: Iterable[str | int], message: object) -> Iterator[str | int]:
    """jsonschema-rs takes a member's name that is all digits for an index."""
    inner: Any = message
    for step in path:
        name: Any = str(step) if is_object(inner) else step
        inner = inner[name]
        yield name


def _missing(error: Any) -> list[str]:
    return [name for name in error.validator_value if name not in error.instance]
