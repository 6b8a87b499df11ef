"""Members that belong together: times in order, durations that add up, totals that count what is there.

Schemas cannot say it, so it is put right after a message is made; only members that are there are touched.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..cdr_types import cdr_type
from .moments import utc

Agreement = Callable[[dict[str, Any]], None]
_ANSWERED = ("ANSWER", "VOICEMAIL")
_QUEUES = ("Queue", "Click 2 Queue Incoming", "Click 2 Queue")
_UNKNOWN = object()


def agreement_at(place: str) -> Agreement | None:
    """What puts an object right, by its definition's name or its place; ``None`` for most."""
    return _AGREEMENTS.get(place)


def _cdr(record: dict[str, Any]) -> None:
    """A CDR notification: talk, wait and ring times that fit the status, countries and names that fit the parties."""
    answered = record["status"] in _ANSWERED
    queue = record["type"] in _QUEUES
    if not answered:
        waited = record.get("seconds_waiting_in_queue", 0) if queue else 0
        record["duration"] = waited if record["duration"] else 0
        _set(record, "record", "")
        _set(record, "price", 0)
    _set(record, "isAnswer", 1 if answered else 0)
    _set(record, "actualCallDuration", record["duration"])
    _set(record, "actualCallDialtime", record.get("dialtime", _UNKNOWN))
    if not queue:
        record["queueid"] = 0 if record["queueid"] is not None else None
        _set(record, "queuename", "")
        record.pop("seconds_waiting_in_queue", None)
    if not record["targetextension"]:
        _set(record, "targetextension_name", "")
    if not record["callerextension"]:
        _set(record, "callerextension_name", "")


def _analysis(analysis: dict[str, Any]) -> None:
    """What the analysis found: sentences one after the other, each with its number, and emotions of those there are."""
    lines: list[dict[str, Any]] = analysis.get("transcript") or []
    now = 0.0
    for number, line in enumerate(lines):
        line["startTime"] = round(now + 0.5, 2)
        now = round(line["startTime"] + 1.5, 2)
        _set(line, "endTime", now)
        _set(line, "sentence_id", number)
    emotions: dict[str, Any] = analysis.get("emotions") or {}
    felt: list[dict[str, Any]] = emotions.get("sentences") or []
    for number, sentence in enumerate(felt):
        sentence["sentence_id"] = min(number, max(0, len(lines) - 1))


def _call(call: dict[str, Any]) -> None:
    """A call at an extension: answered after it started, or not at all."""
    started = call["callStarted"]
    _set(call, "calldurationinterval", started)
    if call["answered"]:
        call["callAnswered"] = max(started, min(call["callAnswered"], started + 90))
    else:
        call["callAnswered"] = 0


def _waiting(call: dict[str, Any]) -> None:
    _set(call, "calldurationinterval", call["JoinTimeStamp"])
    _set(call, "ivrid", call["IvrUniqueID"])


def _records(answer: dict[str, Any]) -> None:
    """Call log: the totals count the records."""
    listed = answer.get("CDR_LIST")
    if isinstance(listed, list):
        count = len(listed)  # pyright: ignore[reportUnknownArgumentType]
        _set(answer, "RETURN_HITS", count)
        _set(answer, "TOTAL_HITS", count)


def _align_record(record: dict[str, Any]) -> None:
    """One record of the call log: both ways to write its moment and its kind say the same."""
    if "DateEpoch" in record and "Date" in record:
        record["Date"] = utc(record["DateEpoch"]).strftime("%Y-%m-%dT%H:%M:%SZ")
    if "CdrType" in record and "Type" in record:
        record["Type"] = cdr_type(record["CdrType"]).name
    if record.get("DialStatus", "ANSWER") not in _ANSWERED:
        _set(record, "Duration", 0)
        _set(record, "RecordURL", "")


def _hang_up(message: dict[str, Any]) -> None:
    """External IVR's last word: a call ends after it began."""
    began, ended = message.get("CALL_START_EPOCH"), message.get("CALL_TIME_EPOCH")
    if isinstance(began, int) and isinstance(ended, int) and began < ended:
        message["CALL_START_EPOCH"], message["CALL_TIME_EPOCH"] = ended, began


def _set(members: dict[str, Any], name: str, value: Any) -> None:
    if name in members and value is not _UNKNOWN:
        members[name] = value


_AGREEMENTS: dict[str, Agreement] = {
    "cdr_notification.request": _cdr,
    "cdr_notification.request.aiData": _analysis,
    "realtime_call": _call,
    "realtime_queue_call": _waiting,
    "cdr_hub.query.response": _records,
    "cdr_hub.query.response.CDR_LIST": _align_record,
    "external_ivr.hangup_call.request": _hang_up,
}
