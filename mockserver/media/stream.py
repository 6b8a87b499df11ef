"""Speech to and from one telephone as RTP packets, without sockets and clocks."""

from __future__ import annotations

import random
from array import array
from collections.abc import Callable

from ...contracts.quick_dataclasses import dataclass
from . import g711, rtp
from .g711 import Law
from .jitter_buffer import PORTION, JitterBuffer
from .rtp import KeyReader, RtpPacket

LAWS: dict[str, Law] = {"PCMU/8000": "PCMU", "PCMA/8000": "PCMA"}
"""What is spoken here, by the names of session descriptions."""
KEYS = "telephone-event/8000"


@dataclass(frozen=True, slots=True)
class Agreed:
    """What both ends have agreed on: which law is sent as which payload type, all laws that may come, and the payload
    type of keys. ``silent``: the telephone does not want to hear anything now.
    """

    law: Law
    payload_type: int
    laws: tuple[tuple[int, Law], ...]
    keys: int | None = None
    silent: bool = False


class SpeechStream:
    """``on_key`` is told each key that is pressed."""

    def __init__(self, on_key: Callable[[str], None]) -> None:
        self.agreed: Agreed | None = None
        self._on_key = on_key
        self._keys = KeyReader()
        self._coming = JitterBuffer()
        self._ssrc = random.getrandbits(32)
        self._sequence = random.getrandbits(15)
        self._timestamp = random.getrandbits(31)
        self._first = True

    def receive(self, data: bytes) -> None:
        """A packet has come; what is none, or nothing that was agreed on, is dropped."""
        packet, agreed = rtp.read(data), self.agreed
        if packet is None or agreed is None:
            return
        if packet.payload_type == agreed.keys:
            key = self._keys.take(packet)
            if key:
                self._on_key(key)
            return
        law: Law | None = next((law for number, law in agreed.laws if number == packet.payload_type), None)
        if law is not None and packet.payload:
            self._coming.put(packet.sequence, g711.decode(packet.payload, law))

    def take(self) -> array[int] | None:
        """What was said in the next 20 ms; ``None`` for nothing."""
        return self._coming.take()

    def packet(self, samples: array[int], *, wanted: bool = True) -> bytes:
        """The next packet, of 20 ms; empty while it cannot be sent (not ``wanted``) or nobody listens. Time goes on all
        the same.
        """
        agreed = self.agreed
        self._timestamp += PORTION
        if agreed is None or agreed.silent or not wanted:
            self._first = True
            return b""
        self._sequence += 1
        packet = RtpPacket(
            agreed.payload_type, self._sequence & 0xFFFF, self._timestamp & 0xFFFFFFFF, self._ssrc,
            g711.encode(samples, agreed.law), self._first,
        )  # fmt: skip
        self._first = False
        return rtp.serialize(packet)
