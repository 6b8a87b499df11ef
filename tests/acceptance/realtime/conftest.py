"""A server in this process, and clients that are closed after the test; their processes stay for the next."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any, Protocol

import pytest
import requests

from voicenter_mock.mockserver.serving.server import Server
from voicenter_mock.mockserver.state.realtime_settings import RealtimeSettings
from voicenter_mock.mockserver.tenancy.registry import Registry
from voicenter_mock.mockserver.tenancy.tenants import Tenant

from .node_clients import NodeClient, NodeProcess


class Connect(Protocol):
    def __call__(self, version: str, url: str, **options: Any) -> NodeClient: ...


def start_server(port: int = 0) -> Server:
    """A server with the organization ``demo``, which is there before anybody can ask for it."""
    registry = Registry(clock="manual", now=1_606_908_123)
    registry.from_template("demo", "demo")
    server = Server(registry, port=port)
    server.start()
    return server


class ServedOrganization:
    """The organization ``demo`` on a server, a new one unless ``fresh`` is false; under the manual clock."""

    def __init__(self, server: Server, *, fresh: bool = True) -> None:
        self.server = server
        self.registry = server.registry
        self.registry.realtime = RealtimeSettings()
        if fresh:
            self.registry.from_template("demo", "demo", replace=True)
        self.tenant: Tenant = self.registry.get("demo")
        self.url = server.base_url

    def click2call(self, **members: str) -> str:
        wanted = {
            "code": "demo-code",
            "phone": "SIPSIP1",
            "target": "0501234567",
            "format": "json",
            "record": "true",
        } | members
        answer = requests.get(self.url + "/ForwardDialer/click2call.aspx", wanted, timeout=10).json()
        assert answer["ERRORCODE"] == 0, answer
        return answer["CALLID"]

    def login(self, how: str, **members: str) -> dict[str, Any]:
        """What ``Data.Socket`` says."""
        answer = requests.post(f"{self.url}/monitorAPI/Login/{how}", json=members, timeout=10).json()
        assert answer["StatusCode"] == 200, answer
        return answer["Data"]["Socket"]

    @property
    def complaints(self) -> list[str]:
        """What the journal says that sockets did wrongly."""
        entries = [entry for entry in self.tenant.requests.since(0) if entry.method == "SOCKET"]
        return [sentence for entry in entries for sentence in entry.violations + entry.hints]


@pytest.fixture(scope="session")
def demo_server() -> Iterator[Server]:
    server = start_server()
    yield server
    server.stop()


@pytest.fixture
def served(demo_server: Server) -> ServedOrganization:
    return ServedOrganization(demo_server)


@pytest.fixture(scope="session")
def node_processes() -> Iterator[dict[str, NodeProcess]]:
    """By the version of the client; one that is not there is started by who needs it."""
    processes: dict[str, NodeProcess] = {}
    yield processes
    for process in processes.values():
        process.stop()


@pytest.fixture
def connect(node_processes: dict[str, NodeProcess]) -> Iterator[Connect]:
    with ExitStack() as stack:

        def connected(version: str, url: str, **options: Any) -> NodeClient:
            if version not in node_processes:
                node_processes[version] = NodeProcess(version)
            client = NodeClient(node_processes[version], url, **options)
            stack.callback(client.close)
            return client

        yield connected
