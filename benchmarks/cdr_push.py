"""CDR pushes to a fast receiver, against a bare client that sends the same: `python benchmarks/cdr_push.py`.

3,000 scripted calls under the manual clock and one `advance`: every record is pushed as it is written, in order, each
acknowledged before the next one goes out. The bar is a loop of `http.client` that keeps its connection and posts the
same bodies to the same receiver, a small asyncio program in a process of its own. Wall time, in turns.
"""

from __future__ import annotations

import argparse
import asyncio
import http.client
import json
import subprocess
import sys
import time
from statistics import median

from launch import free_port

from voicenter_mock.mockserver.organizations import read
from voicenter_mock.mockserver.telephony.routing.incoming import IncomingOrder, place
from voicenter_mock.mockserver.tenancy.tenants import Tenant

BAR = 0.7
"""Of the bare loop's pushes a second."""
CALLS = 3_000


class Receiver(asyncio.Protocol):
    """Acknowledges what it gets, as soon as a request is whole."""

    ANSWER = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"err":0}'

    def __init__(self) -> None:
        self.buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        head, found, rest = self.buffer.partition(b"\r\n\r\n")
        if not found:
            return
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)
        if len(rest) >= length:
            self.buffer = rest[length:]
            self.transport.write(self.ANSWER)
            if b"connection: close" in head.lower():
                self.transport.close()


async def receive(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Receiver, "127.0.0.1", port)
    await server.serve_forever()


def document(url: str) -> dict[str, object]:
    return {
        "id": "benchmark",
        "extensions": [{"sip": f"SIP{number}"} for number in range(50)],
        "dids": [{"number": f"07227767{number:02}", "route": {"extension": f"SIP{number}"}} for number in range(50)],
        "callbacks": {"cdr": {"url": url}},
    }


def pushed(url: str, calls: int) -> tuple[float, list[bytes]]:
    """Seconds that the advance took, and what was pushed."""
    tenant = Tenant(read(document(url)), now=1_700_000_000.0)
    with tenant.use() as exchange:
        for number in range(calls):
            order = IncomingOrder(f"050{number:07}", f"07227767{number % 50:02}", talk_seconds=20)
            place(exchange, order)
    start = time.perf_counter()
    tenant.advance(until="idle")
    seconds = time.perf_counter() - start
    deliveries = tenant.deliveries.all()
    assert all(delivery.status == "acknowledged" for delivery in deliveries)
    tenant.close()
    return seconds, [delivery.body for delivery in deliveries]


def bare(port: int, bodies: list[bytes]) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    start = time.perf_counter()
    for body in bodies:
        connection.request("POST", "/cdr", body, {"Content-Type": "application/json"})
        assert json.loads(connection.getresponse().read())["err"] == 0
    seconds = time.perf_counter() - start
    connection.close()
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=CALLS)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--receive", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.receive:
        asyncio.run(receive(given.receive))
    port = free_port()
    receiver = subprocess.Popen([sys.executable, __file__, "--receive", str(port)])
    try:
        while True:
            try:
                http.client.HTTPConnection("127.0.0.1", port, timeout=5).connect()
                break
            except OSError:
                time.sleep(0.05)
        ratios: list[float] = []
        for _ in range(given.rounds):
            ours, bodies = pushed(f"http://127.0.0.1:{port}/cdr", given.calls)
            theirs = bare(port, bodies)
            ratios.append(theirs / ours)
            print(f"advance: {len(bodies) / ours:7.0f} pushes/s   bare loop: {len(bodies) / theirs:7.0f} posts/s")
    finally:
        receiver.kill()
        receiver.wait()
    print(f"CDR pushes / http.client loop: {median(ratios):.2f} (at least {BAR:g})")


if __name__ == "__main__":
    main()
