"""Genuine socket.io clients: a login by token, the snapshots, and a whole call with a Hebrew name."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest

from voicenter_mock.mockserver.serving.server import Server
from voicenter_mock.mockserver.telephony.routing.incoming import IncomingOrder, place
from voicenter_mock.mockserver.tenancy.tenants import Tenant

from .conftest import Table
from .programs_of_the_world import PROGRAMS, node_modules, python_socketio
from .twenty_requests import organization

pytestmark = [pytest.mark.world, pytest.mark.slow]
PATIENCE_SECONDS = 30
CALLER = "דנה כהן"
VERSIONS = {"1.7.4": "c174", "2.0.4": "c204", "2.5.0": "c250", "3.1.3": "c313", "4.8.4": "c484"}
TRANSPORTS = ("websocket", "polling", "polling,websocket")


@contextmanager
def started(command: Sequence[str]) -> Generator[subprocess.Popen[str]]:
    """A program that is ended with its block, or after a while."""
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        watchdog = threading.Timer(PATIENCE_SECONDS, process.kill)
        watchdog.start()
        try:
            yield process
        finally:
            watchdog.cancel()
            process.kill()


def run_client(tenant: Tenant, command: Sequence[str]) -> tuple[str, list[str]]:
    """What a client says when it is in, and what it hears of a call: reason and caller's name."""
    with started(command) as process:
        assert process.stdout is not None
        ready = process.stdout.readline().strip()
        if not ready.startswith("ready"):
            return ready, []
        with tenant.use() as exchange:
            did = next(did.number for did in exchange.directory.dids.values() if did.route.kind == "extension")
            place(exchange, IncomingOrder("0501234567", did, caller_name=CALLER))
        calling = threading.Thread(target=lambda: tenant.advance(until="idle"), daemon=True)
        calling.start()
        lines: list[str] = []
        while len(lines) < 3:
            line = process.stdout.readline()
            if not line:
                break
            lines.append(line.rstrip("\n"))
        calling.join(PATIENCE_SECONDS)
        return ready, lines


def whole(lines: list[str]) -> bool:
    """Whether that was the call. python-socketio runs each handler on a thread, so that their order is not the events'."""
    return sorted(lines) == sorted(f"{reason}\t{CALLER}" for reason in ("NEWCALL", "ANSWER", "HANGUP"))


@pytest.mark.parametrize("transports", TRANSPORTS)
@pytest.mark.parametrize("version", VERSIONS)
def test_socket_io_in_node(version: str, transports: str, world_server: Server, table: Table):
    modules = node_modules()
    name = f"s{version.replace('.', '')}{TRANSPORTS.index(transports)}"
    tenant = organization(world_server.registry, name)
    url = f"{world_server.base_url}?token={name}-token"
    command = ("node", str(PROGRAMS / "socketio.cjs"), str(modules / VERSIONS[version]), url, transports)
    ready, lines = run_client(tenant, command)
    good = ready == f"ready {transports.rpartition(',')[2]}" and whole(lines)
    names = transports.replace(",", " to ")
    table.add("socket.io", f"socket.io-client in Node, {names}", version, "whole call" if good else f"not: {ready}")
    assert good, (ready, lines)


@pytest.mark.parametrize("transports", TRANSPORTS)
@pytest.mark.parametrize("version", ["4.6.1", "5.11.4"])
def test_python_socketio(version: str, transports: str, world_server: Server, table: Table):
    python = python_socketio(version)
    name = f"p{version.replace('.', '')}{TRANSPORTS.index(transports)}"
    tenant = organization(world_server.registry, name)
    url = f"{world_server.base_url}?token={name}-token"
    ready, lines = run_client(tenant, (str(python), str(PROGRAMS / "socketio_client.py"), url, transports))
    good = ready.startswith("ready") and whole(lines)
    names = transports.replace(",", " to ")
    table.add("socket.io", f"python-socketio, {names}", version, "whole call" if good else f"not: {ready}")
    assert good, (ready, lines)


def test_what_php_s_client_does(world_server: Server, table: Table):
    if shutil.which("php") is None:
        pytest.skip("php is not installed")
    tenant = organization(world_server.registry, "elephant")
    place_of = urlsplit(world_server.base_url)
    path = "/socket.io/?token=elephant-token"
    command = ("php", str(PROGRAMS / "elephant.php"), str(place_of.hostname), str(place_of.port), path)
    ready, lines = run_client(tenant, command)
    good = ready == "ready websocket" and whole(lines)
    php = subprocess.run(["php", "-r", "echo PHP_VERSION;"], capture_output=True, text=True, check=True).stdout
    table.add(
        "socket.io", "the sequence of PHP's elephant.io, polling to websocket", php, "whole call" if good else ready
    )
    assert good, (ready, lines)
