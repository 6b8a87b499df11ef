"""What is done to the head of a request before the parser sees it."""

from __future__ import annotations

import pytest

from voicenter_mock.contracts.sentences import Sentence
from voicenter_mock.mockserver.serving import request_head
from voicenter_mock.mockserver.serving.request_head import HINT, first_line, readable, reason

REST = b"\r\nHost: x\r\n\r\n"


@pytest.mark.parametrize(
    "line", [b"GET /a?b=%D7%90 HTTP/1.1", b"POST http://api.voicenter.com/x HTTP/1.0", b"OPTIONS * HTTP/1.1"]
)
def test_a_head_that_is_as_it_should_be_stays_so(line: bytes):
    assert readable(line + REST) == (line + REST, "")


@pytest.mark.parametrize(
    ("target", "encoded"),
    [
        ("/a?name=דנה", b"/a?name=%D7%93%D7%A0%D7%94"),
        ("/a?name=Dana Levi", b"/a?name=Dana%20Levi"),
        ("/a\tb", b"/a%09b"),
        ("/a?x=%20 y", b"/a?x=%20%20y"),
        ("http://localhost/ש", b"http://localhost/%D7%A9"),
    ],
)
def test_bytes_that_a_url_does_not_have_become_their_percent_encoding(target: str, encoded: bytes):
    assert readable(f"GET {target} HTTP/1.1".encode() + REST) == (b"GET " + encoded + b" HTTP/1.1" + REST, HINT)


def test_letters_of_an_older_alphabet_keep_their_bytes():
    assert readable("GET /דנה HTTP/1.1".encode("cp1255") + REST)[0].startswith(b"GET /%E3%F0%E4 HTTP/1.1\r\n")


@pytest.mark.parametrize(
    "line", [b"GET /a\x00b HTTP/1.1", b"GET /a b", b"get /\xd7\x90 HTTP/1.1", b"GET \xd7\x90 HTTP/1.1"]
)
def test_what_is_no_request_line_is_left_to_the_parser(line: bytes):
    assert readable(line + REST) == (line + REST, "")


@pytest.mark.parametrize("offer", [b"Upgrade: h2c\r\n", b"UPGRADE:h2c\r\n", b"upgrade : TLS/1.2, h2c\r\n"])
def test_an_upgrade_that_is_not_taken_is_left_out(offer: bytes):
    head, _ = readable(b"POST / HTTP/1.1\r\nConnection: Upgrade\r\n" + offer + b"Content-Length: 1\r\n\r\n")
    assert head == b"POST / HTTP/1.1\r\nConnection: Upgrade\r\nContent-Length: 1\r\n\r\n"


def test_of_several_offers_the_websocket_stays():
    head, _ = readable(b"GET / HTTP/1.1\r\nUpgrade: h2c, WebSocket\r\nConnection: Upgrade\r\n\r\n")
    assert head == b"GET / HTTP/1.1\r\nConnection: Upgrade\r\nupgrade: websocket\r\n\r\n"


def test_a_websocket_is_opened_with_get_only():
    assert b"pgrade" not in readable(b"POST / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n")[0]


@pytest.mark.parametrize(
    ("data", "start", "end"),
    [(b"a\r\n\r\nb", 0, 5), (b"a\n\nb", 0, 3), (b"a\n\r\nb", 0, 4), (b"a\r\nb", 0, -1), (b"a\r\n\r\n", 4, 5)],
)
def test_where_a_head_ends(data: bytes, start: int, end: int):
    assert request_head.end_of_head(data, start) == end


def test_a_first_line_is_shown_on_one_line_of_ascii_and_cut():
    assert first_line(b"GET /\x1b[31m\xd7\r\nHost: x") == "GET /\\x1b[31m\\xd7"
    assert first_line(b"x" * 1000) == "x" * 200 + "…"


@pytest.mark.parametrize(
    ("beginning", "expected"),
    [
        (b"\x16\x03\x01\x02", "this is TLS, and this port speaks plain HTTP"),
        (b"PRI * HTTP/2.0", "this is HTTP/2, and this server speaks HTTP/1.1"),
        (b"CONNECT a:443 HTTP/1.1", "this server is no proxy"),
        (b"hello", "this is no HTTP request that can be read: invalid method"),
    ],
)
def test_why_something_cannot_be_read_is_one_sentence(beginning: bytes, expected: str):
    assert reason(beginning, Sentence("Invalid method")).startswith(expected)
