"""Callbacks go to URLs, WSGI and ASGI applications and functions."""

from __future__ import annotations

import asyncio
import functools
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from flask import Flask, request

from voicenter_mock.mockserver.callbacks.sending import Message, send
from voicenter_mock.mockserver.callbacks.targets import binding

from .customer_servers import customer

Send = Callable[[dict[str, Any]], Awaitable[None]]


def message(method: str = "POST", body: bytes = b'{"caller":"1"}') -> Message:
    return Message(method, "application/json", body, {"caller": "1"}, {"X-Key": "k"})


async def asgi(scope: dict[str, Any], receive: Callable[[], Awaitable[dict[str, Any]]], send: Send) -> None:
    event = await receive()
    seen = {
        "path": scope["path"], "query": scope["query_string"].decode(), "method": scope["method"],
        "body": event["body"].decode(), "headers": {name.decode(): value.decode() for name, value in scope["headers"]},
    }  # fmt: skip
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
    await send({"type": "http.response.body", "body": json.dumps(seen).encode()})


def wsgi_application() -> Flask:
    app = Flask("crm")

    @app.route("/<path:path>", methods=["GET", "POST"])
    def seen(path: str) -> dict[str, Any]:
        headers = {name.lower(): value for name, value in request.headers}
        return {"path": "/" + path, "query": request.query_string.decode(), "method": request.method,
                "body": request.get_data(as_text=True), "headers": headers}  # fmt: skip

    return app


def one(got: dict[str, Any]) -> None: ...


def one_and_a_default(got: dict[str, Any], more: int = 1) -> None: ...


def four(a: int, b: int, c: int, d: int) -> None: ...


def fails(got: dict[str, Any]) -> float:
    return 1 / 0


def wsgi_fails(environ: dict[str, Any], start_response: Callable[..., Any]) -> float:
    return 1 / 0


def returning(answer: Any) -> Callable[[dict[str, Any]], Any]:
    return lambda got: answer


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("http://127.0.0.1/x", "url"),
        (list[Any]().append, "function"),
        (one, "function"),
        (one_and_a_default, "function"),
        (functools.partial(one_and_a_default, more=2), "function"),
        (wsgi_application(), "wsgi"),
        (asgi, "asgi"),
    ],
)
def test_the_number_of_arguments_tells_targets_apart(target: Any, kind: str):
    assert binding(target).kind == kind


@pytest.mark.parametrize("wrong", ["ftp://x", "just-a-name", 5, four, dict, Flask])
def test_what_is_no_target_is_refused_with_a_reason(wrong: Any):
    with pytest.raises(TypeError, match=r"target|arguments"):
        binding(wrong)


@pytest.mark.parametrize("target", [wsgi_application(), asgi], ids=["wsgi", "asgi"])
def test_an_application_gets_the_encoded_bytes_as_a_real_request(target: Any):
    reply = send(message(), binding(target, "/voicenter/cdr?key=1"), 5)

    seen = json.loads(reply.body)
    assert (reply.status, seen["method"], seen["path"], seen["query"]) == (200, "POST", "/voicenter/cdr", "key=1")
    assert seen["body"] == '{"caller":"1"}'
    assert (seen["headers"]["content-type"], seen["headers"]["x-key"]) == ("application/json", "k")


@pytest.mark.parametrize(("url", "host"), [("/cdr", "testserver"), ("https://crm.example/cdr", "crm.example")])
def test_an_application_is_asked_as_the_host_that_djangos_tests_let_in_or_as_the_one_given(url: str, host: str):
    app = Flask("crm")

    @app.post("/cdr")
    def cdr() -> str:
        return request.host

    assert send(message(), binding(app, url), 1).body == host.encode()


@pytest.mark.parametrize("target", [wsgi_application(), asgi], ids=["wsgi", "asgi"])
def test_a_get_puts_the_message_into_the_query(target: Any):
    reply = send(message("GET", b"phone=0501234567"), binding(target, "/popup?key=1"), 5)

    seen = json.loads(reply.body)
    assert (seen["method"], seen["query"], seen["body"]) == ("GET", "key=1&phone=0501234567", "")


def test_a_url_gets_the_same_request():
    with customer() as served:
        reply = send(message(), binding(served.url), 5)

    assert (reply.status, served.got[0].body, served.got[0].content_type) == (
        200,
        b'{"caller":"1"}',
        "application/json",
    )


def test_a_function_gets_a_copy_of_the_message():
    def clear(got: dict[str, Any]) -> None:
        got.clear()

    sent = message()
    send(sent, binding(clear), 5)

    assert sent.payload == {"caller": "1"}


def test_a_coroutine_function_is_awaited_even_inside_a_running_loop():
    async def answer(got: dict[str, Any]) -> dict[str, Any]:
        await asyncio.sleep(0)
        return {"err": 0, "caller": got["caller"]}

    async def outer() -> bytes:
        return send(message(), binding(answer), 5).body

    assert json.loads(asyncio.run(outer())) == {"err": 0, "caller": "1"}


def test_what_a_function_returns_to_be_awaited_is_awaited():
    async def answer(got: dict[str, Any]) -> dict[str, Any]:
        await asyncio.sleep(0)
        return {"err": 0}

    for target in (returning(answer({})), functools.partial(answer)):
        assert send(message(), binding(target), 5).body == b'{"err": 0}'


def test_a_coroutine_that_takes_too_long_is_a_timeout():
    async def never(got: dict[str, Any]) -> None:
        await asyncio.Event().wait()

    assert send(message(), binding(never), 0.05).failure == "timeout"


@pytest.mark.parametrize("target", [fails, wsgi_fails], ids=["function", "wsgi"])
def test_what_the_customers_code_raises_is_told(target: Any):
    reply = send(message(), binding(target), 5)

    assert (reply.failure, reply.detail) == ("raised", "ZeroDivisionError: division by zero")


def test_a_function_that_raises_timeout_error_is_a_server_that_does_not_answer():
    def late(got: dict[str, Any]) -> None:
        raise TimeoutError

    assert send(message(), binding(late), 3).failure == "timeout"


def test_what_is_no_exception_passes_through():
    def interrupt(got: dict[str, Any]) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        send(message(), binding(interrupt), 3)


@pytest.mark.parametrize(
    ("returned", "status", "body"),
    [
        ({"err": 0}, 200, b'{"err": 0}'),
        ((503, {"err": 0}), 503, b'{"err": 0}'),
        ("err=0", 200, b"err=0"),
        (b"\xff", 200, b"\xff"),
        ((201, "x"), 201, b"x"),
    ],
)
def test_what_a_function_returns_is_the_answer(returned: Any, status: int, body: bytes):
    reply = send(message(), binding(returning(returned)), 5)

    assert (reply.status, reply.body) == (status, body)


def test_what_json_cannot_say_is_a_broken_answer():
    assert send(message(), binding(returning(object())), 5).failure == "broken"


@pytest.mark.parametrize("target", [returning(b"x" * (1 << 21)), asgi], ids=["function", "asgi"])
def test_more_than_a_megabyte_is_too_large(target: Any):
    reply = send(message(body=b'{"a": "%s"}' % (b"x" * (1 << 21))), binding(target), 5)

    assert reply.failure == "too_large"
