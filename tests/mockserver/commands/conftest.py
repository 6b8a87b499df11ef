"""A server of one organization at a known time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from voicenter_mock.mockserver.organizations import demo
from voicenter_mock.mockserver.serving.server import Server
from voicenter_mock.mockserver.tenancy.registry import Registry

from .console import Capture, Console


@pytest.fixture
def console(capsys: Capture) -> Iterator[Console]:
    registry = Registry(clock="manual", now=1_700_000_000.0)
    tenant = registry.add(demo())
    server = Server(registry)
    server.start()
    console = Console(server, tenant, capsys)
    console.run("clock")  # the server is whole now: it loads on a thread of its own
    yield console
    server.stop()
