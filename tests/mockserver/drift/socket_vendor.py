"""The second vendor's socket: Engine.IO 4 begun by polling, with the events that differ; and clients that listen."""

from __future__ import annotations

import json
import threading
import urllib.request
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from http import HTTPStatus

from websockets.datastructures import Headers
from websockets.http11 import Request, Response
from websockets.sync.client import connect
from websockets.sync.server import ServerConnection, serve

from .second_vendor import events

SOCKET = "/socket.io/?EIO=4&transport="
_SEPARATOR = "\x1e"
_POLLED = 1
"""So many events come by polling, the others over the websocket."""

BINARY = b"\xff\x00 no text"
ASKED = '42["keepalive","some-token"]'
LAST = "41"


def _packets() -> list[str]:
    return ["42" + json.dumps(event) for event in events()]


@contextmanager
def serving() -> Generator[str]:
    """The socket on a port; its base URL."""
    polls = iter([_handshake(), _SEPARATOR.join(["40", *_packets()[:_POLLED]])])
    with serve(_upgraded, "127.0.0.1", 0, process_request=lambda _, request: _answered(request, polls)) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.socket.getsockname()[1]}"
        finally:
            server.shutdown()
            thread.join(10)


def _handshake() -> str:
    opened = {"sid": "abc", "upgrades": ["websocket"], "pingInterval": 25000, "pingTimeout": 20000}
    return "0" + json.dumps(opened)


def _answered(request: Request, polls: Iterator[str]) -> Response | None:
    """Everything but the websocket: polling, and a page for browsers."""
    if "transport=websocket" in request.path:
        return None
    text = next(polls) if "transport=polling" in request.path else "<!doctype html><title>blank</title>"
    kind = "text/plain; charset=UTF-8" if "polling" in request.path else "text/html"
    headers = Headers({"Content-Type": kind, "Content-Length": str(len(text.encode())), "Connection": "close"})
    return Response(HTTPStatus.OK, "OK", headers, text.encode())


def _upgraded(socket: ServerConnection) -> None:
    assert socket.recv(10) == "2probe"
    socket.send("3probe")
    assert socket.recv(10) == "5"
    for packet in _packets()[_POLLED:]:
        socket.send(packet)
    assert socket.recv(10) == ASKED
    socket.send(BINARY)
    socket.send(LAST)


def listen(base_url: str) -> None:
    """A client of Python's: it polls twice, then changes over, hears everything and goes."""
    for _ in range(2):
        with urllib.request.urlopen(f"{base_url}{SOCKET}polling", timeout=10) as answer:
            answer.read()
    with connect(f"ws{base_url.removeprefix('http')}{SOCKET}websocket") as socket:
        socket.send("2probe")
        socket.recv(10)
        socket.send("5")
        asked = False
        while (message := socket.recv(10)) != LAST:
            if not asked and isinstance(message, str) and "AllExtensionsStatus" in message:
                socket.send(ASKED)
                asked = True


IN_A_PAGE = """
([base, socket, asked, last]) => (async () => {
  for (let poll = 0; poll < 2; poll++) await (await fetch(`${base}${socket}polling`)).text();
  await new Promise((done, failed) => {
    const web = new WebSocket(`ws${base.slice(4)}${socket}websocket`);
    web.onopen = () => web.send("2probe");
    web.onerror = () => failed(new Error("the socket failed"));
    web.onmessage = ({ data }) => {
      if (data === "3probe") web.send("5");
      else if (data === last) { web.onclose = done; web.close(); }
      else if (typeof data === "string" && data.includes("AllExtensionsStatus")) web.send(asked);
    };
  });
})()
"""
"""The same client in a browser's page."""
