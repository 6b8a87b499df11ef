"""A server with the organization ``demo`` for the tests of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from voicenter_mock.mockserver.organizations import demo
from voicenter_mock.mockserver.serving.server import Server
from voicenter_mock.mockserver.tenancy.registry import Registry

from .raw_http import RawHttp


@pytest.fixture(scope="module")
def raw() -> Iterator[RawHttp]:
    registry = Registry(clock="manual", now=1_700_000_000.0)
    registry.add(demo())
    server = Server(registry)
    server.start()
    yield RawHttp(server)
    server.stop()
