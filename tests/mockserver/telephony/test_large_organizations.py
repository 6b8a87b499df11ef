"""What an organization has beside it does not make a call dearer; many who ring for it make it so much dearer, and no more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ...suite.work import steps_of
from .simulation import DIRECT, DOCUMENT, QUEUE, Simulation

FEW, MANY = 10, 80
QUEUE_OF = {"id": 100, "name": "Sales", "account": 2, "retry_seconds": 30}

pytestmark = pytest.mark.slow


def campaigns(count: int) -> dict[str, Any]:
    """All for other agents, and with a queue of their own."""
    entries = [{"id": 9 + number, "code": f"c{number}", "name": f"C{number}"} for number in range(count)]
    kinds: list[dict[str, Any]] = [{"kind": "agents", "members": ["SIPC"]}, {"kind": "ivr", "queue": 101}]
    queues = [*DOCUMENT["queues"], {"id": 101, "name": "Other", "members": ["SIPC"]}]
    return {"campaigns": [entry | kinds[number % 2] for number, entry in enumerate(entries)], "queues": queues}


def people(count: int, **queue: Any) -> dict[str, Any]:
    """So many agents more, in the queue if there is to be one."""
    names = [f"SIPX{number}" for number in range(count)]
    return {
        "users": [
            *DOCUMENT["users"],
            *({"id": 99 + n, "name": sip, "code": f"{n + 100000}", "extension": sip} for n, sip in enumerate(names)),
        ],
        "extensions": [*DOCUMENT["extensions"], *({"sip": sip, "id": 999 + n} for n, sip in enumerate(names))],
        "queues": [{**QUEUE_OF, "members": names, **queue}] if queue else DOCUMENT["queues"],
    }


def queue_call(simulation: Simulation) -> None:
    simulation.call(QUEUE, talk_seconds=5)
    simulation.run(40)


def direct_call(simulation: Simulation) -> None:
    simulation.call(DIRECT, talk_seconds=5)
    simulation.run(40)


def nobody_answers(simulation: Simulation) -> None:
    simulation.call(QUEUE, patience_seconds=25, parties={"agent": {"kind": "no_answer"}})
    simulation.run(40)


def back_at_work(simulation: Simulation) -> None:
    simulation.operator.set_device("SIPC", "offline")
    simulation.operator.set_device("SIPC", "online")
    simulation.run(1)


def work_of(act: Callable[[Simulation], None], **changes: Any) -> int:
    simulation = Simulation(**changes)
    act(simulation)  # what is made once is made now
    simulation.events.clear()
    return steps_of(lambda: act(simulation))


@pytest.mark.parametrize("act", [direct_call, nobody_answers, queue_call])
def test_campaigns_for_others_cost_a_call_nothing(act: Callable[[Simulation], None]):
    assert work_of(act, **campaigns(MANY)) < 1.05 * work_of(act, **campaigns(FEW))


def test_many_agents_cost_one_who_comes_back_next_to_nothing():
    assert work_of(back_at_work, **people(MANY)) < 1.2 * work_of(back_at_work, **people(FEW))


@pytest.mark.parametrize("act", [nobody_answers, queue_call])
@pytest.mark.parametrize("strategy", ["ring_all", "round_robin"])
def test_each_member_of_a_queue_costs_a_call_the_same(strategy: str, act: Callable[[Simulation], None]):
    few, some, many = (work_of(act, **people(count, strategy=strategy)) for count in (20, 40, 160))

    assert (many - some) / 120 < 1.3 * (some - few) / 20


def test_many_who_wait_cost_one_for_whom_nobody_rings_any_more_next_to_nothing():
    def waiting(count: int) -> int:
        simulation = Simulation(queues=[{**QUEUE_OF, "members": ["SIPA"], "ring_seconds": 5, "retry_seconds": 5}])
        for number in range(count):
            simulation.call(QUEUE, patience_seconds=9_000, parties={"agent": {"kind": "no_answer"}})
            simulation.run(1 + number % 2)
        simulation.run(60)
        simulation.events.clear()
        return steps_of(lambda: simulation.run(50))

    assert waiting(2 * MANY) < 1.1 * waiting(2 * FEW)
