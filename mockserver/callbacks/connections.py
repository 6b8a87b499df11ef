"""Connections to customers' servers, and those that wait for the next message to the same one while an advance lasts.

In one ``advance`` a server may get thousands of messages one after the other, and opening a connection costs more than
sending one. Nothing is kept between advances: a server that serves one connection at a time would serve nobody else.
"""

from __future__ import annotations

import select
import ssl
import threading
from socket import SO_ERROR, SOL_SOCKET, socket

from .real_time import real_seconds

KEPT_SECONDS = 0.5
"""So long a connection waits, in real seconds: shorter than any server in use waits before it closes one."""

SOON_SECONDS = 0.0002
"""Who has answered within so long is expected to do so again, and this thread stays awake for it: in an advance that
pushes one record after the other, sleeping and being woken take a fifth of the time.
"""

Place = tuple[str, str, int, bool]
"""Scheme, host and port of a server, and whether its certificate was verified."""


class Deadline:
    def __init__(self, seconds: float) -> None:
        self._end = real_seconds() + seconds

    def left(self) -> float:
        """Seconds, more than 0. Raises ``TimeoutError`` when there are none."""
        left = self._end - real_seconds()
        if left <= 0:
            raise TimeoutError
        return left


class Connection:
    """A connection over which requests go out and answers come in, each piece bounded by what is left of a deadline.

    One without TLS is used without a time-out: what is sent fits into the system's buffer nearly always, and an answer
    is waited for with a ``poll`` that is made once. A time-out asks the system four times more for each exchange.
    """

    __slots__ = ("_answers", "_is_prompt", "began", "socket")

    def __init__(self, socket: socket) -> None:
        self.socket = socket
        self.began = False
        """Whether some of the answer to the last request has come."""
        self._is_prompt = False
        self._answers: select.poll | None = None
        if hasattr(select, "poll") and not isinstance(socket, ssl.SSLSocket):
            self._answers = select.poll()
            self._answers.register(socket, select.POLLIN)
            socket.setblocking(False)

    def send(self, data: bytes, deadline: Deadline) -> None:
        """Sends all of it."""
        self.began = False
        sent = 0
        if self._answers is not None:
            try:  # noqa: SIM105 - sooner done than a context is made
                sent = self.socket.send(data)
            except BlockingIOError:
                pass
            if sent == len(data):
                return
            self._answers = None  # more than fits: from now on as with TLS
        left = memoryview(data)[sent:]
        while left:
            self.socket.settimeout(deadline.left())
            left = left[self.socket.send(left) :]

    def receive(self, size: int, deadline: Deadline) -> bytes:
        """What comes next, so many bytes at most; none at the end."""
        seconds = deadline.left()
        if self._answers is None:
            self.socket.settimeout(seconds)
        elif not self._comes(self._answers, seconds):
            raise TimeoutError
        data = self.socket.recv(size)
        self.began = self.began or data != b""
        return data

    def _comes(self, answers: select.poll, seconds: float) -> bool:
        """Whether something comes within so many seconds."""
        start = real_seconds()
        if self._is_prompt:
            while real_seconds() - start < SOON_SECONDS:
                if answers.poll(0):
                    return True
        found = answers.poll(seconds * 1000)
        self._is_prompt = real_seconds() - start < SOON_SECONDS
        return bool(found)

    def is_silent(self) -> bool:
        """Whether nothing has come: neither the end of the connection nor what nobody has asked for."""
        if self._answers is not None:
            return not self._answers.poll(0)
        self.socket.settimeout(0)
        try:
            self.socket.recv(1)
        except (BlockingIOError, ssl.SSLWantReadError):
            return True
        except OSError:
            return False
        return False

    def was_reset(self) -> bool:
        """Whether the other end refused what it was sent."""
        return self.socket.getsockopt(SOL_SOCKET, SO_ERROR) != 0

    def close(self) -> None:
        self.socket.close()


class Connections:
    """One connection at most for each server. Thread-safe; kept between ``keep`` and ``close_idle`` only."""

    def __init__(self) -> None:
        self._waiting: dict[Place, tuple[Connection, float]] = {}
        self._lock = threading.Lock()
        self.keeping = False

    def keep(self) -> None:
        """From now on connections are kept."""
        self.keeping = True

    def close_idle(self) -> None:
        """Closes those that wait; none is kept any more."""
        with self._lock:
            self.keeping = False
            waiting, self._waiting = self._waiting, {}
        for connection, _ in waiting.values():
            connection.close()

    def take(self, place: Place) -> Connection | None:
        """A connection to that server which its other end has not closed, as far as can be known."""
        with self._lock:
            connection, since = self._waiting.pop(place, (None, 0.0))
        if connection is None:
            return None
        if real_seconds() - since < KEPT_SECONDS and connection.is_silent():
            return connection
        connection.close()
        return None

    def give_back(self, place: Place, connection: Connection) -> None:
        """An exchange is over, and the connection may serve another."""
        with self._lock:
            if self.keeping and place not in self._waiting:
                self._waiting[place] = connection, real_seconds()
                return
        connection.close()
