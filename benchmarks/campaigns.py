"""A campaign of a hundred thousand calls with fifty agents, against the bare simpy program it is measured by.

    python benchmarks/campaigns.py                     100,000 calls, and simpy, in turns
    python benchmarks/campaigns.py --kind ivr
    python benchmarks/campaigns.py --million           a million calls beside ten thousand, and resident memory
    python benchmarks/campaigns.py --profile           where the time goes

The bar: simpy with one process for each call and ten exponentially distributed timeouts in it, nothing else. The
campaign has custom data in every call, stores every CDR and publishes every event to one subscriber; its list is
filled before the clock starts, as simpy's processes are made before theirs. Seconds are the processor's, so that
others on the machine don't count.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import pstats
import random
import resource
import statistics
import time
from collections.abc import Callable
from typing import Any

from voicenter_mock.mockserver.organizations import read
from voicenter_mock.mockserver.telephony.control.flows import new_exchange
from voicenter_mock.mockserver.telephony.core import exchange as exchange_module
from voicenter_mock.mockserver.telephony.core.exchange import Exchange
from voicenter_mock.mockserver.telephony.dialer import campaigns
from voicenter_mock.mockserver.telephony.model.events import Event
from voicenter_mock.mockserver.telephony.model.pending_call import PendingCall

AGENTS = 50
COMPILED = not exchange_module.__file__.endswith(".py")
FORM = "compiled" if COMPILED else "Python"
"""What the exchange is here: docs/how-to/installing.md says how to have the other."""
BARS = {"agents": 1.2, "ivr": 1.2} if COMPILED else {"agents": 2.0, "ivr": 2.3}
"""How many times as long as simpy a campaign of that kind may take."""
MILLION, FEW = 1_000_000, 10_000
PACE_BAR, MEMORY_BAR = 0.95, 300
"""Calls a second at a million of those at ten thousand, at least; MiB of resident memory, at most."""
TIMEOUTS = 10


def document(kind: str) -> dict[str, Any]:
    extensions = [f"SIP{number}" for number in range(AGENTS)]
    return {
        "id": "benchmark",
        "users": [
            {"id": 1000 + number, "name": f"Agent {number}", "code": str(1000 + number), "extension": sip}
            for number, sip in enumerate(extensions)
        ],
        "extensions": [{"sip": sip} for sip in extensions],
        "queues": [{"id": 100, "name": "Queue", "members": extensions, "strategy": "longest_idle"}],
        "dids": [{"number": "0722776772", "route": {"queue": 100}}],
        "campaigns": [
            {"code": "campaign", "kind": kind, "max_calls": 2 * AGENTS, "queue_maximum_callers": 10, "coefficient": 2}
            | ({"members": extensions} if kind == "agents" else {"queue": 100})
        ],
        "behaviour": {
            "agents": {"ring_seconds": [1, 8], "talk_seconds": [10, 240]},
            "outside": {"answer": 0.7, "ring_seconds": [2, 20], "talk_seconds": [10, 240]},
        },
    }  # fmt: skip


def prepared(calls: int, kind: str) -> Exchange:
    """An exchange whose campaign has so many numbers, and one subscriber."""
    exchange = new_exchange(read(document(kind)), now=1_700_000_000.0)
    exchange.subscribers.append(_Subscriber())
    state = exchange.campaigns["campaign"]
    for number in range(calls):
        campaigns.add(
            exchange, state, PendingCall(f"97250{number:07}", custom={"var_LeadID": str(number), "var_list": "spring"})
        )
    return exchange


class _Subscriber:
    """Takes every event, as the realtime socket would."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, event: Event) -> None:
        self.count += 1


def to_the_end(exchange: Exchange) -> None:
    """Runs until nothing is scheduled any more, and the log is written."""
    exchange.run_until_idle()
    exchange.log.flush()


def campaign_seconds(calls: int, kind: str) -> float:
    exchange = prepared(calls, kind)
    gc.collect()
    start = time.process_time()
    to_the_end(exchange)
    seconds = time.process_time() - start
    report = exchange.campaigns["campaign"].dialer.report
    assert report.finished == calls, f"{report.finished} of {calls} numbers have an outcome"
    exchange.log.close()
    return seconds


def simpy_seconds(calls: int) -> float:
    """The bar."""
    import simpy

    environment = simpy.Environment()
    source = random.Random(1)

    def call() -> Any:
        for _ in range(TIMEOUTS):
            yield environment.timeout(source.expovariate(0.1))

    for _ in range(calls):
        environment.process(call())
    gc.collect()
    start = time.process_time()
    environment.run()
    return time.process_time() - start


def million(kind: str) -> None:
    """Whether a long list costs more, in time or in memory."""
    few = statistics.median(campaign_seconds(FEW, kind) for _ in range(5)) / FEW
    many = campaign_seconds(MILLION, kind) / MILLION
    print(f"{1 / few:,.0f} calls/s at {FEW:,}, {1 / many:,.0f} at {MILLION:,}")
    print(f"calls/s at {MILLION:,} / at {FEW:,}: {few / many:.2f} (at least {PACE_BAR:g})")
    print(f"most resident memory: {resident()} MiB (at most {MEMORY_BAR})")


def resident() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def profile(calls: int, kind: str, rows: int) -> None:
    """Where the time goes, by what each function takes itself."""
    exchange = prepared(calls, kind)
    profiler = cProfile.Profile()
    profiler.runcall(to_the_end, exchange)
    pstats.Stats(profiler).sort_stats("tottime").print_stats(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=100_000)
    parser.add_argument("--kind", choices=("agents", "ivr"), default="agents")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--million", action="store_true")
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--alone", action="store_true", help="without simpy")
    given = parser.parse_args()
    if given.profile:
        profile(given.calls, given.kind, 45)
        return
    if given.million:
        million(given.kind)
        return
    measures: dict[str, tuple[Callable[[], float], list[float]]] = {
        "campaign": (lambda: campaign_seconds(given.calls, given.kind), []),
    }
    if not given.alone:
        measures["simpy"] = (lambda: simpy_seconds(given.calls), [])
    for _ in range(given.rounds):
        for name, (measure, taken) in measures.items():
            taken.append(measure())
            print(f"{name:>9}: {taken[-1]:7.2f} s, {given.calls / taken[-1]:9,.0f} calls/s", flush=True)
    print(f"the exchange is {FORM}; most resident memory: {resident()} MiB")
    if not given.alone:
        campaign, bar = (statistics.median(taken) for _, taken in measures.values())
        print(f"campaign / simpy: {campaign / bar:.2f} (at most {BARS[given.kind]:g})")


if __name__ == "__main__":
    main()
