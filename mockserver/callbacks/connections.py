"""Connections to customers' servers that wait for the next message to the same one, for as long as an advance lasts.

In one ``advance`` a server may get thousands of messages one after the other, and opening a connection costs more than
sending one. Nothing is kept between advances: a server that serves one connection at a time would serve nobody else.
"""

from __future__ import annotations

import select
import ssl
import threading
from socket import socket

from .real_time import real_seconds

KEPT_SECONDS = 0.5
"""So long a connection waits, in real seconds: shorter than any server in use waits before it closes one."""

Place = tuple[str, str, int, bool]
"""Scheme, host and port of a server, and whether its certificate was verified."""


class Connections:
    """One connection at most for each server. Thread-safe; kept between ``keep`` and ``close_idle`` only."""

    def __init__(self) -> None:
        self._waiting: dict[Place, tuple[socket, float]] = {}
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

    def take(self, place: Place) -> socket | None:
        """A connection to that server which its other end has not closed, as far as can be known."""
        with self._lock:
            connection, since = self._waiting.pop(place, (None, 0.0))
        if connection is None:
            return None
        if real_seconds() - since < KEPT_SECONDS and _silent(connection):
            return connection
        connection.close()
        return None

    def give_back(self, place: Place, connection: socket) -> None:
        """An exchange is over, and the connection may serve another."""
        with self._lock:
            if self.keeping and place not in self._waiting:
                self._waiting[place] = connection, real_seconds()
                return
        connection.close()


def _silent(connection: socket) -> bool:
    """Whether nothing has come: neither the end of the connection nor what nobody has asked for."""
    if not isinstance(connection, ssl.SSLSocket) and not _readable(connection):
        return True
    connection.settimeout(0)
    try:
        connection.recv(1)
    except (BlockingIOError, ssl.SSLWantReadError):
        return True
    except OSError:
        return False
    return False


if hasattr(select, "poll"):

    def _readable(connection: socket) -> bool:
        poll = select.poll()
        poll.register(connection, select.POLLIN)
        return bool(poll.poll(0))

else:  # Windows

    def _readable(connection: socket) -> bool:
        return bool(select.select((connection,), (), (), 0)[0])
