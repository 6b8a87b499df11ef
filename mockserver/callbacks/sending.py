"""Handing one message to a target: a URL, or a function in this process. Says what came back, judges nothing.

Answers are read up to ``MAXIMUM_ANSWER``; redirects are not followed (Voicenter's own behaviour is unknown,
and following one would hide a wrong URL); ``timeout`` bounds the whole exchange, not each read.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

MAXIMUM_ANSWER = 1024 * 1024
Failure = Literal["", "timeout", "unreachable", "too_large", "broken", "raised"]
Function = Callable[[dict[str, Any]], Any]


@dataclass(frozen=True, slots=True)
class Message:
    """One callback ready to be sent: ``payload`` is the plain message, ``body`` the same encoded."""

    method: str
    url: str
    content_type: str
    body: bytes
    payload: dict[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Reply:
    """``failure`` empty: the target answered with ``status`` and ``body``. Otherwise ``detail`` says what
    happened. ``seconds`` is real time.
    """

    failure: Failure
    status: int = 0
    content_type: str = ""
    body: bytes = b""
    detail: str = ""
    seconds: float = 0.0


def send(message: Message, timeout: float) -> Reply:
    """Sends to ``message.url``. Never raises."""
    import requests

    started = time.perf_counter()
    deadline = started + timeout
    headers = {"User-Agent": "Voicenter", "Content-Type": message.content_type, **message.headers}
    try:
        with requests.Session() as session:
            session.trust_env = False
            response = session.request(
                message.method, message.url, data=message.body or None, headers=headers,
                timeout=(timeout, timeout), stream=True, allow_redirects=False,
            )  # fmt: skip
            try:
                body = bytearray()
                for chunk in response.iter_content(16 * 1024):
                    body += chunk
                    if len(body) > MAXIMUM_ANSWER:
                        return Reply("too_large", response.status_code, detail="the answer is longer than 1 MB")
                    if time.perf_counter() > deadline:
                        return _late(timeout, started)
            finally:
                response.close()
            return Reply(
                "", response.status_code, response.headers.get("Content-Type", ""), bytes(body),
                seconds=time.perf_counter() - started,
            )  # fmt: skip
    except requests.Timeout:
        return _late(timeout, started)
    except requests.ConnectionError as error:
        if time.perf_counter() > deadline or "Read timed out" in str(error):
            return _late(timeout, started)
        return Reply("unreachable", detail=_reason(error), seconds=time.perf_counter() - started)
    except (requests.RequestException, ValueError, OSError) as error:
        return Reply("broken", detail=_reason(error), seconds=time.perf_counter() - started)


def call(function: Function, payload: dict[str, Any]) -> Reply:
    """Gives the message to a function. What it returns is the answer: a dictionary, a JSON text, a
    (status, body) pair; ``None`` means the documented acknowledgement. Exceptions become a 500.
    """
    started = time.perf_counter()
    try:
        result = function(json.loads(json.dumps(payload)))
    except Exception as error:  # the customer's code may raise anything; the exchange goes on
        return Reply("raised", 500, detail=f"{type(error).__name__}: {error}", seconds=time.perf_counter() - started)
    status = 200
    if isinstance(result, tuple) and len(result) == 2 and isinstance(result[0], int):
        status, result = result
    seconds = time.perf_counter() - started
    if result is None:
        return Reply("", status, "", b"", detail="nothing returned", seconds=seconds)
    if isinstance(result, bytes):
        return Reply("", status, "", result, seconds=seconds)
    if isinstance(result, str):
        return Reply("", status, "", result.encode(), seconds=seconds)
    try:
        return Reply("", status, "application/json", json.dumps(result).encode(), seconds=seconds)
    except (TypeError, ValueError) as error:
        return Reply("broken", status, detail=f"the function returned what JSON cannot say: {error}", seconds=seconds)


def _late(timeout: float, started: float) -> Reply:
    return Reply("timeout", detail=f"no answer within {timeout:g} s", seconds=time.perf_counter() - started)


def _reason(error: BaseException) -> str:
    text = str(error)
    for sign in ("Connection refused", "Name or service not known", "reset by peer", "closed connection", "No route to host"):
        if sign in text:
            return sign
    return f"{type(error).__name__}: {text[:200]}"
