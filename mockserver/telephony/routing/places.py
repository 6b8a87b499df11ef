"""Where a caller is led: every kind of place a route or an IVR layer names, and what every place needs.

Places register here, so that each can send the caller on to any other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Protocol, cast

from ....contracts.dial_statuses import DialStatusName
from ..core.exchange import Exchange
from ..core.scheduler import step
from ..legs import lines, scripted_caller
from ..legs.dialling import FLOWS, Flow
from ..model.calls import By, Call, Leg
from ..model.directory import Queue, Route
from .story import KeysPressed, LetGo

Destination = Literal["call", "queue", "voicemail", "conference"]
"""What a record of a routed call is about."""
Place = Callable[[Exchange, Call, str], None]
PLACES: dict[str, Place] = {}
"""By the kind of a route: takes the call to the place that ``target`` names."""

Keys = Callable[[Exchange, Call, str], None]
KEY_TAKERS: dict[str, tuple[Callable[[Call], int], Keys]] = {}
"""By the name of what takes keys: how many it wants now, and what takes them."""


class CallerFlow(Flow, Protocol):
    """A flow in which one party, the caller, is led to places. Its leg's role is ``caller``."""

    def record(
        self,
        exchange: Exchange,
        call: Call,
        leg: Leg | None,
        *,
        kind: Destination,
        status: DialStatusName | None = None,
        cause: int | None = None,
    ) -> None:
        """Writes the record of one destination; status and cause are the leg's where they are not given."""

    def may_join(self, exchange: Exchange, call: Call, queue: Queue) -> bool:
        """Whether the caller may join a queue that has a place for them."""
        ...

    def finish(self, exchange: Exchange, call: Call, cause: int, by: By) -> None:
        """Everything is said and written: ends what is left of the call."""


def place(kind: str) -> Callable[[Place], Place]:
    """Registers a function as the way to places of that kind."""

    def register(function: Place) -> Place:
        PLACES[kind] = function
        return function

    return register


_CALLER_FLOWS = cast(dict[str, CallerFlow], FLOWS)
"""Whoever is led to places has such a flow."""


def flow(call: Call) -> CallerFlow:
    return _CALLER_FLOWS[call.flow]


def go(exchange: Exchange, call: Call, route: Route) -> None:
    """Leads the caller on."""
    PLACES[route.kind](exchange, call, route.target)


def go_to_layer(
    exchange: Exchange, call: Call, number: int | None, *, status: DialStatusName = "TE", cause: int = 16
) -> None:
    """To an IVR layer; without one the exchange ends the call."""
    if number is None:
        end(exchange, call, status=status, cause=cause)
    else:
        PLACES["layer"](exchange, call, str(number))


def end(exchange: Exchange, call: Call, *, status: DialStatusName = "TE", cause: int = 16, by: By = "system") -> None:
    """The caller is let go. A call that reached no destination so far gets the record of its way through the IVR."""
    if not call.cdrs:
        exchange.note(call, LetGo)
        flow(call).record(exchange, call, None, kind="call", status=status, cause=cause)
    flow(call).finish(exchange, call, cause, by)


def pick_up(exchange: Exchange, call: Call) -> None:
    """Somebody or something has answered the caller."""
    leg = call.leg("caller")
    if leg is not None and leg.state in ("NEW", "RINGING"):
        leg.state, leg.status, leg.answered_at = "TALKING", "ANSWER", exchange.now
    if exchange.lines:
        lines.connect(exchange, leg)


def wanted_keys(call: Call) -> int:
    """How many keys the place where the caller is takes now."""
    return max((wanted(call) for wanted, _ in KEY_TAKERS.values()), default=0)


def press(exchange: Exchange, call: Call, keys: str) -> str:
    """The caller presses keys. Returns those that nothing took."""
    while keys and not call.ended:
        for wanted, take in KEY_TAKERS.values():
            size = wanted(call)
            if size:
                accepted, keys = scripted_caller.split(keys, size)
                exchange.note(call, KeysPressed, accepted)
                take(exchange, call, accepted)
                break
        else:
            return keys
    return keys


@place("hangup")
def _hang_up(exchange: Exchange, call: Call, _: str) -> None:
    end(exchange, call)


@step("caller.press")
def _press(exchange: Exchange, call_id: str) -> None:
    """What the script has for this place; what the place does not take is pressed at the next one."""
    call = exchange.calls[call_id]
    caller = call.caller_script
    if caller is not None and caller.presses and wanted_keys(call):
        press(exchange, call, scripted_caller.next_key(caller))
