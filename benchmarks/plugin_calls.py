"""What an intercepted call and a fresh organization cost: `python benchmarks/plugin_calls.py [--rounds N]`.

A call to Voicenter through `requests` is compared with what `responses` alone takes for a static answer: no more is
wanted. Between two Click2Calls the first one is played to its end, and what the processor had at hand is gone: so a
static answer is measured once more with the same in between. What follows of a Click2Call until nothing waits any more,
with its two records pushed to a function, may take twice that. A fresh organization may take a millisecond. Processor time of this thread is measured, so that a busy machine
does not count. What `organization()` costs each example of `@given` is the last figure: 0.1 ms is wanted.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from statistics import median
from urllib.parse import urlencode, urlsplit

import requests
import responses
from rounds import in_turn, show

from voicenter_mock.fixtures.settings import Settings, directory_of
from voicenter_mock.fixtures.voicenter import Voicenter
from voicenter_mock.mockserver.wire.http import HttpRequest

CLICK2CALL = "https://api.voicenter.co.il/ForwardDialer/click2call.aspx"
EXTENSIONS = "https://api.voicenter.co.il/Comet/api/GetExtensions"
ORDER = {"code": "demo-code", "phone": "SIPSIP1", "target": "0501234567", "format": "json"}
CALLS = 50

STATIC, CALL, LIST = "responses, a static answer", "intercepted: Click2Call", "intercepted: GetExtensions"
STATIC_BETWEEN = "the same, with calls in between"
IDLE = "run_until_idle() after a Click2Call"
FRESH = "a fresh organization"
EXAMPLE = "organization() for @given"


def milliseconds(work: Callable[[], object], after: Callable[[], object] | None = None) -> float:
    """The median of some calls; ``after`` each is not measured."""
    taken: list[float] = []
    for _ in range(CALLS):
        start = time.thread_time()
        work()
        taken.append((time.thread_time() - start) * 1000)
        if after is not None:
            after()
    return median(taken)


def static(after: Callable[[], object] | None = None) -> float:
    with responses.RequestsMock() as mock:
        mock.add(responses.GET, CLICK2CALL, json={"ERRORCODE": 0, "ERRORMESSAGE": "OK", "CALLID": "x" * 32})
        return milliseconds(lambda: requests.get(CLICK2CALL, ORDER).json(), after)


def static_with_calls_between() -> float:
    voicenter = Voicenter()  # intercepts nothing: its block is not entered
    order = HttpRequest("GET", urlsplit(CLICK2CALL).path, urlencode(ORDER), {})

    def call() -> None:
        voicenter.handle(order)
        voicenter.clock.run_until_idle()

    return static(call)


def click2call() -> float:
    with Voicenter() as voicenter:
        return milliseconds(lambda: requests.get(CLICK2CALL, ORDER).json(), after=voicenter.clock.run_until_idle)


def run_until_idle() -> float:
    with Voicenter() as voicenter:
        voicenter.deliver_to(lambda message: {"err": 0})
        requests.get(CLICK2CALL, ORDER)
        return milliseconds(voicenter.clock.run_until_idle, after=lambda: requests.get(CLICK2CALL, ORDER))


def get_extensions() -> float:
    with Voicenter():
        return milliseconds(lambda: requests.get(EXTENSIONS, {"code": "demo-code"}).json())


def fresh() -> float:
    settings = Settings(directory_of("demo"))

    def make() -> None:
        with Voicenter(settings=settings):
            pass

    return milliseconds(make)


def example() -> float:
    from voicenter_mock.fixtures.examples import (
        organization,
    )  # makes a whole call first, so that no example pays for that

    def make() -> None:
        with organization():
            pass

    return milliseconds(make)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=10)
    rounds: int = parser.parse_args().rounds
    contenders = {STATIC: static, STATIC_BETWEEN: static_with_calls_between, CALL: click2call, LIST: get_extensions}
    contenders[IDLE] = run_until_idle
    figures = in_turn({**contenders, FRESH: fresh, EXAMPLE: example}, rounds)
    show(figures, STATIC)
    print()
    for name, base, bar in ((CALL, STATIC, 1), (CALL, STATIC_BETWEEN, 1), (IDLE, STATIC, 2)):
        ratio = median(one / other for one, other in zip(figures[name], figures[base], strict=True))
        print(f"{name} / {base}: {ratio:.2f}; at most {bar} is wanted")
    print(f"a fresh organization takes {median(figures[FRESH]):.2f} ms; at most 1 is allowed")
    print(f"organization() takes {min(figures[EXAMPLE]):.3f} ms at its best, {median(figures[EXAMPLE]):.3f} ms usually")


if __name__ == "__main__":
    main()
