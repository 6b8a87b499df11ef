"""`voicenter-mock verify` in a terminal: a bar while it runs, and what it has found when it is interrupted."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from .pseudo_terminal import INTERRUPT, SECONDS, in_terminal

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="how a terminal becomes one's own differs"),
]
HOLDS_AFTER = 60


class Customer:
    """Answers with ``body``; from some message on it waits before it answers, until it is let go."""

    def __init__(self, body: bytes) -> None:
        self.waits = threading.Event()
        self.goes_on = threading.Event()
        customer, count = self, 0

        class Request(BaseHTTPRequestHandler):
            wbufsize = -1  # one packet rather than two with a pause between them

            def do_POST(self) -> None:
                nonlocal count
                count += 1
                self.rfile.read(int(self.headers["Content-Length"]))
                if count > HOLDS_AFTER:
                    customer.waits.set()
                    customer.goes_on.wait(SECONDS)
                self.send_response(200)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            request_queue_size = 64  # of five, the eighth of a burst has to knock again, a second later

        self._server = Server(("127.0.0.1", 0), Request)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/"

    def stop(self) -> None:
        self.goes_on.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def right() -> Iterator[Customer]:
    customer = Customer(b'{"err": 0}')
    yield customer
    customer.stop()


@pytest.fixture
def wrong() -> Iterator[Customer]:
    customer = Customer(b"")
    yield customer
    customer.stop()


def test_a_bar_moves_and_names_the_phase(right: Customer):
    right.goes_on.set()

    with in_terminal("verify", right.url, "--callback", "cdr", "--max-examples", "10", columns=120) as terminal:
        terminal.wait_for("documented")
        terminal.wait_for("##")
        assert terminal.ended() == 0

    assert "100%" in terminal.text
    assert "later" in terminal.text
    assert "no findings" in terminal.text


def test_ctrl_c_ends_it_with_what_was_found_so_far(wrong: Customer):
    with in_terminal("verify", wrong.url, "--callback", "cdr", "--phase", "generated", columns=120) as terminal:
        assert wrong.waits.wait(SECONDS)
        terminal.press(INTERRUPT)
        assert terminal.ended() == 1

    assert "not-acknowledged: A valid message" in terminal.text
    assert "interrupted" in terminal.text.splitlines()[-1]
    assert "Traceback" not in terminal.text


def test_ctrl_c_without_findings_is_130(right: Customer):
    with in_terminal("verify", right.url, "--callback", "cdr", "--phase", "generated", columns=120) as terminal:
        assert right.waits.wait(SECONDS)
        terminal.press(INTERRUPT)
        assert terminal.ended() == 130

    assert "no findings" in terminal.text
    assert "Traceback" not in terminal.text
