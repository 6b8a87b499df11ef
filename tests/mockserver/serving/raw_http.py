"""Bytes to a server as they stand, and what comes back until it closes or has answered."""

from __future__ import annotations

import http.client
import socket
from dataclasses import dataclass

from voicenter_mock.mockserver.serving.server import Server
from voicenter_mock.mockserver.state.journal import RequestEntry

PATIENCE_SECONDS = 30
HOST = b"Host: 127.0.0.1\r\n"
CLICK2CALL = b"code=demo-code&phone=SIPSIP1&target=0501234567&format=json"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


class RawHttp:
    """A server, and its journals."""

    def __init__(self, server: Server) -> None:
        self.server = server

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.server.port), PATIENCE_SECONDS)

    def send(self, *pieces: bytes) -> Answer:
        """The first answer to the pieces, which are sent one after another."""
        with self.connect() as connection:
            for piece in pieces:
                connection.sendall(piece)
            return read_answer(connection)

    def unresolved(self) -> RequestEntry:
        """The last request that found no organization."""
        return self.server.registry.unresolved.since(0)[-1]

    def resolved(self) -> RequestEntry:
        """The last request of the organization ``demo``."""
        return self.server.registry.get("demo").requests.since(0)[-1]


def read_answer(connection: socket.socket, method: str = "GET") -> Answer:
    answer = http.client.HTTPResponse(connection, method=method)
    answer.begin()
    return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
