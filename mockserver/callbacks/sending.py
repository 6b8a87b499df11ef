"""Handing one message to a target. Says what came back, judges nothing, raises nothing.

Answers are read up to ``MAXIMUM_ANSWER``. Redirects are not followed: what Voicenter does with one is unknown,
and following it would hide a wrong URL. The time-out bounds the whole exchange, not each read.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import field, replace
from typing import Any, Literal, Protocol, cast

from ...contracts.quick_dataclasses import dataclass
from ...contracts.sentences import NOTHING, Sentence
from . import http_client
from .application_errors import capture_errors
from .http_client import Answer, Broken, TooLarge, Unreachable
from .in_process import BLOCKED_SECONDS, Raised, call_function, in_a_line, is_in_a_loop, on_a_thread, wrap_error
from .real_time import real_seconds
from .targets import BoundTarget
from .wsgi import call_wsgi

MAXIMUM_ANSWER = 1024 * 1024
USER_AGENT = "Voicenter"
Failure = Literal["", "timeout", "unreachable", "too_large", "broken", "raised"]
Function = Callable[[dict[str, Any]], Any]


@dataclass(slots=True)
class Message:
    """One callback ready to be sent: ``payload`` is the plain message, ``body`` the same encoded (of a GET, the
    query string). Of a body that is JSON the plain message may be left out. ``verify`` False takes any TLS certificate.
    """

    method: str
    content_type: str
    body: bytes
    payload: dict[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    verify: bool = True


@dataclass(slots=True)
class Reply:
    """``failure`` empty: the target answered with ``status`` and ``body``. Otherwise ``detail`` says what
    happened. ``location`` is where a redirect points, ``headers`` are the answer's (names in lower case; none of a
    function), ``seconds`` is real time. ``nothing``: a function returned
    nothing at all. ``error`` is what a function or an application raised, also where its framework answered for it.
    """

    failure: Failure
    status: int = 0
    content_type: str = ""
    body: bytes = b""
    detail: Sentence = NOTHING
    seconds: float = 0.0
    location: str = ""
    nothing: bool = False
    error: BaseException | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


class HttpExchange(Protocol):
    """One request and its answer, as ``http_client.exchange``: raises what that raises."""

    def __call__(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes, *, timeout: float, maximum: int,
        verify: bool = True,
    ) -> Answer: ...  # fmt: skip


def no_answer_within(seconds: float) -> Sentence:
    return Sentence.of("NoAnswerWithin", "no answer within {seconds:g} s", seconds=seconds)


def send(message: Message, target: BoundTarget, timeout: float, http: HttpExchange = http_client.exchange) -> Reply:
    """Sends a message to a target; ``timeout`` is in real seconds. ``http`` is how it gets to a URL.

    Functions and WSGI applications run on this thread and take the time they take; one that raises
    ``TimeoutError`` counts as a server that did not answer. Where an event loop is running on this thread, a WSGI
    application gets one of its own: what it does is meant for a thread without a loop.
    """
    started = real_seconds()
    try:
        reply = _send(message, target, timeout, http)
    except TimeoutError as error:
        text = Sentence(str(error)) if target.kind == "function" else NOTHING
        reply = Reply("timeout", detail=text or no_answer_within(timeout))
    except Unreachable as error:
        reply = Reply("unreachable", detail=Sentence(str(error)))
    except Broken as error:
        reply = Reply("broken", detail=Sentence(str(error)))
    except TooLarge as error:
        detail = Sentence.of("AnswerTooLong", "the answer is longer than {most} KB", most=MAXIMUM_ANSWER // 1024)
        reply = Reply("too_large", error.status, detail=detail)
    except Raised as error:
        reply = Reply("raised", 500, detail=Sentence(str(error)), error=error.__cause__)
    except BaseException as error:
        # SystemExit, pytest's Failed and their like reach the program only on its own thread; elsewhere they would
        # end a thread of ours and nobody would hear of it.
        ours = target.kind == "url" or isinstance(error, Exception)
        if ours or threading.current_thread() is threading.main_thread():
            raise
        reply = Reply("raised", 500, detail=Sentence(in_a_line(error)), error=error)
    if reply.error is not None:
        target.raised(reply.error)
    reply.seconds = real_seconds() - started
    return reply


def _send(message: Message, target: BoundTarget, timeout: float, http: HttpExchange) -> Reply:
    if target.kind == "function":
        return _from_function(target, _copy(message), timeout)
    headers = {"User-Agent": USER_AGENT}
    url, body = target.url, message.body
    if message.method == "GET":
        url, body = with_query(url, message.body.decode()), b""
    elif message.method == "POST":
        headers["Content-Type"] = message.content_type
    headers |= message.headers
    if target.kind in ("wsgi", "asgi"):
        return _from_application(target, message.method, url, headers, body, timeout)
    answer = http(message.method, url, headers, body, timeout=timeout, maximum=MAXIMUM_ANSWER, verify=message.verify)
    return _from_answer(answer)


def with_query(url: str, query: str) -> str:
    """A URL with a query string put behind the one it may have, before its fragment."""
    plain, hash_mark, fragment = url.partition("#")
    return f"{plain}{'&' if '?' in plain else '?'}{query}{hash_mark}{fragment}" if query else url


def _from_application(
    target: BoundTarget, method: str, url: str, headers: dict[str, str], body: bytes, timeout: float
) -> Reply:
    application: Any = target.target

    def call() -> Answer:
        if target.running is not None:
            return target.running.request(method, url, headers, body, timeout=timeout, maximum=MAXIMUM_ANSWER)
        return call_wsgi(application, method, url, headers, body, MAXIMUM_ANSWER)

    apart = target.kind == "wsgi" and is_in_a_loop()
    with capture_errors(application) as errors:
        answer = on_a_thread(call, timeout + BLOCKED_SECONDS) if apart else call()
    return replace(_from_answer(answer), error=errors[0] if errors else None)


def _from_answer(answer: Answer) -> Reply:
    return Reply("", answer.status, answer.content_type, answer.body, location=answer.location, headers=answer.headers)


def _copy(message: Message) -> dict[str, Any]:
    """What a function gets, to do with it as it likes."""
    if message.content_type == "application/json":
        return json.loads(message.body)
    return json.loads(json.dumps(message.payload))


def _from_function(target: BoundTarget, payload: dict[str, Any], timeout: float) -> Reply:
    """The answer is what it returns: a dictionary, a text, bytes, or a pair of HTTP status and one of them."""
    function: Any = target.target
    try:
        result = call_function(function, payload, timeout)
    except TimeoutError:
        raise
    except Exception as error:  # the customer's code may raise anything; the exchange goes on
        raise wrap_error(error) from error
    status, answer = _status_and_answer(result)
    if answer is None:
        return Reply("", status, nothing=True, detail=Sentence.of("ReturnedNothing", "nothing returned"))
    if isinstance(answer, str):
        answer = answer.encode("utf-8", "replace")
    if isinstance(answer, bytes):
        return _check_size(Reply("", status, "", answer))
    try:
        return _check_size(Reply("", status, "application/json", json.dumps(answer).encode()))
    except (TypeError, ValueError, RecursionError) as error:
        return Reply(
            "broken",
            status,
            detail=Sentence.of("NotForJson", "the function returned what JSON cannot say: {why}", why=str(error)),
        )


def _status_and_answer(result: Any) -> tuple[int, Any]:
    """A pair of an HTTP status and an answer, or an answer alone."""
    if isinstance(result, tuple):
        pair = cast("tuple[Any, ...]", result)
        if len(pair) == 2 and isinstance(pair[0], int):
            return pair[0], pair[1]
        return 200, pair
    return 200, result


def _check_size(reply: Reply) -> Reply:
    if len(reply.body) > MAXIMUM_ANSWER:
        raise TooLarge(reply.status)
    return reply


__all__ = ["MAXIMUM_ANSWER", "Function", "HttpExchange", "Message", "Reply", "send", "with_query"]
