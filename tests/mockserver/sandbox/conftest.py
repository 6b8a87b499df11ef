"""A server with the organization ``demo`` for the tests of a module, which change nothing in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from voicenter_mock.mockserver.serving.server import Server

from .running_server import Served, registry


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    server = Server(registry())
    server.start()
    yield Served(server)
    server.stop()
