"""A request and an answer as bytes, whoever carries them: Flask, interception in a test, or a socket."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from ...contracts.quick_dataclasses import dataclass
from ...contracts.sentences import Sentence


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """``path`` is percent-decoded, ``query`` is not; header names are lower case. ``body`` may have been cut
    at the server's own limit, then ``body_length`` says how long it was announced to be. ``prefix`` is what a
    proxy has before every path, ``hints`` what the server did to make the request readable.
    """

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""
    remote: str = "127.0.0.1"
    host: str = ""
    body_length: int = -1
    scheme: str = "http"
    prefix: str = ""
    hints: tuple[Sentence, ...] = ()

    @property
    def reached(self) -> str:
        """How the client reached this server: what its own paths go after."""
        return f"{self.scheme}://{self.host}{self.prefix}"

    @property
    def content_type(self) -> str:
        """The media type alone, lower case, empty when there is none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def bearer(self) -> str:
        """The token of an ``Authorization: Bearer`` header, or an empty string."""
        scheme, _, token = self.headers.get("authorization", "").partition(" ")
        return token.strip() if scheme.lower() == "bearer" else ""

    @property
    def announced_length(self) -> int:
        return self.body_length if self.body_length >= 0 else len(self.body)


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """``headers`` holds what is not content type or length.

    Faults (``mockserver.faults``) are for whoever carries the answer: it leaves ``delay_seconds`` later (real
    seconds), and the connection is ``broken``: reset without an answer, or closed after half of the body.
    """

    status: int
    content_type: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    delay_seconds: float = 0
    broken: Literal["", "reset", "truncated"] = ""
