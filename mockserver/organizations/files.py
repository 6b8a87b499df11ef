"""Organization files: YAML or JSON text to a plain document, with the line of everything in it.

YAML is read as its version 1.2 means it, because the traps of 1.1 lie where telephony writes: there
``0722776772`` is an octal number, ``18:00`` is 1080, ``NO`` (Norway) is false and a date is no text.
The text is taken event by event, never by recursion: libyaml's own composer crashes on deep nesting.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol, cast

from .problems import DocumentError, at

SIZE_LIMIT = 10 * 1024 * 1024
"""Bytes of a document."""
DEPTH_LIMIT = 50
"""Objects and lists in one another; a document needs seven."""
ALIAS_LIMIT = 100_000
"""How many nodes aliases may add: a few hundred bytes of nested aliases can mean billions."""

_CONSTANTS: Mapping[str, bool | None] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,30})\Z")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+\Z")
SCHEMA_KEY = "$schema"
"""The member by which a JSON document tells an editor where its schema is."""
_TAGS = frozenset({"tag:yaml.org,2002:str", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq", "!", None})


class LoadedDocument(dict[str, Any]):
    """A document that knows its file, so that what is wrong with it can be told with the line.

    ``lines`` looks up the line each place begins at: only when it is asked, that is after something went wrong.
    """

    def __init__(self, members: Mapping[str, Any], source: str, text: str) -> None:
        super().__init__(members)
        self.source = source
        self._text = text

    @property
    def lines(self) -> Mapping[str, int]:
        lines: dict[str, int] = {}
        try:
            _read_yaml(self._text, lines)  # JSON is YAML too, nearly always; where not, there are no lines
        except (DocumentError, RecursionError):
            return {}
        return lines


class _DoubleKeyError(DocumentError):
    """One object says the same thing twice; the parsers would quietly take the last."""


def load(path: str | Path) -> LoadedDocument:
    """The document in a file: JSON if it is called ``….json`` or begins with a brace, else YAML.

    A member ``$schema``, which is for editors, is left out.
    Raises ``DocumentError`` when it cannot be read or is no document: not UTF-8, over 10 MB, bad syntax,
    a key twice in one object, YAML tags, aliases that expand without end.
    """
    path = Path(path)
    source = str(path)
    try:
        with path.open("rb") as file:
            content = file.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise DocumentError([("", error.strerror or str(error))], source=source) from None
    if len(content) > SIZE_LIMIT:
        raise DocumentError([("", f"is larger than {SIZE_LIMIT // 1024 // 1024} MB")], source=source)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DocumentError([("", "is not UTF-8")], source=source, lines={"": line}) from None
    is_json = path.suffix == ".json" or (path.suffix not in (".yaml", ".yml") and text.lstrip()[:1] == "{")
    return _load(text, source, _read_json if is_json else _read_yaml)


def loads(text: str, source: str) -> LoadedDocument:
    """The same from text that somebody sent; ``source`` is what problems call it."""
    if len(text) > SIZE_LIMIT or len(text.encode(errors="replace")) > SIZE_LIMIT:
        raise DocumentError([("", f"is larger than {SIZE_LIMIT // 1024 // 1024} MB")], source=source)
    text = text.removeprefix("\ufeff")
    return _load(text, source, _read_json if text.lstrip()[:1] == "{" else _read_yaml)


def _load(text: str, source: str, parse: Callable[[str], object]) -> LoadedDocument:
    try:
        document = parse(text)
        if not isinstance(document, dict):
            raise DocumentError([("", "is no object: an organization document has keys such as 'extensions:'")])
    except DocumentError as error:
        raise error.in_file(source, error.lines) from None
    members = {key: value for key, value in cast("dict[str, Any]", document).items() if key != SCHEMA_KEY}
    return LoadedDocument(members, source, text)


def _read_json(text: str) -> object:
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise DocumentError([("", f"is no JSON: {error.msg}")], lines={"": error.lineno}) from None
    except RecursionError:
        raise DocumentError([("", "is nested too deeply")]) from None
    except _DoubleKeyError:
        try:
            _read_yaml(text)  # finds the same, and the line
        except _DoubleKeyError:
            raise
        except DocumentError:  # some JSON is no YAML: indented by tabs
            pass
        raise
    except ValueError as error:
        raise DocumentError([("", f"is no JSON: {error}")]) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        seen: set[str] = set()
        double = next(key for key, _ in pairs if key in seen or seen.add(key))
        raise _DoubleKeyError([("", f"key {double!r} stands twice in one object")])
    return members


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number of JSON")


# ---- YAML ----------------------------------------------------------------------------------------------


class _Mark(Protocol):
    line: int


class _Event(Protocol):
    """What this module reads of PyYAML's events, which come without types of their own."""

    start_mark: _Mark
    anchor: str | None
    tag: str | None
    value: str
    style: str | None


class _Frame:
    """An object or list that is being read. ``size`` counts what is in it, aliases expanded."""

    __slots__ = ("anchor", "container", "key", "place", "size")

    def __init__(self, place: str, container: dict[str, Any] | list[Any], anchor: str | None) -> None:
        self.place = place
        self.container = container
        self.anchor = anchor
        self.key: str | None = None
        self.size = 1


class _Builder:
    """Puts values together as the events come. ``lines`` is filled in when it is given."""

    def __init__(self, lines: dict[str, int] | None) -> None:
        self.lines = lines
        self.stack: list[_Frame] = []
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.aliased = 0
        self.document: Any = None

    def fail(self, event: _Event, message: str) -> DocumentError:
        return DocumentError([("", message)], lines={"": event.start_mark.line + 1})

    def place(self) -> str:
        if not self.stack:
            return ""
        frame = self.stack[-1]
        return at(frame.place, len(frame.container) if frame.key is None else frame.key)

    def expects_key(self) -> bool:
        return bool(self.stack) and self.stack[-1].key is None and isinstance(self.stack[-1].container, dict)

    def take_key(self, event: _Event) -> None:
        frame = self.stack[-1]
        if event.value in frame.container:
            problem = frame.place, f"key {event.value!r} stands twice in one object"
            raise _DoubleKeyError([problem], lines={frame.place: event.start_mark.line + 1})
        frame.key = event.value
        if self.lines is not None:
            self.lines[at(frame.place, event.value)] = event.start_mark.line + 1

    def add(self, value: object, size: int) -> None:
        if not self.stack:
            self.document = value
            return
        frame = self.stack[-1]
        frame.size += size
        if isinstance(frame.container, list):
            frame.container.append(value)
        else:
            frame.container[cast(str, frame.key)] = value
            frame.key = None

    def begin(self, event: _Event, container: dict[str, Any] | list[Any]) -> None:
        if self.expects_key():
            raise self.fail(event, "keys are plain words here, not objects or lists")
        if len(self.stack) >= DEPTH_LIMIT:
            raise self.fail(event, "is nested too deeply")
        self.stack.append(_Frame(self.place(), container, event.anchor))

    def end(self) -> None:
        frame = self.stack.pop()
        if frame.anchor:
            self.anchors[frame.anchor] = frame.container, frame.size
        self.add(frame.container, frame.size)

    def scalar(self, event: _Event) -> None:
        if self.expects_key():
            self.take_key(event)
            return
        value = _plain(event.value) if not event.style else event.value
        if event.anchor:
            self.anchors[event.anchor] = value, 1
        self.add(value, 1)

    def alias(self, event: _Event) -> None:
        if self.expects_key() or event.anchor not in self.anchors:
            raise self.fail(event, f"alias '*{event.anchor}' stands for nothing that was finished before it")
        value, size = self.anchors[event.anchor]
        self.aliased += size
        if self.aliased > ALIAS_LIMIT:
            raise self.fail(event, f"aliases stand for more than {ALIAS_LIMIT} values")
        self.add(value, size)


def _read_yaml(text: str, lines: dict[str, int] | None = None) -> object:
    builder = _Builder(lines)
    for kind, event in _events(text):
        if kind not in ("ScalarEvent", "MappingStartEvent", "SequenceStartEvent", "AliasEvent"):
            if kind in ("MappingEndEvent", "SequenceEndEvent"):
                builder.end()
            elif kind == "DocumentStartEvent" and builder.document is not None:
                raise builder.fail(event, "a second document begins; an organization is one")
            continue
        if lines is not None and not builder.expects_key():
            lines.setdefault(builder.place(), event.start_mark.line + 1)
        if kind == "AliasEvent":
            builder.alias(event)
        elif event.tag not in _TAGS:
            raise builder.fail(event, f"tag {event.tag!r} is not allowed; write plain values")
        elif kind == "ScalarEvent":
            builder.scalar(event)
        else:
            builder.begin(event, {} if kind == "MappingStartEvent" else [])
    return {} if builder.document is None else builder.document


def _events(text: str) -> Iterator[tuple[str, _Event]]:
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        for event in yaml.parse(text, Loader=loader):  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
            yield type(cast(object, event)).__name__, cast(_Event, event)
    except yaml.YAMLError as error:
        mark: Any = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        # newer libyamls have a limit of their own
        message = "is nested too deeply" if "nesting depth" in problem else f"is no YAML: {problem}"
        if mark and _is_indented_by_tab(text.splitlines()[mark.line : mark.line + 1]):
            message = "is indented by a tab, which YAML does not take: write blanks"
        raise DocumentError([("", message)], lines={"": mark.line + 1} if mark else None) from None


def _is_indented_by_tab(lines: list[str]) -> bool:
    return any("\t" in line[: len(line) - len(line.lstrip())] for line in lines)


def _plain(text: str) -> object:
    """What an unquoted word means: null, a boolean, a number, or else itself."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.match(text):
        return int(text)
    return float(text) if _NUMBER.match(text) else text
