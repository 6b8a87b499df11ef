"""A real server in a thread, and requests to it whose every header is the test's own."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from voicenter_mock.mockserver.organizations import demo
from voicenter_mock.mockserver.serving.server import Server
from voicenter_mock.mockserver.tenancy.registry import Registry


@dataclass
class Answered:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def data(self) -> Any:
        return json.loads(self.body)


class Served:
    def __init__(self, server: Server) -> None:
        self.server = server
        self.port = server.port

    def ask(self, method: str, path: str, headers: Mapping[str, str] | None = None, body: object = None) -> Answered:
        """``headers`` replace what a client sends by itself; a ``Host`` among them too."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        given = {"Host": f"127.0.0.1:{self.port}", **(headers or {})}
        content = b"" if body is None else json.dumps(body).encode()
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in given.items():
                connection.putheader(name, value)
            if content:
                connection.putheader("Content-Type", "application/json")
                connection.putheader("Content-Length", str(len(content)))
            connection.endheaders(content)
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Answered(answer.status, found, answer.read())
        finally:
            connection.close()


def registry() -> Registry:
    made = Registry(clock="manual", now=1_700_000_000.0)
    made.add(demo())
    return made
