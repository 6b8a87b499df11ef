"""What a recording holds, whatever wrote it: exchanges over HTTP with the frames of a socket, and lone messages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from ...contracts.quick_dataclasses import dataclass

Headers = tuple[tuple[str, str], ...]
"""Names as they were written, repeated ones repeated."""


@dataclass(frozen=True, slots=True)
class RecordedMessage:
    """One side of an exchange. ``body`` is plain: uncompressed, and without the transfer's chunks.

    ``content_type`` is the header's, or what the recording says in its place. ``lost`` says what of the message the
    recording does not hold, and why, as one sentence for people; such a message proves no violation.
    """

    headers: Headers = ()
    body: bytes = b""
    content_type: str = ""
    lost: str = ""


@dataclass(frozen=True, slots=True)
class RecordedFrame:
    """One frame of a websocket. ``at`` is an epoch in seconds; ``data`` text, or the bytes of a binary frame. ``lost``
    says why there is no data, as a message's does."""

    sender: Literal["client", "server"]
    at: float
    data: str | bytes
    lost: str = ""


@dataclass(frozen=True, slots=True)
class RecordedExchange:
    """A request and its answer. ``place`` says where it stands (``session.har, entry 3``).

    ``started`` is an epoch in seconds, 0 where nobody knows; ``milliseconds`` until the answer was whole. ``status`` 0
    stands for no answer: ``failure`` says why, if the recording does. ``callback`` names the catalogue's callback where
    the recording says that the request is one.
    """

    place: str
    method: str
    url: str
    request: RecordedMessage
    status: int = 0
    answer: RecordedMessage | None = None
    started: float = 0
    milliseconds: float = 0
    frames: tuple[RecordedFrame, ...] = ()
    callback: str = ""
    failure: str = ""


@dataclass(frozen=True, slots=True)
class LoneMessage:
    """A message of which nothing else is known: a line of a file, or a file. ``contract`` where its place names one."""

    place: str
    body: bytes
    content_type: str = ""
    contract: str = ""
    started: float = 0


@dataclass(frozen=True, slots=True)
class UnreadablePart:
    """A part of a recording that cannot be read, and why."""

    place: str
    reason: str


Recorded = RecordedExchange | LoneMessage | UnreadablePart


def header(headers: Iterable[tuple[str, str]], name: str) -> str:
    """The first header of a name in any case, empty when there is none."""
    wanted = name.lower()
    return next((value for spelt, value in headers if spelt.lower() == wanted), "")
