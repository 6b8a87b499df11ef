"""Whether a server stays as it is for months: `python benchmarks/soak.py [--minutes 100] [--speed 60]`.

One organization on a scaled clock, with a database, callbacks, sockets, and requests of every kind all the time.
Memory, descriptors and threads of the server are read every few seconds, the answer time of health every second. Fails
when the last third takes more than 3 % more memory than the third before, or more descriptors or threads, or when the
99th percentile of health is above 20 ms (which wants an idle machine). For months: `--minutes 60 --speed 600`. Linux.
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
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import Any

from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

COMMAND = str(Path(sys.executable).with_name("voicenter-mock"))
DEMO = "/_sandbox/organizations/demo"
SOCKETS = 3
SAMPLE_SECONDS = 5.0
REQUEST_SECONDS = 0.05
MEMORY_GROWTH = 0.03
HEALTH_SECONDS = 0.020
_CODE = "code=demo-code&format=JSON"


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
    """Acknowledges two messages of three."""

    served = 0

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        Customer.served += 1
        body = b'{"err": 0, "errdesc": "OK"}'
        self.send_response(503 if Customer.served % 3 == 0 else 200)
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
        yield f"http://127.0.0.1:{server.server_port}/cdr"
        server.shutdown()


@contextmanager
def served(folder: Path, speed: float, url: str) -> Generator[tuple[int, str]]:
    """A server's process id and URL."""
    port_file = folder / "port"
    options = ["--port", "0", "--port-file", str(port_file), "--clock", f"{speed:g}", "--cdr-url", url]
    process = subprocess.Popen(
        [COMMAND, "serve", *options, "--db", str(folder / "calls.db"), "--log-level", "error"],
        stdout=subprocess.DEVNULL,
    )
    try:
        while not port_file.exists():
            time.sleep(0.05)
        yield process.pid, f"http://127.0.0.1:{port_file.read_text().strip()}"
    finally:
        process.terminate()
        process.wait(30)


def ask(url: str, path: str, body: object | None = None) -> None:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url + path, data, {"Content-Type": "application/json"})
    with suppress(urllib.error.HTTPError), urllib.request.urlopen(request, timeout=60) as answer:
        answer.read()


def requests() -> Iterator[tuple[str, object | None]]:
    """Every kind of request, for ever."""
    for turn in count():
        number = f"05{turn % 10_000_000:08}"
        yield f"/ForwardDialer/click2call.aspx?phone=SIPSIP1&target={number}&action=call&{_CODE}", None
        yield f"{DEMO}/calls", {"caller": number, "did": "0722776772", "digits": "1"}
        yield f"{DEMO}/calls", {"caller": number, "did": "0722776773", "patience_seconds": 30}
        yield f"{DEMO}/campaigns/demo-ivr-campaign/calls", {"numbers": [number]}
        yield f"{DEMO}/campaigns/demo-ivr-campaign/start", {}
        yield f"{DEMO}/campaigns/demo-agents-campaign/calls", {"numbers": [number]}
        yield f"{DEMO}/campaigns/demo-agents-campaign/start", {}
        search = {"fromdate": "2000-01-01T00:00", "todate": "2100-01-01T00:00"}
        yield "/hub/cdr/", {"code": "demo-code", "fields": ["CallID"], "search": search, "limit": 10}
        yield "/ForwardDialer/click2call.aspx?phone=SIPSIP1&code=nobody", None
        for name in ("calls?active=true", "agents", "queues", "events?limit=50", "deliveries?limit=50", "statistics"):
            yield f"{DEMO}/{name}", None


def play(url: str, stop: threading.Event) -> None:
    for path, body in requests():
        ask(url, path, body)
        if stop.wait(REQUEST_SECONDS):
            return


def listen(url: str, stop: threading.Event, heard: Counter[str]) -> None:
    """A socket's client that answers heartbeats, and comes again each minute."""
    address = url.replace("http://", "ws://") + "/socket.io/?EIO=4&transport=websocket&token=demo-token"
    while not stop.is_set():
        with suppress(OSError, TimeoutError, WebSocketException), connect(address, max_size=None) as socket:
            socket.send("40")
            end = time.monotonic() + 60
            while time.monotonic() < end and not stop.is_set():
                with suppress(TimeoutError):
                    message = str(socket.recv(timeout=1))
                    heard[message[:2]] += 1
                    if message == "2":
                        socket.send("3")


def measure(process: int, url: str, seconds: float) -> tuple[list[Sample], list[float]]:
    samples: list[Sample] = []
    health: list[float] = []
    end = time.monotonic() + seconds
    next_sample = 0.0
    while time.monotonic() < end:
        before = time.perf_counter()
        ask(url, "/_sandbox/health")
        health.append(time.perf_counter() - before)
        if time.monotonic() >= next_sample:
            samples.append(sample(process))
            next_sample = time.monotonic() + SAMPLE_SECONDS
        time.sleep(1)
    return samples, health


def judge(samples: list[Sample], health: list[float]) -> list[str]:
    """What is not as it should be."""
    third = len(samples) // 3
    before, last = samples[third : 2 * third], samples[2 * third :]
    wrong: list[str] = []
    for name in ("memory", "descriptors", "threads"):
        first, second = (statistics.median(getattr(each, name) for each in part) for part in (before, last))
        print(
            f"{name:12} {getattr(samples[0], name):8.1f} at first, {first:8.1f} in the second third, {second:8.1f} in the last"
        )
        allowed = first * (1 + MEMORY_GROWTH) if name == "memory" else first + 2
        if second > allowed:
            wrong.append(f"{name} grew from {first:.1f} to {second:.1f}")
    slowest = statistics.quantiles(health, n=100)[98]
    print(f"health       {statistics.median(health) * 1000:.1f} ms, 99 of 100 within {slowest * 1000:.1f} ms")
    if slowest > HEALTH_SECONDS:
        wrong.append(f"health took {slowest * 1000:.1f} ms")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=100)
    parser.add_argument("--speed", type=float, default=60)
    given = parser.parse_args()
    stop, heard = threading.Event(), Counter[str]()
    with (
        tempfile.TemporaryDirectory() as folder,
        customer() as address,
        served(Path(folder), given.speed, address) as (process, url),
    ):
        threads = [threading.Thread(target=play, args=(url, stop), daemon=True)]
        threads += [threading.Thread(target=listen, args=(url, stop, heard), daemon=True) for _ in range(SOCKETS)]
        for thread in threads:
            thread.start()
        samples, health = measure(process, url, given.minutes * 60)
        stop.set()
        for thread in threads:
            thread.join()
        print(
            f"{given.minutes * given.speed / 1440:.1f} simulated days, {Customer.served} callbacks, {heard['42']} socket events"
        )
    wrong = judge(samples, health)
    print("\n".join(wrong) or "all as it should be")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
