"""How load gets a message to a URL: connections that are kept, and whose certificate is taken."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import make_server as make_threaded_server

from voicenter_mock.mockserver.callbacks.http_client import Unreachable

pytest.importorskip("geventhttpclient")

from voicenter_mock.mockserver.load.transport import Transport

CERTIFICATE = Path(__file__).parent.parent / "callbacks" / "self_signed.pem"


def answer(environ: Any, start_response: Any) -> list[bytes]:
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", "2")])
    return [b"{}"]


@pytest.fixture
def secure_url() -> Iterator[str]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE)
    server = make_threaded_server("127.0.0.1", 0, answer, threaded=True, ssl_context=context)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"https://127.0.0.1:{server.server_port}/cdr"
    server.shutdown()
    server.server_close()


def post(transport: Transport, url: str, *, verify: bool) -> int:
    return transport.exchange("POST", url, {}, b"{}", timeout=10, maximum=100, verify=verify).status


def test_a_certificate_of_nobody_s_is_taken_only_where_that_is_said(secure_url: str):
    transport = Transport()
    try:
        assert post(transport, secure_url, verify=False) == 200
        with pytest.raises(Unreachable):
            post(transport, secure_url, verify=True)
    finally:
        transport.close()
