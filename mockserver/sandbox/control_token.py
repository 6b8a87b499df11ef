"""The token that opens the control API where it does not listen on loopback alone, and how clients send it."""

from __future__ import annotations

import os
import re

VARIABLE = "VOICENTER_MOCK_CONTROL_TOKEN"
"""The environment variable that ``serve`` and its clients read the token from."""
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*\Z")


def generate() -> str:
    import secrets

    return secrets.token_hex(20)


def is_possible(token: str) -> bool:
    """Whether it fits into ``Authorization: Bearer`` (RFC 6750 §2.1)."""
    return _TOKEN.match(token) is not None


def client_headers() -> dict[str, str]:
    """What a client of the control API sends: the environment's token, if there is one."""
    token = os.environ.get(VARIABLE, "")
    return {"Authorization": f"Bearer {token}"} if token else {}
