"""Deliveries outlive the process in a database, and a snapshot has them."""

from __future__ import annotations

import json
import logging
import threading
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from voicenter_mock.contracts.strategies import example
from voicenter_mock.mockserver.callbacks import history
from voicenter_mock.mockserver.callbacks.history import read_deliveries
from voicenter_mock.mockserver.callbacks.per_call_queue import IN_FLIGHT
from voicenter_mock.mockserver.serving.shutdown import drain
from voicenter_mock.mockserver.telephony.log.call_log import CallLog
from voicenter_mock.mockserver.telephony.model.directory import CallbackTarget
from voicenter_mock.mockserver.tenancy.tenants import Tenant

from .customer_servers import (
    ACKNOWLEDGED,
    NOW,
    PATIENCE_SECONDS,
    Got,
    click2call,
    closed_port,
    customer,
    eventually,
    organization,
)
from .processes import Process, needs_kill_9, statuses

pytestmark = pytest.mark.slow

CDR = CallbackTarget("cdr", closed_port(), retry_seconds=(60.0, 300.0))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "voicenter.db"


def kept_in(path: Path, target: CallbackTarget = CDR) -> Generator[Tenant, None, None]:
    tenant = Tenant(organization(cdr=target), now=NOW, log=CallLog(str(path), "demo"))
    yield tenant
    tenant.close()


kept = contextmanager(kept_in)


def test_what_is_pending_goes_on_where_it_was(path: Path):
    with kept(path) as first:
        click2call(first)
        while not first.deliveries.all():
            first.advance(seconds=1)
        first.advance(seconds=0)
        assert [len(delivery.attempts) for delivery in first.deliveries.all()] == [1, 1]
    with customer() as served, kept(path, CallbackTarget("cdr", served.url)) as second:
        second.advance(until="idle")

        assert [delivery.id for delivery in second.deliveries.all()] == [1, 2]
        verdicts = [[attempt.verdict for attempt in delivery.attempts] for delivery in second.deliveries.all()]
        assert verdicts == [["unreachable", "acknowledged"]] * 2
        assert len(served.got) == 2


@pytest.mark.parametrize("pushed", [True, False], ids=["an attempt", "a record"])
def test_time_goes_on_where_the_file_ends(path: Path, pushed: bool):
    """Whoever advances the clock beyond the document's present, or the wall's, finds no records from the future."""
    document = replace(organization(cdr=CDR if pushed else CallbackTarget("cdr", "")), now=NOW)
    first = Tenant(document, log=CallLog(str(path), "demo"))
    assert not first.continues_file
    click2call(first)
    first.advance(until="idle")
    last = first.deliveries.all()[-1].attempts[-1].at if pushed else first.exchange.log.all()[-1].ended
    first.advance(seconds=3600)
    first.close()
    assert last > NOW

    again = Tenant(document, log=CallLog(str(path), "demo"))
    assert (again.exchange.now, again.continues_file) == (last, True)
    again = again.fresh()
    assert (again.exchange.now, again.continues_file) == (NOW, False), "an emptied file decides nothing"
    again.close()
    earlier = Tenant(document, now=NOW - 60, log=CallLog(str(path), "demo"))
    assert (earlier.exchange.now, earlier.continues_file) == (NOW - 60, False), "who says when decides"
    fresh = earlier.fresh()
    assert fresh.exchange.now == NOW - 60
    fresh.close()


def test_what_is_settled_stays_settled_and_numbers_go_on(path: Path):
    with customer() as served, kept(path, CallbackTarget("cdr", served.url)) as first:
        click2call(first)
        first.advance(until="idle")
    with customer() as served, kept(path, CallbackTarget("cdr", served.url)) as second:
        click2call(second)
        second.advance(until="idle")

        assert len(served.got) == 2
        assert [(delivery.id, delivery.status) for delivery in second.deliveries.page(0, 10)] == [
            (number, "acknowledged") for number in (1, 2, 3, 4)
        ]
        assert second.deliveries.get(1) is not None
        assert [delivery.id for delivery in second.deliveries.page(2, 10, status="acknowledged", callback="cdr")] == [
            3,
            4,
        ]


def test_an_old_delivery_can_be_sent_again_from_the_database(path: Path):
    with kept(path) as first:
        click2call(first)
        first.advance(until="idle")
    with customer() as served, kept(path, CallbackTarget("cdr", served.url)) as second:
        delivery = second.deliveries.redeliver(1)

        assert delivery is not None
        assert delivery.attempts[-1].verdict == "acknowledged"
        assert len(served.got) == 1


def test_an_organization_that_begins_anew_keeps_no_delivery(path: Path):
    with kept(path) as tenant:
        click2call(tenant)
        tenant.advance(until="idle")
        fresh = tenant.fresh()
        fresh.require_written()
    assert (fresh.deliveries.page(0, 10), fresh.exchange.log.all()) == ([], [])
    fresh.close()
    assert statuses(path) == {}


def test_history_in_memory_is_bounded(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(history, "KEPT_SETTLED", 20)
    tenant = Tenant(organization(), now=NOW)
    tenant.deliveries.bind("cdr", list[Any]().append)
    target = CallbackTarget("cdr")
    for _ in range(30):
        tenant.deliveries.send_now("cdr", "cdr_notification", "x", example("cdr_notification.request"), target)

    assert [delivery.id for delivery in tenant.deliveries.all()] == list(range(11, 31))


def test_a_snapshot_brings_back_what_is_pending():
    tenant = Tenant(organization(cdr=CDR), now=NOW)
    click2call(tenant)
    while not tenant.deliveries.all():
        tenant.advance(seconds=1)
    with tenant.lock:
        data = json.loads(json.dumps(tenant.deliveries.export()))
    other = Tenant(organization(cdr=CDR), now=tenant.exchange.now)
    with other.lock:
        other.deliveries.restore(read_deliveries(data))
    pushed: list[dict[str, Any]] = []
    other.deliveries.bind("cdr", pushed.append)
    other.advance(until="idle")

    assert [delivery.payload for delivery in tenant.deliveries.all()] == pushed
    assert [delivery.status for delivery in other.deliveries.all()] == ["acknowledged"] * 2


def test_the_end_of_a_server_says_what_was_not_delivered(caplog: pytest.LogCaptureFixture):
    tenant = Tenant(organization(cdr=CDR), now=NOW)
    click2call(tenant)
    while not tenant.deliveries.all():
        tenant.advance(seconds=1)
    with caplog.at_level(logging.WARNING, "voicenter_mock"):
        drain([tenant])

    assert "organization demo: 2 callbacks still pending, lost now (serve --db FILE keeps them)" in caplog.text


@needs_kill_9
@pytest.mark.parametrize("calls", [60, pytest.param(500, marks=pytest.mark.thorough)])
def test_kill_9_in_the_middle_loses_none_and_repeats_only_what_was_under_way(calls: int, tmp_path: Path, path: Path):
    received: Counter[tuple[str, str]] = Counter()
    some, slow = threading.Event(), threading.Event()

    def answer(got: Got) -> tuple[int, str, bytes]:
        message = json.loads(got.body)
        received[message["ivruniqueid"], message["type"]] += 1
        if received.total() >= calls // 2:
            some.set()
        slow.wait(0.002)
        return ACKNOWLEDGED

    with customer(answer) as served:
        options = ("--db", str(path), "--clock", "20", "--cdr-url", served.url)
        first = Process(tmp_path, *options)
        try:
            for number in range(calls):
                target = f"05012{number:05}"
                first.get(f"/ForwardDialer/click2call.aspx?code=demo-code&phone=0555550017&target={target}&format=json")
            assert some.wait(PATIENCE_SECONDS)
        finally:
            first.kill()
        before = statuses(path)
        count = max(before)
        acknowledged = sum(status == "acknowledged" for status in before.values())
        assert set(before) == set(range(1, count + 1))
        assert set(before.values()) <= {"acknowledged", "pending"}
        assert acknowledged <= received.total() <= acknowledged + IN_FLIGHT

        second = Process(tmp_path, *options)
        try:
            assert eventually(lambda: all(delivery["status"] == "acknowledged" for delivery in second.deliveries()))
            after = second.deliveries()
            log = second.get("/_sandbox/organizations/demo/cdrs?limit=10000")["cdrs"]
        finally:
            second.kill()

    assert [delivery["id"] for delivery in after][:count] == list(range(1, count + 1))
    for delivery in after:
        assert sum(attempt["verdict"] == "acknowledged" for attempt in delivery["attempts"]) == 1
    assert {(record["ivruniqueid"], record["type"]) for record in log} <= set(received)
    assert sum(times > 1 for times in received.values()) <= IN_FLIGHT
