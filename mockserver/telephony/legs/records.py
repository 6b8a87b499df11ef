"""Writing CDRs: what a leg's end means in the call log (API §3, §4)."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any, Literal

from ....contracts.dial_statuses import DialStatusName
from ....contracts.quick_dataclasses import dataclass
from ..core.exchange import Exchange
from ..core.story import Recorded
from ..model import phones
from ..model.calls import Call, Leg, Visit, growing
from ..model.cdr import Cdr, CdrRow, row_of
from ..model.directory import Direction, Prices
from ..model.events import CdrEvent
from ..model.numbers import Real
from . import parties
from .recordings import muted_stretches

_NO_CAMPAIGN = (0, "", "")


@dataclass(slots=True)
class Particulars:
    """What a flow knows of a record that its leg does not say.

    ``type`` is the CDR type. ``status`` and ``cause`` are the leg's own where they are left out; a record without a leg
    needs a status. ``started`` is when the recorded part of the call began (epoch; 0: the dial, else the call),
    ``talk_since`` when the talk did if that was not the leg's answer; ``dial_seconds`` is the ring's length if that was
    not the leg's. ``queue`` and ``waited`` (seconds) are a queue's. ``recorded``: the record has the call's recording,
    if there was a talk; ``through_ivr``: the layers that the caller went through.
    """

    type: int
    caller_extension: str = ""
    direction: Direction = "outgoing"
    status: DialStatusName | Literal[""] = ""
    leg1_status: DialStatusName | Literal[""] = ""
    cause: int | None = None
    started: float = 0
    talk_since: float = 0
    dial_seconds: int | None = None
    queue: int = 0
    waited: int | None = None
    recorded: bool = False
    through_ivr: bool = True


def write(
    exchange: Exchange, call: Call, leg: Leg | None, record: Particulars, listed: dict[str, Any] | None = None
) -> None:
    """Writes a record and publishes it. ``leg`` is ``None`` where nobody was reached; one that is still up is recorded
    as far as it has come. ``listed`` is what ``listed_data`` says of the call, where that is known already.
    """
    directory, now = exchange.directory, exchange.now
    extensions = directory.extensions
    status, cause = record.status, record.cause
    caller_extension, dial_seconds = record.caller_extension, record.dial_seconds
    target = kind = extension = ""
    answered: Real = 0.0
    dialed: Real = 0.0
    ended: Real = now
    if leg is not None:
        kind = leg.kind
        answered, dialed, ended = record.talk_since or leg.answered_at, leg.dialed_at, leg.ended_at or now
        if dial_seconds is None and dialed:
            dial_seconds = int(leg.answered_at or ended) - int(dialed)
        target = parties.target_of(call, leg)
        if target in extensions:
            extension = target
        status = status or leg.status
        cause = leg.cause if cause is None else cause
    assert status, "a record says what became of the call"
    duration = int(ended) - int(answered) if answered else 0
    in_queue = directory.queues.get(record.queue)
    owner = caller_extension or extension
    if owner in extensions:
        account = extensions[owner].account
    else:
        account = call.account if in_queue is None else in_queue.account
    user = exchange.user_at.get(caller_extension) or exchange.user_at.get(extension) or call.user
    target_extension = extension if answered else ""  # cdr, 3.2 §4: the one that answered
    recording = call.recording if record.recorded and answered else ""
    exchange.cdr_count = number = exchange.cdr_count + 1
    account_id, account_name, top_account, top_account_name = exchange.account_columns[account]
    campaign_id, campaign_name, campaign_kind = exchange.campaign_columns.get(call.campaign, _NO_CAMPAIGN)
    row: CdrRow = (  # of single values, because one with a star would be a list first
        number, call.id, record.type, record.started or dialed or call.started, now,
        parties.shown_number(call, leg), target, status, record.leg1_status, duration, dial_seconds or 0,
        caller_extension, target_extension, call.did,
        record.queue, in_queue.name if in_queue is not None else "", record.waited, recording,
        price(directory.prices, target, ended - answered) if kind == "phone" and answered else 0,
        user, directory.users[user].name if user in directory.users else "",
        account_id, account_name, top_account, top_account_name,
        extensions[caller_extension].name if caller_extension else "",
        extensions[target_extension].name if target_extension else "",
        phones.country(call.caller) if record.direction == "incoming" else "",
        phones.country(target) if kind == "phone" else "",
        record.direction, call.original_call, 16 if cause is None else cause,
        call.campaign, campaign_id, campaign_name, campaign_kind,
        call.custom,
        _visits(call) if call.visits and record.through_ivr else (),
        tuple(muted_stretches(call, answered, ended)) if record.recorded and call.mute_spans and answered else (),
        {}, listed_data(exchange, call) if listed is None else listed,
    )  # fmt: skip
    exchange.note(call, Recorded, record.type, status, duration)
    if recording and (directory.ai is not None or call.analysis is not None):
        row = _with_analysis(exchange, call, leg, row, ended - answered)
    exchange.log.add_row(row)
    if call.cdrs:
        call.cdrs = numbers = growing(call.cdrs)
        numbers.append(number)
    else:
        call.cdrs = (number,)
    exchange.publish(CdrEvent, now, row)


def _with_analysis(exchange: Exchange, call: Call, leg: Leg | None, row: CdrRow, seconds: float) -> CdrRow:
    """The record with what is found in its recording."""
    from . import analyses

    cdr = Cdr(*row)
    cdr.ai = analyses.analyse_talk(exchange, call, leg, cdr, seconds)
    return row_of(cdr)


def listed_data(exchange: Exchange, call: Call) -> dict[str, Any]:
    """What the campaign's list knows of the call, do-not-call included; nothing of one that is no campaign's. The names
    are AddCall's and ours (inferred).
    """
    if not call.campaign:
        return {}
    state = exchange.campaigns.get(call.campaign)
    entry = state.dialer.live.get(call.id) if state is not None else None
    if entry is None:
        return {}
    return {
        "CallID": entry.number,
        "CustomerName": entry.customer_name,
        "Priority": entry.priority,
        "Attempt": entry.attempts + 1,
        "IgnoreDncStatus": entry.ignore_blacklist,
        "IsDnc": entry.target in exchange.blacklist,
    }


def _visits(call: Call) -> tuple[Visit, ...]:
    """Copies, because a caller may press more in the layer where they are."""
    return tuple(map(replace, call.visits))


def price(prices: Prices, number: str, seconds: float) -> int:
    """Agorot for a talk with an outside number (E.164): begun minutes by the kind of number."""
    if phones.region_of(number) != "IL":
        rate = prices.international
    else:
        rate = prices.mobile if phones.is_mobile(number) else prices.local
    return round(max(1, math.ceil(seconds / 60)) * rate)
