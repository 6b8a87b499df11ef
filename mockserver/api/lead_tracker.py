"""A number for a visitor of a web page: what the served Lead Tracker script asks (inferred)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...contracts.operations import ErrorCode
from ...contracts.sentences import NONE, Sentence
from ..telephony.core.refusals import Refused
from ..telephony.routing import lead_tracker
from .endpoints import Body, Context, endpoint

if TYPE_CHECKING:
    from ...contracts.types import LeadTrackerGetNumberResponse


def _refusal(row: ErrorCode, message: str) -> Body:
    return {"error": message}


@endpoint("lead_tracker.get_number", refusal=_refusal, authorizes=True)
def get_number(context: Context) -> LeadTrackerGetNumberResponse:
    """Another one for each visitor, as far as the pool goes."""
    token = context.parameters.text("token")
    try:
        number, seconds = lead_tracker.number_for(
            context.exchange, token, context.parameters.values.get("visitorInfo", {})
        )
    except Refused:
        trackers = context.exchange.directory.lead_trackers
        note = Sentence.of("PoolHasNoNumbers", "the organization has no dids for the pool {token!r}", token=token[:60])
        if token not in trackers:
            note = Sentence.of(
                "NoPoolHasToken", "no pool of lead_trackers has the token {token!r}; there are: {known}",
                token=token[:60], known=", ".join(map(repr, trackers)) or NONE,
            )  # fmt: skip
        context.notes.append(note)
        raise
    return {"DID": number, "hold_seconds": seconds}
