"""Engine.IO packets and polling payloads."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicenter_mock.mockserver.realtime.engineio import (
    MalformedFrame,
    Version,
    decode_payload,
    encode_payload,
    open_packet,
    split_frame,
)
from voicenter_mock.mockserver.realtime.socketio_packets import encode_event

PACKETS = st.lists(
    st.text(st.characters(exclude_characters="\x1e", exclude_categories=("Cs",)), min_size=1, max_size=20),
    min_size=1,
    max_size=5,
)


def test_the_open_packet_is_the_documented_one():
    packet = open_packet("WF-eNmG", version=3, ping_interval=60, ping_timeout=180, max_payload=1_000_000)
    assert packet == '0{"sid":"WF-eNmG","upgrades":[],"pingInterval":60000,"pingTimeout":180000}'


def test_revision_four_is_told_the_largest_payload():
    packet = open_packet("x", version=4, ping_interval=25, ping_timeout=20, max_payload=100_000)
    assert json.loads(packet[1:])["maxPayload"] == 100_000


@pytest.mark.parametrize("version", [3, 4])
def test_a_text_frame_is_a_digit_and_its_data(version: Version):
    assert split_frame('42["keepalive"]', version) == ("4", '2["keepalive"]')


def test_a_binary_frame_of_revision_three_begins_with_its_type():
    assert split_frame(b"\x04abc", 3) == ("4", b"abc")


def test_a_binary_frame_of_revision_four_is_a_message():
    assert split_frame(b"\x04abc", 4) == ("4", b"\x04abc")


@pytest.mark.parametrize(("version", "frame"), [(3, "b4YWJj"), (4, "bYWJj")])
def test_binary_data_can_come_as_base64(version: Version, frame: str):
    assert split_frame(frame, version) == ("4", b"abc")


@pytest.mark.parametrize(
    ("version", "frame"),
    [(3, ""), (4, ""), (3, "7x"), (4, "hello"), (3, b""), (3, b"\x09x"), (4, "b!!"), (3, "bxYWJj")],
)
def test_what_is_no_packet_is_malformed(version: Version, frame: str | bytes):
    with pytest.raises(MalformedFrame):
        split_frame(frame, version)


def test_packets_of_revision_four_are_separated_by_a_control_character():
    assert encode_payload(["2", '42["a"]'], 4) == b'2\x1e42["a"]'


def test_packets_of_revision_three_are_preceded_by_their_length():
    assert encode_payload(["40", '42["a"]'], 3) == b'2:407:42["a"]'


def test_messages_of_revision_three_are_ascii_for_clients_that_read_byte_by_byte():
    assert encode_payload(['42["ש😀"]'], 3) == rb'24:42["\u05e9\ud83d\ude00"]'


def test_lengths_of_revision_three_count_as_javascript_does():
    assert encode_payload(["3😀"], 3) == "3:3😀".encode()
    assert decode_payload("3:4😀".encode(), 3) == ["4😀"]


@given(PACKETS)
def test_payloads_of_revision_four_come_back(packets: list[str]):
    assert decode_payload(encode_payload(packets, 4), 4) == packets


@given(PACKETS)
def test_payloads_of_revision_three_come_back(packets: list[str]):
    others = [packet for packet in packets if packet[0] != "4"] or ["2"]
    assert decode_payload(encode_payload(others, 3), 3) == others


@given(st.lists(st.text(st.characters(exclude_categories=("Cs",))), min_size=1))
def test_events_of_revision_three_come_back_with_the_same_meaning(texts: list[str]):
    body = encode_payload([encode_event("told", text) for text in texts], 3)
    assert body.isascii()
    assert [json.loads(str(frame)[2:])[1] for frame in decode_payload(body, 3)] == texts


@given(PACKETS)
def test_binary_payloads_of_revision_three_are_read(packets: list[str]):
    """As clients that can send bytes write them: 0, the length's digits as bytes, 255, the packet."""
    lengths = [bytes(map(int, str(len(packet.encode())))) for packet in packets]
    body = b"".join(
        b"\x00" + length + b"\xff" + packet.encode() for length, packet in zip(lengths, packets, strict=True)
    )
    assert decode_payload(body, 3) == packets


def test_a_binary_payload_may_hold_bytes():
    assert decode_payload(b"\x01\x03\xff\x04ab", 3) == [b"\x04ab"]


@pytest.mark.parametrize(
    ("version", "body"),
    [
        (4, b"4\xff"),
        (3, b"x"),
        (3, b"9:40"),
        (3, b":40"),
        (3, "٣:40".encode()),
        (3, b"\x00\x03"),
        (3, b"\x00\xff4"),
        (3, b"\x00\x0a\xff4"),
        (3, b"\x00\x09\xff40"),
        (3, b"\x00\x02\xff4\xff"),
        (3, b"99999999999999999999:4"),
    ],
)
def test_a_body_that_is_no_payload_is_malformed(version: Version, body: bytes):
    with pytest.raises(MalformedFrame):
        decode_payload(body, version)


@given(st.binary(max_size=60), st.sampled_from([3, 4]))
def test_any_body_is_taken_or_malformed(body: bytes, version: Version):
    try:
        frames = decode_payload(body, version)
    except MalformedFrame:
        return
    assert all(isinstance(frame, str | bytes) for frame in frames)
