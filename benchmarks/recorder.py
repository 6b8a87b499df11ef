"""What `record` costs: the latency it adds beside a bare reverse proxy in the same run, and its memory over much traffic.

    python benchmarks/recorder.py [--requests 3000] [--megabytes 200]

Four processes: a service that answers at once, a proxy that only copies bytes, the recorder, and this one, which asks
each in turn, so that whatever else the machine does is shared. Exits with 1 above the limits.
"""

from __future__ import annotations

import argparse
import asyncio
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MEDIAN_MS, HIGHEST_MS = 3.0, 10.0
GROWTH_MB = 60
"""More than the bound of what waits (32 MB) would be a leak."""

ANSWER = b'{"ERRORCODE": 0, "ERRORMESSAGE": "OK", "CALLID": "20260726093000Ab3dE5fG7hJ9kL1mNpQ", "phone": "0501234567"}'
REQUEST = (
    b"GET /ForwardDialer/click2call.aspx?phone=SIPSIP1&target=0501234567&code=demo-code&format=json HTTP/1.1\r\n"
    b"Host: api.voicenter.co.il\r\nAccept: */*\r\n\r\n"
)
RECORD = b"""
{"CallerNumber": "0501234567", "TargetNumber": "972541234567", "Date": "2026-07-26T06:30:00Z", "Duration": 11,
 "CallID": "20260726093000Ab3dE5fG7hJ9kL1mNpQ", "Type": "Queue", "RepresentativeName": "Walter Melon"}"""


async def service(port_file: Path) -> None:
    """Answers every request: `/big` with a page of the call log, anything else shortly."""
    big = b'{"CDR_LIST": [' + b",".join([RECORD] * 3_000) + b"]}"

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                body = big if head.startswith(b"GET /big") else ANSWER
                writer.write(
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
                )
                writer.write(body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    await _listen(serve, port_file)


async def bare(port_file: Path, upstream: int) -> None:
    """A reverse proxy that copies bytes and does nothing else."""

    async def copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
        writer.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        to_read, to_write = await asyncio.open_connection("127.0.0.1", upstream)
        await asyncio.gather(copy(reader, to_write), copy(to_read, writer), return_exceptions=True)

    await _listen(serve, port_file)


async def _listen(serve: object, port_file: Path) -> None:
    server = await asyncio.start_server(serve, "127.0.0.1", 0)  # pyright: ignore[reportArgumentType]
    port_file.with_suffix(".new").write_text(str(server.sockets[0].getsockname()[1]))
    port_file.with_suffix(".new").replace(port_file)
    await server.serve_forever()


class Client:
    """One connection that is kept."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._file = self._socket.makefile("rb")

    def ask(self, request: bytes = REQUEST) -> float:
        """Milliseconds until the answer is whole."""
        began = time.perf_counter()
        self._socket.sendall(request)
        length = 0
        while (line := self._file.readline()) != b"\r\n":
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        self._file.read(length)
        return (time.perf_counter() - began) * 1000


def latencies(clients: dict[str, Client], requests: int) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {name: [] for name in clients}
    for _ in range(100):
        for client in clients.values():
            client.ask()
    for _ in range(requests):
        for name, client in clients.items():
            found[name].append(client.ask())
    return found


def memory_mb(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--requests", type=int, default=3000)
    parser.add_argument("--megabytes", type=int, default=200)
    parser.add_argument("--run", nargs="+", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.run:
        name, port_file, *upstream = chosen.run
        asyncio.run(service(Path(port_file)) if name == "service" else bare(Path(port_file), int(upstream[0])))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        return measure(Path(folder), chosen.requests, chosen.megabytes)


def measure(folder: Path, requests: int, megabytes: int) -> int:
    started: list[subprocess.Popen[str]] = []
    try:
        served = _started(started, folder / "service", "service")
        copied = _started(started, folder / "bare", "bare", str(served))
        arguments = [
            "record",
            "--to",
            str(folder / "a.har"),
            "--listen",
            "127.0.0.1:0",
            "--keep",
            "1",
            "--rotate",
            "50",
        ]
        arguments += ["--upstream", f"http://127.0.0.1:{served}"]
        code = f"from voicenter_mock.mockserver.cli import main; main({arguments!r})"
        recorder = subprocess.Popen([sys.executable, "-u", "-c", code], stdout=subprocess.PIPE, text=True)
        started.append(recorder)
        assert recorder.stdout is not None
        recorded = int(recorder.stdout.readline().split(" -> ")[0].rpartition(":")[2])
        clients = {"service": Client(served), "bare proxy": Client(copied), "record": Client(recorded)}
        wrong = _report_latency(latencies(clients, requests))
        return wrong | _report_memory(clients["record"], recorder.pid, megabytes)
    finally:
        for process in started:
            process.terminate()
            process.communicate()


def _started(started: list[subprocess.Popen[str]], port_file: Path, *arguments: str) -> int:
    command = [sys.executable, __file__, "--run", arguments[0], str(port_file), *arguments[1:]]
    started.append(subprocess.Popen(command, text=True))
    while not port_file.exists():
        time.sleep(0.01)
    return int(port_file.read_text())


def _report_latency(found: dict[str, list[float]]) -> int:
    for name, values in found.items():
        print(f"{name:12} median {statistics.median(values):6.3f} ms   p99 {_highest(values):6.3f} ms")
    median = statistics.median(found["record"]) - statistics.median(found["bare proxy"])
    highest = _highest(found["record"]) - _highest(found["bare proxy"])
    print(f"record adds {median:.3f} ms at the median, {highest:.3f} ms at the 99th percentile, beside the bare proxy")
    return int(median > MEDIAN_MS or highest > HIGHEST_MS)


def _highest(values: list[float]) -> float:
    return statistics.quantiles(values, n=100)[98]


def _report_memory(client: Client, process: int, megabytes: int) -> int:
    big = REQUEST.replace(b"/ForwardDialer/click2call.aspx", b"/big")
    size = 3_000 * len(RECORD) / 1e6
    seen: list[float] = []
    for _ in range(10):
        for _ in range(max(1, int(megabytes / 10 / size))):
            client.ask(big)
        seen.append(memory_mb(process))
    print(f"memory in MB while {megabytes} MB passed: {', '.join(f'{one:.0f}' for one in seen)}")
    return int(max(seen[5:]) - max(seen[:5]) > GROWTH_MB)


if __name__ == "__main__":
    sys.exit(main())
