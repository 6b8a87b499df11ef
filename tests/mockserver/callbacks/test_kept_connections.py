"""Connections to customers' servers are kept while an advance lasts, and nothing is sent twice because of that."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

import pytest

from voicenter_mock.mockserver.callbacks import http_answers
from voicenter_mock.mockserver.callbacks.connections import Connection, Connections, Deadline
from voicenter_mock.mockserver.callbacks.http_answers import Answer, receive
from voicenter_mock.mockserver.callbacks.http_client import exchange
from voicenter_mock.mockserver.callbacks.sending import Message, Reply, send
from voicenter_mock.mockserver.callbacks.targets import binding
from voicenter_mock.mockserver.telephony.model.directory import CallbackTarget
from voicenter_mock.mockserver.tenancy.tenants import Tenant

from .customer_servers import NOW, PATIENCE_SECONDS, click2call, eventually, organization, raw_server

OK = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"err":0}'


@dataclass
class ServerLog:
    """What a server saw: the bodies, and how many connections were opened and have ended."""

    url: str
    bodies: list[bytes] = field(default_factory=list[bytes])
    opened: int = 0
    ended: int = 0


def one_request(connection: socket.socket) -> bytes | None:
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if not more:
            return None
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
    while len(body) < length:
        body += connection.recv(65536)
    return body


@contextmanager
def server(answer: Callable[[socket.socket, int], bool]) -> Generator[ServerLog]:
    """``answer`` gets the connection and the number of the request on it, and says whether to read another one."""
    lock = threading.Lock()

    def serve(connection: socket.socket) -> None:
        with lock:
            seen.opened += 1
        number = 0
        while (body := one_request(connection)) is not None:
            number += 1
            seen.bodies.append(body)
            if not answer(connection, number):
                break
        with lock:
            seen.ended += 1

    seen = ServerLog("")
    with raw_server(serve, read_first=False) as seen.url:
        yield seen


def answer_with(data: bytes, *, again: bool = True) -> Callable[[socket.socket, int], bool]:
    def answer(connection: socket.socket, _: int) -> bool:
        connection.sendall(data)
        return again

    return answer


def advanced(url: str, calls: int = 3) -> Tenant:
    """An organization whose calls, each with two records, are over."""
    tenant = Tenant(organization(cdr=CallbackTarget("cdr", url)), clock="manual", now=NOW)
    for _ in range(calls):
        click2call(tenant)
        tenant.advance(seconds=1)
    tenant.advance(until="idle")
    return tenant


def acknowledged(tenant: Tenant) -> list[int]:
    return [len(delivery.attempts) for delivery in tenant.deliveries.all() if delivery.status == "acknowledged"]


@pytest.fixture
def connections() -> Generator[Connections]:
    kept = Connections()
    kept.keep()
    yield kept
    kept.close_idle()


def post(url: str, connections: Connections, body: bytes = b"{}") -> Reply:
    return send(
        Message("POST", "application/json", body, {}),
        binding(url),
        PATIENCE_SECONDS,
        partial(exchange, connections=connections),
    )


def test_what_an_advance_pushes_goes_over_one_connection():
    with server(answer_with(OK)) as seen:
        tenant = advanced(seen.url)

        assert (len(seen.bodies), seen.opened) == (6, 1)
        assert seen.bodies == [delivery.body for delivery in tenant.deliveries.all()], "in their order"


def test_no_connection_outlasts_the_advance():
    with server(answer_with(OK)) as seen:
        advanced(seen.url)

        assert eventually(lambda: seen.ended == seen.opened)


@pytest.mark.parametrize(
    "answer",
    [
        answer_with(OK, again=False),
        answer_with(OK.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"), again=False),
        answer_with(OK.replace(b"HTTP/1.1", b"HTTP/1.0"), again=False),
        answer_with(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{"err":0}', again=False),
    ],
    ids=["silently", "and says so", "HTTP/1.0", "which is its end"],
)
def test_a_server_that_closes_after_each_answer_gets_everything_once(answer: Callable[[socket.socket, int], bool]):
    with server(answer) as seen:
        tenant = advanced(seen.url)

        assert acknowledged(tenant) == [1] * 6
        assert seen.bodies == [delivery.body for delivery in tenant.deliveries.all()]


def test_a_kept_connection_that_was_closed_meanwhile_is_not_used(connections: Connections):
    with server(answer_with(OK, again=False)) as seen:
        post(seen.url, connections)
        assert eventually(lambda: seen.ended == 1)

        assert post(seen.url, connections).status == 200
        assert len(seen.bodies) == 2


def test_what_a_server_has_read_and_not_answered_is_not_sent_again(connections: Connections):
    def answer(connection: socket.socket, number: int) -> bool:
        if number == 1:
            connection.sendall(OK)
        return number == 1

    with server(answer) as seen:
        post(seen.url, connections, b"first")
        reply = post(seen.url, connections, b"second")

        assert reply.failure == "broken"
        assert seen.bodies == [b"first", b"second"]


def test_what_a_server_has_not_read_is_sent_over_another_connection(connections: Connections):
    def answer(connection: socket.socket, number: int) -> bool:
        connection.sendall(OK)
        if seen.opened == 1:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.recv(1, socket.MSG_PEEK)  # the next request is there; the connection is reset with it unread
        return False

    with server(answer) as seen:
        post(seen.url, connections, b"first")
        reply = post(seen.url, connections, b"second")

        assert reply.status == 200
        assert seen.bodies == [b"first", b"second"]


def test_what_nobody_asked_for_is_not_taken_for_an_answer(connections: Connections):
    with server(answer_with(OK + b"HTTP/1.1 500 Not asked\r\nContent-Length: 0\r\n\r\n")) as seen:
        post(seen.url, connections)

        assert post(seen.url, connections).status == 200


def test_without_an_advance_no_connection_is_kept():
    with server(answer_with(OK)) as seen:
        unkept = Connections()
        post(seen.url, unkept)
        post(seen.url, unkept)

        assert seen.opened == 2


# ---- the quick way to read an answer is no other than the library's ---------------------------------------


def not_usual(data: bytes, method: str, maximum: int) -> None:
    """Leaves every answer to the library."""


def read(data: bytes, *, quickly: bool) -> tuple[Answer, bool]:
    here, there = socket.socketpair()
    with here, there:
        there.sendall(data)
        there.shutdown(socket.SHUT_WR)
        connection = Connection(here)
        with pytest.MonkeyPatch.context() as patch:
            if not quickly:
                patch.setattr(http_answers, "_usual", not_usual)
            return receive(connection, Deadline(PATIENCE_SECONDS), "POST", 1 << 20)


@pytest.mark.parametrize(
    "data",
    [
        OK,
        b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200\r\ncontent-length:\t2 \r\nCONNECTION: Close\r\n\r\n{}",
        b"HTTP/1.1 302 Found\r\nLocation: /there?a=b\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" + OK,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/\xe9\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nA: b\r\n folded\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\n\r\nto the end",
    ],
)
def test_every_answer_is_read_as_the_library_reads_it(data: bytes):
    assert read(data, quickly=True) == read(data, quickly=False)
