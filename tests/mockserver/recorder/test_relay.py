"""Between a client and a service: bytes untouched, both sides noted, failures told as what they are."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

import pytest

from voicenter_mock.mockserver.recorder.routes import Routes

from .running import Handler, Loop, RunningRecorder, closed_port, serve, talk

Record = Callable[..., RunningRecorder]
PATH = "/ForwardDialer/click2call.aspx"


def answering(answer: bytes, received: list[bytes], until: bytes = b"\r\n\r\n", *, close: bool = True) -> Handler:
    """Reads one request after the other up to its end, and answers each alike."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                received.append(await reader.readuntil(until))
                writer.write(answer)
                await writer.drain()
                if close:
                    break
        except asyncio.IncompleteReadError:
            pass
        writer.close()

    return handle


def upstream(
    loop: Loop, answer: bytes, received: list[bytes], until: bytes = b"\r\n\r\n", *, close: bool = True
) -> str:
    return f"http://127.0.0.1:{serve(loop, answering(answer, received, until, close=close))}"


def test_every_byte_goes_through_but_for_the_host(loop: Loop, record: Record) -> None:
    received: list[bytes] = []
    chunks = b'5;x="y"\r\n{"a":\r\n3\r\n 1}\r\n0\r\nX-Trailer: t\r\n\r\n'
    head = b"POST /a//b?x=%zz&y= HTTP/1.1\r\nhOsT: me\r\nX-Odd:  two  blanks\r\nTransfer-Encoding: chunked\r\n\r\n"
    answer = b"HTTP/1.1 299 Odd Reason\r\nx-lower: 1\r\nX-lower: 2\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks
    target = upstream(loop, answer, received, until=b"X-Trailer: t\r\n\r\n")
    got = talk(record(target).port, head + chunks, until=b"X-Trailer: t\r\n\r\n")
    assert got == answer
    assert received == [(head + chunks).replace(b"hOsT: me", b"Host: " + target.removeprefix("http://").encode())]


def test_both_sides_are_noted_without_their_chunks(loop: Loop, record: Record) -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n"
    recorder = record(upstream(loop, answer, [], until=b"a=1"))
    talk(recorder.port, b"POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\na=1", until=b"0\r\n\r\n")
    (one,) = recorder.recorded()
    assert (one.method, one.status, one.request.body) == ("POST", 200, b"a=1")
    assert one.answer is not None
    assert one.answer.body == b"hi"
    assert one.started > 1_700_000_000
    assert one.milliseconds > 0


def test_a_connection_carries_several_requests(loop: Loop, record: Record) -> None:
    received: list[bytes] = []
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    recorder = record(upstream(loop, answer, received, close=False))
    request = b"GET /x HTTP/1.1\r\nHost: h\r\n\r\n"
    assert talk(recorder.port, request * 3, until=answer * 3) == answer * 3
    assert len(recorder.recorded()) == len(received) == 3


def test_an_answer_that_ends_with_its_connection_is_whole(loop: Loop, record: Record) -> None:
    recorder = record(upstream(loop, b"HTTP/1.0 200 OK\r\n\r\nto the end", []))
    assert talk(recorder.port, b"GET / HTTP/1.1\r\nHost: h\r\n\r\n").endswith(b"to the end")
    (one,) = recorder.recorded()
    assert one.answer is not None
    assert one.answer.body == b"to the end"


def test_interim_answers_are_passed_on(loop: Loop, record: Record) -> None:
    answer = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
    recorder = record(upstream(loop, answer, []))
    assert talk(recorder.port, b"GET / HTTP/1.1\r\nHost: h\r\n\r\n", until=b"0\r\n\r\n") == answer
    assert [one.status for one in recorder.recorded()] == [200]


def test_a_body_that_is_too_long_is_passed_on_and_not_kept(loop: Loop, record: Record) -> None:
    body = b"x" * 5000
    recorder = record(upstream(loop, b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + body, []), max_body=1000)
    assert talk(recorder.port, b"GET / HTTP/1.1\r\nHost: h\r\n\r\n", until=body).endswith(body)
    (one,) = recorder.recorded()
    assert one.answer is not None
    assert one.answer.lost == "not kept: 5,000 bytes, more than 1,000 (--max-body)"


def test_nobody_behind_it_is_told_as_that(record: Record) -> None:
    port = closed_port()
    recorder = record(f"http://127.0.0.1:{port}")
    got = talk(recorder.port, b"GET /x HTTP/1.1\r\nHost: h\r\n\r\n")
    assert got.startswith(b"HTTP/1.1 502 ")
    message = json.loads(got.partition(b"\r\n\r\n")[2])["error"]["message"]
    assert message.startswith(f"http://127.0.0.1:{port} cannot be reached: ")
    (one,) = recorder.recorded()
    assert (one.status, one.answer) == (0, None)
    assert "cannot be reached" in one.failure


@pytest.mark.parametrize(
    ("answer", "says"),
    [(b"", "closed the connection without an answer"), (b"nonsense\r\n\r\n", "answers what is no HTTP")],
)
def test_an_answer_that_is_none_is_told_as_that(loop: Loop, record: Record, answer: bytes, says: str) -> None:
    recorder = record(upstream(loop, answer, []))
    assert says in talk(recorder.port, b"GET /x HTTP/1.1\r\nHost: h\r\n\r\n").decode()
    assert says in recorder.recorded()[0].failure


def test_an_answer_that_breaks_off_is_noted_with_what_came(loop: Loop, record: Record) -> None:
    recorder = record(upstream(loop, b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf", []))
    assert talk(recorder.port, b"GET /x HTTP/1.1\r\nHost: h\r\n\r\n").endswith(b"half")
    assert recorder.recorded()[0].failure == "the answer broke off: the body ended too early"


@pytest.mark.parametrize(
    ("request_bytes", "says"),
    [
        (b"nonsense\r\n\r\n", "no request of HTTP/1"),
        (b"POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", "both"),
        (b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", "no number"),
        (b"GET http://elsewhere/ HTTP/1.1\r\nHost: h\r\n\r\n", "no proxy"),
        (b"GET / HTTP/1.1\r\nX: " + b"x" * 70_000 + b"\r\n\r\n", "longer than"),
    ],
)
def test_a_request_that_cannot_be_passed_on_is_refused(record: Record, request_bytes: bytes, says: str) -> None:
    got = talk(record("http://127.0.0.1:9").port, request_bytes).decode()
    assert got.startswith("HTTP/1.1 400 ")
    assert says in got


def test_a_callback_goes_to_the_customers_url_and_is_named(loop: Loop, record: Record) -> None:
    received: list[bytes] = []
    customer = upstream(loop, b'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"err":0}', received, until=b"{}")
    recorder = record("http://127.0.0.1:9", forward={"cdr": f"{customer}/hook?key=1", "popup": f"{customer}/pop"})
    talk(recorder.port, b"POST /_record/cdr?x=2 HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}", until=b"0}")
    assert received[0].startswith(b"POST /hook?key=1&x=2 HTTP/1.1\r\nHost: " + customer[7:].encode())
    (one,) = recorder.recorded()
    assert (one.callback, one.url.partition("?")[0]) == ("cdr_notification", f"{customer}/hook")


def test_a_callback_that_nobody_receives_is_refused(record: Record) -> None:
    got = talk(record("http://127.0.0.1:9").port, b"POST /_record/cdr HTTP/1.1\r\nHost: h\r\n\r\n")
    assert got.startswith(b"HTTP/1.1 404 ")
    assert b"--forward" in got


@pytest.mark.parametrize(
    ("target", "url"),
    [
        (PATH, f"https://api.voicenter.co.il{PATH}"),
        ("/monitorAPI/Login/Token", "https://monitor.voicenter.co.il/monitorAPI/Login/Token"),
        ("/socket.io/?EIO=3", "https://monitor.voicenter.co.il/socket.io/?EIO=3"),
        ("/cdn/events-sdk/voicenter-events-sdk.umd.js", "https://voicenter-voicenterltd.netdna-ssl.com/cdn/events-sdk/voicenter-events-sdk.umd.js"),
        ("/unknown?x=1", "https://api.voicenter.co.il/unknown?x=1"),
        ("/own/path", "http://other:81/base/own/path"),
    ],
)  # fmt: skip
def test_each_path_goes_to_the_host_that_has_it(target: str, url: str) -> None:
    route = Routes("https://api.voicenter.co.il", by_path={"/own": "http://other:81/base"}).route(target)
    assert route is not None
    assert route.url == url


def test_another_upstream_takes_every_path() -> None:
    route = Routes("http://127.0.0.1:8025/o/t1").route("/monitorAPI/Login/Token")
    assert route is not None
    assert route.url == "http://127.0.0.1:8025/o/t1/monitorAPI/Login/Token"
