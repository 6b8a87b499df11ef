"""Which contract a recorded message belongs to: by its path, by what it is called, or by its shape."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

from ... import contracts
from ...contracts.decoding_body import is_blank, read_body
from ...contracts.decoding_fields import read_fields
from ...contracts.decoding_json import Unreadable as NotReadable
from ...contracts.json_values import is_array, is_object
from ...contracts.library import made_of_schemas, stored
from ...contracts.operations import CALLBACKS, OPERATIONS, SOCKET_EVENTS, Callback, Operation
from ...contracts.operations.paths import operation_at
from ...contracts.quick_dataclasses import dataclass
from ..traffic.messages import LoneMessage, RecordedExchange

_BASE_PATH = re.compile(r"/o/[^/]+(?=/)")
_VOICENTER = re.compile(r"(?:.+\.)?voicenter\.(?:co|com|co\.il)\Z", re.IGNORECASE)
LIKE_ENOUGH = 0.5
"""The part of a contract's mandatory members that a message must have to be taken for one of it."""

_LEAST_MEMBERS = 2


@dataclass(frozen=True, slots=True)
class Called:
    """An exchange in which the customer called an operation."""

    operation: Operation
    path_values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Pushed:
    """An exchange in which Voicenter called the customer."""

    callback: Callback


def is_voicenters(host: str) -> bool:
    """Whether a host name is one of Voicenter's domains."""
    return _VOICENTER.match(host) is not None


def host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def identify(exchange: RecordedExchange) -> Called | Pushed | None:
    """Whose exchange it is; ``None`` for one that is none of Voicenter's, as far as the contracts know."""
    if exchange.callback in CALLBACKS:
        return Pushed(CALLBACKS[exchange.callback])
    try:
        path = unquote(urlsplit(exchange.url).path)
    except ValueError:
        return None
    found = operation_at(_BASE_PATH.sub("", path, count=1)) or operation_at(path)
    if found is not None:
        return Called(*found)
    if is_voicenters(host_of(exchange.url)) or exchange.request.lost:
        return None
    members = _members(exchange)
    callback = None if members is None else _callback(members, posted=exchange.method == "POST")
    return None if callback is None else Pushed(callback)


def lone_contract(message: LoneMessage) -> str:
    """The contract of a message of which nothing else is known; empty when none comes near."""
    if message.contract:
        return message.contract
    value = decode_body(message.body, message.content_type)
    if is_array(value) and len(value) >= 1 and isinstance(value[0], str) and value[0] in SOCKET_EVENTS:
        return SOCKET_EVENTS[value[0]].contract
    if not is_object(value):
        return ""
    callback = _callback(value, posted=True)
    if callback is not None:
        return callback.request_contract
    return _nearest(value, _all_contracts())


def _members(exchange: RecordedExchange) -> dict[str, Any] | None:
    if exchange.method == "GET":
        return in_query(exchange)
    value = decode_body(exchange.request.body, exchange.request.content_type)
    return value if is_object(value) else None


def in_query(exchange: RecordedExchange) -> dict[str, Any] | None:
    """The members that stand in an exchange's URL; ``None`` without any."""
    query = urlsplit(exchange.url).query
    value = _fields(query.encode()) if query else None
    return value if is_object(value) else None


def decode_body(body: bytes, content_type: str) -> Any:
    """What a body is, as far as it can be read; ``None`` where it cannot. For messages that no contract is known of."""
    if not body or is_blank(body):
        return None
    try:
        found = read_body(body, content_type, ("json", "form", "xml-rpc"))
    except NotReadable:
        return _xml_members(body)
    if found.encoding == "form" and any("\n" in name for name in found.value):
        return None  # text with an & in it
    if found.encoding != "xml-rpc":
        return found.value
    method, value = found.value.method, found.value.value
    return {"METHOD": method, "DATA": value} if method is not None and method != "CDR" else value


def _xml_members(body: bytes) -> Any:
    """Members of an XML-RPC message that breaks a rule: their names are enough here."""
    names = re.findall(rb"<name>([^<]{1,100})</name>", body[:100_000])
    return {name.decode("utf-8", "replace").strip(): None for name in names} or None


def _fields(query: bytes) -> Any:
    try:
        return read_fields(query, "query string")
    except NotReadable:
        return None


def _callback(members: dict[str, Any], *, posted: bool) -> Callback | None:
    method = members.get("METHOD")
    if isinstance(method, str) and "DATA" in members:
        return CALLBACKS.get(_by_method().get(method.strip(), ""))
    if not posted:
        popup = CALLBACKS["popup"]
        named = set(stored(popup.request_contract)["properties"])
        return popup if "phone" in members and members.keys() <= named and len(members) > 1 else None
    contract = _nearest(members, tuple(callback.request_contract for callback in CALLBACKS.values()))
    return CALLBACKS.get(contract.removesuffix(".request"))


@made_of_schemas
def _by_method() -> dict[str, str]:
    """The callback that a METHOD names."""
    found: dict[str, str] = {}
    for callback in CALLBACKS.values():
        method = stored(callback.request_contract).get("properties", {}).get("METHOD", {})
        if "const" in method:
            found[str(method["const"])] = callback.name
    return found


@made_of_schemas
def _all_contracts() -> tuple[str, ...]:
    called = [f"{name}.{part}" for name in OPERATIONS for part in ("response", "request")]
    answered = [callback.response_contract for callback in CALLBACKS.values()]
    return (*(event.contract for event in SOCKET_EVENTS.values()), *called, *answered)


def _nearest(members: dict[str, Any], names: Sequence[str]) -> str:
    """The contract that takes the message, or has most of its members; the first of several."""
    likeness = {name: _likeness(name, members) for name in names}
    for name in sorted(names, key=lambda one: -likeness[one]):
        if likeness[name] >= LIKE_ENOUGH and contracts.accepts(name, members):
            return name
    best = max(names, key=lambda one: likeness[one], default="")
    return best if best and likeness[best] >= LIKE_ENOUGH else ""


def _likeness(name: str, members: dict[str, Any]) -> float:
    """From 0 to 1: how many of the mandatory members are there, and how many of those there are known."""
    schema = stored(name)
    properties: dict[str, Any] = schema.get("properties", {})
    known = members.keys() & properties.keys()
    if len(known) < min(_LEAST_MEMBERS, len(properties)):
        return 0
    required = set(schema.get("required", ())) or set(properties)
    there = len(required & members.keys()) / len(required) if required else 0
    return there * 0.6 + len(known) / max(len(members), 1) * 0.4
