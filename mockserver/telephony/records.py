"""Writing CDRs: what a leg's end means in the call log (API §3, §4)."""

from __future__ import annotations

import math

from . import phones
from .calls import Call, Leg
from .cdr import Cdr
from .directory import Prices
from .events import CdrEvent
from .exchange import Exchange


def write(
    exchange: Exchange, call: Call, leg: Leg, type_id: int, *,
    caller: str, caller_extension: str = "", status: str = "", leg1_status: str = "", with_recording: bool = False,
) -> Cdr:  # fmt: skip
    """Writes a leg's record and publishes it. ``caller`` is the number shown to the leg's party."""
    directory = exchange.directory
    target_extension = leg.number if leg.kind == "extension" else ""
    user = exchange.user_for(caller_extension) or exchange.user_for(target_extension) or call.user
    started = leg.dialed_at or call.started
    account = directory.accounts[_account(exchange, call, caller_extension or target_extension)]
    top = directory.top_account(account.id)
    exchange.cdr_count += 1
    cdr = Cdr(
        number=exchange.cdr_count,
        call_id=call.id,
        type=type_id,
        time=started,
        ended=exchange.now,
        caller=caller,
        target=leg.number,
        status=status or leg.status,
        leg1_status=leg1_status,
        duration=int(leg.ended_at) - int(leg.answered_at) if leg.answered_at else 0,
        dial_seconds=int(leg.answered_at or leg.ended_at) - int(leg.dialed_at) if leg.dialed_at else 0,
        caller_extension=caller_extension,
        target_extension=target_extension,
        did=call.did,
        recording=call.recording if with_recording and leg.answered_at else "",
        price=price(directory.prices, leg),
        user=user,
        user_name=directory.users[user].name if user in directory.users else "",
        account=account.id,
        account_name=account.name,
        top_account=top.id,
        top_account_name=top.name,
        caller_extension_name=directory.extensions[caller_extension].name if caller_extension else "",
        target_extension_name=directory.extensions[target_extension].name if target_extension else "",
        target_country=phones.country(leg.number) if leg.kind == "phone" else "",
        direction="outgoing",
        original_call=call.original_call,
        cause=leg.cause,
        custom=dict(call.custom),
        visits=tuple(call.visits),
    )
    exchange.log.add(cdr)
    call.cdrs.append(cdr.number)
    exchange.publish(CdrEvent(exchange.now, cdr))
    return cdr


def _account(exchange: Exchange, call: Call, sip: str) -> int:
    extension = exchange.directory.extensions.get(sip)
    return extension.account if extension is not None else call.account


def price(prices: Prices, leg: Leg) -> int:
    """Agorot for an outside leg that was answered: begun minutes by the kind of number."""
    if leg.kind != "phone" or not leg.answered_at:
        return 0
    if phones.region_of(leg.number) != "IL":
        rate = prices.international
    else:
        rate = prices.mobile if phones.is_mobile(leg.number) else prices.local
    return round(max(1, math.ceil((leg.ended_at - leg.answered_at) / 60)) * rate)
