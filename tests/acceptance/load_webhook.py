"""A customer's webhook for load tests, and the command as a user runs it."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import make_server as make_threaded_server

from voicenter_mock import contracts

SCRIPTS = Path(sys.executable).parent
COMMAND = str(SCRIPTS / "voicenter-mock")
with_locust = [
    pytest.mark.slow,
    pytest.mark.skipif(not (SCRIPTS / "locust").exists(), reason="locust is not installed"),
]
CONTRACTS = {"/cdr": "cdr_notification", "/popup": "popup", "/layer": "external_layer", "/bot": "voicebot"}
GOODBYE = 2
"""The layer that decisions lead to: an announcement."""
ANSWERS: Mapping[str, Any] = {
    "cdr_notification": {"err": 0},
    "popup": {"STATUS": "OK"},
    "external_ivr.get_ivr_action": {
        "STATUS": 0,
        "ACTION": "VO",
        "LANGUAGE": "he",
        "DATA": {"LAYER": GOODBYE, "RECORD": "welcome", "LOOP": 1, "DELAY": 0},
    },
    "external_ivr.hangup_call": {"STATUS": 0},
    "external_layer": {"STATUS": 0, "ACTION": "GO_TO_LAYER", "LAYER": GOODBYE},
    "voicebot": {"function_output": {"order": "on its way"}},
}


def never(number: int) -> bool:
    return False


@dataclass
class Webhook:
    """Keeps what arrives, by contract, and what is wrong with it. ``refuses`` says which pushes are answered with 500,
    ``seconds`` after how long each contract's are answered.
    """

    refuses: Callable[[int], bool] = never
    seconds: Mapping[str, float] = field(default_factory=dict[str, float])
    answers: Mapping[str, Any] = field(default_factory=lambda: ANSWERS)
    got: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    cdrs: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    violations: list[str] = field(default_factory=list[str])
    pushes: int = 0

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._server = make_threaded_server("127.0.0.1", 0, self._answer, threaded=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def _answer(self, environ: Any, start_response: Any) -> list[bytes]:
        path: str = environ["PATH_INFO"]
        message = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        contract = CONTRACTS.get(path) or f"external_ivr.{message['METHOD'].lower()}"
        status, body = "200 OK", json.dumps(self.answers[contract]).encode()
        with self._lock:
            self.got[contract].append(message)
            self.violations += map(str, contracts.violations(f"{contract}.request", message))
            if path == "/cdr":
                self.pushes += 1
                if self.refuses(self.pushes):
                    status = "500 Oops"
                else:
                    self.cdrs[message["ivruniqueid"], message["type"]] += 1
        time.sleep(self.seconds.get(contract, 0.0))
        start_response(status, [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def calls(self) -> set[str]:
        """The ids of the calls whose records have arrived."""
        return {call for call, _ in self.cdrs}


@contextmanager
def running(**settings: Any) -> Generator[Webhook]:
    webhook = Webhook(**settings)
    try:
        yield webhook
    finally:
        webhook.close()


def load(*arguments: str, seconds: float = 120) -> subprocess.CompletedProcess[str]:
    command = [COMMAND, "load", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)


def locust(file: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Locust itself, with a file of the user's own."""
    command = [sys.executable, "-m", "locust", "-f", str(file), "--headless", "--stop-timeout", "20", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def row(report: Mapping[str, Any], callback: str, phase: str = "") -> dict[str, Any]:
    """One row of a report; raises ``StopIteration`` when there is none."""
    return next(row for row in report["rows"] if (row["callback"], row["phase"]) == (callback, phase))
