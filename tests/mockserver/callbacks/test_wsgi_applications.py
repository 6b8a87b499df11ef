"""WSGI applications run where they are used to run: on a thread without an event loop."""

from __future__ import annotations

import asyncio
import threading
from contextvars import ContextVar
from typing import Any

from flask import Flask

from voicenter_mock.mockserver.callbacks.sending import Message, Reply, send
from voicenter_mock.mockserver.callbacks.targets import binding

MESSAGE = Message("POST", "application/json", b"{}", {})
tenant = ContextVar("tenant", default="")


def application(seen: list[Any]) -> Flask:
    app = Flask("crm")

    @app.post("/")
    def cdr() -> str:
        seen.append((threading.current_thread(), tenant.get()))
        return asyncio.run(answered())  # what Flask's async views and Django's ORM cannot have around them is a loop

    async def answered() -> str:
        return "{}"

    return app


def test_a_synchronous_test_keeps_it_on_its_own_thread():
    seen: list[Any] = []

    assert send(MESSAGE, binding(application(seen)), 5).status == 200
    assert seen == [(threading.current_thread(), "")]


def test_an_asynchronous_test_gives_it_a_thread_of_its_own_with_the_tests_context():
    seen: list[Any] = []

    async def test() -> Reply:
        tenant.set("shop")
        return send(MESSAGE, binding(application(seen)), 5)

    assert asyncio.run(test()).status == 200
    ((thread, name),) = seen
    assert thread is not threading.current_thread()
    assert name == "shop"


def test_there_it_has_as_long_as_voicenter_waits():
    going = threading.Event()

    def blocks(environ: Any, start_response: Any) -> list[bytes]:
        going.wait(30)
        return []

    async def test() -> Reply:
        return send(MESSAGE, binding(blocks), 0.05)

    try:
        assert asyncio.run(test()).failure == "timeout"
    finally:
        going.set()
