"""The beginning and the end of an ASGI application, around its requests."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from .in_process import Raised

_ASGI_VERSION = {"version": "3.0", "spec_version": "2.0"}


class Lifespan:
    """One run of an application's lifespan protocol. ``state``: what each request gets a copy of, ``None`` when the
    application has no lifespan.
    """

    def __init__(self, application: Callable[..., Awaitable[None]]) -> None:
        self._application = application
        self._incoming: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._outgoing: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._state: dict[str, Any] = {}
        self._task: asyncio.Task[None] | None = None
        self.state: dict[str, Any] | None = None

    async def start(self) -> None:
        """Raises ``Raised`` when the application says that it failed. One that raises before has no lifespan."""
        scope = {"type": "lifespan", "asgi": dict(_ASGI_VERSION), "state": self._state}
        self._task = asyncio.create_task(self._run(scope))
        answer = await self._exchange_event("lifespan.startup")
        if answer == "":
            return
        if answer is not None:
            raise Raised(f"the application's lifespan failed at its start: {answer}")
        self.state = self._state

    async def stop(self) -> None:
        """Raises ``Raised`` when the application says that it failed."""
        if self.state is None or self._task is None or self._task.done():
            return
        answer = await self._exchange_event("lifespan.shutdown")
        await asyncio.wait({self._task})
        if answer:
            raise Raised(f"the application's lifespan failed at its end: {answer}")

    async def _exchange_event(self, event: str) -> str | None:
        """``None``: it is done; a text: why not; "": the application has ended."""
        task = self._task
        assert task is not None
        await self._incoming.put({"type": event})
        answer = asyncio.create_task(self._outgoing.get())
        await asyncio.wait({task, answer}, return_when=asyncio.FIRST_COMPLETED)
        if not answer.done():
            answer.cancel()
            return ""
        reply = answer.result()
        if not str(reply["type"]).startswith("lifespan."):  # it takes everything for a request
            task.cancel()
            return ""
        if reply["type"] == f"{event}.failed":
            message: str = reply.get("message", "")
            return message.strip().rpartition("\n")[2] or "without a reason"
        return None

    async def _run(self, scope: dict[str, Any]) -> None:
        try:
            await self._application(scope, self._incoming.get, self._outgoing.put)
        except Exception:  # servers too take it for an application without a lifespan, or have been told why
            return
