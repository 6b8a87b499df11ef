"""Heads of HTTP/1 messages as they came, and how long the body behind each is."""

from __future__ import annotations

from typing import Literal

from ...contracts.quick_dataclasses import dataclass
from ..traffic.messages import Headers, header

Framing = Literal["none", "length", "chunked", "close"]
LONGEST_HEAD = 64 * 1024
_WITHOUT_BODY = (204, 304)


class BadHead(ValueError):
    """Bytes that are no head of HTTP/1. The message says why, in one sentence."""


@dataclass(frozen=True, slots=True)
class RequestHead:
    """``raw`` is the whole head with its empty line, ``target`` as it was written."""

    raw: bytes
    method: str
    target: str
    version: str
    headers: Headers

    @property
    def upgrades(self) -> bool:
        return "upgrade" in header(self.headers, "connection").lower() and bool(header(self.headers, "upgrade"))

    @property
    def stays_open(self) -> bool:
        return _stays_open(self.version, self.headers)

    def framing(self) -> tuple[Framing, int]:
        """How the body ends. Raises ``BadHead`` for one that two readers may end at different places."""
        return _read_framing(self.headers) or ("none", 0)

    def with_target(self, host: str, target: str) -> bytes:
        """The head with another host and target; every other byte is as it came."""
        first, rest = self.raw.split(b"\r\n", 1)
        method, _, version = first.split(b" ", 2)
        lines = [b" ".join((method, target.encode("latin-1"), version))]
        lines += [
            b"Host: " + host.encode("latin-1") if line[:5].lower() == b"host:" else line for line in rest.split(b"\r\n")
        ]
        return b"\r\n".join(lines)


@dataclass(frozen=True, slots=True)
class AnswerHead:
    raw: bytes
    version: str
    status: int
    headers: Headers

    @property
    def is_interim(self) -> bool:
        return 100 <= self.status < 200 and self.status != 101

    @property
    def stays_open(self) -> bool:
        return _stays_open(self.version, self.headers)

    def framing(self, method: str) -> tuple[Framing, int]:
        if method == "HEAD" or self.status in _WITHOUT_BODY or self.status < 200:
            return "none", 0
        return _read_framing(self.headers) or ("close", 0)


def request_head(raw: bytes) -> RequestHead:
    """Raises ``BadHead``."""
    first, headers = _lines(raw)
    parts = first.split(" ")
    if first == "PRI * HTTP/2.0":
        raise BadHead("this is HTTP/2, and HTTP/1.1 is spoken here")
    if len(parts) != 3 or not parts[2].startswith("HTTP/1."):
        raise BadHead("this is no request of HTTP/1")
    return RequestHead(raw, parts[0], parts[1], parts[2], headers)


def answer_head(raw: bytes) -> AnswerHead:
    """Raises ``BadHead``."""
    first, headers = _lines(raw)
    version, _, rest = first.partition(" ")
    status = rest[:3]
    if not version.startswith("HTTP/1.") or not status.isdigit():
        raise BadHead("this is no answer of HTTP/1")
    return AnswerHead(raw, version, int(status), headers)


def _lines(raw: bytes) -> tuple[str, Headers]:
    first, *lines = raw.decode("latin-1").removesuffix("\r\n\r\n").split("\r\n")
    headers: list[tuple[str, str]] = []
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon:
            raise BadHead("a line of the head has no colon")
        headers.append((name, value.strip()))
    return first, tuple(headers)


def _read_framing(headers: Headers) -> tuple[Framing, int] | None:
    coding, length = header(headers, "transfer-encoding").lower(), header(headers, "content-length")
    if coding and length:
        raise BadHead("the head has both Transfer-Encoding and Content-Length")
    if coding:
        if not coding.endswith("chunked"):
            raise BadHead(f"the transfer encoding {coding[:40]!r} is not known")
        return "chunked", 0
    if not length:
        return None
    if not (length.isascii() and length.isdigit() and len(length) < 16):
        raise BadHead(f"the Content-Length {length[:40]!r} is no number")
    return ("length", int(length)) if int(length) else ("none", 0)


def _stays_open(version: str, headers: Headers) -> bool:
    wanted = header(headers, "connection").lower()
    return "keep-alive" in wanted if version == "HTTP/1.0" else "close" not in wanted
