"""Click2Call and health beside sockets that send without pause: how long each takes, and the ratio to a quiet server.

    python benchmarks/chatter.py [--sockets 20] [--requests 200]

The sockets are threads of one other process; each writes the shortest events that there are, as fast as it is read.
"""

from __future__ import annotations

import argparse
import json
import socket
import statistics
import subprocess
import sys
import threading
import time
from urllib.parse import urlsplit
from urllib.request import urlopen

KEEPALIVE = b'42["keepalive"]'
FRAMES = (bytes((0x81, 0x80 | len(KEEPALIVE))) + bytes(4) + KEEPALIVE) * 1000
OPENING = (
    b"GET /socket.io/?EIO=3&transport=websocket&token=demo-token HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
    b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
CLICK2CALL = "/ForwardDialer/click2call.aspx?code=demo-code&phone=SIPSIP1&target=0501234567&format=json"
HEALTH = "/_sandbox/health"


def serve() -> None:
    """Our server in a process of its own, until its standard input ends."""
    from voicenter_mock.mockserver.serving.server import Server
    from voicenter_mock.mockserver.tenancy.registry import Registry

    registry = Registry(clock="manual")
    registry.from_template("demo", "demo")
    server = Server(registry)
    server.start()
    print(server.base_url, flush=True)
    sys.stdin.read()
    server.stop()


def chatter(base_url: str, sockets: int) -> None:
    """So many sockets that send until the process ends. Says when all are in."""
    place = urlsplit(base_url)
    address = (str(place.hostname), place.port or 0)

    def send(connection: socket.socket) -> None:
        while True:
            connection.sendall(FRAMES)

    def read(connection: socket.socket) -> None:
        while connection.recv(1 << 16):
            pass

    for _ in range(sockets):
        connection = socket.create_connection(address)
        connection.sendall(OPENING)
        connection.recv(1 << 16)
        threading.Thread(target=send, args=(connection,), daemon=True).start()
        threading.Thread(target=read, args=(connection,), daemon=True).start()
    print("ready", flush=True)
    threading.Event().wait()


def milliseconds(base_url: str, path: str, requests: int) -> list[float]:
    taken: list[float] = []
    for _ in range(requests):
        began = time.perf_counter()
        with urlopen(base_url + path, timeout=30) as answer:
            content = answer.read()
        taken.append((time.perf_counter() - began) * 1000)
        if path == CLICK2CALL and json.loads(content)["ERRORCODE"] != 0:
            raise SystemExit(f"Click2Call was refused: {content!r}")
    return sorted(taken)


def p99(taken: list[float]) -> float:
    return taken[min(len(taken) - 1, int(len(taken) * 0.99))]


def main(sockets: int, requests: int) -> None:
    command = [sys.executable, __file__]
    server = subprocess.Popen([*command, "--serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    base_url = server.stdout.readline().strip()
    quiet = {path: milliseconds(base_url, path, requests) for path in (CLICK2CALL, HEALTH)}
    noise = subprocess.Popen(
        [*command, "--chatter", base_url, "--sockets", str(sockets)], stdout=subprocess.PIPE, text=True
    )
    assert noise.stdout is not None
    try:
        noise.stdout.readline()
        loud = {path: milliseconds(base_url, path, requests) for path in (CLICK2CALL, HEALTH)}
    finally:
        noise.kill()
        server.kill()
    print(f"{sockets} sockets that send without pause, {requests} requests")
    for name, path in (("Click2Call", CLICK2CALL), ("health", HEALTH)):
        before, after = statistics.median(quiet[path]), statistics.median(loud[path])
        print(
            f"{name:11} quiet p50 {before:6.1f} ms, p99 {p99(quiet[path]):6.1f} ms   "
            f"beside them p50 {after:6.1f} ms, p99 {p99(loud[path]):6.1f} ms   p50 x {after / before:.1f}"
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sockets", type=int, default=20)
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--chatter", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.serve:
        serve()
    elif chosen.chatter:
        chatter(chosen.chatter, chosen.sockets)
    else:
        main(chosen.sockets, chosen.requests)
