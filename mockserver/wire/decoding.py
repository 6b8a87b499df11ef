"""From a request to its parameters: what stands in the query and in the body, in whatever way clients label them.

The bytes are read by the contracts' own readers, so the fake refuses what `contracts.decode` refuses. What is in the
body wins over the query.
"""

from __future__ import annotations

from dataclasses import field
from typing import Any

from ...contracts.decoding_body import Body, escaped_json, is_blank, read_body
from ...contracts.decoding_fields import read_fields
from ...contracts.decoding_json import Unreadable, too_many_bytes
from ...contracts.json_kinds import encoded_twice, kind_of
from ...contracts.json_values import is_array, is_object
from ...contracts.operations.model import Encoding
from ...contracts.quick_dataclasses import dataclass
from ...contracts.sentences import Sentence
from .http import HttpRequest

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


@dataclass(slots=True)
class Decoded:
    """``members`` keeps names as sent; repeated and indexed names are lists. ``items`` is a JSON array's
    content when the whole body is one. ``notes`` are for the journal.
    """

    encoding: Encoding
    members: dict[str, Any] = field(default_factory=dict[str, Any])
    items: list[Any] | None = None
    notes: list[Sentence] = field(default_factory=list[Sentence])


def decode(request: HttpRequest, encodings: tuple[Encoding, ...], *, body_limit: int) -> Decoded:
    """Decodes query and body. Raises ``Unreadable``."""
    if request.announced_length > body_limit:
        raise Unreadable("size", too_many_bytes(body_limit, request.announced_length))
    decoded = Decoded("query", read_fields(_raw(request.query), "query string") if request.query else {})
    if request.method != "GET" and request.body and not is_blank(request.body):
        _take(read_body(request.body, request.headers.get("content-type", ""), encodings), request, decoded)
    return decoded


def _take(body: Body, request: HttpRequest, decoded: Decoded) -> None:
    decoded.encoding = body.encoding
    media = request.content_type
    if not (media in _FORMS if body.encoding == "form" else body.encoding in media):
        note = Sentence.of(
            "OtherContentType", "a {encoding} body came with content type {content_type!r}",
            encoding=body.encoding, content_type=media or "none",
        )  # fmt: skip
        decoded.notes.append(note)
    if body.encoding == "form" and (hint := escaped_json(request.body)):
        decoded.notes.append(hint)
    if is_array(body.value):
        decoded.items = body.value
    elif is_object(body.value):
        given = {name.lower() for name in body.value} if decoded.members else ()
        queried = {name: value for name, value in decoded.members.items() if name.lower() not in given}
        decoded.members = queried | body.value
    else:
        sentence = Sentence.of("NoJsonObject", "Expected a JSON object; this is {kind}.", kind=kind_of(body.value))
        raise Unreadable("json", sentence, hint=encoded_twice(body.value))


def _raw(query: str) -> bytes:
    """The query's bytes: what clients do not escape arrives as text of one byte a character."""
    try:
        return query.encode("latin-1")
    except UnicodeEncodeError:
        return query.encode()
