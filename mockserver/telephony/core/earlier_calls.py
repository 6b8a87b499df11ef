"""What is found of a call by its id or its recording alone: in the call log, or among the organization's calls from
before, which the log does not have."""

from __future__ import annotations

from ..model.cdr import Cdr
from ..model.directory import EarlierCall
from .exchange import Exchange

_TYPES = {"incoming": 1, "outgoing": 4, "internal": 4}
"""The CDR type of a plain call in each direction."""


def of_call(exchange: Exchange, call_id: str) -> list[Cdr]:
    """The records of a call that has ended, in their order; none of a call that is up or unknown."""
    earlier = exchange.directory.earlier_calls.get(call_id)
    return exchange.log.of_call(call_id) or ([_record(earlier)] if earlier is not None else [])


def of_recording(exchange: Exchange, file: str) -> Cdr | None:
    """The record whose recording has that file name."""
    found = exchange.log.of_recording(file)
    if found is not None or not file:
        return found
    calls = exchange.directory.earlier_calls.values()
    return next((_record(call) for call in calls if call.recording == file), None)


def _record(call: EarlierCall) -> Cdr:
    return Cdr(
        number=0,
        call_id=call.id,
        type=_TYPES[call.direction],
        time=call.time,
        ended=call.time + call.duration,
        caller=call.caller,
        target=call.target,
        status="ANSWER",
        duration=call.duration,
        direction=call.direction,
        recording=call.recording,
    )
