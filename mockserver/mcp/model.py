"""What a tool is, and what one needs to know of the sandbox that it is used on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from jsonschema import Draft202012Validator

from ...contracts.library import Schema
from ...contracts.quick_dataclasses import dataclass

Arguments = Mapping[str, Any]
Effect = Literal["reads", "adds", "replaces", "calls out"]
"""What a tool does: it changes nothing, adds something, loses something, or asks somebody else's server."""


class ToolError(Exception):
    """A tool could not do its work; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A running server by its address, and the organization that is meant when a tool is told none."""

    server: str
    organization: str = "demo"


@dataclass(frozen=True, slots=True)
class Tool:
    """``arguments`` and ``result`` are JSON Schemas (2020-12) of objects; a tool without ``result`` answers text.

    ``run`` gets arguments that keep ``arguments`` and returns what keeps ``result``; it raises ``ToolError``.
    ``in_words`` writes a result for people; without it, it is JSON.
    """

    name: str
    title: str
    description: str
    arguments: Schema
    result: Schema | None
    run: Callable[[Sandbox, Arguments], Any]
    effect: Effect = "reads"
    everyday: bool = True
    in_words: Callable[[Any], str] | None = None

    def check(self, arguments: Arguments) -> None:
        """Raises ``ToolError`` naming the first argument that is not as it has to be."""
        validator: Any = Draft202012Validator(self.arguments)
        worst: Any = min(
            validator.iter_errors(dict(arguments)), key=lambda error: len(error.absolute_path), default=None
        )
        if worst is not None:
            place = ".".join(map(str, worst.absolute_path)) or "arguments"
            known = ", ".join(self.arguments.get("properties", {}))
            raise ToolError(f"{self.name}: {place}: {worst.message}; its arguments are {known or 'none'}")


def schema_of(properties: Mapping[str, Schema], *required: str) -> Schema:
    """An object of these members and no others."""
    rules: Schema = {"type": "object", "properties": dict(properties), "additionalProperties": False}
    return rules | ({"required": list(required)} if required else {})
