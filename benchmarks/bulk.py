"""AddCallsBulk of 100,000 calls against reading its body: `python benchmarks/bulk.py [--calls N] [--rounds N]`.

From request bytes to answer bytes in process, into a campaign that is not running; the bar is `json.loads` of the same
body. Seconds are the processor's.
"""

from __future__ import annotations

import argparse
import gc
import json
import time
from statistics import median

from campaigns import document

from voicenter_mock.mockserver.organizations import read
from voicenter_mock.mockserver.requests.dispatch import Dispatcher
from voicenter_mock.mockserver.tenancy.registry import Registry
from voicenter_mock.mockserver.wire.http import HttpRequest

BAR = 3.0
"""How many times as long as reading the body it may take."""


def body_of(calls: int) -> bytes:
    return json.dumps(
        [
            {
                "Campaign": "campaign",
                "Target": f"050{number:07}",
                "CustomerName": "John Doe",
                "Priority": number % 10,
                "CustomData": {"var_LeadID": str(number), "var_list": "spring"},
            }
            for number in range(calls)
        ]
    ).encode()


def added(body: bytes) -> float:
    registry = Registry(clock="manual", now=1_700_000_000.0)
    registry.add(read(document("agents")))
    request = HttpRequest("POST", "/ForwardDialer/Dialer/AddCallsBulk", "", {"content-type": "application/json"}, body)
    dispatcher = Dispatcher(registry)
    gc.collect()
    start = time.process_time()
    answer = dispatcher.handle(request)
    seconds = time.process_time() - start
    assert json.loads(answer.body)["ErrorCode"] == 0, answer.body[:500]
    return seconds


def loaded(body: bytes) -> float:
    gc.collect()
    start = time.process_time()
    items = json.loads(body)
    seconds = time.process_time() - start
    del items
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    body = body_of(given.calls)
    ratios: list[float] = []
    for _ in range(given.rounds):
        ours, theirs = added(body), loaded(body)
        ratios.append(ours / theirs)
        print(f"AddCallsBulk: {ours * 1000:7.0f} ms   json.loads: {theirs * 1000:7.0f} ms", flush=True)
    print(f"AddCallsBulk / json.loads: {median(ratios):.2f} (at most {BAR:g})")


if __name__ == "__main__":
    main()
