"""A contract for messages of which there is nothing but samples."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from .json_values import is_array, is_object
from .library import Schema

SAMPLES = "x-samples"
"""Values that a member had in recordings; messages that are made have one of them."""

_MOST_SAMPLES = 20


def json_type(value: object) -> str:
    """JSON Schema's name of a value's type."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, float):
        return "number"
    if isinstance(value, str):
        return "string"
    if value is None:
        return "null"
    return "array" if is_array(value) else "object"


def infer_rules(samples: Sequence[Any], *, needed: bool) -> Schema:
    """Rules that all samples keep. With ``needed`` what every sample has is mandatory."""
    kinds = list(dict.fromkeys(map(json_type, samples)))
    rules: Schema = {"type": kinds[0] if len(kinds) == 1 else kinds}
    objects: list[dict[str, Any]] = [value for value in samples if is_object(value)]
    if objects:
        found = dict.fromkeys(name for one in objects for name in one)
        rules["properties"] = {
            name: infer_rules([one[name] for one in objects if name in one], needed=needed) for name in found
        }
        required = [name for name in found if all(name in one for one in objects)]
        if needed and required:
            rules["required"] = required
    entries = [entry for value in samples if is_array(value) for entry in value]
    if entries:
        rules["items"] = infer_rules(entries, needed=needed)
    if not {"object", "array"} & set(kinds):
        rules[SAMPLES] = _distinct(samples)
    return rules


def _distinct(values: Iterable[Any]) -> list[Any]:
    found: dict[tuple[str, Any], Any] = {(json_type(value), value): value for value in values}
    return list(found.values())[:_MOST_SAMPLES]
