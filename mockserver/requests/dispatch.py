"""A request's way: bytes, parameters, organization, authorization, the API's function, bytes again.

The server's Flask front and the interception in a test process both call ``Dispatcher.handle``; neither goes
through the other. Every answer has the operation's documented form, and every request is in a journal.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import parse_qsl

from ...contracts.decoding_json import Unreadable
from ...contracts.learned import as_sent
from ...contracts.library import made_of_schemas
from ...contracts.operations import OPERATIONS, ErrorCode, Operation
from ...contracts.operations.paths import operation_at
from ...contracts.quick_dataclasses import dataclass
from ...contracts.sentences import Sentence, alternatives, in_a_row
from ...contracts.suggestions import did_you_mean, near
from ..api import Context, Endpoint, endpoint_of
from ..api.endpoints import Body
from ..state import fault_words, faults
from ..state.journal import RequestEntry, bounded_copy
from ..state.session_recording import Step
from ..telephony.core.refusals import Refused
from ..telephony.core.seldom_collected import SELDOM_COLLECTED
from ..telephony.log.storage_errors import StorageError
from ..telephony.model.directory import Fault
from ..tenancy.registry import Registry
from ..tenancy.tenants import Tenant
from ..wire import encoding
from ..wire.console import log
from ..wire.decoding import Decoded, decode
from ..wire.http import HttpRequest, HttpResponse
from ..wire.parameters import ParameterProblem, Parameters, Reader
from . import error_rows, spread_arrays
from .authorization import authorize
from .fault_lookup import fault_of
from .organization_lookup import owner
from .refusals import refuse
from .unread_request import SHORT_REQUEST, UnreadRequest, beginning_of_text

_BASE_PATH = re.compile(r"/o/([^/]+)(/.*)?\Z", re.IGNORECASE | re.DOTALL)

LONG_BODY = 100_000
"""Bytes. From a longer one so much is made at once that Python's garbage collector would be busy with that alone."""

_NOT_READ = Decoded("query")
"""In the place of what a request says until somebody reads it; shared, so never written to."""


@made_of_schemas
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
    violations: list[Sentence] | None = None
    hints: list[Sentence] | None = None
    fault: Fault | None = None
    step: Step | None = None
    after_event: int = 0

    def set_tenant(self, tenant: Tenant | None) -> None:
        """Whose request it is, before anything happens there."""
        self.tenant = tenant
        self.after_event = 0 if tenant is None else tenant.events.count


class Dispatcher:
    """Answers every documented operation for the organizations of one registry."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry

    # ---- finding the operation -------------------------------------------------------------------------

    def find(self, path: str) -> tuple[Endpoint, dict[str, str]] | None:
        """The operation behind a path without its base path, and what the path's placeholders stand for."""
        found = operation_at(path)
        return None if found is None else (endpoint_of(found[0]), found[1])

    def near_paths(self, path: str) -> list[str]:
        """Documented paths that look like this one."""
        return near(path, (path for operation in OPERATIONS.values() for path in operation.paths))

    def operation_at(self, path: str) -> Operation | None:
        """The operation behind a whole path, base path included."""
        base = _BASE_PATH.match(path)
        found = operation_at(base[2] or "/" if base else path)
        return found[0] if found else None

    # ---- answering -------------------------------------------------------------------------------------

    def handle(self, request: HttpRequest, *, only: Tenant | None = None, wait: bool = True) -> HttpResponse:
        """Answers a request. ``only`` is the one organization an intercepted request sees. With ``wait``
        false raises ``WouldBlock``, with nothing done yet, when the organization is busy.
        """
        if len(request.body) < LONG_BODY:
            return self._answer_to(request, only, wait)
        with SELDOM_COLLECTED:  # as long as it is read, all of what it says is new
            return self._answer_to(request, only, wait)

    def _answer_to(self, request: HttpRequest, only: Tenant | None, wait: bool) -> HttpResponse:
        base = _BASE_PATH.match(request.path)
        path = (base[2] or "/") if base else request.path
        found = self.find(path)
        if found is None:
            return self._unknown(request, path)
        endpoint, path_values = found
        operation = endpoint.operation
        if endpoint.file is not None:
            if request.method not in (*operation.methods, "HEAD"):
                return self._unknown(request, path, operation)
            return endpoint.file(request, self.registry)
        visit = _Visit(request, endpoint, path_values, base[1] if base else "", _NOT_READ)
        if request.method not in operation.methods and not (request.method == "HEAD" and "GET" in operation.methods):
            refused = self._unreadable(visit, only, "Method", _other_method(operation, request))
            return replace(refused, headers={"Allow": ", ".join(operation.methods)})
        if request.method == "HEAD" and "audio" not in operation.answers:
            return self._head(visit, only)
        try:
            decoded = decode(request, operation.encodings, body_limit=operation.body_limit)
        except Unreadable as problem:
            return self._unreadable(visit, only, "Body", problem.violation.sentence())
        if request.method == "GET" and request.body:
            note = Sentence.of(
                "BodyOfGet", "a GET's body is not read: send it with POST, or the parameters in the query"
            )
            decoded.notes.append(note)
        visit.decoded = decoded
        try:
            return self._handle(visit, only, wait)
        except StorageError as error:
            return self._refuse_unwritten(visit, error)

    def _unreadable(self, visit: _Visit, only: Tenant | None, name: str, violation: Sentence) -> HttpResponse:
        """Refuses, in the operation's own form, a body or method (``name``) that cannot be taken (inferred)."""
        endpoint = visit.endpoint
        visit.decoded = _from_query(visit.request)
        visit.set_tenant(only or self._owner(visit)[0])
        visit.violations = [violation]
        row = error_rows.row(endpoint.operation, "unreadable", visit.tenant or self._host())
        return self._answer(visit, None, *refuse(visit.endpoint, visit.request, row, {"name": name}))

    def _head(self, visit: _Visit, only: Tenant | None) -> HttpResponse:
        """200 and no content, with nothing done: a HEAD changes nothing (RFC 9110 §9.3.2), and a GET here may."""
        visit.decoded = _from_query(visit.request)
        visit.set_tenant(only or self._owner(visit)[0])
        hint = Sentence.of(
            "HeadNotCarriedOut",
            "a HEAD is answered 200 and not carried out, because it must not change anything: send a GET",
        )
        visit.hints = [hint]
        answers = visit.endpoint.operation.answers
        content_type = encoding.JSON_TYPE if answers[0] == "json" else encoding.XML_TYPE
        response = HttpResponse(200, content_type, b"")
        self._write_down(visit, response, 0)
        return response

    def _handle(self, visit: _Visit, only: Tenant | None, wait: bool) -> HttpResponse:
        operation = visit.endpoint.operation
        tenant, hints = (only, []) if only is not None else self._owner(visit)
        visit.set_tenant(tenant)
        visit.hints = hints
        visit.parameters = parameters = self._read(visit)
        if tenant is None and operation.authority == "login" and parameters.problems:
            problem = error_rows.refusal(operation, parameters.problems[0])
            row = error_rows.row(operation, problem.error, None)
            return self._answer(visit, None, *refuse(visit.endpoint, visit.request, row, problem.details))
        if tenant is None:
            row = error_rows.row(operation, error_rows.of_stranger(operation, parameters), self._host())
            return self._answer(visit, None, *refuse(visit.endpoint, visit.request, row, {"name": "Code"}))
        if parameters.problems and operation.authority == "code" and visit.request.bearer:
            parameters.problems = [problem for problem in parameters.problems if not _is_missing_code(problem)]
        with tenant.use(wait=wait) as exchange:
            request, found = visit.request, visit.endpoint.operation.name
            path = request.path[len(f"/o/{visit.base}") :] if visit.base else request.path
            visit.step = tenant.session_recording.request(
                exchange.now, found, request.method, path, request.query, request.headers, request.body
            )
            context = Context(
                tenant, exchange, operation, visit.request, parameters, visit.decoded.members, visit.path_values
            )
            if tenant.faults:
                visit.fault = fault_of(tenant, operation, visit.decoded, visit.path_values)
            if visit.fault is None:
                body, row = self._perform(visit, context)
            else:
                body, row = self._perform_badly(visit, context, visit.fault)
            visit.hints.extend(context.notes)
        return self._answer(visit, context, body, row)

    def _refuse_unwritten(self, visit: _Visit, error: StorageError) -> HttpResponse:
        """The operation's own internal error, because nobody may hear of what might be lost."""
        row = error_rows.row(visit.endpoint.operation, "internal_error", visit.tenant or self._host())
        visit.hints = [*(visit.hints or ()), error.sentence]
        return self._answer(visit, None, *refuse(visit.endpoint, visit.request, row, {"name": "Request"}))

    def _perform(self, visit: _Visit, context: Context) -> tuple[Body | HttpResponse, ErrorCode | None]:
        """What the operation answers, and the row of its error table if it refuses."""
        endpoint, tenant = visit.endpoint, context.tenant
        try:
            if not endpoint.authorizes:
                authorize(context)
            self._check(context)
            body = endpoint.handler(context)
            return body, error_rows.row(context.operation, context.error, tenant) if context.error else None
        except Refused as problem:
            row = error_rows.row(context.operation, problem.error, tenant)
            if problem.hint:
                context.notes.append(problem.hint)
            if error_rows.blames_the_request(problem.error) and not context.parameters.problems:
                # what only the API's function could see: a parameter that this action needs, a number that is none
                message = error_rows.message(row, problem.details)
                visit.violations = [
                    Sentence.of("RefusedAs", "refused as {error}: {text}", error=row.name, text=message)
                ]
            return refuse(visit.endpoint, visit.request, row, problem.details)
        except StorageError:
            raise
        except Exception:
            log.exception("%s failed", context.operation.name)
            return refuse(
                visit.endpoint,
                visit.request,
                error_rows.row(context.operation, "internal_error", tenant),
                {"name": "Request"},
            )

    def _perform_badly(
        self, visit: _Visit, context: Context, fault: Fault
    ) -> tuple[Body | HttpResponse, ErrorCode | None]:
        """The same under a fault. What it does to the answer's bytes comes later (``faults.apply_fault``)."""
        operation = context.operation
        body, row = HttpResponse(500, encoding.JSON_TYPE, b""), None
        if faults.is_done(fault):
            for _ in range(2 if fault.duplicate else 1):
                body, row = self._perform(visit, context)
        if name := fault_words.row_name(operation, fault.error):
            row = error_rows.row(operation, name, context.tenant)
            return refuse(visit.endpoint, visit.request, row, {"address": visit.request.remote})
        return body, row

    def _check(self, context: Context) -> None:
        """Refuses what the contract refuses; a lenient organization only what cannot be done at all."""
        for problem in context.parameters.problems:
            if problem.kind == "missing" or not context.tenant.lenient:
                raise error_rows.refusal(context.operation, problem)

    def _read(self, visit: _Visit) -> Parameters:
        tenant = visit.tenant
        lenient = tenant is not None and tenant.lenient
        parameters = reader(visit.endpoint.operation.request_contract).read(
            visit.decoded.members | dict(visit.path_values), lenient=lenient
        )
        parameters.items = visit.decoded.items
        return parameters

    def _owner(self, visit: _Visit) -> tuple[Tenant | None, list[Sentence]]:
        return owner(
            self.registry, visit.endpoint.operation, visit.request, visit.decoded, visit.path_values, visit.base
        )

    def _host(self) -> Tenant | None:
        """The only organization here, which decides the revision in which strangers are refused."""
        everyone = self.registry.all()
        return everyone[0] if len(everyone) == 1 else None

    # ---- answering --------------------------------------------------------------------------------------

    def _answer(
        self, visit: _Visit, context: Context | None, body: Body | HttpResponse, row: ErrorCode | None
    ) -> HttpResponse:
        """``row`` is the error that is answered, ``None`` when all is well."""
        endpoint = visit.endpoint
        if not isinstance(body, HttpResponse):
            body = as_sent(endpoint.operation.response_contract, body)
        if isinstance(body, HttpResponse):
            response = body
        elif endpoint.encode is not None:
            response = endpoint.encode(context, visit.decoded.members, body)
            if row is not None and row.http_status != 200:
                response = replace(response, status=row.http_status)
        else:
            response = HttpResponse(200 if row is None else row.http_status, encoding.JSON_TYPE, encoding.to_json(body))
        if visit.fault is not None:
            response = faults.apply_fault(response, visit.fault)
        if visit.step is not None and visit.tenant is not None and not response.broken:
            visit.tenant.session_recording.record_answer(visit.step, response.status, response.body)
        self._write_down(visit, response, 0 if row is None else row.code)
        return response

    def _write_down(self, visit: _Visit, response: HttpResponse, code: int | str) -> None:
        tenant, parameters, request, operation = visit.tenant, visit.parameters, visit.request, visit.endpoint.operation
        violations = [*(visit.violations or ()), *spread_arrays.violations(operation, visit.decoded)]
        hints = [*(visit.hints or ()), *visit.decoded.notes, *request.hints]
        if visit.fault is not None:
            summary = fault_words.summary(visit.fault)
            hints.append(Sentence.of("FaultInjected", "fault injected: {fault}", fault=summary))
        if parameters is not None:
            hints += parameters.notes
            if parameters.problems or parameters.of_entries:
                problems = (*parameters.problems, *parameters.first_of_entries())
                violations += [problem.sentence() for problem in problems]
            if parameters.unknown:
                hints += _near_names(parameters.unknown, reader(operation.request_contract))
        unread = UnreadRequest(
            request.method, request.path, request.query, request.headers.get("content-type", ""), request.body,
            operation, violations, hints, parameters is not None, response.status, code, beginning_of_text(response),
            visit.after_event,
        )  # fmt: skip
        if tenant is None:
            entry = unread.entry_of(visit.decoded)
            self.registry.write_down(None, entry)
            reasons = "; ".join(entry.violations + entry.hints)
            log.warning("%s %s found no organization: %s", entry.method, entry.path, reasons)
        elif parameters is not None and len(request.body) + len(request.query) <= SHORT_REQUEST:
            self.registry.write_down(tenant, unread)
        else:
            self.registry.write_down(tenant, unread.entry_of(visit.decoded))

    def _unknown(self, request: HttpRequest, path: str, operation: Operation | None = None) -> HttpResponse:
        """No operation answers here: 404 with what comes near, or 405 where a file is."""
        if operation is not None:
            status, message = 405, _other_method(operation, request)
            hints: list[Sentence] = []
        else:
            status, message = 404, Sentence.of("NoSuchPath", "no Voicenter operation has the path {path}", path=path)
            paths = tuple(self.near_paths(path))
            hints = [Sentence.of("MeantPath", "did you mean {paths}?", paths=alternatives(paths))] if paths else []
        entry = RequestEntry(
            method=request.method,
            path=request.path,
            operation=operation.name if operation else "",
            parameters=bounded_copy(_from_query(request).members),
            status=status,
            error=status,
            answer=message,
            hints=[*hints, *request.hints],
        )
        self.registry.write_down(None, entry)
        log.warning("%s %s: %s", request.method, request.path, "; ".join([message, *hints]))
        error = {
            "code": "unknown_path" if status == 404 else "method_not_allowed",
            "message": message,
            "field": "",
            "hint": "; ".join(hints),
        }
        headers = {"Allow": ", ".join(operation.methods)} if operation is not None else {}
        return HttpResponse(status, encoding.JSON_TYPE, encoding.to_json({"error": error}), headers)


def _is_missing_code(problem: ParameterProblem) -> bool:
    """Which is no fault of a request with a bearer token: that stands in for the code."""
    return problem.kind == "missing" and problem.parameter.lower() == "code"


def _near_names(unknown: list[str], known: Reader) -> list[Sentence]:
    return [
        in_a_row((Sentence.of("UnknownParameter", "unknown parameter {name!r}", name=name[:60]), near))
        for name in unknown[:10]
        for near in [did_you_mean(name.rpartition(".")[2], known.names_beside(name))]
    ]


def _other_method(operation: Operation, request: HttpRequest) -> Sentence:
    return Sentence.of(
        "OtherHttpMethod", "{operation} takes {methods}, not {method}",
        operation=operation.name, methods=" and ".join(operation.methods), method=request.method[:20],
    )  # fmt: skip


def _from_query(request: HttpRequest) -> Decoded:
    """What can still be read of a request whose body cannot: the query, if that is not the culprit."""
    try:
        return Decoded(
            "query", dict(parse_qsl(request.query, keep_blank_values=True, errors="replace", max_num_fields=1000))
        )
    except ValueError:
        return Decoded("query")
