"""Messages: scripts. Written by tools/write_types.py from the schemas."""

from typing import Any, TypeAlias

__all__ = [
    "ScriptsEventsSdkRequest",
    "ScriptsEventsSdkResponse",
    "ScriptsLeadTrackerRequest",
    "ScriptsLeadTrackerResponse",
    "ScriptsMonitorListenerRequest",
    "ScriptsMonitorListenerResponse",
    "ScriptsWebPhoneRequest",
    "ScriptsWebPhoneResponse",
]


ScriptsEventsSdkRequest: TypeAlias = dict[str, Any]
"""Script of the events SDK.

No parameters.

Contract `scripts.events_sdk.request` (cur).
"""


ScriptsEventsSdkResponse: TypeAlias = str
"""Script of the events SDK, the answer.

JavaScript that defines EventsSDK.

Contract `scripts.events_sdk.response` (cur).
"""


ScriptsLeadTrackerRequest: TypeAlias = dict[str, Any]
"""Script of the Lead Tracker.

No parameters.

Contract `scripts.lead_tracker.request` (lead-tracker (the vendor's claude-marketplace)).
"""


ScriptsLeadTrackerResponse: TypeAlias = str
"""Script of the Lead Tracker, the answer.

JavaScript that defines VC_DID_TRACKER.

Contract `scripts.lead_tracker.response` (lead-tracker (the vendor's claude-marketplace)).
"""


ScriptsMonitorListenerRequest: TypeAlias = dict[str, Any]
"""Script that listens to the realtime events.

No parameters.

Contract `scripts.monitor_listener.request` (3.2 §9).
"""


ScriptsMonitorListenerResponse: TypeAlias = str
"""Script that listens to the realtime events, the answer.

JavaScript that defines voicenterMonitor and calls window.voicenterAsyncLoad.

Contract `scripts.monitor_listener.response` (3.2 §9).
"""


ScriptsWebPhoneRequest: TypeAlias = dict[str, Any]
"""Script of the web phone.

No parameters.

Contract `scripts.web_phone.request` (3.2 §11).
"""


ScriptsWebPhoneResponse: TypeAlias = str
"""Script of the web phone, the answer.

JavaScript that defines voicenterWebPhone.

Contract `scripts.web_phone.response` (3.2 §11).
"""
