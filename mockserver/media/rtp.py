"""RTP packets (RFC 3550), and keys in them (RFC 4733)."""

from __future__ import annotations

import struct

from ...contracts.quick_dataclasses import dataclass

_HEAD = struct.Struct("!BBHII")
_KEYS = "0123456789*#ABCD"
MAXIMUM_BYTES = 1500
"""Of a packet that is looked at: what fits into one frame of Ethernet."""


@dataclass(frozen=True, slots=True)
class RtpPacket:
    """``timestamp`` counts samples. ``marker`` stands at the first packet after a silence, and of a key."""

    payload_type: int
    sequence: int
    timestamp: int
    ssrc: int
    payload: bytes
    marker: bool = False


def read(data: bytes) -> RtpPacket | None:
    """A packet; ``None`` for what is none (RTCP on the same port, too: RFC 5761)."""
    if not _HEAD.size <= len(data) <= MAXIMUM_BYTES or data[0] >> 6 != 2 or 192 <= data[1] <= 223:
        return None
    first, second, sequence, timestamp, ssrc = _HEAD.unpack_from(data)
    begin, end = _HEAD.size + 4 * (first & 15), len(data)
    if first & 0x10:  # a header extension: its length in words follows its name
        if begin + 4 > end:
            return None
        begin += 4 + 4 * int.from_bytes(data[begin + 2 : begin + 4])
    if first & 0x20:  # the last byte counts the padding
        end -= data[-1]
    if begin > end:
        return None
    return RtpPacket(second & 0x7F, sequence, timestamp, ssrc, data[begin:end], bool(second & 0x80))


def serialize(packet: RtpPacket) -> bytes:
    head = _HEAD.pack(
        0x80,
        packet.payload_type | 0x80 * packet.marker,
        packet.sequence & 0xFFFF,
        packet.timestamp & 0xFFFFFFFF,
        packet.ssrc,
    )
    return head + packet.payload


class KeyReader:
    """Keys as a telephone sends them: several packets for each, all with the moment at which it was pressed."""

    def __init__(self) -> None:
        self._last: tuple[int, int] | None = None

    def take(self, packet: RtpPacket) -> str:
        """The key that is pressed with this packet; empty for one that is held, or none that is known."""
        if len(packet.payload) < 4 or packet.payload[0] >= len(_KEYS):
            return ""
        pressed = packet.ssrc, packet.timestamp
        if pressed == self._last:
            return ""
        self._last = pressed
        return _KEYS[packet.payload[0]]
