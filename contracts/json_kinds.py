"""The kinds of JSON values in words, for people."""

from __future__ import annotations

from collections.abc import Mapping

from .sentences import NOTHING, Sentence

ARTICLES: Mapping[str, str] = {
    "array": Sentence.of("AList", "a list"),
    "boolean": Sentence.of("TrueOrFalse", "true or false"),
    "integer": Sentence.of("AnInteger", "an integer"),
    "null": "null",
    "number": Sentence.of("ANumber", "a number"),
    "object": Sentence.of("AnObject", "an object"),
    "string": Sentence.of("AString", "a string"),
}
"""JSON Schema's types."""
_TYPES: Mapping[type, str] = {
    bool: "boolean", dict: "object", float: "number", int: "number", list: "array", str: "string", type(None): "null",
}  # fmt: skip


def kind_of(value: object) -> str:
    """What a value out of JSON text is: ``a list``."""
    return ARTICLES[_TYPES[type(value)]]


def encoded_twice(value: object) -> Sentence:
    """A hint where JSON text stands in the place of what it says."""
    if not isinstance(value, str) or value.lstrip()[:1] not in ("{", "["):
        return NOTHING
    return Sentence.of("EncodedTwice", "it is JSON text within JSON text: encoded twice?")
