"""A target that keeps others waiting is not waited for each time, and that is said."""

from __future__ import annotations

import logging

import pytest

from voicenter_mock.mockserver.callbacks.circuits import (
    FAILURES_TO_OPEN,
    FIRST_PROBE_SECONDS,
    LONGEST_PROBE_SECONDS,
    Circuits,
)
from voicenter_mock.mockserver.telephony.model.directory import CallbackTarget
from voicenter_mock.mockserver.tenancy.tenants import Tenant

from .customer_servers import NOW, click2call, closed_port, organization, silent_server

URL = "http://dead.example/"


def opened() -> Circuits:
    circuits = Circuits()
    for _ in range(FAILURES_TO_OPEN):
        circuits.record(URL, 0.0, circuits.admit(URL, 0.0), waited=True)
    return circuits


def test_it_opens_after_so_many_failures_in_a_row():
    circuits = opened()

    assert circuits.admit(URL, 1.0) == "no"
    assert [circuit.target for circuit in circuits.open()] == [URL]


def test_who_is_held_back_is_told_how_often_a_probe_goes_out():
    assert str(opened().detail(URL)) == "not attempted: no answer 5 times in a row; one probe goes out every 30 s"


def test_an_organization_that_always_attempts_waits_each_time():
    with silent_server() as url:
        target = CallbackTarget("cdr", url, timeout_seconds=0.01, retry_seconds=(1.0,) * FAILURES_TO_OPEN)
        tenant = Tenant(organization(cdr=target), now=NOW)
        tenant.deliveries.always_attempt()
        click2call(tenant)
        tenant.advance(until="idle")

    verdicts = {attempt.verdict for delivery in tenant.deliveries.all() for attempt in delivery.attempts}
    assert verdicts == {"timeout"}
    assert tenant.deliveries.circuits() == []


def test_an_answer_in_between_starts_the_count_anew():
    circuits = Circuits()
    for _ in range(3):
        for _ in range(FAILURES_TO_OPEN - 1):
            circuits.record(URL, 0.0, "yes", waited=True)
        circuits.record(URL, 0.0, "yes", waited=False)

    assert circuits.admit(URL, 0.0) == "yes"


def test_one_probe_goes_through_at_a_time_and_an_answer_closes_it():
    circuits = opened()

    assert [circuits.admit(URL, FIRST_PROBE_SECONDS) for _ in range(3)] == ["probe", "no", "no"]
    circuits.record(URL, FIRST_PROBE_SECONDS, "probe", waited=False)
    assert circuits.admit(URL, FIRST_PROBE_SECONDS) == "yes"


def test_each_probe_in_vain_doubles_the_delay_up_to_a_limit():
    circuits = opened()
    now, delays = 0.0, list[float]()
    for _ in range(8):
        (circuit,) = circuits.open()
        delays.append(circuit.probe_at - now)
        now = circuit.probe_at
        circuits.record(URL, now, circuits.admit(URL, now), waited=True)

    assert delays[:3] == [FIRST_PROBE_SECONDS, 2 * FIRST_PROBE_SECONDS, 4 * FIRST_PROBE_SECONDS]
    assert delays[-1] == LONGEST_PROBE_SECONDS


def test_late_failures_from_before_it_opened_change_nothing():
    circuits = opened()
    circuits.admit(URL, FIRST_PROBE_SECONDS)
    circuits.record(URL, FIRST_PROBE_SECONDS, "yes", waited=True)

    assert circuits.admit(URL, FIRST_PROBE_SECONDS) == "no"  # the probe is still out


def test_a_probe_that_was_not_made_leaves_room_for_another():
    circuits = opened()
    circuits.admit(URL, FIRST_PROBE_SECONDS)
    circuits.give_up(URL)

    assert circuits.admit(URL, FIRST_PROBE_SECONDS) == "probe"


def test_a_silent_server_costs_a_few_timeouts_and_then_none(caplog: pytest.LogCaptureFixture):
    with silent_server() as url, caplog.at_level(logging.WARNING, "voicenter_mock"):
        target = CallbackTarget("cdr", url, timeout_seconds=0.02, retry_seconds=(10.0,))
        tenant = Tenant(organization(cdr=target), now=NOW)
        for number in range(20):
            click2call(tenant, f"05012345{number:02}")
        tenant.advance(until="idle")

    verdicts = [attempt.verdict for delivery in tenant.deliveries.all() for attempt in delivery.attempts]
    assert verdicts.count("timeout") < 20
    assert verdicts.count("circuit_open") > 20
    assert len(tenant.deliveries.all()) == 40
    assert {delivery.status for delivery in tenant.deliveries.all()} == {"failed"}
    assert [circuit["target"] for circuit in tenant.deliveries.circuits()] == [url]
    assert "fail at once from now on" in caplog.text


def test_what_is_sent_by_hand_goes_out_also_while_the_circuit_is_open():
    with silent_server() as url:
        target = CallbackTarget("cdr", url, timeout_seconds=0.02, retry_seconds=())
        tenant = Tenant(organization(cdr=target), now=NOW)
        for number in range(FAILURES_TO_OPEN):
            click2call(tenant, f"05012345{number:02}")
        tenant.advance(until="idle")
        assert tenant.deliveries.circuits()
        delivery = tenant.deliveries.redeliver(1)

    assert delivery is not None
    assert delivery.attempts[-1].verdict == "timeout"


def test_a_server_that_refuses_connections_is_asked_each_time():
    tenant = Tenant(organization(cdr=CallbackTarget("cdr", closed_port(), retry_seconds=(10.0,))), now=NOW)
    for number in range(10):
        click2call(tenant, f"05012345{number:02}")
    tenant.advance(until="idle")

    verdicts = [attempt.verdict for delivery in tenant.deliveries.all() for attempt in delivery.attempts]
    assert verdicts == ["unreachable"] * 40
