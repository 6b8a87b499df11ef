"""A bad line: a message that arrives in pieces and an answer that is read slowly, while others want to be served."""

from __future__ import annotations

import http.client
import ssl
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import unquote, urlsplit

from ...contracts.sentences import Sentence
from ..callbacks.real_time import real_seconds
from ..callbacks.sending import MAXIMUM_ANSWER, USER_AGENT, Message, Reply, no_answer_within, with_query
from .examination import Examination
from .findings import Kind
from .judging import Symptom

PIECES = 4
PAUSE_SECONDS = 0.1


def steps(examination: Examination) -> Iterator[Callable[[], Any]]:
    if examination.endpoint.over_socket:
        yield lambda: _examine(examination)


def _examine(examination: Examination) -> None:
    endpoint, contract = examination.endpoint, examination.contract

    def message() -> Message:
        return endpoint.message(contract, examination.fresh(examination.plain[contract]))

    if examination.symptoms(contract, usual := message(), endpoint.send(usual)):
        return
    slow, other = message(), message()
    endpoint.requests += 1
    with ThreadPoolExecutor(1, thread_name_prefix="voicenter-verify") as pool:
        waiting = pool.submit(slowly, slow, endpoint.binding.url, endpoint.timeout)
        meanwhile = endpoint.send(other)
        reply = waiting.result()
    found = examination.symptoms(contract, slow, reply)
    if found:
        symptom = Symptom(Kind.SLOW_READER, f"sent in {PIECES} pieces: {found[0].detail}", found[0].violations)
        examination.add(symptom, contract, slow, reply, curl=endpoint.curl(slow, "--limit-rate", "1k"))
        return
    found = examination.symptoms(contract, other, meanwhile)
    if found:
        symptom = Symptom(
            Kind.SLOW_READER, f"another message beside a slow one: {found[0].detail}", found[0].violations
        )
        examination.add(symptom, contract, other, meanwhile)


def slowly(message: Message, url: str, timeout: float) -> Reply:
    """One exchange, the body in pieces and the answer's first bytes one by one. ``timeout`` is for each step."""
    if message.method == "GET":
        url = with_query(url, message.body.decode())
    place = urlsplit(url)
    if place.scheme == "https":
        context = ssl.create_default_context() if message.verify else ssl._create_unverified_context()  # pyright: ignore[reportPrivateUsage]
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            place.hostname or "", place.port, timeout=timeout, context=context
        )
    else:
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=timeout)
    started = real_seconds()
    try:
        connection.putrequest(message.method, f"{place.path or '/'}{'?' + place.query if place.query else ''}")
        headers = {"User-Agent": USER_AGENT, **_authorization(place.username, place.password), **message.headers}
        if message.method != "GET":
            headers |= {"Content-Type": message.content_type, "Content-Length": str(len(message.body))}
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        if message.method != "GET":
            size = -(-len(message.body) // PIECES) or 1
            for start in range(0, len(message.body), size):
                time.sleep(PAUSE_SECONDS)
                connection.send(message.body[start : start + size])
        response = connection.getresponse()
        body = b""
        for _ in range(PIECES):
            body += response.read(1)
            time.sleep(PAUSE_SECONDS)
        body += response.read(MAXIMUM_ANSWER)
    except TimeoutError:
        return Reply("timeout", detail=no_answer_within(timeout))
    except (OSError, http.client.HTTPException) as error:
        return Reply(
            "broken",
            detail=Sentence.of(
                "ConnectionBroke", "the connection broke: {why}", why=str(error) or type(error).__name__
            ),
        )
    finally:
        connection.close()
    return Reply(
        "", response.status, response.headers.get("Content-Type", ""), body, seconds=real_seconds() - started,
        location=response.headers.get("Location", ""),
    )  # fmt: skip


def _authorization(user: str | None, password: str | None) -> dict[str, str]:
    if user is None:
        return {}
    words = f"{unquote(user)}:{unquote(password or '')}"
    return {"Authorization": f"Basic {b64encode(words.encode()).decode()}"}
