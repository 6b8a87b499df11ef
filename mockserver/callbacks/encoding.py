"""A callback's message as bytes: JSON, XML-RPC, form or query, as the organization's document says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import urlencode

from ...contracts.callback_names import CallbackContract
from ...contracts.learned import as_sent, changes_messages_of
from ..telephony.model.directory import CallbackTarget
from ..wire.encoding import json_bytes, to_json
from ..wire.xmlrpc import to_method_call

JSON_TYPE = "application/json"
FORM_TYPE = "application/x-www-form-urlencoded"
XML_TYPE = "text/xml"
CONTENT_TYPES = (JSON_TYPE, FORM_TYPE, XML_TYPE)

_JSON_ONLY_IN_3_2 = ("seconds_waiting_in_queue", "OriginalIvrUniqueID")
_QUERY_MEMBERS = ("phone", "ivrid", "extenUser", "did", "statusCall")
_FORM_MEMBERS = ("phone", "ivrid", "extenUser", "did", "status")
"""Of a pop-up: the vendor's page on it names the last one otherwise in a form than in a query (seen)."""


def encode_text(
    contract: CallbackContract, text: str, target: CallbackTarget, revision: str
) -> tuple[str, bytes, dict[str, Any] | None]:
    """As ``encode``, of a message that is JSON text already. Where it goes as that, the last is ``None``: the body has
    it.
    """
    if target.encoding == "json" and not changes_messages_of(f"{contract}.request"):
        return JSON_TYPE, json_bytes(text), None
    return encode(contract, json.loads(text), target, revision)


def encode(
    contract: CallbackContract, payload: Mapping[str, Any], target: CallbackTarget, revision: str
) -> tuple[str, bytes, dict[str, Any]]:
    """Content type, body (of a GET the query string), and the message as it went into it."""
    if contract == "popup" and target.encoding == "query":
        members = _QUERY_MEMBERS[:1] if revision == "3.2" else _QUERY_MEMBERS
        sent = {name: payload[name] for name in members if name in payload}
    elif contract == "popup" and target.encoding == "form":
        sent = {name: payload[name] for name in _FORM_MEMBERS if name in payload}
    elif contract == "cdr_notification" and target.encoding != "json" and revision == "3.2":
        sent = {name: value for name, value in payload.items() if name not in _JSON_ONLY_IN_3_2}
    else:
        sent = cast("dict[str, Any]", payload)
    sent = as_sent(f"{contract}.request", sent)
    if target.encoding == "xml-rpc":
        return XML_TYPE, _to_xml_rpc(contract, sent), sent
    if target.encoding in ("form", "query"):
        return FORM_TYPE, to_form(sent).encode(), sent
    return JSON_TYPE, to_json(sent), sent


def _to_xml_rpc(contract: CallbackContract, payload: dict[str, Any]) -> bytes:
    """External IVR's METHOD is the method's name there, its DATA the one struct."""
    if contract == "cdr_notification":
        return to_method_call("CDR", payload, integer="i4", long_members=("time",))
    return to_method_call(payload["METHOD"], payload["DATA"], integer="int")


def to_form(payload: dict[str, Any]) -> str:
    """Nested values are JSON text, nothing is an empty string (API §4)."""
    return urlencode({name: _flat(value) for name, value in payload.items()}, errors="replace")


def _flat(value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    return to_json(value).decode()
