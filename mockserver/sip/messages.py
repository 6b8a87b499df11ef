"""SIP messages, read within bounds and made: what ``sipmessage`` does not do.

Parsing of messages and headers is ``sipmessage``'s; it takes no folded lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeVar

from sipmessage import Message, Request, Response, Via

from .addresses import STAND_IN, read_address, read_uri, read_vias, split_values, tag_of

MAXIMUM_BYTES = 64 * 1024
MAXIMUM_LINES = 128
MAXIMUM_LINE = 8 * 1024
SERVER_NAME = "voicenter-mock"
ALLOWED = "INVITE, ACK, CANCEL, BYE, REGISTER, OPTIONS, INFO, REFER, NOTIFY, UPDATE, MESSAGE"
MAGIC_COOKIE = "z9hG4bK"
KEEP_ALIVE = b"\r\n\r\n"
"""A telephone's sign of life on a connection (RFC 5626 §3.5.1)."""
PHRASES: Mapping[int, str] = {
    100: "Trying", 180: "Ringing", 183: "Session Progress", 200: "OK", 202: "Accepted", 400: "Bad Request",
    401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
    407: "Proxy Authentication Required", 408: "Request Timeout", 410: "Gone", 415: "Unsupported Media Type",
    420: "Bad Extension", 423: "Interval Too Brief", 480: "Temporarily Unavailable",
    481: "Call/Transaction Does Not Exist", 484: "Address Incomplete", 486: "Busy Here", 487: "Request Terminated",
    488: "Not Acceptable Here", 489: "Bad Event", 491: "Request Pending", 500: "Server Internal Error",
    501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Server Time-out",
    513: "Message Too Large", 603: "Decline",
}  # fmt: skip
_RPORT = re.compile(r";\s*rport\s*(?=;|$)", re.IGNORECASE)
_FOLDED = re.compile(r"\r\n[ \t]+")
_NECESSARY: Mapping[str, Callable[[Request | Response], object]] = {
    "Via": lambda message: read_vias(message.headers.getlist("Via")),
    "From": lambda message: read_address(message.headers["From"]),
    "To": lambda message: read_address(message.headers["To"]),
    "Call-ID": lambda message: message.call_id,
    "CSeq": lambda message: message.cseq,
}
Source = TypeVar("Source")
Parsed = TypeVar("Parsed")


class UnreadableSip(ValueError):
    """What came is no SIP message; the text says why, and ``status`` is that of the answer."""

    def __init__(self, why: str, status: int = 400) -> None:
        super().__init__(why)
        self.status = status


def read(data: bytes) -> Request | Response:
    """A message with everything that every message has (RFC 3261 §8.1.1). Raises ``Unreadable``."""
    if len(data) > MAXIMUM_BYTES:
        raise UnreadableSip(f"a message has at most {MAXIMUM_BYTES} bytes", 513)
    data = data.lstrip(b"\r\n")
    head, separator, body = data.partition(b"\r\n\r\n")
    text = _FOLDED.sub(" ", _parse("the head, as UTF-8,", bytes.decode, head))
    lines = text.split("\r\n")
    if not separator:
        raise UnreadableSip("the head has no end")
    if len(lines) > MAXIMUM_LINES or max(map(len, lines)) > MAXIMUM_LINE:
        raise UnreadableSip(f"a head has at most {MAXIMUM_LINES} lines, and {MAXIMUM_LINE} characters in one", 513)
    if any(":" not in line for line in lines[1:]):
        raise UnreadableSip("a header has no colon")
    message = _parse("the first line", _parse_message, (text, body))
    for name, value in _NECESSARY.items():
        if message.headers.get(name) is None:
            raise UnreadableSip(f"there is no {name}")
        if not _parse(name, value, message):
            raise UnreadableSip(f"{name} says nothing")
    _keep_length(message, len(data) - len(body))
    if isinstance(message, Request) and message.cseq.method != message.method:
        raise UnreadableSip("CSeq is of another method")
    return message


def _parse(what: str, parse: Callable[[Source], Parsed], source: Source) -> Parsed:
    try:
        return parse(source)
    except (ValueError, LookupError):
        raise UnreadableSip(f"{what} cannot be read") from None


def _parse_message(parts: tuple[str, bytes]) -> Request | Response:
    head, body = parts
    line, end, headers = head.partition("\r\n")
    method, _, wanted = line.partition(" ")
    uri, _, version = wanted.rpartition(" ")
    if version == "SIP/2.0":
        head = f"{method} {STAND_IN} {version}{end}{headers}"
    message = Message.parse(head.encode() + b"\r\n\r\n" + body)
    if isinstance(message, Request):
        message.uri = read_uri(uri)
    return message


def _keep_length(message: Request | Response, head_bytes: int) -> None:
    """What follows the body in a datagram is none of it (§18.3)."""
    header = message.headers.get("Content-Length")
    if header is None:
        return
    length = whole_number(header)
    if length is None:
        raise UnreadableSip("Content-Length is no number")
    if head_bytes + length > MAXIMUM_BYTES:
        raise UnreadableSip(f"Content-Length is {length}; a message has at most {MAXIMUM_BYTES} bytes", 513)
    if length > len(message.body):
        raise UnreadableSip(f"Content-Length is {length}, and {len(message.body)} bytes follow")
    message.body = message.body[:length]


def whole_number(text: str) -> int | None:
    """A number as headers have it: digits, and not more of them than any of these numbers has."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 11 else None


def serialize(message: Request | Response) -> bytes:
    """The message as it is sent."""
    message.content_length = len(message.body)
    return bytes(message)


def request(
    method: str, uri: str, *, sender: str, to: str, call_id: str, sequence: int, headers: Mapping[str, str],
    body: str = "",
) -> Request:  # fmt: skip
    """A request; whoever sends it puts the Via on top. ``sender`` and ``to`` are whole values of From and To."""
    made = Request(method, read_uri(uri), body.encode())
    for name, value in (
        ("Max-Forwards", "70"), ("From", sender), ("To", to), ("Call-ID", call_id), ("CSeq", f"{sequence} {method}"),
        *headers.items(),
    ):  # fmt: skip
        made.headers.add(name, value)
    return made


def response(
    to: Request, status: int, phrase: str = "", *, tag: str = "",
    headers: Mapping[str, str | list[str]] | None = None, body: str = "",
) -> Response:  # fmt: skip
    """The answer to a request (§8.2.6). ``tag`` goes to To, where that has none."""
    made = Response(status, _one_line(phrase) or PHRASES.get(status, "Unknown"), body.encode())
    for name in ("Via", "From", "To", "Call-ID", "CSeq"):
        for value in to.headers.getlist(name):
            made.headers.add(name, value)
    own = to.headers["To"]
    if tag and status > 100 and not tag_of(own):
        made.headers.set("To", f"{own};tag={tag}")
    made.headers.add("Server", SERVER_NAME)
    for name, values in (headers or {}).items():
        for value in [values] if isinstance(values, str) else values:
            made.headers.add(name, value)
    return made


def _one_line(text: str) -> str:
    """A sentence as a reason phrase."""
    return re.sub(r"\s+", " ", text.encode("ascii", "replace").decode()).strip()[:200]


def top_via(message: Message) -> Via:
    return read_vias(message.headers.getlist("Via"))[0]


def mark_source(message: Request, remote: str) -> None:
    """Says in the top Via where a request came from, ``host:port``: if it names another host, or asks for it (§18.2.1;
    RFC 3581).
    """
    host, _, port = remote.rpartition(":")
    host, via = host.strip("[]"), top_via(message)
    values = split_values(message.headers["Via"])
    if not values or "received" in via.parameters or (via.host.strip("[]") == host and "rport" not in via.parameters):
        return
    values[0] = f"{_RPORT.sub(f';rport={port}', values[0])};received={host}"
    message.headers.setlist("Via", [", ".join(values), *message.headers.getlist("Via")[1:]])
