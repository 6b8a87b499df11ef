"""Calls, expectations and the call log over the control API."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from ...contracts.callback_names import CALLBACK_NAMES
from ...contracts.suggestions import did_you_mean
from ..telephony.control.operator import Operator
from ..telephony.core.exchange import Exchange
from ..telephony.core.refusals import CannotBeDone
from ..telephony.model import phones
from ..telephony.model.analysis import AnalysisWish
from ..telephony.model.calls import Call
from ..telephony.model.outcomes import Expectation, Outcome
from ..tenancy.tenants import Tenant
from ..wire.plain_members import plain_members
from .call_timeline import CallFacts, TimelineEntry, sentence, timeline
from .control import Body, ControlError, ControlRequest, control

if TYPE_CHECKING:
    from ...contracts.types import (
        SandboxCall,
        SandboxCallLayersItem,
        SandboxCalls,
        SandboxExpectation,
        SandboxExpectations,
        SandboxExplanation,
        SandboxLeg,
        SandboxPlacedCall,
        SandboxTimeline,
    )


@control("list_calls")
def list_calls(request: ControlRequest) -> SandboxCalls:
    active = request.query.get("active", "").lower()
    if active not in ("", "0", "1", "true", "false"):
        raise ControlError(
            400, "invalid", f"query value 'active': {active[:60]!r} is not true or false", field="active"
        )
    with request.tenant.use(wait=request.wait) as exchange:
        calls = list(exchange.calls.values())
        if active not in ("1", "true"):
            calls = [*exchange.ended.values(), *calls]
        return {"calls": [as_data(call) for call in calls[-request.natural("limit", 1000) :]]}


@control("get_call")
def get_call(request: ControlRequest) -> SandboxCall:
    with request.tenant.use(wait=request.wait) as exchange:
        return as_data(_call(request, exchange))


@control("explain_call")
def explain_call(request: ControlRequest) -> SandboxExplanation:
    """The timeline as text, without the realtime events, which say what its sentences do."""
    call, entries, zone = _timeline(request)
    return {"ivrid": call.id, "sentences": [sentence(entry, zone) for entry in entries if entry.kind != "event"]}


@control("call_timeline")
def call_timeline(request: ControlRequest) -> SandboxTimeline:
    call, entries, zone = _timeline(request)
    return {"ivrid": call.id, "time_zone": zone.key, "entries": [entry.as_data() for entry in entries]}


def _timeline(request: ControlRequest) -> tuple[Call, list[TimelineEntry], ZoneInfo]:
    tenant = request.tenant
    with tenant.use(wait=request.wait) as exchange:
        call = _call(request, exchange)
        return call, timeline_of(tenant, exchange, call), exchange.zone


def timeline_of(tenant: Tenant, exchange: Exchange, call: Call) -> list[TimelineEntry]:
    """A call's timeline of all that its organization knows. The organization's lock is held."""
    deliveries = tenant.deliveries
    facts = CallFacts(
        call, exchange.now, exchange.zone,
        addressed=frozenset(name for name in CALLBACK_NAMES if deliveries.bindings.target(name) is not None),
        records=exchange.log.of_call(call.id), requests=tenant.requests.since(0),
        events=tenant.events.since_moment(call.started),
        deliveries=deliveries.page(0, MAXIMUM_DELIVERIES, call_id=call.id),
    )  # fmt: skip
    return timeline(facts)


MAXIMUM_DELIVERIES = 1_000
"""A timeline has so many callbacks of its call, the oldest."""


@control("place_call")
def place_call(request: ControlRequest) -> SandboxPlacedCall:
    body = dict(request.body)
    for planned in body.get("hang_up", ()):
        planned["at"] = str(planned["at"])
    with acting(request) as operator:
        if "extension" in body or "target" in body:
            for name in ("extension", "target"):
                if not body.get(name):
                    raise ControlError(400, "invalid", f"'{name}' is missing: an extension dials a target", field=name)
            _only(body, _OUTGOING, "with 'extension' and 'target' an extension dials")
            call = operator.outgoing_call(**body)
        else:
            _only(body, _INCOMING, "only calls that an extension dials have it")
            call = operator.incoming_call(**body)
        return {"ivrid": call.id}


MAXIMUM_EXPECTATIONS = 10_000
_SCRIPT = frozenset({"hang_up", "patience_seconds", "talk_seconds", "parties", "custom", "ai"})
_INCOMING = _SCRIPT | {"caller", "caller_name", "did", "digits", "message_seconds"}
_OUTGOING = _SCRIPT | {"extension", "target", "caller_id", "dial_seconds", "record", "service"}


def _only(body: Body, known: frozenset[str], why: str) -> None:
    for name in body:
        if name not in known:
            hint = did_you_mean(name, sorted(known), f"known: {', '.join(sorted(known))}")
            raise ControlError(400, "invalid", f"{name!r} means nothing here: {why}", field=name, hint=hint)


_STATUS = {"unknown": 404, "ended": 409, "state": 409, "invalid": 400}


@contextmanager
def acting(request: ControlRequest) -> Generator[Operator, None, None]:
    """A tester's hand in the organization of the path; what cannot be done becomes the error answer."""
    with request.tenant.use(wait=request.wait) as exchange:
        try:
            yield Operator(exchange)
        except CannotBeDone as problem:
            raise ControlError(_STATUS[problem.code], problem.code, problem.message, field=problem.field) from None


def _act(name: str, act: Callable[[Operator, str, Body], Call]) -> None:
    """Registers what somebody does in a call. The answer is that call, or the one that comes of it."""

    def handler(request: ControlRequest) -> SandboxCall:
        with acting(request) as operator:
            ivrid = request.path_values["ivrid"]
            if operator.exchange.call(ivrid) is None and len(ivrid) >= SHORTEST_ID:
                ivrid = _call(request, operator.exchange).id
            return as_data(act(operator, ivrid, request.body))

    control(name)(handler)


def _transfer(operator: Operator, ivrid: str, body: Body) -> Call:
    kind, to = body.get("kind", "blind"), body.get("to", "")
    if kind == "complete":
        return operator.complete_transfer(ivrid)
    if not to:
        raise CannotBeDone("invalid", "'to' is missing: a number or an extension", "to")
    act = operator.consult if kind == "consult" else operator.transfer
    return act(ivrid, to, body.get("extension", ""))


_act("answer_call", lambda operator, ivrid, body: operator.answer(ivrid, body.get("extension", "")))
_act("reject_call", lambda operator, ivrid, body: operator.reject(ivrid, body.get("extension", "")))
_act("hold_call", lambda operator, ivrid, body: operator.hold(ivrid, body.get("extension", "")))
_act("unhold_call", lambda operator, ivrid, body: operator.unhold(ivrid, body.get("extension", "")))
_act("transfer_call", _transfer)
_act("press_digits", lambda operator, ivrid, body: operator.press(ivrid, body["digits"]))
_act("mute_call", lambda operator, ivrid, body: operator.mute(ivrid, muted=True))
_act("unmute_call", lambda operator, ivrid, body: operator.mute(ivrid, muted=False))
_act("spy_call", lambda operator, ivrid, body: operator.spy(ivrid, body["extension"]))
_act("hang_up_call", lambda operator, ivrid, body: operator.hang_up(ivrid, body.get("by", "system")))


@control("list_expectations")
def list_expectations(request: ControlRequest) -> SandboxExpectations:
    with request.tenant.use(wait=request.wait) as exchange:
        return _expectations(exchange)


@control("add_expectation")
def add_expectation(request: ControlRequest) -> SandboxExpectations:
    body = request.body
    outcome = Outcome.from_data(body)
    problem = outcome.problem()
    if "ai" in body and not outcome.answers:
        problem = "ai", f"'ai': nobody talks when the outcome is {outcome.kind}"
    if problem is not None:
        raise ControlError(400, "invalid", problem[1], field=problem[0])
    number = str(body.get("number", ""))
    with request.tenant.use(wait=request.wait) as exchange:
        if number:
            party = exchange.party(number)
            if party is None:
                raise ControlError(
                    400,
                    "invalid",
                    f"'number': {number[:60]!r} is neither an extension nor a possible number",
                    field="number",
                )
            number = party.number
        if len(exchange.expectations) >= MAXIMUM_EXPECTATIONS:
            raise ControlError(
                409,
                "too_many",
                f"the organization has {MAXIMUM_EXPECTATIONS} expectations that have not been met",
                hint="clear them with DELETE …/expectations",
            )
        exchange.expectations.append(
            Expectation(number, outcome, int(body.get("times", 1)), AnalysisWish.from_data(body.get("ai")))
        )
        return _expectations(exchange)


@control("clear_expectations")
def clear_expectations(request: ControlRequest) -> None:
    with request.tenant.use(wait=request.wait) as exchange:
        exchange.expectations.clear()


def as_data(call: Call) -> SandboxCall:
    """A call as the control API shows it; times are epochs, 0 where a thing has not happened."""
    legs: list[SandboxLeg] = []
    for leg in call.legs:
        data = plain_members(leg)
        for name in ("timer", "talk_seconds"):
            del data[name]
        legs.append(cast("SandboxLeg", data))
    return {
        "ivrid": call.id,
        "flow": call.flow,
        "direction": call.direction,
        "started": call.started,
        "ended": call.ended_at,
        "caller": phones.local(call.caller),
        "caller_name": call.caller_name,
        "target": phones.local(call.target),
        "did": call.did,
        "queue": call.queue_id,
        "queue_waited": call.queue_waited,
        "campaign": call.campaign,
        "recording": call.recording,
        "muted": call.muted,
        "custom": call.custom,
        "legs": legs,
        "cdrs": list(call.cdrs),
        "original_call": call.original_call,
        "layers": [cast("SandboxCallLayersItem", plain_members(visit)) for visit in call.visits],
    }


def _call(request: ControlRequest, exchange: Exchange) -> Call:
    """The call of the path: by its id, or by as much of the id's beginning as only one call has."""
    return find_call(exchange, request.path_values["ivrid"], request.path_values["id"])


def find_call(exchange: Exchange, ivrid: str, organization: str) -> Call:
    """Raises ``ControlError`` (404), with the calls that could be meant."""
    call = exchange.call(ivrid)
    if call is not None:
        return call
    if len(ivrid) >= SHORTEST_ID:
        known = (*exchange.calls.values(), *exchange.ended.values())
        found = [call for call in known if call.id.startswith(ivrid)]
        if len(found) == 1:
            return found[0]
        if found:
            which = ", ".join(call.id for call in found[:5])
            message = f"{len(found)} calls have an id that begins with {ivrid[:60]!r}"
            raise ControlError(404, "ambiguous", message, hint=f"such as {which}")
    raise ControlError(404, "unknown", f"organization {organization!r} knows no call {ivrid[:60]!r}")


SHORTEST_ID = 4
"""An id may be cut to so many characters, if no other call's begins like that."""


def _expectations(exchange: Exchange) -> SandboxExpectations:
    expectations = [
        {"number": expectation.number, "times": expectation.times, **expectation.outcome.as_data()}
        | ({} if expectation.analysis is None else {"ai": expectation.analysis.as_data()})
        for expectation in exchange.expectations
    ]
    return {"expectations": cast("list[SandboxExpectation]", expectations)}
