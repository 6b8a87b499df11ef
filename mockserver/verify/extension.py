"""The pop-up as the vendor's Chrome extension asks for it: from the agent's browser, not from a server.

A browser asks first whether it may (OPTIONS), where the message is JSON, and shows the extension an answer only if that
says so. Both ways are described (popup-screen; authentication), so that this is examined only on request.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from ..callbacks.sending import Message, Reply
from .examination import Examination
from .findings import Kind
from .judging import Symptom

ORIGIN = "chrome-extension://ifiaikfdhcagbagdeflffjdammidpbio"


def steps(examination: Examination) -> Iterator[Callable[[], None]]:
    if examination.contract == "popup" and examination.settings.extension and examination.endpoint.takes_bytes:
        yield lambda: _from_the_browser(examination)


def _from_the_browser(examination: Examination) -> None:
    endpoint = examination.endpoint
    plain = endpoint.message("popup", examination.fresh(examination.plain["popup"]))
    message = replace(plain, headers={**plain.headers, "Origin": ORIGIN})
    if plain.content_type == "application/json" and plain.method == "POST":
        asking = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
        preflight = Message("OPTIONS", "", b"", {}, {**message.headers, **asking}, plain.verify)
        reply = endpoint.send(preflight)
        why = _why_blocked(reply) or _no_content_type(reply)
        if why:
            _add(examination, preflight, reply, f"the pre-flight (OPTIONS): {why}")
            return
    reply = endpoint.send(message)
    why = _why_blocked(reply)
    if why:
        _add(examination, message, reply, f"the answer: {why}")


def _why_blocked(reply: Reply) -> str:
    """Why a browser keeps the answer from the extension; empty when it does not."""
    if reply.failure:
        return reply.detail
    if not 200 <= reply.status < 300:
        return f"HTTP {reply.status}"
    allowed = reply.headers.get("access-control-allow-origin", "").strip()
    if not allowed:
        return "there is no Access-Control-Allow-Origin"
    return (
        "" if allowed in ("*", ORIGIN) else f"Access-Control-Allow-Origin is {allowed[:100]!r}, which is another origin"
    )


def _no_content_type(reply: Reply) -> str:
    allowed = reply.headers.get("access-control-allow-headers", "")
    if {"*", "content-type"} & {name.strip().lower() for name in allowed.split(",")}:
        return ""
    return f"Access-Control-Allow-Headers is {allowed[:100]!r}, without Content-Type"


def _add(examination: Examination, message: Message, reply: Reply, detail: str) -> None:
    examination.add(Symptom(Kind.CLOSED_TO_THE_EXTENSION, detail), "popup", message, reply)
