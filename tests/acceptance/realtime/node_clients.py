"""Real socket.io clients in Node, installed once into ``build/npm``; tests that need them are skipped without Node."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
import threading
import time
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import pytest

import voicenter_mock.mockserver.realtime as realtime

HERE = Path(__file__).parent
CACHE = HERE.parents[2] / "build" / "npm"
STATIC = Path(realtime.__file__).parent / "static"
PATIENCE_SECONDS = 15
VERSIONS = ("1.3.7", "2.4.0", "4", "ours")

_PACKAGES = ("client2@npm:socket.io-client@2.4.0", "client4@npm:socket.io-client@4.8.1", "ws@8.18.0")


def node_modules() -> Path:
    """Where the clients are; they are fetched from npm when they are not. Skips the test without Node or npm."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("Node is not installed: the real socket.io clients cannot run")
    if not CACHE.exists():
        CACHE.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=CACHE.parent))
        try:
            _install(folder)
            folder.rename(CACHE)
        except subprocess.CalledProcessError as error:
            shutil.rmtree(folder, ignore_errors=True)
            pytest.skip(f"npm cannot fetch the socket.io clients: {error.stderr[-300:]}")
        except OSError:  # another worker was faster
            shutil.rmtree(folder, ignore_errors=True)
    return CACHE


def _install(folder: Path) -> None:
    (folder / "package.json").write_text('{"private":true}')
    _npm(folder, "install", "--no-audit", "--no-fund", "--ignore-scripts", *_PACKAGES)
    _npm(folder, "pack", "socket.io-client@1.3.7")  # which does not install cleanly
    with tarfile.open(folder / "socket.io-client-1.3.7.tgz") as archive:
        archive.extractall(folder / "client1", filter="data")


def _npm(folder: Path, *arguments: str) -> None:
    subprocess.run(["npm", *arguments], cwd=folder, check=True, capture_output=True, text=True, timeout=180)


def client_path(version: str) -> Path:
    modules = node_modules()
    return {
        "1.3.7": modules / "client1/package/socket.io.js",
        "2.4.0": modules / "node_modules/client2",
        "4": modules / "node_modules/client4",
        "ours": STATIC / "socket.io.js",
    }[version]


class NodeProcess:
    """A process with clients of one version. Each is driven with lines that have its number."""

    def __init__(self, version: str) -> None:
        command = ["node", str(HERE / "clients.js"), version, str(client_path(version))]
        self._process = subprocess.Popen(
            [*command, str(node_modules() / "node_modules/ws")], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True, env=os.environ | {"NODE_NO_WARNINGS": "1"},
        )  # fmt: skip
        self._lines: dict[int, Queue[dict[str, Any]]] = {}
        self._numbers = itertools.count(1)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for text in self._process.stdout:
            line = json.loads(text)
            self._lines[line.pop("id")].put(line)

    def open(self, **members: Any) -> tuple[int, Queue[dict[str, Any]]]:
        """A new client's number, and what it will print."""
        number = next(self._numbers)
        self._lines[number] = Queue()
        self.send(number, **members)
        return number, self._lines[number]

    def send(self, number: int, **members: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"id": number, **members}) + "\n")
        self._process.stdin.flush()

    def stop(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join(timeout=5)
        self._process.stdout.close()


class NodeClient:
    """One client. ``heard`` are (event, payload) in their order; ``own`` the client's own events."""

    def __init__(self, process: NodeProcess, url: str, *, script: str = "client", **options: Any) -> None:
        defaults: dict[str, Any] = {
            "transports": ["websocket"],
            "reconnectionDelay": 50,
            "reconnectionDelayMax": 100,
            "forceNew": True,
        }
        self.received: list[tuple[str, Any]] = []
        self.own: list[tuple[str, str]] = []
        self._process = process
        self._number, self._lines = process.open(script=script, url=url, options=defaults | options)

    def _next_line(self, deadline: float) -> dict[str, Any]:
        return self._lines.get(timeout=max(0.01, deadline - time.monotonic()))

    def until(self, name: str, times: int = 1) -> Any:
        """Waits for an event (the server's or the client's own) that has not been waited for; its payload."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                line = self._next_line(deadline)
            except Empty:
                raise AssertionError(f"{name} did not come; heard {self.names}, own {self.own}") from None
            if "event" in line:
                self.received.append((line["event"], line["data"]))
            else:
                self.own.append((line["own"], line["value"]))
            if name in (line.get("event"), line.get("own")):
                times -= 1
                if times == 0:
                    return line.get("data", line.get("value"))

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.received]

    def emit(self, name: str, *payload: Any) -> None:
        self.command({"emit": [name, *payload]})

    def call(self, method: str) -> None:
        self.command({"call": method})

    def command(self, command: dict[str, Any]) -> None:
        self._process.send(self._number, command=command)

    def close(self) -> None:
        """Returns when the client has closed its socket and will not come again."""
        self._process.send(self._number, close=True)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while "close" not in self._next_line(deadline):
            pass
