"""A request in the journal, as what its entry is made of when somebody reads it.

Most entries are never read, and what they show (parameters cut to length, remarks on phone numbers, the answer's text)
would take a tenth of the time of a short request. Of a long one, which would take too much room, the entry is made at
once, from what has been decoded of it.
"""

from __future__ import annotations

from typing import Any

from ...contracts.operations import Operation
from ...contracts.quick_dataclasses import dataclass
from ...contracts.sentences import Sentence
from ..state.journal import RequestEntry, bounded_copy
from ..wire.decoding import Decoded, decode
from ..wire.http import HttpRequest, HttpResponse

SHORT_REQUEST = 4_000
"""Bytes of query and body that may wait until somebody reads about them."""
SHOWN_ANSWER = 2_000
"""Bytes of an answer that an entry shows."""


@dataclass(slots=True)
class UnreadRequest:
    """``violations`` and ``hints`` are those that were found on the way, before the remarks on phone numbers; there are
    such only ``with_phones``, when the parameters could be read. ``answer`` is the beginning of one that is text.
    """

    method: str
    path: str
    query: str
    content_type: str
    body: bytes
    operation: Operation
    violations: list[Sentence]
    hints: list[Sentence]
    with_phones: bool
    status: int
    error: int | str
    answer: bytes
    after_event: int
    number: int = 0
    at: float = 0
    organization: str = ""
    _entry: RequestEntry | None = None

    def entry(self) -> RequestEntry:
        """The entry; what the request says is decoded once more, because what came of it may have been changed."""
        if self._entry is None:
            request = HttpRequest(self.method, self.path, self.query, {"content-type": self.content_type}, self.body)
            self._entry = self.entry_of(decode(request, self.operation.encodings, body_limit=SHORT_REQUEST))
        return self._entry

    def entry_of(self, decoded: Decoded) -> RequestEntry:
        """The entry, with what has been decoded of the request."""
        members: Any = decoded.members if decoded.items is None else {"(array)": decoded.items}
        hints = self.hints
        if self.with_phones:
            from .phone_hints import phone_hints  # most entries are never read

            hints = [*hints, *phone_hints(self.operation.request_contract, decoded.items or decoded.members)]
        return RequestEntry(
            number=self.number,
            at=self.at,
            method=self.method,
            path=self.path,
            operation=self.operation.name,
            organization=self.organization,
            encoding=decoded.encoding,
            parameters=bounded_copy(members),
            status=self.status,
            error=self.error,
            answer=_text_of(self.answer),
            violations=self.violations,
            hints=hints,
            after_event=self.after_event,
        )


def beginning_of_text(response: HttpResponse) -> bytes:
    """So much of an answer as an entry is made of; empty of one that is no text."""
    return response.body[: SHOWN_ANSWER + 1] if response.content_type.startswith(("application/json", "text/")) else b""


def _text_of(answer: bytes) -> str:
    return answer[:SHOWN_ANSWER].decode(errors="replace") + ("…" if len(answer) > SHOWN_ANSWER else "")
