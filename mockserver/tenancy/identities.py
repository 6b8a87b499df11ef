"""Who listens: credentials of the logins, and the tokens that they are given.

A token says whose it is and until when, and carries a digest that only the organization makes (from its id, seed
and the credential itself). So it needs no memory: it holds across a restart or a reset of the organization, falls
with the credential it was given for, and is the same on every run. Expiry is on the organization's clock.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Literal

from ...contracts.quick_dataclasses import dataclass
from ..telephony.core.exchange import Exchange
from ..telephony.model.directory import Directory

Kind = Literal["token", "user", "account"]
Use = Literal["identity", "refresh", "access"]
"""``identity`` opens the socket, ``refresh`` gets new ones, ``access`` is the newer stack's for ``GetSettings``."""

IDENTITY_SECONDS = 3600.0
REFRESH_SECONDS = 24 * 3600.0
_LIFE: dict[Use, float] = {"identity": IDENTITY_SECONDS, "refresh": REFRESH_SECONDS, "access": IDENTITY_SECONDS}


@dataclass(frozen=True, slots=True)
class Identity:
    """A user (``user`` is the id), or the whole account by a realtime token or an account's ``name``."""

    kind: Kind
    user: int = 0
    name: str = ""

    def person_id(self, directory: Directory) -> int:
        return self.user or next(iter(directory.accounts))


@dataclass(frozen=True, slots=True)
class Token:
    """``expires`` is an epoch on the organization's clock."""

    text: str
    expires: float


class TokenRefused(Exception):
    """The token opens nothing: nobody was given it, or it has expired (``expired``)."""

    def __init__(self, *, expired: bool) -> None:
        super().__init__("Token expired" if expired else "Unexpected token")
        self.expired = expired


def by_token(exchange: Exchange, text: str) -> Identity:
    """Whose realtime token (from the document, or issued) this is. Raises ``TokenRefused``."""
    if text in exchange.directory.realtime_tokens:
        return Identity("token", name=text)
    return read(exchange, text, "identity")


def by_user(directory: Directory, email: str, pin: str) -> Identity | None:
    """A user by e-mail address, in any case, and PIN."""
    for user in directory.users.values():
        if email and user.email.casefold() == email.strip().casefold() and user.pin == pin:
            return Identity("user", user.id)
    return None


def by_account(directory: Directory, name: str, password: str) -> Identity | None:
    if name in directory.realtime_accounts and directory.realtime_accounts[name] == password:
        return Identity("account", name=name)
    return None


def by_code(directory: Directory, code: str) -> Identity | None:
    """3.2's listener: a user's code, or an API code, which sees the whole account."""
    for user in directory.users.values():
        if user.code == code:
            return Identity("user", user.id)
    return Identity("account", name=code) if code in directory.codes else None


def issue(exchange: Exchange, identity: Identity, use: Use) -> Token:
    """A token that holds from now for an hour (``refresh``: a day)."""
    expires = round(exchange.now + _LIFE[use], 3)
    directory = exchange.directory
    parts = (directory.id, use[0] + _subject(identity), f"{round(expires * 1000):x}")
    return Token(".".join((*parts, _digest(exchange, identity, parts))), expires)


def read(exchange: Exchange, text: str, use: Use) -> Identity:
    """Whom a token was issued to. Raises ``TokenRefused``."""
    parts = text.split(".")
    if len(parts) != 4 or parts[0] != exchange.directory.id or parts[1][:1] != use[0]:
        raise TokenRefused(expired=False)
    identity = next((one for one in _identities(exchange.directory) if _subject(one) == parts[1][1:]), None)
    if identity is None or parts[3] != _digest(exchange, identity, tuple(parts[:3])):
        raise TokenRefused(expired=False)
    if int(parts[2], 16) <= exchange.now * 1000:
        raise TokenRefused(expired=True)
    return identity


def organization_of(text: str) -> str:
    """The id of the organization that an issued token names; empty for other texts."""
    parts = text.split(".")
    return parts[0] if len(parts) == 4 else ""


def _identities(directory: Directory) -> list[Identity]:
    known = [Identity("token", name=token) for token in directory.realtime_tokens]
    known += [Identity("user", user) for user in directory.users]
    known += [Identity("account", name=name) for name in directory.realtime_accounts]
    return known + [Identity("account", name=code) for code in directory.codes]


def _subject(identity: Identity) -> str:
    if identity.kind == "user":
        return f"u{identity.user}"
    return identity.kind[0] + blake2b(identity.name.encode(), digest_size=4).hexdigest()


def _credential(directory: Directory, identity: Identity) -> str:
    if identity.kind == "user":
        return directory.users[identity.user].pin
    return directory.realtime_accounts.get(identity.name, identity.name)


def _digest(exchange: Exchange, identity: Identity, parts: tuple[str, ...]) -> str:
    signed = "\0".join((*parts, _credential(exchange.directory, identity)))
    return exchange.ids.digest(f"realtime token\0{signed}\0", 0, 20)
