"""Writing CDRs: what a leg's end means in the call log (API §3, §4)."""

from __future__ import annotations

import math
from copy import copy
from typing import Literal

from ..core.exchange import Exchange
from ..model import phones
from ..model.calls import Call, Leg
from ..model.cdr import Cdr
from ..model.directory import Prices
from ..model.events import CdrEvent
from .recordings import muted_stretches

CAMPAIGN_KINDS = {"agents": "Automatic", "ivr": "IVR"}
"""A campaign's kind as the wire names it (seen in the dialer's events)."""

Direction = Literal["incoming", "outgoing", "internal"]


def write(
    exchange: Exchange, call: Call, leg: Leg | None, type_id: int, *,
    caller: str, caller_extension: str = "", status: str = "", leg1_status: str = "", with_recording: bool = False,
    direction: Direction = "outgoing", cause: int | None = None, started: float = 0, talk_since: float = 0,
    target_extension: str = "", queue: int = 0, waited: int | None = None, dial_seconds: int | None = None,
) -> Cdr:  # fmt: skip
    """Writes a record and publishes it. ``caller`` is the number shown to the leg's party.

    ``leg`` is ``None`` where nobody was reached; then ``status`` is needed. ``started`` is when the recorded part
    of the call began (else the dial, else the call), ``talk_since`` when the talk did if that was not the leg's
    answer; a leg that is still up is recorded as far as it has come. ``queue`` and ``waited`` (seconds) only for
    a queue's records.
    """
    directory = exchange.directory
    now = exchange.now
    target, kind, answered, dialed, ended = "", "", 0.0, 0.0, now
    if leg is not None:
        kind = leg.kind
        answered, dialed, ended = talk_since or leg.answered_at, leg.dialed_at, leg.ended_at or now
        if dial_seconds is None:
            dial_seconds = int(leg.answered_at or ended) - int(dialed) if dialed else 0
        if kind != "service":
            target = leg.number
            if kind == "extension":
                target_extension = target
        status = status or leg.status
        cause = leg.cause if cause is None else cause
    user = exchange.user_for(caller_extension) or exchange.user_for(target_extension) or call.user
    account = directory.accounts[_account(exchange, call, caller_extension or target_extension, queue)]
    top = directory.top_account(account.id)
    campaign = directory.campaigns.get(call.campaign) if call.campaign else None
    exchange.cdr_count += 1
    cdr = Cdr(
        number=exchange.cdr_count,
        call_id=call.id,
        type=type_id,
        time=started or dialed or call.started,
        ended=now,
        caller=caller,
        target=target or target_extension,
        status=status,
        leg1_status=leg1_status,
        duration=int(ended) - int(answered) if answered else 0,
        dial_seconds=dial_seconds or 0,
        caller_extension=caller_extension,
        target_extension=target_extension,
        did=call.did,
        queue_id=queue,
        queue_name=directory.queues[queue].name if queue in directory.queues else "",
        seconds_in_queue=waited,
        recording=call.recording if with_recording and answered else "",
        price=price(directory.prices, target, ended - answered) if kind == "phone" and answered else 0,
        user=user,
        user_name=directory.users[user].name if user in directory.users else "",
        account=account.id,
        account_name=account.name,
        top_account=top.id,
        top_account_name=top.name,
        caller_extension_name=directory.extensions[caller_extension].name if caller_extension else "",
        target_extension_name=directory.extensions[target_extension].name if target_extension else "",
        caller_country=phones.country(caller) if direction == "incoming" else "",
        target_country=phones.country(target) if kind == "phone" else "",
        direction=direction,
        original_call=call.original_call,
        cause=16 if cause is None else cause,
        campaign=call.campaign,
        campaign_id=campaign.id if campaign is not None else 0,
        campaign_name=campaign.name if campaign is not None else "",
        campaign_kind=CAMPAIGN_KINDS[campaign.kind] if campaign is not None else "",
        custom=call.custom,
        visits=tuple(map(copy, call.visits)),  # a caller may press more in the layer where he is
        mutes=tuple(muted_stretches(call, answered, ended)) if with_recording and call.mute_spans and answered else (),
    )
    exchange.log.add(cdr)
    call.cdrs.append(cdr.number)
    exchange.tell(call, "recorded", type=type_id, status=cdr.status, duration=cdr.duration)
    exchange.publish(CdrEvent(now, cdr))
    return cdr


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
