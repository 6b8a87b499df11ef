"""What no contract allows is answered in the operation's documented error form, in process and over a socket."""

from __future__ import annotations

import http.client
import logging
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from voicenter_mock.contracts.operations import OPERATIONS
from voicenter_mock.contracts.strategies import BYTE_FAMILIES, SCHEMA_FAMILIES
from voicenter_mock.mockserver.requests.dispatch import Dispatcher
from voicenter_mock.mockserver.serving.server import Server
from voicenter_mock.mockserver.state.journal import RequestEntry
from voicenter_mock.mockserver.tenancy.registry import Registry
from voicenter_mock.mockserver.wire.http import HttpRequest, HttpResponse

from .malformed_requests import CALLED, assert_documented, is_error, malformed_requests

pytestmark = pytest.mark.slow


class Fake:
    """The demo organization and the journals that its requests are written into."""

    def __init__(self) -> None:
        self.registry = Registry(now=1_700_000_000)
        self.tenant = self.registry.from_template("demo", "demo")
        self.dispatcher = Dispatcher(self.registry)

    def handle(self, request: HttpRequest) -> tuple[HttpResponse, RequestEntry | None]:
        """The answer and its entry in the journal; a script has none."""
        journals = (self.tenant.requests, self.registry.unresolved)
        before = [journal.count for journal in journals]
        answer = self.dispatcher.handle(request)
        entries = [entry for journal, count in zip(journals, before, strict=True) for entry in journal.since(count)]
        return answer, entries[-1] if entries else None


@pytest.fixture
def fake(caplog: pytest.LogCaptureFixture) -> Fake:
    caplog.set_level(logging.ERROR)  # each stranger is a warning, and here are thousands
    return Fake()


@pytest.mark.parametrize("name", CALLED)
def test_bytes_that_are_no_message_get_the_documented_error(
    name: str, fake: Fake, caplog: pytest.LogCaptureFixture
) -> None:
    for sent in malformed_requests(name, BYTE_FAMILIES, seeds=6):
        answer, entry = fake.handle(sent.request)

        assert_documented(OPERATIONS[name], sent.request, answer)
        assert entry is not None, sent.violation
        assert is_error(answer, entry.error), sent.violation
        if sent.request.method not in OPERATIONS[name].methods:
            assert entry.violations[0].endswith(f"not {sent.request.method}"), sent.violation
        elif sent.violation.rule != "empty":
            assert f"[{sent.violation.rule}" in entry.violations[0], sent.violation
    assert caplog.records == []


@pytest.mark.parametrize("name", CALLED)
def test_messages_that_break_their_schema_get_the_documented_error(
    name: str, fake: Fake, caplog: pytest.LogCaptureFixture
) -> None:
    for sent in malformed_requests(name, SCHEMA_FAMILIES, seeds=4):
        answer, entry = fake.handle(sent.request)

        assert_documented(OPERATIONS[name], sent.request, answer)
        assert entry is not None, sent.violation
        assert is_error(answer, entry.error), f"{sent.violation}: {sent.request}"
    assert caplog.records == []


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    registry = Registry(now=1_700_000_000, clock="manual")
    registry.from_template("demo", "demo")
    server = Server(registry)
    server.start()
    yield server
    server.stop()


@pytest.mark.parametrize(
    "name", ["click2call", "cdr_hub.query", "dialer.add_calls_bulk", "blacklist.add", "realtime_login.user"]
)
def test_over_a_socket_too(name: str, server: Server) -> None:
    connection = http.client.HTTPConnection(urlsplit(server.base_url).netloc, timeout=20)
    for sent in malformed_requests(name, BYTE_FAMILIES, seeds=2):
        request = sent.request
        if len(request.query) > 60_000:
            continue  # longer than any server reads of a request's first line
        connection.request(
            request.method,
            f"{request.path}?{request.query}" if request.query else request.path,
            request.body,
            dict(request.headers),
        )
        answer = connection.getresponse()
        got = HttpResponse(answer.status, answer.headers["content-type"] or "", answer.read())
        assert_documented(OPERATIONS[name], request, got)
    connection.close()
