"""Reading one operation's parameters: names in any case, values as the contract's definitions say.

A reader is made once from an operation's request schema. It does not validate everything the schema says;
it finds what the operation needs (missing, unusable, unknown) and turns wire values into Python ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ...contracts.decoding_json import Unreadable, read_json
from ...contracts.json_values import is_array, is_object
from ...contracts.library import stored

Kind = Literal["missing", "invalid"]
_VARIABLE = "var_"
_INTEGER = re.compile(r"[+-]?\d{1,18}\Z")
_NUMBER = re.compile(r"[+-]?(\d{1,15}(\.\d*)?|\.\d+)\Z")
_LARGEST = 10**18
_LIMITS = frozenset(("minimum", "maximum", "maxLength", "maxItems"))
_ONCE = "a single value"
_TRUE = frozenset(("true", "1", "yes", "on"))
_FALSE = frozenset(("false", "0", "no", "off", ""))


@dataclass(frozen=True, slots=True)
class Problem:
    """One parameter that violates the contract: ``rule`` says how, ``expected`` what would be right."""

    parameter: str
    kind: Kind
    rule: str
    expected: str
    value: str = ""

    def sentence(self) -> str:
        """For the journal: what is wrong with which field."""
        if self.kind == "missing":
            return f"field {self.parameter!r} is missing"
        return f"field {self.parameter!r}: {self.value} is not {self.expected}"


@dataclass(slots=True)
class Parameters:
    """What a request says, under canonical names. Absent optional ones have their default, or are not there.

    ``variables`` are the ``var_…`` members as sent. ``unknown`` are names no document mentions.
    """

    values: dict[str, Any]
    variables: dict[str, Any] = field(default_factory=dict[str, Any])
    problems: list[Problem] = field(default_factory=list[Problem])
    unknown: list[str] = field(default_factory=list[str])
    given: frozenset[str] = frozenset()
    items: list[Any] | None = None

    def text(self, name: str, default: str = "") -> str:
        value = self.values.get(name, default)
        return value if isinstance(value, str) else default

    def integer(self, name: str, default: int = 0) -> int:
        value = self.values.get(name, default)
        return value if isinstance(value, int) else default

    def number(self, name: str, default: float = 0) -> float:
        value = self.values.get(name, default)
        return value if isinstance(value, int | float) else default

    def boolean(self, name: str) -> bool:
        return self.values.get(name) is True

    def strings(self, name: str) -> list[str]:
        value = self.values.get(name)
        return value if is_array(value) else []


class _Unusable(Exception):
    """A value that is not of its kind; the message says what would be."""


@dataclass(frozen=True, slots=True)
class _Member:
    """``inner`` reads an object's own members, ``many`` says that there is a list of such objects."""

    name: str
    coerce: Callable[[Any], Any]
    required: bool
    default: Any
    has_default: bool
    inner: Reader | None = None
    many: bool = False


class Reader:
    """Reads the parameters of one contract (``click2call.request``), or of an object within one."""

    def __init__(self, contract: str | Mapping[str, Any], definitions: Mapping[str, Any] | None = None) -> None:
        schema: Mapping[str, Any] = stored(contract) if isinstance(contract, str) else contract
        required = frozenset(schema.get("required", ()))
        shared: Mapping[str, Any] = definitions or schema.get("$defs", {})
        self._members: dict[str, _Member] = {}
        self._canonical: list[_Member] = []
        for name, rules in schema.get("properties", {}).items():
            inner, many = _inner(rules, shared)
            member = _Member(
                name,
                _limited(_coercion(rules), shared.get(_kind(rules), {}) | rules),
                name in required,
                rules.get("default"),
                "default" in rules,
                inner,
                many,
            )
            self._canonical.append(member)
            for spelling in (name, *rules.get("x-aliases", ())):
                self._members[spelling.lower()] = member
        self.names = [member.name for member in self._canonical]
        self._takes_variables = any("[vV]" in pattern for pattern in schema.get("patternProperties", {}))
        self._maximum_variables: int | None = schema.get("x-max-variables")

    def read(self, members: Mapping[str, Any], *, lenient: bool = False) -> Parameters:
        """``lenient``: optional values that cannot be used count as not given (the problem is still listed)."""
        known = self._members
        parameters = Parameters({})
        values, given = parameters.values, set[str]()
        for sent, raw in members.items():
            name = sent.lower()
            member = known.get(name)
            if member is None:
                if name.startswith(_VARIABLE) and self._takes_variables:
                    parameters.variables[sent] = raw
                else:
                    parameters.unknown.append(sent)
                continue
            if raw is None or (raw == "" and not member.required):
                continue
            given.add(member.name)
            try:
                value = member.coerce(raw) if member.inner is None else _read_inner(member, raw, parameters)
            except _Unusable as problem:
                parameters.problems.append(Problem(member.name, "invalid", "type", str(problem), _shown(raw)))
                continue
            if member.name in values:
                before = values[member.name]
                if not is_array(before) or not is_array(value):
                    parameters.problems.append(Problem(member.name, "invalid", "duplicate-key", _ONCE, _shown(raw)))
                    continue
                value = [*before, *value]
            values[member.name] = value
        self._complete(parameters, given, lenient=lenient)
        parameters.given = frozenset(given)
        return parameters

    def _complete(self, parameters: Parameters, given: set[str], *, lenient: bool) -> None:
        values = parameters.values
        for member in self._canonical:
            if member.name in values:
                if member.required and values[member.name] in ("", []):
                    parameters.problems.append(Problem(member.name, "missing", "required", ""))
            elif member.required and member.name not in given:
                parameters.problems.append(Problem(member.name, "missing", "required", ""))
            elif member.has_default and (lenient or member.name not in given):
                values[member.name] = member.default
        limit = self._maximum_variables
        if limit is not None and len(parameters.variables) > limit:
            parameters.problems.append(
                Problem(
                    "var_*", "invalid", "x-max-variables", f"at most {limit} variables", str(len(parameters.variables))
                )
            )


def _inner(rules: Mapping[str, Any], definitions: Mapping[str, Any]) -> tuple[Reader | None, bool]:
    """The reader of an object that has named members of its own, or of a list's objects."""
    if rules.get("type") == "object" and "properties" in rules:
        return Reader(rules, definitions), False
    items = rules.get("items", {})
    if rules.get("type") == "array" and items.get("type") == "object":
        return Reader(items, definitions), True
    return None, False


def _read_inner(member: _Member, raw: Any, parameters: Parameters) -> Any:
    """What is given, under canonical names; defaults are not filled in. A list where one object is wanted counts as
    all of them together (3.2 calls ``search`` an array), one object where a list is wanted as a list.
    """
    raw = _out_of_text(raw)
    entries = raw if is_array(raw) else [raw]
    found: list[dict[str, Any]] = []
    for entry in map(_out_of_text, entries):
        if not is_object(entry) or member.inner is None:
            raise _Unusable("a list of objects" if member.many else "an object")
        inside = member.inner.read(entry)
        parameters.problems += inside.problems
        parameters.unknown += [f"{member.name}.{name}" for name in inside.unknown]
        found.append({name: value for name, value in inside.values.items() if name in inside.given})
    return found if member.many else {name: value for entry in found for name, value in entry.items()}


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _kind(rules: Mapping[str, Any]) -> str:
    """The name of the shared definition that rules refer to, or an empty string."""
    reference: str = rules.get("$ref", "")
    return reference.rpartition("/")[2]


def _coercion(rules: Mapping[str, Any]) -> Callable[[Any], Any]:
    """By the name of the shared definition, else by the inline type."""
    if kind := _kind(rules):
        return _KINDS.get(kind, _anything)
    values = rules.get("x-values") or rules.get("enum")
    if values and all(isinstance(value, str) for value in values):
        return _choice(tuple(values))
    if rules.get("type") == "object":
        return _object
    return _anything


def _limited(coerce: Callable[[Any], Any], rules: Mapping[str, Any]) -> Callable[[Any], Any]:
    """Numbers within ``minimum`` and ``maximum``, text within ``maxLength``, lists within ``maxItems``."""
    if not _LIMITS & rules.keys():
        return coerce
    low, high = rules.get("minimum", -_LARGEST), rules.get("maximum", _LARGEST)
    longest, most = rules.get("maxLength"), rules.get("maxItems")

    def limited(value: Any) -> Any:
        found = coerce(value)
        if isinstance(found, int | float):
            if not low <= found <= high:
                raise _Unusable(f"between {low} and {high}" if "maximum" in rules else f"at least {low}")
        elif isinstance(found, str):
            if longest is not None and len(found) > longest:
                raise _Unusable(f"text of at most {longest} characters")
        elif most is not None and is_array(found) and len(found) > most:
            raise _Unusable(f"a list of at most {most} entries")
        return found

    return limited


def _anything(value: Any) -> Any:
    return value


def _single(value: Any) -> Any:
    """A name given twice in a query or form is a list here, as a list in JSON is."""
    if is_array(value):
        raise _Unusable(_ONCE)
    return value


def _text(value: Any) -> str:
    value = _single(value)
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    raise _Unusable("text")


def _stripped(value: Any) -> str:
    return _text(value).strip()


def _integer(value: Any) -> int:
    value = _single(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _LARGEST:
        return value
    if isinstance(value, float) and value.is_integer() and abs(value) < _LARGEST:
        return int(value)
    if isinstance(value, str) and _INTEGER.match(value.strip()):
        return int(value)
    raise _Unusable("an integer")


def _number(value: Any) -> float:
    value = _single(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _LARGEST:
        return value
    if isinstance(value, str) and _NUMBER.match(value.strip()):
        return float(value)
    raise _Unusable("a number")


def _boolean(value: Any) -> bool:
    value = _single(value)
    if isinstance(value, bool):
        return value
    if value in (0, 1):
        return value == 1
    if isinstance(value, str):
        word = value.strip().lower()
        if word in _TRUE:
            return True
        if word in _FALSE:
            return False
    raise _Unusable("true or false")


def _choice(values: tuple[str, ...]) -> Callable[[Any], str]:
    by_word = {value.lower(): value for value in values}

    def coerce(value: Any) -> str:
        word = _stripped(value).lower()
        if word not in by_word:
            raise _Unusable(f"one of {', '.join(values)}")
        return by_word[word]

    return coerce


def _list(item: Callable[[Any], Any]) -> Callable[[Any], list[Any]]:
    def coerce(value: Any) -> list[Any]:
        return [item(entry) for entry in (value if is_array(value) else [value])]

    return coerce


def _object(value: Any) -> dict[str, Any]:
    """PHP writes an object without members as ``[]`` (seen)."""
    value = _out_of_text(value)
    if is_object(value):
        return value
    if value == []:
        return {}
    raise _Unusable("an object")


def _out_of_text(value: Any) -> Any:
    """Objects that were written as JSON text, as older versions of axios do in a query (inferred)."""
    if isinstance(value, str) and value.startswith(("{", "[")):
        try:
            return read_json(value)
        except Unreadable:
            return value
    return value


_KINDS: dict[str, Callable[[Any], Any]] = {
    "text": _text,
    "digits": _text,
    "phone": _stripped,
    "phone_or_extension": _stripped,
    "extension": _stripped,
    "call_id": _stripped,
    "date_time": _stripped,
    "integer": _integer,
    "natural": _integer,
    "seconds": _integer,
    "epoch": _integer,
    "number": _number,
    "boolean": _boolean,
    "caller_id": _stripped,
    "custom_data": _object,
    "list_of_text": _list(_text),
    "list_of_phones": _list(_stripped),
    "list_of_extensions": _list(_stripped),
    "list_of_integers": _list(_integer),
}
