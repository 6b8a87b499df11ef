"""The Flask front: Voicenter's operations by the dispatcher, the control API by its own views (``control_views``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from flask import Flask, Request, Response, request
from flask.globals import request_ctx
from flask.sessions import NullSession, SessionInterface, SessionMixin
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.routing import Map, MapAdapter, Rule
from werkzeug.wrappers import Request as WsgiRequest

from ..api import load_all
from ..requests.dispatch import Dispatcher
from ..tenancy.registry import Registry
from ..wire.http import HttpRequest
from ..wire.wsgi import headers_of
from . import faulty_connections
from .environ_keys import BODY_LENGTH, CONTROL, HINTS, NO_WAIT, REQUEST

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_VENDOR = "vendor"


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

    def __init__(self, registry: Registry) -> None:
        super().__init__("voicenter_mock", static_folder=None)
        self._registry = registry
        self._has_control = False

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        if request is None:
            return None
        if not request.path.startswith(CONTROL):
            return _VOICENTERS
        from . import control_views  # with the first request to the control API

        if not self._has_control:
            self.view_functions |= control_views.views(self._registry)
            self._has_control = True
        self.url_map = control_views.url_map()
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
    app = _Application(registry)
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

    def refused(error: HTTPException) -> Response:
        """A method that no rule has; or nothing of the control API can be there: a line feed, an empty segment."""
        from . import control_views

        if isinstance(error, MethodNotAllowed):
            return control_views.unknown(request.path.removeprefix(CONTROL))
        return vendor() if isinstance(error, NotFound) else control_views.http_refusal(error)

    app.register_error_handler(HTTPException, refused)
    return app


def load_control() -> None:
    """Loads and compiles what else the first request to the control API, or to another of Voicenter's, does."""
    from ..sandbox import front, handbook, reference, stream  # noqa: F401  # pyright: ignore[reportUnusedImport]
    from . import control_views

    control_views.url_map()
    load_all()


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


__all__ = ["create_app", "http_request"]
