"""Redaction of URLs: their queries by name, their paths by the catalogue's, and who is named before the host."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from ...contracts.operations.paths import operation_at
from .member_kinds import Kind, kind_of
from .redaction_bodies import BodyRedaction

_BASE_PATH = re.compile(r"/o/[^/]+(?=/)")
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
        called = operation_at(plain) or operation_at(_BASE_PATH.sub("", plain, count=1))
        if called is not None:
            redacted = plain
            for name, value in called[1].items():
                redacted = redacted.replace(value, self._texts.of_kind(_KINDS.get(name, kind_of(name)), value))
            return path if redacted == plain else quote(redacted, safe="/")
        segments = [self._segment(segment) for segment in plain.split("/")]
        redacted = "/".join(segments)
        return path if redacted == plain else quote(redacted, safe="/:@!$&'()*+,;=-._~")

    def _segment(self, segment: str) -> str:
        if segment.lower().endswith((".mp3", ".wav")):
            return self._texts.of_kind("recording", segment)
        return self._texts.plain(segment)
