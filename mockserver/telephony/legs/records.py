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
from ..model.calls import Call, Leg, Visit
from ..model.cdr import Cdr
from ..model.directory import Direction, Prices
from ..model.events import CdrEvent
from ..model.numbers import Real
from . import parties
from .recordings import muted_stretches

CAMPAIGN_KINDS = {"agents": "Automatic", "ivr": "IVR"}
"""A campaign's kind as the wire names it (seen in the dialer's events)."""


@dataclass(slots=True)
class Particulars:
    """What a flow knows of a record that its leg does not say.

    ``type`` is the CDR type. ``status`` and ``cause`` are the leg's
    own where they are left out; a record without a leg needs a status. ``started`` is when the recorded part of the
    call began (epoch; 0: the dial, else the call), ``talk_since`` when the talk did if that was not the leg's answer;
    ``dial_seconds`` is the ring's length if that was not the leg's. ``queue`` and ``waited`` (seconds) are a queue's.
    ``recorded``: the record has the call's recording, if there was a talk; ``through_ivr``: the layers that the caller
    went through.
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


def write(exchange: Exchange, call: Call, leg: Leg | None, record: Particulars) -> Cdr:
    """Writes a record and publishes it. ``leg`` is ``None`` where nobody was reached; one that is still up is recorded
    as far as it has come.
    """
    directory = exchange.directory
    now = exchange.now
    caller, caller_extension, extension = parties.shown_number(call, leg), record.caller_extension, ""
    status, cause, dial_seconds, queue = record.status, record.cause, record.dial_seconds, record.queue
    target, kind = "", ""
    answered: Real = 0.0
    dialed: Real = 0.0
    ended: Real = now
    if leg is not None:
        kind = leg.kind
        answered, dialed, ended = record.talk_since or leg.answered_at, leg.dialed_at, leg.ended_at or now
        if dial_seconds is None:
            dial_seconds = int(leg.answered_at or ended) - int(dialed) if dialed else 0
        target = parties.target_of(call, leg)
        extension = target if target in directory.extensions else ""
        status = status or leg.status
        cause = leg.cause if cause is None else cause
    assert status, "a record says what became of the call"
    user = exchange.user_for(caller_extension) or exchange.user_for(extension) or call.user
    account = directory.accounts[_account(exchange, call, caller_extension or extension, queue)]
    top = directory.top_account(account.id)
    campaign = directory.campaigns.get(call.campaign) if call.campaign else None
    target_extension = extension if answered else ""  # cdr, 3.2 §4: the one that answered
    exchange.cdr_count += 1
    cdr = Cdr(  # by position, as the class has them: keywords would make this, done for every leg, take twice as long
        exchange.cdr_count, call.id, record.type, record.started or dialed or call.started, now,
        caller, target, status, record.leg1_status,
        int(ended) - int(answered) if answered else 0, dial_seconds or 0,
        caller_extension, target_extension, call.did,
        queue, directory.queues[queue].name if queue in directory.queues else "", record.waited,
        call.recording if record.recorded and answered else "",
        price(directory.prices, target, ended - answered) if kind == "phone" and answered else 0,
        user, directory.users[user].name if user in directory.users else "",
        account.id, account.name, top.id, top.name,
        directory.extensions[caller_extension].name if caller_extension else "",
        directory.extensions[target_extension].name if target_extension else "",
        phones.country(call.caller) if record.direction == "incoming" else "",
        phones.country(target) if kind == "phone" else "",
        record.direction, call.original_call, 16 if cause is None else cause,
        call.campaign,
        campaign.id if campaign is not None else 0,
        campaign.name if campaign is not None else "",
        CAMPAIGN_KINDS[campaign.kind] if campaign is not None else "",
        call.custom,
        _visits(call) if call.visits and record.through_ivr else (),
        tuple(muted_stretches(call, answered, ended)) if record.recorded and call.mute_spans and answered else (),
    )  # fmt: skip
    if call.campaign:
        cdr.dialer = _dialer_data(exchange, call)
    exchange.note(call, Recorded, cdr.type, cdr.status, cdr.duration)
    if cdr.recording and (directory.ai is not None or call.analysis is not None):
        from . import analyses

        cdr.ai = analyses.analyse_talk(exchange, call, leg, cdr, ended - answered)
    exchange.log.add(cdr)
    call.cdrs = (*call.cdrs, cdr.number)
    exchange.publish(CdrEvent, now, cdr)
    return cdr


def _dialer_data(exchange: Exchange, call: Call) -> dict[str, Any]:
    """What the campaign's list knows of the call, do-not-call included. The names are AddCall's and ours (inferred)."""
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


def _account(exchange: Exchange, call: Call, sip: str, queue: int) -> int:
    extension = exchange.directory.extensions.get(sip)
    if extension is not None:
        return extension.account
    return exchange.directory.queues[queue].account if queue in exchange.directory.queues else call.account


def price(prices: Prices, number: str, seconds: float) -> int:
    """Agorot for a talk with an outside number (E.164): begun minutes by the kind of number."""
    if phones.region_of(number) != "IL":
        rate = prices.international
    else:
        rate = prices.mobile if phones.is_mobile(number) else prices.local
    return round(max(1, math.ceil(seconds / 60)) * rate)
