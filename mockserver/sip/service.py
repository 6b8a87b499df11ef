"""The sandbox's telephones on the server's event loop: what comes in on websockets, datagrams and streams, and time."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from ..media.playing import Library
from ..media.studio import Studio
from ..realtime.fairness import Allowance
from ..tenancy.registry import Registry
from ..tenancy.tenants import Tenant
from ..wire.console import log
from ..wire.hosts import bracketed
from . import websocket
from .flows import SipFlow
from .media import MediaOf
from .organizations import TelephoneOrganizations
from .sockets import Datagrams, StreamFlow
from .spoken import studio_media
from .switchboard import Switchboard
from .timers import Timers

THREADS = 4
MOST_WEBSOCKETS = 1_000
LOOK_SECONDS = 1.0
"""Between two looks at whether organizations are what they were."""


class TelephoneService:
    """Made on the loop, and used on it. ``library`` has what is played for the names of recordings: samples, 8,000 a
    second.
    """

    def __init__(self, registry: Registry, library: Library | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        self.studio = Studio(self._loop, library or {})
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="voicenter-telephones")
        self._timers = Timers(self._loop.time())
        self._organizations = TelephoneOrganizations(registry, self._loop, self._threads, self._media_of)
        self.switchboard = Switchboard(self._timers, self._organizations)
        self._organizations.transactions = self.switchboard.transactions
        self._organizations.registrar = self.switchboard.registrar
        self._alarm: asyncio.TimerHandle | None = None
        self._transports: list[asyncio.BaseTransport] = []
        self._servers: list[asyncio.Server] = []
        self._streams: set[StreamFlow] = set()
        self._websockets = 0
        self._timers.on_earlier = self._set_alarm
        self._look()

    def _media_of(self, tenant: Tenant) -> MediaOf:
        return studio_media(self.studio, self.studio.room(tenant.spoken))

    @property
    def under_way(self) -> int:
        """How many lines, dialogs and transactions there are."""
        return self.switchboard.transactions.count + sum(lines.count for lines in self._organizations.all_lines())

    async def listen(self, datagrams: socket.socket, streams: socket.socket) -> None:
        """Takes desk phones on two bound sockets, of UDP and of TCP."""
        host, port = datagrams.getsockname()[:2]
        local = f"{bracketed(host)}:{port}"
        transport, _ = await self._loop.create_datagram_endpoint(lambda: Datagrams(self, local), sock=datagrams)
        self._transports.append(transport)
        server = await self._loop.create_server(lambda: StreamFlow(self, local, self._streams), sock=streams)
        self._servers.append(server)

    # ---- coming in -------------------------------------------------------------------------------------

    async def websocket(
        self, scope: MutableMapping[str, Any], receive: Callable[[], Awaitable[MutableMapping[str, Any]]],
        send: Callable[[MutableMapping[str, Any]], Awaitable[None]],
    ) -> None:  # fmt: skip
        """One telephone's websocket, from its handshake to its end."""
        if self._websockets >= MOST_WEBSOCKETS:
            await websocket.refuse(send, receive, f"{MOST_WEBSOCKETS} telephones are connected already", 503)
            return
        flow = await websocket.accept(scope, receive, send)
        if flow is None:
            return
        self._websockets += 1
        allowance = Allowance(self._loop.time())
        try:
            while (message := await websocket.next_message(receive)) is not None:
                pause = allowance.take(self._loop.time(), len(message))
                if pause:
                    await asyncio.sleep(pause)
                self.receive(message, flow)
        finally:
            self._websockets -= 1
            self.flow_is_gone(flow)

    def receive(self, data: bytes, flow: SipFlow) -> None:
        self._keep_time()
        try:
            self.switchboard.receive(data, flow)
        except Exception:
            log.exception("what the telephone at %s has sent", flow.remote)

    def flow_is_gone(self, flow: SipFlow) -> None:
        self._keep_time()
        self.switchboard.flow_is_gone(flow)

    # ---- time ------------------------------------------------------------------------------------------

    def _keep_time(self) -> None:
        try:
            self._timers.run(self._loop.time())
        except Exception:
            log.exception("a telephone's timer")

    def _set_alarm(self) -> None:
        due = self._timers.next_time()
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm = None if due is None else self._loop.call_at(due, self._ring_alarm)

    def _ring_alarm(self) -> None:
        self._alarm = None
        self._keep_time()
        self._set_alarm()

    def _look(self) -> None:
        self._organizations.remove_stale()
        self._timers.after(LOOK_SECONDS, self._look)

    def close(self) -> None:
        """Hangs up, and lets go of what it listens on."""
        self._organizations.close()
        self.studio.stop()
        if self._alarm is not None:
            self._alarm.cancel()
        self._timers.on_earlier = _nothing
        for transport in self._transports:
            transport.close()
        for server in self._servers:
            server.close()
        for stream in list(self._streams):
            stream.connection_lost(None)
        self._threads.shutdown(wait=False, cancel_futures=True)


def _nothing() -> None:
    return None
