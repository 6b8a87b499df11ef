"""Messages: history. Written by tools/write_types.py from the schemas."""

from typing import NotRequired, TypedDict

from .definitions import AiEmotions, AiInsights, DialStatus

__all__ = [
    "HistoryGetCallRequest",
    "HistoryGetCallResponse",
    "HistoryGetCallResponseData",
    "HistoryGetCallResponseDataAiData",
    "HistoryGetCallResponseDataCdrData",
]


class HistoryGetCallRequest(TypedDict):
    """History of one call.

    The call's id, in the path; the bearer token is in the Authorization header.

    Contract `history.get_call.request` (seen in clients).
    """

    CALLID: str
    """The call's id. Seen, not documented."""


class HistoryGetCallResponseDataCdrData(TypedDict):
    """The call's record.

    Part of contract `history.get_call.response` (seen in clients).
    """

    iVR_unique_id: str
    """The call's id. Seen, not documented."""
    sec_total: NotRequired[int]
    """Seconds from begin to end. Seen, not documented."""
    dialstatus_name: NotRequired[DialStatus]
    """What became of it. Seen, not documented."""
    client_phone: NotRequired[str]
    """The customer's number. Seen, not documented."""
    target_no: NotRequired[str]
    """The number that was called. Seen, not documented."""
    caller_no: NotRequired[str]
    """The number that called. Seen, not documented."""
    cdr_time: NotRequired[str | int]
    """When it began: ISO 8601, GMT (inferred), or epoch seconds. Seen, not documented."""


class HistoryGetCallResponseDataAiData(TypedDict, total=False):
    """What the analysis of the recording found, without transcript; null where it is not switched on, or not done yet.

    Part of contract `history.get_call.response` (seen in clients).
    """

    insights: AiInsights
    """What the conversation was about. Seen, not documented."""
    emotions: AiEmotions
    """How the parties felt."""
    client_phone: str
    """The customer's number. Seen, not documented."""


class HistoryGetCallResponseData(TypedDict):
    """The call.

    Part of contract `history.get_call.response` (seen in clients).
    """

    cdr_data: HistoryGetCallResponseDataCdrData
    """The call's record. Seen, not documented."""
    ai_data: NotRequired[HistoryGetCallResponseDataAiData | None]
    """What the analysis of the recording found, without transcript; null where it is not switched on, or not done
    yet. Seen, not documented."""


class HistoryGetCallResponse(TypedDict, total=False):
    """History of one call, the answer.

    The call's record and its analysis; errors come with HTTP 401 or 404 and an error.

    Contract `history.get_call.response` (seen in clients).
    """

    Data: HistoryGetCallResponseData
    """The call. Seen, not documented."""
    error: str
    """What went wrong."""
