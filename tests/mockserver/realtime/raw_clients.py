"""The smallest realtime client: a websocket, and frames as they are on the wire."""

from __future__ import annotations

import json
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlencode

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

PATIENCE_SECONDS = 10


class RawClient:
    """``path`` is before ``/socket.io/``. Revision 3 is in ``/`` at once; revision 4 asks for ``namespace``."""

    def __init__(
        self, url: str, *, revision: int = 4, token: str = "", path: str = "", namespace: str = "/", auth: object = None
    ) -> None:
        query = {"EIO": revision, "transport": "websocket"} | ({"token": token} if token else {})
        address = f"{url.replace('http', 'ws', 1)}{path}/socket.io/?{urlencode(query)}"
        self.revision = revision
        self.namespace = namespace
        self._stack = ExitStack()
        self.socket: ClientConnection = self._stack.enter_context(connect(address, max_size=None, ping_interval=None))
        self.handshake: dict[str, Any] = json.loads(self.receive()[1:])
        if revision == 4 or namespace != "/":
            body = "" if auth is None else json.dumps(auth)
            prefix = "" if namespace == "/" else f"{namespace},"
            self.send(f"40{prefix}{body}")
        self.answer = self._answer()

    def _answer(self) -> str:
        """What the connect packet was answered with: ``40…`` or ``44…``."""
        wanted = "" if self.namespace == "/" else self.namespace
        while True:
            frame = self.receive()
            if frame[:2] in ("40", "44") and frame[2:].startswith(wanted):
                return frame

    def send(self, frame: str | bytes) -> None:
        self.socket.send(frame)

    def receive(self) -> str:
        """The next frame that is no ping."""
        while True:
            frame = self.socket.recv(timeout=PATIENCE_SECONDS)
            assert isinstance(frame, str)
            if frame != "2":
                return frame

    def emit(self, name: str, *payload: object) -> None:
        prefix = "" if self.namespace == "/" else f"{self.namespace},"
        self.send(f"42{prefix}{json.dumps([name, *payload])}")

    def event(self) -> tuple[str, Any]:
        """The next event's name and payload."""
        frame = self.receive()
        assert frame.startswith("42"), frame
        name, *payload = json.loads(frame[frame.index("[") :])
        return name, payload[0] if payload else None

    def until(self, name: str) -> Any:
        while True:
            found, payload = self.event()
            if found == name:
                return payload

    def events(self, count: int) -> list[tuple[str, Any]]:
        return [self.event() for _ in range(count)]

    def snapshots(self) -> dict[str, Any]:
        return dict(self.events(4))

    def here(self) -> list[str]:
        """Names of everything that was sent up to now: asks for a sign of life and reads until it comes."""
        self.emit("keepalive")
        names: list[str] = []
        while True:
            name, _ = self.event()
            if name == "keepaliveResponse":
                return names
            names.append(name)

    def closed(self) -> bool:
        """Whether the server closes the connection, reading what still comes."""
        try:
            while True:
                self.socket.recv(timeout=PATIENCE_SECONDS)
        except ConnectionClosed:
            return True
        except TimeoutError:
            return False

    def close(self) -> None:
        self._stack.close()
