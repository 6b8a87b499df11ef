"""A running server: uvicorn around the ASGI front, in a command's main thread or in a thread of somebody's tests.

Nothing in the process is patched. ``Server`` binds when it is made, so that a port in use is known at once.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import threading
from collections.abc import Callable, Collection, Generator
from typing import Any
from urllib.parse import quote

import uvicorn

from ..sandbox.control_token import generated
from ..sandbox.guard import Guard
from ..sandbox.origins import is_loopback
from ..tenancy.registry import Registry
from .deferred_loading import Application, DeferredApplication
from .ticker import Ticker

STOP_SECONDS = 0.4
"""How long requests under way may take when the server is asked to stop."""


class _Uvicorn(uvicorn.Server):
    """Stops on SIGINT and SIGTERM without raising them again, so that the command ends with exit code 0."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        previous = {number: signal.signal(number, self._on_signal) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in previous.items():
                signal.signal(number, handler)

    def _on_signal(self, number: int, frame: Any) -> None:
        self.should_exit = True

    def __init__(self, config: uvicorn.Config, on_listening: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_listening = on_listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_listening()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        asyncio.get_running_loop().call_later(STOP_SECONDS, self._force)
        await super().shutdown(sockets)

    def _force(self) -> None:
        self.force_exit = True


def _websocket_protocol(*arguments: Any, **options: Any) -> Any:
    """uvicorn's websocket protocol as we use it, imported when the first socket opens."""
    from ..realtime.websocket_protocol import WebSocketProtocol

    return WebSocketProtocol(*arguments, **options)


class Server:
    """Serves a registry. ``port`` 0 takes any free one. Raises ``OSError`` when the address cannot be bound.

    The control API and the page answer on loopback to requests that name this machine or one of ``allow_hosts``.
    Where more than this machine can reach the server, they ask for ``control_token``; without one given here, one is
    made up (see the attribute).
    """

    def __init__(
        self, registry: Registry, *, host: str = "127.0.0.1", port: int = 0, allow_hosts: Collection[str] = (),
        control_token: str = "",
    ) -> None:  # fmt: skip
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        # asyncio sets TCP_NODELAY only on sockets that say TCP; without it an answer's body waits for an ACK.
        self._socket = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._socket.bind((host, port))
            self._socket.listen(2048)
        except OSError:
            self._socket.close()
            raise
        self.registry = registry
        self.host = host
        self.port: int = self._socket.getsockname()[1]
        on_loopback = is_loopback(self._socket.getsockname()[0])
        self.control_token = control_token or ("" if on_loopback else generated())
        self._front = DeferredApplication(self._application)
        names = (*allow_hosts, host) if on_loopback else None
        guard = Guard(self._front, names=names, token=self.control_token, port=self.port)
        self._metronome = Ticker(registry)
        config = uvicorn.Config(
            guard,  # pyright: ignore[reportArgumentType]
            lifespan="off",
            log_config=None,
            access_log=False,
            ws=_websocket_protocol,  # pyright: ignore[reportArgumentType]
            ws_per_message_deflate=False,
            ws_ping_interval=None,  # Engine.IO has heartbeats of its own
            ws_max_size=4 * 1024 * 1024,  # ours is lower, and answered in Engine.IO's way
            server_header=False,
            timeout_keep_alive=75,
            h11_max_incomplete_event_size=64 * 1024,
        )
        self._uvicorn = _Uvicorn(config, self._front.begin)
        self._thread: threading.Thread | None = None

    def _application(self) -> Application:
        """Everything that answers requests; imported here, once the server listens."""
        from ..requests.dispatch import Dispatcher
        from .app import create_app
        from .asgi import Front

        dispatcher = Dispatcher(self.registry)
        return Front(create_app(self.registry, dispatcher).wsgi_app, dispatcher)

    @property
    def base_url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        host = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}.get(host, host)
        return f"http://{host}:{self.port}"

    @property
    def page_url(self) -> str:
        """The page's address, with the token that opens it."""
        return f"{self.base_url}/" + (f"?token={quote(self.control_token)}" if self.control_token else "")

    def run(self) -> None:
        """Serves in this thread until a signal or ``stop``."""
        self._metronome.start()
        try:
            self._uvicorn.run(sockets=[self._socket])
        finally:
            self._close()

    def start(self) -> None:
        """Serves in a thread of its own; returns when the server answers.

        Everything is imported on this thread before: two threads that import Flask at once get half of it.
        """
        self._front.load()
        self._metronome.start()
        self._thread = threading.Thread(
            target=self._uvicorn.run, kwargs={"sockets": [self._socket]}, name="voicenter-server", daemon=True
        )
        self._thread.start()
        pause = threading.Event()
        while not self._uvicorn.started and self._thread.is_alive():
            pause.wait(0.002)

    def stop(self) -> None:
        """Ends a server that was started with ``start``. Returns when its port is free."""
        self._uvicorn.should_exit = True
        if self._thread is not None:
            self._thread.join(timeout=5)
            self._thread = None
            self._close()

    def _close(self) -> None:
        from .shutdown import drain

        self._metronome.stop()
        self._front.close()
        drain(self.registry.all())
        for tenant in self.registry.all():
            tenant.close()
        self._socket.close()
