"""The members of a request as its contract knows them, whoever reads it and however it was written.

What an operation's request says is put into one form before it is judged: names in the contract's spelling; optional
members that are empty or null as if not given, since browsers send every field of a form and .NET every property of
an object; no blanks around what is no free text; objects out of JSON text, as axios and PHP write them in a query;
one object for a list of one, and a list of objects, where one is wanted, as all of them together (3.2 calls ``search``
an array); ``[]`` for an object without members, as PHP writes it (seen); phone numbers without what people write
between the digits, which is noted. Numbers stay text: the schemas take both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any, Final

from . import text_values
from .compilation import in_place, matching
from .decoding_json import Unreadable, given_twice, read_json
from .json_values import is_array, is_object
from .library import Schema, made_of_schemas, stored
from .quick_dataclasses import dataclass
from .rules import Accepts, acceptor
from .sentences import Sentence, shorten_value
from .verdicts import Violation, json_path

_FREE_TEXT = frozenset(("text",))
_PHONES = frozenset(("phone", "phone_or_extension", "caller_id"))

_MOST_NOTES = 10
"""So many phone numbers of one request are noted."""

Path = tuple[str | int, ...]


class Absent:
    """What stands for a member that counts as not given."""


ABSENT: Final = Absent()


@dataclass(slots=True)
class Read:
    """What one object says. ``members`` are in the contract's form, ``unknown`` as sent. ``violations`` are of the
    form itself: a member that came in two spellings and is no list, text that begins as JSON and is none. ``notes``
    are sentences on what was taken although it is better not sent so.
    """

    members: dict[str, Any] = field(default_factory=dict[str, Any])
    unknown: dict[str, Any] = field(default_factory=dict[str, Any])
    violations: list[Violation] = field(default_factory=list[Violation])
    notes: list[Sentence] = field(default_factory=list[Sentence])


_Form = Callable[[Any, Path, Read], Any]
"""Puts a value at a path into the contract's form, or returns ``ABSENT``."""


@dataclass(frozen=True, slots=True)
class Member:
    """One named member. ``kind`` is the name of its shared definition, empty where there is none; ``accepts`` decides
    on a value in the contract's form; ``listed``: several values make a list. ``inner`` are the members of an object,
    or of each object of a list (``many``).
    """

    name: str
    place: Path
    kind: str
    rules: Schema
    required: bool
    form: _Form
    accepts: Accepts
    listed: bool
    inner: Members | None
    many: bool


class Members:
    """The members of an object: how a request names them, and what each may be."""

    def __init__(self, rules: Schema) -> None:
        required = frozenset(rules.get("required", ()))
        self.named = [_member(name, meant, name in required) for name, meant in rules.get("properties", {}).items()]
        self._by_spelling: dict[str, Member] = {}
        for member in self.named:
            for spelling in (member.name, *member.rules.get("x-aliases", ())):
                self._by_spelling.setdefault(spelling.lower(), member)
        self._by_name = {member.name: member for member in self.named}
        variables = [meant for pattern, meant in rules.get("patternProperties", {}).items() if "[vV]" in pattern]
        self._variable = acceptor(variables[0]) if variables else None

    def find(self, name: str) -> Member | None:
        """The member that a name in any case, or another name of it, means."""
        return self._by_spelling.get(name.lower())

    def pattern(self, name: str) -> Callable[[str], object]:
        """Whether a text has the form of a member of that name. Raises ``KeyError``."""
        return matching(self._by_spelling[name.lower()].rules["pattern"])

    def is_variable(self, name: str) -> bool:
        return self._variable is not None and name[:4].lower() == "var_"

    def accepts_variable(self, value: Any) -> bool:
        return self._variable is None or self._variable(value)

    def read(self, sent: Mapping[str, Any], path: Path = ()) -> Read:
        """Sorts the members of an object as sent, each in the contract's form."""
        read = Read()
        for spelt, raw in sent.items():
            member = self._by_name.get(spelt) or self._by_spelling.get(spelt.lower())
            if member is None:
                if raw is not None or not self.is_variable(spelt):
                    read.unknown[spelt] = raw
                continue
            place = (*path, member.name) if path else member.place
            value = member.form(raw, place, read)
            if value is ABSENT:
                continue
            if member.name in read.members:
                before = read.members[member.name]
                if not is_array(before) or not is_array(value):
                    sentence = Sentence.of(
                        "GivenInTwoSpellings", "{name!r} is given more than once, as {spelling!r} too.",
                        name=member.name, spelling=spelt,
                    )  # fmt: skip
                    read.violations.append(Violation(json_path(place), "duplicate-key", sentence, shorten_value(raw)))
                    continue
                value = [*before, *value]
            read.members[member.name] = value
        return read


@made_of_schemas
def members_of(name: str) -> Members:
    """The members of the request ``name``; of one whose messages are lists, those of each entry."""
    rules = in_place(stored(name))
    return Members(rules.get("items", rules))


@made_of_schemas
def conditions_of(name: str) -> tuple[Schema, ...]:
    """What members ask of each other: the rules with ``if`` or ``anyOf`` of a request as a whole."""
    rules = in_place(stored(name))
    of_the_whole = [{key: rules[key] for key in keys if key in rules} for keys in (("if", "then", "else"), ("anyOf",))]
    return tuple(rule for rule in (*rules.get("allOf", ()), *of_the_whole) if "if" in rule or "anyOf" in rule)


def message(name: str, sent: Any, *, texts: bool = False) -> Any:
    """A request in the form that its contract judges. Raises ``Unreadable`` (``duplicate-key``, ``json``).

    ``texts``: it was a query or a form, where a list is a name that is repeated.
    """
    members = members_of(name)
    if is_array(sent):
        return [_message(members, entry, (index,)) if is_object(entry) else entry for index, entry in enumerate(sent)]
    return _message(members, sent, (), texts=texts) if is_object(sent) else sent


def _message(members: Members, sent: Mapping[str, Any], path: Path, *, texts: bool = False) -> dict[str, Any]:
    read = members.read(sent, path)
    for violation in read.violations:
        raise Unreadable(violation.rule, violation.message, violation.path, violation.value)
    for name, value in read.members.items() if texts else ():
        member = members.find(name)
        if member is not None and not member.listed and is_array(value) and len(value) > 1:
            raise Unreadable("duplicate-key", given_twice(name), json_path([*path, name]), shorten_value(value[-1]))
    return read.members | read.unknown


def _member(name: str, rules: Schema, required: bool) -> Member:
    meant = _of_kind(rules)
    kind: str = meant.get("x-kind", "")
    accepts = acceptor(rules)
    inner, many = _inner(meant)
    put = _several(meant, inner) if inner is not None and many else _form(meant, inner)

    def form(value: Any, path: Path, read: Read) -> Any:
        if type(value) is int or (type(value) is str and value.isalnum()):
            return value  # whatever the rules are, there is nothing to put right
        if value is None:
            return None if required else ABSENT
        value = put(value, path, read)
        return ABSENT if value == "" and not required and not accepts("") else value

    listed = many or meant.get("if", {}).get("type") == "array" or (inner is not None)
    return Member(name, (name,), kind, rules, required, form, accepts, listed, inner, many)


def _of_kind(rules: Schema) -> Schema:
    """The rules themselves, or the shared definition's where those had to be put beside the member's own."""
    return next((part for part in rules.get("allOf", ()) if "x-kind" in part), rules)


def _inner(rules: Schema) -> tuple[Members | None, bool]:
    """The members of an object that has named ones, or of a list's objects."""
    if rules.get("type") == "object" and "properties" in rules:
        return Members(rules), False
    items: Schema = rules.get("items", {})
    if rules.get("type") == "array" and items.get("type") == "object":
        return Members(items), True
    return None, False


def _form(rules: Schema, inner: Members | None = None) -> _Form:
    """How values that these rules are about are put into the contract's form."""
    alternative = rules.get("if", {}).get("type")
    if alternative == "array":
        return _list_or_one(rules["then"]["items"], rules["else"])
    if alternative == "object":
        return _object_or_text(Members(rules["then"]), _form(rules["else"]))
    if inner is not None:
        return _one(inner)
    if rules.get("type") == "object":
        return _custom
    if rules.get("x-kind", "") in _FREE_TEXT:
        return _as_it_is
    return _phone if rules.get("x-kind", "") in _PHONES else _strip


def _as_it_is(value: Any, _: Path, __: Read) -> Any:
    return value


def _strip(value: Any, _: Path, __: Read) -> Any:
    return value.strip() if isinstance(value, str) else value


def _phone(value: Any, path: Path, read: Read) -> Any:
    if not isinstance(value, str):
        return value
    text = text_values.with_plus(value).strip()
    plain = text_values.without_separators(text)
    if plain != text and len(read.notes) < _MOST_NOTES:
        read.notes.append(read_as(_path_name(path), text[:40], plain[:40]))
    return plain


def read_as(name: str, text: str, number: str) -> Sentence:
    """The note on a phone number that was taken though it is written as no document writes them."""
    return Sentence.of(
        "ReadAs", "{name}: {text!r} is read as {number!r}; no document has numbers so written",
        name=name, text=text, number=number,
    )  # fmt: skip


def _path_name(path: Path) -> str:
    return json_path(path).removeprefix("$.")


def _custom(value: Any, path: Path, read: Read) -> Any:
    value = _out_of_text(value, path, read)
    return {} if value == [] else value


def _list_or_one(entries: Schema, alone: Schema) -> _Form:
    each, one, takes_empty = _form(entries), _form(alone), acceptor(entries)("")

    def form(value: Any, path: Path, read: Read) -> Any:
        if any(isinstance(entry, str) and "," in entry for entry in (value if is_array(value) else [value])):
            name = path[-1]
            sentence = Sentence.of(
                "CommasMakeNoList",
                "{name}: commas do not make a list; send {name}=…&{name}=…, or an array in JSON",
                name=name,
            )
            read.notes.append(sentence)
        if not is_array(value):
            return one(value, path, read)
        found = [each(entry, (*path, index), read) for index, entry in enumerate(value)]
        return found if takes_empty else [entry for entry in found if entry != ""]

    return form


def _object_or_text(members: Members, text: _Form) -> _Form:
    def form(value: Any, path: Path, read: Read) -> Any:
        return _within(members, value, path, read) if is_object(value) else text(value, path, read)

    return form


def _one(members: Members) -> _Form:
    def form(value: Any, path: Path, read: Read) -> Any:
        value = _out_of_text(value, path, read)
        if not is_array(value):
            return _within(members, value, path, read)
        entries = [_within(members, _out_of_text(entry, path, read), path, read) for entry in value]
        if not all(map(is_object, entries)):
            return value
        return {name: item for entry in entries for name, item in entry.items()}

    return form


def _several(rules: Schema, members: Members) -> _Form:
    def form(value: Any, path: Path, read: Read) -> Any:
        value = _out_of_text(value, path, read)
        entries = value if is_array(value) else [value] if is_object(value) else None
        if entries is None:
            return value
        return [
            _within(members, _out_of_text(entry, path, read), (*path, index), read)
            for index, entry in enumerate(entries)
        ]

    return form


def _within(members: Members, value: Any, path: Path, read: Read) -> Any:
    if not is_object(value):
        return value
    found = members.read(value, path)
    read.violations += found.violations
    read.notes += found.notes
    return found.members | found.unknown


def _out_of_text(value: Any, path: Path, read: Read) -> Any:
    """An object or a list that is written as JSON text."""
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        try:
            return read_json(value, json_path(path))
        except Unreadable as problem:
            read.violations.append(problem.violation)
    return value
