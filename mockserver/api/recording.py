"""Recordings: muting one while it is made (cur) and playing it afterwards (3.2 §4, cdr)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...contracts.operations import ErrorCode
from ...contracts.sentences import Sentence
from ..state.request_counts import is_over
from ..telephony.core import earlier_calls
from ..telephony.core.refusals import Refused
from ..telephony.legs import recordings
from ..wire import mp3, ranges, wav
from ..wire.http import HttpResponse
from .endpoints import Body, Context, endpoint

if TYPE_CHECKING:
    from ...contracts.types import RecordingMuteUnmuteResponse


def _refusal(row: ErrorCode, message: str) -> Body:
    return {"ErrorCode": row.code, "Message": message}


@endpoint("recording.mute_unmute", refusal=_refusal)
def mute_unmute(context: Context) -> RecordingMuteUnmuteResponse:
    """Mutes or unmutes one call, or all that the extension is in now."""
    parameters, exchange = context.parameters, context.exchange
    extension, call_id = parameters.text("extension"), parameters.text("ivrid")
    calls = recordings.calls_of(exchange, extension=extension, call_id=call_id)
    for call in calls:
        recordings.set_muted(exchange, call, muted=parameters.boolean("state"))
    if not calls:
        note = Sentence.of("NothingMuted", "extension {name!r} is in no call: nothing was muted", name=extension[:60])
        context.notes.append(note)
    return {
        "ErrorCode": "200",
        "Message": "Success",
        "ActionID": exchange.ids.digest("action", context.tenant.requests.count, 32),
    }


def _no_recording_called(file: str) -> Sentence:
    return Sentence.of("NoRecording", "there is no recording {file!r}", file=file[:100])


def _no_part(wanted: str, length: int) -> Sentence:
    return Sentence.of(
        "NoPartOfRecording", "the recording has {length:,} bytes, and {range!r} are none of them",
        length=length, range=wanted[:60],
    )  # fmt: skip


def _no_recording(row: ErrorCode, message: str) -> Body:
    return {"error": message}


@endpoint("recording.play", refusal=_no_recording)
def play(context: Context) -> HttpResponse:
    """The recording, or the range of it that was asked for: what was said, where that was on a real telephone, else a
    tone where somebody spoke; silence where it was muted.
    """
    limit = context.exchange.directory.limits.recordings_per_minute
    if is_over(context.tenant.request_counts.recordings, limit, 60, context.exchange.now):
        note = Sentence.of(
            "RecordingsLimit", "limits.recordings_per_minute is {limit}: wait, and ask for the recording again",
            limit=limit,
        )  # fmt: skip
        context.notes.append(note)
        raise Refused("request_limit")
    cdr = earlier_calls.of_recording(context.exchange, context.path_values["file"])
    if cdr is None:
        raise Refused("not_found", _no_recording_called(context.path_values["file"]))
    speech = context.tenant.spoken.of(cdr.recording)
    audio = speech or mp3.Mp3Stream(cdr.duration, cdr.mutes)
    kind = wav.AUDIO_TYPE if speech else mp3.AUDIO_TYPE
    headers = {"Accept-Ranges": "bytes"}
    wanted = context.request.headers.get("range", "")
    span = ranges.parse_range(wanted, len(audio)) if wanted else None
    if span is None:
        return HttpResponse(200, kind, audio.part(0, len(audio)), headers)
    start, end = span
    if start >= end:
        context.error = "bad_range"
        context.notes.append(_no_part(wanted, len(audio)))
        headers["Content-Range"] = f"bytes */{len(audio)}"
        return HttpResponse(416, "text/plain; charset=utf-8", b"", headers)
    headers["Content-Range"] = f"bytes {start}-{end - 1}/{len(audio)}"
    return HttpResponse(206, kind, audio.part(start, end), headers)
