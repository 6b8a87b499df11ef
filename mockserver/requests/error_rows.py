"""Which row of an operation's error table a refusal gets, and its finished message."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from ...contracts.operations import WORDING, ErrorCode, Operation, Revision
from ..telephony.core.refusals import Refused
from ..tenancy.tenants import Tenant
from ..wire.parameters import ParameterProblem, Parameters
from .organization_lookup import codes_of_items

_SUBSTITUTES: Mapping[str, tuple[str, ...]] = {
    "unreadable": ("authorization_failed", "invalid"),
    "malformed_code": ("authorization_failed", "invalid_code", "unauthorized", "campaign_invalid", "invalid"),
    "invalid_code": ("authorization_failed", "unauthorized", "campaign_invalid", "invalid"),
    "code_missing": ("missing", "authorization_failed", "unauthorized", "invalid"),
    "untrusted_address": ("authorization_failed", "invalid_code", "unauthorized", "campaign_invalid"),
    "unauthorized": ("invalid_code", "authorization_failed"),
    "missing": ("invalid", "call_not_found", "unauthorized", "internal_error"),
    "invalid": ("missing", "call_not_found", "unauthorized", "internal_error"),
    "internal_error": ("application_error", "invalid"),
}
"""Which rows of an error table stand in for one that the operation does not have, the nearest first."""


_CODE = re.compile(r"[A-Za-z0-9_-]+")


def _has_row(operation: Operation, name: str) -> bool:
    return any(entry.name == name for entry in operation.errors)


def row(operation: Operation, name: str, tenant: Tenant | None) -> ErrorCode:
    """The row of the error table that is called so, or what stands in for it."""
    revision: Revision = "current" if tenant is None else tenant.exchange.directory.revision
    rows = {entry.name: entry for entry in operation.rows(revision)}
    for candidate in (name, *_SUBSTITUTES.get(name, ())):
        if found := rows.get(candidate):
            break
    else:
        found = next(entry for entry in rows.values() if entry.name != "ok")
    if name == "untrusted_address" and found.http_status == 200:
        return replace(found, http_status=WORDING[revision].untrusted_status)
    return found


def blames_the_request(name: str) -> bool:
    """Whether a row says that the request itself is wrong, rather than who sends it or how things stand."""
    own = name.removesuffix("_missing") if name.endswith("_missing") else name.removesuffix("_invalid")
    return name in ("missing", "invalid", "empty", "too_many_calls") or (own != name and own != "campaign")


def refusal(operation: Operation, problem: ParameterProblem) -> Refused:
    """The row for this parameter (``target_missing``) when the table has one, else the general one."""
    own = f"{_snake(problem.parameter)}_{problem.kind}"
    name = problem.parameter
    if problem.rule == "x-max-variables" and _has_row(operation, "too_many_variables"):
        return Refused("too_many_variables")
    if problem.kind == "invalid" and (declared := _row_of_parameter(operation, problem.parameter)):
        own = declared
    own_row = next((entry for entry in operation.errors if entry.name == own), None)
    return Refused(problem.kind if own_row is None else own_row.name, name=name[:1].upper() + name[1:])


def _row_of_parameter(operation: Operation, parameter: str) -> str:
    """The row that the catalogue gives to a parameter with a value that it cannot have."""
    return next((row.name for row in operation.errors if parameter in row.parameters), "")


@cache
def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def of_stranger(operation: Operation, parameters: Parameters) -> str:
    """The error of a request that belongs to no organization."""
    if operation.authority == "campaign":
        if parameters.items == [] and _has_row(operation, "empty"):
            return "empty"
        named = parameters.text("Campaign") or codes_of_items(parameters.items or [])
        return "campaign_invalid" if named else "campaign_missing"
    if operation.authority == "call":
        wanted = {"file": "not_found", "ivrid": "call_not_found", "extension": "extension_not_found"}
        return next((error for name, error in wanted.items() if parameters.text(name)), "invalid")
    if operation.authority == "code" and not (parameters.text("code") or parameters.text("Code")):
        return "code_missing"
    if operation.authority == "code" and not is_code(parameters.text("code") or parameters.text("Code")):
        return "malformed_code"
    if operation.authority == "login":
        return "unexpected_token" if _has_row(operation, "unexpected_token") else "unauthorized"
    return "invalid_code"


def is_code(text: str) -> bool:
    """Whether it could be somebody's API code; how one is written no document says (inferred)."""
    return _CODE.fullmatch(text) is not None


class _Details(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "Request"


def message(entry: ErrorCode, details: Mapping[str, str]) -> str:
    """The row's wording with its placeholders filled in."""
    return entry.message.format_map(_Details(details)) if "{" in entry.message else entry.message
