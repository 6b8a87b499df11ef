"""Hosts as they stand in URLs, in headers and in front of a port."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def bracketed(host: str) -> str:
    """An IPv6 address in brackets, so that its colons are none of a port's; every other host as it is."""
    return f"[{host}]" if ":" in host else host


def host_and_port(address: Sequence[Any]) -> str:
    """A socket's address, whose further members are none of the reader's business."""
    return f"{bracketed(address[0])}:{address[1]}"
