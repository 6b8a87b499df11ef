"""Whether a server stays as it is for months: `python benchmarks/soak.py [--minutes 100] [--speed 60]`.

One organization on a scaled clock, with a database, all callbacks, sockets, and requests of every kind all the time
(`every_request.py`). Memory, descriptors and threads of the server are read every five seconds, the answer time of
health every second; each minute has a line. Fails when the last quarter takes more than 3 % more memory than the third,
or more descriptors or threads, or when the 99th percentile of health is above 20 ms (which wants an idle machine).

Ten calls a second fill the limits of docs/reference/limits.md within half an hour; the database's cache, which grows
with the file, takes as long again. `--kept` sets those limits lower, for shorter runs. Linux.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from every_request import BenchRequest, for_ever
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

if TYPE_CHECKING:
    from multiprocessing.sharedctypes import Synchronized

    Heard = Synchronized[int]
    """How many events came over sockets."""

SOCKETS = 3
SAMPLE_SECONDS = 5.0
LINE_SECONDS = 60.0
REQUEST_SECONDS = 0.05
MEMORY_GROWTH = 0.03
HEALTH_SECONDS = 0.020
LIMITS = (
    "telephony.core.exchange.KEPT_CALLS", "tenancy.tenants.KEPT_EVENTS", "tenancy.tenants.KEPT_REQUESTS",
    "tenancy.registry.KEPT_UNRESOLVED", "callbacks.history.KEPT_SETTLED",
)  # fmt: skip
"""What `--kept` sets."""
ANSWERS: dict[str, object] = {
    "/cdr": {"err": 0, "errdesc": "OK"},
    "/popup": {"err": 0, "errdesc": "OK"},
    "/layer": {"STATUS": 0, "ACTION": "GO_TO_LAYER", "LAYER": 1},
    "/ivr": {"STATUS": 0, "ACTION": "VO", "LANGUAGE": "he", "DATA": {"LAYER": 1}},
}
"""What the customer answers, by path."""


@dataclass(frozen=True, slots=True)
class Sample:
    """``memory`` in MiB."""

    memory: float
    descriptors: int
    threads: int


def sample(process: int) -> Sample:
    status = dict(
        line.split(":", 1) for line in Path(f"/proc/{process}/status").read_text().splitlines() if ":" in line
    )
    descriptors = sum(1 for _ in Path(f"/proc/{process}/fd").iterdir())
    return Sample(int(status["VmRSS"].split()[0]) / 1024, descriptors, int(status["Threads"]))


class Customer(BaseHTTPRequestHandler):
    """Acknowledges two messages of three, and says where callers are to go."""

    served = 0

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        Customer.served += 1
        refused = self.path == "/cdr" and Customer.served % 3 == 0
        body = json.dumps(ANSWERS[self.path]).encode()
        self.send_response(503 if refused else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


@contextmanager
def customer() -> Generator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Customer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def serve(kept: int | None, options: list[str]) -> None:
    """`voicenter-mock serve` with other limits, in this process."""
    if kept is not None:
        for limit in LIMITS:
            module, _, name = limit.rpartition(".")
            setattr(import_module(f"voicenter_mock.mockserver.{module}"), name, kept)
    from voicenter_mock.mockserver.cli import main

    sys.argv = ["voicenter-mock", "serve", *options]
    main()


@contextmanager
def served(folder: Path, speed: float, customer_url: str, kept: int | None) -> Generator[tuple[int, str]]:
    """A server's process id and URL."""
    port_file = folder / "port"
    options = ["--port", "0", "--port-file", str(port_file), "--clock", f"{speed:g}", "--log-level", "error"]
    options += ["--db", str(folder / "calls.db")]
    for path in ANSWERS:
        options += [f"--{path[1:]}-url", customer_url + path]
    script = f"import soak; soak.serve({kept!r}, {options!r})"
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.DEVNULL, cwd=Path(__file__).resolve().parent
    )
    try:
        while not port_file.exists():
            time.sleep(0.05)
        yield process.pid, f"http://127.0.0.1:{port_file.read_text().strip()}"
    finally:
        process.terminate()
        process.wait(30)


def ask(url: str, asked: BenchRequest) -> None:
    data = None if asked.body is None else json.dumps(asked.body).encode()
    request = urllib.request.Request(url + asked.path, data, {"Content-Type": "application/json"})
    with suppress(urllib.error.HTTPError), urllib.request.urlopen(request, timeout=60) as answer:
        answer.read()


def play(url: str) -> None:
    for asked in for_ever():
        ask(url, asked)
        time.sleep(REQUEST_SECONDS)


def listen(url: str, heard: Heard) -> None:
    """A socket's client that answers heartbeats, and comes again each minute."""
    address = url.replace("http://", "ws://") + "/socket.io/?EIO=4&transport=websocket&token=demo-token"
    while True:
        with suppress(OSError, TimeoutError, WebSocketException), connect(address, max_size=None) as socket:
            socket.send("40")
            end = time.monotonic() + 60
            while time.monotonic() < end:
                with suppress(TimeoutError):
                    message = str(socket.recv(timeout=1))
                    if message == "2":
                        socket.send("3")
                    elif message.startswith("42"):
                        with heard.get_lock():
                            heard.value += 1


def load(url: str, heard: Heard) -> None:
    """Keeps the server busy until this process is ended."""
    for _ in range(SOCKETS):
        threading.Thread(target=listen, args=(url, heard), daemon=True).start()
    play(url)


def measure(process: int, url: str, seconds: float) -> tuple[list[Sample], list[float]]:
    samples: list[Sample] = []
    health: list[float] = []
    began = time.monotonic()
    next_sample = next_line = began
    since_line = 0
    while (now := time.monotonic()) < began + seconds:
        before = time.perf_counter()
        ask(url, BenchRequest("/_sandbox/health"))
        health.append(time.perf_counter() - before)
        if now >= next_sample:
            samples.append(sample(process))
            next_sample += SAMPLE_SECONDS
        if now >= next_line + LINE_SECONDS:
            next_line += LINE_SECONDS
            at, slowest = samples[-1], max(health[since_line:])
            since_line = len(health)
            print(
                f"{(now - began) / 60:6.1f} min {at.memory:7.1f} MiB {at.descriptors:4} descriptors {at.threads:3} threads"
                f"  {Customer.served:7} callbacks  health at most {slowest * 1000:6.1f} ms",
                flush=True,
            )
        time.sleep(1)
    return samples, health


def judge(samples: list[Sample], health: list[float]) -> list[str]:
    """What is not as it should be."""
    quarter = len(samples) // 4
    before, last = samples[2 * quarter : 3 * quarter], samples[3 * quarter :]
    wrong: list[str] = []
    for name in ("memory", "descriptors", "threads"):
        first, second = (statistics.median(getattr(each, name) for each in part) for part in (before, last))
        print(
            f"{name:12} {getattr(samples[0], name):8.1f} at first, {first:8.1f} in the third quarter, {second:8.1f} in the last"
        )
        allowed = first * (1 + MEMORY_GROWTH) if name == "memory" else first + 2
        if second > allowed:
            wrong.append(f"{name} grew from {first:.1f} to {second:.1f}")
    slowest = statistics.quantiles(health, n=100, method="inclusive")[98]
    print(
        f"health       {statistics.median(health) * 1000:.1f} ms, 99 of 100 within {slowest * 1000:.1f} ms,"
        f" all within {max(health) * 1000:.1f} ms"
    )
    if slowest > HEALTH_SECONDS:
        wrong.append(f"health took {slowest * 1000:.1f} ms")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=100)
    parser.add_argument("--speed", type=float, default=60)
    parser.add_argument("--kept", type=int, help="calls, events, requests and deliveries; default: as documented")
    given = parser.parse_args()
    processes = get_context("spawn")
    heard: Heard = processes.Value("L", 0)
    with (
        tempfile.TemporaryDirectory() as folder,
        customer() as address,
        served(Path(folder), given.speed, address, given.kept) as (server, url),
    ):
        busy = processes.Process(target=load, args=(url, heard), daemon=True)
        busy.start()  # apart from who measures, which would wait for it else
        samples, health = measure(server, url, given.minutes * 60)
        busy.terminate()
        busy.join()
        print(
            f"{given.minutes * given.speed / 1440:.1f} simulated days, {Customer.served} callbacks, {heard.value} socket events"
        )
    wrong = judge(samples, health)
    print("\n".join(wrong) or "all as it should be")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
