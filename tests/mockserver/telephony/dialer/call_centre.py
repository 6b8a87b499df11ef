"""A call centre's centre: agents, a queue, one campaign, and people who always do the same."""

from __future__ import annotations

import json
from typing import Any

from voicenter_mock.mockserver.organizations import read
from voicenter_mock.mockserver.telephony.control import snapshot
from voicenter_mock.mockserver.telephony.control.editing import change_directory
from voicenter_mock.mockserver.telephony.control.flows import new_exchange
from voicenter_mock.mockserver.telephony.control.operator import Operator
from voicenter_mock.mockserver.telephony.core.exchange import Exchange
from voicenter_mock.mockserver.telephony.dialer import campaigns, pacing
from voicenter_mock.mockserver.telephony.model.calls import Call
from voicenter_mock.mockserver.telephony.model.campaign_report import DISPOSITIONS
from voicenter_mock.mockserver.telephony.model.campaign_state import CampaignState
from voicenter_mock.mockserver.telephony.model.cdr import Cdr
from voicenter_mock.mockserver.telephony.model.dialer_state import DialerState
from voicenter_mock.mockserver.telephony.model.events import CdrEvent, DialerEvent, Event, ExtensionEvent, QueueEvent
from voicenter_mock.mockserver.telephony.model.flow_states import PredictiveState, ProductiveState
from voicenter_mock.mockserver.telephony.model.outcomes import Expectation, Outcome
from voicenter_mock.mockserver.telephony.model.pending_call import PendingCall
from voicenter_mock.mockserver.telephony.presence import agents

START = 1_700_000_000.0
"""Wednesday 15 November 2023, 00:13:20 in Jerusalem."""
QUEUE, LAYER = 100, 7
BEHAVIOUR = {
    "agents": {"ring_seconds": [3, 3], "talk_seconds": [60, 60]},
    "outside": {"ring_seconds": [5, 5], "talk_seconds": [30, 30]},
    "patience_seconds": [40, 40],
}
ANSWER, BUSY, NO_ANSWER = Outcome("answer", 5, 30), Outcome("busy"), Outcome("no_answer")


def phone(number: int) -> str:
    return f"97250{number:07}"


class CallCentre:
    """``agents`` extensions with an agent each, and the campaign ``c`` with these settings. The document is not
    checked, which would take longer than the tests: ``test_call_centre`` does that.
    """

    def __init__(
        self, kind: str = "agents", agents: int = 2, *, queue: dict[str, Any] | None = None, behaviour: dict[str, Any] | None = None,
        document: dict[str, Any] | None = None, **campaign: Any,
    ) -> None:  # fmt: skip
        self.sips = [f"SIP{number}" for number in range(agents)]
        leads = {"members": self.sips} if kind == "agents" else {} if "layer" in campaign else {"queue": QUEUE}
        self.document: dict[str, Any] = {
            "id": "centre",
            "users": [
                {"id": 10 + number, "name": f"Agent {number}", "code": f"{10 + number}", "extension": sip}
                for number, sip in enumerate(self.sips)
            ],
            "extensions": [{"sip": sip} for sip in self.sips],
            "queues": [{"id": QUEUE, "name": "Queue", "members": self.sips, "strategy": "longest_idle", **(queue or {})}],
            "layers": [{"number": LAYER, "kind": "playback", "prompt_seconds": 10}],
            "dids": [{"number": "0722776772", "route": {"queue": QUEUE}}],
            "campaigns": [{"id": 9, "code": "c", "name": "Spring", "kind": kind, "wrap_up_seconds": 0, **leads, **campaign}],
            "behaviour": {**BEHAVIOUR, **(behaviour or {})},
            **(document or {}),
        }  # fmt: skip
        self.follow(new_exchange(read(self.document, trusted=True), now=START))

    def follow(self, exchange: Exchange) -> None:
        self.exchange = exchange
        self.operator = Operator(exchange)
        self.events: list[Event] = []
        exchange.subscribers.append(self.events.append)

    # ---- doing -----------------------------------------------------------------------------------------

    def add(self, number: int = 1, *outcomes: Outcome, **members: Any) -> PendingCall:
        """Puts a number on the list; its next dials go as said."""
        for outcome in outcomes:
            self.exchange.expectations.append(Expectation(phone(number), outcome))
        call = PendingCall(phone(number), **members)
        campaigns.add(self.exchange, self.state, call)
        return call

    def run(self, seconds: float) -> None:
        self.exchange.run(self.exchange.now + seconds)

    def finish(self) -> None:
        """Until nothing is scheduled any more."""
        while not self.exchange.scheduler.idle:
            due = self.exchange.scheduler.next_time()
            assert due is not None
            self.exchange.run(due)

    def step(self) -> bool:
        due = self.exchange.scheduler.next_time()
        if due is None:
            return False
        self.exchange.run(due, steps=1)
        return True

    def stop(self) -> None:
        campaigns.set_status(self.exchange, self.state, "Disabled")

    def start(self) -> None:
        campaigns.set_status(self.exchange, self.state, "Enabled")

    def set_agent(self, number: int, status: int) -> None:
        agents.set_status(self.exchange, self.exchange.agents[10 + number], self.sips[number], status)

    def edit(self, **changes: Any) -> None:
        """Changes the campaign in the organization's document."""
        self.document = {**self.document, "campaigns": [{**self.document["campaigns"][0], **changes}]}
        change_directory(self.exchange, read(self.document, trusted=True))

    def restore(self) -> None:
        """Writes everything out and goes on with what is read back."""
        text = json.dumps(snapshot.export(self.exchange))
        self.follow(snapshot.restore(json.loads(text), self.exchange.directory))

    # ---- seeing ----------------------------------------------------------------------------------------

    @property
    def state(self) -> CampaignState:
        return self.exchange.campaigns["c"]

    @property
    def dialer(self) -> DialerState:
        return self.state.dialer

    @property
    def outcomes(self) -> dict[str, int]:
        """Those that there are."""
        return {name: count for name, count in self.dialer.report.outcomes.items() if count}

    @property
    def calls(self) -> list[Call]:
        """The campaign's calls that are up, oldest first."""
        return [call for call in self.exchange.calls.values() if call.campaign]

    @property
    def cdrs(self) -> list[Cdr]:
        return [event.cdr for event in self.events if isinstance(event, CdrEvent)]

    @property
    def records(self) -> list[tuple[int, str]]:
        return [(cdr.type, cdr.status) for cdr in self.cdrs]

    @property
    def dialled(self) -> list[str]:
        """The numbers of the campaign's calls in the order they were begun."""
        return [event.call.caller_phone for event in self.dialer_events if event.reason == "NEWCALL" and event.call]

    @property
    def dialer_events(self) -> list[DialerEvent]:
        return [event for event in self.events if isinstance(event, DialerEvent)]

    @property
    def queue_reasons(self) -> list[str]:
        return [event.reason for event in self.events if isinstance(event, QueueEvent)]

    def reasons(self, sip: str) -> list[str]:
        return [
            f"{event.reason} {event.cause}".strip()
            for event in self.events
            if isinstance(event, ExtensionEvent) and event.extension == sip
        ]

    def check(self) -> None:
        """What holds at every moment."""
        state, dialer, exchange = self.state, self.dialer, self.exchange
        report = dialer.report
        assert state.pending.numbered == len(state.pending) + len(dialer.live) + report.finished
        assert set(report.outcomes) == set(DISPOSITIONS)
        up = {call.id for call in self.calls if call.campaign == "c"}
        assert set(dialer.live) == up == set(dialer.views)
        flow_states = [call.flow_state for call in self.calls]
        assert dialer.connecting == sum(
            isinstance(kept, ProductiveState | PredictiveState) and kept.connecting for kept in flow_states
        )
        if not dialer.stale:
            busy = [sip for sip in dialer.ready if not pacing.available(exchange, dialer, sip)]
            assert not busy, "agents are counted on who are not free"
        assert len(set(state.pending) & set(dialer.live.values())) == 0
        for call in self.calls:
            for leg in call.legs:
                if leg.kind == "phone" and leg.dialed_at:
                    assert leg.dialed_at >= call.started
        for sip in self.sips:
            in_use = {key: view for key, view in exchange.extensions[sip].calls.items() if view.in_use}
            assert exchange.calls_in_use.get(sip, {}) == in_use
            assert sum(view.status != "Hold" for view in in_use.values()) <= 1
