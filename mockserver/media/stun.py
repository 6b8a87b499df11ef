"""What a browser asks before it sends sound (STUN, RFC 8489), answered as a server with one known address may do
(ICE lite, RFC 8445 §2.5): it is asked, and asks nothing itself.
"""

from __future__ import annotations

import hmac
import ipaddress
import struct
import zlib

from ...contracts.quick_dataclasses import dataclass

_HEAD = struct.Struct("!HHI12s")
_ATTRIBUTE = struct.Struct("!HH")
_COOKIE = 0x2112A442
_REQUEST, _SUCCESS = 0x0001, 0x0101
_USERNAME, _INTEGRITY, _XOR_ADDRESS, _USE_CANDIDATE, _FINGERPRINT = 0x0006, 0x0008, 0x0020, 0x0025, 0x8028
_INTEGRITY_BYTES, _FINGERPRINT_BYTES = 24, 8
_FINGERPRINT_MASK = 0x5354554E


@dataclass(frozen=True, slots=True)
class Check:
    """A request that is right, and its answer. ``nominated``: sound will come from and go to that address."""

    answer: bytes
    nominated: bool


def is_stun(data: bytes) -> bool:
    """By the first byte (RFC 7983)."""
    return len(data) >= _HEAD.size and data[0] < 4


def check(data: bytes, fragment: str, password: str, address: tuple[str, int]) -> Check | None:
    """The answer to a binding request that came from ``address``. ``None`` for anything else, and for who does not know
    our ``fragment`` and ``password``.
    """
    if len(data) < _HEAD.size:
        return None
    kind, length, cookie, transaction = _HEAD.unpack_from(data)
    if kind != _REQUEST or cookie != _COOKIE or len(data) != _HEAD.size + length:
        return None
    key = password.encode()
    name, nominated, signed = b"", False, False
    for place, number, value in _attributes(data):
        if number == _USERNAME:
            name = value
        elif number == _USE_CANDIDATE:
            nominated = True
        elif number == _INTEGRITY:
            before = _with_length(data[:place], place - _HEAD.size + _INTEGRITY_BYTES)
            signed = hmac.compare_digest(hmac.digest(key, before, "sha1"), value)
            break
    if not signed or name.partition(b":")[0] != fragment.encode():
        return None
    return Check(_answer(transaction, address, key), nominated)


def _attributes(data: bytes) -> list[tuple[int, int, bytes]]:
    """Place, number and value of each, as far as they are whole."""
    found: list[tuple[int, int, bytes]] = []
    place = _HEAD.size
    while place + _ATTRIBUTE.size <= len(data):
        number, length = _ATTRIBUTE.unpack_from(data, place)
        begin = place + _ATTRIBUTE.size
        if begin + length > len(data):
            break
        found.append((place, number, data[begin : begin + length]))
        place = begin + -(-length // 4) * 4
    return found


def _answer(transaction: bytes, address: tuple[str, int], key: bytes) -> bytes:
    host = ipaddress.ip_address(address[0])
    mask = struct.pack("!I", _COOKIE) + transaction
    hidden = bytes(one ^ other for one, other in zip(host.packed, mask, strict=False))
    value = struct.pack("!BBH", 0, 1 if host.version == 4 else 2, address[1] ^ _COOKIE >> 16) + hidden
    made = _HEAD.pack(_SUCCESS, 0, _COOKIE, transaction) + _ATTRIBUTE.pack(_XOR_ADDRESS, len(value)) + value
    made = _with_length(made, len(made) - _HEAD.size + _INTEGRITY_BYTES)
    made += _ATTRIBUTE.pack(_INTEGRITY, 20) + hmac.digest(key, made, "sha1")
    made = _with_length(made, len(made) - _HEAD.size + _FINGERPRINT_BYTES)
    return made + _ATTRIBUTE.pack(_FINGERPRINT, 4) + struct.pack("!I", zlib.crc32(made) ^ _FINGERPRINT_MASK)


def _with_length(message: bytes, length: int) -> bytes:
    """The same with another length in its head."""
    return message[:2] + struct.pack("!H", length) + message[4:]
