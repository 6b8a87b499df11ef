"""Compressed answers through the recorder: as they are to the client, unpacked and redacted in the file."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ..traffic.packers import PACKERS
from .running import Loop, RunningRecorder, talk
from .test_relay import PATH, upstream

Record = Callable[..., RunningRecorder]
TOKEN = "eyTOKEN-that-is-secret-0123456789"
MESSAGE = f'{{"ERRORCODE": 0, "Token": "{TOKEN}"}}'.encode()


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("coding", PACKERS)
def test_bytes_pass_as_they_are_and_the_file_has_no_secret(
    loop: Loop, record: Record, coding: str, chunked: bool
) -> None:
    packed, received = PACKERS[coding](MESSAGE), list[bytes]()
    framed = f"{len(packed):x}\r\n".encode() + packed + b"\r\n0\r\n\r\n" if chunked else packed
    framing = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {len(packed)}"
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: {coding}\r\n{framing}\r\n\r\n"
    answer = head.encode() + framed
    recorder = record(upstream(loop, answer, received))
    asked = f"GET {PATH} HTTP/1.1\r\nHost: h\r\nAccept-Encoding: {coding};q=0.7, *;q=0\r\n\r\n".encode()
    assert talk(recorder.port, asked, until=answer[-8:]) == answer
    assert f"\r\nAccept-Encoding: {coding};q=0.7, *;q=0\r\n".encode() in received[0]
    (one,) = recorder.recorded()
    assert one.answer is not None
    assert one.answer.body.startswith(b'{"ERRORCODE": 0, "Token": "')
    assert TOKEN.encode() not in recorder.file.read_bytes()


def test_one_that_cannot_be_unpacked_passes_and_is_left_out_with_the_reason(loop: Loop, record: Record) -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Encoding: compress\r\nContent-Length: 3\r\n\r\n\x1f\x9d\x90"
    recorder = record(upstream(loop, answer, []))
    assert talk(recorder.port, f"GET {PATH} HTTP/1.1\r\nHost: h\r\n\r\n".encode(), until=b"\x90") == answer
    (one,) = recorder.recorded()
    assert one.answer is not None
    assert one.answer.lost == "not kept: it is compressed with compress, which is not read here"


def test_http_2_is_told_that_it_is_not_spoken(record: Record) -> None:
    answer = talk(record("http://127.0.0.1:9").port, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
    assert b"this is HTTP/2, and HTTP/1.1 is spoken here" in answer
