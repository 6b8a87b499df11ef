"""One operation's parameters: names in any case, values as Python has them, and what is wrong with the request.

What a request says, and whether its contract accepts it, ``contracts.request_members`` decides for the server and for
``contracts.validate_bytes`` alike. Here values become Python ones, and what is wrong becomes a sentence. A value that
breaks its contract is still read as far as it can be (``record=yes``): a lenient organization acts upon it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import field
from itertools import islice
from typing import Any, Literal

from ...contracts import text_values
from ...contracts.compilation import is_rule
from ...contracts.json_values import is_array, is_object
from ...contracts.library import Schema, stored
from ...contracts.quick_dataclasses import dataclass
from ...contracts.request_members import Member, Members, conditions_of, members_of
from ...contracts.rules import Accepts, acceptor
from ...contracts.sentences import NOTHING, Sentence, shorten
from .parameter_kinds import (
    ALLOWED,
    ANYTHING,
    KINDS,
    LARGEST,
    OBJECT,
    TEXT,
    TYPES,
    WRITTEN,
    Unusable,
    as_one_of,
    as_text,
)

Kind = Literal["missing", "invalid"]
_LONG_INTEGER = re.compile(r"[+-]?\d{19,1000}\Z", re.ASCII)
_ONCE = Sentence.of("SingleValue", "a single value")


@dataclass(frozen=True, slots=True)
class ParameterProblem:
    """One parameter that violates the contract: ``rule`` says how, ``expected`` what would be right."""

    parameter: str
    kind: Kind
    rule: str
    expected: Sentence
    value: str = ""

    def sentence(self) -> Sentence:
        """For the journal: what is wrong with which field."""
        if self.kind == "missing":
            return Sentence.of("FieldMissing", "field {name!r} is missing", name=self.parameter)
        return Sentence.of(
            "FieldInvalid", "field {name!r}: {value} is not {expected}",
            name=self.parameter, value=self.value, expected=self.expected,
        )  # fmt: skip


@dataclass(slots=True)
class Parameters:
    """What a request says, under canonical names. Absent optional ones have their default, or are not there.

    ``variables`` are the ``var_…`` members as sent. ``unknown`` are names no document mentions. ``of_entries`` are
    the problems of a list's entries that each have an answer of their own (``x-item-errors``), by their index.
    ``notes`` are for the journal.
    """

    values: dict[str, Any]
    variables: dict[str, Any] = field(default_factory=dict[str, Any])
    problems: list[ParameterProblem] = field(default_factory=list[ParameterProblem])
    unknown: list[str] = field(default_factory=list[str])
    given: frozenset[str] = frozenset()
    items: list[Any] | None = None
    of_entries: dict[int, ParameterProblem] = field(default_factory=dict[int, ParameterProblem])
    notes: list[Sentence] = field(default_factory=list[Sentence])

    def first_of_entries(self) -> list[ParameterProblem]:
        """Twenty of the entries' problems: what one has, many may have."""
        return list(islice(self.of_entries.values(), 20))

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


@dataclass(frozen=True, slots=True)
class _Parameter:
    """``convert`` makes Python's value of one in the contract's form; ``expected`` says what would be right. ``entry``
    decides on one entry of a list whose entries are refused one by one. Values of the class ``plain`` are Python's too.
    """

    name: str
    member: Member
    convert: Callable[[Any], Any]
    expected: Callable[[Any], Sentence]
    inner: dict[str, _Parameter]
    entry: Accepts | None = None
    plain: type | None = None


class Reader:
    """Reads the parameters of one contract (``click2call.request``). One whose messages are lists has none."""

    def __init__(self, contract: str) -> None:
        self._members = Members({}) if stored(contract).get("type") == "array" else members_of(contract)
        self._parameters = _parameters(self._members)
        self.names = list(self._parameters)
        self._required = [member.name for member in self._members.named if member.required]
        self._defaults = {
            member.name: member.rules["default"] for member in self._members.named if "default" in member.rules
        }
        conditions = [_Condition(rules) for rules in conditions_of(contract)]
        self._conditions = [condition for condition in conditions if condition.asks]
        self._maximum_variables: int | None = stored(contract).get("x-max-variables")

    def names_beside(self, name: str) -> list[str]:
        """The names that there are where an unknown one stands (``search.phone``), and those of the whole request."""
        outer = self._parameters.get(name.rpartition(".")[0])
        return [*(outer.inner if outer is not None else ()), *self.names]

    def read(self, members: Mapping[str, Any], *, lenient: bool = False) -> Parameters:
        """``lenient``: optional values that cannot be used count as not given (the problem is still listed)."""
        read = self._members.read(members)
        parameters = Parameters({}, notes=read.notes)
        values = parameters.values
        given: set[str] = set()
        for sent, raw in read.unknown.items():
            if self._members.is_variable(sent):
                parameters.variables[sent] = raw
                if not self._members.accepts_variable(raw):
                    parameters.problems.append(ParameterProblem(sent[:60], "invalid", "type", TEXT, quote_value(raw)))
            else:
                parameters.unknown.append(sent)
        for name, value in read.members.items():
            parameter = self._parameters[name]
            if value is None or (value == "" and not parameter.member.required):
                continue
            given.add(name)
            empty = parameter.member.required and (value == "" or (value == [] and parameter.member.listed))
            if empty or (value.__class__ is parameter.plain and parameter.member.accepts(value)):
                values[name] = value
            else:
                _take(parameter, value, parameters)
        for violation in read.violations:
            if violation.rule == "duplicate-key":
                name = violation.path.rpartition(".")[2]
                parameters.problems.append(ParameterProblem(name, "invalid", violation.rule, _ONCE, violation.value))
        self._complete(parameters, given, lenient=lenient)
        for condition in self._conditions:
            parameters.problems += condition.problems(read.members, parameters.problems)
        parameters.given = frozenset(given)
        return parameters

    def _complete(self, parameters: Parameters, given: set[str], *, lenient: bool) -> None:
        values = parameters.values
        for name in self._required:
            if values[name] in ("", []) if name in values else name not in given:
                parameters.problems.append(ParameterProblem(name, "missing", "required", NOTHING))
        for name, default in self._defaults.items():
            if name not in values and (lenient or name not in given):
                values[name] = default
        limit, count = self._maximum_variables, len(parameters.variables)
        if limit is not None and count > limit:
            sentence = Sentence.of("AtMostVarParameters", "at most {most} variables", most=limit)
            parameters.problems.append(ParameterProblem("var_*", "invalid", "x-max-variables", sentence, str(count)))


class _Condition:
    """What parameters ask of each other: ``action=call`` needs a target, muting an extension or a call."""

    def __init__(self, rules: Schema) -> None:
        self._any_of: list[str] = [name for part in rules.get("anyOf", ()) for name in part["required"]]
        self._test = acceptor(rules.get("if", {}))
        self._branches = [_Branch(rules.get(branch, {})) for branch in ("then", "else")]
        self.asks = bool(self._any_of) or any(branch.required or branch.rules for branch in self._branches)
        """Whether it asks anything at all: some only say what a default is."""

    def problems(self, members: Mapping[str, Any], known: list[ParameterProblem]) -> list[ParameterProblem]:
        branch = self._branches[0 if self._test(members) else 1]
        if not (branch.required or branch.rules or self._any_of):
            return []
        missing = [name for name in branch.required if members.get(name, "") in ("", [])]
        if self._any_of and not any(name in members for name in self._any_of):
            missing.append(" or ".join(self._any_of))
        wrong = [
            ParameterProblem(name, "invalid", "type", expected, quote_value(members[name]))
            for name, (accepts, expected) in branch.rules.items()
            if name in members and not accepts(members[name])
        ]
        if not (missing or wrong):
            return []
        found = [*(ParameterProblem(name, "missing", "required", NOTHING) for name in missing), *wrong]
        blamed = {problem.parameter for problem in known}
        return [problem for problem in found if problem.parameter not in blamed]


class _Branch:
    def __init__(self, rules: Schema) -> None:
        self.required: list[str] = rules.get("required", [])
        self.rules = {
            name: (acceptor(meant), TYPES.get(meant.get("type", ""), ALLOWED))
            for name, meant in rules.get("properties", {}).items()
            if any(map(is_rule, meant))
        }


def _take(parameter: _Parameter, value: Any, parameters: Parameters) -> None:
    """Sets a value, also one that breaks its contract if it can be read; else there is only the problem."""
    if parameter.inner:
        _take_inside(parameter, value, parameters)
        return
    if parameter.entry is not None:
        _take_entries(parameter, parameter.entry, value, parameters)
        return
    if not parameter.member.accepts(value):
        expected = parameter.expected(value)
        parameters.problems.append(ParameterProblem(parameter.name, "invalid", "type", expected, quote_value(value)))
    try:
        parameters.values[parameter.name] = parameter.convert(value)
    except Unusable:
        return


def _take_inside(parameter: _Parameter, value: Any, parameters: Parameters) -> None:
    """An object's own members, or those of a list's objects; defaults are not filled in."""
    many = parameter.member.many
    entries: list[Any] = value if is_array(value) and many else [value]
    if not all(map(is_object, entries)):
        expected = Sentence.of("ListOfObjects", "a list of objects") if many else OBJECT
        parameters.problems.append(ParameterProblem(parameter.name, "invalid", "type", expected, quote_value(value)))
        return
    problems = len(parameters.problems)
    found = [_inside(parameter, entry, parameters) for entry in entries]
    parameters.values[parameter.name] = found if many else found[0]
    if many and len(parameters.problems) == problems and not parameter.member.accepts(value):
        expected = parameter.expected(value)
        parameters.problems.append(ParameterProblem(parameter.name, "invalid", "type", expected, quote_value(value)))


def _take_entries(parameter: _Parameter, accepts: Accepts, value: Any, parameters: Parameters) -> None:
    entries: list[Any] = value if is_array(value) else [value]
    most: int = parameter.member.rules["maxItems"]
    if len(entries) > most:
        expected = _at_most(most)
        parameters.problems.append(
            ParameterProblem(parameter.name, "invalid", "maxItems", expected, quote_value(value))
        )
        return
    for index, entry in enumerate(entries):
        if not accepts(entry):
            name, expected = f"{parameter.name}[{index}]", parameter.expected(entry)
            parameters.of_entries[index] = ParameterProblem(name, "invalid", "type", expected, quote_value(entry))
    parameters.values[parameter.name] = entries


def _inside(parameter: _Parameter, entry: dict[str, Any], parameters: Parameters) -> dict[str, Any]:
    within = Parameters({})
    for name, value in entry.items():
        if name not in parameter.inner:
            parameters.unknown.append(f"{parameter.name}.{name}")
        elif value not in (None, ""):
            _take(parameter.inner[name], value, within)
    missing = [name for name, inner in parameter.inner.items() if inner.member.required and name not in entry]
    parameters.problems += within.problems + [
        ParameterProblem(name, "missing", "required", NOTHING) for name in missing
    ]
    return within.values


def _parameters(members: Members) -> dict[str, _Parameter]:
    return {member.name: _parameter(member) for member in members.named}


def _parameter(member: Member) -> _Parameter:
    inner = _parameters(member.inner) if member.inner is not None else {}
    values: list[Any] = member.rules.get("x-values") or member.rules.get("enum") or []
    words = [value for value in values if isinstance(value, str)]
    kind, expected = KINDS.get(member.kind, ANYTHING)
    if not member.kind and words:
        kind, expected = as_one_of(words), Sentence.of("OneOf", "one of {words}", words=", ".join(words))
    elif not member.kind and member.rules.get("type") == "string":
        kind, expected = as_text, TEXT
    entry = acceptor(member.rules["else"]) if "x-item-errors" in member.rules else None
    plain = str if kind is as_text and not inner and entry is None else None
    return _Parameter(member.name, member, kind, _expectation(member, expected), inner, entry, plain)


def _expectation(member: Member, of_kind: Sentence) -> Callable[[Any], Sentence]:
    """What would be right instead of a value, by the first rule that it breaks."""
    rules = member.rules
    low, high = rules.get("minimum", -LARGEST), rules.get("maximum", LARGEST)
    longest, most = rules.get("maxLength"), rules.get("maxItems", _most(rules))

    def describe_expected(value: Any) -> Sentence:
        if is_array(value):
            if not member.listed:
                return _ONCE
            return _at_most(most) if most is not None and len(value) > most else of_kind
        number = _as_number(value)
        limited = ("minimum" in rules or "maximum" in rules) and member.kind not in WRITTEN
        if limited and isinstance(number, int | float) and not isinstance(number, bool) and not low <= number <= high:
            if "maximum" in rules:
                return Sentence.of("Between", "between {least} and {most}", least=low, most=high)
            return Sentence.of("NotLess", "at least {least}", least=low)
        if isinstance(value, str) and longest is not None and len(value) > longest:
            return Sentence.of("ShortText", "text of at most {most} characters", most=longest)
        return of_kind

    return describe_expected


def _as_number(value: Any) -> Any:
    """What a text means as a number, also one of more digits than any member takes."""
    if not isinstance(value, str):
        return value
    return int(value) if _LONG_INTEGER.match(value) else text_values.number(value)


def _at_most(most: int) -> Sentence:
    return Sentence.of("ShortList", "a list of at most {most} entries", most=most)


def _most(rules: Schema) -> int | None:
    return next((part["maxItems"] for part in rules.get("allOf", ()) if "maxItems" in part), None)


def quote_value(value: Any) -> str:
    """A value for a sentence: a text in quotes, anything else as JSON writes it."""
    text = repr(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return shorten(text, 60)
