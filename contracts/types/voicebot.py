"""Messages: voicebot. Written by tools/write_types.py from the schemas."""

from typing import Any, TypedDict

__all__ = [
    "VoicebotRequest",
    "VoicebotRequestCallInfo",
    "VoicebotResponse",
]


class VoicebotRequestCallInfo(TypedDict):
    """The call. Every member is a string.

    Part of contract `voicebot.request` (voicebot (the vendor's claude-marketplace, skill voicebot)).
    """

    DID: str
    """The number that the caller dialled."""
    CALLER_ID: str
    """The caller's number."""
    IVR_UNIQUE_ID: str
    """The call's id."""
    DTMF: str
    """The keys that the caller pressed before; 0 when none."""
    LAYER_ID: str
    """Number of the bot's layer, as a string."""
    PREVIOUS_LAYER_ID: str
    """Number of the layer before it, as a string; the same when there was none."""


class VoicebotRequest(TypedDict):
    """VoiceBot: an intent of the conversation needs the customer's data.

    Sent as JSON when a conversation with a VoiceBot reaches an intent that needs outside data. No intent is named:
    LAYER_ID alone tells one bot from another.

    Contract `voicebot.request` (voicebot (the vendor's claude-marketplace, skill voicebot)).
    """

    CALL_INFO: VoicebotRequestCallInfo
    """The call. Every member is a string."""
    IntentParameters: dict[str, str]
    """What the bot has collected so far, by the parameters' names."""
    CUSTOM_DATA: dict[str, str]
    """Custom data of the call, flat: set by Click2Call, External Layer or dialer."""


class VoicebotResponse(TypedDict, total=False):
    """VoiceBot: what the function tells the bot.

    What the customer's function tells the bot, as JSON. Every member is optional; {} lets the bot go on as instructed.

    Contract `voicebot.response` (voicebot (the vendor's claude-marketplace, skill voicebot)).
    """

    function_output: dict[str, Any]
    """The function's result for the bot: any JSON object."""
    user: list[str]
    """Instructions for the bot's next turn, in Markdown."""
    assistant: dict[str, Any]
    """Something the bot is to have said; rare."""
    system: dict[str, Any]
    """Merged into the bot's base prompt, in Markdown."""
