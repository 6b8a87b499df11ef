"""One organization at work, at its real pace: every call has its records, and every record its push."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from random import Random
from statistics import fmean
from typing import Any

import pytest

from voicenter_mock.mockserver.callbacks.circuits import FAILURES_TO_OPEN
from voicenter_mock.mockserver.callbacks.http_client import Answer
from voicenter_mock.mockserver.load.organization import Urls, numbers_to_call, organization_id, talk_time, with_staff
from voicenter_mock.mockserver.load.profile import CampaignStart, Outage, Profile
from voicenter_mock.mockserver.load.shift import HANGING_UP_SECONDS, NUMBERS_TOGETHER, Shift
from voicenter_mock.mockserver.load.tally import LATE_SECONDS, Tally
from voicenter_mock.mockserver.organizations import demo
from voicenter_mock.mockserver.serving.ticker import Ticker
from voicenter_mock.mockserver.telephony.control.operator import Operator
from voicenter_mock.mockserver.telephony.model.directory import CallbackTarget
from voicenter_mock.mockserver.tenancy.registry import Registry

CDR, POPUP, IVR, LAYER = (f"http://crm.test/{name}" for name in ("cdr", "popup", "ivr", "layer"))
BUSY = Profile(calls_per_hour=200 * 3600, talk_seconds=0.1)
ACCEPTS: Mapping[str, Any] = {CDR: {"err": 0}, POPUP: {"STATUS": "OK"}}


@dataclass
class Webhook:
    """A customer's server: what it was sent, and what it answers to each URL (a function, or always the same)."""

    answers: Mapping[str, Any] = field(default_factory=lambda: dict(ACCEPTS))
    got: list[tuple[str, dict[str, Any]]] = field(default_factory=list[tuple[str, dict[str, Any]]])
    refuses: Callable[[int], bool] = lambda number: False

    def exchange(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes, *, timeout: float, maximum: int,
        verify: bool = True,
    ) -> Answer:  # fmt: skip
        self.got.append((url, json.loads(body)))
        if self.refuses(len(self.got)):
            return Answer(500, "text/plain", b"oops")
        answer = self.answers[url]
        if isinstance(answer, Exception):
            raise answer
        return Answer(200, "application/json", json.dumps(answer).encode())

    def at(self, url: str) -> list[dict[str, Any]]:
        return [message for where, message in self.got if where == url]


@dataclass
class Run:
    webhook: Webhook
    profile: Profile = BUSY
    urls: Mapping[Any, str] = field(default_factory=lambda: {"cdr": CDR, "popup": POPUP})
    tally: Tally = field(default_factory=Tally)
    rows: Counter[tuple[str, str, bool]] = field(default_factory=Counter[tuple[str, str, bool]])

    def report(self, callback: str, phase: str, milliseconds: float, length: int, why: str) -> None:
        self.rows[callback, phase, bool(why)] += 1

    def shift(self, registry: Registry, user: int = 0) -> Shift:
        directory = with_staff(
            demo(), organization_id(0, user), self.urls, calls_per_hour=600, talk_seconds=self.profile.talk_seconds
        )
        return Shift(
            registry, directory, self.profile, self.urls, seed=1, share=1.0, http=self.webhook.exchange,
            tally=self.tally, report=self.report,
        )  # fmt: skip

    def work(self, registry: Registry, *, calls: int, user: int = 0, seconds: float = 20, wait: bool = True) -> Shift:
        """A shift of so many calls, to its end."""
        shift = self.shift(registry, user)
        shift.begin()
        placed, pause, end = 0, threading.Event(), time.monotonic() + seconds
        while placed < calls and time.monotonic() < end:
            pause.wait(shift.wait(0.05))
            placed += shift.place(calls - placed)
        while wait and not shift.idle() and time.monotonic() < end:
            pause.wait(0.02)
        shift.end(5)
        return shift


@pytest.fixture
def registry() -> Iterator[Registry]:
    registry = Registry()
    ticker = Ticker(registry)
    ticker.start()
    yield registry
    ticker.stop()


def test_every_call_has_its_records_and_every_record_is_pushed_once(registry: Registry):
    run = Run(Webhook())
    run.work(registry, calls=30, wait=False)

    pushed = Counter((cdr["ivruniqueid"], cdr["type"]) for cdr in run.webhook.at(CDR))
    assert set(pushed.values()) == {1}
    assert len({call for call, _ in pushed}) == run.tally.calls == 30
    assert sum(pushed.values()) == run.tally.records == run.rows["cdr", "push", False]
    assert (run.tally.lost, run.tally.unfinished, run.tally.retries) == (0, 0, 0)


def test_what_was_refused_is_counted_with_its_reason_and_what_was_to_come_again_as_unfinished(registry: Registry):
    run = Run(Webhook(refuses=lambda number: number == 3), urls={"cdr": CDR})
    run.work(registry, calls=10, wait=False)

    assert run.rows["cdr", "push", True] == 1
    assert dict(run.tally.reasons) == {"cdr: http_error: HTTP 500: oops": 1}
    assert run.tally.unfinished == 1


def test_no_call_id_comes_twice_in_the_organizations_of_a_run(registry: Registry):
    run = Run(Webhook(), urls={"cdr": CDR})
    for user in (0, 1):
        run.work(registry, calls=15, user=user, wait=False)
    assert len({cdr["ivruniqueid"] for cdr in run.webhook.at(CDR)}) == 30


def test_decisions_that_come_too_late_are_told_with_what_callers_came_to_then(registry: Registry):
    run = Run(
        Webhook({IVR: TimeoutError(), CDR: {"err": 0}}), Profile(calls_per_hour=100 * 3600, talk_seconds=0.1),
        {"cdr": CDR, "external_ivr": IVR},
    )  # fmt: skip
    run.work(registry, calls=24, seconds=4)
    late = run.rows["external_ivr", "get_ivr_action", True]
    assert late > FAILURES_TO_OPEN  # a server that is slow is waited for all the same
    assert run.tally.too_late["external_ivr"] == late
    assert dict(run.tally.heard) == {"external_ivr: The caller came to layer 1 (Main menu).": late}


def test_an_outage_reaches_nobody_and_its_pushes_are_to_come_again(registry: Registry):
    run = Run(Webhook(), Profile(calls_per_hour=200 * 3600, talk_seconds=0.1, outages=(Outage(0, 60),)), {"cdr": CDR})
    run.work(registry, calls=5, wait=False)
    assert run.webhook.got == []
    assert run.tally.unfinished == run.tally.records >= 5


@pytest.fixture
def hanging_up_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voicenter_mock.mockserver.load.shift.HANGING_UP_SECONDS", 0)


@pytest.mark.usefixtures("hanging_up_at_once")
def test_a_campaign_begins_when_the_profile_says(registry: Registry):
    profile = Profile(calls_per_hour=0, talk_seconds=0.1, campaigns=(CampaignStart(0, 3),))
    run = Run(Webhook(), profile, {"cdr": CDR})
    run.work(registry, calls=1, seconds=3, wait=False)
    assert run.tally.records > 0
    assert run.tally.dialled == len({cdr["ivruniqueid"] for cdr in run.webhook.at(CDR)}) > 0
    assert run.tally.calls == 0


@pytest.mark.usefixtures("hanging_up_at_once")
def test_a_campaign_s_numbers_come_in_parts_and_callers_between_them(registry: Registry):
    """A list of a million would hold everybody up for seconds."""
    calls = 3 * NUMBERS_TOGETHER
    profile = Profile(calls_per_hour=0, talk_seconds=60, campaigns=(CampaignStart(0, calls),))
    run = Run(Webhook(), profile, {"cdr": CDR})
    shift = run.shift(registry)
    shift.begin()
    lengths: list[int] = []
    while shift.wait() == 0:
        shift.place()
        with registry.get("load-0-0").use() as exchange:
            lengths.append(sum(len(state.pending) for state in exchange.campaigns.values()) + len(exchange.calls))
    assert lengths == [NUMBERS_TOGETHER, 2 * NUMBERS_TOGETHER, calls]
    shift.end(5)


def test_a_slow_webhook_does_not_stop_the_clock(registry: Registry):
    """Its own messages wait; callers come although it has answered none."""
    asked, placed = threading.Event(), threading.Event()
    in_time: list[bool] = []

    def slow(*arguments: Any, **limits: Any) -> Answer:
        asked.set()
        in_time.append(placed.wait(20))
        return Answer(200, "application/json", b'{"err": 0}')

    webhook = Webhook()
    webhook.exchange = slow  # type: ignore[method-assign]
    run = Run(webhook, Profile(calls_per_hour=100 * 3600, talk_seconds=0.1), {"popup": POPUP})
    shift = run.shift(registry)
    shift.begin()
    pause = threading.Event()
    while run.tally.calls < 50 or not asked.is_set():
        pause.wait(shift.wait(0.05))
        shift.place()
    placed.set()
    shift.end(5)
    assert in_time
    assert all(in_time)


def test_callers_hang_up_one_after_the_other_at_the_pace_they_came_when_the_run_is_over(registry: Registry):
    run = Run(Webhook(), Profile(calls_per_hour=20 * 3600, talk_seconds=3600), {"cdr": CDR})
    shift = run.shift(registry)
    pauses: list[float] = []
    tenant = registry.get("load-0-0")
    with tenant.use() as exchange:
        for _ in range(6):
            Operator(exchange).incoming_call(talk_seconds=3600)

    def pause(seconds: float) -> None:
        with tenant.use() as exchange:
            pauses.append(seconds)
            assert len(exchange.calls) == 6 - len(pauses)

    shift.pause = pause
    shift.end(5)
    assert pauses == [1 / 20] * 6
    assert run.tally.records == 6


def test_many_callers_hang_up_faster_than_they_came(registry: Registry):
    run = Run(Webhook(), Profile(calls_per_hour=1, talk_seconds=3600), {"cdr": CDR})
    shift = run.shift(registry)
    with registry.get("load-0-0").use() as exchange:
        for _ in range(40):
            Operator(exchange).incoming_call(talk_seconds=3600)
    pauses: list[float] = []
    shift.pause = pauses.append
    shift.end(5)
    assert sum(pauses) == pytest.approx(HANGING_UP_SECONDS)


def test_a_campaign_dials_nobody_while_callers_hang_up(registry: Registry):
    profile = Profile(calls_per_hour=0, talk_seconds=3600, campaigns=(CampaignStart(0, 50),))
    run = Run(Webhook(), profile, {"cdr": CDR})
    shift = run.shift(registry)
    shift.begin()
    shift.place()
    tenant = registry.get("load-0-0")
    with tenant.use() as exchange:
        up = len(exchange.calls)
    still_up: list[int] = []

    def pause(seconds: float) -> None:
        with tenant.use() as exchange:
            still_up.append(len(exchange.calls))

    shift.pause = pause
    shift.end(5)
    assert 0 < up < 50
    assert still_up == sorted(still_up, reverse=True)
    assert run.tally.dialled == up


def test_simulated_time_that_is_behind_is_noticed_where_nobody_calls(registry: Registry):
    """As in a campaign."""
    run = Run(Webhook(), Profile(calls_per_hour=0))
    shift = run.shift(registry)
    tenant = registry.get("load-0-0")
    with tenant.use() as exchange:
        Operator(exchange).incoming_call()
    with tenant.lock:  # whoever holds it keeps the exchange from going on
        tenant.clock.anchor(exchange.now + 1000)
        shift.place()
    shift.end(1)
    assert run.tally.lag_seconds > LATE_SECONDS
    assert run.tally.late == 0


def test_callers_come_only_to_what_the_run_can_answer():
    directory = with_staff(demo(), "load-0-0", {"cdr": CDR}, calls_per_hour=100, talk_seconds=60)
    assert numbers_to_call(directory, {"cdr": CDR}) == ["0722776773"]
    assert "0722776775" in numbers_to_call(directory, {"external_layer": LAYER})


def test_a_conversation_has_the_mean_that_is_said():
    random = Random(3)
    for mean in (0.5, 1.0, 120.0):
        assert fmean(talk_time(random, mean) for _ in range(4_000)) == pytest.approx(mean, rel=0.05)


def test_limits_and_certificates_are_as_the_run_says_and_else_as_the_document_does():
    given = replace(demo(), callbacks={"cdr": CallbackTarget("cdr", timeout_seconds=7)})
    urls: Urls = {"cdr": CDR, "external_layer": LAYER}
    directory = with_staff(
        given, "load-0-0", urls, calls_per_hour=100, talk_seconds=60, timeouts={"external_layer": 3}, insecure=True
    )
    assert {name: target.timeout_seconds for name, target in directory.callbacks.items()} == {
        "cdr": 7,
        "external_layer": 3,
    }
    assert not any(target.verify for target in directory.callbacks.values())


def test_so_many_agents_as_the_run_says():
    directory = with_staff(demo(), "load-0-0", {}, calls_per_hour=0, talk_seconds=60, agents=7)
    assert len(next(iter(directory.queues.values())).members) == 7
    assert {len(campaign.members) for campaign in directory.campaigns.values()} == {0, 7}


def test_agents_who_wrap_up_are_more():
    queue = next(iter(demo().queues.values()))
    wrapping_up = replace(demo(), queues={queue.id: replace(queue, wrap_up_seconds=60)})
    few, many = (
        with_staff(template, "load-0-0", {}, calls_per_hour=1_000, talk_seconds=60)
        for template in (demo(), wrapping_up)
    )
    assert len(few.queues[queue.id].members) + 15 < len(many.queues[queue.id].members)


def test_the_staff_is_what_the_calls_need():
    few = with_staff(demo(), "load-0-0", {}, calls_per_hour=100, talk_seconds=60)
    many = with_staff(demo(), "load-0-1", {}, calls_per_hour=10_000, talk_seconds=60)
    assert len(next(iter(few.queues.values())).members) < 10 < 170 < len(next(iter(many.queues.values())).members)
    assert {target.url for target in few.callbacks.values()} == {""}
