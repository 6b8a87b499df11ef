"""A campaign to which anything happens at any moment, and what must hold throughout."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from voicenter_mock.mockserver.telephony.core import blacklist
from voicenter_mock.mockserver.telephony.core.refusals import CannotBeDone, Refused
from voicenter_mock.mockserver.telephony.dialer import campaigns
from voicenter_mock.mockserver.telephony.model.events import DialerEvent
from voicenter_mock.mockserver.telephony.model.outcomes import Expectation, Outcome
from voicenter_mock.mockserver.telephony.model.pending_call import PendingCall
from voicenter_mock.mockserver.telephony.presence import availability

from .call_centre import QUEUE, START, CallCentre, phone

NUMBERS = st.integers(1, 12)
OUTCOMES = st.sampled_from(
    [
        Outcome("answer", 5, 30),
        Outcome("answer", 0, 3),
        Outcome("busy"),
        Outcome("no_answer"),
        Outcome("reject", 2),
        Outcome("unallocated"),
    ]
)
RETRIES = [
    {"status": "BUSY", "delay_seconds": 40, "maximum": 2},
    {"status": "NOANSWER", "delay_seconds": 0, "maximum": 1},
    {"status": "ABANDONE", "delay_seconds": 15, "maximum": 1},
]
LIKELY = {"busy": 0.2, "reject": 0.1, "answer": 0.6}


class CampaignMachine(RuleBasedStateMachine):
    """``most`` is what its setting may have been since the oldest call that is up: a lower one lets calls end."""

    @initialize(
        kind=st.sampled_from(["agents", "ivr"]),
        agents=st.integers(1, 4),
        coefficient=st.sampled_from([0.5, 1, 2, 3]),
        limit=st.integers(0, 2),
        most=st.integers(1, 6),
        wrap_up=st.sampled_from([0, 7]),
        duplicates=st.booleans(),
        strategy=st.sampled_from(["longest_idle", "ring_all"]),
        seed=st.integers(0, 5),
    )
    def open(
        self, kind: str, agents: int, coefficient: float, limit: int, most: int, wrap_up: float, duplicates: bool, strategy: str,
        seed: int,
    ) -> None:  # fmt: skip
        self.centre = CallCentre(
            kind, agents, queue={"strategy": strategy, "ring_seconds": 6}, behaviour={"outside": LIKELY, "agents": {**LIKELY, "answer": 0.7}},
            document={"seed": seed}, coefficient=coefficient, queue_maximum_callers=limit, max_calls=most, wrap_up_seconds=wrap_up,
            retries=RETRIES, maximum_attempts=4, allow_duplicates=duplicates, dial_seconds=12,
        )  # fmt: skip
        self.kind = kind
        self.most = most
        self.seen = 0
        self.not_before: dict[str, float] = {}

    def _call(self, number: int, priority: int, later: float, ignore: bool) -> PendingCall:
        time = self.centre.exchange.now + later if later else 0
        return PendingCall(phone(number), priority, time, ignore_blacklist=ignore)

    @rule(number=NUMBERS, priority=st.integers(-1, 2), later=st.sampled_from([0, 0, 0, 33, 500]), ignore=st.booleans())
    def add(self, number: int, priority: int, later: float, ignore: bool) -> None:
        campaigns.add(self.centre.exchange, self.centre.state, self._call(number, priority, later, ignore))

    @rule(number=NUMBERS, priority=st.integers(-1, 2), later=st.sampled_from([0, 60]))
    def update(self, number: int, priority: int, later: float) -> None:
        campaigns.update(self.centre.exchange, self.centre.state, self._call(number, priority, later, False))

    @rule(number=NUMBERS)
    def remove(self, number: int) -> None:
        try:
            campaigns.remove(self.centre.exchange, self.centre.state, phone(number))
        except Refused:
            assert not any(call.target == phone(number) for call in self.centre.dialer.live.values())

    @rule()
    def clear(self) -> None:
        campaigns.clear(self.centre.exchange, self.centre.state)

    @rule()
    def stop(self) -> None:
        self.centre.stop()

    @rule()
    def start(self) -> None:
        self.centre.start()

    @rule(agent=st.integers(0, 3), status=st.sampled_from([1, 1, 2, 3]))
    def set_agent(self, agent: int, status: int) -> None:
        self.centre.set_agent(agent % len(self.centre.sips), status)

    @rule(agent=st.integers(0, 3), device=st.sampled_from(["online", "online", "offline"]))
    def set_device(self, agent: int, device: str) -> None:
        availability.set_device(self.centre.exchange, self.centre.sips[agent % len(self.centre.sips)], device)

    @rule(number=NUMBERS, listed=st.booleans())
    def blacklist(self, number: int, listed: bool) -> None:
        (blacklist.add if listed else blacklist.remove)(self.centre.exchange, phone(number))

    @rule(number=NUMBERS, outcome=OUTCOMES)
    def expect(self, number: int, outcome: Outcome) -> None:
        self.centre.exchange.expectations.append(Expectation(phone(number), outcome))

    @rule(coefficient=st.sampled_from([0, 0.5, 1, 2]), limit=st.integers(0, 2))
    def change_strategy(self, coefficient: float, limit: int) -> None:
        centre = self.centre
        if limit >= centre.state.queue_maximum_callers:  # those who wait already are not turned away
            campaigns.set_strategy(
                centre.exchange, centre.state, queue=QUEUE, maximum_callers=limit, coefficient=coefficient
            )

    @rule(most=st.integers(1, 6))
    def edit_document(self, most: int) -> None:
        self.most = max(self.most, most)
        self.centre.edit(max_calls=most, wrap_up_seconds=most)

    @rule()
    def restore(self) -> None:
        self.centre.restore()
        self.seen = 0

    @rule(hours=st.sampled_from([[], [["00:00", "00:20"]], [["23:00", "24:00"], ["00:14", "00:15"]]]))
    def edit_hours(self, hours: list[list[str]]) -> None:
        self.centre.edit(calling_hours=hours)

    @rule(most=st.sampled_from([0, 1, 3]))
    def limit_the_organization(self, most: int) -> None:
        centre = self.centre
        centre.document = {**centre.document, "limits": {"concurrent_calls": most}}
        centre.edit()

    @rule(agent=st.integers(0, 3), there=st.booleans())
    def change_members(self, agent: int, there: bool) -> None:
        sips = [self.centre.sips[agent % len(self.centre.sips)]]
        try:
            (campaigns.add_members if there else campaigns.remove_members)(
                self.centre.exchange, self.centre.state, sips
            )
        except Refused:
            return

    @rule(patience=st.sampled_from([3, 30]))
    def somebody_else_calls(self, patience: float) -> None:
        try:
            self.centre.operator.incoming_call("0521111111", patience_seconds=patience, talk_seconds=9)
        except CannotBeDone:
            return

    @rule(agent=st.integers(0, 3))
    def an_agent_calls_somebody(self, agent: int) -> None:
        try:
            self.centre.operator.outgoing_call(self.centre.sips[agent % len(self.centre.sips)], "0555550205")
        except CannotBeDone:
            return

    @precondition(lambda self: self.centre.calls)
    @rule(which=st.integers(0, 5), by=st.sampled_from(["system", "party", "agent", "customer", "caller"]))
    def hang_up(self, which: int, by: str) -> None:
        self._act(which, "hang_up", by)

    @precondition(lambda self: self.centre.calls)
    @rule(
        which=st.integers(0, 5),
        act=st.sampled_from([
            ("answer",), ("reject",), ("hold",), ("unhold",), ("mute",), ("transfer", "0555550205"),
            ("transfer", "SIP0"), ("consult", "0555550206"), ("complete_transfer",), ("press", "1"), ("spy", "SIP0"),
        ]),
    )  # fmt: skip
    def act(self, which: int, act: tuple[str, ...]) -> None:
        self._act(which, *act)

    def _act(self, which: int, name: str, *arguments: str) -> None:
        calls = self.centre.calls
        try:
            getattr(self.centre.operator, name)(calls[which % len(calls)].id, *arguments)
        except CannotBeDone:
            return

    @rule(steps=st.integers(1, 8))
    def go_on(self, steps: int) -> None:
        for _ in range(steps):
            if not self.centre.step():
                return
            self.holds()

    @rule(seconds=st.sampled_from([1, 10, 100]))
    def wait(self, seconds: float) -> None:
        self.centre.run(seconds)

    @invariant()
    def holds(self) -> None:
        centre, dialer = self.centre, self.centre.dialer
        exchange, state = centre.exchange, centre.state
        centre.check()
        assert len(dialer.live) <= self.most, "more calls at once than allowed"
        if self.kind == "ivr":
            visits = [call.queue for call in centre.calls if call.queue is not None]
            waiting = sum(not visit.left and not visit.ringing for visit in visits)
            assert waiting <= state.queue_maximum_callers, "more wait than may"
        if self.kind == "agents":
            busy = Counter(call.caller for call in centre.calls)
            assert all(count == 1 for count in busy.values()), "an agent has two of the campaign's calls"
        for event in centre.events[self.seen :]:
            if isinstance(event, DialerEvent) and event.reason == "NEWCALL":
                assert event.call is not None
                entry = dialer.live.get(event.call.call_id)
                if entry is not None and event.time == exchange.now:
                    assert entry.target not in exchange.blacklist or entry.ignore_blacklist, "blacklisted"
                    assert entry.not_before <= event.time, "before its time"
        self.seen = len(centre.events)
        pending = list(state.pending)
        priorities = [entry.priority for entry in pending] or [0]
        assert (state.pending.highest_priority, state.pending.lowest_priority) == (max(priorities), min(priorities))
        for entry in pending:
            assert entry in state.pending.to(entry.target), "a pending call is not found by its number"
        if not len(state.pending) and not dialer.live:
            assert dialer.look_timer == 0 or dialer.look_at == exchange.now, "an empty campaign waits for something"

    def teardown(self) -> None:
        """Everything ends when the agents are there and nothing is in the way."""
        if not hasattr(self, "centre"):
            return
        centre = self.centre
        for number, sip in enumerate(centre.sips):
            availability.set_device(centre.exchange, sip, "online")
            centre.set_agent(number, 1)
        centre.document = {**centre.document, "limits": {}}
        centre.edit(max_calls=9, calling_hours=[])
        campaigns.add_members(centre.exchange, centre.state, centre.sips)
        campaigns.set_strategy(centre.exchange, centre.state, queue=QUEUE, maximum_callers=9, coefficient=1)
        centre.exchange.expectations.clear()
        self.most = 9
        for _ in range(50):
            centre.stop()
            centre.start()
            while centre.step():
                centre.check()
            if not len(centre.state.pending):
                break
        assert not len(centre.state.pending), centre.dialer.reason
        assert not centre.exchange.calls
        centre.check()
        report = centre.dialer.report
        assert report.finished == centre.state.pending.numbered
        assert report.attempts == sum(report.statuses.values())
        assert centre.exchange.now >= START
        assert _records_agree(centre), report.statuses


def _records_agree(centre: CallCentre) -> bool:
    """Every call has left its records: as many first legs as calls."""
    types: Counter[Any] = Counter(cdr.type for cdr in centre.exchange.log.all() if cdr.campaign)
    report = centre.dialer.report
    if types[17]:
        return types[17] == report.attempts
    return types[14] == types[15] and types[14] >= report.attempts
