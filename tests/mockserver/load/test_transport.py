"""How load gets a message to a URL: connections that are kept, and whose certificate is taken."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import make_server as make_threaded_server

from voicenter_mock.mockserver.callbacks.http_client import Broken, TooLarge, Unreachable

pytest.importorskip("geventhttpclient")

from geventhttpclient.connectionpool import ConnectionPool

from voicenter_mock.mockserver.load.transport import Transport, gevent

CERTIFICATE = Path(__file__).parent.parent / "callbacks" / "self_signed.pem"


def answer(environ: Any, start_response: Any) -> list[bytes]:
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", "2")])
    return [b"{}"]


@pytest.fixture
def secure_url() -> Iterator[str]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE)
    server = make_threaded_server("127.0.0.1", 0, answer, threaded=True, ssl_context=context)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"https://127.0.0.1:{server.server_port}/cdr"
    server.shutdown()
    server.server_close()


def post(transport: Transport, url: str, *, verify: bool) -> int:
    return transport.exchange("POST", url, {}, b"{}", timeout=10, maximum=100, verify=verify).status


def test_a_certificate_of_nobody_s_is_taken_only_where_that_is_said(secure_url: str):
    transport = Transport()
    try:
        assert post(transport, secure_url, verify=False) == 200
        with pytest.raises(Unreachable):
            post(transport, secure_url, verify=True)
    finally:
        transport.close()


ACCEPTED = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"err":0}'
Answering = Callable[[socket.socket], object]


@contextmanager
def server(answer: Answering) -> Generator[tuple[str, list[bytes]]]:
    """A server that reads one request of a connection and has ``answer`` do the rest; the requests it read."""
    listening = socket.create_server(("127.0.0.1", 0))
    requests: list[bytes] = []

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection:
                requests.append(connection.recv(65536))
                answer(connection)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{listening.getsockname()[1]}", requests
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join()


@pytest.fixture
def transport() -> Iterator[Transport]:
    transport = Transport()
    yield transport
    transport.close()


def reset(connection: socket.socket) -> None:
    """Ends a connection as the operating system does for a process that was killed."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def nothing(connection: socket.socket) -> None:
    """Ends a connection without an answer."""


def hello(connection: socket.socket) -> None:
    connection.sendall(b"hello there\r\n\r\n")


def partly(connection: socket.socket) -> None:
    connection.sendall(ACCEPTED[:-4])


def partly_and_reset(connection: socket.socket) -> None:
    partly(connection)
    reset(connection)


def too_much(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\n" + bytes(200))


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        (nothing, Broken, "the connection was closed before an answer came"),
        (hello, Broken, "no HTTP answer"),
        (reset, Broken, "the connection broke: connection reset by peer"),
        (partly, Broken, "the answer ended before its announced length"),
        (partly_and_reset, Broken, "the answer ended|the connection broke"),
        (too_much, TooLarge, "^$"),
    ],
)
@pytest.mark.parametrize("method", ["POST", "GET"])
def test_whatever_a_server_does_is_one_attempt_with_its_reason(
    answer: Answering, error: type[Exception], words: str, method: str, transport: Transport
):
    with server(answer) as (place, requests):
        with pytest.raises(error, match=words):
            transport.exchange(method, f"http://{place}/cdr", {}, b"", timeout=10, maximum=100)
        assert len(requests) == 1


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://127.0.0.1:1/cdr", "connection refused"),
        ("http://127.0.0.1:99999/cdr", "is no URL"),
        ("http://[::1/cdr", "is no URL"),
        ("http:///cdr", "is no http or https URL"),
        (f"http://{'a' * 70}.invalid/cdr", "is not known"),
        ("https://127.0.0.1:{port}/cdr", "no TLS connection"),
    ],
)
def test_where_nobody_can_be_reached_the_reason_is_the_ordinary_client_s(url: str, words: str, transport: Transport):
    with server(lambda connection: connection.sendall(ACCEPTED)) as (place, _), pytest.raises(Unreachable, match=words):
        post(transport, url.replace("{port}", place.partition(":")[2]), verify=True)


def test_what_a_url_says_is_in_the_request(transport: Transport):
    with server(lambda connection: connection.sendall(ACCEPTED)) as (place, requests):
        assert post(transport, f"http://crm:p%40ss@{place}/מוקד/cdr?from=חיפה", verify=True) == 200
    head = requests[0].decode()
    assert head.startswith("POST /%D7%9E%D7%95%D7%A7%D7%93/cdr?from=%D7%97%D7%99%D7%A4%D7%94 HTTP/1.1\r\n")
    assert "\r\nAuthorization: Basic Y3JtOnBAc3M=\r\n" in head
    assert f"\r\nHost: {place}\r\n" in head


def test_an_answer_is_waited_for_as_long_as_the_callback_says(transport: Transport, monkeypatch: pytest.MonkeyPatch):
    """The client has limits of its own, which are shorter than Voicenter's for a CDR."""
    waits: list[float] = []
    settimeout = gevent.socket.socket.settimeout

    def noting(connection: Any, seconds: float | None) -> None:
        waits.append(seconds or 0)
        settimeout(connection, seconds)

    monkeypatch.setattr(gevent.socket.socket, "settimeout", noting)
    with server(lambda connection: connection.sendall(ACCEPTED)) as (place, _):
        assert post(transport, f"http://{place}/cdr", verify=True) == 200
    assert waits
    assert min(waits) > 300


def test_a_header_that_comes_twice_counts_once(transport: Transport):
    twice = ACCEPTED.replace(b"Content-Type", b"Content-Type: text/plain\r\nContent-Type")
    with server(lambda connection: connection.sendall(twice)) as (place, _):
        answer = transport.exchange("POST", f"http://{place}/cdr", {}, b"{}", timeout=10, maximum=100)
    assert answer.content_type == "text/plain"


class Kept:
    """A server that accepts every message, and has ``then`` happen to the connection that brought the first."""

    def __init__(self, then: Callable[[socket.socket], object]) -> None:
        self._then = then
        self._is_first = True

    def __call__(self, connection: socket.socket) -> None:
        connection.sendall(ACCEPTED)
        if self._is_first:
            self._is_first = False
            self._then(connection)


def test_a_message_that_a_kept_connection_may_have_brought_is_not_sent_again(transport: Transport):
    read: list[bytes] = []
    with server(Kept(lambda connection: read.append(connection.recv(65536)))) as (place, requests):
        assert post(transport, f"http://{place}/cdr", verify=True) == 200
        with pytest.raises(Broken, match="the connection was closed before an answer came"):
            post(transport, f"http://{place}/cdr", verify=True)
    assert (len(requests), len(read)) == (1, 1)


def test_a_message_that_nobody_can_have_read_takes_another_connection(
    transport: Transport, monkeypatch: pytest.MonkeyPatch
):
    """The server's end comes between the look at a kept connection and the message."""

    def looks_alive(pool: ConnectionPool, connection: Any) -> bool:
        return True

    monkeypatch.setattr(ConnectionPool, "_is_socket_alive", looks_alive)
    with server(Kept(reset)) as (place, requests):
        assert post(transport, f"http://{place}/cdr", verify=True) == 200
        assert post(transport, f"http://{place}/cdr", verify=True) == 200
    assert len(requests) == 2


@pytest.mark.parametrize(
    "head", [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"]
)
def test_an_answer_may_end_with_its_connection_and_come_behind_a_hint(head: bytes, transport: Transport):
    with server(lambda connection: connection.sendall(head + b"{}")) as (place, _):
        answer = transport.exchange("POST", f"http://{place}/cdr", {}, b"{}", timeout=10, maximum=100)
    assert (answer.status, answer.body) == (200, b"{}")
