"""Locust's users that are whole organizations. Everything that is sent and judged shows in Locust's own statistics."""

from __future__ import annotations

import itertools
import logging
import time
from collections.abc import Callable, Iterator
from math import ceil
from pathlib import Path
from typing import Any, ClassVar, cast

import gevent
from locust import FastHttpUser, events, task
from locust.env import Environment
from locust.exception import StopUser
from locust.runners import MasterRunner, WorkerRunner

from ...contracts.callback_names import CALLBACK_NAMES
from ...contracts.json_values import is_object
from ..callbacks import pool
from ..callbacks.sending import MAXIMUM_ANSWER
from ..organizations import demo, load, read
from ..serving.garbage_collection import GarbageCollection
from ..serving.ticker import Ticker
from ..telephony.model.directory import Directory
from ..tenancy.registry import Registry
from ..wire.console import log as console
from .messages import Supply
from .organization import NO_TIMEOUTS, Timeouts, Urls, organization_id, with_staff
from .profile import CampaignStart, Profile
from .rehearsal import rehearse
from .shift import IN_FLIGHT, Shift
from .tally import LATE_SECONDS, Tally
from .transport import Transport

log = logging.getLogger("voicenter_mock.load")
log.setLevel(logging.WARNING)
MEMBER = "voicenter_mock"
"""Under what name a worker's tally travels to the master in Locust's own reports."""
COLLECTION_SECONDS, SPARE_BLOCKS = 0.25, 2_000_000
"""Python's collector stops every caller: what is made in a quarter of a second it looks through in some 5 ms, and all
that a worker keeps in some 300. That is bounded and has no rings, so the latter is for what went wrong.
"""
MESSAGES_UNDER_WAY = 10 * IN_FLIGHT
"""At once in one process, whatever number of organizations it has."""
CALLS_TOGETHER = 5
"""Calls that are placed in one go; then what they caused goes out, also where more are due already."""
WARN_AGAIN_SECONDS = 10.0
LOOKS_SECONDS = 0.1
"""How often a user looks whether simulated time keeps its pace, and once all calls are placed whether they are over."""
DRAIN_SECONDS = 20.0
"""How long a user that is stopped waits for what is on its way."""


class CallbackFailed(Exception):
    """An attempt that was not accepted; its text is the reason, the same for all that failed for it."""

    def __repr__(self) -> str:
        return str(self)

    __hash__ = Exception.__hash__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CallbackFailed) and str(other) == str(self)


class _Worker:
    """What the organizations of one process share: their registry and ticker, connections, and the tally."""

    def __init__(self) -> None:
        self.registry = Registry()
        self.ticker = Ticker(self.registry)
        self.collection = GarbageCollection(interval_seconds=COLLECTION_SECONDS, spare_blocks=SPARE_BLOCKS, alone=True)
        self.transport = Transport()
        self.tally = Tally()
        self.at_work = 0
        """Organizations that have begun and not ended."""
        self.numbers: Iterator[int] = itertools.count()
        self._warned_at = float("-inf")
        self.supplies: dict[type[Receiver], Supply] = {}
        self._begun = False

    def prepare(self, kind: type[CallCenter]) -> None:
        """Before organizations of a kind are at work, in the process that they work in: Locust forks after this is
        imported. From here on they import nothing, and nothing that lasts is looked through by the collector.
        """
        if not self._begun:
            self._begun = True
            console.setLevel(logging.ERROR)  # Locust's statistics have every attempt
            for messages in (pool.delivering(), pool.asking()):
                messages.limit = MESSAGES_UNDER_WAY
                messages.start = gevent.spawn  # a thread's start waits for its first step, with the lock held
            self.collection.start()
            self.ticker.start()
        urls = kind.urls()
        directory = kind.with_staff("rehearsal", calls_per_hour=60, talk_seconds=1)
        rehearse(directory, urls)
        for name, url in urls.items():
            self.transport.prepare(url, verify=directory.callbacks[name].verify)
        self.collection.step()

    def warn_of_delay(self, seconds: float) -> None:
        """Says when simulated time is too far behind, and not all the time."""
        now = time.monotonic()
        if seconds > LATE_SECONDS and now - self._warned_at > WARN_AGAIN_SECONDS:
            self._warned_at = now
            log.warning("simulated time is %.0f ms behind: this worker has too much to do", seconds * 1000)


WORKER = _Worker()
"""This process's."""
TOTAL = Tally()
"""Of all workers, where the run is led."""
AT_WORK: dict[str, int] = {}
"""How many organizations of each worker are at work as far as is known, where the run is led."""


def listener(event: Any) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Registers a function as one that Locust calls at an event."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        event.add_listener(function)
        return function

    return register


def index_of(environment: Environment) -> int:
    """Which worker this is: 0 where there are no others."""
    runner = environment.runner
    return cast("Any", runner).worker_index if isinstance(runner, WorkerRunner) else 0


@listener(events.init)
def _prepare(environment: Environment, **_: Any) -> None:
    """Before Locust is ready, so that it takes nothing of the run's time."""
    if not isinstance(environment.runner, MasterRunner):
        for kind in environment.user_classes:
            if issubclass(kind, CallCenter):
                WORKER.prepare(kind)


@listener(events.report_to_master)
def _report(client_id: str, data: dict[str, Any]) -> None:
    data[MEMBER] = {"at_work": WORKER.at_work, "tally": WORKER.tally.take()}


@listener(events.worker_report)
def _take(client_id: str, data: dict[str, Any]) -> None:
    if is_object(counted := data.get(MEMBER)):
        AT_WORK[client_id] = int(counted["at_work"])
        TOTAL.add(counted["tally"])


def total(environment: Environment) -> Tally:
    """What all have counted so far, where the run is led."""
    if not isinstance(environment.runner, MasterRunner):
        TOTAL.add(WORKER.tally.take())
    return TOTAL


class _Organization(FastHttpUser):
    """What the kinds of users have in common. The attributes are set in a locustfile, by a subclass."""

    abstract = True
    host = "http://127.0.0.1"
    cdr_url: ClassVar[str] = ""
    popup_url: ClassVar[str] = ""
    external_ivr_url: ClassVar[str] = ""
    external_layer_url: ClassVar[str] = ""
    voicebot_url: ClassVar[str] = ""
    timeouts: ClassVar[Timeouts] = NO_TIMEOUTS
    """After how many seconds an answer is too late, by callback; others as the organization's document says."""
    organization: ClassVar[str] = ""
    """A document of your own; empty: the demo organization, with as many agents as the calls need."""
    seed: ClassVar[int] = 0
    insecure = False
    """Whether any TLS certificate is taken."""

    @classmethod
    def urls(cls) -> Urls:
        return {name: url for name in CALLBACK_NAMES if (url := getattr(cls, f"{name}_url"))}

    @classmethod
    def with_staff(cls, name: str, *, calls_per_hour: float, talk_seconds: float, agents: int = 0) -> Directory:
        """An organization of this kind."""
        template = read(load(Path(cls.organization))) if cls.organization else demo()
        return with_staff(
            template, name, cls.urls(), calls_per_hour=calls_per_hour, talk_seconds=talk_seconds, agents=agents,
            timeouts=cls.timeouts, insecure=cls.insecure,
        )  # fmt: skip

    def own_id(self) -> str:
        """The id of this user's own organization."""
        return organization_id(index_of(cast("Environment", self.environment)), next(WORKER.numbers))

    def fire(self, callback: str, phase: str, milliseconds: float, length: int, why: str) -> None:
        """One row of Locust's statistics gets one more attempt."""
        environment: Any = self.environment
        environment.events.request.fire(
            request_type=callback, name=phase, response_time=milliseconds, response_length=length,
            exception=CallbackFailed(why) if why else None, context={},
        )  # fmt: skip


class CallCenter(_Organization):
    """Incoming calls with queues, agents, pop-ups, External IVR and Layer, VoiceBot and CDRs, at their real pace.

    ``profile`` says how many calls come and what else happens that day; each of ``users`` has its share.
    """

    abstract = True
    profile: ClassVar[Profile] = Profile()
    users: ClassVar[int] = 1
    calls: ClassVar[int] = 0
    """The user stops after so many of its own calls, once they are over; 0: when the run ends."""
    begun = False

    def day(self) -> Profile:
        """What happens while this user works."""
        return self.profile

    def on_start(self) -> None:
        here, day = WORKER, self.day()
        here.at_work += 1
        share = 1 / self.users
        directory = self.with_staff(
            self.own_id(), calls_per_hour=day.busiest * share, talk_seconds=day.talk_seconds,
            agents=ceil(day.agents * share),
        )  # fmt: skip
        self.shift = Shift(
            here.registry, directory, day, self.urls(), seed=self.seed, share=share,
            http=here.transport.exchange, tally=here.tally, report=self.fire,
        )  # fmt: skip
        here.collection.step()
        self.placed = 0
        self.begun = True
        self.shift.begin()

    @property
    def all_placed(self) -> bool:
        return 0 < self.calls <= self.placed

    def wait_time(self) -> float:
        return LOOKS_SECONDS if self.all_placed else self.shift.wait(LOOKS_SECONDS)

    @task
    def work(self) -> None:
        """Places what is due. When all its calls are made, the user waits for their ends and stops."""
        here = WORKER
        left = self.calls - self.placed if self.calls else CALLS_TOGETHER
        self.placed += self.shift.place(min(left, CALLS_TOGETHER))
        here.warn_of_delay(self.shift.lag_seconds)
        if self.all_placed and self.shift.idle():
            raise StopUser

    def on_stop(self) -> None:
        if self.begun:
            self.shift.end(DRAIN_SECONDS)
        WORKER.at_work -= 1


class Campaign(CallCenter):
    """A dialer campaign: so many ``numbers``, dialled as fast as so many ``agents`` allow; each of ``users`` has its
    share of both.
    """

    abstract = True
    numbers: ClassVar[int] = 1_000
    agents: ClassVar[int] = 20

    def day(self) -> Profile:
        """The profile's own campaigns, where it has some."""
        if self.profile.campaigns:
            return self.profile
        start = CampaignStart(0, self.numbers)
        return Profile(calls_per_hour=0, talk_seconds=self.profile.talk_seconds, agents=self.agents, campaigns=(start,))


class Receiver(_Organization):
    """CDRs alone, one after the other as fast as the webhook takes them: what it can bear.

    A worker simulates ``prepare`` of them before its first user begins, and more when those are sent. All its users
    of this class share them.
    """

    abstract = True
    prepare: ClassVar[int] = 5_000

    def on_start(self) -> None:
        supplies = WORKER.supplies
        if type(self) not in supplies:
            supply = supplies[type(self)] = self._supply()
            while supply.ready < self.prepare:
                supply.simulate()
        self.supply = supplies[type(self)]

    def _supply(self) -> Supply:
        directory = self.with_staff(self.own_id(), calls_per_hour=600, talk_seconds=60)
        if "cdr" not in self.urls():
            raise ValueError(f"{type(self).__name__}.cdr_url is empty: say where CDRs are pushed")
        return Supply(directory, seed=self.seed)

    @task
    def push(self) -> None:
        here = WORKER
        milliseconds, length, why = self.supply.take().send(here.transport.exchange, maximum=MAXIMUM_ANSWER)
        here.tally.push(why)
        self.fire("cdr", "push", milliseconds, length, why)
