"""What a person reads first in the customer's answer: the reason that stands on an error page."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from ...contracts.sentences import shorten
from .sending import Reply

_READ = 16_384
"""Bytes of an answer that are looked at."""
_SHOWN = 160
_MARKUP = re.compile(
    r"(?i)<(!--|(!doctype|html|head|body|title|h[1-6]|p|div|span|pre|center|b|strong|br|hr|table|ul)\b)"
)
"""What pages of errors begin with, also where no content type says that it is one."""
_FULL_STOP = re.compile(r"(?<!\.)\.\Z")


def first_line(reply: Reply) -> str:
    """The first words of an answer on one line, to stand within a sentence: of a page what a browser shows, else its
    first line, without the full stop at its end.
    """
    text = reply.body[:_READ].decode(errors="replace").strip()
    if "html" in reply.content_type.casefold() or _MARKUP.match(text):
        page = _Page()
        page.feed(text)
        text = " ".join(page.words) or page.title
    else:
        text = next((line for line in text.splitlines() if line.strip()), "")
    text = "".join(character if character.isprintable() else " " for character in text)
    text = _FULL_STOP.sub("", " ".join(text.split()))
    return shorten(text, _SHOWN)


class _Page(HTMLParser):
    """The text of a page without what is not shown."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.title = ""
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("title", "style", "script", "template"):
            self._hidden.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._hidden and self._hidden[-1] == tag:
            self._hidden.pop()

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)
        elif self._hidden == ["title"]:
            self.title = data
