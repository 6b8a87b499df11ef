"""Values of a snapshot as what their types say, or a refusal that names the place.

A snapshot may have been edited, cut or mended by hand. What is read here is what the rest of the exchange takes for
granted: each member there, of its type, a number in its bounds, a word among those there are.
"""

from __future__ import annotations

import types
from base64 import b64decode
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any, Literal, NewType, Union, get_args, get_origin

from ....contracts.json_values import is_array, is_object
from ....contracts.sentences import shorten
from ..core.scheduler import LATEST
from ..model.written_types import written_types

TAG = "@"
_LATEST_PLANNED = 2 * LATEST
"""Seconds and epochs are no larger: what is planned when time ends lies behind its end, as far as anything takes."""
NEVER = 1e18
"""The end of what does not end."""
_LARGEST_INTEGER = (1 << 63) - 1
"""What the call log's database holds."""
_SHOWN_CHARACTERS = 60
_IN_ONE_PART = frozenset({str, int, float, bool, types.NoneType})
"""Types of JSON's values that hold no others."""

Signed = NewType("Signed", int)
"""A whole number that may be less than 0: others count something, or are somebody's."""
Unbounded = NewType("Unbounded", int)
"""A whole number that no database has to hold."""
Cause = NewType("Cause", int)
"""Why a call ended, by ISUP; 0 where nothing says so."""
Place = tuple["Place", str | int] | None
"""Where a value stands: the place around it, and its name or index there."""
Read = Callable[[Any, Place], Any]


class SnapshotError(ValueError):
    """What was given is no snapshot of this version, or none that can be restored here. ``place`` is a dotted path."""

    def __init__(self, message: str, place: str = "") -> None:
        super().__init__(f"{place}: {message}" if place else message)
        self.message = message
        self.place = place


def written_members(kind: type[Any]) -> list[str]:
    """The members of a dataclass that a snapshot has. One with an underscore follows from others, and is made again."""
    return [entry.name for entry in fields(kind) if not entry.name.startswith("_")]


def snapshot_error(place: Place, message: str) -> SnapshotError:
    """The error for what stands at a place."""
    return SnapshotError(message, path(place))


def path(place: Place) -> str:
    """``state.calls[0].legs``."""
    steps: list[str] = []
    while place is not None:
        place, name = place
        steps.append(f"[{name}]" if isinstance(name, int) else f".{name}")
    return "".join(reversed(steps)).removeprefix(".")


class Values:
    """Reads values of the listed ``classes``, and of what their members are made of.

    ``tagged`` values say which class, tuple or dictionary they are (``{"@": …}``), as the exchange's do; others are as
    ``dataclasses.asdict`` writes them. ``members`` are the types of classes that are no dataclasses, ``made`` what
    makes one of such a class that is then filled; ``written_as`` those that are written as something else: of which
    type, and what makes one of that, or raises ``ValueError``.
    """

    def __init__(
        self, classes: Mapping[str, type[Any]] | None = None, *, tagged: bool = False,
        members: Mapping[type[Any], Mapping[str, Any]] | None = None,
        made: Mapping[type[Any], Callable[[], Any]] | None = None,
        written_as: Mapping[type[Any], tuple[Any, Callable[[Any], Any]]] | None = None,
    ) -> None:  # fmt: skip
        self._classes = classes or {}
        self._tagged = tagged
        self._members = members or {}
        self._made_by = made or {}
        self._written_as = written_as or {}
        self._readings: dict[Any, Read] = {}

    def read(self, hint: Any, data: Any, place: Place = None) -> Any:
        """The value that ``data`` stands for. Raises ``SnapshotError``."""
        return self.reading(hint)(data, place)

    def reading(self, hint: Any) -> Read:
        """What reads values of a type."""
        found = self._readings.get(hint)
        if found is None:
            found = self._readings[hint] = self._make_reader(hint)
        return found

    def _make_reader(self, hint: Any) -> Read:
        if hint in (Any, object):
            return self._anything
        if hint in _SCALARS:
            return _SCALARS[hint]
        if hint in self._written_as:
            return self._converting_reader(*self._written_as[hint])
        origin, arguments = get_origin(hint) or hint, get_args(hint)
        if origin is Literal:
            return _word(arguments)
        if origin in (Union, types.UnionType):
            return self._one_of(arguments)
        if origin in (list, Sequence):
            return self._list(arguments[0] if arguments else Any)
        if origin is tuple:
            return self._tuple(arguments)
        if origin in (dict, OrderedDict, Mapping):
            return self._mapping(*(arguments or (Any, Any)))
        return self._object(origin)

    # ---- what is made of parts -------------------------------------------------------------------------

    def _one_of(self, hints: tuple[Any, ...]) -> Read:
        readings = [self.reading(hint) for hint in hints]

        def read(data: Any, place: Place) -> Any:
            problem: SnapshotError | None = None
            for reading in readings:
                try:
                    return reading(data, place)
                except SnapshotError as error:
                    # The one that got furthest into the value knows best what is wrong there.
                    problem = error if problem is None or len(error.place) > len(problem.place) else problem
            raise problem or snapshot_error(place, "nothing can stand here")

        return read

    def _list(self, hint: Any) -> Read:
        reading = self.reading(hint)

        def read(data: Any, place: Place) -> Any:
            if not is_array(data):
                raise _mismatch(place, "a list", data)
            return [reading(item, (place, index)) for index, item in enumerate(data)]

        return read

    def _converting_reader(self, hint: Any, made: Callable[[Any], Any]) -> Read:
        reading = self.reading(hint)

        def read(data: Any, place: Place) -> Any:
            try:
                return made(reading(data, place))
            except SnapshotError:
                raise
            except ValueError as error:
                raise snapshot_error(place, str(error)) from None

        return read

    def _tuple(self, hints: tuple[Any, ...]) -> Read:
        endless = len(hints) == 2 and hints[1] is ...
        readings = [self.reading(hint) for hint in hints if hint is not ...]

        def read(data: Any, place: Place) -> Any:
            items = data
            if self._tagged:
                items = data.get("items") if is_object(data) and data.get(TAG) == "tuple" else None
            if not is_array(items) or not (endless or len(items) == len(readings)):
                raise _mismatch(place, "a tuple" if endless else f"a tuple of {len(readings)}", data)
            each = readings * len(items) if endless else readings
            return tuple(
                reading(item, (place, index)) for index, (reading, item) in enumerate(zip(each, items, strict=True))
            )

        return read

    def _mapping(self, key_hint: Any, hint: Any) -> Read:
        key_reading, reading = self.reading(key_hint), self.reading(hint)

        def read(data: Any, place: Place) -> Any:
            if not is_object(data):
                raise _mismatch(place, "an object", data)
            if not self._tagged:
                return {key_reading(key, place): reading(value, (place, key)) for key, value in data.items()}
            if TAG not in data:
                return {key_reading(key, place): reading(data[key], (place, key)) for key in sorted(data)}
            found: dict[Any, Any] = {}
            for key, value in _pairs(data, place):
                known = key_reading(key, place)
                if known in found:
                    raise snapshot_error(place, f"{key!r} stands here twice")
                found[known] = reading(value, (place, str(key)))
            return found

        return read

    def _object(self, kind: type[Any]) -> Read:
        name = kind.__name__
        readings: dict[str, Read] = {}
        written = written_members(kind) if is_dataclass(kind) else []
        entries = {entry.name: entry for entry in fields(kind) if entry.name in written} if written else {}
        arguments = [name for name, entry in entries.items() if entry.init]
        make: Callable[..., object] = self._made_by.get(kind, kind)

        def read(data: Any, place: Place) -> Any:
            own = self._classes.get(str(data.get(TAG))) if self._tagged and is_object(data) else None
            if own is not None and own is not kind and issubclass(own, kind):
                return self.read(own, data, place)  # one of several that may stand here
            if not readings:  # now, and not before: what it is made of may be made of it
                hints = self._members.get(kind) or written_types(kind)
                readings.update({member: self.reading(hints[member]) for member in self._names(kind)})
            if not is_object(data) or (self._tagged and data.get(TAG) != name):
                raise _mismatch(place, name, data)
            for member in data:
                if member not in readings and not (self._tagged and member == TAG):
                    raise snapshot_error(place, f"{name} has no member {member[:_SHOWN_CHARACTERS]!r}")
            values = {
                member: reading(data[member], (place, member))
                if member in data
                else _default(place, name, member, entries.get(member))  # written before there was such a member
                for member, reading in readings.items()
            }
            made = make(**{member: values.pop(member) for member in arguments})
            for member, value in values.items():
                object.__setattr__(made, member, value)
            return made

        return read

    def _names(self, kind: type[Any]) -> list[str]:
        return written_members(kind) if is_dataclass(kind) else list(self._members[kind])

    def _anything(self, data: Any, place: Place) -> Any:
        """What no type says more of: a flow's own data, a customer's."""
        if is_array(data):
            return [
                item if type(item) in _IN_ONE_PART else self._anything(item, (place, index))
                for index, item in enumerate(data)
            ]
        if not is_object(data):
            return data
        tag = data.get(TAG) if self._tagged else None
        if tag is None or tag == "dict":
            return self.read(dict[Any, Any], data, place)
        if tag == "tuple":
            return self.read(tuple[Any, ...], data, place)
        kind = self._classes.get(tag) if isinstance(tag, str) else None
        if kind is None:
            raise snapshot_error(place, f"a snapshot does not hold {str(tag)[:_SHOWN_CHARACTERS]!r}")
        return self.read(kind, data, place)


def _pairs(data: Mapping[str, Any], place: Place) -> list[tuple[Any, Any]]:
    items = data.get("items")
    if data[TAG] != "dict" or not is_array(items):
        raise _mismatch(place, "an object", data)
    pairs: list[tuple[Any, Any]] = []
    for index, item in enumerate(items):
        if not is_array(item) or len(item) != 2 or not isinstance(item[0], str | int | float):
            raise _mismatch((place, index), "a pair of key and value", item)
        pairs.append((item[0], item[1]))
    return pairs


def _default(place: Place, name: str, member: str, entry: Field[Any] | None) -> Any:
    if entry is not None and entry.default is not MISSING:
        return entry.default
    if entry is not None and entry.default_factory is not MISSING:
        return entry.default_factory()
    raise snapshot_error(place, f"{name} has no {member!r}")


def _mismatch(place: Place, what: str, found: Any) -> SnapshotError:
    return snapshot_error(place, f"expected {what}, found {shorten(repr(found), _SHOWN_CHARACTERS)}")


def _word(words: tuple[Any, ...]) -> Read:
    def read(data: Any, place: Place) -> Any:
        if not isinstance(data, str) or data not in words:
            raise _mismatch(place, f"one of {', '.join(map(repr, words))}", data)
        return data

    return read


def _none(data: Any, place: Place) -> None:
    if data is not None:
        raise _mismatch(place, "null", data)


def _boolean(data: Any, place: Place) -> bool:
    if not isinstance(data, bool):
        raise _mismatch(place, "true or false", data)
    return data


def _whole_number(least: int, most: int, what: str) -> Read:
    def read(data: Any, place: Place) -> int:
        if type(data) is not int or not least <= data <= most:
            raise _mismatch(place, what, data)
        return data

    return read


def _number(data: Any, place: Place) -> float:
    if type(data) not in (int, float) or not (0 <= data <= _LATEST_PLANNED or data == NEVER):
        raise _mismatch(place, "seconds", data)
    return data


def _text(data: Any, place: Place) -> str:
    if not isinstance(data, str):
        raise _mismatch(place, "a text", data)
    return data


def _read_unbounded(data: Any, place: Place) -> int:
    if type(data) is not int:
        raise _mismatch(place, "a whole number", data)
    return data


def _bytes(data: Any, place: Place) -> bytes:
    try:
        return b64decode(_text(data, place), validate=True)
    except ValueError:
        raise _mismatch(place, "base64", data) from None


_SCALARS: dict[Any, Read] = {
    bytes: _bytes,
    Unbounded: _read_unbounded,
    type(None): _none,
    None: _none,
    bool: _boolean,
    int: _whole_number(0, _LARGEST_INTEGER, "a whole number from 0 on"),
    Signed: _whole_number(-_LARGEST_INTEGER, _LARGEST_INTEGER, "a whole number"),
    Cause: _whole_number(0, 127, "an ISUP cause, 0 to 127"),
    float: _number,
    str: _text,
}

PLAIN_VALUES = Values()
"""For classes that need nothing said of them."""
