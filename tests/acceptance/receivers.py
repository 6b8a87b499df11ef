"""A customer's web server on a real port, for callbacks to arrive at."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from voicenter_mock import contracts

Answer = tuple[int, str, bytes]
CONTRACTS = {"/cdr": "cdr_notification.request", "/popup": "popup.request"}
"""What may arrive at which path."""
ACKNOWLEDGED: Answer = (200, "application/json", b'{"err": 0, "errdesc": "OK"}')


class Receiver:
    """What arrived, and how the next messages are answered."""

    def __init__(self, base_url: str) -> None:
        self.url = f"{base_url}/cdr"
        self.popup_url = f"{base_url}/popup"
        self.messages: list[dict[str, Any]] = []
        self.answer: Callable[[dict[str, Any]], Answer] = lambda message: ACKNOWLEDGED


@contextmanager
def receiver() -> Generator[Receiver]:
    """Listens on a free port until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            message = contracts.validate_bytes(CONTRACTS[self.path], body, self.headers["Content-Type"])
            found.messages.append(message)
            status, content_type, content = found.answer(message)
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Receiver(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
