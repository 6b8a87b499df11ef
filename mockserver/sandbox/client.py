"""A client of a running server's control API: requests, and errors as sentences."""

from __future__ import annotations

import json
import socket
from typing import Any

from ...contracts.json_values import is_object
from ..callbacks.http_client import Broken, TooLarge, Unreachable, exchange, server_of
from .control_token import client_headers

TIMEOUT_SECONDS = 330.0
"""Longer than the longest time-out a callback may have."""
MAXIMUM_ANSWER = 1 << 30


class NoSandbox(Exception):
    """Nobody answers there, or something else than a sandbox does; the message says which."""


class ControlApiError(Exception):
    """A sandbox answered with an error: ``status`` is HTTP's, the others are the error's members."""

    def __init__(self, status: int, message: str, code: str = "", field: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.field = field
        self.hint = hint


def ask(server: str, method: str, path: str, body: Any = None, *, seconds: float = TIMEOUT_SECONDS) -> Any:
    """One request to the control API, ``path`` behind ``/_sandbox``.

    ``None`` for an answer without content, text for a program. Raises ``NoSandbox`` and ``ControlApiError``.
    """
    url = f"{server.rstrip('/')}/_sandbox{path}"
    try:
        sent = b"" if body is None else json.dumps(body).encode()
        headers = client_headers() | ({"Content-Type": "application/json"} if sent else {})
        answer = exchange(method, url, headers, sent, timeout=seconds, maximum=MAXIMUM_ANSWER)
        if answer.status in (202, 204):
            return None
        if answer.status == 200 and answer.content_type.startswith("text/x-python"):
            return answer.body.decode()
        received: Any = json.loads(answer.body)
    except Unreachable as error:
        raise NoSandbox(f"no sandbox answers at {server} ({error}); start one with: voicenter-mock serve") from None
    except TimeoutError:
        raise NoSandbox(f"{server} did not answer within {seconds:g} s") from None
    except Broken as error:
        raise NoSandbox(f"no sandbox answers at {server} ({error})") from None
    except (TooLarge, ValueError) as error:
        raise NoSandbox(f"{server} is no sandbox: {error}") from None
    if answer.status >= 400:
        described: dict[str, str] = {"message": f"{url} answers HTTP {answer.status}"}
        if is_object(received) and is_object(received.get("error")):
            described |= received["error"]
        members = (described.get(name, "") for name in ("code", "field", "hint"))
        raise ControlApiError(answer.status, described["message"], *members)
    return received


def nobody_listens(server: str, *, seconds: float = 1.0) -> bool:
    """Whether its machine refuses connections there: no sandbox and no other program has the port."""
    try:
        place = server_of(server)
        socket.create_connection((place.host, place.port), seconds).close()
    except ConnectionRefusedError:
        return True
    except (OSError, Unreachable):
        return False
    return False


def is_sandbox(server: str, *, seconds: float = TIMEOUT_SECONDS) -> bool:
    """Whether it is one that answers there."""
    try:
        health = ask(server, "GET", "/health", seconds=seconds)
    except (NoSandbox, ControlApiError):
        return False
    return is_object(health) and "version" in health
