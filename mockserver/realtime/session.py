"""One client's connection as a state machine: frames and the time go in, what the client wants comes out.

No I/O and no clock: the owner reads the socket, calls ``receive``, writes what ``to_send`` hands out, and calls
``tick`` when ``deadline`` is reached. Times are seconds of any one steady clock.

    session = Session(version=3, sid="…", now=clock())
    wants = session.start()                   # then write session.to_send()
    wants = session.receive(frame, clock())   # then write session.to_send()

Heartbeats: clients of revision 3 ping and are given up when nothing came for interval and time-out together;
clients of revision 4 are pinged and given up when no pong came within the time-out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal, cast

from ...contracts.quick_dataclasses import dataclass
from ...contracts.sentences import Sentence
from . import engineio
from .engineio import CLOSE, MESSAGE, NOOP, PING, PONG, UPGRADE, MalformedFrame, Version
from .socketio_packets import (
    Packet,
    decode,
    encode_ack,
    encode_connect,
    encode_disconnect,
    encode_error,
    encode_event,
)

CloseReason = Literal[
    "client close",
    "server close",
    "ping timeout",
    "connect timeout",
    "parse error",
    "frame too large",
    "wrong heartbeat",
]


@dataclass(frozen=True, slots=True)
class ConnectRequest:
    """The client wants into a namespace: answer with ``accept`` or ``reject``. ``auth`` is what clients of
    revision 4 send along, ``query`` what older ones write behind the namespace."""

    namespace: str
    query: Mapping[str, str] = field(default_factory=dict[str, str])
    auth: object = None


@dataclass(frozen=True, slots=True)
class ClientEvent:
    """An event of the client's. One that asked to be acknowledged has been, with no arguments."""

    namespace: str
    name: str
    arguments: tuple[object, ...] = ()

    @property
    def payload(self) -> object:
        """The first argument; ``None`` when there is none (``keepalive`` is sent with and without)."""
        return self.arguments[0] if self.arguments else None


@dataclass(frozen=True, slots=True)
class Left:
    """The client left a namespace; its connection stays."""

    namespace: str


@dataclass(frozen=True, slots=True)
class InvalidPacket:
    """A packet that was passed over, and why, for the journal. The connection goes on."""

    reason: Sentence


@dataclass(frozen=True, slots=True)
class SessionClosed:
    """The connection is over: stop reading, write what ``to_send`` still has, close the socket."""

    reason: CloseReason
    detail: str = ""


Incoming = ConnectRequest | ClientEvent | Left | InvalidPacket | SessionClosed


class Session:
    """One Engine.IO connection with its socket.io namespaces.

    ``ping_interval``, ``ping_timeout`` and ``connect_timeout`` (revision 4: until the first namespace is asked
    for) are seconds, ``max_payload`` bytes of one frame. The defaults are the documented open packet's (cur).
    """

    def __init__(
        self,
        version: Version,
        sid: str,
        *,
        now: float,
        upgrades: tuple[str, ...] = (),
        ping_interval: float = 60,
        ping_timeout: float = 180,
        connect_timeout: float = 45,
        max_payload: int = 1_000_000,
    ) -> None:
        if version not in (3, 4):
            raise ValueError(f"Engine.IO revision {version!r} is not served; use 3 or 4")
        self.version: Version = version
        self.sid = sid
        self.closed: SessionClosed | None = None
        self._upgrades = upgrades
        self._ping_interval = ping_interval
        self._ping_timeout = ping_timeout
        self._max_payload = max_payload
        self._output: list[str] = []
        self._namespaces: set[str] = set()
        self._attachments = 0
        self._received = now
        self._next_ping = now + ping_interval
        self._pong_due: float | None = None
        self._connect_due: float | None = now + connect_timeout if version == 4 else None

    @property
    def namespaces(self) -> frozenset[str]:
        """The namespaces that the client is in."""
        return frozenset(self._namespaces)

    @property
    def deadline(self) -> float:
        """When ``tick`` has something to do, if nothing comes before."""
        if self.version == 3:
            return self._received + self._ping_interval + self._ping_timeout
        heartbeat = self._next_ping if self._pong_due is None else self._pong_due
        return heartbeat if self._connect_due is None else min(heartbeat, self._connect_due)

    def open_packet(self) -> str:
        """The first packet of the connection."""
        return engineio.open_packet(
            self.sid,
            version=self.version,
            upgrades=self._upgrades,
            ping_interval=self._ping_interval,
            ping_timeout=self._ping_timeout,
            max_payload=self._max_payload,
        )

    def start(self) -> list[Incoming]:
        """Opens the connection. Clients of revision 3 want into ``/`` without asking for it."""
        self._output.append(self.open_packet())
        return [ConnectRequest("/")] if self.version == 3 else []

    def to_send(self) -> list[str]:
        """The frames to write, in order; each is handed out once."""
        frames, self._output = self._output, []
        return frames

    def receive(self, frame: str | bytes, now: float) -> list[Incoming]:
        """Takes one frame in. Never raises for what a client sends; a closed session takes nothing."""
        if self.closed is not None:
            return []
        self._received = now
        if self._is_too_large(frame):
            return self._close("frame too large", f"a frame may have {self._max_payload} bytes")
        try:
            kind, data = engineio.split_frame(frame, self.version)
            if kind == MESSAGE:
                return self._binary() if isinstance(data, bytes) else self._message(decode(data))
        except MalformedFrame as error:
            return self._close("parse error", str(error))
        return self._control(kind, data if isinstance(data, str) else "", now)

    def tick(self, now: float) -> list[Incoming]:
        """What is due: a ping to a client of revision 4, or the end of a silent one."""
        if self.closed is not None or now < self.deadline:
            return []
        if self._connect_due is not None and now >= self._connect_due:
            return self._close("connect timeout", "no namespace was asked for")
        if self.version == 3 or self._pong_due is not None:
            return self._close("ping timeout")
        self._output.append(PING)
        self._pong_due = now + self._ping_timeout
        return []

    def accept(self, namespace: str) -> None:
        """Lets the client into a namespace it asked for."""
        self._namespaces.add(namespace)
        self._output.append(encode_connect(self.version, namespace, self.sid))

    def reject(self, namespace: str, message: str) -> None:
        """Keeps the client out of a namespace; ``message`` says why."""
        self._output.append(encode_error(self.version, namespace, message))

    def disconnect(self, namespace: str) -> None:
        """Takes the client out of a namespace, if it is in it."""
        if namespace in self._namespaces:
            self._namespaces.remove(namespace)
            self._output.append(encode_disconnect(namespace))

    def close(self) -> list[Incoming]:
        """Ends the connection from our side: every namespace is left, then the transport closes."""
        for namespace in sorted(self._namespaces):
            self.disconnect(namespace)
        return self._close("server close")

    def event(self, name: str, payload: object, namespace: str = "/") -> str:
        """The frame for an event; the same text serves every client of that namespace, so encode it once."""
        return encode_event(name, payload, namespace)

    def _control(self, kind: str, data: str, now: float) -> list[Incoming]:
        if kind == CLOSE:
            return self._close("client close")
        if kind == PING and self.version == 3:
            self._output.append(PONG + data)
            return []
        if kind == PONG and self.version == 4:
            self._pong_due, self._next_ping = None, now + self._ping_interval
            return []
        if kind == PING:
            return self._close("wrong heartbeat", "clients of revision 4 answer pings, they don't send them")
        if kind in {NOOP, UPGRADE}:
            return []
        return [
            InvalidPacket(Sentence.of("PacketOfServer", "a client does not send packets of type {kind}", kind=kind))
        ]

    def _message(self, packet: Packet) -> list[Incoming]:
        self._attachments = packet.attachments
        if packet.kind == "connect":
            self._connect_due = None
            return [ConnectRequest(packet.namespace, packet.query, packet.data)]
        if packet.namespace not in self._namespaces:
            reason = Sentence.of(
                "NotInNamespace", "{kind} for namespace {namespace}, which the client is not in",
                kind=str(packet.kind), namespace=packet.namespace,
            )  # fmt: skip
            return [InvalidPacket(reason)]
        if packet.kind == "disconnect":
            self._namespaces.remove(packet.namespace)
            return [Left(packet.namespace)]
        if packet.kind == "event":
            return self._event(packet)
        if packet.kind == "binary_event":
            if packet.ack is not None:
                self._output.append(encode_ack(packet.ack, [{"error": "binary data is not taken"}], packet.namespace))
            return [InvalidPacket(Sentence.of("NoBinaryData", "binary data is not taken"))]
        reason = Sentence.of("UnaskedPacket", "nothing of ours asks for a packet of kind {kind}", kind=str(packet.kind))
        return [InvalidPacket(reason)]

    def _event(self, packet: Packet) -> list[Incoming]:
        name, *arguments = cast("list[object]", packet.data)  # decode took nothing else for an event
        if packet.ack is not None:
            self._output.append(encode_ack(packet.ack, [], packet.namespace))
        return [ClientEvent(packet.namespace, str(name), tuple(arguments))]

    def _binary(self) -> list[Incoming]:
        if self._attachments:  # of a packet that has been refused as a whole
            self._attachments -= 1
            return []
        return [InvalidPacket(Sentence.of("NoBinaryData", "binary data is not taken"))]

    def _is_too_large(self, frame: str | bytes) -> bool:
        if isinstance(frame, bytes) or len(frame) > self._max_payload:
            return len(frame) > self._max_payload
        # A character has at most four bytes, so short texts need not be encoded to be measured.
        return len(frame) * 4 > self._max_payload and len(frame.encode(errors="replace")) > self._max_payload

    def _close(self, reason: CloseReason, detail: str = "") -> list[Incoming]:
        if self.closed is None:
            self.closed = SessionClosed(reason, detail)
            self._namespaces.clear()
            return [self.closed]
        return []
