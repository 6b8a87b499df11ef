"""Engine.IO packets and polling payloads of revisions 3 and 4, as pure functions.

A packet is one digit and its data. Over a websocket each packet is a frame; over polling several are put into
one body, in a different way for each revision. Nothing here reads, writes or keeps anything: ``session`` holds
the state of a connection, the server the sockets.

Why our own: clients of the documented service speak revision 3 (socket.io 1.x and 2.x), which the kept Python
library no longer does, and events must be encoded once for all clients of both revisions.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from typing import Literal

Version = Literal[3, 4]
"""The client's ``EIO`` query parameter."""

OPEN, CLOSE, PING, PONG, MESSAGE, UPGRADE, NOOP = "0123456"

PROBE = PING + "probe"
"""What a client sends first on the websocket it wants to change to."""
PROBE_ANSWER = PONG + "probe"

_SEPARATOR = "\x1e"
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_FIRST_BEYOND_BMP = "\U00010000"


class MalformedFrame(ValueError):
    """Bytes or text that are no packet of the protocol. The message says what is wrong, without the data."""


def open_packet(
    sid: str,
    *,
    version: Version,
    upgrades: tuple[str, ...] = (),
    ping_interval: float,
    ping_timeout: float,
    max_payload: int,
) -> str:
    """The first packet of a connection. ``ping_interval`` and ``ping_timeout`` are seconds (milliseconds on the
    wire), ``max_payload`` bytes; only revision 4 tells the client the latter."""
    handshake: dict[str, object] = {
        "sid": sid,
        "upgrades": list(upgrades),
        "pingInterval": round(ping_interval * 1000),
        "pingTimeout": round(ping_timeout * 1000),
    }
    if version == 4:
        handshake["maxPayload"] = max_payload
    return OPEN + json.dumps(handshake, separators=(",", ":"))


def split_frame(frame: str | bytes, version: Version) -> tuple[str, str | bytes]:
    """The packet's type and data. Raises ``MalformedFrame``.

    Binary messages come as bytes (with a type byte in revision 3) or, where the transport has only text, as
    base64 after a ``b`` (``b4`` in revision 3); their data is bytes.
    """
    if isinstance(frame, bytes):
        if version == 4:
            return MESSAGE, frame
        if not frame or frame[0] > 6:
            raise MalformedFrame("a binary frame of revision 3 begins with a byte from 0 to 6")
        return str(frame[0]), frame[1:]
    if frame[:1] == "b":
        kind, encoded = (MESSAGE, frame[1:]) if version == 4 else (frame[1:2], frame[2:])
        try:
            data = base64.b64decode(encoded, validate=True)
        except (binascii.Error, ValueError) as error:
            raise MalformedFrame("a frame that begins with 'b' goes on with base64") from error
    else:
        kind, data = frame[:1], frame[1:]
    if kind not in {OPEN, CLOSE, PING, PONG, MESSAGE, UPGRADE, NOOP}:
        raise MalformedFrame("a frame begins with a digit from 0 to 6")
    return kind, data


def encode_payload(packets: list[str], version: Version) -> bytes:
    """The body of a polling answer.

    In revision 3 messages are pure ASCII, what is not being escaped as JSON does: clients 1.x read a body byte by byte,
    and would take its lengths for lengths in bytes.
    """
    if version == 4:
        return _SEPARATOR.join(packets).encode()
    return "".join(f"{_utf16_length(packet)}:{packet}" for packet in map(_in_ascii, packets)).encode()


def encode_bytes_payload(packets: list[str]) -> bytes:
    """The other form of revision 3's polling answers: each packet after a 0, the digits of its length, and 255."""
    body = bytearray()
    for packet in packets:
        data = packet.encode()
        body += b"\x00" + bytes(int(digit) for digit in str(len(data))) + b"\xff" + data
    return bytes(body)


def decode_payload(body: bytes, version: Version) -> list[str | bytes]:
    """The frames in the body of a polling request, in either form of revision 3. Raises ``MalformedFrame``.

    Clients 1.x without bytes (``b64=1``) write what is not ASCII as UTF-8 twice over; it is taken as it stands.
    """
    if version == 3 and body[:1] in {b"\x00", b"\x01"}:
        return _decode_binary_payload(body)
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise MalformedFrame("a polling body is UTF-8") from error
    if version == 4:
        return list[str | bytes](text.split(_SEPARATOR))
    return _decode_text_payload(text)


def _decode_text_payload(text: str) -> list[str | bytes]:
    # Lengths count UTF-16 units, as JavaScript does; one unit is two bytes of this encoding.
    wide = text.encode("utf-16-le") if max(text, default="") >= _FIRST_BEYOND_BMP else None
    frames: list[str | bytes] = []
    position, end = 0, len(text) if wide is None else len(wide) // 2
    while position < end:
        head = text[position : position + 11] if wide is None else _narrow(wide, position, position + 11)
        digits, colon, _ = head.partition(":")
        if not colon or not (digits.isascii() and digits.isdigit()):
            raise MalformedFrame("a polling body of revision 3 is a row of <length>:<packet>")
        start = position + len(digits) + 1
        position = start + int(digits)
        if position > end:
            raise MalformedFrame("a packet in a polling body is shorter than its length says")
        frames.append(text[start:position] if wide is None else _narrow(wide, start, position))
    return frames


def _narrow(wide: bytes, start: int, stop: int) -> str:
    return wide[2 * start : 2 * stop].decode("utf-16-le", errors="replace")


def _decode_binary_payload(body: bytes) -> list[str | bytes]:
    frames: list[str | bytes] = []
    position = 0
    while position < len(body):
        kind = body[position]
        mark = body.find(b"\xff", position + 1, position + 12)
        digits = body[position + 1 : mark]
        if kind > 1 or mark < 0 or not digits or max(digits) > 9:
            raise MalformedFrame("a packet in a binary polling body begins with 0 or 1, its length's digits and 255")
        start = mark + 1
        position = start + int("".join(map(str, digits)))
        data = body[start:position]
        if position > len(body):
            raise MalformedFrame("a packet in a polling body is shorter than its length says")
        try:
            frames.append(data if kind else data.decode())
        except UnicodeDecodeError as error:
            raise MalformedFrame("a text packet in a polling body is UTF-8") from error
    return frames


def _in_ascii(packet: str) -> str:
    if packet.isascii() or packet[:1] != MESSAGE:
        return packet
    return _BEYOND_ASCII.sub(lambda found: json.dumps(found[0])[1:-1], packet)


def _utf16_length(text: str) -> int:
    return len(text) + sum(character >= _FIRST_BEYOND_BMP for character in text)
