"""Websocket handshakes as no library sends them: each is answered in a line and logged in a line."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

import pytest

from .conftest import ServedOrganization
from .raw_clients import RawClient

KEY = b"dGhlIHNhbXBsZSBub25jZQ=="
PATH = b"/socket.io/?EIO=4&transport=websocket"
HEADERS = (
    b"Host: localhost", b"Connection: Upgrade", b"Upgrade: websocket", b"Sec-WebSocket-Version: 13",
    b"Sec-WebSocket-Key: " + KEY,
)  # fmt: skip


def exchanged(
    served: ServedOrganization, *, path: bytes = PATH, headers: tuple[bytes, ...] = HEADERS, more: bytes = b""
) -> bytes:
    """What the server answers until it closes, or until it has let the client in."""
    place = urlsplit(served.url)
    with socket.create_connection((str(place.hostname), place.port or 0), timeout=10) as connection:
        connection.sendall(b"GET %s HTTP/1.1\r\n%s\r\n\r\n" % (path, b"\r\n".join(headers)) + more)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
            if answer.startswith(b"HTTP/1.1 101") and b"\r\n\r\n" in answer:
                break
        return answer


def test_a_handshake_as_it_should_be_is_taken(served: ServedOrganization):
    assert exchanged(served).startswith(b"HTTP/1.1 101 ")


def test_several_connection_headers_are_one_list(served: ServedOrganization):
    for headers in ((*HEADERS, b"Connection: keep-alive"), (b"Connection: close", *HEADERS)):
        assert exchanged(served, headers=headers).startswith(b"HTTP/1.1 101 ")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ((*HEADERS, b"X-Long: " + b"x" * 10_000), b"431"),
        ((*HEADERS, *(b"X-%d: 1" % number for number in range(150))), b"431"),
        ((*HEADERS, b"X-Bell: a\x07b"), b"400"),
        (HEADERS[:4], b"400"),
        ((*HEADERS[:4], b"Sec-WebSocket-Key: short"), b"400"),
        ((*HEADERS[:3], b"Sec-WebSocket-Version: 8", HEADERS[4]), b"400"),
    ],
    ids=["long line", "many headers", "control character", "no key", "wrong key", "old version"],
)
def test_a_head_that_cannot_be_read_is_answered_and_logged_in_one_line(
    headers: tuple[bytes, ...], status: bytes, served: ServedOrganization, caplog: pytest.LogCaptureFixture
):
    answer = exchanged(served, headers=headers)
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 " + status)
    assert body.strip()
    assert [record.exc_info for record in caplog.records] in ([None], [])
    assert "\n" not in "".join(record.getMessage() for record in caplog.records)


def test_a_path_that_is_not_ascii_is_read(served: ServedOrganization):
    answer = exchanged(served, path=PATH + "&name=דנה".encode())
    assert answer.startswith((b"HTTP/1.1 101 ", b"HTTP/1.1 400 "))


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (b"EIO=5&transport=websocket", b"Unsupported protocol version"),
        (b"EIO=4&transport=flash", b"Transport unknown"),
        (b"EIO=4", b"Transport unknown"),
        (b"EIO=4&transport=websocket&sid=nobody", b"Session ID unknown"),
    ],
)
def test_a_refusal_is_engine_io_s_own_sentence(query: bytes, sentence: bytes, served: ServedOrganization):
    answer = exchanged(served, path=b"/socket.io/?" + query)
    head, _, body = answer.partition(b"\r\n\r\n")
    assert (head[:12], body) == (b"HTTP/1.1 400", sentence + b"\n")


def test_a_refused_path_forges_no_line_of_the_log(served: ServedOrganization, caplog: pytest.LogCaptureFixture):
    exchanged(served, path=b"/socket.io/x%0aERROR%20forged%1b%5b2J?EIO=4&transport=websocket")
    assert len(caplog.records) == 1
    assert not set(caplog.records[0].getMessage()) & {"\n", "\x1b"}


def test_a_namespace_forges_no_line_of_the_log(served: ServedOrganization, caplog: pytest.LogCaptureFixture):
    client = RawClient(served.url, namespace="/x\nERROR forged\x1b[2J")
    client.close()
    assert caplog.records
    assert not set("".join(record.getMessage() for record in caplog.records)) & {"\n", "\x1b"}


def test_a_text_that_is_not_utf_8_ends_the_connection_and_is_journalled(
    served: ServedOrganization, caplog: pytest.LogCaptureFixture
):
    client = RawClient(served.url, token=served.token, path=served.path)
    client.snapshots()
    client.socket.send(b"42\xff\xfe", text=True)
    assert client.closed()
    assert (client.socket.close_code, [record.exc_info for record in caplog.records]) == (1007, [])
    assert any("not UTF-8" in complaint for complaint in served.complaints)
    client.close()


def test_beyond_as_many_connections_as_there_may_be_a_handshake_is_refused(
    served: ServedOrganization, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("voicenter_mock.mockserver.realtime.sockets.MAXIMUM_CONNECTIONS", 0)
    polling = (b"Host: localhost", b"Connection: close")
    for path, headers in ((PATH, HEADERS), (PATH.replace(b"websocket", b"polling"), polling)):
        head, _, body = exchanged(served, path=path, headers=headers).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 400 ")
        assert b"as many connections as it takes" in body
