"""Messages: scripts. Written by tools/write_types.py from the schemas."""

from typing import Any, TypeAlias

__all__ = [
    "ScriptsEventsSdkRequest",
    "ScriptsEventsSdkResponse",
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
