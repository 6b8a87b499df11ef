"""A campaign that is written out at any moment and read back goes on exactly as it would have."""

from __future__ import annotations

import pytest

from .call_centre import CallCentre

RETRIES = [{"status": "BUSY", "delay_seconds": 30, "maximum": 2}]


def crowded(kind: str) -> CallCentre:
    centre = CallCentre(
        kind, agents=2, coefficient=2, queue_maximum_callers=1, retries=RETRIES, maximum_attempts=3,
        behaviour={"outside": {"busy": 0.3, "answer": 0.5}, "agents": {"answer": 0.8, "reject": 0.1}},
    )  # fmt: skip
    for number in range(8):
        centre.add(number, priority=number % 3)
    return centre


def ending(centre: CallCentre) -> list[tuple[str, int, str, float]]:
    centre.finish()
    centre.check()
    return [(cdr.call_id, cdr.type, cdr.status, cdr.ended) for cdr in centre.exchange.log.all()]


@pytest.mark.parametrize("kind", ["agents", "ivr"])
def test_a_restored_campaign_goes_on_as_if_nothing_had_happened(kind: str):
    expected = ending(crowded(kind))
    for steps in range(0, 60, 4):
        centre = crowded(kind)
        for _ in range(steps):
            centre.step()
        centre.restore()
        assert ending(centre) == expected


@pytest.mark.parametrize("kind", ["agents", "ivr"])
def test_the_same_campaign_twice_is_the_same_campaign(kind: str):
    assert ending(crowded(kind)) == ending(crowded(kind))


def test_a_snapshot_of_0_2_may_count_on_agents_who_are_taken():
    centre = crowded("agents")
    while not centre.calls:
        centre.step()
    caller = centre.calls[0].caller
    centre.dialer.ready = {caller: None, **centre.dialer.ready}
    centre.restore()
    assert caller not in centre.dialer.ready
    centre.finish()
    centre.check()
