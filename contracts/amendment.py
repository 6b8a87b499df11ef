"""A contract's schema with what an addendum says of it put in place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import Any

from .addendum import EACH, AddendumError, Change
from .forms import shape
from .inference import infer_rules
from .json_values import is_array, is_object
from .library import Schema

MARK = "x-seen-in-recordings"
SEEN = "seen in your recordings"
FORMS = "x-forms"
"""Samples of the other forms that a member has in recordings."""

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9 _-]{0,39}\Z")
_FIGURES = re.compile(r"^-?[0-9]+\Z")
_BRANCHES = ("then", "else", "allOf", "anyOf")


def amend(schema: Schema, changes: Iterable[Change]) -> Schema:
    """A copy of the schema with the changes. Raises ``AddendumError`` for a place that it does not have."""
    whole = deepcopy(schema)
    for change in changes:
        holder = _holder(whole, change)
        holder[MARK] = True
        if change.kind == "absent":
            _make_optional(holder, change.steps[-1])
        elif change.kind == "member":
            _add_member(holder, change)
        else:
            for member in _members(whole, holder, change):
                if change.kind == "word":
                    _add_words(member, change)
                elif change.kind == "form":
                    _add_forms(member, change, whole.get("$defs", {}))
                else:
                    _add_types(member, change)
    return whole


def listed_words(schema: Schema, member: str) -> list[Any]:
    """The words that a contract lists for a member of the message itself."""
    rules: Schema = schema.get("properties", {}).get(member, {})
    while name := str(rules.get("$ref", "")).rpartition("/")[2]:
        rules = schema["$defs"][name]
    found: list[Any] = rules.get("enum") or rules.get("x-known-values") or []
    return found


def _holder(whole: Schema, change: Change) -> Schema:
    """The schema of the object that has the member: references on the way are put in place, for this one alone."""
    node = whole
    for step in change.steps[:-1]:
        if step == EACH:
            if not is_object(node.get("items")):
                raise _no_place(change, "there is no list there")
            node["items"] = node = _in_place(whole, node["items"])
        else:
            inner: Schema = node.get("properties", {})
            if step not in inner:
                raise _no_place(change, f"the contract has no {step!r} there")
            inner[step] = node = _in_place(whole, inner[step])
    if not is_object(node.get("properties")):
        raise _no_place(change, "the contract names no members there")
    return node


def _members(whole: Schema, holder: Schema, change: Change) -> Iterator[Schema]:
    """The member's schemas: its own, and those of patterns that its name has (names in any case)."""
    name = change.steps[-1]
    if name not in holder["properties"]:
        raise _no_place(change, f"the contract has no {name!r} there")
    holder["properties"][name] = member = _in_place(whole, holder["properties"][name])
    yield member
    patterns: Schema = holder.get("patternProperties", {})
    for pattern in [pattern for pattern in patterns if re.search(pattern, name)]:
        patterns[pattern] = rules = _in_place(whole, patterns[pattern])
        yield rules


def _in_place(whole: Schema, rules: Schema) -> Schema:
    """A copy of its own of what rules refer to, with what stands beside the reference."""
    while name := str(rules.get("$ref", "")).rpartition("/")[2]:
        definition: Schema = deepcopy(whole["$defs"][name])
        kind = {"x-kind": name, "x-expected": definition.get("description", name), "x-kind-rules": list[str]()}
        beside = {key: value for key, value in rules.items() if key != "$ref"}
        rules = kind | definition | beside
    return rules


def _add_member(holder: Schema, change: Change) -> None:
    name = change.steps[-1]
    if name in holder["properties"]:
        raise _no_place(change, f"the contract has {name!r} there already")
    kinds = list(change.kinds)
    rules: Schema = {"type": kinds[0] if len(kinds) == 1 else kinds}
    if any(is_object(value) or is_array(value) for value in change.values):
        rules = infer_rules(change.values, needed=False) | rules
    words = [value for value in change.values if isinstance(value, str) and _WORD.match(value)]
    if kinds == ["string"] and words and len(words) == len(change.values):
        rules["x-known-values"] = words
    holder["properties"][name] = rules | _mark_amended("", change)


def _add_words(member: Schema, change: Change) -> None:
    added = False
    for rules in _rules(member):
        for keyword in ("x-known-values", "x-values", "enum"):
            if is_array(rules.get(keyword)):
                rules[keyword] = [*rules[keyword], *(word for word in change.values if word not in rules[keyword])]
                added = True
        if "const" in rules:
            rules["enum"] = [rules.pop("const"), *change.values]
            added = True
    if not added:
        raise _no_place(change, "the contract lists no words there")
    member |= _mark_amended(str(member.get("description", "")), change, ", ".join(map(str, change.values)))


def _add_types(member: Schema, change: Change) -> None:
    kinds: Any = member.get("type")
    if kinds is None and "enum" not in member:
        raise _no_place(change, "the contract has no type there")
    if kinds is not None:
        before = [kinds] if isinstance(kinds, str) else list(kinds)
        member["type"] = [*before, *(kind for kind in change.kinds if kind not in before)]
    if "string" in change.kinds and "pattern" not in member and _are_figures(change.values):
        member["pattern"] = _FIGURES.pattern.replace(r"\Z", "$")
    for keyword in ("enum", "x-known-values"):
        if is_array(member.get(keyword)):
            words: list[Any] = member[keyword]
            more = [*change.values, *_in_types(words, change.kinds)]
            member[keyword] = [*words, *(word for at, word in enumerate(more) if not _has([*words, *more[:at]], word))]
    member |= _mark_amended(str(member.get("description", "")), change, " or ".join(change.kinds))


def _add_forms(member: Schema, change: Change, definitions: Schema) -> None:
    """Loosens what the samples break: a text's pattern and length, a number's limits. Raises ``AddendumError`` where
    that is not enough."""
    from .compilation import compile_schema  # late: most processes have no addendum

    texts = [value for value in change.values if isinstance(value, str)]
    numbers = [value for value in change.values if isinstance(value, int | float) and not isinstance(value, bool)]
    if texts and "pattern" in member:
        shapes = dict.fromkeys(f"^{shape(text)}$" for text in texts)
        member["pattern"] = "|".join(f"(?:{pattern})" for pattern in (member["pattern"], *shapes))
    for text in texts:
        _widen(member, "minLength", "maxLength", len(text), (len(text), len(text)))
    for number in numbers:
        _widen(member, "minimum", "maximum", number, _of_its_size(number))
    accepts = compile_schema({**member, "$defs": definitions}).accepts
    for value in change.values:
        if not accepts(value):
            sentence = f"{change.contract}: the contract has a rule there that {value!r} breaks, and that is no form"
            raise AddendumError(f"{change.entry}.samples", sentence)
    member[FORMS] = [*member.get(FORMS, ()), *change.values]
    member |= _mark_amended(str(member.get("description", "")), change, f"also such as {change.values[0]}")


def _widen(member: Schema, least: str, most: str, value: float, limits: tuple[float, float]) -> None:
    """A limit that a value breaks becomes one of the ``limits``."""
    if value < member.get(least, value):
        member[least] = limits[0]
    if value > member.get(most, value):
        member[most] = limits[1]


def _of_its_size(number: float) -> tuple[float, float]:
    """The range of numbers with as many figures, and fewer, of the same sign."""
    largest = 10 ** len(str(abs(int(number)))) - 1
    return (0, largest) if number >= 0 else (-largest, 0)


def _in_types(words: Iterable[Any], kinds: tuple[str, ...]) -> Iterator[Any]:
    """Listed words as another type writes them: ``1`` as ``"1"``."""
    for word in words:
        if "string" in kinds and type(word) is int:
            yield str(word)
        elif "integer" in kinds and isinstance(word, str) and _FIGURES.match(word):
            yield int(word)


def _are_figures(values: Iterable[Any]) -> bool:
    """Whether all texts among the samples write numbers, of which there must be one."""
    texts = [value for value in values if isinstance(value, str)]
    return bool(texts) and all(map(_FIGURES.match, texts))


def _has(listed: list[Any], value: Any) -> bool:
    """Whether a list has the value, and with the same type: to Python 1 and ``True`` are equal."""
    return any(value == one and type(value) is type(one) for one in listed)


def _make_optional(holder: Schema, name: str) -> None:
    """No longer mandatory, in whatever case."""
    for rules in _rules(holder):
        if name in rules.get("required", ()):
            rules["required"] = [one for one in rules["required"] if one != name]


def _rules(node: Schema) -> Iterator[Schema]:
    """The rules of one value, with those of their branches."""
    yield node
    for keyword in _BRANCHES:
        inner: Any = node.get(keyword)
        for rules in inner if is_array(inner) else [inner]:
            if is_object(rules):
                yield from _rules(rules)


def _mark_amended(description: str, change: Change, what: str = "") -> Schema:
    """What tells a reader where it comes from."""
    often = f" ({change.seen})" if change.seen else ""
    sentence = f"{what[:1].upper()}{what[1:]}: {SEEN}{often}." if what else f"{SEEN[:1].upper()}{SEEN[1:]}{often}."
    source = {"x-source": SEEN} if change.kind == "member" else {}
    return {"description": f"{description} {sentence}".strip(), MARK: True, **source}


def _no_place(change: Change, why: str) -> AddendumError:
    return AddendumError(f"{change.entry}.place", f"{change.contract}: {why}")
