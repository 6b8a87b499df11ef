"""Where a valid message can be spoilt, and how: every rule that its contract has for it."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

from ..compilation import checker, compile_schema, variables
from ..json_values import is_array, is_object
from ..library import Schema, stored
from ..quick_dataclasses import dataclass
from ..text_values import without_separators
from ..verdicts import json_path
from .malformation import Malformation
from .wire_forms import encodings
from .wrong_values import wrong_values

Path = tuple[str | int, ...]


class Fault(NamedTuple):
    """One way to spoil a message: what is wrong then, and the message that it makes of a valid one."""

    family: str
    path: Path
    rule: str
    sentence: str
    spoil: Callable[[Any], Any]

    @property
    def violation(self) -> Malformation:
        return Malformation(self.family, json_path(self.path), self.rule, self.sentence)


@dataclass(frozen=True, slots=True)
class _Applying:
    """A schema that holds at a place.

    ``branch``: it narrows what is said of the member elsewhere, because of a condition. ``chosen``: a condition at
    this very place chose it, by the ``guarded`` members, or by the value itself: ``staying`` has such conditions
    with their outcome.
    """

    schema: Schema
    branch: bool = False
    chosen: bool = False
    guarded: frozenset[str] = frozenset()
    staying: tuple[tuple[Schema, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class _Wire:
    """What the encodings of a contract forgive. ``texts``: all is text in one of them, or read as text is, so that
    names match without regard to case. ``called``: it is an operation's request, where what is blank is as if not
    there. ``trimmed``: names without blanks around them. ``method``: XML-RPC's name of a method stands in ``METHOD``.
    ``family``: the only one that is asked for."""

    texts: bool
    called: bool
    trimmed: bool
    method: bool
    family: str | None


def faults(name: str, message: Any, family: str | None = None) -> list[Fault]:
    """All that can be made wrong with a valid message of a contract, or all of one family."""
    here = _applying(checker(name).schema, message)
    found = _at(here, message, (), _wire(name, family), required=True)
    return [fault for fault in found if family in (None, fault.family)]


@cache
def _wire(name: str, family: str | None) -> _Wire:
    from ..operations import OPERATIONS

    written = encodings(name)
    called = name.endswith(".request") and name.removesuffix(".request") in OPERATIONS
    texts = called or bool({"query", "form"} & set(written))
    return _Wire(texts, called, bool(stored(name).get("x-trim-names")), "xml-rpc" in written, family)


def _applying(schema: Schema, value: Any, branch: bool = False, above: _Applying | None = None) -> list[_Applying]:
    one = replace(above, schema=schema) if above else _Applying(schema, branch)
    found = [one]
    for part in schema.get("allOf", ()):
        found += _applying(part, value, branch, one)
    if "if" in schema:
        test: Schema = schema["if"]
        holds = _holds(test, value)
        guarded = one.guarded | frozenset(test.get("properties", {}))
        staying = one.staying if "properties" in test else (*one.staying, (test, holds))
        below = replace(one, chosen=True, guarded=guarded, staying=staying)
        chosen = "then" if holds else "else"
        if chosen in schema:
            found += _applying(schema[chosen], value, branch, below)
    return found


_ACCEPTORS: dict[int, tuple[Schema, Callable[[Any], bool]]] = {}


def _holds(schema: Schema, value: Any) -> bool:
    known = _ACCEPTORS.get(id(schema))
    if known is None:
        known = _ACCEPTORS[id(schema)] = (schema, compile_schema(schema).accepts)
    return known[1](value)


def _at(here: list[_Applying], value: Any, path: Path, wire: _Wire, required: bool) -> Iterator[Fault]:
    yield from _wrong(here, path, wire, required)
    if is_object(value):
        yield from _of_object(here, value, path, wire)
        for name, inner in value.items():
            below = _below(here, name, inner)
            if below:
                needed = any(name in one.schema.get("required", ()) for one in here)
                yield from _at(below, inner, (*path, name), wire, needed)
    elif is_array(value):
        yield from _of_array(here, value, path, wire)
        for index, inner in enumerate(value):
            below = [
                found
                for one in here
                if is_object(one.schema.get("items"))
                for found in _applying(one.schema["items"], inner)
            ]
            if below:
                # A list of one that is empty is as if not there where all is text, and so is an entry of a request's.
                yield from _at(below, inner, (*path, index), wire, required=len(value) > 1 and not wire.called)


def _below(here: list[_Applying], name: str, value: Any) -> list[_Applying]:
    found: list[_Applying] = []
    stated = any(name in one.schema.get("properties", {}) for one in here if not one.chosen)
    for one in here:
        if name in one.guarded:
            continue
        properties: dict[str, Schema] = one.schema.get("properties", {})
        matching = [
            rules for pattern, rules in one.schema.get("patternProperties", {}).items() if re.search(pattern, name)
        ]
        if name in properties:
            matching.append(properties[name])
        elif not matching and is_object(one.schema.get("additionalProperties")):
            matching.append(one.schema["additionalProperties"])
        for rules in matching:
            found += _applying(rules, value, one.chosen and stated)
    return found


# Wrong values ----------------------------------------------------------------------------------------------------

_Row = tuple[str, str, str, Any]
_WRONG: dict[tuple[Any, ...], tuple[list[Schema], list[_Row]]] = {}


def _wrong(here: list[_Applying], path: Path, wire: _Wire, required: bool) -> Iterator[Fault]:
    for family, rule, sentence, value in _wrong_at(here, wire.texts and bool(path), required):
        if wire.family not in (None, family):
            continue
        if wire.method and path == ("METHOD",) and family == "stray blanks":
            continue  # readers of XML-RPC strip the method's name
        if wire.called and isinstance(value, str) and _is_read(here, value, required):
            continue
        yield Fault(family, path, rule, sentence, _setter(path, value))


def _is_read(here: list[_Applying], text: str, required: bool) -> bool:
    """Whether a request may say so after all: what is blank is as if not there, and numbers may have separators."""
    plain = without_separators(text)
    return (not required and not text.strip()) or (plain != text and all(_holds(one.schema, plain) for one in here))


def _wrong_at(here: list[_Applying], texts: bool, required: bool) -> list[_Row]:
    key = (*((id(one.schema), one.branch, one.staying == ()) for one in here), texts, required)
    known = _WRONG.get(key)
    if known is None:
        every = [one.schema for one in here]
        rows: list[_Row] = [
            (_family(wrong.family, one.branch), wrong.rule, wrong.sentence, wrong.value)
            for one in here
            for wrong in wrong_values(one.schema, every, texts, required)
            if all(_holds(test, wrong.value) is outcome for test, outcome in one.staying)
        ]
        rows += [
            ("wrong type", "type", "none of the types that are allowed", value)
            for one in here
            if "anyOf" in one.schema and all("type" in way for way in one.schema["anyOf"])
            for value in (["a", "b"], {"a": "b"}, 1.5)
            if not texts and not any(_holds(way, value) for way in one.schema["anyOf"])
        ]
        known = _WRONG[key] = (every, rows)  # the schemas are kept, so that their ids stay theirs
    return known[1]


def _family(family: str, branch: bool) -> str:
    return (
        "contradictory fields" if branch and family in ("out of range", "too long", "empty", "wrong type") else family
    )


def _setter(path: Path, value: Any) -> Callable[[Any], Any]:
    def spoil(message: Any) -> Any:
        if not path:
            return copy.deepcopy(value)
        spoilt = copy.deepcopy(message)
        _parent(spoilt, path)[path[-1]] = copy.deepcopy(value)
        return spoilt

    return spoil


def _dropper(*paths: Path) -> Callable[[Any], Any]:
    def spoil(message: Any) -> Any:
        spoilt = copy.deepcopy(message)
        for path in paths:
            del _parent(spoilt, path)[path[-1]]
        return spoilt

    return spoil


def _renamer(path: Path, name: str) -> Callable[[Any], Any]:
    def spoil(message: Any) -> Any:
        spoilt = copy.deepcopy(message)
        parent = _parent(spoilt, path)
        renamed = {name if member == path[-1] else member: value for member, value in parent.items()}
        parent.clear()
        parent.update(renamed)
        return spoilt

    return spoil


def _parent(message: Any, path: Path) -> Any:
    for step in path[:-1]:
        message = message[step]
    return message


# Objects ---------------------------------------------------------------------------------------------------------


def _of_object(here: list[_Applying], value: dict[str, Any], path: Path, wire: _Wire) -> Iterator[Fault]:
    for one in here:
        for name in one.schema.get("required", ()):
            if name in value and name not in one.guarded:
                yield from _without(here, name, value, path, wire, one.chosen and bool(one.guarded))
        if one.schema.get("additionalProperties") is False:
            for stranger in ("no_such_member", "Name "):
                if stranger not in value:
                    place = (*path, stranger)
                    sentence = "nothing is called so here"
                    yield Fault("unknown member", place, "additionalProperties", sentence, _setter(place, "x"))
        limit = one.schema.get("x-max-variables")
        if limit is not None:
            yield Fault(
                "too long", path, "x-max-variables", f"more than {limit} custom parameters", _many_variables(limit)
            )
        if "not" in one.schema and set(one.schema["not"]) == {"required"}:
            yield from _together(one.schema["not"]["required"], here, value, path, "not")
        for keyword in ("anyOf", "oneOf"):
            if keyword in one.schema:
                yield from _none_of(one.schema[keyword], value, path)
        if "oneOf" in one.schema:
            names = [way["required"][0] for way in one.schema["oneOf"] if "required" in way]
            if len(names) == len(one.schema["oneOf"]) and not any(
                "maxProperties" in way for way in one.schema["oneOf"]
            ):
                yield from _together(names[:2], here, value, path, "oneOf")


def _without(
    here: list[_Applying], name: str, value: dict[str, Any], path: Path, wire: _Wire, branch: bool
) -> Iterator[Fault]:
    place = (*path, name)
    family = "contradictory fields" if branch else "missing"
    why = "which the other members ask for, is missing" if branch else "is missing"
    yield Fault(family, place, "required", f"{name!r} {why}", _dropper(place))
    if any(one.schema.get("additionalProperties") is False for one in here):
        return
    other = name.swapcase()
    if other not in value and other != name and not wire.texts and not _is_known(here, other):
        yield Fault(
            "wrong case", place, "required", f"{name!r} is spelt {other!r}: case counts", _renamer(place, other)
        )
    blank = f"{name} "
    if blank not in value and not wire.trimmed:
        yield Fault("stray blanks", place, "required", f"{name!r} is spelt with a blank", _renamer(place, blank))


def _is_known(here: list[_Applying], name: str) -> bool:
    return any(name in one.schema.get("properties", {}) for one in here)


def _none_of(ways: list[Schema], value: dict[str, Any], path: Path) -> Iterator[Fault]:
    """All alternatives spoilt at once: of each that holds, one mandatory member goes."""
    gone: list[Path] = []
    for way in ways:
        if _holds(way, value):
            place = _required_member(way, value)
            if place is None:
                return
            gone.append((*path, *place))
    if gone:
        lacking = None if _holds(ways[0], value) else _lacking(ways[0], value)
        first = (*path, *lacking) if lacking else gone[0]
        names = " or ".join(repr(place[-1]) for place in gone)
        yield Fault("missing", first, "required", f"{names} is missing", _dropper(*dict.fromkeys(gone)))


def _required_member(way: Schema, value: dict[str, Any]) -> Path | None:
    """A member without which an alternative that holds does not."""
    if "required" in way:
        return (way["required"][0],)
    inside = (
        (name, _required_member(inner, value[name]))
        for name, inner in way.get("properties", {}).items()
        if name in value
    )
    return next(((name, *below) for name, below in inside if below), None)


def _lacking(way: Schema, value: Any) -> Path | None:
    """A member for want of which an alternative does not hold."""
    if not is_object(value):
        return None
    for name in way.get("required", ()):
        if name not in value:
            return (name,)
    inside = ((name, _lacking(inner, value.get(name))) for name, inner in way.get("properties", {}).items())
    return next(((name, *below) for name, below in inside if below), None)


def _together(names: list[str], here: list[_Applying], value: dict[str, Any], path: Path, rule: str) -> Iterator[Fault]:
    """Members that exclude each other, both there."""
    from .makers import maker_for
    from .picks import SimplestPicks

    present = [name for name in names if name in value]
    if len(present) != len(names) - 1:
        return
    (other,) = [name for name in names if name not in value]
    rules = next((one.schema["properties"][other] for one in here if other in one.schema.get("properties", {})), None)
    if rules is not None:
        spoil = _setter((*path, other), maker_for(rules, other)(SimplestPicks()))
        yield Fault("contradictory fields", path, rule, f"{' and '.join(names)} exclude each other", spoil)


def _many_variables(limit: int) -> Callable[[Any], Any]:
    def spoil(message: Any) -> Any:
        more = {f"var_{index}": str(index) for index in range(limit + 1 - variables(message))}
        more |= {f"var_more_{index}": "x" for index in range(len(more.keys() & message.keys()))}
        return {**message, **more}

    return spoil


# Lists -----------------------------------------------------------------------------------------------------------


def _of_array(here: list[_Applying], value: list[Any], path: Path, wire: _Wire) -> Iterator[Fault]:
    for one in here:
        least, most = one.schema.get("minItems", 0), one.schema.get("maxItems")
        if least and not (wire.texts and path):
            sentence = f"fewer than {least} entries"
            yield Fault("empty", path, "minItems", sentence, _setter(path, value[: least - 1]))
        if most is not None and value:
            family = "huge list" if most >= 100 else "too long"
            yield Fault(family, path, "maxItems", f"more than {most} entries", _lengthen(path, most + 1))
        if one.schema.get("uniqueItems") and value:
            yield Fault(
                "contradictory fields",
                path,
                "uniqueItems",
                "an entry is there twice",
                _lengthen(path, len(value) + 1),
            )


def _lengthen(path: Path, length: int) -> Callable[[Any], Any]:
    def spoil(message: Any) -> Any:
        spoilt = copy.deepcopy(message)
        whole = spoilt
        for step in path:
            whole = whole[step]
        longer = (whole * (length // len(whole) + 1))[:length]
        if not path:
            return longer
        _parent(spoilt, path)[path[-1]] = longer
        return spoilt

    return spoil
