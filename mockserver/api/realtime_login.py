"""Logins to the realtime socket, in both stacks (API §9): who may listen, where, and with which token.

The answer says where the socket is in the form that the settings choose; see ``realtime.settings``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...contracts.operations import ErrorCode
from ...contracts.sentences import NONE, Sentence, in_a_row
from ...contracts.suggestions import near_or_known
from ..state.moments import iso_utc
from ..telephony.core.refusals import Refused
from ..tenancy import identities
from ..tenancy.identities import Identity, TokenRefused, Use
from ..wire import encoding
from ..wire.http import HttpResponse
from .endpoints import Body, Context, endpoint

if TYPE_CHECKING:
    from ...contracts.types import (
        RealtimeLoginAccountResponse,
        RealtimeLoginGetSettingsResponse,
        RealtimeLoginGetSettingsResponseData,
        RealtimeLoginGetSettingsResponseDataMonitorListItem,
        RealtimeLoginMonitorResponse,
        RealtimeLoginRefreshIdentityTokenResponse,
        RealtimeLoginRefreshTokenResponse,
        RealtimeLoginTokenResponse,
        RealtimeLoginTokenResponseDataSocket,
        RealtimeLoginUserResponse,
    )

NEWER_CLIENT = "1.3.7"
"""The newer stack's clients bundle this socket.io client and no other."""
PERSON_TYPES = {"user": 1, "account": 2, "token": 2}
"""``PersonType`` (inferred)."""


def _refusal(row: ErrorCode, message: str) -> Body:
    return {"StatusCode": row.http_status, "Status": message, "error": message}


def _socket(context: Context, identity: Identity) -> RealtimeLoginTokenResponse:
    settings, reached, exchange = context.tenant.realtime, context.request.reached, context.exchange
    token = identities.issue(exchange, identity, "identity")
    refresh = identities.issue(exchange, identity, "refresh")
    address = settings.address(reached)
    socket: RealtimeLoginTokenResponseDataSocket = {
        "URL": address,
        "Url": address,
        "URLList": [settings.entry(reached)],
        "Token": token.text,
        "TokenExpiry": iso_utc(token.expires),
        "RefreshToken": refresh.text,
        "RefreshTokenExpiry": iso_utc(refresh.expires),
        "Client": settings.client_url(reached),
        "Version": settings.version,
        "PersonId": identity.person_id(exchange.directory),
    }
    return {"StatusCode": 200, "Status": "OK", "Data": {"Socket": socket}}


@endpoint("realtime_login.token", refusal=_refusal, authorizes=True)
def login_token(context: Context) -> RealtimeLoginTokenResponse:
    """Also an issued token that still holds logs in."""
    try:
        identity = identities.by_token(context.exchange, context.parameters.text("token"))
    except TokenRefused as refused:
        context.notes.append(_why(context, refused))
        raise Refused("unexpected_token") from None
    return _socket(context, identity)


@endpoint("realtime_login.user", refusal=_refusal, authorizes=True)
def login_user(context: Context) -> RealtimeLoginUserResponse:
    parameters = context.parameters
    identity = identities.by_user(context.exchange.directory, parameters.text("email"), parameters.text("pin"))
    if identity is None:
        raise Refused("unauthorized", _no_user(context, parameters.text("email")))
    return _socket(context, identity)


@endpoint("realtime_login.account", refusal=_refusal, authorizes=True)
def login_account(context: Context) -> RealtimeLoginAccountResponse:
    parameters = context.parameters
    identity = identities.by_account(
        context.exchange.directory, parameters.text("username"), parameters.text("password")
    )
    if identity is None:
        raise Refused("unauthorized", _no_account(context, parameters.text("username")))
    return _socket(context, identity)


@endpoint("realtime_login.refresh_identity_token", refusal=_refusal, authorizes=True)
def refresh_identity_token(context: Context) -> RealtimeLoginRefreshIdentityTokenResponse:
    return _socket(context, _bearer(context, "refresh"))


@endpoint("realtime_login.get_monitor_urls", refusal=_refusal, authorizes=True)
def get_monitor_urls(context: Context) -> HttpResponse:
    """An array, which no other answer is."""
    try:
        identities.by_token(context.exchange, context.parameters.text("token"))
    except TokenRefused as refused:
        context.notes.append(_why(context, refused))
        raise Refused("unauthorized") from None
    settings = context.tenant.realtime
    domain = settings.domain(context.request.reached)
    servers = [{"URLID": 1, "Priority": 0, "Version": settings.version, "Domain": domain}]
    return HttpResponse(200, encoding.JSON_TYPE, encoding.to_json(servers))


# ---- the newer stack -----------------------------------------------------------------------------------


@endpoint("realtime_login.monitor", refusal=_refusal, authorizes=True)
def login_monitor(context: Context) -> RealtimeLoginMonitorResponse:
    parameters, exchange = context.parameters, context.exchange
    name, password = parameters.text("username"), parameters.text("password")
    by_token = parameters.text("identityType").casefold() == "token"
    if by_token:
        try:
            return _tokens(context, identities.by_token(exchange, parameters.text("token")))
        except TokenRefused as refused:
            context.notes.append(_why(context, refused))
            raise Refused("unauthorized") from None
    directory = exchange.directory
    identity = identities.by_user(directory, name, password) or identities.by_account(directory, name, password)
    if identity is None:
        is_account = name in directory.realtime_accounts
        raise Refused("unauthorized", (_no_account if is_account else _no_user)(context, name))
    return _tokens(context, identity)


def _tokens(context: Context, identity: Identity) -> RealtimeLoginMonitorResponse:
    access = identities.issue(context.exchange, identity, "access")
    refresh = identities.issue(context.exchange, identity, "refresh")
    return {"StatusCode": 200, "Status": "OK", "Data": {"AccessToken": access.text, "RefreshToken": refresh.text}}


@endpoint("realtime_login.refresh_token", refusal=_refusal, authorizes=True)
def refresh_token(context: Context) -> RealtimeLoginRefreshTokenResponse:
    return _tokens(context, _bearer(context, "refresh"))


@endpoint("realtime_login.get_settings", refusal=_refusal, authorizes=True)
def get_settings(context: Context) -> RealtimeLoginGetSettingsResponse:
    identity = _bearer(context, "access")
    directory = context.exchange.directory
    token = identities.issue(context.exchange, identity, "identity")
    user = directory.users.get(identity.user)
    extension = directory.extensions.get(user.extension or "") if user is not None else None
    server: RealtimeLoginGetSettingsResponseDataMonitorListItem = {
        "URLID": 1,
        "Priority": 0,
        "Version": NEWER_CLIENT,
        "Domain": context.tenant.realtime.domain(context.request.reached),
    }
    settings: RealtimeLoginGetSettingsResponseData = {
        "IdentityCode": token.text,
        "IdentityCodeExpiry": iso_utc(token.expires),
        "PersonID": identity.person_id(directory),
        "PersonType": PERSON_TYPES[identity.kind],
        "ExtensionMonitorID": extension.id if extension is not None else None,
        "MonitorList": [server],
    }
    return {"StatusCode": 200, "Status": "OK", **settings, "Data": settings}


def _bearer(context: Context, use: Use) -> Identity:
    """Whom the token in the header was given to by a login. Raises ``Refused``."""
    token = context.request.bearer
    try:
        return identities.read(context.exchange, token, use)
    except TokenRefused as refused:
        is_api_token = bool(token) and any(code.bearer == token for code in context.exchange.directory.codes.values())
        context.notes.append(_wants_login(use) if is_api_token else _why(context, refused))
        raise Refused("unauthorized") from None


def _no_user(context: Context, email: str) -> Sentence:
    """Why nobody can log in with this address and PIN."""
    users = context.exchange.directory.users.values()
    user = next((user for user in users if email and user.email.casefold() == email.strip().casefold()), None)
    if user is not None:
        return Sentence.of("OtherPin", "{user} has another pin in the document, or none", user=user.name)
    sentence = Sentence.of("NoUserWithEmail", "no user has the email {email!r}", email=email[:100])
    return in_a_row((sentence, near_or_known(email, [user.email for user in users if user.email])))


def _no_account(context: Context, name: str) -> Sentence:
    """Why nobody can log in with this account name and password."""
    accounts = context.exchange.directory.realtime_accounts
    if name in accounts:
        return Sentence.of("OtherPassword", "the realtime account {name!r} has another password", name=name)
    sentence = Sentence.of("NoRealtimeAccount", "there is no realtime account {name!r}", name=name[:100])
    return in_a_row((sentence, near_or_known(name, accounts)))


def _wants_login(use: Use) -> Sentence:
    return Sentence.of(
        "ApiTokenForLogin",
        "this is an API token, which is for the call log and the call history; log in, and send the login's {token}",
        token=f"{use.title()}Token",
    )


def _why(context: Context, refused: TokenRefused) -> Sentence:
    if refused.expired:
        return Sentence.of(
            "TokenExpired", "the token has expired: it is {now} in organization {organization!r}",
            now=iso_utc(context.exchange.now), organization=context.tenant.id,
        )  # fmt: skip
    known = ", ".join(repr(token) for token in context.exchange.directory.realtime_tokens)
    return Sentence.of(
        "TokenOfSomethingElse",
        "organization {organization!r} has not given this token for this use; its own realtime tokens: {known}",
        organization=context.tenant.id,
        known=known or NONE,
    )
