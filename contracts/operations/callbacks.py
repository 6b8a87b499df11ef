"""What Voicenter sends to the customer's server: 3.2 §2, §4, §5, §12, cdr, ivr, cur (External Layer API), and the
VoiceBot's function callback of the vendor's later texts (voicebot).

Time-outs that no document names are inferred: the CDR push waits 10 seconds, External IVR as long as External Layer,
and a VoiceBot the 10 seconds after which it is said to freeze. They are real seconds; retry delays are the
organization's and pass on its clock.
"""

from __future__ import annotations

from .model import Callback

CALLBACKS = (
    Callback(
        name="cdr_notification",
        title="CDR notification after each call or leg",
        source="cdr, 3.2 §4",
        encodings=("json", "xml-rpc", "form"),
        answers=("json", "xml-rpc", "form"),
        timeout_seconds=10,
        retried=True,
        notes=(
            "Acknowledged by HTTP 200 and err (or Err) 0, or no err at all unless the organization is strict. Anything "
            "else is sent again on the organization's schedule. "
            "XML-RPC: methodCall CDR with one struct. Form: nested values as JSON text."
        ),
    ),
    Callback(
        name="popup",
        title="Pop-up: a call rings, is answered or ends",
        source="3.2 §2; today's members seen in clients",
        encodings=("query", "json", "form"),
        answers=("json",),
        timeout_seconds=3,
        notes="GET with the members in the query, or POST JSON, as the organization says. Any answer is survived.",
    ),
    Callback(
        name="external_ivr.get_ivr_action",
        title="External IVR: what shall the call do next",
        source="3.2 §5.1, ivr §5.1",
        encodings=("json", "xml-rpc"),
        answers=("json", "xml-rpc"),
        timeout_seconds=5,
        steers=True,
    ),
    Callback(
        name="external_ivr.hangup_call",
        title="External IVR: a call has ended",
        source="3.2 §5.2, ivr §5.2",
        encodings=("json", "xml-rpc"),
        answers=("json", "xml-rpc"),
        timeout_seconds=5,
    ),
    Callback(
        name="external_layer",
        title="External Layer: keys were pressed in an IVR layer",
        source="3.2 §12, cur (External Layer API)",
        encodings=("json",),
        answers=("json",),
        timeout_seconds=5,
        steers=True,
        notes="STATUS 1, a time-out or an invalid answer: the layer's own fallback. Five seconds were seen.",
    ),
    Callback(
        name="voicebot",
        title="VoiceBot: an intent of the conversation needs the customer's data",
        source="voicebot (the vendor's claude-marketplace, skill voicebot)",
        encodings=("json",),
        answers=("json",),
        timeout_seconds=10,
        steers=True,
        notes=(
            "Any HTTP status of the 2xx and a JSON object; {} lets the bot go on as instructed. Anything else, or none "
            "in time: the bot says the intent's fail_output. No intent is named: LAYER_ID tells one bot from another."
        ),
    ),
)
