"""One call's history from the newer API manager (seen)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ...contracts.operations import ErrorCode
from ...contracts.sentences import Sentence
from ..callbacks.cdr_notification import analysis_seconds
from ..state.request_counts import is_over
from ..telephony.core import earlier_calls, reasons
from ..telephony.core.refusals import Refused
from ..telephony.model.cdr import Cdr
from .endpoints import Body, Context, endpoint

if TYPE_CHECKING:
    from ...contracts.types import (
        HistoryGetCallResponse,
        HistoryGetCallResponseDataAiData,
        HistoryGetCallResponseDataCdrData,
    )

WEEK_SECONDS = 7 * 86_400


def _refusal(row: ErrorCode, message: str) -> Body:
    return {"error": message}


@endpoint("history.get_call", refusal=_refusal)
def get_call(context: Context) -> HistoryGetCallResponse:
    """The call's last record, which in a two-leg call is the customer's leg; its seconds are those of the call."""
    _count_request(context)
    call_id = context.parameters.text("CALLID")
    records = earlier_calls.of_call(context.exchange, call_id)
    if not records:
        raise Refused("call_not_found", reasons.no_record(context.exchange, call_id))
    cdr = records[-1]
    began = min(record.time for record in records)
    data: HistoryGetCallResponseDataCdrData = {
        "iVR_unique_id": cdr.call_id,
        "sec_total": int(max(record.ended for record in records)) - int(began),
        "dialstatus_name": cdr.status,
        "client_phone": cdr.caller if cdr.direction == "incoming" else cdr.target,
        "target_no": cdr.target,
        "caller_no": cdr.caller,
        "cdr_time": datetime.fromtimestamp(int(began), UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    return {"Data": {"cdr_data": data, "ai_data": _analysis(context, records, data["client_phone"])}}


def _analysis(context: Context, records: list[Cdr], client_phone: str) -> HistoryGetCallResponseDataAiData | None:
    """What the push has as ``aiData``, without the transcript; ``None`` until it is there."""
    exchange = context.exchange
    delay = analysis_seconds(exchange.directory)
    found = [record for record in records if record.ai]
    if not found:
        return None
    if exchange.now < found[-1].ended + delay:
        note = Sentence.of(
            "NotAnalysedYet", "ai.ai_delay_seconds is {seconds:g}: the call's analysis is not there yet", seconds=delay
        )
        context.notes.append(note)
        return None
    analysis = found[-1].ai
    return {"insights": analysis["insights"], "emotions": analysis["emotions"], "client_phone": client_phone}


def _count_request(context: Context) -> None:
    """The quota of a week. One over it is answered like a wrong token, with words of its own."""
    limit = context.exchange.directory.limits.history_per_week
    if is_over(context.tenant.request_counts.histories, limit, WEEK_SECONDS, context.exchange.now):
        note = Sentence.of(
            "HistoryLimit", "limits.history_per_week is {limit}: 401 here is not about the token", limit=limit
        )
        context.notes.append(note)
        raise Refused("request_limit")
