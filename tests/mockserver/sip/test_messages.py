"""What comes from outside is read within bounds, and what is written can be read."""

from __future__ import annotations

import contextlib
import re
import time
from itertools import cycle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sipmessage import Request

from voicenter_mock.mockserver.sip import session_description
from voicenter_mock.mockserver.sip.addresses import display, read_address, split_values, uri_in, uri_parts
from voicenter_mock.mockserver.sip.media import Silence
from voicenter_mock.mockserver.sip.messages import (
    UnreadableSip,
    mark_source,
    read,
    response,
    serialize,
    top_via,
)
from voicenter_mock.mockserver.sip.sockets import Unframed, take_message

HEAD = (
    b"OPTIONS sip:x@y.test SIP/2.0\r\nVia: SIP/2.0/UDP a.test;branch=z9hG4bKb\r\nFrom: <sip:a@b.test>;tag=1\r\n"
    b"To: <sip:x@y.test>\r\nCall-ID: c\r\nCSeq: 1 OPTIONS\r\n"
)


def test_a_folded_header_is_one_line():
    assert read(HEAD + b"Subject: long\r\n  one\r\n\r\n").headers["Subject"] == "long one"


def test_compact_names_are_the_long_ones():
    assert read(HEAD.replace(b"Call-ID", b"i").replace(b"From", b"f") + b"\r\n").call_id == "c"


@pytest.mark.parametrize("host", ["pbx1", "sip.x1", "voicenter2a", "a1-2.b3.", "pbx-1", "10.0.0.1", "[::1]"])
def test_every_host_is_read_and_written_again(host: str):
    message = read(re.sub(rb"[aby]\.test", host.encode(), HEAD) + b"\r\n")
    assert isinstance(message, Request)
    assert str(message.uri) == f"sip:x@{host}"
    assert read_address(message.headers["From"]).uri.host == top_via(message).host == host
    assert f"OPTIONS sip:x@{host} SIP/2.0\r\n".encode() in serialize(message)
    mark_source(message, "10.0.0.1:5060")
    assert message.headers["Via"].startswith(f"SIP/2.0/UDP {host};branch=z9hG4bKb")


@pytest.mark.parametrize(
    ("text", "host", "name"),
    [
        ("sip:ann@pbx1;tag=1", "pbx1", ""),
        ("<sip:pbx1:5060;transport=ws>;tag=1", "pbx1", ""),
        ('"sip:a@pbx9, <Ann>" <sips:ann;x=1@pbx1>;tag=1', "pbx1", "sip:a@pbx9, <Ann>"),
        ("Ann <sip:ann@b2.pbx1>;tag=1", "b2.pbx1", "Ann"),
    ],
)
def test_an_address_keeps_its_name_its_host_and_its_parameters(text: str, host: str, name: str):
    address = read_address(text)
    assert (address.uri.host, address.name, address.parameters["tag"]) == (host, name, "1")


@pytest.mark.parametrize("host", ["1", "pbx_1", "-pbx", "pbx1-", "a..b1", "pbx1 x"])
def test_what_is_no_host_is_refused(host: str):
    with pytest.raises(ValueError, match="not valid"):
        read_address(f"<sip:ann@{host}>")
    with pytest.raises(UnreadableSip, match=r"Via cannot be read$"):
        read(HEAD.replace(b"a.test", host.encode()) + b"\r\n")


def test_what_follows_the_body_is_none_of_it():
    assert read(HEAD + b"Content-Length: 2\r\n\r\nabc").body == b"ab"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "has no end"),
        (HEAD, "has no end"),
        (HEAD.replace(b"Call-ID: c\r\n", b"") + b"\r\n", "there is no Call-ID"),
        (HEAD.replace(b"1 OPTIONS", b"1 BYE") + b"\r\n", "another method"),
        (HEAD + b"Content-Length: 9\r\n\r\nabc", "Content-Length is 9"),
        (HEAD + b"Content-Length: -1\r\n\r\nabc", "Content-Length is no number"),
        (HEAD + b"Content-Length: abc\r\n\r\nabc", "Content-Length is no number"),
        (
            HEAD + b"Content-Length: 99999999\r\n\r\nabc",
            "Content-Length is 99999999; a message has at most 65536 bytes",
        ),
        (HEAD + b"no colon\r\n\r\n", "a header has no colon"),
        (HEAD + b"X: 1\r\n" * 200 + b"\r\n", "at most 128 lines"),
        (HEAD + b"X: " + b"1" * 9000 + b"\r\n\r\n", "8192 characters in one"),
        (HEAD + b"X: \xff\r\n\r\n", "the head, as UTF-8, cannot be read"),
        (HEAD.replace(b"<sip:x@y.test>\r\nCall", b"<>\r\nCall") + b"\r\n", "To cannot be read"),
        (HEAD.replace(b"1 OPTIONS", b"1" * 5000 + b" OPTIONS") + b"\r\n", "CSeq cannot be read"),
        (HEAD.replace(b"SIP/2.0\r\nVia", b"SIP/3.0\r\nVia") + b"\r\n", "the first line cannot be read"),
        (b"x" * 70_000, "at most 65536 bytes"),
    ],
)
def test_what_is_no_message_says_why(data: bytes, why: str):
    with pytest.raises(UnreadableSip, match=why):
        read(data)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_unreadable(data: bytes):
    for whole in (data, HEAD + data + b"\r\n\r\n"):
        with contextlib.suppress(UnreadableSip):
            read(whole)


@pytest.mark.parametrize("value", ['"' + '\\"' * 4000, "<sip:" + "a" * 8000, ";a=a" * 2000, "-" * 8000, "a.a-" * 2000])
def test_a_long_header_costs_little(value: str):
    began = time.process_time()
    for name in (b"Contact", b"Via", b"From"):
        with contextlib.suppress(UnreadableSip):
            read(HEAD + name + b": " + value.encode() + b"\r\n\r\n")
    assert time.process_time() - began < 1


def test_an_answer_copies_what_it_has_to():
    asked = read(HEAD + b"Via: SIP/2.0/UDP second.test;branch=z9hG4bK2\r\n\r\n")
    assert isinstance(asked, Request)
    again = read(serialize(response(asked, 200, tag="t")))
    assert again.headers.getlist("Via") == asked.headers.getlist("Via")
    assert (again.headers["To"], again.headers["From"]) == ("<sip:x@y.test>;tag=t", "<sip:a@b.test>;tag=1")


@pytest.mark.parametrize(
    ("via", "marked"),
    [
        ("SIP/2.0/UDP 127.0.0.1:7;branch=b", "SIP/2.0/UDP 127.0.0.1:7;branch=b"),
        ("SIP/2.0/UDP a.test;branch=b", "SIP/2.0/UDP a.test;branch=b;received=127.0.0.1"),
        ("SIP/2.0/UDP 127.0.0.1;rport;branch=b", "SIP/2.0/UDP 127.0.0.1;rport=5099;branch=b;received=127.0.0.1"),
        (
            "SIP/2.0/UDP a.test;branch=b;rport, SIP/2.0/UDP z.test;rport",
            "SIP/2.0/UDP a.test;branch=b;rport=5099;received=127.0.0.1, SIP/2.0/UDP z.test;rport",
        ),
        ("SIP/2.0/UDP a.test;received=127.0.0.2", "SIP/2.0/UDP a.test;received=127.0.0.2"),
    ],
)
def test_the_top_via_says_where_a_request_came_from(via: str, marked: str):
    asked = read(HEAD.replace(b"SIP/2.0/UDP a.test;branch=z9hG4bKb", via.encode()) + b"Via: SIP/2.0/UDP y.test\r\n\r\n")
    assert isinstance(asked, Request)
    mark_source(asked, "127.0.0.1:5099")
    assert asked.headers.getlist("Via") == [marked, "SIP/2.0/UDP y.test"]


def test_where_it_came_from_may_be_an_address_of_version_6():
    asked = read(HEAD + b"\r\n")
    assert isinstance(asked, Request)
    mark_source(asked, "[::1]:5099")
    assert asked.headers["Via"].endswith(";received=::1")


def test_a_reason_phrase_is_one_line():
    asked = read(HEAD + b"\r\n")
    assert isinstance(asked, Request)
    assert b"SIP/2.0 403 a b ?\r\n" in serialize(response(asked, 403, "a\r\nb \u05d0"))


def test_values_are_told_apart_outside_quotes_and_brackets():
    assert split_values('"a, b" <sip:x@y;p=1,2>;q=1, <sip:z@y>') == ['"a, b" <sip:x@y;p=1,2>;q=1', "<sip:z@y>"]


def test_a_uri_is_found_with_and_without_brackets():
    assert (uri_in('"A" <sip:a@b;t=1>;x=2'), uri_in("sip:a@b;x=2")) == ("sip:a@b;t=1", "sip:a@b")


def test_what_follows_a_question_mark_is_headers():
    assert uri_parts("sip:a@b?Replaces=1%3Bto-tag%3D2&Subject=x") == (
        "sip:a@b",
        {"replaces": "1;to-tag=2", "subject": "x"},
    )


def test_a_display_name_stays_in_its_quotes():
    assert display('D"a\r\nna\\') == '"D\\"a  na\\\\"'


def test_a_stream_is_cut_into_messages():
    unread = bytearray(b"\r\n\r\n" + HEAD + b"l: 3\r\n\r\nabc" + HEAD + b"\r\n" + HEAD)
    assert [len(take_message(unread)) for _ in range(4)] == [4, len(HEAD) + 11, len(HEAD) + 2, 0]
    assert unread == HEAD


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", "no SIP"),
        (HEAD + b"Content-Length: abc\r\n\r\nabc", "a length that is no number"),
        (HEAD + b"Content-Length: 99999999\r\n\r\nabc", "too long a body"),
        (b"A" * 70_000, "a head without an end"),
    ],
)
def test_on_a_stream_nobody_can_tell_where_the_next_message_begins_after(data: bytes, reason: str):
    with pytest.raises(Unframed):
        take_message(bytearray(data))


MESSAGES = st.lists(st.sampled_from([HEAD + b"\r\n", HEAD + b"l: 3\r\n\r\nabc", b"\r\n\r\n"]), max_size=6)


@given(MESSAGES, st.lists(st.integers(1, 400), min_size=1))
def test_a_stream_is_the_same_in_whatever_pieces_it_comes(messages: list[bytes], sizes: list[int]):
    stream, unread, found = b"".join(messages), bytearray(), list[bytes]()
    for size in cycle(sizes):
        unread += stream[:size]
        stream = stream[size:]
        while message := take_message(unread):
            found.append(message)
        if not stream:
            break
    assert b"".join(found) == b"".join(messages)
    assert [message for message in found if message.strip()] == [message for message in messages if message.strip()]


@given(st.binary(max_size=300))
def test_any_bytes_on_a_stream_are_messages_or_none(data: bytes):
    unread = bytearray(data + HEAD + b"\r\n")
    with contextlib.suppress(Unframed):
        while take_message(unread):
            pass
    assert len(unread) <= len(data + HEAD + b"\r\n")


# ---- session descriptions ------------------------------------------------------------------------------

BROWSER = (
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1\r\n"
    "m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\na=setup:actpass\r\n"
    "a=sendrecv\r\na=rtpmap:111 opus/48000/2\r\na=rtpmap:63 red/48000/2\r\na=rtpmap:9 G722/8000\r\n"
    "a=rtpmap:110 telephone-event/48000\r\na=rtpmap:126 telephone-event/8000\r\n"
    "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:1\r\na=rtpmap:96 VP8/90000\r\n"
)
LOCAL = session_description.Local("7", "user", "password", "AA:BB")


def answered(offer: str) -> session_description.Description:
    made = session_description.answer(offer, LOCAL, 1)
    assert made is not None
    return session_description.read(made)


def test_a_browsers_speech_is_taken_and_its_pictures_are_not():
    speech, pictures = answered(BROWSER).streams
    assert speech.payloads == ("111", "0", "8", "110", "126")
    assert (speech.attribute("setup"), speech.attribute("mid"), speech.attribute("ice-ufrag")) == (
        "active",
        "0",
        "user",
    )
    assert (pictures.kind, pictures.port) == ("video", "0")
    assert "a=group:BUNDLE 0" in answered(BROWSER).lines


@pytest.mark.parametrize(
    ("offered", "answer"),
    [("sendrecv", "sendrecv"), ("sendonly", "recvonly"), ("recvonly", "sendonly"), ("inactive", "inactive")],
)
def test_directions_are_answered_by_their_opposites(offered: str, answer: str):
    assert answered(BROWSER.replace("a=sendrecv", f"a={offered}")).direction == answer


def test_a_direction_of_the_whole_session_counts_for_its_streams():
    assert session_description.is_hold("v=0\r\na=inactive\r\nm=audio 1 RTP/AVP 0\r\n")


def test_nothing_to_take_is_no_answer():
    assert session_description.answer("v=0\r\nm=video 9 RTP/AVP 96\r\n", LOCAL, 1) is None
    assert session_description.answer("v=1\r\n", LOCAL, 1) is None


@given(st.text(max_size=200))
def test_any_description_is_answered_or_not(text: str):
    session_description.answer("v=0\r\n" + text, LOCAL, 1)


def test_a_part_in_dtls_stays_what_it_is():
    silence = Silence(web=True)
    answers: list[str | None] = []
    silence.offer(lambda _: None)
    silence.take_answer(BROWSER.replace("actpass", "active"))
    silence.answer(BROWSER, answers.append)
    called = Silence(web=True)
    for _ in range(2):
        called.answer(BROWSER, answers.append)
    assert [session_description.own_setup(answer or "") for answer in answers] == ["passive", "active", "active"]
