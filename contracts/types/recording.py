"""Messages: recording. Written by tools/write_types.py from the schemas."""

from typing import Literal, NotRequired, TypeAlias, TypedDict

__all__ = [
    "RecordingMuteUnmuteRequest",
    "RecordingMuteUnmuteResponse",
    "RecordingPlayRequest",
    "RecordingPlayResponse",
]


class RecordingMuteUnmuteRequest(TypedDict):
    """Mute or unmute a recording.

    Names the calls by an extension or a call id, and says what to do. There is no code.

    Contract `recording.mute_unmute.request` (cur).
    """

    extension: NotRequired[str]
    """All calls that this extension is in."""
    ivrid: NotRequired[str]
    """This one call."""
    state: bool | int | str
    """1 mutes, 0 unmutes."""


class RecordingMuteUnmuteResponse(TypedDict):
    """Mute or unmute a recording, the answer.

    The outcome: ErrorCode is a string on success and a number on failure, so the document prints it.

    Contract `recording.mute_unmute.response` (cur).
    """

    ErrorCode: Literal["200", 400] | str | int
    """"200" or 400. A field of the body: HTTP answers 200."""
    Message: str
    """Success, or what went wrong."""
    ActionID: NotRequired[str]
    """Id of what was done."""


class RecordingPlayRequest(TypedDict):
    """Play a recording.

    The recording's file name, in the path.

    Contract `recording.play.request` (3.2 §4, cdr).
    """

    file: str
    """The file name that CDRs and events name, in the path."""


RecordingPlayResponse: TypeAlias = str
"""A recording.

MPEG audio, whole or the range that was asked for. In this contract the bytes are in base64; a whole recording has at
least 256 (seen).

Contract `recording.play.response` (3.2 §4, cdr).
"""
