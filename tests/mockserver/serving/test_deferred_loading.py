"""What a server answers while it still loads."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from voicenter_mock.mockserver.serving.deferred_loading import DeferredApplication, Receive, Scope, Send

Use = Callable[["Loading"], Awaitable[None]]


class Answers:
    """An application that answers every path with itself."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.body", "body": scope["path"].encode()})

    def close(self) -> None:
        pass


class Loading:
    """A server's front whose two parts are loaded when the test says so."""

    def __init__(self) -> None:
        self.voicenter, self.control = threading.Event(), threading.Event()
        self.front = DeferredApplication(self._load, self.control.wait)
        self.front.begin()

    def _load(self) -> Answers:
        self.voicenter.wait()
        return Answers()

    def end(self) -> None:
        self.voicenter.set()
        self.control.set()

    def ask(self, path: str) -> asyncio.Task[bytes]:
        """A request under way, which ends with its answer's body."""

        async def request_app() -> bytes:
            sent: list[Any] = []

            async def send(message: Any) -> None:
                sent.append(message)

            async def receive() -> Any:
                raise AssertionError("nobody reads the body")

            await self.front({"type": "http", "method": "GET", "path": path}, receive, send)
            return sent[-1]["body"] if sent else b""

        return asyncio.create_task(request_app())


def run(use: Use) -> None:
    async def with_a_front() -> None:
        loading = Loading()
        try:
            async with asyncio.timeout(10):
                await use(loading)
        finally:
            loading.end()

    asyncio.run(with_a_front())


def test_health_is_answered_before_anything_is_loaded():
    async def use(loading: Loading) -> None:
        assert b'"status":"ok"' in await loading.ask("/_sandbox/health")

    run(use)


def test_voicenter_s_requests_do_not_wait_for_the_control_api():
    async def use(loading: Loading) -> None:
        control = loading.ask("/_sandbox/organizations")
        loading.voicenter.set()
        assert await loading.ask("/hub/cdr/") == b"/hub/cdr/"
        assert not control.done()
        loading.control.set()
        assert await control == b"/_sandbox/organizations"

    run(use)


def test_who_leaves_while_it_loads_stops_nobody_s_loading():
    async def use(loading: Loading) -> None:
        first, second = loading.ask("/hub/cdr/"), loading.ask("/hub/cdr/")
        await asyncio.sleep(0)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        loading.voicenter.set()
        assert await second == b"/hub/cdr/"

    run(use)


def test_a_server_that_stops_while_it_loads_ends_its_requests_without_an_error():
    async def use(loading: Loading) -> None:
        waiting = loading.ask("/hub/cdr/")
        await asyncio.sleep(0)
        loading.front.stopping = True
        waiting.cancel()
        assert await waiting == b""

    run(use)


def test_the_control_api_is_loaded_once_those_who_came_first_are_answered():
    begun, began_before = threading.Event(), list[bool]()

    class Answering(Answers):
        async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
            began_before.append(begun.wait(0.05))
            await super().__call__(scope, receive, send)

    came = threading.Event()

    def load() -> Answers:
        came.wait()
        return Answering()

    async def first(front: DeferredApplication) -> None:
        async def nothing(_: Any = None) -> Any: ...

        asked = asyncio.create_task(front({"type": "http", "method": "GET", "path": "/call"}, nothing, nothing))
        await asyncio.sleep(0)
        came.set()
        await asked
        assert await asyncio.to_thread(begun.wait, 10)

    front = DeferredApplication(load, begun.set)
    front.begin()
    asyncio.run(first(front))
    assert began_before == [False]
