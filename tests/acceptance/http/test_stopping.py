"""The end of a server, and what one client can make of its memory."""

from __future__ import annotations

import contextlib
import os
import socket
from pathlib import Path

import pytest

from ..conftest import Sandbox, Serve

HOST = b"Host: 127.0.0.1\r\n"
MIB = 1024 * 1024


def connect(sandbox: Sandbox, sent: bytes) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", sandbox.port), 30)
    connection.sendall(sent)
    return connection


def test_it_stops_without_a_traceback_while_clients_send_slowly(serve: Serve):
    sandbox = serve("--clock", "manual")
    sandbox.get("/hub/cdr/", code="demo-code")
    slow = [
        b"POST /ForwardDialer/click2call.aspx HTTP/1.1\r\n" + HOST + b"Content-Length: 100\r\n\r\ncode",
        b"POST /ForwardDialer/click2call.aspx HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n1\r\nc\r\n",
        b"GET /ForwardDi",
        b"GET /_sandbox/organizations/demo/changes HTTP/1.1\r\n" + HOST + b"\r\n",
    ]
    with contextlib.ExitStack() as stack:
        for sent in slow:
            stack.enter_context(connect(sandbox, sent))
        sandbox.get("/_sandbox/health")  # what was sent before has arrived
        assert sandbox.process.stderr is not None
        sandbox.process.terminate()
        assert sandbox.process.wait(timeout=10) == 0
        assert sandbox.process.stderr.read() == ""


def memory(sandbox: Sandbox) -> int:
    """Bytes that the server's process holds."""
    fields = Path(f"/proc/{sandbox.process.pid}/statm").read_text().split()
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="there is no /proc here to read a process's memory")
@pytest.mark.parametrize("line", [b"X: " + b"y" * MIB, b"X: y\r\n" * (MIB // 6)], ids=["one header", "many headers"])
def test_two_hundred_mebibytes_of_headers_are_refused_and_take_no_memory(serve: Serve, line: bytes):
    sandbox = serve("--clock", "manual")
    sandbox.get("/hub/cdr/", code="demo-code")
    before = memory(sandbox)
    with connect(sandbox, b"GET /_sandbox/health HTTP/1.1\r\n" + HOST) as connection:
        with contextlib.suppress(ConnectionError):  # it may let go before all is sent
            for _ in range(200):
                connection.sendall(line)
        assert memory(sandbox) - before < 16 * MIB
    assert sandbox.get("/_sandbox/requests", since=0).json()["requests"][-1]["status"] == 431
