"""Customers' servers for the tests: well behaved ones, and sockets that do as they are told."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from voicenter_mock.mockserver.organizations import demo
from voicenter_mock.mockserver.telephony.model.directory import CallbackName, CallbackTarget, Directory
from voicenter_mock.mockserver.telephony.routing.incoming import IncomingOrder, place
from voicenter_mock.mockserver.tenancy.tenants import Tenant

NOW = 1_700_000_000.0
PATIENCE_SECONDS = 20.0
"""How long a test waits for what must come, on a machine that may be busy."""


@dataclass(frozen=True)
class Got:
    """One request as the customer's server got it; names of ``headers`` are in lower case."""

    method: str
    path: str
    content_type: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict[str, str])


@dataclass
class Customer:
    """A customer's server. ``answer`` decides; it may block."""

    url: str
    answer: Callable[[Got], tuple[int, str, bytes]]
    got: list[Got] = field(default_factory=list[Got])


ACKNOWLEDGED = (200, "application/json", b'{"err": 0, "errdesc": "OK"}')


@contextmanager
def customer(
    answer: Callable[[Got], tuple[int, str, bytes]] = lambda got: ACKNOWLEDGED,
) -> Generator[Customer, None, None]:
    """A real HTTP server in this process."""

    class Handler(BaseHTTPRequestHandler):
        def handle_one(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            got = Got(self.command, self.path, headers.get("content-type", ""), self.rfile.read(length), headers)
            served.got.append(got)
            status, content_type, body = served.answer(got)
            with contextlib.suppress(OSError):
                self.send_response(status)
                self.send_header("Content-Type", content_type)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        do_GET = do_POST = handle_one

        def log_message(self, format: str, *args: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

        def handle_error(self, request: Any, client_address: Any) -> None:
            pass

    with Server(("127.0.0.1", 0), Handler) as server:
        served = Customer(f"http://127.0.0.1:{server.server_address[1]}/voicenter", answer)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield served
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def raw_server(
    serve: Callable[[socket.socket], None], family: socket.AddressFamily = socket.AF_INET, *, read_first: bool = True
) -> Generator[str, None, None]:
    """A listening socket whose connections get the request's head read and then ``serve``. Yields its URL."""
    host = "::1" if family == socket.AF_INET6 else "127.0.0.1"
    with socket.create_server((host, 0), family=family) as listening:
        stopped = threading.Event()

        def handle(connection: socket.socket) -> None:
            with connection, contextlib.suppress(OSError):
                connection.settimeout(PATIENCE_SECONDS)
                data = b""
                while read_first and b"\r\n\r\n" not in data:
                    data += connection.recv(65536) or b"\r\n\r\n"
                serve(connection)

        def accept() -> None:
            while not stopped.is_set():
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                threading.Thread(target=handle, args=(connection,), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        port: int = listening.getsockname()[1]
        yield f"http://{f'[{host}]' if ':' in host else host}:{port}/voicenter"
        stopped.set()
        with contextlib.suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)


@contextmanager
def silent_server() -> Generator[str, None, None]:
    """One that takes connections and never says a word."""
    over = threading.Event()

    def wait(_: socket.socket) -> None:
        over.wait(PATIENCE_SECONDS)

    with raw_server(wait) as url:
        try:
            yield url
        finally:
            over.set()


def closed_port() -> str:
    """The URL of a port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
    return f"http://127.0.0.1:{port}/nobody"


def organization(id: str = "demo", **callbacks: CallbackTarget) -> Directory:
    """The demo organization with these callbacks."""
    entries: dict[CallbackName, CallbackTarget] = {}
    for target in callbacks.values():
        entries[target.name] = target
    return replace(demo(), id=id, callbacks=entries)


def click2call(tenant: Tenant, target: str = "0501234567", phone: str = "SIPSIP1") -> str:
    """Places a Click2Call; both answer. Returns its id."""
    from voicenter_mock.mockserver.telephony.click2call.click2call import start
    from voicenter_mock.mockserver.telephony.click2call.orders import Click2CallOrder

    with tenant.use() as exchange:
        return start(exchange, 70000001, Click2CallOrder("call", phone, target)).id


def incoming(tenant: Tenant, did: str, caller: str = "0501234567", **order: Any) -> str:
    """A scripted caller dials in. Returns the call's id."""
    with tenant.use() as exchange:
        return place(exchange, IncomingOrder(caller, did, **order)).id


def eventually(condition: Callable[[], object], seconds: float = PATIENCE_SECONDS) -> bool:
    """Whether it comes true within the test's patience; other threads work on it."""
    pause = threading.Event()
    for _ in range(int(seconds / 0.005)):
        if condition():
            return True
        pause.wait(0.005)
    return False
