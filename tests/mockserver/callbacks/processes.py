"""`voicenter-mock serve` as a process of its own, and what its file holds."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import urllib.request
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from .customer_servers import PATIENCE_SECONDS, eventually

needs_kill_9 = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")


def statuses(path: Path) -> dict[int, str]:
    """How the deliveries of a file stand, by their numbers."""
    with closing(sqlite3.connect(path)) as database:
        return dict(database.execute("SELECT id, status FROM deliveries"))


class Process:
    def __init__(self, folder: Path, *options: str) -> None:
        port_file = folder / "port"
        port_file.unlink(missing_ok=True)
        command = [
            str(Path(sys.executable).with_name("voicenter-mock")),
            "serve",
            "--port",
            "0",
            "--port-file",
            str(port_file),
        ]
        self.process = subprocess.Popen(
            [*command, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder
        )
        assert eventually(port_file.exists)
        self.url = f"http://127.0.0.1:{port_file.read_text().strip()}"

    def get(self, path: str) -> Any:
        with urllib.request.urlopen(self.url + path, timeout=PATIENCE_SECONDS) as answer:
            return json.load(answer)

    def deliveries(self) -> list[dict[str, Any]]:
        return self.get("/_sandbox/organizations/demo/deliveries?callback=cdr&limit=10000")["deliveries"]

    def pending(self) -> list[dict[str, Any]]:
        return self.get("/_sandbox/organizations/demo/deliveries?callback=cdr&status=pending&limit=1")["deliveries"]

    def kill(self) -> None:
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE_SECONDS)
