"""Twenty requests through each client: the sandbox understands them as it does those of Python's."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress

import pytest

from voicenter_mock.mockserver.serving.server import Server

from .conftest import Table
from .programs_of_the_world import HTTP_CLIENTS, PROGRAMS, HttpClient, version_of
from .twenty_requests import TWENTY, Journal, Understood, organization, read_line

pytestmark = [pytest.mark.world, pytest.mark.slow]
PATIENCE_SECONDS = 120


def understood(server: Server, name: str, command: Sequence[str]) -> list[Understood]:
    """What the sandbox made of each request that a program sent."""
    tenant = organization(server.registry, name)
    journal = Journal(tenant, server.registry)
    results: list[Understood] = []
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        watchdog = threading.Timer(PATIENCE_SECONDS, process.kill)
        watchdog.start()
        try:
            for request in TWENTY:
                print(request.line(server.base_url, name), file=process.stdin, flush=True)
                status, _ = read_line(process.stdout.readline())
                results.append(Understood(status, journal.news()))
        except OSError:
            results += [Understood(0, "the client has ended")] * (len(TWENTY) - len(results))
        finally:
            watchdog.cancel()
            with suppress(OSError):
                process.stdin.close()
    return results


@pytest.fixture(scope="session")
def expected(world_server: Server) -> list[Understood]:
    return understood(world_server, "reference", (sys.executable, str(PROGRAMS / "client.py")))


def test_the_reference_is_understood(expected: list[Understood]):
    statuses = {request.name: found.status for request, found in zip(TWENTY, expected, strict=True)}
    assert statuses == {request.name: 200 for request in TWENTY} | {"a path that nothing has": 404}


@pytest.mark.parametrize("client", HTTP_CLIENTS, ids=lambda client: client.name)
def test_twenty_requests(client: HttpClient, expected: list[Understood], world_server: Server, table: Table):
    client.skip_unless_there()
    name = "".join(letter for letter in client.name if letter.isalnum())
    found = understood(world_server, name, client.command())
    otherwise = [request.name for request, one, other in zip(TWENTY, found, expected, strict=True) if one != other]
    table.add(
        "http", client.name, version_of(client), "as expected" if not otherwise else "not: " + "; ".join(otherwise)
    )
    assert not otherwise, [
        (request.name, one, other) for request, one, other in zip(TWENTY, found, expected, strict=True) if one != other
    ]
