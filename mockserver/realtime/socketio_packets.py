"""socket.io packets: what stands in an Engine.IO message, for clients 1.x and 2.x (protocol 4) and 3.x to 4.x
(protocol 5). Pure functions.

An event reads the same in both protocols, so one encoded text serves every client of a namespace.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import field
from typing import Literal, NoReturn
from urllib.parse import parse_qsl

from ...contracts.quick_dataclasses import dataclass
from .engineio import MESSAGE, MalformedFrame, Version

CONNECT, DISCONNECT, EVENT, ACK, ERROR, BINARY_EVENT, BINARY_ACK = "0123456"

Kind = Literal["connect", "disconnect", "event", "ack", "error", "binary_event", "binary_ack"]

_KINDS: dict[str, Kind] = {
    CONNECT: "connect",
    DISCONNECT: "disconnect",
    EVENT: "event",
    ACK: "ack",
    ERROR: "error",
    BINARY_EVENT: "binary_event",
    BINARY_ACK: "binary_ack",
}

_LONGEST_NUMBER = 16
"""Digits of an acknowledgement id or attachment count that are still a number and no attack."""


@dataclass(frozen=True, slots=True)
class Packet:
    """One socket.io packet. ``query`` is what followed a ``?`` in the namespace (clients 1.x and 2.x),
    ``attachments`` the number of binary frames that come after it."""

    kind: Kind
    namespace: str = "/"
    query: Mapping[str, str] = field(default_factory=dict[str, str])
    ack: int | None = None
    attachments: int = 0
    data: object = None


def encode_event(name: str, payload: object, namespace: str = "/") -> str:
    """The frame that carries an event to any client of ``namespace``, whatever its Engine.IO revision.

    Encode once, send to all. Lone surrogates, which JSON allows and UTF-8 does not, are escaped.
    """
    return f"{MESSAGE}{EVENT}{_prefix(namespace)}{encode_json([name, payload])}"


def encode_ack(ack: int, arguments: list[object], namespace: str = "/") -> str:
    """The answer to an event that asked to be acknowledged."""
    return f"{MESSAGE}{ACK}{_prefix(namespace)}{ack}{encode_json(arguments)}"


def encode_connect(version: Version, namespace: str, socket_id: str) -> str:
    """Lets a client into a namespace. Clients 3.x and 4.x are told their id in it."""
    body = encode_json({"sid": socket_id}) if version == 4 else ""
    return f"{MESSAGE}{CONNECT}{_prefix(namespace)}{body}"


def encode_error(version: Version, namespace: str, message: str) -> str:
    """Keeps a client out of a namespace, and says why. Clients 1.x and 2.x get it as their ``error`` event,
    later ones as ``connect_error``."""
    body = encode_json({"message": message} if version == 4 else message)
    return f"{MESSAGE}{ERROR}{_prefix(namespace)}{body}"


def encode_disconnect(namespace: str) -> str:
    """Takes a client out of a namespace."""
    return f"{MESSAGE}{DISCONNECT}{_prefix(namespace)}"


def encode_json(value: object) -> str:
    """Compact JSON as it goes out: Hebrew stays Hebrew. Raises ``ValueError`` for NaN and infinities."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"), allow_nan=False)
    return text


def decode(text: str) -> Packet:
    """The packet in a message. Raises ``MalformedFrame``."""
    kind = _KINDS.get(text[:1])
    if kind is None:
        raise MalformedFrame("a message begins with a digit from 0 to 6")
    rest = text[1:]
    attachments = 0
    if kind in {"binary_event", "binary_ack"}:
        digits, dash, rest = rest.partition("-")
        if not dash or not _is_number(digits):
            raise MalformedFrame("a binary packet says how many attachments it has, then '-'")
        attachments = int(digits)
    namespace = "/"
    if rest[:1] == "/":
        namespace, _, rest = rest.partition(",")
    namespace, _, query = namespace.partition("?")
    ack, rest = _split_ack(rest)
    data = _parse_json(rest) if rest else None
    _check(kind, data)
    return Packet(kind, namespace, dict(parse_qsl(query, keep_blank_values=True)), ack, attachments, data)


def _prefix(namespace: str) -> str:
    return "" if namespace == "/" else namespace + ","


def _split_ack(text: str) -> tuple[int | None, str]:
    length = 0
    while length < len(text) and text[length].isascii() and text[length].isdigit():
        length += 1
    if length > _LONGEST_NUMBER:
        raise MalformedFrame("an acknowledgement id has at most sixteen digits")
    return (int(text[:length]), text[length:]) if length else (None, text)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER


def _parse_json(text: str) -> object:
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except RecursionError as error:
        raise MalformedFrame("the JSON of a packet is nested too deeply") from error
    except ValueError as error:
        raise MalformedFrame("a packet's data is JSON") from error


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _check(kind: Kind, data: object) -> None:
    if kind in {"event", "binary_event"} and not (isinstance(data, list) and data and isinstance(data[0], str)):
        raise MalformedFrame("an event is a JSON array that begins with its name")
    if kind in {"ack", "binary_ack"} and not isinstance(data, list):
        raise MalformedFrame("an acknowledgement is a JSON array")
    if kind == "connect" and not (data is None or isinstance(data, dict)):
        raise MalformedFrame("a connect packet has a JSON object or nothing")
