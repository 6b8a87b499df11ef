"""What holds at every moment, whatever happens: docs/exchange.md, "A call and its legs"."""

from __future__ import annotations

from typing import Any

from voicenter_mock.contracts.causes import CAUSES as ROWS
from voicenter_mock.mockserver.telephony.core.exchange import Exchange
from voicenter_mock.mockserver.telephony.model.cdr import Cdr
from voicenter_mock.mockserver.telephony.model.events import CallEnded, CdrEvent, Event, ExtensionEvent, QueueEvent
from voicenter_mock.mockserver.telephony.model.extension_state import LOGGED_OUT

from . import record_checks

NEXT: dict[str, set[str]] = {
    "NEW": {"NEW", "RINGING", "TALKING", "ENDED"},
    "RINGING": {"RINGING", "TALKING", "ENDED"},
    "TALKING": {"TALKING", "HELD", "ENDED"},
    "HELD": {"HELD", "TALKING", "ENDED"},
    "ENDED": {"ENDED"},
}
CAUSES = {row.event for row in ROWS} | {"Call Rejected", "Answered elsewhere"}
"""The words a HANGUP may have."""


class Watch:
    """Follows an exchange by its events, and compares what they say with what it holds."""

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange
        self.time = exchange.now
        self.calls_of: dict[str, set[str]] = {sip: set(state.calls) for sip, state in exchange.extensions.items()}
        self.waiting: dict[int, set[str]] = {queue: set(state.callers) for queue, state in exchange.queues.items()}
        self.over: set[str] = set()
        self.recorded: list[int] = []
        self.given: dict[str, dict[str, Any]] = {}
        self.seen_from: dict[str, int] = {call.id: len(call.cdrs) for call in exchange.calls.values()}
        self.cdrs: dict[str, list[Cdr]] = {}
        self.views: dict[tuple[str, str], str] = {
            (sip, call): view.status for sip, state in exchange.extensions.items() for call, view in state.calls.items()
        }
        self.answered = ""
        self.legs = {(call.id, leg.index): leg.state for call in exchange.calls.values() for leg in call.legs}
        exchange.subscribers.append(self.take)

    def take(self, event: Event) -> None:
        assert event.time >= self.time, "time goes back"
        self.time = event.time
        if isinstance(event, ExtensionEvent) and event.call is not None:
            self._extension(event, event.call.call_id)
        elif isinstance(event, QueueEvent):
            self._queue(event)
        elif isinstance(event, CdrEvent):
            cdr = event.cdr
            assert cdr.number not in self.recorded, "a record is written twice"
            self.recorded.append(cdr.number)
            self.cdrs.setdefault(cdr.call_id, []).append(cdr)
            assert cdr.duration >= 0
            assert cdr.dial_seconds >= 0
            assert cdr.price >= 0
            assert cdr.time <= cdr.ended
            assert int(cdr.time) + cdr.dial_seconds + cdr.duration <= int(cdr.ended) + 1
            if cdr.seconds_in_queue is not None and cdr.status == "ANSWER":
                assert cdr.seconds_in_queue >= cdr.dial_seconds
            for name, value in self._root(cdr.call_id, cdr.original_call).items():
                assert cdr.custom.get(name) == value, "custom data is lost"
        elif isinstance(event, CallEnded):
            assert event.call_id not in self.over, "a call ends twice"
            self.over.add(event.call_id)
            record_checks.check(
                self.exchange.ended[event.call_id],
                self.cdrs.get(event.call_id, []),
                self.seen_from.get(event.call_id, 0),
            )

    def _root(self, call_id: str, original: str) -> dict[str, Any]:
        """What was given at the start, also of the call that this one comes from."""
        return self.given.setdefault(call_id, self.given.get(original, {}))

    def _extension(self, event: ExtensionEvent, call_id: str) -> None:
        calls = self.calls_of[event.extension]
        assert event.call is not None
        key, status = (event.extension, call_id), event.call.status
        before = self.views.get(key, "")
        if event.reason == "NEWCALL":
            calls.add(call_id)
            if event.call.queue_id and event.call.queue_id in self.exchange.directory.queues:
                self._rung_by_a_queue(event)
        assert call_id in calls, f"{event.reason} of a call that is not at {event.extension}"
        assert status == {"HOLD": "Hold", "UNHOLD": "Talking"}.get(event.reason, status)
        assert before != "Hold" or event.reason != "HOLD", "held twice"
        assert before == "Hold" or event.reason != "UNHOLD", "unheld without a hold"
        assert event.call.answered or event.reason != "ANSWER"
        self.views[key] = status
        if event.reason == "HANGUP":
            calls.remove(call_id)
            del self.views[key]
            assert event.cause in CAUSES, event.cause
            assert event.last_hangup == event.time
        for name, value in self.given.get(call_id, {}).items():
            assert event.call.custom.get(name) == value, "custom data is lost in an event"
        assert {call.call_id for call in event.calls} == calls

    def _rung_by_a_queue(self, event: ExtensionEvent) -> None:
        """Who is rung was free a moment ago."""
        state = self.exchange.extensions[event.extension]
        assert len(event.calls) == 1, "a queue rings somebody who has a call"
        assert state.device == "online"
        assert state.wrap_up_until <= event.time
        assert event.extension in self.exchange.present

    def _queue(self, event: QueueEvent) -> None:
        waiting = self.waiting.setdefault(event.queue, set())
        if event.reason == "JOIN":
            assert event.call_id not in waiting
            waiting.add(event.call_id)
        elif event.reason in ("ABANDONED", "ANSWER") or event.call_id in waiting:
            assert event.call_id in waiting, f"{event.reason} of a caller who does not wait"
            waiting.remove(event.call_id)
        else:
            assert self.answered == event.call_id, "EXIT of a caller who does not wait"
        self.answered = event.call_id if event.reason == "ANSWER" else ""
        assert {caller.call_id for caller in event.callers} == waiting

    def check(self) -> None:
        """Everything that can be seen from outside at one moment."""
        exchange = self.exchange
        assert exchange.now >= self.time
        for call in (*exchange.calls.values(), *exchange.ended.values()):
            for leg in call.legs:
                key = (call.id, leg.index)
                assert leg.state in NEXT[self.legs.get(key, "NEW")], (
                    f"a leg went from {self.legs.get(key)} to {leg.state}"
                )
                self.legs[key] = leg.state
        for call in exchange.calls.values():
            assert not call.ended
            assert any(leg.open for leg in call.legs), "a call without legs is up"
        for call in exchange.ended.values():
            assert not any(leg.open for leg in call.legs), "a leg of an ended call is open"
            assert call.flow == "spy" or call.cdrs, "an ended call has no record"
        self._people()
        self._queues()
        self._agents()

    def _people(self) -> None:
        exchange = self.exchange
        for sip, state in exchange.extensions.items():
            in_use = {call_id: view for call_id, view in state.calls.items() if view.in_use}
            assert exchange.calls_in_use.get(sip, {}) == in_use
        talking: dict[str, list[str]] = {}
        for call in exchange.calls.values():
            for leg in call.legs:
                if leg.kind != "extension":
                    continue
                if leg.state == "TALKING":
                    talking.setdefault(leg.number, []).append(call.id)
                if leg.connected:
                    assert call.id in exchange.extensions[leg.number].calls, "a call is not shown where it is"
        for sip, calls in talking.items():
            assert len(calls) == 1, f"{sip} talks in {[exchange.calls[call] for call in calls]}"
        for sip, state in exchange.extensions.items():
            assert set(state.calls) == self.calls_of[sip]
            for call_id in state.calls:
                legs = [leg for leg in exchange.calls[call_id].legs if leg.number == sip]
                assert any(leg.open for leg in legs), "an extension shows a call it is not in"

    def _queues(self) -> None:
        exchange = self.exchange
        for queue, state in exchange.queues.items():
            assert set(state.callers) == self.waiting.get(queue, set())
            for call_id in state.callers:
                visit = exchange.calls[call_id].queue
                assert visit is not None
                assert (visit.queue, visit.left) == (queue, False)
            visits = {call_id: exchange.calls[call_id].queue for call_id in state.callers}
            not_rung_for = [call_id for call_id, visit in visits.items() if visit is not None and not visit.ringing]
            assert [*exchange.not_rung_for[queue]] == not_rung_for, "they do not stand in their order"
        for call in exchange.calls.values():
            if call.queue is not None and not call.queue.left:
                assert call.id in exchange.queues[call.queue.queue].callers

    def _agents(self) -> None:
        """Nobody is at two extensions, no extension has two agents."""
        exchange = self.exchange
        for agent in exchange.agents.values():
            assert bool(agent.extension) == (agent.status != LOGGED_OUT), agent
            if agent.extension:
                assert exchange.extensions[agent.extension].user == agent.user
        for sip, state in exchange.extensions.items():
            if state.user:
                assert exchange.agents[state.user].extension == sip
            assert (sip in exchange.present) == exchange.takes_calls(state)
            at_rest = not state.calls and sip in exchange.present
            assert (sip in exchange.at_rest) == at_rest, "who can be rung is not who is"
        for campaign in exchange.campaigns.values():
            for sip in (*campaign.dialer.agents, *campaign.dialer.ready):
                assert exchange.campaigns_of[sip][campaign.code] is campaign
        idle_since = [exchange.extensions[sip].free_since for sip in exchange.at_rest]
        assert idle_since == sorted(idle_since), "they do not stand in the order in which they became free"
