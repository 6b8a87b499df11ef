"""From launch to the first 200: `python benchmarks/launch.py [--rounds N] [--without-moto] [--processor-time]`.

`voicenter-mock serve` against a bare Flask application on the same server, and moto's server beside them, in one
run: to its health, and to a Click2Call that it answers. Health may take 1.6 times the bare application, the Click2Call
1.3 times, and must be faster than moto. Everything is measured as installed,
in environments below `build/benchmarks`, which the first run makes. `--processor-time` counts what the server has used
of processors until it is ended right after its answer: a busy machine, where that waits in between, disturbs it less.
"""

from __future__ import annotations

import argparse
import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from environments import OURS, environment, processor_seconds, variables
from rounds import in_turn, show

BARE, FAKE, MOTO = "bare Flask on uvicorn", "voicenter-mock serve", "moto_server"
CALL = f"{FAKE}, to the first Click2Call"
CLICK2CALL = "/ForwardDialer/click2call.aspx?phone=SIPSIP1&target=0501234567&code=demo-code&action=call&format=JSON"
LONGEST_SECONDS = 30.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int, path: str) -> bool:
    """Whether the server answers 200 now."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def launch(
    command: Callable[[str], list[str | Path]], path: str, *, processor_time: bool = False
) -> Callable[[], float]:
    """Measures one launch of the command for a port, by asking every millisecond."""
    environ = variables()

    def measure() -> float:
        port = free_port()
        used, start = processor_seconds(), time.perf_counter()
        arguments = command(str(port))
        server = subprocess.Popen(arguments, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        try:
            while not answers(port, path):
                if server.poll() is not None or time.perf_counter() - start > LONGEST_SECONDS:
                    server.kill()
                    told = server.communicate()[1].decode()
                    sys.exit(f"no answer from {' '.join(map(str, arguments))}, which said:\n{told}")
                time.sleep(0.001)
            seconds = time.perf_counter() - start
        finally:
            server.kill()
            server.communicate()
        return (processor_seconds() - used if processor_time else seconds) * 1000

    return measure


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--without-moto", action="store_true")
    parser.add_argument("--processor-time", action="store_true", help="count the server's processor time")
    options = parser.parse_args()
    bare = Path(__file__).parent / "bare_flask.py"
    installed = environment("voicenter-mock", OURS)

    def fake(port: str) -> list[str | Path]:
        return [installed / "voicenter-mock", "serve", "--port", port]

    measured = partial(launch, processor_time=options.processor_time)
    contenders = {
        BARE: measured(lambda port: [installed / "python", bare, port], "/health"),
        FAKE: measured(fake, "/_sandbox/health"),
        CALL: measured(fake, CLICK2CALL),
    }
    if not options.without_moto:
        moto = environment("moto", "moto[server]") / "moto_server"
        contenders[MOTO] = measured(lambda port: [moto, "-p", port], "/moto-api/")
    show(in_turn(contenders, options.rounds), BARE)


if __name__ == "__main__":
    main()
