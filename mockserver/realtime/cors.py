"""Which answers a page of another origin may read: the logins and scripts that browsers' clients fetch (inferred).

The other operations are called by servers, and the control API is nobody's business who opens a page.
"""

from __future__ import annotations

from ...contracts.operations import Operation


def is_for_browsers(operation: Operation | None) -> bool:
    return operation is not None and operation.name.startswith(("realtime_login.", "scripts.", "lead_tracker."))


def open_to(origin: bytes, asked: bytes = b"") -> list[tuple[bytes, bytes]]:
    """Headers that let the page at ``origin`` read the answer, with its credentials. ``asked`` are the names of
    headers that its script wants to send: it may.
    """
    return [
        (b"access-control-allow-origin", origin),
        (b"access-control-allow-credentials", b"true"),
        (b"access-control-allow-headers", asked or b"authorization, content-type"),
        (b"access-control-allow-methods", b"GET, POST, OPTIONS"),
        (b"access-control-max-age", b"600"),
        (b"vary", b"Origin"),
    ]
