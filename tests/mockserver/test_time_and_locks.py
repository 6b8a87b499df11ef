"""The organization's lock while time runs: others get their turn, callbacks see and may change a consistent state."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest

from voicenter_mock.mockserver.organizations import demo
from voicenter_mock.mockserver.telephony.control.operator import Operator
from voicenter_mock.mockserver.tenancy.advances import AdvanceCancelled, AdvanceRunning
from voicenter_mock.mockserver.tenancy.tenants import Tenant

START = 1_700_000_000.0


def organization(function: Any = None, callback: Any = "cdr") -> Tenant:
    """A tenant whose callback goes to a function."""
    tenant = Tenant(replace(demo(), callbacks={}), now=START)
    if function is not None:
        tenant.deliveries.bind(callback, function)
    return tenant


def call(tenant: Tenant, did: str = "0722776774", **script: Any) -> str:
    settings: dict[str, Any] = {"talk_seconds": 10, **script}
    with tenant.use() as exchange:
        return Operator(exchange).incoming_call("0501234567", did, **settings).id


def test_the_lock_is_free_while_customer_code_runs():
    held: list[bool] = []

    def customer(message: dict[str, Any]) -> dict[str, Any]:
        def look() -> None:
            held.append(tenant.lock.acquire(timeout=5))
            tenant.lock.release()

        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
        return {"err": 0}

    tenant = organization(customer)
    call(tenant)
    tenant.advance(until="idle")

    assert held == [True]


def test_customer_code_sees_a_call_that_is_over_and_may_place_another():
    seen: list[int] = []

    def customer(message: dict[str, Any]) -> dict[str, Any]:
        with tenant.use() as exchange:
            seen.append(len(exchange.calls))
            if len(exchange.ended) < 3:
                Operator(exchange).outgoing_call("SIPSIP1", "0501234567", talk_seconds=5)
        return {"err": 0}

    tenant = organization(customer)
    call(tenant)
    tenant.advance(until="idle")

    assert len(tenant.exchange.ended) == 3
    assert seen[0] == 0


def test_advance_inside_advance_is_an_error():
    problems: list[Exception] = []

    def customer(message: dict[str, Any]) -> dict[str, Any]:
        try:
            tenant.advance(seconds=1)
        except AdvanceRunning as problem:
            problems.append(problem)
        return {"err": 0}

    tenant = organization(customer)
    call(tenant)
    tenant.advance(until="idle")

    assert "advance cannot be called from inside a callback" in str(problems[0])


def test_a_callback_that_steers_stops_the_clock():
    at: list[float] = []

    def customer(message: dict[str, Any]) -> dict[str, Any]:
        at.append(tenant.exchange.now)
        return {"STATUS": 0, "ACTION": "HANGUP", "LANGUAGE": "he", "DATA": {}}

    tenant = organization(customer, "external_ivr")
    ivrid = call(tenant, "0722776776")
    tenant.advance(seconds=100)

    assert at[0] == START + 1
    assert tenant.exchange.ended[ivrid].ended_at == START + 1


def test_a_caller_may_be_hung_up_from_inside_the_question_about_him():
    def customer(message: dict[str, Any]) -> dict[str, Any]:
        with tenant.use() as exchange:
            for ivrid in list(exchange.calls):
                Operator(exchange).hang_up(ivrid, by="caller")
        return {
            "STATUS": 0,
            "ACTION": "VO",
            "LANGUAGE": "he",
            "DATA": {"LAYER": 2, "RECORD": "", "LOOP": 1, "DELAY": 0},
        }

    tenant = organization(customer, "external_ivr")
    ivrid = call(tenant, "0722776776")
    tenant.advance(until="idle")

    [cdr] = tenant.exchange.log.of_call(ivrid)
    assert cdr.status == "VOEND"


def test_deliveries_that_are_due_are_settled_before_a_later_event_passes_them():
    order: list[float] = []

    def customer(message: dict[str, Any]) -> dict[str, Any]:
        order.append(tenant.exchange.now)
        return {"err": 0}

    tenant = organization(customer)
    for _ in range(3):
        call(tenant, parties={"SIPSIP1": {"kind": "busy"}, "agent": {"kind": "answer"}}, did="0722776773")
    tenant.advance(until="idle")
    ended = [cdr.ended for cdr in tenant.exchange.log.all()]

    assert order == ended, "each at the very moment of its record"


def test_others_get_their_turn_while_time_runs():
    tenant, started, looked = organization(), threading.Event(), threading.Event()
    for _ in range(200):
        call(tenant)
    looks = 0

    def look() -> None:
        nonlocal looks
        started.wait()
        while tenant.advances.running:
            with tenant.use():
                looks += 1
            looked.set()

    thread = threading.Thread(target=look)
    thread.start()
    steps: list[float] = []

    def progress(now: float, target: float) -> None:
        steps.append(now)
        started.set()
        looked.wait(timeout=30)  # between two slices: a look that is not let in now never comes

    tenant.advance(seconds=100_000, progress=progress)
    started.set()
    thread.join()

    assert looks > 0
    assert steps == sorted(steps)


def test_progress_names_where_it_is_and_where_it_goes():
    tenant = organization()
    for _ in range(200):
        call(tenant, parties={"SIPSIP1": {"kind": "answer", "ring_seconds": 1}})
    stretches: list[tuple[float, float]] = []
    tenant.advance(seconds=1000, progress=lambda now, target: stretches.append((now, target)))

    assert stretches
    assert all(START <= now <= target == START + 1000 for now, target in stretches)


@pytest.mark.slow
def test_an_advance_can_be_cancelled_and_time_stands_where_it_had_got_to():
    tenant = organization()
    for _ in range(200):
        call(tenant)

    def stop(now: float, target: float) -> None:
        tenant.advances.cancel()

    with pytest.raises(AdvanceCancelled):
        tenant.advance(seconds=1_000_000, progress=stop)

    assert START <= tenant.exchange.now < START + 1_000_000
    tenant.advance(until="idle")
    assert tenant.exchange.calls == {}


def test_nothing_to_cancel():
    assert organization().advances.cancel() is False
