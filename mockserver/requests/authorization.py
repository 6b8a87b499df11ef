"""What a request may: by API code with its trusted addresses, by a user's code, or by bearer token."""

from __future__ import annotations

import ipaddress

from ...contracts.sentences import NONE, Sentence
from ..api.endpoints import Context
from ..telephony.core.refusals import Refused
from .error_rows import is_code


def authorize(context: Context) -> None:
    """Sets the account the request acts for. Raises ``Refused``."""
    operation, directory = context.operation, context.exchange.directory
    context.account = next(iter(directory.accounts))
    if operation.authority == "bearer" or (operation.authority == "code" and context.request.bearer):
        _authorize_bearer(context)
        return
    if operation.authority not in ("code", "campaign"):
        return
    code = context.parameters.text("code") or context.parameters.text("Code")
    if code:
        _authorize_code(context, code)
    elif operation.authority == "code":
        raise Refused("code_missing", name="Code")


def _authorize_code(context: Context, code: str) -> None:
    """Sets the account (and user) that an API code or user code stands for. Raises ``Refused``."""
    directory = context.exchange.directory
    entry = directory.codes.get(code)
    if entry is not None:
        context.account = entry.account
        if entry.trusted_ips and not _is_trusted(context.request.remote, entry.trusted_ips):
            note = Sentence.of(
                "UntrustedAddress", "the address {address} is not among the trusted_ips of code {code!r}: {trusted}",
                address=context.request.remote or "unknown", code=code, trusted=", ".join(entry.trusted_ips),
            )  # fmt: skip
            context.notes.append(note)
            raise Refused("untrusted_address", address=context.request.remote)
        return
    for user in directory.users.values():
        if user.code == code:
            context.account, context.user = user.account, user.id
            return
    if code not in context.tenant.accepted_codes:
        known = ", ".join(repr(known) for known in list(directory.codes)[:5])
        note = Sentence.of(
            "NoSuchCode", "organization {organization!r} has no code {code!r}; known: {known}",
            organization=context.tenant.id, code=code, known=known,
        )  # fmt: skip
        context.notes.append(note)
        raise Refused("invalid_code" if is_code(code) else "malformed_code")


def _authorize_bearer(context: Context) -> None:
    token = context.request.bearer
    for entry in context.exchange.directory.codes.values():
        if entry.bearer and entry.bearer == token:
            context.account = entry.account
            return
    if not token:
        note = Sentence.of("NoBearer", "the request has no header 'Authorization: Bearer …'")
        raise Refused("unauthorized", note)
    if token not in context.tenant.accepted_codes:
        known = ", ".join(repr(entry.bearer) for entry in context.exchange.directory.codes.values() if entry.bearer)
        note = Sentence.of(
            "NoSuchBearer", "organization {organization!r} has no code {code!r} for Bearer; known: {known}",
            organization=context.tenant.id, code=token, known=known or NONE,
        )  # fmt: skip
        context.notes.append(note)
        raise Refused("unauthorized")


def _is_trusted(address: str, networks: tuple[str, ...]) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(parsed in ipaddress.ip_network(network, strict=False) for network in networks)
