"""Five callbacks into a server of each language: what goes out arrives whole, and what it answers is read."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Literal

import pytest

from voicenter_mock.contracts.callback_names import CallbackContract, CallbackName
from voicenter_mock.contracts.strategies import example
from voicenter_mock.mockserver.serving.server import Server
from voicenter_mock.mockserver.telephony.model.directory import CallbackTarget

from .conftest import Table
from .programs_of_the_world import BUILD, PROGRAMS, node_modules, package_version, runtime_of
from .twenty_requests import organization

pytestmark = [pytest.mark.world, pytest.mark.slow]
PATIENCE_SECONDS = 60
XML = (
    "<?xml version='1.0'?><methodResponse><params><param><value><struct><member><name>err</name><value><int>0</int>"
    "</value></member></struct></value></param></params></methodResponse>"
)
Callback = tuple[CallbackName, CallbackContract, Literal["json", "xml-rpc", "query"], str, str]
FIVE: tuple[Callback, ...] = (
    ("cdr", "cdr_notification", "json", "/cdr.json", '{"err": 0, "errdesc": "OK"}'),
    ("cdr", "cdr_notification", "xml-rpc", "/cdr.xml", XML),
    ("popup", "popup", "query", "/popup.json", '{"STATUS": "OK"}'),
    (
        "external_ivr", "external_ivr.get_ivr_action", "json", "/ivr.json",
        '{"STATUS": 0, "ACTION": "HANGUP", "LANGUAGE": "he", "DATA": {}}',
    ),
    ("external_layer", "external_layer", "json", "/layer.json", '{"STATUS": 0, "ACTION": "GO_TO_LAYER", "LAYER": 2}'),
)  # fmt: skip


@contextmanager
def printing(command: Sequence[str]) -> Generator[tuple[str, Callable[[], list[str]]]]:
    """The URL of a server that prints its port and then a line a request; the lines, once it has ended."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stdout is not None
        watchdog = threading.Timer(PATIENCE_SECONDS, process.kill)
        watchdog.start()
        port = process.stdout.readline().strip()

        def lines() -> list[str]:
            process.kill()
            assert process.stdout is not None
            return process.stdout.read().splitlines()

        try:
            yield f"http://127.0.0.1:{port}", lines
        finally:
            watchdog.cancel()
            process.kill()


@contextmanager
def php_server(answers: Path) -> Generator[tuple[str, Callable[[], list[str]]]]:
    """PHP's own server, which prints nothing that can be used."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    written = answers.parent / "lines"
    environment = os.environ | {"ANSWERS": str(answers), "LINES": str(written)}
    command = ("php", "-q", "-S", f"127.0.0.1:{port}", str(PROGRAMS / "answering.php"))
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        process.stderr.readline()  # that it has started
        try:
            yield f"http://127.0.0.1:{port}", lambda: written.read_text().splitlines()
        finally:
            process.kill()


def _go(answers: Path) -> Sequence[str]:
    BUILD.mkdir(parents=True, exist_ok=True)
    program = BUILD / "answering-go"
    subprocess.run(["go", "build", "-o", str(program), str(PROGRAMS / "answering.go")], check=True, timeout=300)
    return (str(program), str(answers))


def _node(answers: Path, package: str) -> Sequence[str]:
    return ("node", str(PROGRAMS / "answering.mjs"), str(answers), package, str(node_modules()))


def _with_runtime(answers: Path, runtime: str) -> Sequence[str]:
    return (*runtime_of(runtime), str(PROGRAMS / "answering.mjs"), str(answers), runtime, str(node_modules()))


SERVERS: dict[str, tuple[str, Callable[[Path], Sequence[str]] | None, tuple[str, ...]]] = {
    "Java com.sun.net.httpserver": (
        "java", lambda answers: ("java", str(PROGRAMS / "Answering.java"), str(answers)), ("java", "-version"),
    ),
    "PHP's own server": ("php", None, ("php", "--version")),
    "Node http": ("node", lambda answers: ("node", str(PROGRAMS / "answering.mjs"), str(answers)), ("node", "--version")),
    **{
        f"Node {package}": ("npm", lambda answers, package=package: _node(answers, package), package_version(package))
        for package in ("express", "fastify", "koa")
    },
    "Bun.serve": ("npm", lambda answers: _with_runtime(answers, "bun"), package_version("bun")),
    "Deno.serve": ("npm", lambda answers: _with_runtime(answers, "deno"), package_version("deno")),
    "Go net/http": ("go", _go, ("go", "version")),
    "Ruby TCPServer": (
        "ruby", lambda answers: ("ruby", str(PROGRAMS / "answering.rb"), str(answers)), ("ruby", "--version"),
    ),
    "Perl IO::Socket": (
        "perl", lambda answers: ("perl", str(PROGRAMS / "answering.pl"), str(answers)), ("perl", "--version"),
    ),
}  # fmt: skip


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """A folder with an answer to each callback."""
    folder = tmp_path / "answers"
    folder.mkdir()
    for _, _, _, path, text in FIVE:
        (folder / path[1:]).write_text(text)
    return folder


@pytest.mark.parametrize("name", SERVERS)
def test_five_callbacks(name: str, answers: Path, world_server: Server, table: Table):
    program, command, version = SERVERS[name]
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    tenant = organization(world_server.registry, "callbacks" + "".join(filter(str.isalnum, name)))
    verdicts: list[str] = []
    sizes: list[int] = []
    with php_server(answers) if command is None else printing(command(answers)) as (url, lines):
        for callback, contract, encoding, path, _ in FIVE:
            target = CallbackTarget(
                callback, url + path, method="GET" if encoding == "query" else "POST", encoding=encoding
            )
            # XML-RPC and queries have no null, and the fake sends none in them.
            message = {name: value for name, value in example(f"{contract}.request").items() if value is not None}
            delivery = tenant.deliveries.send_now(callback, contract, "x", message, target, addressed=url + path)
            verdicts.append(delivery.attempts[-1].verdict)
            sizes.append(0 if encoding == "query" else len(delivery.body))
        got = [line.split("\t") for line in lines()]
    good = verdicts == ["acknowledged"] * 5 and [int(size) for _, _, size in got] == sizes
    done = subprocess.run(version, capture_output=True, text=True, check=False)
    first_line = next((line for line in (done.stdout + done.stderr).splitlines() if any(map(str.isdigit, line))), "")
    table.add(
        "callbacks",
        name,
        first_line.strip().replace("This is ", "").partition(" built")[0].partition(" (cli)")[0],
        "as expected" if good else f"not: {', '.join(verdicts)}",
    )
    assert (verdicts, [int(size) for _, _, size in got]) == (["acknowledged"] * 5, sizes)
