"""Lead Tracker (lead-tracker): each visitor of a web page sees another number, by which their call is known.

The vendor describes the script and what becomes of ``visitorInfo``, not how a number is chosen: that the longest held
one is given away when the pool has none left, and that a call does not end the holding, is inferred.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..core.exchange import Exchange
from ..core.refusals import Refused
from ..model import phones
from ..model.visitors import Visitor


def number_for(exchange: Exchange, token: str, info: Mapping[str, Any]) -> tuple[str, float]:
    """The number that a visitor is shown, as the document writes it, and for how many seconds it is theirs. Raises
    ``Refused`` (``unauthorized``) for a token that no pool has, or one without a number.
    """
    directory = exchange.directory
    tracker = directory.lead_trackers.get(token)
    numbers = () if tracker is None else tracker.numbers or tuple(did.number for did in directory.dids.values())
    if tracker is None or not numbers:
        raise Refused("unauthorized")
    now, visitors = exchange.now, exchange.visitors

    def held_until(number: str) -> float:
        visitor = visitors.get(_key(number))
        return visitor.until if visitor is not None else 0.0

    for number in [number for number, visitor in visitors.items() if visitor.until <= now]:
        del visitors[number]
    chosen = min(numbers, key=held_until)
    visitors[_key(chosen)] = Visitor(now + tracker.hold_seconds, dict(info))
    return chosen, tracker.hold_seconds


def visitor_at(exchange: Exchange, number: str) -> Visitor | None:
    """Who sees that number now."""
    visitor = exchange.visitors.get(_key(number))
    return visitor if visitor is not None and visitor.until > exchange.now else None


def _key(number: str) -> str:
    return phones.e164(number) or number
