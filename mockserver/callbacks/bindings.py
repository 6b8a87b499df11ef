"""Where each callback of one organization goes: to the URL of its document, or to what was bound at run time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from ...contracts.callback_names import CallbackName
from ..telephony.core.exchange import Exchange
from ..telephony.model.directory import CallbackTarget
from .targets import BoundTarget, Target, binding


class Bindings:
    def __init__(self, exchange: Exchange, on_change: Callable[[], None]) -> None:
        self._exchange = exchange
        self._on_change = on_change
        self._bound: dict[CallbackName, BoundTarget] = {}

    def __contains__(self, callback: CallbackName) -> bool:
        """Whether it was bound at run time."""
        return callback in self._bound

    def bind(
        self,
        callback: CallbackName,
        target: Target | None,
        *,
        url: str = "",
        lifespan: bool = True,
        raised: Callable[[BaseException], None] | None = None,
    ) -> None:
        """From now on this callback goes there: a URL, a WSGI or ASGI application or a function in this process.

        ``url`` is where an application believes to be; a path is enough (``/voicenter/cdr``), and without one it
        is the URL of the organization's document. ``lifespan``: whether that of an ASGI application is run.
        ``raised`` is called with what a function or an application raises. A target of ``None`` undoes it. Raises
        ``TypeError`` for anything else.
        """
        __tracebackhide__ = True  # as in ``Deliveries.bind``
        bound: BoundTarget | None = None
        if target is not None:
            entry = self._exchange.directory.callbacks.get(callback)
            bound = binding(target, url or (entry.url if entry is not None else ""), lifespan=lifespan)
            running = next((other.running for other in self._bound.values() if other.target is target), None)
            bound = replace(bound, running=running or bound.running, raised=raised or bound.raised)
        before = self._bound.pop(callback, None)
        if bound is not None:
            self._bound[callback] = bound
        if before is not None and all(before.running is not other.running for other in self._bound.values()):
            before.close()
        self._on_change()

    def bind_as(self, other: Bindings) -> None:
        """Takes over another organization's."""
        self._bound |= other._bound
        self._on_change()

    def end_applications(self) -> None:
        """Ends the event loops of ASGI applications, and waits for them: the lock is not held."""
        for bound in self._bound.values():
            bound.close()

    def target(self, callback: CallbackName) -> CallbackTarget | None:
        """Where a callback goes, or ``None`` when nobody wants it."""
        entry = self._exchange.directory.callbacks.get(callback)
        if callback in self._bound:
            return entry or CallbackTarget(callback)
        return entry if entry is not None and entry.url else None

    def address(self, callback: CallbackName) -> str:
        """Where a callback goes, in words; empty when nobody wants it."""
        bound = self.effective(callback)
        return "" if bound is None else bound.name

    def effective(self, callback: CallbackName, addressed: str = "") -> BoundTarget | None:
        """What a message goes to: a URL of its own, what is bound, or the organization's URL."""
        if addressed:
            return _at(addressed)
        bound = self._bound.get(callback)
        if bound is not None:
            return bound
        entry = self._exchange.directory.callbacks.get(callback)
        return _at(entry.url) if entry is not None and entry.url else None


@lru_cache(maxsize=256)
def _at(url: str) -> BoundTarget:
    """What goes to a URL. Remembered, because it is asked for twice for each message."""
    return BoundTarget("url", url, url)
