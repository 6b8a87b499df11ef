"""Redaction of URLs: their queries by name, their paths by the catalogue's, and who is named before the host."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from ...contracts.operations import OPERATIONS
from .member_kinds import Kind, kind_of
from .redaction_bodies import BodyRedaction

_PLACEHOLDER = re.compile(r"\\\{(\w+)\\\}")
_KINDS: dict[str, Kind] = {"token": "secret", "file": "recording"}


class AddressRedaction:
    """Redacts URLs with one ``BodyRedaction``, whose texts may hold URLs in turn."""

    def __init__(self, bodies: BodyRedaction) -> None:
        self._bodies = bodies
        self._texts = bodies.texts

    def url(self, text: str) -> str:
        """An absolute URL or a path with its query."""
        try:
            parts = urlsplit(text)
        except ValueError:
            return text.partition("?")[0]
        place = parts.netloc
        if "@" in place:
            person, _, host = place.rpartition("@")
            name, colon, password = person.partition(":")
            place = f"{self._texts.secret(name)}{colon}{self._texts.secret(password)}@{host}"
        query = self._bodies.fields(parts.query)
        fragment = self._bodies.fields(parts.fragment) if "=" in parts.fragment else parts.fragment
        return urlunsplit((parts.scheme, place, self.path(parts.path), query, fragment))

    def path(self, path: str) -> str:
        plain = unquote(path)
        for pattern, names in _templates():
            found = pattern.fullmatch(plain)
            if found is not None:
                for name in names:
                    value = found[name]
                    redacted = self._texts.of_kind(_KINDS.get(name, kind_of(name)), value)
                    plain = plain.replace(value, redacted)
                return quote(plain, safe="/")
        segments = [self._segment(segment) for segment in plain.split("/")]
        redacted = "/".join(segments)
        return path if redacted == plain else quote(redacted, safe="/:@!$&'()*+,;=-._~")

    def _segment(self, segment: str) -> str:
        if segment.lower().endswith((".mp3", ".wav")):
            return self._texts.of_kind("recording", segment)
        return self._texts.plain(segment)


@cache
def _templates() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    """The catalogue's paths with a placeholder, below any prefix."""
    found: list[tuple[re.Pattern[str], tuple[str, ...]]] = []
    for operation in OPERATIONS.values():
        for path in operation.paths:
            names = tuple(re.findall(r"\{(\w+)\}", path))
            if names:
                pattern = _PLACEHOLDER.sub(r"(?P<\1>[^/]+)", re.escape(path))
                found.append((re.compile(rf".*?{pattern}/?", re.IGNORECASE), names))
    return tuple(found)
