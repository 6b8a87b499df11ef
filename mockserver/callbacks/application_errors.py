"""What an application raised and its framework turned into a page: the error that a developer wants to see.

Frameworks that let errors through need none of this. Flask, Quart and Django announce them by a signal, Litestar
calls hooks, and others (Bottle, Falcon) write them to ``wsgi.errors`` or to nobody.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from typing import Any

_noticed: ContextVar[list[BaseException] | None] = ContextVar("voicenter_application_errors", default=None)


@contextmanager
def capture_errors(application: Any) -> Generator[list[BaseException], None, None]:
    """The list gets what is raised in the application by what this context does, also on other threads."""
    errors: list[BaseException] = []
    token = _noticed.set(errors)

    def notice(error: BaseException | None) -> None:
        if error is not None and _noticed.get() is errors:
            errors.append(error)

    try:
        with ExitStack() as stack:
            for listen in (_flask, _quart, _django, _litestar):
                listen(application, notice, stack)
            yield errors
    finally:
        _noticed.reset(token)


def note(error: BaseException) -> None:
    """Adds what an application has raised after all, also behind its response."""
    errors = _noticed.get()
    if errors is not None:
        errors.append(error)


Notice = Callable[[BaseException | None], None]


def _flask(_: Any, notice: Notice, stack: ExitStack) -> None:
    _blinker("flask.signals", notice, stack)


def _quart(_: Any, notice: Notice, stack: ExitStack) -> None:
    _blinker("quart.signals", notice, stack)


def _blinker(module: str, notice: Notice, stack: ExitStack) -> None:
    signal = getattr(sys.modules.get(module), "got_request_exception", None)
    if signal is None:
        return

    def receiver(_: Any, exception: BaseException | None = None, **__: Any) -> None:
        notice(exception)

    signal.connect(receiver, weak=False)
    stack.callback(signal.disconnect, receiver)


def _django(_: Any, notice: Notice, stack: ExitStack) -> None:
    signal = getattr(sys.modules.get("django.core.signals"), "got_request_exception", None)
    if signal is None:
        return

    def receiver(**_: Any) -> None:
        notice(sys.exc_info()[1])  # as Django's own test client does

    signal.connect(receiver, weak=False)
    stack.callback(signal.disconnect, receiver)


def _litestar(application: Any, notice: Notice, stack: ExitStack) -> None:
    kind = getattr(sys.modules.get("litestar.app"), "Litestar", None)
    if kind is None or not isinstance(application, kind):
        return

    async def hook(error: Exception, _: Any) -> None:
        notice(error)

    hooks: list[Any] = application.after_exception
    hooks.append(hook)
    stack.callback(hooks.remove, hook)
