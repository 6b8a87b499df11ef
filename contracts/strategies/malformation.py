"""What a malformed message is, and the families they come in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, get_args

from ..quick_dataclasses import dataclass

SchemaFamily = Literal[
    "missing", "wrong type", "out of range", "not in the list", "too long", "empty", "bad phone", "bad date",
    "bad form", "contradictory fields", "wrong case", "stray blanks", "unknown member", "huge list",
]  # fmt: skip
"""Families whose messages can be decoded and break their schema."""

ByteFamily = Literal[
    "duplicate keys", "truncated bytes", "mis-encoded bytes", "wrong content type", "XML entity bomb",
    "deep nesting", "too large",
]  # fmt: skip
"""Families of bytes that are no message at all."""

Family = SchemaFamily | ByteFamily

SCHEMA_FAMILIES: tuple[str, ...] = get_args(SchemaFamily)
BYTE_FAMILIES: tuple[str, ...] = get_args(ByteFamily)
FAMILIES: tuple[str, ...] = (*SCHEMA_FAMILIES, *BYTE_FAMILIES)


@dataclass(frozen=True, slots=True)
class Malformation:
    """What is wrong with a malformed message: its ``family``, the JSON ``path`` (of a missing member, where it
    should stand), the ``rule`` that is broken (a JSON Schema keyword, or what ``validate_bytes`` calls it), and a
    ``sentence`` for people."""

    family: str
    path: str
    rule: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.path}: {self.sentence} [{self.rule}; {self.family}]"


@dataclass(frozen=True, slots=True)
class Malformed:
    """A message that its contract refuses, and why. Unpacks to ``message, violation``.

    Of the byte-level families ``body`` and ``content_type`` are what goes over the wire (a query string when
    ``query``), and ``message`` is ``None``. Of the others ``message`` is decoded and ``body`` is ``None``.
    """

    contract: str
    message: Any
    violation: Malformation
    body: bytes | None = None
    content_type: str | None = None
    query: bool = False

    def __iter__(self) -> Iterator[Any]:
        yield self.message
        yield self.violation
