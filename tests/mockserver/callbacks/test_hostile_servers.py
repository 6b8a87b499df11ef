"""Whatever a customer's server does on the wire, the exchange goes on, in time."""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from voicenter_mock.mockserver.callbacks.real_time import real_seconds
from voicenter_mock.mockserver.callbacks.sending import Message, Reply, send
from voicenter_mock.mockserver.callbacks.targets import BoundTarget, binding

from .customer_servers import PATIENCE_SECONDS, closed_port, raw_server, silent_server

OK = b"HTTP/1.1 200 OK\r\n"


def post(url: str, timeout: float = PATIENCE_SECONDS) -> Reply:
    return send(Message("POST", "application/json", b"{}", {}), BoundTarget("url", url, url), timeout)


def send_bytes(data: bytes) -> Callable[[socket.socket], None]:
    return lambda connection: connection.sendall(data)


def drips(before: bytes, drop: bytes) -> Callable[[socket.socket], None]:
    def serve(connection: socket.socket) -> None:
        connection.sendall(before)
        pause = threading.Event()
        with contextlib.suppress(OSError):
            while True:
                connection.sendall(drop)
                pause.wait(0.01)

    return serve


@pytest.mark.parametrize(
    ("before", "drop"),
    [
        (b"", b"H"),
        (OK, b"X"),
        (OK, b"X-A: b\r\n"),
        (OK + b"Content-Length: 100000\r\n\r\n", b"{"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (OK + b"\r\n", b" "),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["status line", "header name", "headers", "body", "chunks", "body without length", "continue"],
)
def test_a_slow_drip_is_cut_off_at_the_deadline(before: bytes, drop: bytes):
    with raw_server(drips(before, drop)) as url:
        started = real_seconds()
        reply = post(url, 0.3)
        took = real_seconds() - started

    assert reply.failure in ("timeout", "broken")  # so many headers may also be more than any server sends
    assert took < 5


def test_silence_is_a_timeout():
    with silent_server() as url:
        reply = post(url, 0.05)

    assert (reply.failure, reply.detail) == ("timeout", "no answer within 0.05 s")


def test_nobody_there_is_unreachable():
    reply = post(closed_port())

    assert (reply.failure, reply.detail) == ("unreachable", "connection refused")


@pytest.mark.parametrize(
    "url", ["http://", "http://127.0.0.1:99999/", "http://[::1/x", "http://no-such-host.invalid/", "http://exa mple/"]
)
def test_an_impossible_url_is_unreachable(url: str):
    assert post(url).failure == "unreachable"


def reset(connection: socket.socket) -> None:
    connection.sendall(OK)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@pytest.mark.parametrize(
    "serve",
    [
        send_bytes(b""),
        reset,
        send_bytes(b"\x00\x01\x02\r\n\r\n"),
        send_bytes(b"SSH-2.0-OpenSSH\r\n"),
        send_bytes(OK + b"Content-Length: 50\r\n\r\n{}"),
        send_bytes(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
        send_bytes(b"HTTP/1.1 200 OK\r\n" + b"A: " + b"b" * 100_000 + b"\r\n\r\n"),
    ],
    ids=["closed", "reset", "binary", "other protocol", "cut short", "bad chunk", "huge header"],
)
def test_what_is_no_whole_http_answer_is_broken(serve: Callable[[socket.socket], None]):
    with raw_server(serve) as url:
        reply = post(url)

    assert reply.failure == "broken"
    assert reply.detail


def test_more_than_a_megabyte_is_not_read():
    with raw_server(send_bytes(OK + b"\r\n" + b"x" * (3 << 20))) as url:
        assert post(url).failure == "too_large"


def test_a_megabyte_is_read():
    with raw_server(send_bytes(OK + b"\r\n" + b"x" * (1 << 20))) as url:
        assert len(post(url).body) == 1 << 20


def test_a_redirect_is_told_and_not_followed():
    asked: list[int] = []

    def serve(connection: socket.socket) -> None:
        asked.append(1)
        connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n")

    with raw_server(serve) as url:
        reply = post(url)

    assert (reply.status, reply.location, len(asked)) == (302, "/elsewhere", 1)


def test_ipv6_works():
    with raw_server(send_bytes(OK + b"Content-Length: 2\r\n\r\n{}"), socket.AF_INET6) as url:
        reply = post(url)

    assert (reply.status, reply.body) == (200, b"{}")


def secure(connection: socket.socket) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(Path(__file__).with_name("self_signed.pem"))
    with contextlib.suppress(OSError), context.wrap_socket(connection, server_side=True) as wrapped:
        wrapped.recv(65536)
        wrapped.sendall(OK + b"Content-Length: 2\r\n\r\n{}")


def post_securely(url: str, *, verify: bool) -> Reply:
    message = Message("POST", "application/json", b"{}", {}, {}, verify)
    return send(message, binding(url.replace("http://", "https://")), PATIENCE_SECONDS)


def test_a_self_signed_certificate_is_refused_with_a_hint():
    with raw_server(secure, read_first=False) as url:
        reply = post_securely(url, verify=True)

    assert reply.failure == "unreachable"
    assert "'verify': false" in reply.detail


def test_a_self_signed_certificate_is_taken_when_the_target_says_so():
    with raw_server(secure, read_first=False) as url:
        assert post_securely(url, verify=False).status == 200


def test_plain_http_behind_an_https_url_is_unreachable():
    with raw_server(send_bytes(b"HTTP/1.1 400 Bad Request\r\n\r\n"), read_first=False) as url:
        reply = post_securely(url, verify=False)

    assert reply.failure == "unreachable"
    assert "the URL begins with http://" in str(reply.detail)


def test_a_handshake_that_never_comes_is_cut_off_at_the_deadline():
    with silent_server() as url:
        reply = send(Message("POST", "", b"{}", {}, {}, False), binding(url.replace("http://", "https://")), 0.1)

    assert reply.failure == "timeout"


def test_a_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("http_proxy", closed_port())
    with raw_server(send_bytes(OK + b"Content-Length: 2\r\n\r\n{}")) as url:
        assert post(url).status == 200


def test_the_deadline_holds_while_a_test_has_frozen_the_time(monkeypatch: pytest.MonkeyPatch):
    for name in ("monotonic", "perf_counter", "time"):
        monkeypatch.setattr(f"time.{name}", lambda: 1_700_000_000.0)
    with raw_server(drips(OK + b"\r\n", b" ")) as url:
        assert post(url, 0.1).failure == "timeout"


def test_words_in_the_url_and_another_alphabet_go_through():
    bodies: list[bytes] = []

    def serve(connection: socket.socket) -> None:
        connection.sendall(OK + b"Content-Length: 2\r\n\r\n{}")

    with raw_server(serve) as url:
        reply = post(url.replace("http://", "http://user:pass@") + "/לקוח?שם=1")
        bodies.append(reply.body)

    assert bodies == [b"{}"]
