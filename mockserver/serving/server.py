"""A running server: uvicorn around the ASGI front, in a command's main thread or in a thread of somebody's tests.

Nothing in the process is patched. ``Server`` binds when it is made, so that a port in use is known at once.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import os
import signal
import socket
import ssl
import threading
import time
from collections.abc import Callable, Collection, Generator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import uvicorn

from ...contracts.quick_dataclasses import dataclass
from ..sandbox import guard
from ..sandbox.control_token import generate
from ..sandbox.origins import is_loopback
from ..tenancy.registry import Registry
from ..wire.hosts import bracketed
from .bound_sockets import CannotListen, listening
from .deferred_loading import Application, DeferredApplication
from .forwarded import Forwarded
from .garbage_collection import GarbageCollection
from .http_protocol import HttpProtocol, UnreadableRequest
from .loop_errors import LoopErrors
from .telephones import TelephoneFront
from .ticker import Ticker

if TYPE_CHECKING:
    from ..media.playing import Library

__all__ = ["CannotListen", "Server", "TelephoneOptions", "Tls"]

STOP_SECONDS = 0.4
"""How long requests under way may take when the server is asked to stop."""
LET_GO_SECONDS = 0.15
"""How long what answered them then has to notice that their clients are gone."""
ENDED_SECONDS = 60.0
"""How long ``stop`` waits for the server's thread, which on a machine without time ends late."""


@dataclass(frozen=True, slots=True)
class Tls:
    """A second port, which speaks TLS. ``port`` 0 takes any free one."""

    context: ssl.SSLContext
    port: int = 0


@dataclass(frozen=True, slots=True)
class TelephoneOptions:
    """Real telephones may register. ``udp_port`` is the one for desk phones, of UDP and TCP; 0 takes any free one,
    ``None`` none. ``library`` has what they hear in place of a melody for the name of a recording.
    """

    udp_port: int | None = None
    library: Library | None = None


_REAL_CLOCK = functools.partial(time.monotonic)
"""Not the function itself, which freezegun replaces wherever a module has it."""


class _Uvicorn(uvicorn.Server):
    """Leaves signals to ``Server.stopped_by_signals``, which has them before anything is said to listen."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        yield

    def __init__(self, config: uvicorn.Config, front: DeferredApplication) -> None:
        super().__init__(config)
        self._front = front
        self.secured: tuple[socket.socket, ssl.SSLContext] | None = None
        self.telephones: TelephoneFront | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        # The loop's own clock. A test that freezes Python's moves that by years, and what the loop had put off by a
        # tenth of a second meanwhile, such as a look at whether the server is to end, would come then.
        asyncio.get_running_loop().time = _REAL_CLOCK  # pyright: ignore[reportAttributeAccessIssue]
        asyncio.get_running_loop().set_exception_handler(LoopErrors())
        await super().startup(sockets)
        if self.secured is not None:
            listening, context = self.secured
            loop = asyncio.get_running_loop()
            server = await loop.create_server(
                self._protocol, sock=listening, ssl=context, backlog=2048, ssl_shutdown_timeout=1
            )
            self.servers.append(server)
        if self.telephones is not None:
            await self.telephones.begin()
        self._front.begin()

    def _protocol(self) -> asyncio.Protocol:
        """As uvicorn makes one for each of its own connections."""
        made: Any = self.config.http_protocol_class
        return made(config=self.config, server_state=self.server_state, app_state=self.lifespan.state)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._front.stopping = True
        if self.telephones is not None:
            self.telephones.close()
        loop = asyncio.get_running_loop()
        loop.call_later(STOP_SECONDS, self._end_slow_clients)
        loop.call_later(STOP_SECONDS + LET_GO_SECONDS, self._force)
        await super().shutdown(sockets)

    def _end_slow_clients(self) -> None:
        """Whoever waits for a client that sends slowly learns that it is gone, and ends by itself."""
        for connection in tuple(self.server_state.connections):
            connection.transport.abort()

    def _force(self) -> None:
        self.force_exit = True


def _websocket_protocol(*arguments: Any, **options: Any) -> Any:
    """uvicorn's websocket protocol as we use it, imported when the first socket opens."""
    from ..realtime.websocket_protocol import WebSocketProtocol

    return WebSocketProtocol(*arguments, **options)


def _load_control() -> None:
    from .app import load_control

    load_control()


class Server:
    """Serves a registry. ``port`` 0 takes any free one. Raises ``CannotListen`` (an ``OSError``).

    The control API and the page answer on loopback to requests that name this machine or one of ``allow_hosts``.
    Where more than this machine can reach the server, they ask for ``control_token``; without one given here, one is
    made up (see the attribute). ``root_path`` is what a proxy has before every path, unless it says so itself.
    ``prepare`` is called once the server listens, before any request is answered: it makes organizations. With
    ``telephones`` real telephones may register over websockets, and over UDP and TCP where those have a port.
    """

    def __init__(
        self, registry: Registry, *, host: str = "127.0.0.1", port: int = 0, allow_hosts: Collection[str] = (),
        control_token: str = "", root_path: str = "", tls: Tls | None = None,
        prepare: Callable[[], object] | None = None, telephones: TelephoneOptions | None = None,
    ) -> None:  # fmt: skip
        self._socket = listening(host, port)
        self._tls_socket: socket.socket | None = None
        self.telephones: TelephoneFront | None = None
        try:
            self._tls_socket = None if tls is None else listening(host, tls.port)
            if telephones is not None:
                self.telephones = TelephoneFront(registry, host, telephones.udp_port, telephones.library)
        except OSError:
            self._socket.close()
            if self._tls_socket is not None:
                self._tls_socket.close()
            raise
        self.tls_port: int = 0 if self._tls_socket is None else self._tls_socket.getsockname()[1]
        self.registry = registry
        self.host = host
        self.port: int = self._socket.getsockname()[1]
        on_loopback = is_loopback(self._socket.getsockname()[0])
        self.control_token = control_token or ("" if on_loopback else generate())
        self._prepare = prepare
        self._front = DeferredApplication(self._application, _load_control)
        names = (*allow_hosts, host) if on_loopback else None
        guarded = guard.Guard(self._front, names=names, token=self.control_token, port=self.port)
        self._metronome = Ticker(registry)
        config = uvicorn.Config(
            Forwarded(guarded, root_path, os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")),  # pyright: ignore[reportArgumentType]
            interface="asgi3",
            proxy_headers=False,  # `Forwarded` does that, for requests that have some
            lifespan="off",
            log_config=None,
            access_log=False,
            http=self._http_protocol,  # pyright: ignore[reportArgumentType]
            ws=_websocket_protocol,  # pyright: ignore[reportArgumentType]
            ws_per_message_deflate=False,
            ws_ping_interval=None,  # Engine.IO has heartbeats of its own
            ws_max_size=4 * 1024 * 1024,  # ours is lower, and answered in Engine.IO's way
            server_header=False,
            timeout_keep_alive=75,
        )
        self._uvicorn = _Uvicorn(config, self._front)
        self._uvicorn.telephones = self.telephones
        if tls is not None and self._tls_socket is not None:
            self._uvicorn.secured = self._tls_socket, tls.context
        self._thread: threading.Thread | None = None

    def _http_protocol(self, *arguments: Any, **options: Any) -> HttpProtocol:
        return HttpProtocol(*arguments, on_unreadable=self._write_down, **options)

    def _write_down(self, request: UnreadableRequest) -> None:
        from .unreadable import write_down

        write_down(self.registry, request)

    def _application(self) -> Application:
        """Everything that answers Voicenter's requests; imported here, once the server listens."""
        if self._prepare is not None:
            self._prepare()
        from ..requests.dispatch import Dispatcher
        from .app import create_app
        from .asgi import Front

        dispatcher = Dispatcher(self.registry)
        return Front(create_app(self.registry, dispatcher).wsgi_app, dispatcher, self.telephones)

    @property
    def base_url(self) -> str:
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)
        return f"http://{bracketed(host)}:{self.port}"

    @property
    def tls_url(self) -> str:
        """The address of the port that speaks TLS; empty without one."""
        return f"https://{urlsplit(self.base_url).netloc.rpartition(':')[0]}:{self.tls_port}" if self.tls_port else ""

    @property
    def page_url(self) -> str:
        """The page's address, with the token that opens it."""
        return f"{self.base_url}/" + (f"?token={quote(self.control_token)}" if self.control_token else "")

    @contextlib.contextmanager
    def stopped_by_signals(self) -> Generator[None]:
        """From here on SIGINT and SIGTERM end ``run``, one that comes before it too. For the main thread."""

        def stop(number: int, frame: Any) -> None:
            self._ask_to_stop()

        previous = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in previous.items():
                signal.signal(number, handler)

    def run(self) -> None:
        """Serves in this thread until ``stopped_by_signals`` or ``stop``, in a process that does nothing else."""
        collection = GarbageCollection()
        self.registry.stop_serving = self._ask_to_stop
        self._metronome.start()
        collection.start()
        try:
            if not self._uvicorn.should_exit:
                self._uvicorn.run(sockets=[self._socket.dup()])  # who finds the port free finds the databases closed
        finally:
            collection.stop()
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
        self._ask_to_stop()
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.join(timeout=ENDED_SECONDS)
            self._close(serving=thread.is_alive())

    def _ask_to_stop(self) -> None:
        self._uvicorn.should_exit = True

    def _close(self, *, serving: bool = False) -> None:
        """``serving``: a thread still does, and closes itself what it listens on."""
        from .shutdown import drain

        self._metronome.stop()
        self._front.close()
        drain(self.registry.all())
        for tenant in self.registry.all():
            tenant.close()
        if serving:
            return
        self._socket.close()
        if self._tls_socket is not None:
            self._tls_socket.close()
