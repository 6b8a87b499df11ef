"""Dialling one party and what becomes of it: ringing, answering, failing, talking, hanging up.

A flow (Click2Call, incoming, dialer…) says whom to dial and is told what happened; which flow that is
stands in the call.
"""

from __future__ import annotations

from typing import Final, Protocol

from ....contracts.causes import cause
from ....contracts.dial_statuses import DialStatusName
from ..core.exchange import Exchange
from ..core.scheduler import step
from ..core.story import Answered, Dialled, Ended, TimeLimitReached
from ..model.calls import FEW_LEGS, By, Call, Leg, LegRole, PartyKind
from ..model.outcomes import FAILURES, PRIVACY, SIGNALLING_SECONDS, Outcome, magic, sample
from ..presence import extension_calls
from . import lines


class Flow(Protocol):
    """What decides how a call goes on. Flows have no state of their own: it is in ``Call.flow_state``."""

    def handle_answer(self, exchange: Exchange, call: Call, leg: Leg) -> None: ...

    def handle_failure(self, exchange: Exchange, call: Call, leg: Leg) -> None:
        """The leg ended without an answer; ``status`` and ``cause`` say why."""

    def hung_up(self, exchange: Exchange, call: Call, leg: Leg, by: By) -> None:
        """An answered leg ended: its own party hung up, or the exchange ended it."""

    def terminate(self, exchange: Exchange, call: Call, by: By) -> None:
        """Ends the whole call now, whatever its state."""


FLOWS: Final[dict[str, Flow]] = {}


def new_leg(
    call: Call, role: LegRole, kind: PartyKind, number: str, *, shown_number: str = "", shown_name: str = ""
) -> Leg:
    legs = call.legs
    index = len(legs)
    leg = Leg(index, role, kind, number)
    leg.shown_number, leg.shown_name = shown_number, shown_name
    legs.append(leg)
    if index >= FEW_LEGS:
        call.add_to_recent_legs(leg)
    return leg


def dial(
    exchange: Exchange, call: Call, leg: Leg, *, maximum_seconds: float, last: bool, auto_answer: bool = False
) -> None:
    """Starts ringing. ``last`` is the party whose hanging up usually ends the talk."""
    leg.state = "RINGING"
    leg.dialed_at = exchange.now
    outcome = _decide(exchange, call, leg, last=last, auto_answer=auto_answer)
    shown = "" if leg.shown_number == call.caller else leg.shown_number
    exchange.note(call, Dialled, leg.number, leg.role, maximum_seconds, shown)
    if outcome is None:
        leg.timer = exchange.scheduler.after(maximum_seconds, "leg.fail", call.id, leg.index, "NOANSWER", 19)
        lines.ring(exchange, call, leg, auto_answer=auto_answer)
        return
    leg.talk_seconds = outcome.talk_seconds
    if outcome.answers and outcome.ring_seconds < maximum_seconds:
        leg.timer = exchange.scheduler.after(outcome.ring_seconds, "leg.answer", call.id, leg.index)
    elif outcome.answers or outcome.kind == "no_answer":
        leg.timer = exchange.scheduler.after(maximum_seconds, "leg.fail", call.id, leg.index, "NOANSWER", 19)
    else:
        status, code = _failure(outcome)
        leg.refusal = PRIVACY.get(outcome.kind, "")
        delay = outcome.ring_seconds or (0 if outcome.kind == "invalid" else SIGNALLING_SECONDS)
        if delay >= maximum_seconds:
            status, code, delay = "NOANSWER", 19, maximum_seconds
        leg.timer = exchange.scheduler.after(delay, "leg.fail", call.id, leg.index, status, code)


def refuse(exchange: Exchange, call: Call, leg: Leg, status: DialStatusName, cause_code: int) -> None:
    """What is to be dialled cannot be: the leg fails at once, and never rang."""
    leg.state = "RINGING"
    leg.timer = exchange.scheduler.after(0, "leg.fail", call.id, leg.index, status, cause_code)


def _failure(outcome: Outcome) -> tuple[DialStatusName, int]:
    if outcome.kind != "cause":
        return FAILURES[outcome.kind]
    return cause(outcome.cause).status, outcome.cause


def _decide(exchange: Exchange, call: Call, leg: Leg, *, last: bool, auto_answer: bool) -> Outcome | None:
    """What the party does; ``None`` where a real telephone decides that.

    An extension whose device is off or whose line is taken does not ring, whoever is there. Of a simulated party it is
    script, expectation, magic number or profile, the first that has something to say.
    """
    behaviour, attended = exchange.directory.behaviour, False
    if leg.kind == "extension":
        state = exchange.extensions[leg.number]
        if state.device == "offline":
            return Outcome("unavailable")
        if extension_calls.in_use(exchange, leg.number) and _is_in_call(exchange, call, leg):
            return Outcome("busy")
        if state.external and lines.is_registered(exchange, leg.number):
            return None
        if auto_answer:
            return Outcome("answer", 0.0, sample(behaviour.agents, exchange.random, last=last).talk_seconds)
        attended = state.attended
    parties = call.flow_state.parties
    if parties:
        scripted = parties.get(leg.number) or parties.get(leg.role)
        if scripted is not None:
            return scripted
    for expectation in exchange.expectations:
        if expectation.number in ("", leg.number):
            expectation.times -= 1
            if expectation.times <= 0:
                exchange.expectations.remove(expectation)
            if expectation.analysis is not None:
                call.analysis = expectation.analysis
            return expectation.outcome
    if attended:
        return Outcome("no_answer")  # unless they answer
    return magic(leg.number) or sample(
        behaviour.agents if leg.kind == "extension" else behaviour.outside, exchange.random, last=last
    )


def _is_in_call(exchange: Exchange, call: Call, leg: Leg) -> bool:
    """The extension is in another call, or at the other end of this one: it has called itself."""
    if any(other != call.id for other in exchange.calls_in_use[leg.number]):
        return True
    return any(other is not leg and other.number == leg.number and other.connected for other in call.recent_legs)


def answer(exchange: Exchange, call: Call, leg: Leg) -> None:
    """The party answers now. An extension that talks already is busy, one that is off cannot be reached."""
    exchange.scheduler.cancel(leg.timer)
    if leg.kind == "extension":
        state = exchange.extensions[leg.number]
        if state.device == "offline":
            fail(exchange, call, leg, "CHANUNAVAIL", 20)
            return
        if extension_calls.talks(exchange, leg.number, beside=call.id) or (
            extension_calls.in_use(exchange, leg.number) and call.connected_to(leg.number)
        ):
            fail(exchange, call, leg, "BUSY", 17)
            return
    leg.state = "TALKING"
    leg.status = "ANSWER"
    leg.answered_at = exchange.now
    exchange.note(call, Answered, leg.number, leg.role)
    if leg.talk_seconds is not None:
        leg.timer = exchange.scheduler.after(leg.talk_seconds, "leg.hang_up", call.id, leg.index)
    FLOWS[call.flow].handle_answer(exchange, call, leg)


def limit_talk(exchange: Exchange, call: Call, seconds: float, *talks: float | None) -> None:
    """The call is over after so many seconds. That needs no timer where somebody hangs up before: ``talks`` is how long
    those who have just been connected talk, if they know.
    """
    for talk in talks:
        if talk is not None and talk <= seconds:
            return
    call.timer = exchange.scheduler.after(seconds, "call.time_limit", call.id)


def fail(exchange: Exchange, call: Call, leg: Leg, status: DialStatusName, cause_code: int) -> None:
    """The leg ends without an answer."""
    end(exchange, call, leg, status=status, cause_code=cause_code)
    FLOWS[call.flow].handle_failure(exchange, call, leg)


def hang_up(exchange: Exchange, call: Call, leg: Leg, by: By) -> None:
    """Ends an answered leg and lets the flow see to the rest."""
    end(exchange, call, leg, status="ANSWER", cause_code=16, by=by)
    FLOWS[call.flow].hung_up(exchange, call, leg, by)


def end_connected(exchange: Exchange, call: Call, by: By) -> None:
    """Ends every leg that is still open, because the call (one of two legs) is over. Tells nobody."""
    for leg in call.legs:
        if leg.open:
            end(exchange, call, leg, status="ANSWER" if leg.answered_at else "CANCEL", cause_code=16, by=by)


def end_in_any_state(exchange: Exchange, call: Call, leg: Leg, by: By) -> None:
    """Ends a leg whatever its state: one that rings was cancelled, one that was answered is hung up."""
    if leg.state == "RINGING":
        fail(exchange, call, leg, "CANCEL", 16)
    else:
        hang_up(exchange, call, leg, by)


def end(
    exchange: Exchange, call: Call, leg: Leg, *, status: DialStatusName, cause_code: int, by: By | None = None
) -> None:
    """Puts a leg into its last state. Tells nobody: callers do."""
    exchange.scheduler.cancel(leg.timer)
    leg.state = "ENDED"
    leg.ended_at = exchange.now
    leg.status = status
    leg.cause = cause_code
    leg.ended_by = by or ""
    exchange.note(call, Ended, leg.number, leg.role, status, cause_code, by)
    if leg.line:
        lines.release(exchange, leg)


@step("leg.answer")
def _answer(exchange: Exchange, call_id: str, index: int) -> None:
    call = exchange.calls[call_id]
    answer(exchange, call, call.legs[index])


@step("leg.fail")
def _fail(exchange: Exchange, call_id: str, index: int, status: DialStatusName, cause: int) -> None:
    call = exchange.calls[call_id]
    fail(exchange, call, call.legs[index], status, cause)


@step("leg.hang_up")
def _hang_up(exchange: Exchange, call_id: str, index: int) -> None:
    call = exchange.calls[call_id]
    hang_up(exchange, call, call.legs[index], "party")


@step("call.time_limit")
def _time_limit(exchange: Exchange, call_id: str) -> None:
    call = exchange.calls[call_id]
    exchange.note(call, TimeLimitReached)
    FLOWS[call.flow].terminate(exchange, call, "system")
