"""The endpoint under examination: writes messages as Voicenter does, sends them, and counts."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Any, cast
from urllib.parse import quote_from_bytes
from zoneinfo import ZoneInfo

from ...contracts.callback_names import CallbackContract, CallbackName
from ...contracts.quick_dataclasses import dataclass
from ...contracts.sentences import Sentence
from ...contracts.strategies import Malformed, written
from ..callbacks.encoding import encode
from ..callbacks.sending import Message, Reply, send
from ..callbacks.targets import BoundTarget
from ..telephony.model.directory import CallbackTarget
from .curl import curl

Members = dict[str, Any]

_CALL_IDS = ("ivruniqueid", "ivrid", "IVR_UNIQUE_ID")
_QUERY_CHARACTERS = "%/:=&?~+!$,;'@()*[]|"
_ZONE = ZoneInfo("Asia/Jerusalem")


@dataclass(slots=True)
class ExaminedEndpoint:
    """Where to, and how it is written. ``timeout`` is in real seconds, as long as Voicenter waits."""

    binding: BoundTarget
    callback: CallbackName
    encoding: str
    timeout: float
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    verify_tls: bool = True
    requests: int = 0
    _counting: threading.Lock = field(default_factory=threading.Lock)

    @property
    def over_socket(self) -> bool:
        return self.binding.kind == "url"

    @property
    def takes_bytes(self) -> bool:
        return self.binding.kind != "function"

    def message(self, contract: CallbackContract, payload: Members) -> Message:
        """A valid message, encoded as Voicenter does."""
        target = CallbackTarget(
            self.callback,
            self.binding.url,
            encoding=self.encoding,  # pyright: ignore[reportArgumentType]
            headers=self.headers,
        )
        content_type, body, payload = encode(contract, payload, target, "current")
        method = "GET" if self.encoding == "query" else "POST"
        return Message(method, content_type, body, payload, self.headers, self.verify_tls)

    def malformed(self, malformed: Malformed) -> Message | None:
        """A malformed one; ``None`` where this encoding or target cannot carry it."""
        if malformed.body is not None:
            if malformed.query != (self.encoding == "query"):
                return None
            return self.raw(malformed.body, malformed.content_type or "application/octet-stream")
        message: Any = malformed.message
        try:
            body, content_type = written(malformed.contract, message, self.encoding)
        except ValueError:
            return None
        if not self.takes_bytes and not isinstance(message, dict):
            return None  # a function gets members
        payload = cast("Members", message) if isinstance(message, dict) else {}
        method = "GET" if self.encoding == "query" else "POST"
        return Message(method, content_type or "", body, payload, self.headers, self.verify_tls)

    def raw(self, body: bytes, content_type: str) -> Message | None:
        """Bytes that are no message; ``None`` for a function, which gets only messages."""
        if not self.takes_bytes:
            return None
        method = "POST"
        if self.encoding == "query":
            method, body = "GET", quote_from_bytes(body, safe=_QUERY_CHARACTERS).encode()
        return Message(method, content_type, body, {}, self.headers, self.verify_tls)

    def send(self, message: Message, timeout: float | None = None) -> Reply:
        """Sends one message. In a process nothing can be cut off: an answer that came late counts as none."""
        with self._counting:
            self.requests += 1
        limit = timeout or self.timeout
        reply = send(message, self.binding, limit)
        if not reply.failure and reply.seconds > limit:
            return Reply(
                "timeout",
                detail=Sentence.of(
                    "AnswerTookLong",
                    "the answer took {seconds:.1f} s, longer than {most:g} s",
                    seconds=reply.seconds,
                    most=limit,
                ),
                seconds=reply.seconds,
            )
        return reply

    def curl(self, message: Message, *further: str) -> str:
        """The command that sends the same message."""
        return curl(message, self.binding.url or "http://customer.example/", self.timeout, *further)


def fresh_id(now: float) -> str:
    """A call id that no earlier run used: it begins with the local time, as Voicenter's do."""
    return datetime.fromtimestamp(now, _ZONE).strftime("%Y%m%d%H%M%S") + uuid.uuid4().hex[:18]


def with_call_id(payload: Members, call_id: str) -> Members:
    """A copy with another call id wherever it has one."""

    def replace_ids(members: Members) -> Members:
        copy = {**members}
        for key, value in copy.items():
            if key in _CALL_IDS and isinstance(value, str) and value:
                copy[key] = call_id
            elif key in ("DATA", "CALL_INFO", "currentCall") and isinstance(value, dict):
                copy[key] = replace_ids(cast("Members", value))
        return copy

    return replace_ids(payload)
