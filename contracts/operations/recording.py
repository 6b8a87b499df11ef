"""Recordings: muting one while it is made (cur, Mute Call Recording API) and playing it afterwards."""

from __future__ import annotations

from .hosts import MONITOR_HOSTS, PANEL_HOSTS, RECORDING_HOSTS
from .model import ErrorCode, Operation

MINIMUM_BYTES = 256
"""A playable recording is at least so long; clients take anything shorter for an error (seen)."""

OPERATIONS = (
    Operation(
        name="recording.mute_unmute",
        title="Mute or unmute the recording of a call",
        source="cur",
        hosts=MONITOR_HOSTS,
        paths=("/Comet/API/MuteUnmuteCalls", "/api/MuteUnmuteCalls"),
        encodings=("query", "json"),
        authority="call",
        errors=(
            ErrorCode("200", "Success", "Mute an extension that exists, or a call that is up.", "ok"),
            ErrorCode(
                400,
                "Extension not found",
                "Name an extension that the organization does not have.",
                "extension_not_found",
                parameters=("extension",),
            ),
            ErrorCode(400, "UniqueIvrID not found", "Name a call that has ended or never was.", "call_not_found"),
            ErrorCode(
                400,
                'Parameters are not valid, should be "ivrid" and "mute" ',
                "Send neither extension nor ivrid, no state, a state other than 0 and 1, or an unreadable body.",
                "invalid",
            ),
            ErrorCode(400, "Internal error", "Inject a fault of this name.", "internal_error", mark="inferred"),
        ),
        notes=(
            "There is no code: the call or extension says whose it is. ErrorCode is a string on success and a number "
            "on failure, and HTTP answers 200: so documented. Muting an extension mutes the calls it is in at that "
            "moment, not later ones; with none it is a success that changes nothing (inferred). An extension that "
            "several organizations have needs the base path."
        ),
    ),
    Operation(
        name="recording.play",
        title="Play a recording",
        source="3.2 §4 (S3), cdr (PlayRecord)",
        hosts=PANEL_HOSTS + RECORDING_HOSTS,
        paths=("/CallsHistory/PlayRecord/{file}", "/{file}"),
        methods=("GET",),
        encodings=("query",),
        answers=("audio",),
        authority="call",
        errors=(
            ErrorCode(
                404,
                "Not Found",
                "Ask for a file that no call was recorded to, or that has expired.",
                "not_found",
                http_status=404,
                mark="inferred",
            ),
            ErrorCode(
                429,
                "Too Many Requests",
                "Set the organization's limits.recordings_per_minute to 1 and ask twice within a minute of its clock.",
                "request_limit",
                http_status=429,
                mark="inferred",
            ),
            ErrorCode(
                416,
                "Range Not Satisfiable",
                "Ask for a byte range beyond the end of the recording.",
                "bad_range",
                http_status=416,
                mark="inferred",
            ),
        ),
        quick=False,
        mark="seen",
        notes=(
            "Found by the file name alone. /{file} is the recordings bucket's form (3.2): a server that answers for "
            "every host takes it only for names that end in .mp3. Range requests are served; muted stretches are "
            "silence. What was said on a real telephone is a WAV file (inferred), everything else an MP3 of a tone."
        ),
    ),
)
