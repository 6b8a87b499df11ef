"""One module for each documented API: plain parameters in, a call on the exchange, a plain dictionary out.

Importing this package registers them all.
"""

from __future__ import annotations

from . import (
    blacklist,
    cdr_hub,
    click2call,
    dialer,
    dialer_bulk,
    history,
    lead_tracker,
    login,
    monitor,
    realtime_login,
    recorded_paths,
    recording,
    scripts,
)
from .endpoints import ENDPOINTS, Context, Endpoint, endpoint

__all__ = [
    "ENDPOINTS",
    "Context",
    "Endpoint",
    "blacklist",
    "cdr_hub",
    "click2call",
    "dialer",
    "dialer_bulk",
    "endpoint",
    "history",
    "lead_tracker",
    "login",
    "monitor",
    "realtime_login",
    "recorded_paths",
    "recording",
    "scripts",
]
