"""Where a request goes: to a host of Voicenter's by its path, or to the customer as one of Voicenter's callbacks."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from ...contracts.callback_names import CallbackName, read_callback
from ...contracts.operations.hosts import API_HOSTS, MONITOR_HOSTS
from ...contracts.operations.paths import operation_at
from ...contracts.quick_dataclasses import dataclass
from ..wire.hosts import bracketed

DEFAULT_UPSTREAM = "https://api.voicenter.co.il"
RECEIVING = "/_record/"
"""What stands before a callback's name in the URL that Voicenter is given."""

CALLBACKS: dict[CallbackName, str] = {
    "cdr": "cdr_notification",
    "popup": "popup",
    "external_ivr": "",  # two callbacks; METHOD says which
    "external_layer": "external_layer",
    "voicebot": "voicebot",
}
"""What can be received, and its name in the catalogue."""


class RouteError(ValueError):
    """An option names no place to go to. The message says why, in one sentence."""


@dataclass(frozen=True, slots=True)
class Destination:
    """A server. ``base`` is a path before every path, without a slash at its end."""

    host: str
    port: int
    secure: bool
    base: str = ""

    @property
    def authority(self) -> str:
        """The ``Host`` header."""
        host = bracketed(self.host)
        return host if self.port == (443 if self.secure else 80) else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        return f"{'https' if self.secure else 'http'}://{self.authority}"


@dataclass(frozen=True, slots=True)
class RelayRoute:
    """``target`` is what stands in the request line, ``url`` the whole; ``callback`` the catalogue's name of one."""

    destination: Destination
    target: str
    callback: str = ""
    is_callback: bool = False

    @property
    def url(self) -> str:
        return self.destination.origin + self.target


class Routes:
    """Decides by path. ``upstream`` takes everything that nothing else takes; the default one stands for all of
    Voicenter's hosts, of which the operation's own is asked. ``by_path`` are paths' beginnings and their URLs,
    ``forward`` the customer's URLs by callback. Raises ``RouteError``.
    """

    def __init__(
        self, upstream: str, *, by_path: Mapping[str, str] | None = None, forward: Mapping[str, str] | None = None
    ) -> None:
        self._upstream = destination(upstream)
        self._is_voicenter = self._upstream.host in API_HOSTS
        self._by_path = {path: destination(url) for path, url in (by_path or {}).items()}
        self.forwarded: Mapping[CallbackName, str] = {_callback(name): url for name, url in (forward or {}).items()}
        """The customer's URL of each callback that is received here."""
        self._forward = {name: (destination(url), urlsplit(url)) for name, url in self.forwarded.items()}

    def route(self, target: str) -> RelayRoute | None:
        """Where a request line's target goes; ``None`` for a callback that is not received here."""
        path, mark, query = target.partition("?")
        if path.startswith(RECEIVING):
            return self._callback_route(path.removeprefix(RECEIVING).strip("/"), query)
        found = next((place for start, place in self._by_path.items() if path.startswith(start)), None)
        place = found or self._of_voicenter(path)
        return RelayRoute(place, f"{place.base}{path}{mark}{query}")

    def _callback_route(self, spelled: str, query: str) -> RelayRoute | None:
        try:
            name = read_callback(spelled)
        except LookupError:
            return None
        if name not in self._forward:
            return None
        place, parts = self._forward[name]
        queries = "&".join(filter(None, (parts.query, query)))
        return RelayRoute(
            place, (parts.path or "/") + (f"?{queries}" if queries else ""), CALLBACKS[name], is_callback=True
        )

    def _of_voicenter(self, path: str) -> Destination:
        if not self._is_voicenter:
            return self._upstream
        if path.startswith("/socket.io"):
            return Destination(MONITOR_HOSTS[0], 443, secure=True)
        found = operation_at(unquote(path))
        if found is None or self._upstream.host in found[0].hosts:
            return self._upstream
        return Destination(found[0].hosts[0], 443, secure=True)


def _callback(name: str) -> CallbackName:
    try:
        return read_callback(name)
    except LookupError as error:
        raise RouteError(str(error)) from None


def destination(url: str) -> Destination:
    """Raises ``RouteError``."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as problem:
        raise RouteError(f"{url[:200]!r} is no URL: {problem}") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise RouteError(f"{url[:200]!r} does not begin with http:// or https:// and a host")
    secure = parts.scheme == "https"
    return Destination(parts.hostname, port or (443 if secure else 80), secure, parts.path.rstrip("/"))
