"""Faults that are not in an answer's bytes: it comes late, only half of it, or not at all.

The WSGI application says so in a header of its own, which never leaves the server.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, cast

from ..wire.http import HttpResponse

HEADER = "X-Voicenter-Mock-Fault"
_RAW_HEADER = HEADER.lower().encode()
_RESET = struct.pack("ii", 1, 0)  # SO_LINGER on, no time: closing sends a reset

Headers = list[tuple[bytes, bytes]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


def header_of(response: HttpResponse) -> str:
    """The value of ``HEADER`` for an answer; empty when there is nothing to say."""
    return f"{response.delay_seconds:g} {response.broken}" if response.delay_seconds or response.broken else ""


async def send_faulty(status: int, headers: Headers, content: bytes, send: Send) -> bool:
    """Sends an answer that has the header, as it says. Returns whether it had one."""
    fault = next((value for name, value in headers if name == _RAW_HEADER), None)
    if fault is None:
        return False
    seconds, _, broken = fault.decode().partition(" ")
    headers = [entry for entry in headers if entry[0] != _RAW_HEADER]
    await asyncio.sleep(float(seconds))
    if broken != "reset":
        await send({"type": "http.response.start", "status": status, "headers": headers})
        body = content[: len(content) // 2] if broken else content
        await send({"type": "http.response.body", "body": body, "more_body": bool(broken)})
    if broken:
        await _close(send, hard=broken == "reset")
    return True


async def _close(send: Send, *, hard: bool) -> None:
    """Closes the connection under uvicorn, whose ``send`` is a method of what holds it."""
    transport = cast("asyncio.Transport | None", getattr(getattr(send, "__self__", None), "transport", None))
    if transport is None:
        return
    if hard:
        connection = transport.get_extra_info("socket")
        if connection is not None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        transport.abort()
    else:
        transport.close()
    await asyncio.sleep(0)  # uvicorn learns that the connection is gone before the application returns
    await asyncio.sleep(0)
