"""Writes what a release keeps, as the next one must be able to open it: a database and a snapshot.

    python tools/release_files.py COMMAND FOLDER

COMMAND is that release's ``voicenter-mock``. FOLDER gets ``calls.db``, with records, a delivery that was acknowledged
and some that are pending; ``snapshot.json``, of a moment at which calls are in every kind of place;
``afterwards.json``, the records that the same server came to when it went on from there: id, type, status and
duration; and ``steps.txt``, the names of all steps of the simulation, which stand in snapshots.
"""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import tempfile
import threading
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

KEPT = ("calls.db", "snapshot.json", "afterwards.json", "steps.txt")
START = 1_700_000_000
ORGANIZATION = "/_sandbox/organizations/demo"
Body = dict[str, Any]


class Once(BaseHTTPRequestHandler):
    """A customer who acknowledges two callbacks and refuses the others."""

    left = 2

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        accepted = Once.left > 0
        Once.left -= accepted
        body = b'{"err": 0, "errdesc": "OK"}' if accepted else b"{}"
        self.send_response(200 if accepted else 503)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


class Server:
    def __init__(self, url: str) -> None:
        self._url = url

    def ask(self, path: str, body: Body | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._url + path, data, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def control(self, path: str, body: Body | None = None) -> Any:
        return self.ask(ORGANIZATION + path, body)

    def advance(self, seconds: float) -> None:
        self.control("/clock/advance", {"seconds": seconds})

    def click2call(self, phone: str, target: str, more: str = "") -> str:
        query = f"code=demo-code&phone={phone}&target={target}&action=call&format=JSON{more}"
        found: str = self.ask(f"/ForwardDialer/click2call.aspx?{query}")["CALLID"]
        return found

    def incoming(self, did: str, digits: str = "", **more: Any) -> str:
        found: str = self.control("/calls", {"caller": "0501234567", "did": did, "digits": digits, **more})["ivrid"]
        return found


@contextmanager
def serving(command: str, *options: str) -> Generator[Server]:
    with tempfile.TemporaryDirectory() as folder:
        port_file = Path(folder) / "port"
        process = subprocess.Popen(
            [command, "serve", "--port", "0", "--port-file", str(port_file), "--clock", "manual", "--now", str(START),
             *options],
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        pause = threading.Event()
        try:
            while not port_file.exists() and process.poll() is None:
                pause.wait(0.05)
            yield Server(f"http://127.0.0.1:{port_file.read_text().strip()}")
        finally:
            process.terminate()
            process.wait(30)


def write_database(command: str, path: Path) -> None:
    path.unlink(missing_ok=True)
    customer = HTTPServer(("127.0.0.1", 0), Once)
    threading.Thread(target=customer.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{customer.server_port}/cdr"
    with serving(command, "--db", str(path), "--cdr-url", url) as server:
        server.click2call("SIPSIP1", "0501234567", "&var_lead=7&var_name=%D7%A9")
        server.incoming("0722776772", "1", patience_seconds=40)
        server.advance(300)
    customer.shutdown()
    customer.server_close()
    database = sqlite3.connect(path)
    database.execute("PRAGMA journal_mode = DELETE")
    database.execute("VACUUM")
    database.close()
    Path(f"{path}-owner").unlink(missing_ok=True)


def write_snapshot(command: str, folder: Path) -> None:
    with serving(command, "--cdr-url", "http://127.0.0.1:9/cdr") as server:
        server.control("/expectations", {"number": "0529999999", "kind": "busy", "times": 2})
        server.control("/faults", {"on": "cdr", "status": 503, "first": 3})
        server.click2call("SIPSIP1", "0501234567", "&var_lead=7")
        server.advance(400)  # over: records, and deliveries that wait for their retries
        campaigns = server.control("/campaigns")["campaigns"]
        for campaign in campaigns:
            numbers = [f"05055500{number:02}" for number in range(12)]
            server.control(f"/campaigns/{campaign['code']}/calls", {"numbers": numbers, "custom": {"lead": "9"}})
            server.control(f"/campaigns/{campaign['code']}/start", {})
        server.advance(7)
        server.incoming("0722776773", talk_seconds=90)
        server.advance(6)
        server.incoming("0722776772", "2")
        server.incoming("0722776774", patience_seconds=300)
        server.incoming("0722776772", "", hang_up=[{"at": "layer", "after": 40}])
        server.advance(1)
        (folder / "snapshot.json").write_text(json.dumps(server.control("/snapshot"), ensure_ascii=False) + "\n")
        server.advance(3600)
        records = server.control("/cdrs?limit=10000")["cdrs"]
        rows = [[record[name] for name in ("ivruniqueid", "type", "status", "duration")] for record in records]
        (folder / "afterwards.json").write_text("[\n" + ",\n".join(map(json.dumps, rows)) + "\n]\n")


STEPS = """
from voicenter_mock.mockserver.tenancy import tenants  # what has steps is imported
from voicenter_mock.mockserver.telephony.core.scheduler import STEPS
print(*sorted(STEPS), sep="\\n")
"""


def write_steps(command: str, path: Path) -> None:
    """Asks the Python that the command runs in."""
    python = Path(command).absolute().with_name("python")
    path.write_text(subprocess.run([python, "-c", STEPS], stdout=subprocess.PIPE, text=True, check=True).stdout)


if __name__ == "__main__":
    folder = Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    write_database(sys.argv[1], folder / "calls.db")
    write_snapshot(sys.argv[1], folder)
    write_steps(sys.argv[1], folder / "steps.txt")
