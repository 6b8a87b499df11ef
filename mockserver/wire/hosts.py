"""Hosts as they stand in URLs, in headers and in front of a port."""

from __future__ import annotations


def bracketed(host: str) -> str:
    """An IPv6 address in brackets, so that its colons are none of a port's; every other host as it is."""
    return f"[{host}]" if ":" in host else host
