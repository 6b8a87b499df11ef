"""The events that a recorded socket carried: in frames, and in the polling that comes before them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from ...contracts.json_values import is_array
from ...contracts.quick_dataclasses import dataclass
from ..realtime import engineio, socketio_packets
from .messages import RecordedExchange, UnreadablePart


@dataclass(frozen=True, slots=True)
class SocketMessage:
    """One socket.io event. ``payload`` is its first argument, ``None`` when it has none."""

    place: str
    sender: Literal["client", "server"]
    name: str
    payload: object
    at: float


def is_socket(exchange: RecordedExchange) -> bool:
    """Whether an exchange belongs to Engine.IO, with or without frames."""
    parts = urlsplit(exchange.url)
    return "/socket.io" in parts.path.lower() and "EIO=" in parts.query


def events(exchange: RecordedExchange) -> Iterator[SocketMessage | UnreadablePart]:
    """The events of one exchange. Pings, probes, upgrades and connects are none."""
    version: engineio.Version = 3 if parse_qs(urlsplit(exchange.url).query).get("EIO", ["4"])[0] == "3" else 4
    for number, frame in enumerate(exchange.frames, 1):
        place = f"{exchange.place}, frame {number}"
        if frame.lost:
            yield UnreadablePart(place, frame.lost)
            continue
        yield from _event(frame.data, version, place, frame.sender, frame.at or exchange.started)
    if exchange.request.body:
        yield from _polled_messages(
            exchange.request.body, version, f"{exchange.place}, request", "client", exchange.started
        )
    if exchange.answer is not None and exchange.answer.body and exchange.status == 200:
        yield from _polled_messages(
            exchange.answer.body, version, f"{exchange.place}, answer", "server", exchange.started
        )


def _polled_messages(
    body: bytes, version: engineio.Version, place: str, sender: Literal["client", "server"], at: float
) -> Iterator[SocketMessage | UnreadablePart]:
    if body == b"ok":
        return
    try:
        packets = engineio.decode_payload(body, version)
    except engineio.MalformedFrame as problem:
        yield UnreadablePart(place, str(problem))
        return
    for packet in packets:
        yield from _event(packet, version, place, sender, at)


def _event(
    frame: str | bytes, version: engineio.Version, place: str, sender: Literal["client", "server"], at: float
) -> Iterator[SocketMessage | UnreadablePart]:
    try:
        kind, data = engineio.split_frame(frame, version)
        if kind != engineio.MESSAGE or isinstance(data, bytes) or not data:
            return
        packet = socketio_packets.decode(data)
    except engineio.MalformedFrame as problem:
        yield UnreadablePart(place, str(problem))
        return
    if packet.kind == "event" and is_array(packet.data) and packet.data:
        payload = packet.data[1] if len(packet.data) > 1 else None
        yield SocketMessage(place, sender, str(packet.data[0]), payload, at)
