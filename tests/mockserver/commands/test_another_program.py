"""Where another program listens at the sandbox's address, commands say so, whatever it answers."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import cast

import pytest
from click.shell_completion import ShellComplete

from voicenter_mock.mockserver.command_line import cli

from .console import Console

COMMANDS = (
    "status", "requests", "lint-requests", "deliveries", "deliveries show 1", "redeliver 1", "calls", "cdrs", "cdrs show 1",
    "events", "statistics", "sockets", "agents", "agents set 1 1", "extensions", "queues", "campaigns", "campaigns start x",
    "campaigns report x", "faults", "faults add click2call --status 500", "organizations",
    "organizations create x", "organizations reset demo", "organizations delete demo", "clock", "clock pause",
    "clock advance 3", "snapshot save /dev/null", "call show abcd", "call hangup abcd", "call incoming", "explain abcd",
    "doctor",
)  # fmt: skip


class OtherProgram(HTTPServer):
    """Answers everything with the same."""

    answer = b""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Answering(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        answer = cast("OtherProgram", self.server).answer
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_POST = do_PUT = do_DELETE = do_GET

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def other_program() -> Iterator[OtherProgram]:
    with OtherProgram(("127.0.0.1", 0), _Answering) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    "answer", [b'{"hello": "world"}', b"[1, 2, 3]", b"null", b'{"organizations": [1], "calls": [2]}']
)
def test_every_command_says_that_it_is_no_sandbox(console: Console, other_program: OtherProgram, answer: bytes):
    other_program.answer = answer
    wrong: dict[str, str] = {}
    for command in COMMANDS:
        console.run(*command.split(), server=other_program.url, code=1)
        if console.error != f"voicenter-mock: {other_program.url} is no sandbox: another program answers there\n":
            wrong[command] = console.error
    assert wrong == {}


@pytest.mark.parametrize("answer", [b'{"hello": "world"}', b'{"organizations": [1], "calls": [2]}'])
@pytest.mark.parametrize(
    "words", [["calls", "--organization"], ["call", "show"], ["agents", "set"], ["--organization"]]
)
def test_a_shell_completes_nothing_there(other_program: OtherProgram, words: list[str], answer: bytes):
    other_program.answer = answer
    complete = ShellComplete(cli, {}, "voicenter-mock", "_VOICENTER_MOCK_COMPLETE")
    assert complete.get_completions(["--server", other_program.url, *words], "") == []


def test_a_mistake_of_our_own_is_not_blamed_on_the_sandbox(console: Console, monkeypatch: pytest.MonkeyPatch):
    def mistaken(*_: object) -> str:
        raise KeyError("ours")

    monkeypatch.setattr("voicenter_mock.mockserver.commands.clock.summary", mistaken)
    with pytest.raises(KeyError, match="ours"):
        console.run("clock", "pause")


def test_one_that_goes_away_under_a_command_has_gone_away(console: Console):
    """As a sandbox that is stopped while a command waits for it."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        place = f"http://127.0.0.1:{listening.getsockname()[1]}"

        def hang_up() -> None:
            connection, _ = listening.accept()
            connection.recv(65536)
            connection.close()

        thread = threading.Thread(target=hang_up)
        thread.start()
        console.run("clock", "advance", "60", server=place, code=1)
        thread.join()
    assert console.error.startswith(f"voicenter-mock: no sandbox answers at {place} (")
