"""Clients of other languages against a server in this process; ``--clients-table`` writes what they came to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from voicenter_mock.mockserver.serving.server import Server
from voicenter_mock.mockserver.tenancy.registry import Registry

from .table import Row, page

TABLE = Path(__file__).parents[2] / "docs" / "reference" / "clients.md"


@dataclass(slots=True)
class Table:
    """The rows of this run."""

    rows: list[Row] = field(default_factory=list[Row])

    def add(self, kind: str, name: str, version: str, result: str) -> None:
        self.rows.append(Row(kind, name, version, result))


@pytest.fixture(scope="session")
def table(request: pytest.FixtureRequest) -> Iterator[Table]:
    table = Table()
    yield table
    if request.config.getoption("--clients-table"):
        TABLE.write_text(page(table.rows), "utf-8")


@pytest.fixture(scope="session")
def world_server() -> Iterator[Server]:
    server = Server(Registry(clock="manual"))
    server.start()
    yield server
    server.stop()
