"""External IVR's messages (ivr, 3.2 §5) and External Layer's (3.2 §12, cur): a METHOD and its DATA. A VoiceBot's
(voicebot) has neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...contracts.callback_names import CallbackContract, CallbackName
from ..telephony.core.exchange import Question
from ..telephony.model import phones
from ..telephony.model.events import SteeredCallEnded

if TYPE_CHECKING:
    from ...contracts.types import ExternalIvrHangupCallRequest

_QUESTIONS: dict[str, tuple[CallbackName, CallbackContract, str]] = {
    "external_ivr": ("external_ivr", "external_ivr.get_ivr_action", "GET_IVR_ACTION"),
    "external_ivr.get_ivr_action": ("external_ivr", "external_ivr.get_ivr_action", "GET_IVR_ACTION"),
    "external_layer": ("external_layer", "external_layer", "IVR_LAYER_INPUT"),
}


def question(asked: Question) -> tuple[CallbackName, CallbackContract, dict[str, Any]]:
    """Whose target a question goes to, its contract, and the message."""
    if asked.callback == "voicebot":
        return "voicebot", "voicebot", asked.payload
    callback, contract, method = _QUESTIONS[asked.callback]
    if "METHOD" in asked.payload:
        return callback, contract, asked.payload
    return callback, contract, {"METHOD": method, "DATA": asked.payload}


def hangup_call(event: SteeredCallEnded) -> ExternalIvrHangupCallRequest:
    """HANGUP_CALL. The table of CALL_STATUS has ANSWER, both samples ANSWERED: that is sent (API §5)."""
    return {
        "METHOD": "HANGUP_CALL",
        "DATA": {
            "DID": event.did,
            "CALLER_ID": phones.local(event.caller),
            "IVR_UNIQUE_ID": event.call_id,
            "TARGET": phones.local(event.target),
            "CALL_TIME_EPOCH": int(event.made),
            "CALL_START_EPOCH": int(event.started),
            "CALL_DURATION": event.duration,
            "CALL_DAILTIME": event.dial_seconds,
            "CALL_STATUS": "ANSWERED" if event.status == "ANSWER" else event.status,
        },
    }
