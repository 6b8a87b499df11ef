"""The Flask front: Voicenter's operations by the dispatcher, the control API by its own functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from flask import Flask, Request, Response, request
from flask.globals import request_ctx
from flask.sessions import NullSession, SessionInterface, SessionMixin
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.routing import Map, MapAdapter, Rule
from werkzeug.wrappers import Request as WsgiRequest

from ...contracts.decoding_body import is_blank, read_body
from ...contracts.decoding_json import Unreadable
from ..api import load_all
from ..requests.dispatch import Dispatcher
from ..sandbox.control import BY_NAME, ControlError, Text, operations_at
from ..tenancy.registry import Registry, RegistryError
from ..wire.encoding import JSON_TYPE, to_json
from ..wire.http import HttpRequest
from ..wire.wsgi import headers_of
from . import faulty_connections

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

NO_WAIT = "voicenter_mock.no_wait"
"""In the WSGI environment: raise ``WouldBlock`` rather than wait for a busy organization."""
BODY_LENGTH = "voicenter_mock.body_length"
"""In the WSGI environment: how long the body was before the server cut it."""
HINTS = "voicenter_mock.hints"
"""In the WSGI environment: what was done to the request to make it readable."""
REQUEST = "voicenter_mock.request"
"""In the WSGI environment: the ``HttpRequest``, where who calls the application has made it already."""

CONTROL = "/_sandbox/"
_VENDOR = "vendor"
_UNKNOWN_CONTROL = "unknown_control"
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_REGISTRY_STATUS = {"unknown": 404, "exists": 409, "full": 503, "invalid": 400}


_NO_BLUEPRINTS: Final[list[str]] = []


class _Answer(Response):
    """An answer that goes out as it is: nothing about its headers is left to be worked out then."""

    def get_wsgi_response(self, environ: WSGIEnvironment) -> tuple[Iterable[bytes], str, list[tuple[str, str]]]:
        content: Any = () if environ["REQUEST_METHOD"] == "HEAD" else self.response
        return content, self.status, self.headers.to_wsgi_list()


class _NoSessions(SessionInterface):
    """Nobody here has a session, so there is none to make for each request."""

    def __init__(self) -> None:
        self._none = NullSession()

    def open_session(self, app: Flask, request: Request) -> SessionMixin:
        return self._none


class _Request(Request):
    """A request to an application without blueprints; Flask looks for them three times each."""

    @property
    def blueprints(self) -> list[str]:
        return _NO_BLUEPRINTS


class _Application(Flask):
    """Flask, which looks for a rule only where there are several: below ``/_sandbox/``. What it does for sessions,
    blueprints and coroutine functions is left out, because there are none.
    """

    request_class = _Request
    session_interface = _NoSessions()

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        if request is None:
            return None
        if not request.path.startswith(CONTROL):
            return _VOICENTERS
        self.url_map = _url_map()
        return super().create_url_adapter(request)


class _Voicenters(MapAdapter):
    """Whatever else is asked for, with whatever method, is Voicenter's."""

    def __init__(self) -> None:
        rule = Rule("/<path:path>", endpoint=_VENDOR)
        super().__init__(Map([rule]), "", "/", None, "http", "/", "GET")
        self._found: tuple[Any, dict[str, Any]] = rule, {}

    def match(self, *_: Any, **__: Any) -> Any:
        return self._found


_VOICENTERS: Final = _Voicenters()


def create_app(registry: Registry, dispatcher: Dispatcher | None = None) -> Flask:
    """The application for one registry of organizations."""
    app = _Application("voicenter_mock", static_folder=None)
    app.config["PROPAGATE_EXCEPTIONS"] = True
    front = dispatcher or Dispatcher(registry)

    @app.endpoint(_VENDOR)
    def vendor() -> Response:
        current = request_ctx.request  # itself: through the proxy each attribute is looked up in the context anew
        environ = current.environ
        answer = front.handle(environ.get(REQUEST) or http_request(current), wait=NO_WAIT not in environ)
        plain = answer.body and not answer.headers
        response = (_Answer if plain else Response)(answer.body, answer.status, content_type=answer.content_type)
        for name, value in answer.headers.items():
            response.headers[name] = value
        if fault := faulty_connections.header_of(answer):
            response.headers[faulty_connections.HEADER] = fault
        return response

    for name in BY_NAME:
        app.view_functions[name] = _control_view(registry, name)

    @app.endpoint(_UNKNOWN_CONTROL)
    def unknown_control(path: str) -> Response:
        if allowed := [operation.method for operation in operations_at(path)]:
            message = f"/_sandbox/{path} takes {' and '.join(allowed)}, not {request.method}"
            refused = _error(ControlError(405, "method_not_allowed", message))
            refused.headers["Allow"] = ", ".join(allowed)
            return refused
        return _error(
            ControlError(
                404,
                "unknown_path",
                f"the control API has no {request.method} /_sandbox/{path}",
                hint="see /_sandbox/openapi.json",
            )
        )

    def other_method(error: MethodNotAllowed) -> Response:
        """A method that no rule has: whoever is at the path says which there are."""
        return unknown_control(request.path.removeprefix(CONTROL))

    def no_path(error: NotFound) -> Response:
        """Nothing of the control API can be there: a line feed, an empty segment."""
        return vendor()

    app.register_error_handler(MethodNotAllowed, other_method)
    app.register_error_handler(NotFound, no_path)
    app.register_error_handler(ControlError, _error)
    app.register_error_handler(RegistryError, _registry_error)
    app.register_error_handler(HTTPException, _http_error)
    return app


def load_control() -> None:
    """Loads and compiles what else the first request to the control API, or to another of Voicenter's, does."""
    from ..sandbox import front, handbook, reference, stream  # noqa: F401  # pyright: ignore[reportUnusedImport]

    _url_map()
    load_all()


@cache
def _url_map() -> Map:
    """The same for every application of this process: compiling it takes longer than all else about one."""
    rules = [
        Rule(CONTROL + "<path:path>", endpoint=_UNKNOWN_CONTROL, methods=METHODS),
    ]
    for operation in BY_NAME.values():
        path = "/_sandbox" + operation.path.replace("{", "<").replace("}", ">")
        rules.append(Rule(path, endpoint=operation.name, methods=[operation.method]))
    return Map(rules, strict_slashes=False, merge_slashes=False)


def http_request(current: WsgiRequest) -> HttpRequest:
    """A request out of the WSGI environment."""
    environ = current.environ
    length = environ.get("CONTENT_LENGTH", "")
    return HttpRequest(
        method=current.method,
        path=current.path,
        query=environ.get("QUERY_STRING", ""),
        headers=headers_of(environ),
        body=environ["wsgi.input"].read(int(length)) if length else b"",
        remote=current.remote_addr or "",
        host=current.host,
        body_length=environ.get(BODY_LENGTH, -1),
        scheme=current.scheme,
        prefix=current.root_path,
        hints=environ.get(HINTS, ()),
    )


def _control_view(registry: Registry, name: str) -> Any:
    operation = BY_NAME[name]

    def view(**path_values: str) -> Response:
        body: Any = {}
        if operation.method in ("POST", "PUT", "PATCH"):
            if request.environ.get(BODY_LENGTH, -1) >= 0:
                raise ControlError(413, "too_large", "the body is too large")
            raw = request.get_data(cache=False, parse_form_data=False)
            try:
                body = {} if is_blank(raw) else read_body(raw, request.content_type or "", ("json",)).value
            except Unreadable as problem:
                found = problem.violation
                raise ControlError(400, found.rule, found.message, hint=found.hint) from None
        from ..sandbox.front import perform  # loaded after what answers Voicenter's requests

        answer = perform(
            registry,
            name,
            path_values,
            query=dict(request.args.items()),
            body=body,
            base_url=request.root_url.rstrip("/"),
            wait=not request.environ.get(NO_WAIT),
        )
        if answer is None:
            return Response(status=operation.status)
        if isinstance(answer, Text):
            shown = {"Content-Disposition": f'inline; filename="{answer.name}"', "X-Content-Type-Options": "nosniff"}
            return Response(answer.content, operation.status, shown, content_type=answer.content_type)
        return Response(to_json(answer), operation.status, content_type=JSON_TYPE)

    return view


def _error(error: ControlError) -> Response:
    return Response(to_json(error.body), error.status, content_type=JSON_TYPE)


def _registry_error(error: RegistryError) -> Response:
    return _error(
        ControlError(_REGISTRY_STATUS[error.code], error.code, error.message, field=error.field, hint=error.hint)
    )


def _http_error(error: HTTPException) -> Response:
    return _error(
        ControlError(
            error.code or 500, (error.name or "error").lower().replace(" ", "_"), error.description or error.name
        )
    )


__all__ = ["BODY_LENGTH", "NO_WAIT", "create_app", "http_request"]
