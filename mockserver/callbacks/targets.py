"""Where callbacks go when not to a URL: a function, a WSGI or an ASGI application in this process.

Functions get the message as plain data. Applications get the encoded bytes in a request, as over a socket.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

from ...contracts.quick_dataclasses import dataclass
from ..wire.urls import is_absolute, url_problem

if TYPE_CHECKING:
    from .asgi import AsgiApplication

Kind = Literal["function", "wsgi", "asgi", "url"]
Target = Callable[..., Any] | str
"""A URL, a WSGI or ASGI application, or a function (also a coroutine function) of the message."""

USUAL_URL = "http://testserver/"
"""Where an application believes to be: the host of the test clients of Django and Starlette, which Django lets in."""


def _nobody(_: BaseException) -> None:
    """Nobody wants to know what a target raises."""


@dataclass(frozen=True, slots=True)
class BoundTarget:
    """One callback's target at run time. ``url`` is what is requested: of an application, where it believes to be.

    ``running`` is an ASGI application's event loop. ``raised`` is called with what a function or an application
    raised, also where its framework made a page of it.
    """

    kind: Kind
    target: Target
    url: str = ""
    running: AsgiApplication | None = None
    raised: Callable[[BaseException], None] = _nobody

    @property
    def name(self) -> str:
        """For lists and logs."""
        if self.kind == "url":
            return self.url
        target = self.target
        plain: object = getattr(target, "__qualname__", None) or getattr(target, "import_name", None)
        return f"{self.kind} {plain or type(target).__name__}"

    def close(self) -> None:
        """An ASGI application's lifespan and loop end; it would begin anew."""
        if self.running is not None:
            self.running.close()


def binding(target: Target, url: str = "", *, lifespan: bool = True) -> BoundTarget:
    """Tells the kinds of targets apart: by how many arguments must be given.

    One: a function. Two, ``environ`` and ``start_response``: WSGI. Three, ``scope``, ``receive`` and ``send``: ASGI.
    ``url`` is where an application believes to be; a path (``/voicenter/cdr``) is enough. ``lifespan``: whether that
    of an ASGI application is run around its requests. Raises ``TypeError`` for what is none of them.
    """
    __tracebackhide__ = True  # pytest leaves this frame out of a test's report
    if isinstance(target, str):
        problem = url_problem(target)
        if problem:
            raise TypeError(f"the target {problem}")
        return BoundTarget("url", target, target)
    if not callable(target):
        raise TypeError(f"a target is a URL, a function, or a WSGI or ASGI application, not {target!r}")
    count = _arguments(target)
    if inspect.isclass(target) and count != 3:  # an ASGI endpoint may be one
        raise TypeError(f"the target {target.__qualname__} is a class; give an application or a function")
    if count == 0 and not _takes_one(target):
        raise TypeError(
            f"the function {getattr(target, '__qualname__', target)} takes no argument; it is given the message: "
            "lambda message: None"
        )
    if count <= 1:
        return BoundTarget("function", target, url)
    if count > 3:
        raise TypeError(
            f"{target!r} wants {count} arguments; a function gets one (the message), a WSGI application two "
            "(environ, start_response), an ASGI application three (scope, receive, send)"
        )
    if not is_absolute(url):
        url = USUAL_URL + url.lstrip("/")
    if count == 2:
        return BoundTarget("wsgi", target, url)
    from .asgi import AsgiApplication

    return BoundTarget("asgi", target, url, AsgiApplication(target, lifespan=lifespan))


def _arguments(target: Callable[..., Any]) -> int:
    """How many positional arguments must be given; 1 where nothing tells."""
    try:
        signature = inspect.signature(target)
    except (TypeError, ValueError):
        return 1
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return sum(
        parameter.kind in kinds and parameter.default is inspect.Parameter.empty
        for parameter in signature.parameters.values()
    )


def _takes_one(target: Callable[..., Any]) -> bool:
    """Whether it can be called with one positional argument."""
    try:
        inspect.signature(target).bind(None)
    except TypeError:
        return False
    except ValueError:
        return True
    return True
