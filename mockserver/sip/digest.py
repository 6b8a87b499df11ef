"""Digest authentication (RFC 3261 §22, RFC 8760): MD5 for the vendor's phone, SHA-256 for who can.

A nonce says when it was made and that this server made it, so that nothing is kept of those who never come back.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import OrderedDict
from collections.abc import Callable
from typing import Literal

from sipmessage import AuthCredentials

from ...contracts.quick_dataclasses import dataclass

NONCE_SECONDS = 300.0
KEPT_COUNTS = 10_000
Verdict = Literal["right", "wrong", "stale"]
_ALGORITHMS: dict[str, Callable[[bytes], str]] = {
    "SHA-256": lambda data: hashlib.sha256(data).hexdigest(),
    "MD5": lambda data: hashlib.md5(data, usedforsecurity=False).hexdigest(),
}


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a telephone answered to a challenge; texts as they came."""

    username: str
    realm: str
    nonce: str
    uri: str
    response: str
    algorithm: str
    qop: str
    count: str
    cnonce: str


def read(header: str) -> Credentials | None:
    """Digest credentials, or ``None`` for a header of another kind."""
    try:
        found = AuthCredentials.parse(header)
    except ValueError:
        return None
    if found.scheme.lower() != "digest" or found.parameters is None:
        return None
    given = {name.lower(): value for name, value in found.parameters.items()}
    return Credentials(
        given.get("username", ""),
        given.get("realm", ""),
        given.get("nonce", ""),
        given.get("uri", ""),
        given.get("response", "").lower(),
        given.get("algorithm", "MD5").upper(),
        given.get("qop", "").lower(),
        given.get("nc", ""),
        given.get("cnonce", ""),
    )


class Challenger:
    """Makes challenges and judges what comes back. Moments are seconds of any one steady clock."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(16)
        self._counts: OrderedDict[str, int] = OrderedDict()

    def challenges(self, realm: str, now: float, *, web: bool, stale: bool = False) -> list[str]:
        """Values for WWW-Authenticate or Proxy-Authenticate. Telephones that know no other algorithm find MD5 where
        they look: JsSIP (``web``) looks at the last challenge, sipp and old desk phones at the first.
        """
        nonce = self._nonce(f"{now:.3f}-{secrets.token_hex(6)}")
        suffix = ", stale=true" if stale else ""
        return [
            f'Digest realm="{realm}", nonce="{nonce}", algorithm={algorithm}, qop="auth"{suffix}'
            for algorithm in (_ALGORITHMS if web else reversed(_ALGORITHMS))
        ]

    def _nonce(self, made: str) -> str:
        """``made`` is when, and a number that no other nonce has."""
        mark = hmac.new(self._key, made.encode(), hashlib.sha256).hexdigest()[:24]
        return f"{made}-{mark}"

    def judge(self, given: Credentials, method: str, password: str, now: float) -> Verdict:
        """Whether these are the credentials for that password. ``stale``: they would be, with a newer nonce."""
        digest = _ALGORITHMS.get(given.algorithm)
        made = given.nonce.rpartition("-")[0]
        if digest is None:
            return "wrong"
        if not hmac.compare_digest(given.nonce.encode(), self._nonce(made).encode()):
            return "stale"
        secret = digest(f"{given.username}:{given.realm}:{password}".encode())
        asked = digest(f"{method}:{given.uri}".encode())
        parts = [secret, given.nonce, asked]
        if given.qop:
            parts[2:2] = [given.count, given.cnonce, given.qop]
        if not hmac.compare_digest(digest(":".join(parts).encode()).encode(), given.response.encode()):
            return "wrong"
        if now - float(made.partition("-")[0]) > NONCE_SECONDS or not self._counts_up(given):
            return "stale"
        return "right"

    def _counts_up(self, given: Credentials) -> bool:
        """Each use of a nonce has a number of its own, so that nobody can say again what somebody else has said."""
        if not given.qop:
            return True
        try:
            count = int(given.count, 16)
        except ValueError:
            return False
        if count <= self._counts.get(given.nonce, 0):
            return False
        self._counts[given.nonce] = count
        self._counts.move_to_end(given.nonce)
        if len(self._counts) > KEPT_COUNTS:
            self._counts.popitem(last=False)
        return True
