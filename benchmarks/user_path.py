"""What a user waits for: 20,000 numbers by AddCallsBulk, StartCampaign, and the clock advanced until all is over.

    python benchmarks/user_path.py                  in the fixture and over HTTP, and bare simpy, in turns
    python benchmarks/user_path.py --calls 50000
    python benchmarks/user_path.py --profile        where the time goes, in the fixture

The exchange here has all that an organization has on a server: journal, statistics, deliveries, session recording. The
bar is simpy with one process for each call and ten timeouts in it. Seconds are the processor's.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import pstats
import statistics
import time
from collections.abc import Callable

import requests
from campaigns import COMPILED, FORM, document, simpy_seconds

from voicenter_mock.fixtures.voicenter import Voicenter
from voicenter_mock.mockserver.organizations import read
from voicenter_mock.mockserver.serving.server import Server
from voicenter_mock.mockserver.tenancy.registry import Registry

BAR = 1.5 if COMPILED else 2.5
"""How many times as long as simpy it may take."""
HOST = "https://api.voicenter.co.il"


def numbers(calls: int) -> list[dict[str, object]]:
    return [
        {"Campaign": "campaign", "Target": f"050{number:07}", "CustomData": {"var_LeadID": str(number)}}
        for number in range(calls)
    ]


def in_the_fixture(calls: int) -> float:
    with Voicenter(document("agents")) as voicenter:
        body = numbers(calls)
        gc.collect()
        start = time.process_time()
        added = requests.post(f"{HOST}/ForwardDialer/Dialer/AddCallsBulk", json=body).json()
        started = requests.post(f"{HOST}/ForwardDialer/Dialer/StartCampaign", json={"Campaign": "campaign"}).json()
        voicenter.clock.run_until_idle()
        seconds = time.process_time() - start
        assert (added["ErrorCode"], started["ErrorCode"]) == (0, 0), (added, started)
    return seconds


def over_http(calls: int) -> float:
    registry = Registry(clock="manual", now=1_700_000_000.0)
    registry.add(read(document("agents")))
    server = Server(registry)
    server.start()
    base = server.base_url
    body = numbers(calls)
    gc.collect()
    start = time.process_time()
    requests.post(f"{base}/ForwardDialer/Dialer/AddCallsBulk", json=body)
    requests.post(f"{base}/ForwardDialer/Dialer/StartCampaign", json={"Campaign": "campaign"})
    requests.post(f"{base}/_sandbox/organizations/benchmark/clock/advance", json={"until": "idle"})
    seconds = time.process_time() - start
    server.stop()
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--profile", action="store_true")
    given = parser.parse_args()
    if given.profile:
        profiler = cProfile.Profile()
        profiler.runcall(in_the_fixture, given.calls)
        pstats.Stats(profiler).sort_stats("tottime").print_stats(45)
        return
    measures: dict[str, tuple[Callable[[int], float], list[float]]] = {
        "fixture": (in_the_fixture, []), "HTTP": (over_http, []), "simpy": (simpy_seconds, []),
    }  # fmt: skip
    for _ in range(given.rounds):
        for name, (measure, taken) in measures.items():
            taken.append(measure(given.calls))
            print(f"{name:>9}: {taken[-1]:7.2f} s, {given.calls / taken[-1]:9,.0f} calls/s", flush=True)
    bar = statistics.median(measures["simpy"][1])
    print(f"the exchange is {FORM}")
    for name in ("fixture", "HTTP"):
        print(f"{name} / simpy: {statistics.median(measures[name][1]) / bar:.2f} (at most {BAR:g})")


if __name__ == "__main__":
    main()
