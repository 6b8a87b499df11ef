"""How the parts of an answer reach the connection."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest

from voicenter_mock.mockserver.serving.joined_writes import LARGEST_JOINED, JoinedWrites

HEAD = b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n"


class _Connection(asyncio.Transport):
    def __init__(self) -> None:
        super().__init__()
        self.written: list[bytes] = []
        self.closed = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        assert not self.closed, "nothing is written to a connection that is closed"
        self.written.append(bytes(data))

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True

    def abort(self) -> None:
        self.closed = True


class _Loop:
    """Keeps what is to run in the next round."""

    def __init__(self) -> None:
        self.soon: list[Any] = []

    def call_soon(self, work: Any) -> None:
        self.soon.append(work)

    def next_round(self) -> None:
        while self.soon:
            self.soon.pop(0)()


@pytest.fixture
def connection() -> _Connection:
    return _Connection()


@pytest.fixture
def loop() -> _Loop:
    return _Loop()


@pytest.fixture
def answers(connection: _Connection, loop: _Loop) -> JoinedWrites:
    return JoinedWrites(connection, cast("asyncio.AbstractEventLoop", loop))


def test_a_head_and_its_body_are_one_write(answers: JoinedWrites, connection: _Connection, loop: _Loop) -> None:
    answers.write(HEAD)
    answers.write(b"body")
    loop.next_round()
    assert connection.written == [HEAD + b"body"]


def test_a_head_whose_body_is_late_does_not_wait_for_it(
    answers: JoinedWrites, connection: _Connection, loop: _Loop
) -> None:
    answers.write(HEAD)
    loop.next_round()
    assert connection.written == [HEAD]
    answers.write(b"body")
    assert connection.written == [HEAD, b"body"]


def test_a_long_body_is_not_copied_behind_its_head(answers: JoinedWrites, connection: _Connection) -> None:
    answers.write(HEAD)
    answers.write(bytes(LARGEST_JOINED + 1))
    assert connection.written == [HEAD, bytes(LARGEST_JOINED + 1)]


def test_a_head_alone_leaves_before_the_connection_is_closed(
    answers: JoinedWrites, connection: _Connection, loop: _Loop
) -> None:
    answers.write(HEAD)
    answers.close()
    loop.next_round()
    assert (connection.written, connection.closed) == ([HEAD], True)


def test_nothing_leaves_once_the_connection_is_reset(
    answers: JoinedWrites, connection: _Connection, loop: _Loop
) -> None:
    answers.write(HEAD)
    answers.abort()
    loop.next_round()
    assert connection.written == []
