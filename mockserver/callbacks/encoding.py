"""A callback's message as bytes: JSON, XML-RPC or form, as the organization's document says."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from urllib.parse import urlencode

from ..wire.encoding import to_json
from ..wire.xmlrpc import to_method_call

JSON_TYPE = "application/json"
FORM_TYPE = "application/x-www-form-urlencoded"
XML_TYPE = "text/xml"


def encode(payload: dict[str, Any], encoding: str, *, method_name: str, long_members: Collection[str] = ()) -> tuple[str, bytes]:
    """Content type and body. ``method_name`` and ``long_members`` (written as ``i8``) are XML-RPC's."""
    if encoding == "xml-rpc":
        return XML_TYPE, to_method_call(method_name, payload, long_members)
    if encoding in ("form", "query"):
        return FORM_TYPE, to_form(payload).encode()
    return JSON_TYPE, to_json(payload)


def to_form(payload: dict[str, Any]) -> str:
    """Nested values are JSON text, nothing is an empty string (API §4)."""
    return urlencode({name: _flat(value) for name, value in payload.items()})


def _flat(value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    return to_json(value).decode()
