"""What is wrong with an organization document, and where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ...contracts import suggestions
from ...contracts.sentences import shorten_value

SHOWN = 20
"""So many problems are told at once; a hundred say no more than the first few."""


class DocumentProblem(NamedTuple):
    """``place`` is written like ``queues[0].members[2].extension``; empty for the whole document."""

    place: str
    message: str


class DocumentError(ValueError):
    """An organization document cannot be used. ``problems`` says why, in the document's order.

    ``source`` is the file it comes from and ``lines`` the line each place begins at, as far as they are known.
    ``str()`` is one line a problem: ``shop.yaml:41: queues[0].members[2]: 'SIPX' is no extension …``.
    """

    def __init__(
        self, problems: Iterable[tuple[str, str]], *, source: str = "", lines: Mapping[str, int] | None = None
    ) -> None:
        self.problems = [DocumentProblem(*problem) for problem in problems]
        self.source = source
        self.lines = lines or {}
        super().__init__(self.problems)

    def in_file(self, source: str, lines: Mapping[str, int]) -> DocumentError:
        """The same, told with the file and its lines, in their order."""
        error = DocumentError(self.problems, source=source, lines=lines)
        error.problems.sort(key=lambda problem: error._line(problem.place) or 0)
        return error

    @property
    def summary(self) -> str:
        """The first problem, and how many more there are: for where only one line is wanted."""
        more = len(self.problems) - 1
        return self._format_problem(self.problems[0]) + (f" (and {more} more)" if more else "")

    def __str__(self) -> str:
        lines = [self._format_problem(problem) for problem in self.problems[:SHOWN]]
        if len(self.problems) > SHOWN:
            lines.append(f"… and {len(self.problems) - SHOWN} more")
        return "\n".join(lines)

    def _format_problem(self, problem: DocumentProblem) -> str:
        line = self._line(problem.place)
        where = ":".join(str(part) for part in (self.source, line) if part)
        return ": ".join(part for part in (where, problem.place, problem.message) if part)

    def _line(self, place: str) -> int | None:
        """The line of a place, or of what it stands in when it is missing itself."""
        while place not in self.lines and place:
            place = place[: max(place.rfind("."), place.rfind("["), 0)]
        return self.lines.get(place)


def at(place: str, key: str | int) -> str:
    """The place of a member of what stands at ``place``."""
    if isinstance(key, int):
        return f"{place}[{key}]"
    return f"{place}.{key}" if place else key


def did_you_mean(written: str, known: Iterable[object]) -> str:
    """``; did you mean 'SIPSIP1'?`` when something known is spelled nearly so, else what is known."""
    names = [str(name) for name in known]
    everything = f"known: {', '.join(names[:8])}{', …' if len(names) > 8 else ''}" if names else "there are none"
    return f"; {suggestions.did_you_mean(written, names, everything)}"


def quote_value(value: object) -> str:
    """A value of a document for a message: as YAML writes it, and cut where it is long."""
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    return shorten_value(value)
