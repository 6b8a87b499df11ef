"""Redaction of whole exchanges: addresses, headers, bodies, and the frames of sockets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from ..realtime import engineio
from .addresses import AddressRedaction
from .compression import Compressed, plain
from .member_kinds import kind_of
from .messages import Headers, LoneMessage, RecordedExchange, RecordedFrame, RecordedMessage, header
from .pseudonyms import Pseudonyms
from .redaction import TextRedaction
from .redaction_bodies import BodyRedaction

_COOKIES = ("cookie", "set-cookie")
_ADDRESSES = ("location", "referer", "origin", "content-location", ":path", ":authority")
_COUNTED = ("content-length", "content-md5", "digest", "etag", "if-none-match")
"""What would say of a body that is no longer there: kept, but ``etag`` and digests are made of the content."""

_AS_THEY_ARE = frozenset(
    (
        *("accept", "accept-encoding", "accept-language", "connection", "content-encoding", "content-length"),
        *("content-type", "date", "host", "server", "transfer-encoding", "upgrade", "user-agent", "vary"),
        *("sec-websocket-key", "sec-websocket-accept", "sec-websocket-version", "sec-websocket-extensions"),
    )
)


class Redactor:
    """Redacts everything of a recording under one ``key``: one value has one pseudonym throughout.

    ``secrets`` are values that are known beforehand. With ``keep_personal`` only secrets are replaced.
    """

    def __init__(self, key: bytes, *, keep_personal: bool = False, secrets: Iterable[str] = ()) -> None:
        self._texts = TextRedaction(Pseudonyms(key), keep_personal=keep_personal)
        self._bodies = BodyRedaction(self._texts)
        self._addresses = AddressRedaction(self._bodies)
        self._texts.url = self._addresses.url
        for secret in secrets:
            self._texts.remember_secret(secret)

    def exchange(self, exchange: RecordedExchange) -> RecordedExchange:
        """As it may be written. What comes later in it is known when what came earlier is redacted."""
        met = self._texts.met
        redacted = self._exchange(exchange)
        return redacted if self._texts.met == met else self._exchange(exchange)

    def lone(self, message: LoneMessage) -> LoneMessage:
        """A message of which nothing else is known; as it is where nothing can be redacted in its bytes."""
        redacted = self._bodies.body(message.body, message.content_type)
        return message if redacted.missing else replace(message, body=redacted.body)

    def member(self, name: str, text: str) -> str:
        """The text of one member."""
        return self._bodies.under(name, text)

    def frame(self, frame: RecordedFrame) -> RecordedFrame:
        """A socket's frame, without its data where nothing can be redacted in it."""
        if isinstance(frame.data, str):
            return replace(frame, data=self._frame_text(frame.data))
        try:
            text = frame.data.decode()
        except UnicodeDecodeError:
            lost = f"not kept: {len(frame.data):,} bytes that are no text, in which nothing can be redacted"
            return replace(frame, data="", lost=lost)
        return replace(frame, data=self._frame_text(text).encode())

    def _exchange(self, exchange: RecordedExchange) -> RecordedExchange:
        answer = exchange.answer
        url = self._addresses.url(exchange.url)
        return replace(
            exchange,
            url=url,
            request=self._message(exchange.request, exchange.url),
            answer=None if answer is None else self._message(answer, exchange.url),
            frames=tuple(map(self.frame, exchange.frames)),
            failure=self._texts.plain(exchange.failure),
        )

    def _message(self, message: RecordedMessage, url: str) -> RecordedMessage:
        headers = self._headers(message.headers)
        if message.lost or not message.body:
            return replace(message, headers=headers, body=b"" if message.lost else message.body)
        try:
            body = plain(message.body, header(message.headers, "content-encoding"))
        except Compressed as problem:
            return replace(message, headers=headers, body=b"", lost=f"not kept: {problem}")
        if (version := _polling_version(url)) is not None and (packets := _packets(body, version)) is not None:
            return replace(message, headers=headers, body=self._polling(body, packets, version))
        redacted = self._bodies.body(body, message.content_type)
        lost = f"not kept: {redacted.missing}" if redacted.missing else ""
        return replace(message, headers=headers, body=redacted.body, lost=lost)

    def _polling(self, body: bytes, packets: list[str | bytes], version: engineio.Version) -> bytes:
        redacted = [
            self._frame_text(packet if isinstance(packet, str) else packet.decode("utf-8", "replace"))
            for packet in packets
        ]
        if version == 3 and body[:1] in (b"\x00", b"\x01"):
            return engineio.encode_bytes_payload(redacted)
        return engineio.encode_payload(redacted, version)

    def _frame_text(self, text: str) -> str:
        """A packet: digits, perhaps a namespace with a query, and JSON."""
        start = min((place for place in (text.find("{"), text.find("[")) if place >= 0), default=len(text))
        head = text[:start]
        if "?" in head:
            before, _, query = head.partition("?")
            head = f"{before}?{self._bodies.fields(query.removesuffix(','))}{',' if query.endswith(',') else ''}"
        elif not head[:8].isdigit():
            head = self._texts.plain(head)
        return head + self._bodies.json(text[start:])

    def _headers(self, headers: Headers) -> Headers:
        return tuple((name, self._header(name.lower(), value)) for name, value in headers)

    def _header(self, name: str, value: str) -> str:
        if name in _AS_THEY_ARE:
            return value
        if name in _COOKIES:
            return "; ".join(self._cookie(part, index) for index, part in enumerate(value.split("; ")))
        if name in ("authorization", "proxy-authorization"):
            scheme, blank, credentials = value.partition(" ")
            return f"{scheme} {self._texts.credentials(credentials)}" if blank else self._texts.secret(value)
        if name in _ADDRESSES:
            return self._addresses.url(value)
        if name in _COUNTED:
            return self._texts.secret(value)
        return self._bodies.under(name, value) if kind_of(name) != "unknown" else self._texts.plain(value)

    def _cookie(self, part: str, index: int) -> str:
        name, equals, value = part.partition("=")
        attribute = index > 0 and name.lower() in ("path", "expires", "max-age", "samesite", "domain")
        return part if attribute or not equals else f"{name}={self._texts.secret(value)}"


def _polling_version(url: str) -> engineio.Version | None:
    """Engine.IO's revision, if the URL is a polling one."""
    parts = urlsplit(url)
    if "/socket.io" not in parts.path or "transport=polling" not in parts.query:
        return None
    return 3 if parse_qs(parts.query).get("EIO", ["4"])[0] == "3" else 4


def _packets(body: bytes, version: engineio.Version) -> list[str | bytes] | None:
    try:
        return engineio.decode_payload(body, version)
    except engineio.MalformedFrame:
        return None
