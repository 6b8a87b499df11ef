"""The command against customers' servers over real connections: exit codes, seeds, servers that misbehave."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from voicenter_mock.mockserver.commands.verify import command

from . import customer_servers
from .serving import served

pytestmark = pytest.mark.slow

CERTIFICATE = Path(__file__).parent.parent / "callbacks" / "self_signed.pem"
RIGHT = b'HTTP/1.1 200 OK\r\nContent-Length: 10\r\nConnection: close\r\n\r\n{"err": 0}'


def run(url: str, *arguments: str, callback: str = "cdr") -> Result:
    return CliRunner().invoke(command, (url, "--callback", callback, "--json", *arguments), standalone_mode=False)


def kinds(result: Result) -> set[str]:
    return {finding["kind"] for finding in json.loads(result.output)["findings"]}


WRONG: dict[str, tuple[Callable[[], Flask], tuple[str, ...], str, set[str]]] = {
    "acknowledges nothing": (customer_servers.swallows_errors, (), "cdr", {"not-acknowledged", "malformed-unanswered"}),
    "crashes on Hebrew": (customer_servers.crashes_on_hebrew, (), "cdr", {"breaks-on-text"}),
    "not idempotent": (customer_servers.not_idempotent, (), "cdr", {"repeat-refused", "parallel-repeat-refused"}),
    "slow on long lists": (
        lambda: customer_servers.slow_on_long_lists(0.003), ("--timeout", "2", "--phase", "generated"), "cdr",
        {"slow-on-long-calls"},
    ),
    "integers as strings": (
        lambda: customer_servers.xml_cdr("string"), ("--encoding", "xml-rpc"), "cdr", {"xml-rpc-types"}
    ),
    "unknown types": (customer_servers.fails_on_unknown_types, (), "cdr", {"unknown-value"}),
    "an IVR loop": (customer_servers.ivr_in_a_loop, ("--encoding", "xml-rpc"), "external-ivr", {"ivr-loop"}),
    "leaks a traceback": (customer_servers.leaks_tracebacks, (), "cdr", {"leaks-internals"}),
}  # fmt: skip


@pytest.mark.parametrize(("make", "arguments", "callback", "expected"), WRONG.values(), ids=WRONG)
def test_each_wrong_server_is_found_out_for_the_right_reason(
    make: Callable[[], Flask], arguments: tuple[str, ...], callback: str, expected: set[str]
):
    with served(make()) as url:
        result = run(url, "--max-examples", "30", *arguments, callback=callback)

    assert result.return_value == 1
    assert kinds(result) == expected


def test_a_seed_finds_the_same_again():
    def found(seed: str) -> Any:
        with served(customer_servers.crashes_on_hebrew()) as url:
            findings = json.loads(run(url, "--seed", seed, "--phase", "generated").output)["findings"]
        return [(one["kind"], one["times"], one["message"]["representative_name"]) for one in findings]

    assert found("5") == found("5")


@contextmanager
def answering(handle: Callable[[socket.socket], None]) -> Generator[tuple[socket.socket, str], None, None]:
    """A listening socket whose connections are handled one after the other, and its ``host:port``."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    handle(connection)

        thread = threading.Thread(target=serve)
        thread.start()
        yield listener, f"127.0.0.1:{listener.getsockname()[1]}"
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
    thread.join()


def take(connection: socket.socket) -> None:
    """Reads one request and acknowledges it."""
    received = b""
    while b"\r\n\r\n" not in received and (part := connection.recv(65536)):
        received += part
    head, _, body = received.partition(b"\r\n\r\n")
    length = next((int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0)
    while len(body) < length and (part := connection.recv(65536)):
        body += part
    connection.sendall(RIGHT)


def test_a_server_that_goes_away_is_a_finding():
    count = 0

    def handle(connection: socket.socket) -> None:
        nonlocal count
        count += 1
        take(connection)
        if count == 20:
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()

    with answering(handle) as (listener, place):
        result = run(f"http://{place}/", "--phase", "documented", "--phase", "generated")

    assert result.return_value == 1
    assert kinds(result) == {"went-away"}
    assert "nobody answers any more" in json.loads(result.output)["skipped"]["the rest"]


def test_a_server_that_never_answers_is_too_slow():
    held: list[socket.socket] = []

    def handle(connection: socket.socket) -> None:
        held.append(connection.dup())

    with answering(handle) as (_, place):
        result = run(f"http://{place}/", "--timeout", "0.3")
        for connection in held:
            connection.close()

    assert result.return_value == 1
    assert kinds(result) == {"too-slow"}


@pytest.fixture
def secure() -> Iterator[str]:
    """``host:port`` of a server whose certificate nobody trusts."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)

    def handle(connection: socket.socket) -> None:
        with suppress(OSError), context.wrap_socket(connection, server_side=True) as wrapped:
            take(wrapped)

    with answering(handle) as (_, place):
        yield place


def test_a_certificate_that_nobody_trusts_is_told_with_the_way_round(secure: str):
    result = run(f"https://{secure}/", "--phase", "documented")

    assert result.exception is not None
    assert "nobody answers at https://" in str(result.exception)
    assert "--insecure" in str(result.exception)


def test_any_certificate_is_taken_when_that_is_wanted(secure: str):
    assert run(f"https://{secure}/", "--phase", "documented", "--insecure").return_value == 0


def test_tls_where_there_is_none_is_told():
    def handle(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")

    with answering(handle) as (_, place):
        result = run(f"https://{place}/")

    assert "no TLS connection" in str(result.exception)


def test_a_report_that_cannot_be_written_is_told_before_anything_is_sent(tmp_path: Path):
    result = run("http://127.0.0.1:9/", "--junit-xml", str(tmp_path / "nowhere" / "report.xml"))

    assert "--junit-xml: there is no folder" in str(result.exception)


# ---- VoiceBot servers, each with its own fault ---------------------------------------------------------------


def after_twelve_seconds(message: dict[str, Any]) -> Any:
    threading.Event().wait(12)
    return {}


BOTS: dict[str, tuple[Callable[[dict[str, Any]], Any], tuple[str, ...], str]] = {
    "answers 500": (lambda message: ("oops", 500), ("--phase", "generated"), "server-error"),
    "answers after 12 s": (after_twelve_seconds, ("--phase", "generated"), "too-slow"),
    "returns a list": (lambda message: [{"user": ["Say it."]}], ("--phase", "generated"), "invalid-decision"),
    "loses IntentParameters": (
        customer_servers.loses_parameters, ("--set", "IntentParameters.order=1234"), "ignores-parameters"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("answer", "arguments", "kind"), BOTS.values(), ids=BOTS)
def test_each_planted_voicebot_server_is_found_for_its_reason(
    answer: Callable[[dict[str, Any]], Any], arguments: tuple[str, ...], kind: str
):
    with served(customer_servers.bot_app(answer)) as url:
        result = CliRunner().invoke(
            command, ("--voicebot-url", url, "--json", "--max-examples", "5", *arguments), standalone_mode=False
        )

    assert result.return_value == 1
    assert kinds(result) == {kind}


def test_a_right_voicebot_server_passes():
    with served(customer_servers.bot_app(customer_servers.knows_orders)) as url:
        arguments = ("--voicebot-url", url, "--json", "--max-examples", "5", "--set", "IntentParameters.order=1234")
        result = CliRunner().invoke(command, arguments, standalone_mode=False)

    assert (result.return_value, kinds(result)) == (0, set())
