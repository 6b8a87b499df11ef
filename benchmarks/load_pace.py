"""Whether one process of `voicenter-mock load` keeps its pace at 300 calls a second, and what it sends beside a bare user.

    python benchmarks/load_pace.py [--seconds 20]

The webhook is a process of its own that answers at once. Simulated time is never to be more than 100 ms behind: what
matters is the longest single step, so other work on the machine counts (on a busy one: `chrt -f 1 taskset -c 0 python …`).
The second figure is how many CDRs a `Receiver` pushes a second, as a part of what a bare FastHttpUser does that posts one
JSON text of the same size to the same webhook.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
from pathlib import Path

LAG_BAR, RATE_BAR = 0.1, 0.8
CALLS_PER_HOUR = 300 * 3600
ANSWERS = {b"/cdr": b'{"err": 0}', b"/popup": b'{"STATUS": "OK"}'}
USERS = """
import json
from locust import FastHttpUser, task
from voicenter_mock.contracts.strategies import example
from voicenter_mock.load import Receiver

class Pushes(Receiver):
    cdr_url = "{url}/cdr"
    prepare = 30_000

class Bare(FastHttpUser):
    host = "{url}"
    body = json.dumps(example("cdr_notification.request", 1)).ljust({size})

    @task
    def post(self):
        self.client.post("/cdr", data=self.body, headers={{"Content-Type": "application/json"}})
"""


class Answers(asyncio.Protocol):
    """One connection, kept."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport, self.buffer = transport, b""

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while b"\r\n\r\n" in self.buffer:
            head, _, rest = self.buffer.partition(b"\r\n\r\n")
            size = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)
            if len(rest) < size:
                return
            self.buffer = rest[size:]
            answer = ANSWERS[head.split(b" ", 2)[1]]
            head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(answer)
            self.transport.write(head + answer)  # type: ignore[attr-defined]


async def answer() -> None:
    server = await asyncio.get_running_loop().create_server(Answers, "127.0.0.1", 0, backlog=2_000)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def lag(url: str, seconds: int, folder: Path) -> tuple[float, int, int]:
    """Seconds behind at worst, calls more than 100 ms behind, calls."""
    file = folder / "report.json"
    command = [str(Path(sys.executable).parent / "voicenter-mock"), "load", "--cdr-url", f"{url}/cdr"]
    command += ["--popup-url", f"{url}/popup", "--calls-per-hour", str(CALLS_PER_HOUR), "--talk-seconds", "1"]
    subprocess.run([*command, "--for", f"{seconds}s", "--processes", "1", "--json", str(file)], check=True)
    report = json.loads(file.read_text())
    return report["lag_seconds"], report["late"], report["calls"]


def rate(url: str, user: str, seconds: int, folder: Path) -> float:
    """Requests in the best second of one user class: a Receiver's first, when it does not simulate yet as well."""
    file = folder / "users.py"
    file.write_text(USERS.format(url=url, size=1_200))
    command = [sys.executable, "-m", "locust", "-f", str(file), user, "--headless", "-u", "32", "-r", "32", "--json"]
    result = subprocess.run([*command, "-t", f"{seconds}s", "--skip-log"], capture_output=True, text=True, check=True)
    (row,) = json.loads(result.stdout)
    assert not row["num_failures"], row
    return max(row["num_reqs_per_sec"].values())


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=int, default=20)
    arguments.add_argument("--answer", action="store_true", help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.answer:
        return asyncio.run(answer())
    webhook = subprocess.Popen([sys.executable, __file__, "--answer"], stdout=subprocess.PIPE, text=True)
    try:
        assert webhook.stdout is not None
        url = f"http://127.0.0.1:{int(webhook.stdout.readline())}"
        with tempfile.TemporaryDirectory() as folder:
            behind, late, calls = lag(url, given.seconds, Path(folder))
            pushes, bare = (rate(url, user, given.seconds, Path(folder)) for user in ("Pushes", "Bare"))
    finally:
        webhook.terminate()
    print(f"at most {behind * 1000:.0f} ms behind, {late} of {calls} calls over 100 ms (bar: {LAG_BAR * 1000:.0f} ms)")
    print(f"{pushes:.0f} pushes a second, {bare:.0f} bare: {pushes / bare:.2f} (bar: {RATE_BAR})")
    sys.exit(behind > LAG_BAR or pushes / bare < RATE_BAR)


if __name__ == "__main__":
    main()
