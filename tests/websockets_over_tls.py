"""How the tests trust an authority with `websockets.sync`, whose two threads share a connection."""

from __future__ import annotations

import ssl
from pathlib import Path


def trusting(authority: Path) -> ssl.SSLContext:
    """TLS 1.2: no session ticket follows its handshake. Reading one in a thread while the other writes its request loses the
    request now and then (two of 1,400 with Python 3.11 and websockets 17.4, without a server of ours; none of 3,400 so).
    """
    context = ssl.create_default_context(cafile=str(authority))
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    return context
