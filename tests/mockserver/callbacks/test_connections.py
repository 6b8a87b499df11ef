"""What goes over a connection goes whole or not at all, whatever the system's buffers take, and within its deadline."""

from __future__ import annotations

import select
import socket
import threading
from collections.abc import Iterator

import pytest

from voicenter_mock.mockserver.callbacks import connections
from voicenter_mock.mockserver.callbacks.connections import SOON_SECONDS, Connection, Deadline

PATIENCE_SECONDS = 20.0
SHORT_SECONDS = 0.05
MORE_THAN_FITS = bytes(range(256)) * 40_000


@pytest.fixture
def ends() -> Iterator[tuple[Connection, socket.socket]]:
    here, there = socket.socketpair()
    with here, there:
        yield Connection(here), there


def test_more_than_fits_into_the_buffers_is_sent_whole(ends: tuple[Connection, socket.socket]) -> None:
    connection, there = ends
    read: list[bytes] = []

    def read_all() -> None:
        while sum(map(len, read)) < len(MORE_THAN_FITS):
            read.append(there.recv(1 << 20))
        there.sendall(b"read")

    reader = threading.Thread(target=read_all)
    reader.start()
    connection.send(MORE_THAN_FITS, Deadline(PATIENCE_SECONDS))
    answer = connection.receive(100, Deadline(PATIENCE_SECONDS))
    reader.join(PATIENCE_SECONDS)
    assert (b"".join(read), answer, connection.began) == (MORE_THAN_FITS, b"read", True)


def test_what_nobody_reads_is_given_up(ends: tuple[Connection, socket.socket]) -> None:
    connection, _ = ends
    with pytest.raises(TimeoutError):
        connection.send(MORE_THAN_FITS, Deadline(SHORT_SECONDS))


def test_an_answer_that_does_not_come_is_not_waited_for_longer(ends: tuple[Connection, socket.socket]) -> None:
    connection, _ = ends
    connection.send(b"a request", Deadline(PATIENCE_SECONDS))
    with pytest.raises(TimeoutError):
        connection.receive(100, Deadline(SHORT_SECONDS))
    assert not connection.began


@pytest.mark.skipif(not hasattr(select, "poll"), reason="this system has no poll")
def test_only_who_answered_soon_is_waited_for_awake(
    ends: tuple[Connection, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    connection, there = ends
    looks = 0

    def clock() -> float:
        nonlocal looks
        looks += 1
        return looks * SOON_SECONDS / 10

    def looks_while_nothing_comes() -> int:
        before = looks
        with pytest.raises(TimeoutError):
            connection.receive(100, Deadline(SHORT_SECONDS))
        return looks - before

    monkeypatch.setattr(connections, "real_seconds", clock)
    asleep = looks_while_nothing_comes()
    there.sendall(b"soon")
    assert connection.receive(100, Deadline(PATIENCE_SECONDS)) == b"soon"
    assert looks_while_nothing_comes() > asleep + 5
    assert looks_while_nothing_comes() == asleep


def test_it_is_silent_until_something_comes_or_it_ends(ends: tuple[Connection, socket.socket]) -> None:
    connection, there = ends
    assert connection.is_silent()
    there.sendall(b"unasked")
    assert not connection.is_silent()
    assert connection.receive(100, Deadline(PATIENCE_SECONDS)) == b"unasked"
    assert connection.is_silent()
    there.close()
    assert not connection.is_silent()
