"""Messages: external layer. Written by tools/write_types.py from the schemas."""

from typing import Any, Literal, NotRequired, TypedDict

__all__ = [
    "ExternalLayerRequest",
    "ExternalLayerRequestData",
    "ExternalLayerResponse",
    "ExternalLayerResponseDataItem",
    "ExternalLayerResponseTargetsItem",
]


class ExternalLayerRequestData(TypedDict):
    """The call.

    Part of contract `external_layer.request` (3.2 §12, cur (External Layer API)).
    """

    DID: str
    """The number that the caller dialled."""
    CALLER_ID: str
    """The caller's number."""
    IVR_UNIQUE_ID: str
    """The call's id."""
    DTMF: str
    """The keys that the caller pressed; 0 when none."""
    LAYER_ID: int | str
    """Number of the layer; a string of digits in one of cur's samples."""
    PREVIOUS_LAYER_ID: int | str
    """Number of the layer before it; the same when there was none."""


class ExternalLayerRequest(TypedDict):
    """External Layer: keys were pressed in an IVR layer.

    Sent as JSON when a caller has pressed keys in a layer that is attached to a URL, or nothing in time.

    Contract `external_layer.request` (3.2 §12, cur (External Layer API)).
    """

    METHOD: Literal["IVR_LAYER_INPUT"]
    """Always IVR_LAYER_INPUT."""
    DATA: ExternalLayerRequestData
    """The call."""


class ExternalLayerResponseDataItem(TypedDict):
    """One of `DATA`.

    Part of contract `external_layer.response` (3.2 §12, cur (External Layer API)).
    """

    RecordType: Literal["Recording", "Digits", "Number", "Date", "DateTime"]
    """Recording: a file's name. Digits: read one by one. Number: read as a number. Date, DateTime: ISO 8601."""
    Content: str | int
    """What is announced, as RecordType says."""


class ExternalLayerResponseTargetsItem(TypedDict):
    """One of `TARGETS`.

    Part of contract `external_layer.response` (3.2 §12, cur (External Layer API)).
    """

    TYPE: Literal["PHONE", "EXTENSION"]
    """Whether TARGET is a phone number or an extension."""
    TARGET: str
    """A phone number (0… or E.164), or an extension's SIP name."""


class ExternalLayerResponse(TypedDict):
    """External Layer: what the call does next.

    The customer's decision, as JSON, within five seconds (seen). With STATUS 1, in time or not valid, the layer's own
    fallback is taken. Names with stray blanks (3.2's "LAYER ") are taken without them when bytes are read.

    Contract `external_layer.response` (3.2 §12, cur (External Layer API)).
    """

    STATUS: Literal[0, 1, "0", "1"]
    """0 OK, 1 error: the customer's server cannot say how the call goes on. A string passes."""
    ACTION: NotRequired[Literal["GO_TO_LAYER", "SAY_DIGITS", "SAY", "DIAL"]]
    """GO_TO_LAYER go to a layer; SAY_DIGITS (cur's list also says SAY) announce and go on; DIAL call somebody."""
    CALLER_NAME: NotRequired[str | None]
    """Name to show instead of the caller's; null or nothing leaves it."""
    CUSTOM_DATA: NotRequired[dict[str, Any] | list[Any] | None]
    """Custom data that goes on with the call, into pop-up, events, CDR notification and call log. An empty array,
    null or nothing when there is none."""
    LAYER: NotRequired[int | str]
    """Number of the layer to go to."""
    NEXT_LAYER: NotRequired[int | str]
    """Layer that the call goes to after the announcement."""
    NEXT_LAYER_IF_FAILED: NotRequired[int | str]
    """Layer that the call goes to when the announcement fails."""
    LANGUAGE: NotRequired[Literal["HE", "EN", "AR", "RU"] | str]
    """Language of the announcement: HE, EN, AR or RU, in any case. Without it the layer's own."""
    DATA: NotRequired[list[ExternalLayerResponseDataItem]]
    """What is announced, in this order."""
    TARGETS: NotRequired[list[ExternalLayerResponseTargetsItem]]
    """Whom to call, all at once."""
    CALLER_ID: NotRequired[str]
    """The caller id that the targets see."""
    MAX_CALL_DURATION: NotRequired[int | str]
    """How long the call lasts at most, in seconds."""
    MAX_DIAL_DURATION: NotRequired[int | str]
    """How long it rings at most, in seconds."""
    RECORDING: NotRequired[Literal["yes", "no"] | str]
    """Whether the call is recorded: yes or no, in any case."""
    NEXT_VO_ID: NotRequired[int | str]
    """Layer that the call goes to when the dial fails."""
    ANSWER_NEXT_VO_ID: NotRequired[int | str]
    """Layer that the call goes to after an answered call."""
    UNAVAILABLE_VO_ID: NotRequired[int | str]
    """Layer that the call goes to when nobody answers (3.2's sample)."""
    UNAVAILABLE_VO: NotRequired[int | str]
    """The same, as 3.2's table writes it."""
