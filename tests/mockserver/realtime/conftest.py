"""One server for the session; every test has an organization of its own on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count
from typing import Any, Protocol

import pytest
import requests

from voicenter_mock.mockserver.serving.server import Server
from voicenter_mock.mockserver.telephony.click2call import click2call
from voicenter_mock.mockserver.telephony.click2call.orders import Click2CallOrder
from voicenter_mock.mockserver.telephony.model.calls import Call
from voicenter_mock.mockserver.tenancy.registry import Registry
from voicenter_mock.mockserver.tenancy.tenants import Tenant

from .published_messages import NOW
from .raw_clients import RawClient

_numbers = count(1)


class ServedOrganization:
    """An organization under the manual clock. ``token`` is its realtime token, ``path`` its base path."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.url = server.base_url
        self.registry: Registry = server.registry
        self.id = f"t{next(_numbers)}"
        self.tenant: Tenant = self.registry.from_template("demo", self.id, clock="manual", now=NOW)
        self.token = f"{self.id}-token"
        self.path = f"/o/{self.id}"

    def call(self, extension: str = "SIPSIP1") -> Call:
        """Starts a Click2Call; nothing more happens until time passes."""
        with self.tenant.use() as exchange:
            return click2call.start(exchange, 70000001, Click2CallOrder("call", extension, "0501234567"))

    def whole_call(self, extension: str = "SIPSIP1") -> None:
        self.call(extension)
        self.tenant.advance(until="idle")

    def login(self, how: str, **members: Any) -> requests.Response:
        return requests.post(f"{self.url}{self.path}/monitorAPI/Login/{how}", json=members, timeout=10)

    @property
    def complaints(self) -> list[str]:
        """What the journal says that sockets did wrongly."""
        entries = [entry for entry in self.tenant.requests.since(0) if entry.method == "SOCKET"]
        return [sentence for entry in entries for sentence in entry.violations + entry.hints]


class Connect(Protocol):
    def __call__(self, **options: Any) -> RawClient: ...


@pytest.fixture(scope="session")
def realtime_server() -> Iterator[Server]:
    server = Server(Registry())
    server.start()
    yield server
    server.stop()


@pytest.fixture
def served(realtime_server: Server) -> Iterator[ServedOrganization]:
    served = ServedOrganization(realtime_server)
    yield served
    served.registry.delete(served.id)


@pytest.fixture
def connect(served: ServedOrganization) -> Iterator[Connect]:
    """Clients of the served, closed after the test; with its token unless they bring another."""
    with ExitStack() as stack:

        def connected(**options: Any) -> RawClient:
            options.setdefault("token", served.token)
            client = RawClient(served.url, **options)
            stack.callback(client.close)
            return client

        yield connected
