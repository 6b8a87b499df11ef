"""Tables for terminals: aligned by what is seen, cut to the width, coloured where that is wanted.

Names may be anything a caller chose: what would move the cursor or turn the direction of a line is escaped
(``wire.console``), and a cell with Hebrew or Arabic is fenced with marks, so that a terminal that writes from right to
left turns that cell and not its neighbours.
"""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import UTC, datetime, tzinfo
from typing import NamedTuple, TypeVar

import click

from ...contracts.quick_dataclasses import dataclass
from ..wire.console import printable

GAP = "  "
NARROWEST = 6
ID_CHARACTERS = 18
"""Of a call's id the local time and four digits, which no other call of that second has."""
Item = TypeVar("Item")
_LEFT_TO_RIGHT_MARK = "\u200e"


@dataclass(frozen=True, slots=True)
class Screen:
    """Where the output goes. ``width`` 0: into a file or another program, where nothing is cut."""

    width: int = 0
    height: int = 0
    colours: bool = False

    @property
    def is_terminal(self) -> bool:
        return self.width > 0


NO_SCREEN = Screen()


def screen(*, err: bool = False) -> Screen:
    """What standard output is, or with ``err`` standard error. Colours only on a terminal, and not with ``NO_COLOR``
    (no-color.org).
    """
    if not (sys.stderr if err else sys.stdout).isatty():
        return NO_SCREEN
    size = shutil.get_terminal_size()
    return Screen(size.columns, size.lines, not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb")


class Column(NamedTuple):
    """``colours`` says which words have which; ``whole`` is not cut; ``least`` keeps a table that grows in line.
    ``leaves``: where there is no room, the column with the highest number goes first; 0 stays. ``id``: of ids so much
    is shown as commands take for the whole, where there is no room for more. ``enough``: one that may be cut wants so
    much before others leave for it.
    """

    title: str
    right: bool = False
    whole: bool = False
    least: int = 0
    colours: Mapping[str, str] = {}
    leaves: int = 0
    id: bool = False
    enough: int = 14


class Row(NamedTuple):
    """``notes`` are lines below it, each with its colour."""

    cells: Sequence[object]
    notes: Sequence[tuple[str, str]] = ()


@dataclass(slots=True)
class Table:
    """Lines of rows, also of those that come later: the columns keep their widths and grow when they have to."""

    columns: Sequence[Column]
    screen: Screen
    _widths: list[int] = field(default_factory=list[int])
    _staying: Sequence[bool] | None = None

    def whole(self, rows: Iterable[Row], *, nothing: str) -> str:
        """Headings and rows, or the sentence that there is nothing."""
        lines = self.lines(rows)
        return "\n".join([self.headings(), *lines]) if lines else nothing

    def headings(self) -> str:
        widths = self._fit_widths()
        cells = [
            _align(cut(column.title, width), width, right=column.right)
            for column, width in self._visible_columns(widths)
        ]
        return self._style(GAP.join(cells).rstrip(), bold=True)

    def lines(self, rows: Iterable[Row]) -> list[str]:
        cleaned = [(tuple(printable(str(cell)) for cell in row.cells), row.notes) for row in rows]
        for cells, _ in cleaned:
            self._widths = [max(pair) for pair in zip(self._current_widths(), map(width_of, cells), strict=True)]
        widths = self._fit_widths()
        lines: list[str] = []
        for cells, notes in cleaned:
            lines.append(self._line(cells, widths))
            lines += [self._style(line, fg=colour) for note, colour in notes for line in self._wrap(printable(note))]
        return lines

    def _current_widths(self) -> list[int]:
        return self._widths or [max(width_of(column.title), column.least) for column in self.columns]

    def _visible_columns(self, of_each: Sequence[Item]) -> list[tuple[Column, Item]]:
        """The columns that have not left, each with what is of it."""
        return [
            pair
            for pair, stays in zip(zip(self.columns, of_each, strict=True), self._decide_columns(), strict=True)
            if stays
        ]

    def _decide_columns(self) -> Sequence[bool]:
        """Which columns stay: decided once, so that what comes later stands below its heading."""
        if self._staying is None:
            staying = [True] * len(self.columns)
            leaving = sorted(
                (index for index, column in enumerate(self.columns) if column.leaves),
                key=lambda index: self.columns[index].leaves,
            )
            while leaving and self.screen.is_terminal and self._wanted_width(staying) > self.screen.width:
                staying[leaving.pop()] = False
            self._staying = staying
        return self._staying

    def _wanted_width(self, staying: Sequence[bool]) -> int:
        """Room for the columns that stay, those that may be cut at a comfortable width."""
        widths = [
            min(width, ID_CHARACTERS) if column.id else width if column.whole else min(width, column.enough)
            for column, width, stays in zip(self.columns, self._current_widths(), staying, strict=True)
            if stays
        ]
        return sum(widths) + len(GAP) * (len(widths) - 1)

    def _fit_widths(self) -> list[int]:
        """Widths that the screen has room for: ids give first, then the widest, what must stay whole last."""
        widths, staying = self._current_widths(), self._decide_columns()
        stages = (
            [(index, ID_CHARACTERS) for index, column in enumerate(self.columns) if column.id],
            [(index, NARROWEST) for index, column in enumerate(self.columns) if not column.whole and not column.id],
            [(index, NARROWEST) for index in range(len(self.columns))],
        )
        for stage in stages:
            giving = [(index, least) for index, least in stage if staying[index]]
            while self.screen.is_terminal and self._room(widths) > self.screen.width:
                index, least = max(giving, key=lambda one: widths[one[0]], default=(0, NARROWEST))
                if not giving or widths[index] <= least:
                    break
                widths = [width - (place == index) for place, width in enumerate(widths)]
        return widths

    def _room(self, widths: Sequence[int]) -> int:
        visible = [width for _, width in self._visible_columns(widths)]
        return sum(visible) + len(GAP) * (len(visible) - 1)

    def _line(self, cells: Sequence[str], widths: Sequence[int]) -> str:
        written: list[str] = []
        for (column, cell), (_, width) in zip(self._visible_columns(cells), self._visible_columns(widths), strict=True):
            short = cell[:width] if column.id and width >= ID_CHARACTERS else cut(cell, width)
            text = _align(self._fence(short), width, right=column.right)
            written.append(self._style(text, fg=column.colours.get(cell, "")))
        return GAP.join(written).rstrip()

    def _fence(self, text: str) -> str:
        turns = self.screen.is_terminal and any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)
        return f"{_LEFT_TO_RIGHT_MARK}{text}{_LEFT_TO_RIGHT_MARK}" if turns else text

    def _wrap(self, note: str) -> list[str]:
        """A note is there to be read to its end: it is not cut."""
        if not self.screen.is_terminal:
            return [f"{GAP}{GAP}{note}"]
        room = max(self.screen.width, 40)
        return textwrap.wrap(note, room, initial_indent=GAP * 2, subsequent_indent=GAP * 3)

    def _style(self, text: str, *, fg: str = "", bold: bool = False) -> str:
        if not self.screen.colours or not (fg or bold):
            return text
        return click.style(text, fg=fg or None, bold=bold or None)


def in_lines(sentences: str, screen: Screen, indent: int = 2) -> str:
    """Sentences, a line each, broken between their words where the screen ends; what follows is indented, further than
    its first line is.

    For sentences only. What has to be copied whole, such as a message, an address or a command, is left to the
    terminal, which breaks it without putting a line end into it.
    """
    if not screen.is_terminal:
        return sentences
    return "\n".join(_broken(each, screen, indent) for each in sentences.splitlines())


def _broken(sentence: str, screen: Screen, indent: int) -> str:
    words = sentence.lstrip(" ").split(" ")
    begins = len(sentence) - len(sentence.lstrip(" "))
    lines, width = [" " * begins + words[0]], begins + width_of(words[0])
    for word in words[1:]:
        needed = width_of(word)
        if width + 1 + needed > screen.width:
            lines.append(" " * (begins + indent) + word)
            width = begins + indent + needed
        else:
            lines[-1] += f" {word}"
            width += 1 + needed
    return "\n".join(line.rstrip(" ") for line in lines)


def width_of(text: str) -> int:
    """How many columns a terminal gives it: Hebrew points none, Chinese and emoji two."""
    return sum(map(_columns, text))


def _columns(letter: str) -> int:
    if letter.isascii():
        return 1
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def cut(text: str, width: int) -> str:
    """At most ``width`` columns of it; an ellipsis says that there is more."""
    if width_of(text) <= width:
        return text
    room, kept = width - 1, ""
    for letter in text:
        room -= _columns(letter)
        if room < 0:
            break
        kept += letter
    return f"{kept}…"


def _align(text: str, width: int, *, right: bool) -> str:
    blanks = " " * (width - width_of(text))
    return blanks + text if right else text + blanks


def moment(epoch: float, zone: tzinfo = UTC) -> str:
    """A moment with its offset from UTC, a ``Z`` where that is none; nothing for what has not happened."""
    if not epoch:
        return ""
    time = datetime.fromtimestamp(epoch, zone)
    return f"{time:%Y-%m-%d %H:%M:%S}{'Z' if zone is UTC else time.strftime('%z')}"


def time_of_day(epoch: float) -> str:
    """The same without its date, where that is beside it."""
    return moment(epoch)[11:]


def span(seconds: float) -> str:
    """``1:05:12``, without hours ``5:12``."""
    minutes, rest = divmod(int(max(0.0, seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def part(done: float, whole: float, width: int = 10) -> str:
    """A small bar with its percentage; nothing when there is nothing to do."""
    if whole <= 0:
        return ""
    share = min(1.0, max(0.0, done / whole))
    full = int(share * width)
    return f"{'#' * full}{'-' * (width - full)} {share:4.0%}"
