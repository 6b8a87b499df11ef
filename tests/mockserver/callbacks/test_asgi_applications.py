"""ASGI applications in this process are run as a server runs them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any

import pytest

from voicenter_mock.mockserver.callbacks.asgi import AsgiApplication
from voicenter_mock.mockserver.callbacks.sending import Message, Reply, send
from voicenter_mock.mockserver.callbacks.targets import BoundTarget, binding

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

START: dict[str, Any] = {"type": "http.response.start", "status": 200, "headers": []}


def sent(bound: BoundTarget, timeout: float = 5) -> Reply:
    try:
        return send(Message("POST", "application/json", b"{}", {}), bound, timeout)
    finally:
        bound.close()


async def respond(send: Send, *chunks: bytes) -> None:
    await send(START)
    for chunk in chunks:
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


def test_the_client_does_not_go_before_the_response_is_complete():
    order: list[str] = []

    async def application(scope: Any, receive: Receive, send: Send) -> None:
        await receive()
        gone = asyncio.ensure_future(receive())
        await asyncio.sleep(0)
        order.append("gone" if gone.done() else "there")
        await respond(send, b"{}")
        order.append((await gone)["type"])

    assert sent(binding(application, lifespan=False)).body == b"{}"
    assert order == ["there", "http.disconnect"]


def test_a_streamed_response_arrives_whole():
    async def application(scope: Any, receive: Receive, send: Send) -> None:
        async def disconnected() -> None:
            while (await receive())["type"] != "http.disconnect":
                pass

        async def stream() -> None:
            await respond(send, b'{"err"', b": ", b"0}")

        watching = asyncio.create_task(disconnected())
        streaming = asyncio.create_task(stream())
        await asyncio.wait({watching, streaming}, return_when=asyncio.FIRST_COMPLETED)  # as Starlette does
        watching.cancel()
        if not streaming.done():
            streaming.cancel()

    assert sent(binding(application, lifespan=False)).body == b'{"err": 0}'


def test_what_is_done_after_the_response_is_done_before_time_goes_on():
    done: list[str] = []

    async def application(scope: Any, receive: Receive, send: Send) -> None:
        await respond(send, b"{}")
        await asyncio.sleep(0)
        done.append("in the background")

    assert sent(binding(application, lifespan=False)).status == 200
    assert done == ["in the background"]


def test_a_background_task_that_does_not_end_does_not_spoil_the_response():
    async def application(scope: Any, receive: Receive, send: Send) -> None:
        await respond(send, b"{}")
        await asyncio.Event().wait()

    assert sent(binding(application, lifespan=False), 0.05).failure == ""


def test_a_response_that_ends_in_the_middle_is_not_taken():
    async def application(scope: Any, receive: Receive, send: Send) -> None:
        await send(START)
        await send({"type": "http.response.body", "body": b"{", "more_body": True})

    reply = sent(binding(application, lifespan=False))
    assert (reply.failure, reply.detail) == ("raised", "the application ended in the middle of its response")


def test_an_error_behind_a_whole_response_is_kept_with_it():
    async def application(scope: Any, receive: Receive, send: Send) -> None:
        await respond(send, b"{}")
        raise KeyError("duration")

    reply = sent(binding(application, lifespan=False))
    assert (reply.status, repr(reply.error)) == (200, "KeyError('duration')")


# ---- lifespan and loop ---------------------------------------------------------------------------------


class Living:
    """An application with a lifespan that writes down what happens."""

    def __init__(self) -> None:
        self.happened: list[str] = []
        self.loops: set[int] = set()
        self.states: list[Any] = []

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        self.loops.add(id(asyncio.get_running_loop()))
        if scope["type"] == "lifespan":
            await self._live(scope, receive, send)
            return
        self.happened.append("request")
        self.states.append(dict(scope["state"]))
        scope["state"]["pool"] = "spoiled"
        await respond(send, b"{}")

    async def _live(self, scope: Any, receive: Receive, send: Send) -> None:
        while True:
            asked = (await receive())["type"]
            self.happened.append(asked.partition(".")[2])
            scope["state"]["pool"] = "open"
            await send({"type": f"{asked}.complete"})
            if asked == "lifespan.shutdown":
                return


def test_the_lifespan_is_run_once_around_all_requests_on_their_loop():
    application = Living()
    bound = binding(application)
    for _ in range(2):
        send(Message("POST", "application/json", b"{}", {}), bound, 5)
    bound.close()
    bound.close()

    assert application.happened == ["startup", "request", "request", "shutdown"]
    assert len(application.loops) == 1


def test_each_request_gets_a_copy_of_the_state_that_the_lifespan_has_left():
    application = Living()
    bound = binding(application)
    for _ in range(2):
        send(Message("POST", "application/json", b"{}", {}), bound, 5)
    bound.close()

    assert application.states == [{"pool": "open"}] * 2


def test_a_request_after_the_end_begins_anew():
    application = Living()
    bound = binding(application)
    sent(bound)
    sent(bound)

    assert application.happened == ["startup", "request", "shutdown"] * 2


def test_one_that_takes_everything_for_a_request_has_no_lifespan():
    async def application(scope: Any, receive: Receive, send: Send) -> None:
        await respond(send, b"{}")

    assert sent(binding(application)).body == b"{}"


def test_a_lifespan_that_somebody_else_runs_is_left_alone():
    async def application(scope: Any, receive: Receive, send: Send) -> None:
        assert scope["type"] == "http"
        assert "state" not in scope
        await respond(send, b"{}")

    assert sent(binding(application, lifespan=False)).status == 200


def test_an_application_that_does_not_start_says_why():
    async def application(scope: Any, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "lifespan.startup.failed", "message": "Traceback …\nRuntimeError: no database"})

    reply = sent(binding(application))
    assert reply.detail == "the application's lifespan failed at its start: RuntimeError: no database"


def test_a_loop_that_is_blocked_is_left_behind():
    going = threading.Event()
    blocked: list[bool] = []

    async def application(scope: Any, receive: Receive, send: Send) -> None:
        if not blocked:
            blocked.append(True)
            going.wait(30)
        await respond(send, b"{}")

    bound = binding(application, lifespan=False)
    message = Message("POST", "application/json", b"{}", {})
    try:
        assert send(message, bound, 0.05).failure == "timeout"
        assert send(message, bound, 5).status == 200
    finally:
        going.set()
        bound.close()


def test_an_application_that_causes_a_callback_to_itself_answers_it():
    answers: list[int] = []

    async def application(scope: Any, receive: Receive, send: Send) -> None:
        if scope["path"] == "/outer":
            url = "http://testserver/inner"
            answers.append(running.request("POST", url, {}, b"", timeout=5, maximum=100).status)
        await respond(send, b"{}")

    running = AsgiApplication(application, lifespan=False)
    assert running.request("POST", "http://testserver/outer", {}, b"", timeout=5, maximum=100).status == 200
    running.close()
    assert answers == [200]


def test_requests_see_the_context_of_the_test():
    tenant = ContextVar("tenant", default="")
    seen: list[str] = []

    async def application(scope: Any, receive: Receive, send: Send) -> None:
        seen.append(tenant.get())
        await respond(send, b"{}")

    bound = binding(application, lifespan=False)
    for name in ("first", "second"):
        tenant.set(name)
        send(Message("POST", "application/json", b"{}", {}), bound, 5)
    bound.close()
    assert seen == ["first", "second"]


def test_no_thread_is_left_behind():
    before = threading.active_count()
    sent(binding(Living()))

    assert threading.active_count() == before


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit])
def test_what_is_no_exception_passes_through(error: type[BaseException]):
    async def application(scope: Any, receive: Receive, send: Send) -> None:
        raise error

    with pytest.raises(error):
        sent(binding(application, lifespan=False))
