"""jsonschema's errors as violations that name the field, the rule and what would be right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from .compilation import SchemaViolation, variables
from .json_kinds import ARTICLES, encoded_twice
from .json_values import is_object
from .library import Schema
from .misspellings import known_members, near_value, nearest, rules_at, unknown_members
from .sentences import NOTHING, Sentence, alternatives, in_a_row, shorten_value
from .suggestions import suggest
from .verdicts import Violation, json_path

_MOST = 1000
"""Violations listed of one message; a list of 100,000 wrong calls is wrong enough by then."""
_EXPLAINED = 20
"""Unknown members of one object that are explained, and compared with what may have been meant; the rest is counted."""


def explain_errors(errors: Iterable[SchemaViolation], message: object, schema: Schema) -> list[Violation]:
    """Every violation once, in the order in which the schema finds them, at most a thousand."""
    found: dict[tuple[str, str], Violation] = {}
    for error in errors:
        for violation in _violations(error, message, schema):
            found.setdefault((violation.path, violation.rule), violation)
        if len(found) >= _MOST:
            break
    return list(found.values())[:_MOST]


def _violations(error: SchemaViolation, message: object, schema: Schema) -> Iterator[Violation]:
    rule = str(error.validator)
    if rule in ("anyOf", "oneOf") and error.context:
        yield from _alternatives(error, message, schema)
    elif rule == "oneOf" and (names := _given_together(error)):
        expected = Sentence.of("OneOfThem", "Expected one of {names}, not several.", names=", ".join(map(repr, names)))
        yield Violation(json_path(error.absolute_path), rule, expected, source=_source(error, schema))
    elif rule == "required":
        yield from _missing(error, schema)
    elif rule in ("additionalProperties", "unevaluatedProperties") and error.validator_value is False:
        yield from _explain_unexpected(error, schema)
    else:
        value = str(variables(error.instance)) if rule == "x-max-variables" else shorten_value(error.instance)
        yield Violation(
            json_path(error.absolute_path),
            rule,
            _describe_expected(error, schema),
            value,
            _source(error, schema),
            _hint(error),
        )


def _given_together(error: SchemaViolation) -> list[str]:
    """The members of which one is wanted, where several are given; none where the alternatives are of another kind."""
    branches: list[Schema] = error.validator_value
    if not is_object(error.instance) or not all(branch.keys() == {"required"} for branch in branches):
        return []
    return [name for branch in branches for name in branch["required"] if name in error.instance]


def _alternatives(error: SchemaViolation, message: object, schema: Schema) -> Iterator[Violation]:
    """What the alternative that comes nearest finds wrong; where all miss the same way, all of them in one sentence."""
    branches: dict[Any, list[SchemaViolation]] = {}
    for inner in error.context:
        branches.setdefault(inner.relative_schema_path[0], []).append(inner)
    branching = list(branches.values())
    place = json_path(error.absolute_path)
    if all(inner.validator == "required" and not list(inner.relative_path) for inner in error.context):
        wanted = [[name for name in branch[0].validator_value if name not in error.instance] for branch in branching]
        choice = alternatives(tuple(_together(names) for names in wanted))
        first = wanted[0][0]
        where = [*error.absolute_path, first]
        yield Violation(
            json_path(where),
            "required",
            _add_description(_is_missing(choice), _description_at(schema, where, "description")),
            source=_source(error, schema),
            hint=_misspelt(error, schema, first),
        )
    elif all(branch[0].validator == "type" and not list(branch[0].relative_path) for branch in branching):
        kinds = [kind for branch in branching for kind in _kinds(branch[0].validator_value)]
        yield Violation(
            place,
            "type",
            _one_of(dict.fromkeys(ARTICLES[kind] for kind in kinds)),
            shorten_value(error.instance),
            _source(error, schema),
        )
    else:
        for inner in min(branching, key=_distance):
            yield from _violations(inner, message, schema)


def _distance(branch: list[SchemaViolation]) -> tuple[int, int, int]:
    """How far an alternative is from what was meant: wrong type first, then wrong fixed values, then the rest."""
    wrong_type = sum(error.validator == "type" and not list(error.relative_path) for error in branch)
    wrong_value = sum(error.validator in ("const", "enum") for error in branch)
    return wrong_type, wrong_value, len(branch)


def _missing(error: SchemaViolation, schema: Schema) -> Iterator[Violation]:
    """jsonschema has one error a name but says which only in its sentence; all of them come with the first."""
    instance: dict[str, Any] = error.instance
    for name in error.validator_value:
        if name not in instance:
            where = [*error.absolute_path, name]
            yield Violation(
                json_path(where),
                "required",
                _add_description(_is_missing(repr(name)), _description_at(schema, where, "description")),
                source=_description_at(schema, where, "x-source") or _source(error, schema),
                hint=_misspelt(error, schema, name) or _misplaced(error, schema, name),
            )


def _explain_unexpected(error: SchemaViolation, schema: Schema) -> Iterator[Violation]:
    known = error.schema.get("properties", {})
    unknown = unknown_members(error.instance, [error.schema])
    for name in unknown[:_EXPLAINED]:
        absent = [candidate for candidate in known if candidate not in error.instance]
        yield Violation(
            json_path([*error.absolute_path, name]),
            "additionalProperties",
            Sentence.of("NoSuchMember", "No member is called {name!r} here.", name=name),
            shorten_value(error.instance[name]),
            _source(error, schema),
            _meant(name, absent),
        )
    if len(unknown) > _EXPLAINED:
        more = len(unknown) - _EXPLAINED
        sentence = Sentence.of("MoreUnknown", "{count:,} more members are none that are known here.", count=more)
        yield Violation(json_path(error.absolute_path), "additionalProperties", sentence, "", _source(error, schema))


def _meant(name: str, absent: list[str]) -> Sentence:
    """Where no other member is allowed, what there may be still, if that is little."""
    near = suggest(name, absent)
    if near:
        return Sentence.of("MeantMember", "did you mean `{name}`?", name=near)
    if not 0 < len(absent) <= _EXPLAINED:
        return NOTHING
    return Sentence.of("ThereMayBe", "there may be {names}", names=", ".join(f"`{name}`" for name in absent))


def _misspelt(error: SchemaViolation, schema: Schema, missing: str) -> Sentence:
    """Of the members that nothing knows, the one that was meant to be the missing one."""
    unknown = unknown_members(error.instance, rules_at(schema, error.absolute_path))
    near = nearest(missing, unknown[:_EXPLAINED])
    if not near:
        return NOTHING
    return Sentence.of("Misspelt", "`{name}` – did you mean `{missing}`?", name=near, missing=missing)


def _misplaced(error: SchemaViolation, schema: Schema, missing: str) -> Sentence:
    """Where the missing member stands instead, or what stands beside it that belongs in it: one level off."""
    instance, path = error.instance, list(error.absolute_path)
    for outer, value in list(instance.items())[:_EXPLAINED]:
        if (
            is_object(value)
            and missing in value
            and missing in unknown_members({missing: 0}, rules_at(schema, [*path, outer]))
        ):
            return Sentence.of("StandsWithin", "it stands in `{outer}`, and belongs beside it", outer=outer)
    within = known_members(rules_at(schema, [*path, missing]), {})[0]
    beside = [f"`{name}`" for name in unknown_members(instance, rules_at(schema, path)) if name in within]
    if not beside:
        return NOTHING
    return Sentence.of(
        "BelongsWithin", "what belongs in it stands beside it: {names}", names=", ".join(beside[:_EXPLAINED])
    )


def _description_at(schema: Schema, path: Iterable[str | int], keyword: str) -> str:
    """The first description (or other annotation) that the schema has of the value at a path."""
    return next((str(rules[keyword]) for rules in rules_at(schema, path) if keyword in rules), "")


_MOST_CHOICES = 20
"""So many values of an enumeration are listed."""


def _describe_expected(error: SchemaViolation, schema: Schema) -> Sentence:
    rules: Schema = error.schema if is_object(error.schema) else {}
    rule, wanted = str(error.validator), error.validator_value
    description = _description_at(schema, error.absolute_path, "description") if error.absolute_path else ""
    values: list[Any] = rules.get("x-values") or rules.get("x-known-values") or []
    if rule == "pattern" and values:
        return _one_of(map(str, values), any_case=bool(rules.get("x-any-case")))
    if rule in rules.get("x-kind-rules", ()):
        few: list[Any] = wanted if rule == "enum" and len(wanted) <= _MOST_CHOICES else []
        return _of_kind(rules["x-kind"], rules["x-expected"], few)
    if rule in _SENTENCES:
        return _SENTENCES[rule](wanted)
    if rule == "type":
        return _add_description(_one_of(ARTICLES.get(kind, kind) for kind in _kinds(wanted)), description)
    if rule == "enum":
        return _one_of(map(_plain, wanted))
    if rule == "const":
        return _one_of([_plain(wanted)])
    if rule == "pattern":
        sentence = Sentence.of("ExpectedForm", "Expected text of the form {form}.", form=wanted)
        return _add_description(sentence, description)
    return _add_description(Sentence(f"{error.message[:200]}."), description)


def _one_of(choices: Iterable[str], *, any_case: bool = False) -> Sentence:
    expected = alternatives(tuple(choices))
    if any_case:
        return Sentence.of("ExpectedInAnyCase", "Expected {expected} in any case.", expected=expected)
    return Sentence.of("Expected", "Expected {expected}.", expected=expected)


def _of_kind(kind: str, described: str, few: list[Any]) -> Sentence:
    """What a shared definition says of its values, which is translated by the definition's name."""
    described = _lower_first(described).rstrip(".")
    if few:
        return Sentence.of(
            "ExpectedOfKind", "Expected: {described}: {choices}.",
            described=described, kind=kind, choices=alternatives(tuple(map(_plain, few))),
        )  # fmt: skip
    return Sentence.of("ExpectedKind", "Expected: {described}.", described=described, kind=kind)


def _is_missing(name: str) -> Sentence:
    return Sentence.of("IsMissing", "{name} is missing.", name=name)


def _together(names: list[str]) -> Sentence:
    """Members that are wanted together."""
    return Sentence(" and ".join(map(repr, names)), "Together", {"names": tuple(map(repr, names))})


def _at_least_characters(least: int) -> Sentence:
    if least == 1:
        return Sentence.of("NotEmptyText", "Expected text that is not empty.")
    return Sentence.of("AtLeastCharacters", "Expected at least {least} characters.", least=least)


def _at_most_characters(most: int) -> Sentence:
    if most == 0:
        return Sentence.of("EmptyText", "Expected an empty text.")
    return Sentence.of("AtMostCharacters", "Expected at most {most} characters.", most=most)


def _at_most_entries(most: int) -> Sentence:
    if most == 0:
        return Sentence.of("EmptyList", "Expected an empty list, or no list.")
    return Sentence.of("AtMostEntries", "Expected at most {most} entries.", most=most)


_SENTENCES: Mapping[str, Callable[[Any], Sentence]] = {
    "minimum": lambda wanted: Sentence.of("AtLeast", "Expected at least {least}.", least=wanted),
    "maximum": lambda wanted: Sentence.of("AtMost", "Expected at most {most}.", most=wanted),
    "exclusiveMinimum": lambda wanted: Sentence.of("MoreThan", "Expected more than {limit}.", limit=wanted),
    "exclusiveMaximum": lambda wanted: Sentence.of("LessThan", "Expected less than {limit}.", limit=wanted),
    "minLength": _at_least_characters,
    "maxLength": _at_most_characters,
    "minItems": lambda wanted: Sentence.of("AtLeastEntries", "Expected at least {least} entries.", least=wanted),
    "maxItems": _at_most_entries,
    "minProperties": lambda wanted: Sentence.of("AtLeastMembers", "Expected at least {least} members.", least=wanted),
    "maxProperties": lambda wanted: Sentence.of("AtMostMembers", "Expected at most {most} members.", most=wanted),
    "x-max-variables": lambda wanted: Sentence.of(
        "AtMostVariables", "Expected at most {most} custom parameters (names that begin with var_).", most=wanted
    ),
}


def _hint(error: SchemaViolation) -> Sentence:
    value = error.instance
    rules: Schema = error.schema if is_object(error.schema) else {}
    if error.validator in ("enum", "const", "pattern"):
        wanted = {"enum": error.validator_value, "const": [error.validator_value]}.get(error.validator, ())
        near = near_value(value, rules.get("x-values") or wanted)
        if near:
            return Sentence.of("DidYouMean", "did you mean {name!r}?", name=near)
    if isinstance(value, str) and value != value.strip():
        return Sentence.of("WithoutBlanks", "without the blanks around it?")
    if error.validator != "type":
        return NOTHING
    text_expected = "string" in _kinds(error.validator_value)
    if not text_expected and (hint := encoded_twice(value)):
        return hint
    if isinstance(value, str) and _digits(value) and not text_expected:
        return Sentence.of("WithoutQuotes", "without the quotes?")
    if isinstance(value, int | float) and text_expected:
        return Sentence.of("InQuotes", "in quotes?")
    return NOTHING


def _digits(value: str) -> bool:
    return value.removeprefix("-").isdecimal() and value.isascii()


def _source(error: SchemaViolation, schema: Schema) -> str:
    """The nearest ``x-source`` on the way from the whole message to the rule."""
    source = str(schema.get("x-source", ""))
    node: Any = schema
    steps: Iterable[Any] = error.absolute_schema_path
    for step in steps:
        try:
            node = node[step]
        except (KeyError, IndexError, TypeError):
            break
        if is_object(node) and isinstance(node.get("x-source"), str):
            source = node["x-source"]
    return source


def _kinds(wanted: str | list[str]) -> list[str]:
    return [wanted] if isinstance(wanted, str) else wanted


def _plain(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


def _add_description(sentence: Sentence, description: str) -> Sentence:
    """With what the document says of the member, in the document's own words."""
    return in_a_row((sentence, Sentence(description)), " ")


def _lower_first(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:] if sentence[1:2].islower() or sentence[1:2] == " " else sentence
