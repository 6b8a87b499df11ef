"""A supervisor listens to a call: their extension shows it with the direction ``Spy``, and the call says so.

Listening is no leg of the call and leaves no record.
"""

from __future__ import annotations

from ....contracts.causes import cause
from ..core.exchange import Exchange
from ..core.refusals import Refused
from ..core.scheduler import step
from ..legs import dialling, parties
from ..model.calls import By, Call, FlowState, Leg
from ..model.events import CallEnded
from ..presence import extension_calls
from ..routing import outgoing
from .story import SpiedOn, Spies


def spy(exchange: Exchange, extension: str, spied: Call) -> Call:
    """Begins. Raises ``Refused``: ``unknown_extension``, ``offline``, ``busy``, ``nobody_there``."""
    state = outgoing.caller(exchange, extension)
    if not any(leg.connected for leg in spied.recent_legs) or state.sip in {
        leg.number for leg in spied.recent_legs if leg.open
    }:
        raise Refused("nobody_there", name=spied.id)
    call = exchange.open_call("spy", exchange.directory.extensions[state.sip].account, "Spy", FlowState())
    call.caller, call.target, call.custom = state.sip, spied.id, spied.custom
    call.user = exchange.user_at[state.sip]
    leg = dialling.new_leg(
        call, "caller", "extension", state.sip, shown_number=spied.caller, shown_name=spied.caller_name
    )
    leg.state, leg.status, leg.dialed_at, leg.answered_at = "TALKING", "ANSWER", exchange.now, exchange.now
    spied.spied_by = (*spied.spied_by, call.id)
    exchange.note(call, Spies, state.sip, spied.id)
    exchange.note(spied, SpiedOn, state.sip)
    mark(exchange, spied, spied=True)
    view = parties.view(call, leg, "Talking", "Spy", did=spied.did, in_use=True)
    view.related = (spied.id,)
    extension_calls.show(exchange, state.sip, view)
    extension_calls.answer(exchange, state.sip, view)
    return call


def mark(exchange: Exchange, call: Call, *, spied: bool) -> None:
    """Says at every extension of the call whether somebody listens."""
    for leg in call.recent_legs:
        if leg.kind == "extension":
            extension_calls.change(exchange, leg.number, call.id, spied=spied)


class SpyFlow:
    """A call with one leg: who listens hangs up, or what they listen to is over."""

    def handle_answer(self, exchange: Exchange, call: Call, leg: Leg) -> None:
        """Never: it is up from the start."""

    def handle_failure(self, exchange: Exchange, call: Call, leg: Leg) -> None:
        """Never."""

    def hung_up(self, exchange: Exchange, call: Call, leg: Leg, by: By) -> None:
        extension_calls.remove(exchange, leg.number, call, cause=16, text=cause(16).event, status="ANSWER")
        spied = exchange.calls.get(call.target)
        if spied is not None:
            spied.spied_by = tuple(spy for spy in spied.spied_by if spy != call.id)
            mark(exchange, spied, spied=bool(spied.spied_by))
        exchange.close_call(call)
        exchange.publish(CallEnded, exchange.now, call.id)

    def terminate(self, exchange: Exchange, call: Call, by: By) -> None:
        dialling.hang_up(exchange, call, call.legs[0], by)


@step("spy.over")
def _over(exchange: Exchange, call_id: str) -> None:
    call = exchange.calls.get(call_id)
    if call is not None:
        dialling.hang_up(exchange, call, call.legs[0], "other")
