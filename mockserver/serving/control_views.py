"""The control API for Flask: a view for each operation of its catalogue, and what answers where there is none."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from flask import Response, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule

from ...contracts.decoding_body import is_blank, read_body
from ...contracts.decoding_json import Unreadable
from ...contracts.operations import ControlOperation
from ..sandbox.control import BY_NAME, Answer, ControlError, Text, operations_at
from ..tenancy.registry import Registry, RegistryError
from ..wire.encoding import JSON_TYPE, to_json
from .environ_keys import BODY_LENGTH, CONTROL, NO_WAIT

View = Callable[..., Response]

_UNKNOWN = "unknown_control"
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_REGISTRY_STATUS = {"unknown": 404, "exists": 409, "full": 503, "invalid": 400}


def views(registry: Registry) -> dict[str, View]:
    """By the names of the rules' endpoints."""
    return {name: _view(registry, name) for name in BY_NAME} | {_UNKNOWN: unknown}


def unknown(path: str) -> Response:
    """No operation is at that path, or none that takes the method."""
    if allowed := [operation.method for operation in operations_at(path)]:
        message = f"/_sandbox/{path} takes {' and '.join(allowed)}, not {request.method}"
        refused = _error(ControlError(405, "method_not_allowed", message))
        refused.headers["Allow"] = ", ".join(allowed)
        return refused
    message = f"the control API has no {request.method} /_sandbox/{path}"
    return _error(ControlError(404, "unknown_path", message, hint="see /_sandbox/openapi.json"))


@cache
def url_map() -> Map:
    """The same for every application of this process: compiling it takes longer than all else about one."""
    rules = [
        Rule(CONTROL + "<path:path>", endpoint=_UNKNOWN, methods=METHODS),
    ]
    for operation in BY_NAME.values():
        path = "/_sandbox" + operation.path.replace("{", "<").replace("}", ">")
        rules.append(Rule(path, endpoint=operation.name, methods=[operation.method]))
    return Map(rules, strict_slashes=False, merge_slashes=False)


def _view(registry: Registry, name: str) -> View:
    operation = BY_NAME[name]

    def view(**path_values: str) -> Response:
        try:
            answer = _perform(registry, operation, path_values)
        except ControlError as error:
            return _error(error)
        except RegistryError as error:
            status = _REGISTRY_STATUS[error.code]
            return _error(ControlError(status, error.code, error.message, field=error.field, hint=error.hint))
        if answer is None:
            return Response(status=operation.status)
        if isinstance(answer, Text):
            headers = {"Content-Disposition": f'inline; filename="{answer.name}"', "X-Content-Type-Options": "nosniff"}
            return Response(answer.content, operation.status, headers, content_type=answer.content_type)
        return Response(to_json(answer), operation.status, content_type=JSON_TYPE)

    return view


def _perform(registry: Registry, operation: ControlOperation, path_values: dict[str, str]) -> Answer | Text | None:
    from ..sandbox.front import perform  # loaded after what answers Voicenter's requests

    return perform(
        registry,
        operation.name,
        path_values,
        query=dict(request.args.items()),
        body=_body() if operation.method in ("POST", "PUT", "PATCH") else {},
        base_url=request.root_url.rstrip("/"),
        wait=not request.environ.get(NO_WAIT),
    )


def _body() -> Any:
    if request.environ.get(BODY_LENGTH, -1) >= 0:
        raise ControlError(413, "too_large", "the body is too large")
    raw = request.get_data(cache=False, parse_form_data=False)
    try:
        return {} if is_blank(raw) else read_body(raw, request.content_type or "", ("json",)).value
    except Unreadable as problem:
        found = problem.violation
        raise ControlError(400, found.rule, found.message, hint=found.hint) from None


def http_refusal(error: HTTPException) -> Response:
    """What Flask or Werkzeug refuses by itself."""
    code = (error.name or "error").lower().replace(" ", "_")
    return _error(ControlError(error.code or 500, code, error.description or error.name))


def _error(error: ControlError) -> Response:
    return Response(to_json(error.body), error.status, content_type=JSON_TYPE)
