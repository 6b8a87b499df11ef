"""RTP packets and the keys in them."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicenter_mock.mockserver.media import rtp
from voicenter_mock.mockserver.media.rtp import KeyReader, RtpPacket

PACKET = RtpPacket(0, 65535, 4_294_967_295, 7, b"speech", marker=True)


def test_a_packet_is_read_as_it_was_written():
    assert rtp.read(rtp.serialize(PACKET)) == PACKET


def test_what_stands_around_the_speech_is_left_out():
    head = bytes([0x80 | 0x20 | 0x10 | 1]) + rtp.serialize(PACKET)[1:12]
    extension = b"\xbe\xde\0\1abcd"
    found = rtp.read(head + b"csrc" + extension + b"speech" + b"\0\0\3")
    assert found == PACKET


@pytest.mark.parametrize(
    "data",
    [b"", b"\x80\0", b"\0" * 20, b"\x80\xc8" + b"\0" * 26, b"\x90\0" + b"\0" * 10, b"\xa0\0" + b"\0" * 10 + b"\xff",
     b"\x8f\0" + b"\0" * 12, rtp.serialize(PACKET) + b"\0" * 1500],
)  # fmt: skip
def test_what_is_no_packet_is_none(data: bytes):
    assert rtp.read(data) is None


def keys(*packets: tuple[int, int]) -> str:
    """Those read from events, each a number and the moment of its beginning."""
    reader = KeyReader()
    return "".join(
        reader.take(RtpPacket(101, 0, moment, 7, struct.pack("!BBH", event, 10, 0))) for event, moment in packets
    )


def test_a_key_is_told_once_however_many_packets_say_it():
    assert keys((5, 1), (5, 1), (5, 1), (5, 2), (11, 3)) == "55#"


def test_other_events_are_no_keys():
    assert keys((16, 1), (255, 2)) == ""
    assert KeyReader().take(RtpPacket(101, 0, 1, 7, b"\1")) == ""


@given(st.binary(max_size=60).map(lambda rest: b"\x90\0" + rest) | st.binary(max_size=60))
def test_whatever_comes_is_a_packet_or_none(data: bytes):
    packet = rtp.read(data)
    assert packet is None or packet.payload in data
