"""Whatever arrives at the port: it is read, or answered in one sentence and written down."""

from __future__ import annotations

import json
import re
import socket

import pytest

from voicenter_mock.mockserver.serving import http_protocol
from voicenter_mock.mockserver.serving.request_head import HINT

from .raw_http import CLICK2CALL, HOST, RawHttp, read_answer

FORM = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n" % len(CLICK2CALL)
HEALTH = b"GET /_sandbox/health HTTP/1.1\r\n" + HOST


def test_the_body_of_a_post_that_offers_http_2_arrives(raw: RawHttp):
    """As java.net.http.HttpClient and curl --http2 send it."""
    offer = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAAB\r\n"
    answer = raw.send(b"POST /ForwardDialer/click2call.aspx HTTP/1.1\r\n" + HOST + offer + FORM + b"\r\n", CLICK2CALL)
    assert (answer.status, json.loads(answer.body)["ERRORMESSAGE"]) == (200, "OK")


def test_a_hebrew_name_that_the_client_does_not_encode_is_read_and_hinted_at(raw: RawHttp):
    query = f"/ForwardDialer/click2call.aspx?{CLICK2CALL.decode()}&phonecallername=דנה לוי"
    assert raw.send(f"GET {query} HTTP/1.1\r\n".encode() + HOST + b"\r\n").status == 200
    assert raw.resolved().parameters["phonecallername"] == "דנה לוי"
    assert raw.resolved().hints == [HINT]


def test_the_hint_is_there_too_when_no_operation_has_the_path(raw: RawHttp):
    raw.send("GET /צלצול HTTP/1.1\r\n".encode() + HOST + b"\r\n")
    assert (raw.unresolved().path, raw.unresolved().hints) == ("/צלצול", [HINT])


@pytest.mark.parametrize(
    ("sent", "line"),
    [
        (b"\x16\x03\x01\x02\x00\x01\x00", "\\x16\\x03\\x01\\x02\\x00\\x01\\x00"),
        (b"hello there\r\n\r\n", "hello there"),
        (b"get / HTTP/1.1\r\n\r\n", "get / HTTP/1.1"),
        (b"GET / HTTP/1.1\nHost: x\n\n", "GET / HTTP/1.1"),
        (b"GET / HTTP/1.1\r\nX Y: z\r\n\r\n", "GET / HTTP/1.1"),
        (b"GET http://h:99999/ HTTP/1.1\r\n\r\n", "GET http://h:99999/ HTTP/1.1"),
        (b"CONNECT a:443 HTTP/1.1\r\n\r\n", "CONNECT a:443 HTTP/1.1"),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "PRI * HTTP/2.0"),
        (b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", "POST / HTTP/1.1"),
        (b"GET /\x1b]0;x\x07 HTTP/1.1\r\n\r\n", "GET /\\x1b]0;x\\x07 HTTP/1.1"),
    ],
)
def test_what_cannot_be_read_is_one_sentence_and_an_entry_in_the_journal(raw: RawHttp, sent: bytes, line: str):
    answer = raw.send(sent)
    assert (answer.status, answer.headers["connection"]) == (400, "close")
    assert answer.body.count(b"\n") == 1
    entry = raw.unresolved()
    assert (entry.path, entry.status, entry.answer) == (line, 400, answer.body.decode().rstrip())
    assert entry.hints[0].startswith("sent from 127.0.0.1:")
    assert entry.at > 1_700_000_000


def test_a_head_that_ends_too_early_is_written_down(raw: RawHttp):
    with raw.connect() as connection:
        connection.sendall(b"GET /half")
        connection.shutdown(socket.SHUT_WR)
        assert read_answer(connection).status == 400
    assert raw.unresolved().path == "GET /half"


@pytest.mark.parametrize(
    "head",
    [
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
        HEALTH + b"X: y\r\n" * 300 + b"\r\n",
        HEALTH + b"X: " + b"y" * 70_000,
        b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n1;" + b"x" * 600_000,
        b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nX: " + b"y" * 600_000,
    ],
    ids=["path", "many headers", "long header", "chunk extension", "trailer"],
)
def test_a_head_has_bounds(raw: RawHttp, head: bytes):
    assert raw.send(head).status == 431
    assert raw.unresolved().status == 431


def test_a_client_that_goes_on_sending_after_that_reads_the_answer_all_the_same(raw: RawHttp):
    more = b"X: " + b"y" * 1_000_000
    assert raw.send(HEALTH, *[more] * 20).status == 431


def test_a_head_within_the_bounds_is_read(raw: RawHttp):
    assert raw.send(HEALTH + b"X: " + b"y" * 60_000 + b"\r\n" + b"Y: z\r\n" * 200 + b"\r\n").status == 200


@pytest.mark.parametrize(
    ("begun", "answered"), [(b"GET /half HTTP/1.1\r\nX: ", b"HTTP/1.1 408 Request Timeout"), (b"", b"")]
)
def test_a_head_that_does_not_come_is_not_waited_for(
    raw: RawHttp, monkeypatch: pytest.MonkeyPatch, begun: bytes, answered: bytes
):
    monkeypatch.setattr(http_protocol, "HEAD_SECONDS", 0.05)
    with raw.connect() as connection:
        connection.sendall(begun)
        assert connection.recv(65_536).partition(b"\r\n")[0] == answered


def test_a_second_request_on_a_connection_has_to_come_whole_too(raw: RawHttp, monkeypatch: pytest.MonkeyPatch):
    with raw.connect() as connection:
        connection.sendall(HEALTH + b"\r\n")
        answered = b""
        while not answered.endswith(b"}"):
            answered += connection.recv(65_536)
        monkeypatch.setattr(http_protocol, "HEAD_SECONDS", 0.05)
        connection.sendall(HEALTH + b"X: ")
        assert connection.recv(65_536).startswith(b"HTTP/1.1 408")


def test_a_head_may_come_byte_by_byte(raw: RawHttp):
    sent = HEALTH + b"\r\n"
    assert raw.send(*(sent[index : index + 1] for index in range(len(sent)))).status == 200


def test_requests_in_one_packet_are_answered_in_turn_and_each_is_made_readable(raw: RawHttp):
    post = b"POST /ForwardDialer/click2call.aspx HTTP/1.1\r\n" + HOST + FORM + b"\r\n" + CLICK2CALL
    second = "GET /ש HTTP/1.1\r\n".encode() + HOST + b"\r\n"
    with raw.connect() as connection:
        connection.sendall(post + second + b"\r\n" + HEALTH + b"Connection: close\r\n\r\n")
        content = b""
        while received := connection.recv(65_536):
            content += received
    assert re.findall(rb"HTTP/1.1 (\d+)", content) == [b"200", b"404", b"200"]
