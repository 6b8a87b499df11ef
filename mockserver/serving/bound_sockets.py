"""Sockets that are bound before anything is served, so that a port in use is known at once."""

from __future__ import annotations

import errno
import socket

from ..wire.system_errors import reason_of

_TRIES = 20
"""How many free ports are tried for two sockets."""


class CannotListen(OSError):
    """An address could not be bound; ``is_taken``: because somebody else listens there."""

    def __init__(self, host: str, port: int, error: OSError) -> None:
        super().__init__(error.errno, error.strerror)
        self.host = host
        self.port = port
        self.is_taken = error.errno == errno.EADDRINUSE
        self.message = f"cannot listen on {host}:{port}: {reason_of(error)}"


def listening(host: str, port: int) -> socket.socket:
    """For connections. Raises ``CannotListen``."""
    # asyncio sets TCP_NODELAY only on sockets that say TCP; without it an answer's body waits for an ACK.
    made = socket.socket(_family(host), socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(2048)
    except OSError as error:
        made.close()
        raise CannotListen(host, port, error) from None
    return made


def datagrams_and_connections(host: str, port: int) -> tuple[socket.socket, socket.socket]:
    """For datagrams and for connections, on one port. Raises ``CannotListen``."""
    tries = _TRIES if port == 0 else 1
    while True:
        tries -= 1
        datagrams = socket.socket(_family(host), socket.SOCK_DGRAM)
        try:
            datagrams.bind((host, port))
            datagrams.setblocking(False)
            return datagrams, listening(host, datagrams.getsockname()[1])
        except CannotListen:  # a port that is free for datagrams may be taken for connections
            datagrams.close()
            if not tries:
                raise
        except OSError as error:
            datagrams.close()
            raise CannotListen(host, port, error) from None


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
