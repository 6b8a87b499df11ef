"""The session so far as HAR: requests with their answers, callbacks, and what the socket said of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ... import __version__
from ...contracts.learned import event_as_sent, events_beside
from ...contracts.operations.paths import host_of
from ..callbacks.delivery import SHOWN_CHARACTERS, Delivery
from ..realtime import messages
from ..realtime.socketio_packets import encode_event
from ..state.session_recording import ANSWER_CHARACTERS, Step
from ..telephony.core.exchange import Exchange as Simulation
from ..telephony.model.events import DialerEvent, Event, ExtensionEvent, QueueEvent
from ..tenancy.tenants import Tenant
from ..traffic.har_entry import OWN_NAME, entry
from ..traffic.messages import RecordedExchange, RecordedFrame, RecordedMessage
from ..wire.encoding import JSON_TYPE, XML_TYPE
from ..wire.html import HTML_TYPE
from ..wire.urls import is_absolute

_SOCKET = "https://monitor.voicenter.co.il/socket.io/?EIO=4&transport=websocket"
_NOWHERE = "http://customer.invalid/"


def export(tenant: Tenant, exchange: Simulation) -> str:
    """HAR 1.2, entries in the order of simulated time. Called while the organization is held."""
    entries = [*_requests(tenant), *map(_callback_exchange, tenant.deliveries.all())]
    socket = _socket(tenant, exchange)
    if socket.frames:
        entries.append(socket)
    entries.sort(key=lambda one: one.started)
    creator = {"name": OWN_NAME, "version": __version__}
    log = {"version": "1.2", "creator": creator, "pages": list[Any](), "entries": [entry(one) for one in entries]}
    return json.dumps({"log": log}, ensure_ascii=False)


def _requests(tenant: Tenant) -> Iterator[RecordedExchange]:
    for step in tenant.session_recording.steps:
        if step.kind == "request":
            yield _request(step)


def _request(step: Step) -> RecordedExchange:
    given = step.given
    headers: dict[str, str] = given["headers"]
    query = f"?{given['query']}" if given["query"] else ""
    asked = RecordedMessage(tuple(headers.items()), given["body"].encode("latin-1"), headers.get("content-type", ""))
    return RecordedExchange(
        place="",
        method=given["method"],
        url=f"https://{host_of(step.name)}{given['path']}{query}",
        request=asked,
        status=step.status,
        answer=None if not step.status else _answer(step.answer),
        started=step.at,
    )


def _answer(text: str | None) -> RecordedMessage:
    if text is None:
        return RecordedMessage(lost=f"not kept: more than {ANSWER_CHARACTERS:,} bytes, or no text")
    beginning = text.lstrip()[:20].lower()
    content_type = (
        HTML_TYPE if beginning.startswith(("<html", "<!doctype html")) else
        XML_TYPE if beginning.startswith("<") else JSON_TYPE
    )  # fmt: skip
    return RecordedMessage((("Content-Type", content_type),), text.encode(), content_type)


def _callback_exchange(delivery: Delivery) -> RecordedExchange:
    """A callback with its last attempt, if there was one."""
    attempt = delivery.attempts[-1] if delivery.attempts else None
    target = delivery.target if is_absolute(delivery.target) else _NOWHERE
    url, body, content_type = target, delivery.body, delivery.content_type
    if delivery.method == "GET":
        url, body, content_type = f"{target}?{delivery.body.decode('ascii', 'replace')}", b"", ""
    answer: RecordedMessage | None = None
    if attempt is not None and attempt.status:
        cut = len(attempt.response) >= SHOWN_CHARACTERS
        kind = XML_TYPE if attempt.response.lstrip().startswith("<") else JSON_TYPE
        answer = (
            RecordedMessage(lost="not kept: only its beginning")
            if cut
            else RecordedMessage((), attempt.response.encode(), kind)
        )
    return RecordedExchange(
        place="",
        method=delivery.method,
        url=url,
        request=RecordedMessage((), body, content_type),
        status=0 if attempt is None else attempt.status,
        answer=answer,
        started=delivery.planned_at,
        milliseconds=0 if attempt is None else attempt.milliseconds,
        callback=delivery.contract,
        failure="" if attempt is None or attempt.status else attempt.detail,
    )


def _socket(tenant: Tenant, exchange: Simulation) -> RecordedExchange:
    """The live events as a client would have heard them that sees the whole account."""
    frames = tuple(
        RecordedFrame("server", event.time, encode_event(name, event_as_sent(name, payload)))
        for _, event in tenant.events.since(0)
        if (message := _socket_message(exchange, event)) is not None
        for name, payload in (message, *events_beside(*message))
    )
    started = tenant.session_recording.start
    return RecordedExchange(
        "", "GET", _SOCKET, RecordedMessage(), 101, RecordedMessage(), started=started, frames=frames
    )


def _socket_message(exchange: Simulation, event: Event) -> tuple[str, object] | None:
    if isinstance(event, ExtensionEvent):
        return "ExtensionEvent", messages.extension_event(exchange, event)
    if isinstance(event, QueueEvent):
        return "QueueEvent", messages.queue_event(exchange, event)
    if isinstance(event, DialerEvent):
        return "DialerEvent", messages.dialer_event(exchange, event)
    return None
