"""JSON as hostile senders write it: no duplicate names, no NaN, no invalid UTF-8, bounded depth."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

from .json_values import is_array, is_object
from .verdicts import Violation, json_path, shown

MAXIMUM_DEPTH = 100
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class Unreadable(Exception):
    """Bytes that are no message; ``violation`` says why."""

    def __init__(self, rule: str, message: str, path: str = "$", value: str = "", hint: str = "") -> None:
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
        place = f"byte {error.start} is 0x{body[error.start]:02x}"
        raise Unreadable("encoding", f"The {what} is not {codec.upper()}: {place}.", value=f"'{seen}'") from None


def read_json(text: str, path: str = "$") -> Any:
    """Decodes one JSON text. Raises ``Unreadable``: ``json``, ``duplicate-key``, ``depth`` or ``encoding``."""
    plain = text.removeprefix("\ufeff")
    repeated: list[tuple[dict[str, Any], str]] = []
    try:
        try:
            value = _DECODER.decode(plain)
        except _Repeated:
            value = _decoder(lambda pairs: _recorded(pairs, repeated)).decode(plain)
    except RecursionError:
        raise _too_deep(path) from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        ended = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
        cut = " The text ends too early." if ended else ""
        raise Unreadable(
            "json", f"This is not JSON: {error.msg} ({place}).{cut}", path, shown(_around(text, error.pos))
        ) from None
    except ValueError as error:
        raise Unreadable("json", f"This is not JSON: {error}.", path) from None
    check_depth(value, path)
    if repeated:
        guilty, name = repeated[0]
        where = next((steps for steps, found in _objects(value, ()) if found is guilty), ())
        place = path + json_path([*where, name])[1:]
        raise Unreadable("duplicate-key", f"{name!r} is given more than once in one object.", place)
    if _SURROGATE.search(text):
        _refuse_lone_surrogates(value, path)
    return value


def _decoder(members: Callable[[list[tuple[str, Any]]], dict[str, Any]]) -> json.JSONDecoder:
    return json.JSONDecoder(object_pairs_hook=members, parse_constant=_no_constant, parse_float=_finite)


class _Repeated(Exception):
    """An object has a name twice. Where, a second reading finds out."""


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Repeated
    return found


def _recorded(pairs: list[tuple[str, Any]], repeated: list[tuple[dict[str, Any], str]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen = set[str]()
        repeated.append((found, next(name for name, _ in pairs if name in seen or seen.add(name))))
    return found


def check_depth(value: Any, path: str = "$") -> None:
    """Raises ``Unreadable`` (``depth``) for a value nested deeper than a hundred levels."""
    level: list[Any] = [value] if isinstance(value, dict | list) else []
    for _ in range(MAXIMUM_DEPTH):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if is_object(outer) else outer)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return
    raise _too_deep(path)


def _too_deep(path: str) -> Unreadable:
    return Unreadable("depth", f"Expected at most {MAXIMUM_DEPTH} levels of nesting.", path)


def _around(text: str, position: int) -> str:
    return text[max(0, position - 20) : position + 20]


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _finite(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise ValueError(f"the number {digits[:20]} is too large")
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
        raise Unreadable("encoding", "A \\u escape stands for half a character (a lone surrogate).", path) from None


_DECODER = _decoder(_members)
