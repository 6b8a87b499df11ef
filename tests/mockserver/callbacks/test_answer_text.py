"""The first words of an answer, which say why a webhook refused."""

from __future__ import annotations

import pytest

from voicenter_mock.mockserver.callbacks.answer_text import first_line
from voicenter_mock.mockserver.callbacks.sending import Reply
from voicenter_mock.mockserver.callbacks.verdicts import judge

FORBIDDEN = b"""<!DOCTYPE html><html><head><title>403 Forbidden</title><style>p {color: red}</style></head>
<body><h1>Forbidden <span>(403)</span></h1><p>CSRF verification failed. Request aborted.</p></body></html>"""


@pytest.mark.parametrize(
    ("content_type", "body", "expected"),
    [
        ("text/html; charset=utf-8", FORBIDDEN, "Forbidden (403) CSRF verification failed. Request aborted"),
        ("", FORBIDDEN, "Forbidden (403) CSRF verification failed. Request aborted"),
        ("", b"<p>CSRF verification failed.</p>", "CSRF verification failed"),
        ("", b"  <!-- nginx --><H1>502</H1>", "502"),
        ("", b"<methodResponse><fault/></methodResponse>", "<methodResponse><fault/></methodResponse>"),
        ("text/plain", b"the lead is locked.\nat line 3", "the lead is locked"),
        ("text/plain", b"still loading...", "still loading..."),
        ("text/html", b"<html><head><title>502 Bad Gateway</title></head><body></body></html>", "502 Bad Gateway"),
        ("application/json", b'{"detail":"Not Found"}', '{"detail":"Not Found"}'),
        ("text/plain", b"\n\nno such token\nat line 3", "no such token"),
        ("text/plain", b"a\x1b[31mb\x07", "a [31mb"),
        ("text/plain", b"x" * 1000, "x" * 160 + "…"),
        ("text/plain", b"", ""),
    ],
)
def test_a_person_reads_this_first(content_type: str, body: bytes, expected: str):
    assert first_line(Reply("", 403, content_type, body)) == expected


def test_an_http_error_is_told_with_its_reason():
    assert judge("cdr_notification", Reply("", 403, "text/html", FORBIDDEN)).detail == (
        "HTTP 403: Forbidden (403) CSRF verification failed. Request aborted"
    )


def test_the_applications_own_error_comes_before_its_page():
    reply = Reply("", 500, "text/plain", b"Internal Server Error", error=KeyError("duration"))

    assert judge("cdr_notification", reply).detail == "HTTP 500: KeyError: 'duration'"


def test_an_empty_answer_is_told_by_its_status():
    assert judge("cdr_notification", Reply("", 502)).detail == "HTTP 502"


def test_who_takes_no_such_body_is_told_what_decides_on_it():
    assert judge("cdr_notification", Reply("", 415, "text/plain", b"Unsupported Media Type")).detail == (
        "HTTP 415: Unsupported Media Type; it takes no body of this content type: the callback's encoding decides what is "
        "sent"
    )
