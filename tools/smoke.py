"""Starts a server, sees that it is healthy and ends at once when asked: `python tools/smoke.py FOLDER COMMAND ...`.

The command is run in the folder, on a free port.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path


def address_of(server: subprocess.Popen[bytes], port_file: Path) -> str:
    """Waits up to 30 seconds for the server to say on which port it listens."""
    deadline = time.monotonic() + 30
    while not (port_file.exists() and port_file.read_text(encoding="ascii").strip()):
        if server.poll() is not None or time.monotonic() > deadline:
            sys.exit(f"no port file was written; exit code so far: {server.returncode}")
        time.sleep(0.05)
    return f"http://127.0.0.1:{port_file.read_text(encoding='ascii').strip()}"


def main(folder: str, command: list[str]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        port_file = Path(scratch) / "port"
        server = subprocess.Popen([*command, "--port", "0", "--port-file", str(port_file)], cwd=folder)
        try:
            health_url = f"{address_of(server, port_file)}/_sandbox/health"
            with urllib.request.urlopen(health_url, timeout=10) as answer:
                health = json.load(answer)
            print(health_url, health)
            server.terminate()
            exit_code = server.wait(timeout=10)
        finally:
            server.kill()
            server.wait()
    if health["status"] != "ok" or exit_code != 0:
        sys.exit(f"health {health}, exit code {exit_code}; wanted status ok and 0")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
