"""The installed wheel serves, outside the checkout and without it."""

from __future__ import annotations

import contextlib
import json
import signal
import subprocess
import time
import urllib.request
from collections.abc import Generator
from pathlib import Path

import pytest

import voicenter_mock

from .environments import BareEnvironment, outside_environment


@contextlib.contextmanager
def serving(environment: BareEnvironment, folder: Path) -> Generator[tuple[subprocess.Popen[str], str]]:
    """`voicenter-mock serve` of that environment on a free port: the process and its address."""
    port_file = folder / "port"
    server = subprocess.Popen(
        [environment.scripts / "voicenter-mock", "serve", "--port", "0", "--port-file", port_file],
        cwd=folder,
        env=outside_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        deadline = time.monotonic() + 30
        while not (port_file.exists() and port_file.read_text(encoding="ascii").strip()):
            if server.poll() is not None or time.monotonic() > deadline:
                server.kill()
                pytest.fail(f"no port file; the server said:\n{server.communicate()[0]}")
            time.sleep(0.02)
        yield server, f"http://127.0.0.1:{port_file.read_text(encoding='ascii').strip()}"
    finally:
        server.kill()
        server.wait()
        if server.stdout:
            server.stdout.close()


def test_the_installed_command_serves_and_ends_on_sigterm(with_wheel: BareEnvironment, tmp_path: Path):
    with serving(with_wheel, tmp_path) as (server, address):
        with urllib.request.urlopen(f"{address}/_sandbox/health", timeout=10) as answer:
            health = json.load(answer)
        server.send_signal(signal.SIGTERM)
        exit_code = server.wait(timeout=10)

    assert health["status"] == "ok"
    assert health["version"] == voicenter_mock.__version__
    assert exit_code == 0
