"""A message as it goes over the wire: JSON, XML-RPC, form or query string."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import urlencode
from xml.sax.saxutils import escape

from ..json_values import is_array, is_object
from ..library import made_of_schemas, stored

CONTENT_TYPES = {
    "json": "application/json",
    "xml-rpc": "text/xml",
    "form": "application/x-www-form-urlencoded",
    "query": None,
}
"""Encoding -> the content type it is sent with; a query has none."""

_READABLE = ("json", "xml-rpc", "form", "query")


@cache
def encodings(name: str) -> tuple[str, ...]:
    """How messages of a contract may be written; empty for audio, scripts and pages. Raises ``UnknownContract``."""
    from ..operations import CALLBACKS, OPERATIONS

    stored(name)
    plain, _, part = name.rpartition(".")
    entry = OPERATIONS.get(plain) or CALLBACKS.get(plain)
    if entry is None or part not in ("request", "response"):
        return ("json",)
    return tuple(one for one in (entry.encodings if part == "request" else entry.answers) if one in _READABLE)


def written(name: str, message: Any, encoding: str) -> tuple[bytes, str | None]:
    """The bytes and the content type of a message in one encoding. In a query and a form everything is text.

    Lists become repeated names there, but a callback's own ones are JSON text as objects are; null is an empty value.
    Raises ``ValueError`` where a message cannot be written so (a list as a query, a list in a list as a form: its text
    would be one entry's).
    """
    if encoding not in CONTENT_TYPES:
        raise ValueError(f"written(): encoding is {encoding!r}; give {', '.join(CONTENT_TYPES)}")
    if encoding == "json":
        return json.dumps(message, ensure_ascii=False, allow_nan=False).encode(), CONTENT_TYPES[encoding]
    if encoding == "xml-rpc":
        return _xml_rpc(name, message).encode(), CONTENT_TYPES[encoding]
    if not is_object(message):
        raise ValueError(f"only an object can be written as {encoding}")
    return urlencode(list(_pairs(message, _list_members(name)))).encode(), CONTENT_TYPES[encoding]


@made_of_schemas
def _list_members(name: str) -> frozenset[str]:
    """The members of a callback that are lists."""
    from ..operations import CALLBACKS

    properties: dict[str, Any] = stored(name).get("properties", {}) if name.rpartition(".")[0] in CALLBACKS else {}
    return frozenset(member for member, rules in properties.items() if "array" in rules.get("type", ()))


def _pairs(message: dict[str, Any], nested: frozenset[str]) -> Iterator[tuple[str, str]]:
    for name, value in message.items():
        if is_array(value) and name not in nested:
            for entry in value:
                if is_array(entry):
                    raise ValueError(f"a list in the list {name!r} has no form")
                yield name, as_text(entry)
        else:
            yield name, as_text(value)


def as_text(value: Any) -> str:
    """What a form's field holds for a value."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False)


def _xml_rpc(name: str, message: Any) -> str:
    schema = stored(name)
    if not name.endswith(".request"):
        return (
            f'<?xml version="1.0"?><methodResponse><params><param>{_value(message)}</param></params></methodResponse>'
        )
    method, value = str(schema.get("x-xml-rpc-method", "")), message
    if is_object(message) and {"METHOD", "DATA"} <= schema.get("properties", {}).keys():
        if set(message) != {"METHOD", "DATA"} or not isinstance(message["METHOD"], str) or not message["METHOD"]:
            raise ValueError("only METHOD and DATA can be written as a methodCall")
        method, value = message["METHOD"], message["DATA"]
    return (
        f'<?xml version="1.0"?><methodCall><methodName>{escape(method)}</methodName>'
        f"<params><param>{_value(value)}</param></params></methodCall>"
    )


def _value(value: Any) -> str:
    if is_object(value):
        members = "".join(
            f"<member><name>{escape(name)}</name>{_value(inner)}</member>" for name, inner in value.items()
        )
        return f"<value><struct>{members}</struct></value>"
    if is_array(value):
        return f"<value><array><data>{''.join(map(_value, value))}</data></array></value>"
    if isinstance(value, bool):
        return f"<value><boolean>{int(value)}</boolean></value>"
    if isinstance(value, int):
        kind = "i4" if abs(value) < 1 << 31 else "i8"
        return f"<value><{kind}>{value}</{kind}></value>"
    if isinstance(value, float):
        return f"<value><double>{value:.6f}</double></value>"
    if value is None:
        return "<value><nil/></value>"
    return f"<value><string>{escape(value)}</string></value>"
