"""A request's way: bytes, parameters, organization, authorization, the API's function, bytes again.

The server's Flask front and the interception in a test process both call ``Dispatcher.handle``; neither goes
through the other. Every answer has the operation's documented form, and every request is in a journal.
"""

from __future__ import annotations

import difflib
import ipaddress
import logging
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

from ..contracts.json_values import is_object
from ..contracts.operations import ErrorCode, Operation
from ..contracts.operations.model import MIB
from . import faults
from .api import ENDPOINTS, Context, Endpoint
from .api.endpoints import Body
from .journal import RequestEntry, shortened
from .registry import Registry, RegistryError
from .telephony.directory import Fault
from .telephony.refusals import Refused
from .tenants import Tenant
from .wire import encoding
from .wire.decoding import Decoded, Undecodable, decode
from .wire.http import HttpRequest, HttpResponse
from .wire.parameters import Parameters, Problem, Reader

log = logging.getLogger("voicenter_mock")

_BASE_PATH = re.compile(r"/o/([^/]+)(/.*)?\Z", re.IGNORECASE)
_CODE_MEMBERS = ("code", "campaign")
_SEGMENTS = {"file": r"[^/]+\.mp3"}
"""Placeholders in paths that do not stand for any segment whatever."""

_SUBSTITUTES: Mapping[str, tuple[str, ...]] = {
    "unreadable": ("authorization_failed", "invalid"),
    "invalid_code": ("authorization_failed", "unauthorized", "campaign_invalid", "invalid"),
    "code_missing": ("missing", "authorization_failed", "unauthorized", "invalid"),
    "untrusted_address": ("invalid_code", "authorization_failed", "unauthorized", "campaign_invalid"),
    "unauthorized": ("invalid_code", "authorization_failed"),
    "missing": ("invalid", "internal_error"),
    "invalid": ("missing", "internal_error"),
    "internal_error": ("application_error", "invalid"),
}
"""Which rows of an error table stand in for one that the operation does not have, the nearest first."""


@cache
def reader(contract: str) -> Reader:
    return Reader(contract)


@dataclass(slots=True)
class _Visit:
    """What is known of a request while it goes its way; kept for the journal."""

    request: HttpRequest
    endpoint: Endpoint
    path_values: Mapping[str, str]
    base: str
    decoded: Decoded
    tenant: Tenant | None = None
    parameters: Parameters | None = None
    violations: list[str] | None = None
    hints: list[str] | None = None
    fault: Fault | None = None


class Dispatcher:
    """Answers every documented operation for the organizations of one registry."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self._fixed: dict[str, Endpoint] = {}
        self._patterns: list[tuple[re.Pattern[str], Endpoint]] = []
        for endpoint in ENDPOINTS.values():
            for path in endpoint.operation.paths:
                if "{" in path:
                    pattern = re.sub(
                        r"\\\{(\w+)\\\}",
                        lambda match: f"(?P<{match[1]}>{_SEGMENTS.get(match[1], '[^/]+')})",
                        re.escape(path),
                    )
                    self._patterns.append((re.compile(pattern + r"/?\Z", re.IGNORECASE), endpoint))
                else:
                    self._fixed[path.lower().rstrip("/")] = endpoint

    # ---- finding the operation -------------------------------------------------------------------------

    def find(self, path: str) -> tuple[Endpoint, dict[str, str]] | None:
        """The operation behind a path without its base path, and what the path's placeholders stand for."""
        endpoint = self._fixed.get(path.lower().rstrip("/"))
        if endpoint is not None:
            return endpoint, {}
        for pattern, candidate in self._patterns:
            match = pattern.match(path)
            if match:
                return candidate, match.groupdict()
        return None

    def near_paths(self, path: str) -> list[str]:
        """Documented paths that look like this one."""
        known = {path.lower(): path for endpoint in ENDPOINTS.values() for path in endpoint.operation.paths}
        return [known[near] for near in difflib.get_close_matches(path.lower(), known, n=3, cutoff=0.6)]

    def operation_at(self, path: str) -> Operation | None:
        """The operation behind a whole path, base path included."""
        base = _BASE_PATH.match(path)
        found = self.find(base[2] or "/" if base else path)
        return found[0].operation if found else None

    def is_quick(self, path: str) -> bool:
        """Whether the operation may run on the server's event loop."""
        operation = self.operation_at(path)
        return operation is None or operation.quick

    def body_limit(self, path: str) -> int:
        """How many bytes of a body are worth keeping."""
        operation = self.operation_at(path)
        return MIB if operation is None else operation.body_limit

    # ---- answering -------------------------------------------------------------------------------------

    def handle(self, request: HttpRequest, *, only: Tenant | None = None, wait: bool = True) -> HttpResponse:
        """Answers a request. ``only`` is the one organization an intercepted request sees. With ``wait``
        false raises ``WouldBlock``, with nothing done yet, when the organization is busy.
        """
        base = _BASE_PATH.match(request.path)
        path = (base[2] or "/") if base else request.path
        found = self.find(path)
        if found is None or request.method not in (*found[0].operation.methods, "HEAD"):
            return self._unknown(request, path, found[0].operation if found else None)
        endpoint, path_values = found
        if endpoint.file is not None:
            return endpoint.file(request, self.registry)
        operation = endpoint.operation
        try:
            decoded = decode(request, operation.encodings, body_limit=operation.body_limit)
        except Undecodable as problem:
            visit = _Visit(request, endpoint, path_values, base[1] if base else "", _from_query(request))
            visit.tenant = only or self._tenant_of(visit)[0]
            visit.violations = [f"{problem.rule}: {problem.message}"]
            row = _row(operation, "unreadable", visit.tenant or self._host())
            return self._answer(visit, None, endpoint.refusal(row, _message(row, {"name": "Body"})), row)
        visit = _Visit(request, endpoint, path_values, base[1] if base else "", decoded)
        return self._handle(visit, only, wait)

    def _handle(self, visit: _Visit, only: Tenant | None, wait: bool) -> HttpResponse:
        operation = visit.endpoint.operation
        tenant, hints = (only, []) if only is not None else self._tenant_of(visit)
        visit.tenant = tenant
        visit.hints = hints
        visit.parameters = parameters = self._read(visit)
        if tenant is None and operation.authority == "login" and parameters.problems:
            refused = _refusal(operation, parameters.problems[0])
            row = _row(operation, refused.error, None)
            return self._answer(visit, None, visit.endpoint.refusal(row, _message(row, refused.details)), row)
        if tenant is None:
            row = _row(operation, _why_nobodys(operation, parameters), self._host())
            return self._answer(visit, None, visit.endpoint.refusal(row, _message(row, {"name": "Code"})), row)
        with tenant.use(wait=wait) as exchange:
            context = Context(
                tenant, exchange, operation, visit.request, parameters, visit.decoded.members, visit.path_values
            )
            if tenant.faults:
                visit.fault = _fault(tenant, operation, visit.decoded)
            if visit.fault is None:
                body, row = self._perform(visit, context)
            else:
                body, row = self._perform_badly(visit, context, visit.fault)
            visit.hints.extend(context.notes)
        return self._answer(visit, context, body, row)

    def _perform(self, visit: _Visit, context: Context) -> tuple[Body | HttpResponse, ErrorCode | None]:
        """What the operation answers, and the row of its error table if it refuses."""
        endpoint, tenant = visit.endpoint, context.tenant
        try:
            if not endpoint.authorizes:
                self._authorize(context)
            self._check(context)
            body = endpoint.handler(context)
            return body, _row(context.operation, context.error, tenant) if context.error else None
        except Refused as refused:
            row = _row(context.operation, refused.error, tenant)
            return endpoint.refusal(row, _message(row, refused.details)), row
        except Exception:
            log.exception("%s failed", context.operation.name)
            row = _row(context.operation, "internal_error", tenant)
            return endpoint.refusal(row, _message(row, {"name": "Request"})), row

    def _perform_badly(
        self, visit: _Visit, context: Context, fault: Fault
    ) -> tuple[Body | HttpResponse, ErrorCode | None]:
        """The same under a fault. What it does to the answer's bytes comes later (``faults.spoiled``)."""
        operation = context.operation
        body, row = HttpResponse(500, encoding.JSON_TYPE, b""), None
        if faults.is_done(fault):
            for _ in range(2 if fault.duplicate else 1):
                body, row = self._perform(visit, context)
        if name := faults.row_name(operation, fault.error):
            row = _row(operation, name, context.tenant)
            body = visit.endpoint.refusal(row, _message(row, {"address": visit.request.remote}))
        return body, row

    def _read(self, visit: _Visit) -> Parameters:
        tenant = visit.tenant
        lenient = tenant is not None and tenant.lenient
        parameters = reader(visit.endpoint.operation.request_contract).read(
            visit.decoded.members | dict(visit.path_values), lenient=lenient
        )
        parameters.items = visit.decoded.items
        return parameters

    def _host(self) -> Tenant | None:
        """The only organization here, which decides the revision in which strangers are refused."""
        everyone = self.registry.all()
        return everyone[0] if len(everyone) == 1 else None

    # ---- whose it is -----------------------------------------------------------------------------------

    def _tenant_of(self, visit: _Visit) -> tuple[Tenant | None, list[str]]:
        """The organization a request belongs to, or ``None`` and hints why there is none."""
        if visit.base:
            try:
                return self.registry.get(visit.base), []
            except RegistryError as error:
                return None, [f"{error.message}; {error.hint}"]
        members = {name.lower(): value for name, value in visit.decoded.members.items()}
        bearer = _bearer(visit.request)
        codes = [bearer] if bearer else []
        codes += [str(members[name]) for name in _CODE_MEMBERS if isinstance(members.get(name), str | int)]
        if visit.decoded.items:
            codes += _codes_of_items(visit.decoded.items)
        for code in codes:
            holders = self.registry.holders_of_code(code)
            if len(holders) == 1:
                return holders[0], []
            if holders:
                names = ", ".join(sorted(holder.id for holder in holders)[:5])
                return None, [
                    f"several organizations have code {code!r} ({names}); put the base path /o/<id> before the path to say which"
                ]
        if codes:
            known = ", ".join(repr(code) for code in self.registry.known_codes())
            return None, [f"no organization has code {codes[-1]!r}; known: {known}"]
        return self._by_possession(visit, members)

    def _by_possession(self, visit: _Visit, members: Mapping[str, Any]) -> tuple[Tenant | None, list[str]]:
        possessions = [("extension", self.registry.holders_of_extension), ("ivrid", self.registry.holders_of_call)]
        if visit.endpoint.operation.authority == "login":
            possessions = [("token", self.registry.holders_of_code)]
            possessions += [(name, self.registry.holders_of_login) for name in ("email", "username")]
        for name, holders_of in possessions:
            value = members.get(name) or visit.path_values.get(name)
            if isinstance(value, str) and value:
                holders = holders_of(value)
                if len(holders) == 1:
                    return holders[0], []
                if holders:
                    return None, [
                        f"several organizations have {name} {value!r}; put the base path /o/<id> before the path"
                    ]
        file = visit.path_values.get("file")
        if file:
            holders = self.registry.holders_of_recording(file)
            return (holders[0], []) if holders else (None, [f"no organization has a recording {file[:100]!r}"])
        everyone = self.registry.all()
        if visit.endpoint.operation.authority in ("call", "none", "login") and len(everyone) == 1:
            return everyone[0], []
        return None, ["the request carries no code, and nothing that only one organization has"]

    # ---- what it may ------------------------------------------------------------------------------------

    def _authorize(self, context: Context) -> None:
        """Sets the account the request acts for. Raises ``Refused``."""
        operation, directory = context.operation, context.exchange.directory
        context.account = next(iter(directory.accounts))
        if operation.authority == "bearer" or (operation.authority == "code" and _bearer(context.request)):
            self._authorize_bearer(context)
            return
        if operation.authority not in ("code", "campaign"):
            return
        code = context.parameters.text("code") or context.parameters.text("Code")
        if code:
            self._authorize_code(context, code)
        elif operation.authority == "code":
            raise Refused("code_missing", name="Code")

    def _authorize_code(self, context: Context, code: str) -> None:
        """Sets the account (and user) that an API code or user code stands for. Raises ``Refused``."""
        directory = context.exchange.directory
        entry = directory.codes.get(code)
        if entry is not None:
            context.account = entry.account
            if entry.trusted_ips and not _trusted(context.request.remote, entry.trusted_ips):
                raise Refused("untrusted_address", address=context.request.remote)
            return
        for user in directory.users.values():
            if user.code == code:
                context.account, context.user = user.account, user.id
                return
        if code not in context.tenant.accepted_codes:
            known = ", ".join(repr(known) for known in list(directory.codes)[:5])
            context.notes.append(f"organization {context.tenant.id!r} has no code {code!r}; known: {known}")
            raise Refused("invalid_code")

    def _authorize_bearer(self, context: Context) -> None:
        token = _bearer(context.request)
        for entry in context.exchange.directory.codes.values():
            if entry.bearer and entry.bearer == token:
                context.account = entry.account
                return
        if token not in context.tenant.accepted_codes:
            raise Refused("unauthorized")

    def _check(self, context: Context) -> None:
        """Refuses what the contract refuses; a lenient organization only what cannot be done at all."""
        for problem in context.parameters.problems:
            if problem.kind == "missing" or not context.tenant.lenient:
                raise _refusal(context.operation, problem)

    # ---- answering --------------------------------------------------------------------------------------

    def _answer(
        self, visit: _Visit, context: Context | None, body: dict[str, Any] | HttpResponse, row: ErrorCode | None
    ) -> HttpResponse:
        """``row`` is the error that is answered, ``None`` when all is well."""
        endpoint = visit.endpoint
        if isinstance(body, HttpResponse):
            response = body
        elif endpoint.encode is not None:
            response = endpoint.encode(context, visit.decoded.members, body)
        else:
            response = HttpResponse(200 if row is None else row.http_status, encoding.JSON_TYPE, encoding.to_json(body))
        if visit.fault is not None:
            response = faults.spoiled(response, visit.fault)
        self._write_down(visit, response, 0 if row is None else row.code)
        return response

    def _write_down(self, visit: _Visit, response: HttpResponse, code: int | str) -> None:
        tenant, parameters = visit.tenant, visit.parameters
        violations = list(visit.violations or ())
        hints = list(visit.hints or ()) + visit.decoded.notes
        if visit.fault is not None:
            hints.append(f"fault injected: {faults.told(visit.fault)}")
        if parameters is not None:
            violations += [problem.sentence() for problem in parameters.problems]
            if parameters.unknown:
                hints += _near_names(parameters.unknown, reader(visit.endpoint.operation.request_contract))
        numbering = self.registry.unresolved if tenant is None else tenant.requests
        shown: Any = visit.decoded.members if visit.decoded.items is None else {"(array)": visit.decoded.items}
        answer = (
            "" if not response.content_type.startswith(("application/json", "text/")) else _beginning(response.body)
        )
        entry = RequestEntry(
            number=0,
            at=time.time() if tenant is None else tenant.exchange.now,
            method=visit.request.method,
            path=visit.request.path,
            operation=visit.endpoint.operation.name,
            organization="" if tenant is None else tenant.id,
            encoding=visit.decoded.encoding,
            parameters=shortened(shown),
            status=response.status,
            error=code,
            answer=answer,
            violations=violations,
            hints=hints,
        )
        numbering.add(entry)
        if tenant is None:
            log.warning("%s %s found no organization: %s", entry.method, entry.path, "; ".join(violations + hints))

    def _unknown(self, request: HttpRequest, path: str, operation: Operation | None) -> HttpResponse:
        """No operation answers here: 404 (or 405) with what comes near."""
        if operation is not None:
            status, message = 405, f"{operation.name} takes {' and '.join(operation.methods)}, not {request.method}"
            hints: list[str] = []
        else:
            status, message = 404, f"no Voicenter operation has the path {path}"
            near = self.near_paths(path)
            hints = [f"did you mean {' or '.join(near)}?"] if near else []
        entry = RequestEntry(
            0, time.time(), request.method, request.path,
            operation.name if operation else "", "", "query", shortened(dict(parse_qsl(request.query))), status, status, message, [], hints,
        )  # fmt: skip
        self.registry.unresolved.add(entry)
        log.warning("%s %s: %s %s", request.method, request.path, message, "; ".join(hints))
        error = {
            "code": "unknown_path" if status == 404 else "method_not_allowed",
            "message": message,
            "field": "",
            "hint": "; ".join(hints),
        }
        headers = {"Allow": ", ".join(operation.methods)} if operation is not None else {}
        return HttpResponse(status, encoding.JSON_TYPE, encoding.to_json({"error": error}), headers)


def _bearer(request: HttpRequest) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _trusted(address: str, networks: tuple[str, ...]) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(parsed in ipaddress.ip_network(network, strict=False) for network in networks)


def _has_row(operation: Operation, name: str) -> bool:
    return any(row.name == name for row in operation.errors)


def _row(operation: Operation, name: str, tenant: Tenant | None) -> ErrorCode:
    """The row of the error table that is called so, or what stands in for it."""
    revision = "current" if tenant is None else tenant.exchange.directory.revision
    for candidate in (name, *_SUBSTITUTES.get(name, ())):
        if _has_row(operation, candidate):
            return operation.error(candidate, revision)
    raise LookupError(f"{operation.name} has no error {name!r}")


def _refusal(operation: Operation, problem: Problem) -> Refused:
    """The row for this parameter (``target_missing``) when the table has one, else the general one."""
    own = f"{_snake(problem.parameter)}_{problem.kind}"
    name = problem.parameter
    if problem.rule == "x-max-variables" and _has_row(operation, "too_many_variables"):
        return Refused("too_many_variables")
    return Refused(own if _has_row(operation, own) else problem.kind, name=name[:1].upper() + name[1:])


@cache
def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _why_nobodys(operation: Operation, parameters: Parameters) -> str:
    """The error of a request that belongs to no organization."""
    if operation.authority == "campaign":
        if parameters.items == [] and _has_row(operation, "empty"):
            return "empty"
        named = parameters.text("Campaign") or _codes_of_items(parameters.items or [])
        return "campaign_invalid" if named else "campaign_missing"
    if operation.authority == "call":
        wanted = {"file": "not_found", "ivrid": "call_not_found", "extension": "extension_not_found"}
        return next((error for name, error in wanted.items() if parameters.text(name)), "invalid")
    if operation.authority == "code" and not (parameters.text("code") or parameters.text("Code")):
        return "code_missing"
    if operation.authority == "login":
        return "unexpected_token" if _has_row(operation, "unexpected_token") else "unauthorized"
    return "invalid_code"


def _codes_of_items(items: list[Any]) -> list[str]:
    """The codes in an array of calls, each once, those of the first ones."""
    found: dict[str, None] = {}
    for item in items[:1000]:
        if is_object(item):
            found |= {str(value): None for name, value in item.items() if name.lower() in _CODE_MEMBERS}
    return list(found)


def _fault(tenant: Tenant, operation: Operation, decoded: Decoded) -> Fault | None:
    """What goes wrong with this request: a fault of which the whole, or a call of an array, fits the condition."""
    items = [item for item in (decoded.items or ())[:1000] if is_object(item)]
    return tenant.faults.strike((operation.name,), decoded.members, items)


class _Details(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "Request"


def _message(row: ErrorCode, details: Mapping[str, str]) -> str:
    return row.message.format_map(_Details(details)) if "{" in row.message else row.message


def _near_names(unknown: list[str], known: Reader) -> list[str]:
    hints: list[str] = []
    lowered = {name.lower(): name for name in known.names}
    for name in unknown[:10]:
        near = difflib.get_close_matches(name.lower(), lowered, n=1, cutoff=0.7)
        hints.append(f"unknown parameter {name[:60]!r}" + (f"; did you mean {lowered[near[0]]!r}?" if near else ""))
    return hints


def _beginning(body: bytes) -> str:
    return body[:2000].decode(errors="replace") + ("…" if len(body) > 2000 else "")


def _from_query(request: HttpRequest) -> Decoded:
    """What can still be read of a request whose body cannot: the query, if that is not the culprit."""
    try:
        return Decoded(
            "query", dict(parse_qsl(request.query, keep_blank_values=True, errors="replace", max_num_fields=1000))
        )
    except ValueError:
        return Decoded("query")
