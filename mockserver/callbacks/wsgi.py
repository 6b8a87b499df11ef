"""One request to a WSGI application in this process, as a server makes it."""

from __future__ import annotations

import sys
from urllib.parse import quote, unquote, urlsplit

from ..wire import wsgi
from .http_client import Answer, TooLarge
from .in_process import Raised, wrap_error


def call_wsgi(
    application: wsgi.Application, method: str, url: str, headers: dict[str, str], body: bytes, maximum: int
) -> Answer:
    """Raises ``TooLarge`` or ``Raised``."""
    place = urlsplit(url)
    environ = wsgi.environ(
        method,
        place.scheme,
        unquote(quote(place.path or "/", safe="/%"), "latin-1"),
        place.query,
        {"host": place.netloc.rpartition("@")[2], **{name.lower(): value for name, value in headers.items()}}.items(),
        body,
        server=(place.hostname or "testserver", place.port or (443 if place.scheme == "https" else 80)),
        remote="127.0.0.1",
        errors=sys.stderr,
    )
    try:
        reply = wsgi.call(application, environ, maximum)
    except TimeoutError:
        raise
    except wsgi.Overflow as overflow:
        raise TooLarge(overflow.status) from None
    except wsgi.NotStarted as problem:
        raise Raised(str(problem)) from None
    except Exception as error:  # the customer's code may raise anything; the exchange goes on
        raise wrap_error(error) from error
    found = {name.lower(): value for name, value in reply.headers}
    return Answer(reply.status, found.get("content-type", ""), reply.body, found.get("location", ""), found)
