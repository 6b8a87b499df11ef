"""Hosts that recorded messages name and no document does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from ...contracts.json_values import is_array, is_object
from ...contracts.operations.hosts import ALL_HOSTS, added
from ..traffic.member_kinds import kind_of

_MONITOR = re.compile(r"monitor\d+\.voicenter\.co(?:\.il)?\Z", re.IGNORECASE)
_BARE = re.compile(r"(?=.*[a-z])[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?\Z", re.IGNORECASE)
_URL = re.compile(r"(?:https?|wss?)://", re.IGNORECASE)
_ADDRESS = re.compile(r"[\d.]+\Z|\[")
_OWN = ("localhost", "example", "test", "invalid", "internal", "local")
"""Ends of names that belong to whoever records."""


def is_known_host(host: str) -> bool:
    """Whether the documents name a host of Voicenter's. Monitor servers of every number are named."""
    return host.lower() in ALL_HOSTS or host.lower() in added or _MONITOR.match(host) is not None


def unknown_hosts(message: Any) -> Iterator[tuple[str, str]]:
    """Names of members and unknown hosts in a message of Voicenter's. What is the customer's own is left out."""
    yield from _hosts(message, "")


def _hosts(value: Any, name: str) -> Iterator[tuple[str, str]]:
    if is_object(value):
        for inner_name, inner in value.items():
            if kind_of(inner_name) != "content":
                yield from _hosts(inner, inner_name)
    elif is_array(value):
        for inner in value:
            yield from _hosts(inner, name)
    elif isinstance(value, str):
        host = _host(value, name)
        if host and not is_known_host(host) and not _is_own(host):
            yield name, host


def _host(text: str, name: str) -> str:
    if _URL.match(text):
        try:
            return (urlsplit(text).hostname or "").lower()
        except ValueError:
            return ""
    return text.partition(":")[0].lower() if "url" in name.lower() and _BARE.match(text) else ""


def _is_own(host: str) -> bool:
    return "." not in host or _ADDRESS.match(host) is not None or host.rpartition(".")[2] in _OWN
