"""jsonschema's errors as violations that name the field, the rule and what would be right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from .compilation import Refusal, variables
from .json_values import is_object
from .library import Schema
from .misspellings import near_value, nearest, rules_at, unknown_members
from .verdicts import Violation, json_path, shown

_MOST = 1000
"""Violations listed of one message; a list of 100,000 wrong calls is wrong enough by then."""
_EXPLAINED = 20
"""Unknown members of one object that are explained, and compared with what may have been meant; the rest is counted."""

_ARTICLES = {
    "array": "a list", "boolean": "true or false", "integer": "an integer", "null": "null", "number": "a number",
    "object": "an object", "string": "a string",
}  # fmt: skip


def explained(errors: Iterable[Refusal], message: object, schema: Schema) -> list[Violation]:
    """Every violation once, in the order in which the schema finds them, at most a thousand."""
    found: dict[tuple[str, str], Violation] = {}
    for error in errors:
        for violation in _violations(error, message, schema):
            found.setdefault((violation.path, violation.rule), violation)
        if len(found) >= _MOST:
            break
    return list(found.values())[:_MOST]


def _violations(error: Refusal, message: object, schema: Schema) -> Iterator[Violation]:
    rule = str(error.validator)
    if rule in ("anyOf", "oneOf") and error.context:
        yield from _alternatives(error, message, schema)
    elif rule == "required":
        yield from _missing(error, schema)
    elif rule in ("additionalProperties", "unevaluatedProperties") and error.validator_value is False:
        yield from _unexpected(error, schema)
    else:
        value = str(variables(error.instance)) if rule == "x-max-variables" else shown(error.instance)
        yield Violation(
            json_path(error.absolute_path), rule, _expected(error, schema), value, _source(error, schema), _hint(error)
        )


def _alternatives(error: Refusal, message: object, schema: Schema) -> Iterator[Violation]:
    """What the alternative that comes nearest finds wrong; where all miss the same way, all of them in one sentence."""
    branches: dict[Any, list[Refusal]] = {}
    for inner in error.context:
        branches.setdefault(inner.relative_schema_path[0], []).append(inner)
    alternatives = list(branches.values())
    place = json_path(error.absolute_path)
    if all(inner.validator == "required" and not list(inner.relative_path) for inner in error.context):
        wanted = [[name for name in branch[0].validator_value if name not in error.instance] for branch in alternatives]
        choice = " or ".join(" and ".join(map(repr, names)) for names in wanted)
        first = wanted[0][0]
        where = [*error.absolute_path, first]
        yield Violation(
            json_path(where),
            "required",
            f"{choice} is missing.{_described(_said(schema, where, 'description'))}",
            source=_source(error, schema),
            hint=_misspelt(error, schema, first),
        )
    elif all(branch[0].validator == "type" and not list(branch[0].relative_path) for branch in alternatives):
        kinds = [kind for branch in alternatives for kind in _kinds(branch[0].validator_value)]
        sentence = f"Expected {_listed(dict.fromkeys(_ARTICLES[kind] for kind in kinds))}."
        yield Violation(place, "type", sentence, shown(error.instance), _source(error, schema))
    else:
        for inner in min(alternatives, key=_distance):
            yield from _violations(inner, message, schema)


def _distance(branch: list[Refusal]) -> tuple[int, int, int]:
    """How far an alternative is from what was meant: wrong type first, then wrong fixed values, then the rest."""
    wrong_type = sum(error.validator == "type" and not list(error.relative_path) for error in branch)
    wrong_value = sum(error.validator in ("const", "enum") for error in branch)
    return wrong_type, wrong_value, len(branch)


def _missing(error: Refusal, schema: Schema) -> Iterator[Violation]:
    """jsonschema has one error a name but says which only in its sentence; all of them come with the first."""
    instance: dict[str, Any] = error.instance
    for name in error.validator_value:
        if name not in instance:
            where = [*error.absolute_path, name]
            yield Violation(
                json_path(where),
                "required",
                f"{name!r} is missing.{_described(_said(schema, where, 'description'))}",
                source=_said(schema, where, "x-source") or _source(error, schema),
                hint=_misspelt(error, schema, name),
            )


def _unexpected(error: Refusal, schema: Schema) -> Iterator[Violation]:
    known = error.schema.get("properties", {})
    unknown = unknown_members(error.instance, [error.schema])
    for name in unknown[:_EXPLAINED]:
        near = nearest(name, [candidate for candidate in known if candidate not in error.instance])
        yield Violation(
            json_path([*error.absolute_path, name]), "additionalProperties", f"No member is called {name!r} here.",
            shown(error.instance[name]), _source(error, schema), f"did you mean `{near}`?" if near else "",
        )  # fmt: skip
    if len(unknown) > _EXPLAINED:
        sentence = f"{len(unknown) - _EXPLAINED:,} more members are none that are known here."
        yield Violation(json_path(error.absolute_path), "additionalProperties", sentence, "", _source(error, schema))


def _misspelt(error: Refusal, schema: Schema, missing: str) -> str:
    """Of the members that nothing knows, the one that was meant to be the missing one."""
    unknown = unknown_members(error.instance, rules_at(schema, error.absolute_path))
    near = nearest(missing, unknown[:_EXPLAINED])
    return f"`{near}` – did you mean `{missing}`?" if near else ""


def _said(schema: Schema, path: Iterable[str | int], keyword: str) -> str:
    """The first description (or other annotation) that the schema has of the value at a path."""
    return next((str(rules[keyword]) for rules in rules_at(schema, path) if keyword in rules), "")


_MOST_CHOICES = 20
"""So many values of an enumeration are listed."""


def _expected(error: Refusal, schema: Schema) -> str:
    rules: Schema = error.schema if is_object(error.schema) else {}
    rule, wanted = str(error.validator), error.validator_value
    described = _described(_said(schema, error.absolute_path, "description")) if error.absolute_path else ""
    values: list[Any] = rules.get("x-values") or rules.get("x-known-values") or []
    if rule == "pattern" and values:
        return f"Expected {_listed(map(str, values))}{' in any case' if rules.get('x-any-case') else ''}."
    if rule in rules.get("x-kind-rules", ()):
        expected = f"Expected: {_lowered(rules['x-expected'])}"
        few = rule == "enum" and len(wanted) <= _MOST_CHOICES
        return f"{expected.rstrip('.')}: {_listed(map(_plain, wanted))}." if few else expected
    if rule in _SENTENCES:
        return _SENTENCES[rule].format(wanted=wanted)
    if rule == "type":
        return f"Expected {_listed(_ARTICLES.get(kind, kind) for kind in _kinds(wanted))}.{described}"
    if rule == "enum":
        return f"Expected {_listed(map(_plain, wanted))}."
    if rule == "const":
        return f"Expected {_plain(wanted)}."
    if rule == "minLength":
        return "Expected text that is not empty." if wanted == 1 else f"Expected at least {wanted} characters."
    if rule == "maxLength":
        return "Expected an empty text." if wanted == 0 else f"Expected at most {wanted} characters."
    if rule == "maxItems":
        return "Expected an empty list, or no list." if wanted == 0 else f"Expected at most {wanted} entries."
    if rule == "pattern":
        return f"Expected text of the form {wanted}.{described}"
    return f"{error.message[:200]}.{described}"


_SENTENCES = {
    "minimum": "Expected at least {wanted}.",
    "maximum": "Expected at most {wanted}.",
    "exclusiveMinimum": "Expected more than {wanted}.",
    "exclusiveMaximum": "Expected less than {wanted}.",
    "minItems": "Expected at least {wanted} entries.",
    "minProperties": "Expected at least {wanted} members.",
    "maxProperties": "Expected at most {wanted} members.",
    "x-max-variables": "Expected at most {wanted} custom parameters (names that begin with var_).",
}


def _hint(error: Refusal) -> str:
    value = error.instance
    rules: Schema = error.schema if is_object(error.schema) else {}
    if error.validator in ("enum", "const", "pattern"):
        wanted = {"enum": error.validator_value, "const": [error.validator_value]}.get(error.validator, ())
        near = near_value(value, rules.get("x-values") or wanted)
        if near:
            return f"did you mean {near!r}?"
    if isinstance(value, str) and value != value.strip():
        return "without the blanks around it?"
    if error.validator != "type":
        return ""
    text_expected = "string" in _kinds(error.validator_value)
    if isinstance(value, str):
        return "without the quotes?" if _digits(value) and not text_expected else ""
    return "in quotes?" if isinstance(value, int | float) and text_expected else ""


def _digits(value: str) -> bool:
    return value.removeprefix("-").isdecimal() and value.isascii()


def _source(error: Refusal, schema: Schema) -> str:
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


def _listed(words: Iterable[str]) -> str:
    every = list(words)
    return every[0] if len(every) == 1 else f"{', '.join(every[:-1])} or {every[-1]}" if every else "nothing"


def _plain(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


def _described(text: str) -> str:
    return f" {text}" if text else ""


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:] if sentence[1:2].islower() or sentence[1:2] == " " else sentence
