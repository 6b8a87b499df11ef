"""One organization at work: callers come at their real second, and what they cause is pushed as it happens.

Knows nothing of Locust: whoever runs it says how messages travel and listens to the attempts.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from random import Random

from ..callbacks.delivery import Attempt, Delivery
from ..callbacks.http_client import Answer, Unreachable
from ..callbacks.sending import HttpExchange
from ..callbacks.verdicts import ASKING
from ..telephony.control.operator import Operator
from ..telephony.core.exchange import Exchange
from ..telephony.dialer import campaigns
from ..telephony.model.directory import CallbackName, Directory
from ..telephony.model.events import CallEnded, CdrEvent, Event
from ..telephony.model.pending_call import PendingCall
from ..telephony.model.story import Story
from ..telephony.routing.story import CustomerDidNotAnswer, FallbackTaken
from ..tenancy.registry import Registry
from .organization import Urls, numbers_to_call, outside_number, talk_time
from .profile import HOUR, Profile
from .tally import Tally, phase

HANGING_UP_SECONDS = 10.0
"""In so long all callers have hung up when the run is over."""
IN_FLIGHT = 500
"""Attempts under way at once for one organization: a slow webhook holds up its own calls, not the others'."""
NUMBERS_TOGETHER = 100
"""A campaign gets its numbers in parts, between which others have their turn."""
GONE = "They had hung up."
Report = Callable[[str, str, float, int, str], object]
"""Callback, phase, milliseconds, bytes of the answer, and why it is a failure (empty when it is none)."""


class Shift:
    """``begin``, ``place`` whenever ``wait`` is over, ``end``. Seconds are real, and since ``begin``."""

    def __init__(
        self, registry: Registry, directory: Directory, profile: Profile, urls: Urls, *, seed: int, share: float,
        http: HttpExchange, tally: Tally, report: Report,
    ) -> None:  # fmt: skip
        self._registry = registry
        self._directory = directory
        self._profile = profile
        self._share = share
        self._random = Random(f"{seed}\0{directory.id}")
        self._strangers = Random(f"{seed}\0{directory.id}\0campaigns")
        self._to_dial = 0
        """Numbers of campaigns that have begun."""
        self._numbers = numbers_to_call(directory, urls)
        self._http = http
        self._tally = tally
        self._report = report
        self._tenant = registry.add(directory, clock="realtime", seed=self._random.getrandbits(31))
        self._tenant.exchange.subscribers.append(self._count)
        deliveries = self._tenant.deliveries
        deliveries.attempts.http = self._through
        deliveries.allow_in_flight(IN_FLIGHT)
        deliveries.always_attempt()
        deliveries.attempts.watchers.append(self._count_attempt)
        self.pause: Callable[[float], object] = time.sleep
        self._began = 0.0
        self.lag_seconds = 0.0
        """How far the simulation was behind when it was looked at last."""
        self._arrivals: Iterator[float] = iter(())
        self._next = float("inf")
        self._campaigns = sorted(profile.campaigns, key=lambda start: start.at)
        self._waited_in_vain: dict[str, list[tuple[CallbackName, int]]] = {}
        """By call id which decisions were too late, and how much had happened in the call until then."""

    def begin(self) -> None:
        self._began = time.monotonic()
        self._arrivals = self._profile.call_times(self._random, self._share)
        self._next = next(self._arrivals, float("inf"))

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self._began

    def wait(self, longest: float = 60.0) -> float:
        """Seconds until somebody calls or a campaign begins, at most ``longest``."""
        due = 0.0 if self._to_dial else min(self._next, self._campaigns[0].at if self._campaigns else float("inf"))
        return min(longest, max(0.0, due - self.elapsed))

    def place(self, most: int = 1 << 30) -> int:
        """Places the calls that are due, so many at most, and starts campaigns. Returns how many calls."""
        placed = 0
        self.lag_seconds = self._behind()
        self._tally.behind(self.lag_seconds)
        while self._next <= self.elapsed and placed < most:
            self.lag_seconds = max(self.elapsed - self._next, self._behind())
            self._tally.arrival(self.lag_seconds)
            with self._tenant.use() as exchange:
                self._call(exchange)
            placed += 1
            self._next = next(self._arrivals, float("inf"))
        while self._campaigns and self._campaigns[0].at <= self.elapsed:
            self._to_dial += max(1, round(self._campaigns.pop(0).calls * self._share))
        if self._to_dial:
            self._dial(min(self._to_dial, NUMBERS_TOGETHER))
        return placed

    def end(self, seconds: float) -> None:
        """Ends what is up, and waits for what is on its way, so long at most."""
        self._hang_up()
        deadline = time.monotonic() + seconds
        deliveries = self._tenant.deliveries
        while time.monotonic() < deadline:
            with self._tenant.use():
                pass
            if not deliveries.drain(max(0.0, deadline - time.monotonic())):
                break
        self._tally.unfinished += len(deliveries.pending())
        if self._registry.has(self._tenant):
            self._registry.delete(self._tenant.id)

    def idle(self) -> bool:
        """Whether no call is up and every message has been tried once: the rest of a retry schedule takes hours."""
        with self._tenant.use() as exchange:
            pending = self._tenant.deliveries.pending()
            return not exchange.calls and all(one.attempts and not one.in_flight for one in pending)

    # ---- what happens ----------------------------------------------------------------------------------

    def _hang_up(self) -> None:
        """Callers hang up one after the other, as fast as they came, or faster where it would take too long: all at
        once would be what no webhook ever sees.
        """
        with self._tenant.use() as exchange:
            for state in exchange.campaigns.values():
                if state.status == "Enabled":
                    campaigns.set_status(exchange, state, "Disabled")
            up = tuple(exchange.calls)
        pace = self._profile.pace(self.elapsed) * self._share / HOUR
        gap = min(HANGING_UP_SECONDS / max(1, len(up)), 1 / pace if pace else HANGING_UP_SECONDS)
        for call in up:
            with self._tenant.use() as exchange:
                if call not in exchange.calls:
                    continue
                Operator(exchange).hang_up(call)
            self.pause(gap)

    def _behind(self) -> float:
        """Seconds by which the simulation is late for what it should have done already."""
        exchange = self._tenant.exchange
        due = exchange.scheduler.next_time()
        return 0.0 if due is None else max(0.0, self._tenant.clock.reach(exchange.now) - due)

    def _call(self, exchange: Exchange) -> None:
        random = self._random
        self._tally.calls += 1
        Operator(exchange).incoming_call(
            outside_number(random),
            random.choice(self._numbers),
            digits=(str(random.choice((1, 1, 1, 2))),),
            talk_seconds=talk_time(random, self._profile.talk_seconds),
        )

    def _dial(self, numbers: int) -> None:
        """Gives the campaign so many more of its numbers."""
        self._to_dial -= numbers
        with self._tenant.use() as exchange:
            campaign = next(iter(self._directory.campaigns), None)
            if campaign is None:
                return
            state = campaigns.find(exchange, campaign)
            for _ in range(min(numbers, campaigns.room(state))):
                campaigns.add(exchange, state, PendingCall(f"972{outside_number(self._strangers)[1:]}"))
            campaigns.set_status(exchange, state, "Enabled")

    def _count(self, event: Event) -> None:
        if isinstance(event, CdrEvent):
            self._tally.records += 1
        elif isinstance(event, CallEnded) and (call := self._tenant.exchange.call(event.call_id)) is not None:
            self._tally.dialled += bool(call.campaign)
            for callback, before in self._waited_in_vain.pop(call.id, ()):
                self._tally.heard[f"{callback}: {_fallback_sentence(call.story, before)}"] += 1

    def _count_attempt(self, delivery: Delivery, attempt: Attempt) -> None:
        why = self._tally.attempt(delivery, attempt)
        if attempt.verdict == "timeout" and delivery.contract in ASKING:
            call = self._tenant.exchange.call(delivery.call_id)
            if call is not None and not call.ended_at:
                self._waited_in_vain.setdefault(call.id, []).append((delivery.callback, len(call.story)))
            else:
                self._tally.heard[f"{delivery.callback}: {GONE}"] += 1
        self._report(delivery.callback, phase(delivery), attempt.milliseconds, len(attempt.response), why)

    def _through(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes, *, timeout: float, maximum: int,
        verify: bool = True,
    ) -> Answer:  # fmt: skip
        if self._profile.is_out(self.elapsed):
            raise Unreachable("the profile's outage")
        return self._http(method, url, headers, body, timeout=timeout, maximum=maximum, verify=verify)


def _fallback_sentence(story: Story, before: int) -> str:
    """What a caller came to after a decision that was too late, ``before`` being what had happened until then."""
    for entry in Story(story[before:]).entries():
        if not isinstance(entry, (CustomerDidNotAnswer, FallbackTaken)):
            return entry.sentence()
    return GONE
