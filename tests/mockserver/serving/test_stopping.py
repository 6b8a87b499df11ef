"""A server that stops: its port is free afterwards, also on a machine that has no time for it."""

from __future__ import annotations

import asyncio
import socket
import threading
from typing import Any

import pytest
import uvicorn

from voicenter_mock.mockserver.serving import server as serving
from voicenter_mock.mockserver.serving.server import Server
from voicenter_mock.mockserver.tenancy.registry import Registry


def is_free(port: int) -> bool:
    with socket.socket() as trying:
        trying.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return trying.connect_ex(("127.0.0.1", port)) != 0


def test_its_port_is_free_afterwards():
    server = Server(Registry(clock="manual"))
    server.start()
    server.stop()
    assert is_free(server.port)


def test_a_thread_that_serves_longer_keeps_its_sockets_until_it_ends(monkeypatch: pytest.MonkeyPatch):
    """Sockets that were closed under its loop ended the thread with a traceback."""
    goes_on = threading.Event()
    shutdown = uvicorn.Server.shutdown

    async def late(self: uvicorn.Server, sockets: Any = None) -> None:
        await asyncio.get_running_loop().run_in_executor(None, goes_on.wait)
        await shutdown(self, sockets)

    monkeypatch.setattr(uvicorn.Server, "shutdown", late)
    monkeypatch.setattr(serving, "ENDED_SECONDS", 0.0, raising=False)
    server = Server(Registry(clock="manual"))
    others = set(threading.enumerate())
    server.start()
    [thread] = [one for one in set(threading.enumerate()) - others if one.name == "voicenter-server"]
    server.stop()
    goes_on.set()
    thread.join(60)
    assert not thread.is_alive()
    assert is_free(server.port)
