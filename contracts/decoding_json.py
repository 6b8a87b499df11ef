"""JSON as hostile senders write it: no duplicate names, no NaN, no invalid UTF-8, bounded depth."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from sys import get_int_max_str_digits
from typing import Any, NoReturn, cast

from .json_values import is_array, is_object
from .sentences import NOTHING, Sentence, in_a_row, shorten_value
from .verdicts import Violation, json_path

MAXIMUM_DEPTH = 100
_LONG = 10_000
"""Characters of a text that is worth reading at the library's speed."""
_values = cast("Callable[[dict[str, Any]], Iterable[Any]]", dict.values)
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class Unreadable(Exception):
    """Bytes that are no message; ``violation`` says why."""

    def __init__(
        self, rule: str, message: Sentence, path: str = "$", value: str = "", hint: Sentence = NOTHING
    ) -> None:
        self.violation = Violation(path, rule, message, value, hint=hint)
        super().__init__(message)


def utf_8(body: bytes, what: str) -> str:
    """The text of a body. Raises ``Unreadable`` (``encoding``)."""
    return text_in("utf-8", body, what)


def text_in(codec: str, body: bytes, what: str) -> str:
    """The text of a body in a character set of Python's. Raises ``Unreadable`` (``encoding``)."""
    try:
        return body.decode(codec)
    except UnicodeDecodeError as error:
        around = body[max(0, error.start - 8) : error.start + 8]
        seen = "".join(chr(byte) if 0x20 <= byte < 0x7F else f"\\x{byte:02x}" for byte in around)
        sentence = Sentence.of(
            "NotInCharacterSet", "The {what} is not {codec}: byte {position} is 0x{byte:02x}.",
            what=what, codec=codec.upper(), position=error.start, byte=body[error.start],
        )  # fmt: skip
        raise Unreadable("encoding", sentence, value=f"'{seen}'") from None


_QUOTES_OF_A_SHELL = r"""\s*(['^]|[{\[]\s*\\"|\{\s*[A-Za-z_]\w*\s*:)"""
"""How JSON comes whose quotes a shell has left as they were typed, escaped, or taken away. Text, which `re` compiles
with the first one.
"""
_TEXT_WITHOUT_END = r"""(?s)"(?:[^"\\]|\\.)*\\?\Z"""
_SENT_AS_A_FILE = Sentence.of(
    "QuotesOfAShell",
    "It seems that a shell has changed its quotes: write it into a file, and send that with curl -d @FILE.",
)


def read_json(text: str, path: str = "$") -> Any:
    """Decodes one JSON text. Raises ``Unreadable``: ``json``, ``duplicate-key``, ``depth`` or ``encoding``."""
    plain = text.removeprefix("\ufeff")
    repeated: list[tuple[dict[str, Any], str]] = []
    names = _most_names(plain)
    glanced = names is not None  # then the library's own speed will do
    try:
        value = _AS_IT_IS.decode(plain) if glanced else _decode(plain, repeated)
    except RecursionError:
        raise _too_deep(path) from None
    except json.JSONDecodeError as error:
        ended = error.pos >= len(plain.rstrip()) or re.match(_TEXT_WITHOUT_END, plain[error.pos :]) is not None
        sentence = Sentence.of(
            "NotJson", "This is not JSON: {why} (line {line}, column {column}).",
            why=error.msg, line=error.lineno, column=error.colno,
        )  # fmt: skip
        if re.match(_QUOTES_OF_A_SHELL, plain):
            sentence = in_a_row((sentence, _SENT_AS_A_FILE), " ")
        elif ended:
            sentence = in_a_row((sentence, Sentence.of("EndsTooEarly", "The text ends too early.")), " ")
        raise Unreadable("json", sentence, path, shorten_value(_around(plain, error.pos))) from None
    except ValueError as error:
        # Besides what is no JSON (above) and what we refuse ourselves, only an integer can be too long for Python.
        why = (
            str(error) if isinstance(error, _NoNumber) else f"a number has more than {get_int_max_str_digits()} digits"
        )
        raise Unreadable("json", Sentence.of("NoJsonValue", "This is not JSON: {why}.", why=why), path) from None
    containers = plain.count("{") + plain.count("[")  # at most: some may stand in texts
    if glanced and members_in(value, path, containers) != names:
        value = _decode(plain, repeated)
    elif not glanced and containers > MAXIMUM_DEPTH:
        members_in(value, path, containers)
    if repeated:
        guilty, name = repeated[0]
        where = next((steps for steps, found in _objects(value, ()) if found is guilty), ())
        place = path + json_path([*where, name])[1:]
        sentence = Sentence.of("TwiceInOneObject", "{name!r} is given more than once in one object.", name=name)
        raise Unreadable("duplicate-key", sentence, place)
    if _SURROGATE.search(text):
        _refuse_lone_surrogates(value, path)
    return value


def _most_names(text: str) -> int | None:
    """How many names objects have at most, where no blank stands before a colon: then every name ends in a quote and a
    colon. If an object read from the text has as many members, none was given twice. ``None`` where that cannot be
    seen, or the text is too short for it to matter.
    """
    if len(text) <= _LONG:
        return None
    names = text.count('":')
    # a colon that does not follow a quote may stand in a text, too
    if text.count(":") != names and any(blank in text for blank in (" :", "\t:", "\n:", "\r:")):
        return None
    return names


def _decode(text: str, repeated: list[tuple[dict[str, Any], str]]) -> Any:
    """The value, and the objects in which a name is ``repeated``."""
    try:
        return _DECODER.decode(text)
    except _Repeated:
        return _decoder(lambda pairs: _record_repeated(pairs, repeated)).decode(text)


def _decoder(members: Callable[[list[tuple[str, Any]]], dict[str, Any]] | None) -> json.JSONDecoder:
    return json.JSONDecoder(object_pairs_hook=members, parse_constant=_no_constant, parse_float=_finite)


class _Repeated(Exception):
    """An object has a name twice. Where, a second reading finds out."""


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Repeated
    return found


def _record_repeated(pairs: list[tuple[str, Any]], repeated: list[tuple[dict[str, Any], str]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen = set[str]()
        repeated.append((found, next(name for name, _ in pairs if name in seen or seen.add(name))))
    return found


def members_in(value: Any, path: str = "$", most: int = -1) -> int:
    """How many members all objects in a value have. Raises ``Unreadable`` (``depth``) for one of more than a hundred
    levels. ``most``: there are no more objects and lists than that, so that nothing is looked for in the last of them.
    """
    count = found = 0
    level: list[Any] = [value] if value.__class__ is dict or value.__class__ is list else []
    for _ in range(MAXIMUM_DEPTH):
        if not level:
            return count
        objects, lists = _apart(level)
        count += sum(map(len, objects))
        found += len(level)
        if found == most:
            return count
        # through `map`, because a view of each object, all at once, would set off Python's garbage collector
        inside = chain(chain.from_iterable(map(_values, objects)), chain.from_iterable(lists))
        level = [inner for inner in inside if inner.__class__ is dict or inner.__class__ is list]
    if level:
        raise _too_deep(path)
    return count


def _apart(level: list[Any]) -> tuple[list[dict[str, Any]], list[list[Any]]]:
    """The objects and the lists among these; decoded JSON has no subclasses of them. Mostly all are of a kind."""
    kinds = set(map(type, level))
    if len(kinds) == 1:
        return (level, []) if dict in kinds else ([], level)
    return [one for one in level if one.__class__ is dict], [one for one in level if one.__class__ is list]


def _too_deep(path: str) -> Unreadable:
    return Unreadable("depth", deeper_than_allowed(), path)


def deeper_than_allowed() -> Sentence:
    return Sentence.of("TooDeep", "Expected at most {most} levels of nesting.", most=MAXIMUM_DEPTH)


def too_many_bytes(most: int, count: int) -> Sentence:
    return Sentence.of("TooManyBytes", "Expected at most {most} bytes; there are {count}.", most=most, count=count)


def given_twice(name: str) -> Sentence:
    return Sentence.of("GivenTwice", "{name!r} is given more than once.", name=name)


def _around(text: str, position: int) -> str:
    return text[max(0, position - 20) : position + 20]


class _NoNumber(ValueError):
    """What Python takes for a number, and JSON does not have."""


def _no_constant(name: str) -> NoReturn:
    raise _NoNumber(f"{name} is no JSON number")


def _finite(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise _NoNumber(f"the number {digits[:20]} is too large")
    return number


def _objects(value: Any, steps: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], dict[str, Any]]]:
    if is_object(value):
        yield steps, value
        for name, inner in value.items():
            yield from _objects(inner, (*steps, name))
    elif is_array(value):
        for index, inner in enumerate(value):
            yield from _objects(inner, (*steps, index))


def _refuse_lone_surrogates(value: Any, path: str) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        sentence = Sentence.of("LoneSurrogate", "A \\u escape stands for half a character (a lone surrogate).")
        raise Unreadable("encoding", sentence, path) from None


_DECODER = _decoder(_members)
_AS_IT_IS = _decoder(None)
