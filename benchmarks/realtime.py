"""Fan-out of realtime events: deliveries a second to 50 and 500 clients, beside Node's socket.io in the same run.

    python benchmarks/realtime.py [--clients 50 500] [--rounds 3]

Events of about 1 KB, the same ones from both servers. The clients are one Node process with raw websockets that
counts what comes and sees that nothing is lost or out of order. Then, for our server alone: how long after the wall
time at which an event is due it has reached the clients, under the realtime clock. Needs Node and npm; socket.io
and ws are fetched into ``build/npm-benchmark``.
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
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from environments import CHECKOUT

FOLDER = CHECKOUT / "build" / "npm-benchmark"
PACKAGES = ("socket.io@4.8.1", "ws@8.18.0")

CLIENTS = """
const WebSocket = require("ws");
const [port, count, expected, mode] = process.argv.slice(1);
const clients = +count, wanted = +expected;
let open = 0, received = 0, first = 0, bytes = 0, finished = 0;
const late = [];
const wall = () => performance.timeOrigin + performance.now();
const path = mode === "node" ? "" : "token=demo-token&";
for (let i = 0; i < clients; i++) {
  const address = `ws://127.0.0.1:${port}/socket.io/?${path}EIO=4&transport=websocket`;
  const socket = new WebSocket(address, { perMessageDeflate: false });
  let next = 0;
  socket.on("open", () => socket.send("40"));
  socket.on("message", (data) => {
    if (data[0] === 50) return socket.send("3");
    if (data[1] === 48) { if (++open === clients) console.log("open"); return; }
    if (data.length < 60 || data.toString("latin1", 0, 20).indexOf('ExtensionEvent"') < 0) return;
    const text = data.toString("latin1"), at = text.lastIndexOf('"n":');
    if (at < 0) return;
    const n = parseInt(text.slice(at + 4), 10);
    if (n !== next) { console.log("lost " + next + " got " + n); process.exit(1); }
    next++;
    const due = text.lastIndexOf('"due":');
    if (due >= 0) late.push(wall() - parseFloat(text.slice(due + 6)) * 1000);
    if (!first) first = performance.now();
    received++; bytes += data.length;
    if (next === wanted && ++finished === clients) {
      const seconds = (performance.now() - first) / 1000;
      late.sort((a, b) => a - b);
      const p = (share) => late.length ? late[Math.min(late.length - 1, Math.floor(late.length * share))] : 0;
      console.log(JSON.stringify({ deliveries: received, seconds, size: bytes / received, p50: p(0.5), p99: p(0.99) }));
      process.exit(0);
    }
  });
  socket.on("error", (error) => { console.log("error " + error.message); process.exit(1); });
}
"""

NODE_SERVER = """
const fs = require("fs");
const { Server } = require("socket.io");
const patience = { pingInterval: 60000, pingTimeout: 180000 };
const io = new Server({ perMessageDeflate: false, transports: ["websocket"], ...patience });
const payload = JSON.parse(fs.readFileSync(process.argv[1]));
io.listen(0);
console.log(io.httpServer.address().port);
process.stdin.on("data", (line) => {
  const events = +line;
  let n = 0;
  (function some() {
    for (let i = 0; i < 20 && n < events; i++, n++) {
      payload.data.currentCall.customdata.n = n;
      payload.data.calls[0].customdata.n = n;
      io.emit("ExtensionEvent", payload);
    }
    if (n < events) setImmediate(some);
  })();
});
"""


def fetch() -> None:
    if not (FOLDER / "node_modules" / "socket.io").exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        (FOLDER / "package.json").write_text('{"private":true}')
        subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", *PACKAGES], cwd=FOLDER, check=True)


class Ours:
    """Our server in a process of its own, told what to publish on its standard input."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, __file__, "--serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline())

    def publish(self, *what: object) -> None:
        assert self.process.stdin is not None
        print(*what, file=self.process.stdin, flush=True)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()


class Node(Ours):
    """Node's socket.io: another program that is handled in the same ways."""

    def __init__(self) -> None:
        payload = Path(tempfile.mkstemp(suffix=".json")[1])
        payload.write_text(json.dumps(example()))
        self.process = subprocess.Popen(
            ["node", "-e", NODE_SERVER, str(payload)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=FOLDER,
        )
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline())


def organization(clock: str) -> Any:
    from voicenter_mock.mockserver.tenancy.registry import Registry

    registry = Registry(clock=clock)
    return registry, registry.from_template("demo", "demo")


def event(exchange: Any, custom: dict[str, object]) -> tuple[Any, ...]:
    """What is published of an ANSWER at an extension with one call."""
    from voicenter_mock.mockserver.telephony.model.calls import ExtensionCall
    from voicenter_mock.mockserver.telephony.model.events import ExtensionEvent

    now = exchange.now
    call = ExtensionCall(
        "20261121033211229aef5d53d1b2b2bf", now - 10, "John Doe", "0501234567", "Talking", "Incoming", custom
    )
    call.answered, call.answered_at = True, now
    return ExtensionEvent, now, "ANSWER", "SIPSIP1", call, (call,), exchange.agent_at("SIPSIP1"), now, now, now - 100


def example() -> Mapping[str, Any]:
    from voicenter_mock.mockserver.realtime import messages

    _, tenant = organization("manual")
    kind, *values = event(tenant.exchange, {"n": 0})
    return messages.extension_event(tenant.exchange, kind(*values))


def serve() -> None:
    """``blast N``: N events as fast as they are taken. ``pace N RATE``: N events, each due at its wall time."""
    from voicenter_mock.mockserver.serving.server import Server
    from voicenter_mock.mockserver.telephony.core.scheduler import step

    registry, tenant = organization("realtime")
    server = Server(registry)
    server.start()
    print(server.port, flush=True)

    @step("benchmark.publish")
    def _publish(exchange: Any, number: int, due: float) -> None:
        exchange.publish(*event(exchange, {"due": due, "n": number}))

    for line in sys.stdin:
        what, *numbers = line.split()
        if what == "blast":
            for number in range(int(numbers[0])):
                with tenant.lock:
                    tenant.exchange.publish(*event(tenant.exchange, {"n": number}))
                if number % 20 == 19:
                    tenant.sockets.flush(everything=True)
        else:
            with tenant.use() as exchange:
                shift = exchange.now - time.time()
                for number in range(int(numbers[0])):
                    due = time.time() + 0.2 + number / float(numbers[1])
                    exchange.scheduler.at(due + shift, "benchmark.publish", number, due)


def run(server: Ours, mode: str, clients: int, events: int, command: tuple[object, ...]) -> dict[str, float]:
    """What the clients counted."""
    process = subprocess.Popen(
        ["node", "-e", CLIENTS, str(server.port), str(clients), str(events), mode],
        stdout=subprocess.PIPE,
        text=True,
        cwd=FOLDER,
    )
    assert process.stdout is not None
    watchdog = threading.Timer(120, process.kill)
    watchdog.start()
    try:
        first = process.stdout.readline().strip()
        if first != "open":
            raise SystemExit(f"{mode}: {first}")
        time.sleep(0.3)
        server.publish(*command)
        last = process.stdout.readline().strip()
        if not last.startswith("{"):
            raise SystemExit(f"{mode}: {last or 'the clients ended'}")
        return json.loads(last)
    finally:
        watchdog.cancel()
        process.wait()


def compare(clients: int, rounds: int) -> None:
    events = 200_000 // clients
    rates: dict[str, list[float]] = {"ours": [], "node": []}
    size = 0.0
    for number in range(rounds):
        order = ("ours", "node") if number % 2 == 0 else ("node", "ours")
        for mode in order:
            server = Ours() if mode == "ours" else Node()
            command = ("blast", events) if mode == "ours" else (events,)
            found = run(server, mode, clients, events, command)
            server.stop()
            rates[mode].append(found["deliveries"] / found["seconds"])
            size = found["size"]
    ours, node = statistics.median(rates["ours"]), statistics.median(rates["node"])
    ratio = f"{ours / node:.2f} of Node's"
    print(f"{clients:4} clients, {size:.0f} bytes: ours {ours:9,.0f}/s   Node {node:9,.0f}/s   {ratio}")


def latency(clients: int) -> None:
    rate = max(4, 1000 // clients)
    server = Ours()
    found = run(server, "ours", clients, rate * 10, ("pace", rate * 10, rate))
    server.stop()
    late = f"p50 {found['p50']:.1f} ms, p99 {found['p99']:.1f} ms"
    print(f"{clients:4} clients, {rate} events a second: due to delivered {late}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, nargs="+", default=[50, 500])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.serve:
        serve()
    else:
        fetch()
        for many in chosen.clients:
            compare(many, chosen.rounds)
        for many in chosen.clients:
            latency(many)
