"""socket.io packets inside Engine.IO messages."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicenter_mock.mockserver.realtime.engineio import MalformedFrame
from voicenter_mock.mockserver.realtime.socketio_packets import (
    Packet,
    decode,
    encode_ack,
    encode_connect,
    encode_disconnect,
    encode_error,
    encode_event,
    encode_json,
)


def test_an_event_of_the_root_namespace_names_no_namespace():
    assert encode_event("keepaliveResponse", {"errorCode": 0}) == '42["keepaliveResponse",{"errorCode":0}]'


def test_an_event_of_another_namespace_begins_with_it():
    assert encode_event("loginSuccess", {}, "/o/t1") == '42/o/t1,["loginSuccess",{}]'


def test_hebrew_goes_out_as_it_is():
    assert encode_event("x", {"userName": "דנה"}) == '42["x",{"userName":"דנה"}]'


def test_a_lone_surrogate_goes_out_escaped():
    assert encode_json("\ud800 דנה") == '"\\ud800 \\u05d3\\u05e0\\u05d4"'


def test_not_a_number_is_never_sent():
    with pytest.raises(ValueError, match="JSON"):
        encode_event("x", {"servertime": float("nan")})


def test_older_clients_are_let_in_without_an_id():
    assert [encode_connect(3, "/", "abc"), encode_connect(3, "/o/t1", "abc")] == ["40", "40/o/t1,"]


def test_later_clients_are_let_in_with_their_id():
    assert encode_connect(4, "/o/t1", "abc") == '40/o/t1,{"sid":"abc"}'


def test_older_clients_get_the_refusal_as_text():
    assert encode_error(3, "/", "Unexpected token") == '44"Unexpected token"'


def test_later_clients_get_the_refusal_as_an_object():
    assert encode_error(4, "/o/t1", "Unexpected token") == '44/o/t1,{"message":"Unexpected token"}'


def test_an_acknowledgement_repeats_the_id():
    assert encode_ack(12, [], "/o/t1") == "43/o/t1,12[]"


def test_a_client_is_taken_out_of_a_namespace():
    assert encode_disconnect("/o/t1") == "41/o/t1,"


@pytest.mark.parametrize(
    ("text", "packet"),
    [
        ('2["resync",{"cache":false}]', Packet("event", data=["resync", {"cache": False}])),
        ('2/o/t1,["keepalive"]', Packet("event", "/o/t1", data=["keepalive"])),
        ('2/o/t1,12["keepalive","abc"]', Packet("event", "/o/t1", ack=12, data=["keepalive", "abc"])),
        ('213["keepalive"]', Packet("event", ack=13, data=["keepalive"])),
        ("0", Packet("connect")),
        ("0/o/t1", Packet("connect", "/o/t1")),
        ("0/o/t1,", Packet("connect", "/o/t1")),
        ("0/o/t1?token=a%2Cb&x=,", Packet("connect", "/o/t1", {"token": "a,b", "x": ""})),
        ('0/o/t1,{"token":"abc"}', Packet("connect", "/o/t1", data={"token": "abc"})),
        ("1", Packet("disconnect")),
        ("1/o/t1,", Packet("disconnect", "/o/t1")),
        ("3/o/t1,7[1]", Packet("ack", "/o/t1", ack=7, data=[1])),
        ('4"no"', Packet("error", data="no")),
        (
            '52-/o/t1,3["x",{"_placeholder":true,"num":0}]',
            Packet("binary_event", "/o/t1", ack=3, attachments=2, data=["x", {"_placeholder": True, "num": 0}]),
        ),
        ('61-4["x"]', Packet("binary_ack", ack=4, attachments=1, data=["x"])),
    ],
)
def test_a_packet_is_read(text: str, packet: Packet):
    assert decode(text) == packet


@pytest.mark.parametrize(
    "text",
    [
        "",
        "9",
        "2",
        "2[]",
        "2{}",
        '2[5,"x"]',
        '2/o/t1["keepalive"]',
        '2["keepalive"',
        '2["a",NaN]',
        "3",
        '3{"a":1}',
        "0[1]",
        '5["x"]',
        '5x-["x"]',
        '512345678901234567-["x"]',
        '2123456789012345678["x"]',
        '2["x",' + "[" * 100_000,
        '2["x",' + "9" * 5_000 + "]",
    ],
)
def test_what_is_no_packet_is_malformed(text: str):
    with pytest.raises(MalformedFrame):
        decode(text)


@given(st.text(max_size=30))
def test_any_text_is_taken_or_malformed(text: str):
    try:
        packet = decode(text)
    except MalformedFrame:
        return
    assert packet.namespace.startswith("/")


@given(
    st.text(min_size=1, max_size=20),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=10),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=5,
    ),
    st.sampled_from(["/", "/o/t1"]),
)
def test_what_is_sent_can_be_read(name: str, payload: object, namespace: str):
    packet = decode(encode_event(name, payload, namespace)[1:])
    assert (packet.namespace, packet.data) == (namespace, json.loads(json.dumps([name, payload])))
