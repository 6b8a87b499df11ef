"""The endpoint under examination: writes messages as Voicenter does, sends them, and counts."""

from __future__ import annotations

import shlex
import threading
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from ...contracts.strategies import Malformed, written
from ..callbacks.encoding import encode
from ..callbacks.sending import Message, Reply, send, with_query
from ..callbacks.targets import Binding
from ..callbacks.verdicts import CallbackContract
from ..telephony.directory import CallbackName, CallbackTarget

Members = dict[str, Any]

_CALL_IDS = ("ivruniqueid", "ivrid", "IVR_UNIQUE_ID")
_CURL_BODY = 4000
_ZONE = ZoneInfo("Asia/Jerusalem")


@dataclass(slots=True)
class Endpoint:
    """Where to, and how it is written. ``timeout`` is in real seconds, as long as Voicenter waits."""

    binding: Binding
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
        method = "GET" if self.encoding == "query" else "POST"
        return Message(method, content_type, body, {}, self.headers, self.verify_tls)

    def send(self, message: Message, timeout: float | None = None) -> Reply:
        """Sends one message. In a process nothing can be cut off: an answer that came late counts as none."""
        with self._counting:
            self.requests += 1
        limit = timeout or self.timeout
        try:
            reply = send(message, self.binding, limit)
        except UnicodeDecodeError as error:  # a query of bytes that are no text
            return Reply("broken", detail=str(error))
        if not reply.failure and reply.seconds > limit:
            return Reply(
                "timeout",
                detail=f"the answer took {reply.seconds:.1f} s, longer than {limit:g} s",
                seconds=reply.seconds,
            )
        return reply

    def curl(self, message: Message) -> str:
        """The command that sends the same message."""
        words = ["curl", "-sS", "-i", "--max-time", f"{self.timeout:g}"]
        url = self.binding.url or "http://customer.example/"
        if not message.verify:
            words.append("-k")
        if message.method == "GET":
            url = with_query(url, message.body.decode("utf-8", "replace"))
        else:
            words += ["-H", f"Content-Type: {message.content_type}"]
        for name, value in message.headers.items():
            words += ["-H", f"{name}: {value}"]
        if message.method == "GET":
            return shlex.join([*words, url])
        try:
            text = message.body.decode()
            if "\0" in text:
                raise ValueError("a command line cannot hold NUL")
        except ValueError:
            octal = "".join(f"\\{byte:03o}" for byte in message.body[:_CURL_BODY])
            return f"printf '{octal}' | {shlex.join([*words, '--data-binary', '@-', url])}"
        if len(text) > _CURL_BODY:
            text = text[:_CURL_BODY] + f"… ({len(message.body)} bytes; whole in --json)"
        return shlex.join([*words, "--data-binary", text, url])


def fresh_id(now: float) -> str:
    """A call id that no earlier run used: it begins with the local time, as Voicenter's do."""
    return datetime.fromtimestamp(now, _ZONE).strftime("%Y%m%d%H%M%S") + uuid.uuid4().hex[:18]


def with_call_id(payload: Members, call_id: str) -> Members:
    """A copy with another call id wherever it has one."""

    def replaced(members: Members) -> Members:
        copy = {**members}
        for key, value in copy.items():
            if key in _CALL_IDS and isinstance(value, str) and value:
                copy[key] = call_id
            elif key in ("DATA", "currentCall") and isinstance(value, dict):
                copy[key] = replaced(cast("Members", value))
        return copy

    return replaced(payload)


Send = Callable[[Message], Reply]
