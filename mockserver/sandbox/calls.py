"""Calls, expectations and the call log over the control API."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ..callbacks import cdr_notification
from ..telephony import phones
from ..telephony.calls import Call
from ..telephony.dialling import FLOWS
from ..telephony.exchange import Exchange
from ..telephony.explain import explain
from ..telephony.outcomes import Expectation, Outcome
from .control import Body, ControlError, ControlRequest, control


@control("list_calls")
def list_calls(request: ControlRequest) -> Body:
    active = request.query.get("active", "").lower()
    if active not in ("", "0", "1", "true", "false"):
        raise ControlError(400, "invalid", f"query value 'active': {active[:60]!r} is not true or false", field="active")
    with request.tenant.use(wait=request.wait) as exchange:
        calls = list(exchange.calls.values())
        if active not in ("1", "true"):
            calls = [*exchange.ended.values(), *calls]
        return {"calls": [as_data(call) for call in calls[-request.natural("limit", 1000) :]]}


@control("get_call")
def get_call(request: ControlRequest) -> Body:
    with request.tenant.use(wait=request.wait) as exchange:
        return as_data(_call(request, exchange))


@control("explain_call")
def explain_call(request: ControlRequest) -> Body:
    with request.tenant.use(wait=request.wait) as exchange:
        call = _call(request, exchange)
        return {"ivrid": call.id, "sentences": explain(call, exchange.zone)}


@control("hang_up_call")
def hang_up_call(request: ControlRequest) -> Body:
    with request.tenant.use(wait=request.wait) as exchange:
        call = _call(request, exchange)
        if call.ended:
            raise ControlError(409, "ended", f"call {call.id} has ended already")
        FLOWS[call.flow].terminate(exchange, call, "party" if request.body.get("by") == "party" else "system")
        return as_data(call)


@control("list_expectations")
def list_expectations(request: ControlRequest) -> Body:
    with request.tenant.use(wait=request.wait) as exchange:
        return _expectations(exchange)


@control("add_expectation")
def add_expectation(request: ControlRequest) -> Body:
    body = request.body
    outcome = Outcome.from_data(body)
    number = str(body.get("number", ""))
    with request.tenant.use(wait=request.wait) as exchange:
        if number:
            party = exchange.party(number)
            if party is None:
                raise ControlError(400, "invalid", f"'number': {number[:60]!r} is neither an extension nor a possible number", field="number")
            number = party.number
        exchange.expectations.append(Expectation(number, outcome, int(body.get("times", 1))))
        return _expectations(exchange)


@control("clear_expectations")
def clear_expectations(request: ControlRequest) -> None:
    with request.tenant.use(wait=request.wait) as exchange:
        exchange.expectations.clear()


@control("list_cdrs")
def list_cdrs(request: ControlRequest) -> Body:
    since, limit = request.page()
    with request.tenant.use(wait=request.wait) as exchange:
        records = exchange.log.all(since=since, limit=limit)
        directory, zone = exchange.directory, exchange.zone
        return {"cdrs": [{"number": cdr.number, **cdr_notification.payload(cdr, directory, zone)} for cdr in records]}


def as_data(call: Call) -> Body:
    """A call as the control API shows it; times are epochs, 0 where a thing has not happened."""
    legs: list[dict[str, Any]] = []
    for leg in call.legs:
        data = asdict(leg)
        for name in ("timer", "talk_seconds"):
            del data[name]
        legs.append(data)
    return {
        "ivrid": call.id,
        "flow": call.flow,
        "direction": call.direction,
        "started": call.started,
        "ended": call.ended_at,
        "caller": phones.local(call.caller),
        "target": phones.local(call.target),
        "did": call.did,
        "queue": call.queue_id,
        "campaign": call.campaign,
        "recording": call.recording,
        "muted": call.muted,
        "custom": call.custom,
        "legs": legs,
        "cdrs": call.cdrs,
    }


def _call(request: ControlRequest, exchange: Exchange) -> Call:
    ivrid = request.path_values["ivrid"]
    call = exchange.call(ivrid)
    if call is None:
        raise ControlError(404, "unknown", f"organization {request.path_values['id']!r} knows no call {ivrid[:60]!r}")
    return call


def _expectations(exchange: Exchange) -> Body:
    return {
        "expectations": [
            {"number": expectation.number, "times": expectation.times, **expectation.outcome.as_data()}
            for expectation in exchange.expectations
        ]
    }
