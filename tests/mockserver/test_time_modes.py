"""Time, as DESIGN says it: one clock an organization, three modes, nothing lost between them."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from voicenter_mock.mockserver.organizations import demo
from voicenter_mock.mockserver.telephony.control.operator import Operator
from voicenter_mock.mockserver.telephony.control.snapshot import SnapshotError, export, restore
from voicenter_mock.mockserver.telephony.core.exchange import DUE_AT_ONCE
from voicenter_mock.mockserver.tenancy.tenants import Tenant

START = 1_700_000_000.0


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The wall clock, which stands where the test puts it."""
    now = [START]
    monkeypatch.setattr(time, "time", lambda: now[0])
    return now


def call(tenant: Tenant) -> str:
    with tenant.use() as exchange:
        return Operator(exchange).incoming_call("0501234567", "0722776774", talk_seconds=30).id


def now(tenant: Tenant) -> float:
    with tenant.use() as exchange:
        return exchange.now


def eventually(happens: Callable[[], bool]) -> bool:
    """Whether it comes about within ten real seconds, on another thread."""
    pause = threading.Event()
    return any(happens() or pause.wait(0.01) for _ in range(1000))


def test_the_manual_clock_stands_still(wall: list[float]):
    tenant = Tenant(demo(), now=START)
    wall[0] += 3600

    assert now(tenant) == START


def test_the_manual_clock_goes_where_it_is_told():
    tenant = Tenant(demo(), now=START)
    assert tenant.advance(seconds=10) == START + 10
    assert tenant.advance(until=START + 25) == START + 25


def test_a_fast_clock_stops_where_the_wire_can_name_no_moment(wall: list[float]):
    tenant = Tenant(demo(), now=START, clock="scaled", speed=1_000_000)
    wall[0] += 24 * 3600
    assert now(tenant) == 9_999_999_999


def test_until_idle_goes_no_further_than_time_does():
    tenant = Tenant(demo(), now=9_999_999_990)
    call_id = call(tenant)
    tenant.advance(until="idle")

    assert 9_999_999_990 < now(tenant) <= 9_999_999_999
    assert call_id in tenant.exchange.calls


def test_a_call_that_is_open_when_time_ends_is_in_a_snapshot_that_can_be_restored():
    tenant = Tenant(demo(), now=9_999_999_990)
    call_id = call(tenant)
    tenant.advance(until=9_999_999_999)
    written = json.loads(json.dumps(export(tenant.exchange)))
    restored = restore(written, tenant.exchange.directory)
    restored.run_until_idle()

    assert call_id in restored.ended


def test_no_snapshot_begins_when_time_is_over():
    written = export(Tenant(demo(), now=9_999_999_990).exchange)
    written["scheduler"] |= {"now": 10_000_000_000.0, "entries": []}

    with pytest.raises(SnapshotError, match=r"scheduler\.now: it is past the year 2286"):
        restore(written, demo())


def test_it_starts_at_the_present_unless_told(wall: list[float]):
    wall[0] = 1_650_000_000.0

    assert now(Tenant(demo())) == 1_650_000_000.0


def test_realtime_follows_the_wall(wall: list[float]):
    tenant = Tenant(demo(), clock="realtime", now=START)
    wall[0] += 42

    assert now(tenant) == START + 42


def test_a_scaled_clock_is_faster(wall: list[float]):
    tenant = Tenant(demo(), clock="scaled", speed=60, now=START)
    wall[0] += 2

    assert now(tenant) == START + 120


@pytest.mark.parametrize(("clock", "goes_on"), [("realtime", True), ("scaled", False)])
def test_in_real_time_only_the_call_waits_whose_decision_is_asked(wall: list[float], clock: Any, goes_on: bool):
    asked, released = threading.Event(), threading.Event()

    def think(_: dict[str, Any]) -> dict[str, Any]:
        asked.set()
        assert released.wait(10)
        return {"STATUS": 0, "ACTION": "HANGUP"}

    tenant = Tenant(demo(), clock=clock, speed=1, now=START)
    tenant.deliveries.bind("external_ivr", think)
    with tenant.use() as exchange:
        steered = Operator(exchange).incoming_call("0501234567", "0722776776").id
        other = Operator(exchange).incoming_call("0507654321", "0722776774", talk_seconds=10).id
    wall[0] += 3
    now(tenant)
    assert asked.wait(10)
    wall[0] += 60
    now(tenant)
    assert (other in tenant.exchange.ended) == goes_on
    assert steered in tenant.exchange.calls
    released.set()
    tenant.deliveries.drain(10)
    assert eventually(lambda: not tenant.exchange.questions)
    tenant.close()


def test_a_wall_clock_that_goes_back_does_not_take_time_back(wall: list[float]):
    tenant = Tenant(demo(), clock="realtime", now=START)
    wall[0] += 42
    now(tenant)
    wall[0] -= 1000

    assert now(tenant) == START + 42


def test_idle_means_that_no_call_waits_for_anything():
    tenant = Tenant(demo(), now=START)
    ivrid = call(tenant)
    tenant.advance(until="idle")

    assert tenant.exchange.ended[ivrid].ended
    assert tenant.advance(until="idle") == tenant.exchange.ended[ivrid].ended_at


def test_housekeeping_is_not_waited_for():
    tenant = Tenant(demo(), now=START)
    tenant.exchange.outside_at(START + 86_400, "token", 1, background=True)

    assert tenant.advance(until="idle") == START


def test_what_is_due_outside_in_one_moment_is_handed_over_together_but_not_without_end():
    exchange = Tenant(demo(), now=START).exchange
    for number in range(DUE_AT_ONCE + 2):
        exchange.outside_at(START + 1, "topic", number)
    exchange.outside_at(START + 2, "topic", -1)
    handed_over: list[list[int]] = []
    while not exchange.run(START + 2):
        handed_over.append([number for _, number in exchange.take_due()])

    assert handed_over == [[*range(DUE_AT_ONCE)], [DUE_AT_ONCE, DUE_AT_ONCE + 1], [-1]]


def test_switching_modes_keeps_time_continuous_and_what_was_due_stays_due(wall: list[float]):
    tenant = Tenant(demo(), now=START)
    ivrid = call(tenant)
    tenant.advance(seconds=2)
    tenant.set_clock("realtime")
    assert now(tenant) == START + 2
    wall[0] += 600
    now(tenant)

    assert tenant.exchange.ended[ivrid].ended_at < START + 60, "it ended when it would have"
    tenant.set_clock("manual")
    wall[0] += 600
    assert now(tenant) == START + 602


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"seconds": -1}, "0 or more"),
        ({}, "say how many seconds"),
        ({"until": START - 1}, "'until': [^ ]+Z is before the organization's present, [^ ]+Z$"),
        ({"seconds": 1e12}, "more than ten years"),
    ],
)
def test_time_does_not_go_back_nor_for_ever(arguments: dict[str, Any], expected: str):
    with pytest.raises(ValueError, match=expected):
        Tenant(demo(), now=START).advance(**arguments)


def test_two_organizations_have_two_clocks():
    first, second = Tenant(demo(), now=START), Tenant(demo(), now=START)
    first.advance(seconds=60)

    assert (now(first), now(second)) == (START + 60, START)
