"""Every host name that Voicenter answers on, by what it serves (3.2, cur; the rest seen in clients).

The vendor's later texts name ``cpanel.voicenter.com`` and monitor hosts of any number under ``voicenter.co``: what is
intercepted is everything under Voicenter's domains.
"""

from __future__ import annotations

API_HOSTS = ("api.voicenter.com", "api.voicenter.co.il", "api1.voicenter.co.il", "betaapi.voicenter.co.il")
MONITOR_HOSTS = (
    "monitor.voicenter.co.il",
    "monapisec.voicenter.co.il",
    "monitorapi.voicenter.co.il",
    "loginapi.voicenter.co.il",
    "monitor1.voicenter.co",
    "monitor2.voicenter.co",
    "monitor3.voicenter.co.il",
    "monitor4.voicenter.co.il",
    "monitor5.voicenter.co.il",
    "monitor11.voicenter.co",
)
MANAGER_HOSTS = ("api-manager.voicenter.co",)
PANEL_HOSTS = ("cpanel.voicenter.co.il", "cpanel.voicenter.com")
SCRIPT_HOSTS = (
    "voicenter-voicenterltd.netdna-ssl.com",
    "voicenter.voicenterltd.netdna-cdn.com",
    "voicentercdn-voicenterltd.netdna-ssl.com",
    "cdn.voicenter.co",
)
RECORDING_HOSTS = ("starkey-centrex-recordings.s3.amazonaws.com",)

DEFAULT_SERVER = "http://127.0.0.1:8025"
"""Where `voicenter-mock serve` listens when nothing else is said."""

ALL_HOSTS = API_HOSTS + MONITOR_HOSTS + MANAGER_HOSTS + PANEL_HOSTS + SCRIPT_HOSTS + RECORDING_HOSTS
"""Paths do not overlap between hosts, so one server answers for all of them."""

added: set[str] = set()
"""Hosts of an addendum in use (``contracts.addenda``), lower case."""
