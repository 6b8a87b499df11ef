"""Poisson callers and exponential talks into a queue wait as long, and give up as often, as theory says.

Erlang C: nobody gives up; the mean wait of all callers. Erlang A: patience is exponential too; the part that
gives up. Each seed is one run; the mean of the runs has to be within three standard errors of the formula.
"""

from __future__ import annotations

import math
from random import Random
from statistics import fmean, stdev

import pytest

from voicenter_mock.mockserver.telephony.model.cdr import Cdr
from voicenter_mock.mockserver.telephony.model.outcomes import Outcome
from voicenter_mock.mockserver.telephony.routing import incoming

from .simulation import CALLER, QUEUE, Simulation

pytestmark = pytest.mark.slow

AGENTS, PER_SECOND, TALK_SECONDS, PATIENCE_SECONDS = 3, 1 / 50, 120.0, 90.0
LOAD = PER_SECOND * TALK_SECONDS


def erlang_c_wait() -> float:
    """Mean seconds of waiting, of those who wait and those who do not."""
    waits = LOAD**AGENTS / math.factorial(AGENTS) * AGENTS / (AGENTS - LOAD)
    probability = waits / (sum(LOAD**k / math.factorial(k) for k in range(AGENTS)) + waits)
    return probability * TALK_SECONDS / (AGENTS - LOAD)


def erlang_a_abandonment() -> float:
    """The part of callers who give up, from the stationary distribution of the birth-death process."""
    weights = [1.0]
    for callers in range(1, 400):
        leaving = min(callers, AGENTS) / TALK_SECONDS + max(0, callers - AGENTS) / PATIENCE_SECONDS
        weights.append(weights[-1] * PER_SECOND / leaving)
    total = sum(weights)
    waiting = sum(weight * max(0, callers - AGENTS) for callers, weight in enumerate(weights)) / total
    return waiting / PATIENCE_SECONDS / PER_SECOND


def run(seed: int, calls: int, *, patience: bool) -> list[Cdr]:
    """The records of one run, without those of its beginning, when nobody waits yet."""
    members = ["SIPA", "SIPB", "SIPC"]
    queue = {"id": 100, "name": "Sales", "members": members, "strategy": "longest_idle", "ring_seconds": 1000}
    simulation = Simulation(queues=[queue])
    random = Random(seed)
    at = simulation.exchange.now
    for _ in range(calls):
        at += random.expovariate(PER_SECOND)
        simulation.exchange.run(at)
        order = incoming.IncomingOrder(
            CALLER,
            QUEUE,
            patience_seconds=random.expovariate(1 / PATIENCE_SECONDS) if patience else 1e6,
            parties={"agent": Outcome("answer", 0, random.expovariate(1 / TALK_SECONDS))},
        )
        incoming.place(simulation.exchange, order)
    simulation.run(100_000)
    return simulation.cdrs[calls // 10 :]


def agrees(values: list[float], expected: float) -> bool:
    return abs(fmean(values) - expected) < 3 * stdev(values) / math.sqrt(len(values))


def mean_wait(seed: int, calls: int) -> float:
    # The log counts whole seconds, from the second of joining to the second of the answer: no bias on average.
    return fmean(cdr.seconds_in_queue or 0 for cdr in run(seed, calls, patience=False))


def abandoned(seed: int, calls: int) -> float:
    return fmean(cdr.status == "ABANDONE" for cdr in run(seed, calls, patience=True))


def test_the_formula_is_the_textbooks():
    # Three servers at an offered load of 2.4 Erlang: 64.7 % wait, 200 seconds each.
    assert erlang_c_wait() == pytest.approx(0.6472 * 200, rel=1e-3)


def test_a_few_runs_give_up_as_often_as_erlang_a_says():
    assert agrees([abandoned(seed, 400) for seed in range(8)], erlang_a_abandonment())


@pytest.mark.thorough
def test_a_hundred_runs_wait_as_long_as_erlang_c_says():
    assert agrees([mean_wait(seed, 1_000) for seed in range(100)], erlang_c_wait())


@pytest.mark.thorough
def test_a_hundred_runs_give_up_as_often_as_erlang_a_says():
    assert agrees([abandoned(seed, 1_000) for seed in range(100)], erlang_a_abandonment())
