"""The `curl` line of a finding sends the same message again, byte for byte: each is run in a shell."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from flask import Flask, request

from voicenter_mock.mockserver.callbacks.sending import Message, send
from voicenter_mock.mockserver.callbacks.targets import binding
from voicenter_mock.mockserver.verify import Settings, verify
from voicenter_mock.mockserver.verify.curl import curl

from . import customer_servers
from .serving import served

pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")


@dataclass
class Recorder:
    url: str = ""
    got: list[tuple[str, str, str | None, bytes]] = field(default_factory=list[tuple[str, str, str | None, bytes]])


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    """Writes down method, path with query, content type and body of each request."""
    recorder, flask = Recorder(), Flask("recorder")

    @flask.route("/<path:_>", methods=["GET", "POST"])
    def take(_: str) -> str:
        recorder.got.append(
            (request.method, request.full_path, request.headers.get("Content-Type"), request.get_data())
        )
        return "{}"

    with served(flask) as recorder.url:
        yield recorder


def in_a_shell(command: str) -> str:
    done = subprocess.run(["sh", "-c", command], capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.decode("utf-8", "replace")


BODIES = {
    "quotes and dollars": b"""{"a": "it's \\"$HOME\\" `id` !"}""",
    "Hebrew": '{"a": "דנה"}'.encode(),
    "line ends": b"first\r\nsecond\n",
    "what curl would take for a file": b"@/etc/hostname",
    "NUL": b"a\0b",
    "no text": bytes(range(256)),
    "long": b'{"a": "' + b"A" * 200_000 + b'"}',
    "nothing": b"",
    "percents and backslashes": b"%d %s \\n \\x00",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_body_arrives_as_it_was_sent(recorder: Recorder, body: bytes):
    url = f"{recorder.url}cdr?a[0]=1&b=2"
    message = Message("POST", "application/json; charset=utf-8", body, {}, {"X-Key": "it's secret"})

    send(message, binding(url), 10)
    in_a_shell(curl(message, url, 10))

    assert recorder.got[0] == recorder.got[1]
    assert recorder.got[1][3] == body


def test_an_empty_content_type_is_sent(recorder: Recorder):
    url = f"{recorder.url}cdr"
    message = Message("POST", "", b"x", {})

    send(message, binding(url), 10)
    in_a_shell(curl(message, url, 10))

    assert recorder.got[0] == recorder.got[1]


def test_a_query_arrives_as_it_was_sent(recorder: Recorder):
    url = f"{recorder.url}popup?key=1"
    message = Message("GET", "", b"phone=%2B972&name=%D7%93%D7%A0%D7%94&x=[1]&y='$HOME'", {})

    send(message, binding(url), 10)
    in_a_shell(curl(message, url, 10))

    assert recorder.got[0][:2] == recorder.got[1][:2]


CASES = {
    "not-acknowledged": (customer_servers.swallows_errors, "documented"),
    "breaks-on-text": (customer_servers.crashes_on_hebrew, "generated"),
    "unknown-value": (customer_servers.fails_on_unknown_types, "generated"),
    "leaks-internals": (customer_servers.leaks_tracebacks, "malformed"),
}
SHOWS = {
    "not-acknowledged": "200 OK",
    "breaks-on-text": "500 INTERNAL",
    "unknown-value": "unknown type",
    "leaks-internals": "Traceback",
}


@pytest.mark.parametrize("kind", CASES)
def test_the_line_of_a_finding_shows_it_again(kind: str):
    make, phase = CASES[kind]
    with served(make()) as url:
        report = verify(url, "cdr", Settings(max_examples=40, phases=(phase,)))
        finding = next(found for found in report.findings if found.kind.value == kind)

        assert SHOWS[kind] in in_a_shell(finding.curl)


def test_the_line_of_a_repeated_record_shows_both_answers():
    with served(customer_servers.not_idempotent()) as url:
        report = verify(url, "cdr", Settings(phases=("repeated",)))
    fresh = customer_servers.not_idempotent()  # one that has not seen it
    with served(fresh) as other:
        lines = {finding.kind.value: finding.curl.replace(url, other) for finding in report.findings}
        assert in_a_shell(lines["repeat-refused"]).count("UNIQUE constraint") == 1
        assert in_a_shell(lines["parallel-repeat-refused"]).count("UNIQUE constraint") == 7
