"""A supervisor listens to a call: his extension shows it with the direction ``Spy``, and the call says so.

Listening is no leg of the call and leaves no record.
"""

from __future__ import annotations

from ....contracts.causes import cause
from ..core.exchange import Exchange, Party
from ..core.refusals import Refused
from ..core.scheduler import step
from ..legs import dialling
from ..model.calls import By, Call, ExtensionCall, Leg
from ..model.events import CallEnded
from ..presence import extension_calls
from ..routing import outgoing


def spy(exchange: Exchange, extension: str, spied: Call) -> Call:
    """Begins. Raises ``Refused``: ``unknown_extension``, ``offline``, ``busy``, ``nobody_there``."""
    state = outgoing.caller(exchange, extension)
    if not any(leg.connected for leg in spied.legs) or state.sip in {leg.number for leg in spied.legs if leg.open}:
        raise Refused("nobody_there", name=spied.id)
    call = exchange.open_call("spy", exchange.directory.extensions[state.sip].account, "Spy")
    call.caller, call.target, call.custom = state.sip, spied.id, spied.custom
    call.user = exchange.user_for(state.sip)
    leg = dialling.new_leg(call, "caller", Party("extension", state.sip))
    leg.state, leg.status, leg.dialed_at, leg.answered_at = "TALKING", "ANSWER", exchange.now, exchange.now
    spied.spied_by.append(call.id)
    exchange.tell(call, "spies", number=state.sip, spied=spied.id)
    exchange.tell(spied, "spied", number=state.sip)
    mark(exchange, spied, spied=True)
    view = ExtensionCall(
        call_id=call.id, started=exchange.now, caller_name=spied.caller_name or spied.caller, caller_phone=spied.caller,
        status="Talking", direction="Spy", custom=spied.custom, did=spied.did, related=(spied.id,), in_use=True,
    )  # fmt: skip
    extension_calls.show(exchange, state.sip, view)
    extension_calls.answer(exchange, state.sip, view)
    return call


def mark(exchange: Exchange, call: Call, *, spied: bool) -> None:
    """Says at every extension of the call whether somebody listens."""
    for leg in call.legs:
        view = exchange.extensions[leg.number].calls.get(call.id) if leg.kind == "extension" else None
        if view is not None:
            view.spied = spied


class SpyFlow:
    """A call with one leg: who listens hangs up, or what he listens to is over."""

    def answered(self, exchange: Exchange, call: Call, leg: Leg) -> None:
        """Never: it is up from the start."""

    def failed(self, exchange: Exchange, call: Call, leg: Leg) -> None:
        """Never."""

    def hung_up(self, exchange: Exchange, call: Call, leg: Leg, by: By) -> None:
        extension_calls.remove(exchange, leg.number, call, cause=16, text=cause(16).event, status="ANSWER")
        spied = exchange.calls.get(call.target)
        if spied is not None:
            spied.spied_by.remove(call.id)
            mark(exchange, spied, spied=bool(spied.spied_by))
        exchange.close_call(call)
        exchange.publish(CallEnded(exchange.now, call.id))

    def terminate(self, exchange: Exchange, call: Call, by: By) -> None:
        dialling.hang_up(exchange, call, call.legs[0], by)


@step("spy.over")
def _over(exchange: Exchange, call_id: str) -> None:
    call = exchange.calls.get(call_id)
    if call is not None:
        dialling.hang_up(exchange, call, call.legs[0], "other")
