"""From a schema to what makes its messages: every branch, every optional member present and absent, no trying."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import product
from random import Random
from typing import Any

from ..amendment import FORMS, MARK
from ..compilation import acceptor, in_place
from ..forms import rewritten
from ..inference import SAMPLES
from ..json_values import is_object
from ..library import Schema, closed, made_of_schemas
from ..quick_dataclasses import dataclass
from . import numbers
from .agreement import Agreement, agreement_at
from .patterns import matching
from .picks import Maker, Picks, RandomPicks, SimplestPicks, either, words
from .rules import CHOICES, CONDITIONS, EXCLUDED, FORBIDDEN, join_rules, types
from .vocabulary import candidates, candidates_of_kind, custom_data, variable_name

PART = "part"
"""Own keyword: these rules are for a part of an object, which is put right when it is whole."""

_MOST_COMBINATIONS = 5000
_MOST_ENTRIES = 3
_DEEP = 4
"""Lists that far inside have at most one entry more than they must."""

_SAMPLES = 40
_SELDOM = ("null", "number", "array")
"""Types that a member which may have others too has less often."""

_OTHER_TIMES = 6
"""A member's ordinary values are that many times as frequent as each special one that a condition asks for."""


class _Absent:
    """A member that is not there."""


class _Ordinary:
    """A member with a value that no condition asks for."""


@made_of_schemas
def maker(name: str) -> Maker:
    """What makes the valid messages of a contract. Raises ``UnknownContract``.

    Enumerations that the vendor extends have only their known values: messages keep the strict contract too.
    """
    if name == "sandbox.edit_organization":
        return _patches
    return _value(join_rules([in_place(closed(name))]), "", name)


def maker_for(schema: Schema, member: str) -> Maker:
    """What makes the values of one member. References must be in place already."""
    return _value(join_rules([schema]), member, "")


def _patches(picks: Picks) -> dict[str, Any]:
    """A part of an organization's document: what its contract leaves open, being a merge patch."""
    document: dict[str, Any] = maker("sandbox.organization")(picks)
    name = list(document)[picks.choose(len(document))] if document else "limits"
    return {name: document.get(name, {"requests_per_minute": 30})}


def _value(rules: Schema, member: str, place: str) -> Maker:
    kind = str(rules.get("x-kind", ""))
    if FORMS in rules:
        return _in_other_forms(rules, member, place)
    if SAMPLES in rules:
        return words(rules[SAMPLES])
    if "enum" in rules:
        return words(list(filter(_acceptor(rules), rules["enum"])))
    if rules.keys() & {CHOICES, CONDITIONS, EXCLUDED}:
        return _branches(rules, member, place)
    known = _fitting(rules, candidates_of_kind(kind))
    if known is not None:
        return known
    kinds = types(rules)
    makers = {one: _of_kind(rules, one, member, place) for one in kinds}
    return either(*(makers[one] for one in kinds for _ in range(1 if one in _SELDOM and len(kinds) > 1 else 3)))


def _in_other_forms(rules: Schema, member: str, place: str) -> Maker:
    """Values in the documents' form, and one in three as recordings write it."""
    samples: list[Any] = rules[FORMS]
    documented = _value({keyword: value for keyword, value in rules.items() if keyword != FORMS}, member, place)
    return either(
        documented, documented, lambda picks: rewritten(documented(picks), samples, picks.choose(len(samples)))
    )


def _of_kind(rules: Schema, kind: str, member: str, place: str) -> Maker:
    if kind == "object":
        return _object(rules, member, place)
    if kind == "array":
        return _array(rules, member, place)
    spelled = _spellings(rules) if kind == "string" else None
    if spelled:
        return words(spelled)
    narrowed = {**rules, "type": kind}
    found = _fitting(narrowed, candidates(rules, member, kind))
    if found is None and kind == "string":
        found = _fitting(narrowed, _as_text_of_integers(rules, member))
    if found is None and kind == "string" and "pattern" in rules:
        found = matching(rules["pattern"])
    if found is None and kind == "string":
        least = int(rules.get("minLength", 0))
        found = words(["a" * least])
    if found is None:
        raise ValueError(f"{place}: nothing is known to make for {member!r}, {kind}: {_plain(rules)}")
    return found


def _as_text_of_integers(rules: Schema, member: str) -> Iterator[Maker]:
    if "integer" in types(rules):
        for maker in candidates({**rules, "type": "integer"}, member, "integer"):
            yield lambda picks, maker=maker: str(maker(picks))


def _spellings(rules: Schema) -> list[str] | None:
    """The words of an enumeration in which case does not count, also in other cases."""
    listed: list[Any] = rules.get("x-values") or rules.get("x-known-values") or []
    known = [word for word in listed if isinstance(word, str)]
    if rules.get("x-any-case"):
        known = list(dict.fromkeys([*known, *(change(word) for change in (str.lower, str.upper) for word in known)]))
    return list(filter(_acceptor(rules), known)) if known else []


def _fitting(rules: Schema, makers: Iterable[Maker]) -> Maker | None:
    """The first maker whose values keep the rules."""
    accepts = _acceptor(rules)
    for maker in makers:
        random = RandomPicks(Random(7))
        if accepts(maker(SimplestPicks())) and all(accepts(maker(random)) for _ in range(_SAMPLES)):
            return maker
    return None


def _plain(rules: Schema) -> Schema:
    return {key: value for key, value in rules.items() if key not in (CHOICES, CONDITIONS, EXCLUDED, FORBIDDEN)}


def _acceptor(rules: Schema) -> Callable[[Any], bool]:
    """What decides whether a value keeps the rules."""
    return acceptor(_plain(rules))


def _array(rules: Schema, member: str, place: str) -> Maker:
    least = int(rules.get("minItems", 0))
    more = _MOST_ENTRIES if place.count(".") < _DEEP else 1
    most = min(int(rules.get("maxItems", least + more)), least + more)
    entry = _value(rules.get("items", {"type": "string"}), member, place)
    distinct = bool(rules.get("uniqueItems"))

    def make(picks: Picks) -> list[Any]:
        entries: list[Any] = []
        for _ in range(least + picks.measure(most - least) if most > least else least):
            picks.part()
            made = entry(picks)
            if not distinct or made not in entries:
                entries.append(made)
        return entries

    return make


def _object(rules: Schema, member: str, place: str) -> Maker:
    properties: dict[str, Schema] = rules.get("properties", {})
    absent = set(rules.get(FORBIDDEN, ()))
    required = set(rules.get("required", ()))
    if int(rules.get("maxProperties", len(properties))) <= len(required):
        absent |= properties.keys() - required
    here = f"{place}.{member}" if member else place
    members = [
        (name, _value(inner, name, here), name in required) for name, inner in properties.items() if name not in absent
    ]
    members += [(name, words(["x"]), True) for name in rules.get("required", ()) if name not in properties]
    more = _further(rules, member, here)
    least = int(rules.get("minProperties", 0))
    agree = None if rules.get(PART) else _agreement(rules, here)

    def make(picks: Picks) -> dict[str, Any]:
        made: dict[str, Any] = {}
        first = picks.member(None, 0)
        for index, (name, value, needed) in enumerate(members):
            picks.member(first, index)
            if needed or picks.choose(2):
                made[name] = value(picks)
        picks.member(first, len(members))
        if more is not None:
            made.update(more(picks))
        if len(made) < least:
            made[members[0][0]] = members[0][1](picks)
        if agree is not None:
            agree(made)
        return made

    return make


def _agreement(rules: Schema, place: str) -> Agreement | None:
    """What puts an object right; one that recordings have changed need not agree as the documents have it."""
    return None if rules.get(MARK) else agreement_at(str(rules.get("x-kind", "")) or place)


def _further(rules: Schema, member: str, place: str) -> Callable[[Picks], dict[str, Any]] | None:
    """Members that no name is written down for: custom data, and maps from anything to values of one kind."""
    patterns: dict[str, Schema] = rules.get("patternProperties", {})
    if patterns:
        (_, inner), *_ = patterns.items()
        value = _value(inner, "variable", place)
        return lambda picks: {variable_name(picks): value(picks) for _ in range(picks.choose(4))}
    if rules.get("properties"):
        return None
    inner = rules.get("additionalProperties")
    if is_object(inner) and rules.get("x-kind") != "custom_data":
        key: Schema = rules.get("propertyNames", {})
        name = _value({"type": "string", **join_rules([key])}, "key", place) if key else numbers.international_numbers
        value = _value(join_rules([inner]), "", place)
        return lambda picks: {name(picks): value(picks) for _ in range(picks.choose(4))}
    return None if inner is False else custom_data


# Branches --------------------------------------------------------------------------------------------------------


def _branches(rules: Schema, member: str, place: str) -> Maker:
    """One maker for each way in which alternatives and conditions can come out."""
    return either(*(_way(way, member, place) for way in _ways(rules)))


def _ways(rules: Schema) -> Iterator[Schema]:
    """Rules without alternatives: one for each combination of them."""
    plain = {key: value for key, value in rules.items() if key not in (CHOICES, EXCLUDED)}
    excluded = [[{FORBIDDEN: [name]} for name in part["required"]] for part in rules.get(EXCLUDED, ())]
    for parts in product(*rules.get(CHOICES, ()), *excluded):
        way = join_rules([plain, *parts])
        if "type" in way and not way["type"]:
            continue
        yield from _ways(way) if way.keys() & {CHOICES, EXCLUDED} else [way]


def _way(rules: Schema, member: str, place: str) -> Maker:
    if CONDITIONS not in rules:
        return _value(rules, member, place)
    conditions: list[Schema] = rules[CONDITIONS]
    by_type = next((condition for condition in conditions if set(condition["if"]) == {"type"}), None)
    if by_type is not None:
        return _either_type(rules, by_type, member, place)
    return _Conditional.of(rules, member, place)


def _either_type(rules: Schema, condition: Schema, member: str, place: str) -> Maker:
    """A list or one entry alone, and their like."""
    others = [one for one in rules[CONDITIONS] if one is not condition]
    plain = {key: value for key, value in rules.items() if key not in (CONDITIONS, "x-kind")}
    if others:
        plain[CONDITIONS] = others
    wanted = types(condition["if"])
    holds = join_rules([plain, {"type": wanted}, condition.get("then", {})])
    fails = join_rules([plain, condition.get("else", {})])
    if "type" in fails:
        fails["type"] = [one for one in types(fails) if one not in wanted]
    return either(_value(fails, member, place), _value(holds, member, place))


@dataclass(frozen=True, slots=True)
class _Conditional:
    """An object whose rules depend on some of its members.

    Those members' values are chosen first, of all combinations that can be valid; then what follows from them
    is known, and the rest is made.
    """

    combinations: tuple[tuple[dict[str, Any], Maker], ...]
    order: dict[str, int]
    special: dict[str, tuple[list[Any], Any]]
    """For members with ordinary values: the special ones, and what takes their place should one turn up."""

    def __call__(self, picks: Picks) -> Any:
        fixed, rest = self.combinations[picks.choose(len(self.combinations))]
        made: dict[str, Any] = rest(picks)
        for name, (asked, substitute) in self.special.items():
            if made.get(name) in asked:
                made[name] = substitute
        made.update(fixed)
        place = self.order
        return dict(sorted(made.items(), key=lambda item: place.get(item[0], len(place))))

    @classmethod
    def of(cls, rules: Schema, member: str, place: str) -> Maker:
        properties: dict[str, Schema] = rules.get("properties", {})
        tests: list[Schema] = [condition["if"] for condition in rules[CONDITIONS]]
        deciding = list(dict.fromkeys(name for test in tests for name in test.get("properties", {})))
        decide = list(map(acceptor, tests))
        plain = {key: value for key, value in rules.items() if key != CONDITIONS}
        values = [_values_of(name, rules, tests) for name in deciding]
        special = {
            name: _special(_value(properties.get(name, {}), name, place), choices)
            for name, choices in zip(deciding, values, strict=True)
            if _Ordinary in choices
        }
        makers: dict[tuple[Any, ...], Maker | None] = {}
        combinations: list[tuple[dict[str, Any], Maker]] = []
        count = 1
        for choices in values:
            count *= len(choices)
        if count > _MOST_COMBINATIONS:
            raise ValueError(f"{place}: {count} combinations of {', '.join(deciding)} are too many to tell apart")
        for chosen in product(*values):
            fixed = {
                name: value for name, value in zip(deciding, chosen, strict=True) if value not in (_Absent, _Ordinary)
            }
            ordinary = {name for name, value in zip(deciding, chosen, strict=True) if value is _Ordinary}
            sample = fixed | {name: special[name][1] for name in ordinary}
            outcome = tuple(accepts(sample) for accepts in decide)
            key = (outcome, tuple(sorted(fixed)), tuple(sorted(ordinary)))
            branches: list[Schema] = [
                condition.get("then" if holds else "else", {})
                for condition, holds in zip(rules[CONDITIONS], outcome, strict=True)
            ]
            narrowed = join_rules([plain, *branches, {"required": sorted(ordinary)}])
            if not _possible(narrowed, fixed, set(deciding) - fixed.keys() - ordinary):
                continue
            if key not in makers:
                narrowed[FORBIDDEN] = [*narrowed.get(FORBIDDEN, ()), *(set(deciding) - ordinary)]
                narrowed[PART] = True
                narrowed["required"] = [name for name in narrowed.get("required", ()) if name not in fixed]
                makers[key] = _value(narrowed, member, place)
            made = makers[key]
            if made is not None:
                combinations.append((fixed, made))
        if not combinations:
            raise ValueError(f"{place}: no combination of {', '.join(deciding)} is valid")
        made_for = _agreement(rules, f"{place}.{member}" if member else place)
        conditional = cls(tuple(combinations), {name: index for index, name in enumerate(properties)}, special)
        if made_for is None:
            return conditional

        def make(picks: Picks) -> Any:
            made = conditional(picks)
            made_for(made)
            return made

        return make


def _possible(rules: Schema, fixed: dict[str, Any], absent: set[str]) -> bool:
    if absent & set(rules.get("required", ())) or set(fixed) & set(rules.get(FORBIDDEN, ())):
        return False
    properties: dict[str, Schema] = rules.get("properties", {})
    return all(_acceptor(properties[name])(value) for name, value in fixed.items() if name in properties)


def _special(ordinary: Maker, choices: list[Any]) -> tuple[list[Any], Any]:
    asked = [value for value in choices if value not in (_Absent, _Ordinary)]
    random = RandomPicks(Random(7))
    samples = [ordinary(SimplestPicks()), *(ordinary(random) for _ in range(_SAMPLES))]
    return asked, next(value for value in samples if value not in asked)


def _values_of(name: str, rules: Schema, tests: list[Schema]) -> list[Any]:
    """What a member that conditions ask about may be: each value that makes a difference, absent, or ordinary."""
    inner: Schema = rules.get("properties", {}).get(name, {})
    absent = [] if name in rules.get("required", ()) else [_Absent]
    if "enum" in inner:
        return [*inner["enum"], *absent]
    spelled = _spellings(inner)
    if spelled:
        return [*spelled, *absent]
    asked: list[Any] = []
    for test in tests:
        wanted: Schema = test.get("properties", {}).get(name, {})
        asked += wanted.get("enum", ()) or ([wanted["const"]] if "const" in wanted else ())
        if "pattern" in wanted:
            asked.append(matching(wanted["pattern"])(SimplestPicks()))
    if not types(inner):
        return absent
    return [*[_Ordinary] * _OTHER_TIMES, *dict.fromkeys(asked), *absent]
