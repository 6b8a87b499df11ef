"""Schemas made ready for checking: shared definitions put in place, our own keywords, and the fast acceptor."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from importlib import import_module
from typing import Any, Protocol

from .json_values import is_array, is_number, is_object
from .library import Schema, closed, made_of_schemas, stored
from .quick_dataclasses import dataclass

_DEFINITION = "#/$defs/"
_ANNOTATIONS = frozenset(("title", "description", "default", "examples", "deprecated", "$comment"))
_APPLICATORS = frozenset(
    (
        *("additionalProperties", "allOf", "anyOf", "contains", "dependentSchemas", "else", "if", "items", "not"),
        *("oneOf", "patternProperties", "prefixItems", "properties", "propertyNames", "then", "unevaluatedItems"),
        "unevaluatedProperties",
    )
)
_DATA = frozenset(("examples", "default", "enum", "const", "required", "x-known-values", "x-values", "x-aliases"))
_BY_NAME = frozenset(("properties", "patternProperties", "dependentSchemas", "$defs"))
_PART = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\$", re.DOTALL)
"""An escaped character, a class of characters, or the end: only the last is not to be taken for the others."""

LONG = 100
"""Entries of a list from which on jsonschema is not asked about each."""

_VARIABLE = re.compile("var_", re.IGNORECASE)


class SchemaViolation(Protocol):
    """What this project reads of jsonschema's ``ValidationError``."""

    validator: Any
    validator_value: Any
    instance: Any
    schema: Any
    message: str

    @property
    def context(self) -> list[SchemaViolation]: ...
    @property
    def absolute_path(self) -> Iterable[str | int]: ...
    @property
    def relative_path(self) -> Iterable[str | int]: ...
    @property
    def absolute_schema_path(self) -> Iterable[str | int]: ...
    @property
    def relative_schema_path(self) -> Sequence[str | int]: ...


class _Validator(Protocol):
    def is_valid(self, instance: Any) -> bool: ...
    def iter_errors(self, instance: Any) -> Iterator[SchemaViolation]: ...


@dataclass(frozen=True, slots=True)
class Checker:
    """One contract, compiled. ``accepts`` decides, ``errors`` says why not."""

    schema: Schema
    accepts: Callable[[Any], bool]
    errors: Callable[[Any], Iterator[SchemaViolation]]
    fast: bool


@made_of_schemas
def checker(name: str, strict: bool = False) -> Checker:
    """The compiled contract; compiled when it is first asked for. Raises ``UnknownContract``."""
    return compile_schema(closed(name) if strict else stored(name))


def compile_schema(schema: Schema, *, fast: bool = True) -> Checker:
    """With jsonschema-rs installed (extra ``fast``) it decides acceptance; jsonschema explains either way.

    ``fast=False`` leaves jsonschema-rs out.
    """
    ready = in_place(schema)

    @cache
    def explaining() -> _Validator:
        return _validator_class()(ready)  # jsonschema takes long to import, and a valid message may never need it

    def accepts(message: Any) -> bool:
        return explaining().is_valid(message)

    def errors(message: Any) -> Iterator[SchemaViolation]:
        return explaining().iter_errors(message)

    decide = _fast_acceptor(ready, accepts) if fast else None
    return Checker(ready, decide or explaining().is_valid, errors, decide is not None)


def acceptor(rules: Schema) -> Callable[[Any], bool]:
    """What decides whether a value keeps rules that stand for themselves: references must be in place already."""
    return _compiled(json.dumps(rules))


@cache  # the same rules stand in many places
def _compiled(rules: str) -> Callable[[Any], bool]:
    return compile_schema(json.loads(rules)).accepts


def in_place(schema: Schema) -> Schema:
    """The schema with each reference to a definition replaced by the definition.

    Same meaning, but jsonschema need not look references up for each message. A member made from a definition
    is marked with ``x-kind`` (its name), ``x-expected`` (its description) and ``x-kind-rules`` (its keywords).
    Definitions that refer to themselves stay where they are.
    """
    definitions: dict[str, Schema] = schema.get("$defs", {})
    kept: set[str] = set()

    def walk(node: Any, inside: tuple[str, ...]) -> Any:
        if is_array(node):
            return [walk(item, inside) for item in node]
        if not is_object(node):
            return node
        rest: Schema = {
            key: value if key in _DATA else
            {name: walk(rule, inside) for name, rule in value.items()} if key in _BY_NAME else walk(value, inside)
            for key, value in node.items()
            if key not in ("$ref", "$defs")
        }  # fmt: skip
        reference: str | None = node.get("$ref")
        if reference is None:
            return rest
        name = reference.removeprefix(_DEFINITION)
        if name in inside or name not in definitions:
            kept.add(name)
            return {"$ref": reference, **rest}
        return _join_reference(name, walk(definitions[name], (*inside, name)), rest)

    ready: Schema = walk(schema, ())
    if kept:
        ready["$defs"] = definitions
    return ready


def _join_reference(name: str, definition: Schema, rest: Schema) -> Schema:
    """A reference's siblings beside what it refers to; where both have rules that could meet, one inside ``allOf``."""
    rules = [key for key in definition if is_rule(key)]
    own = [key for key in rest if is_rule(key)]
    kind = {"x-kind": name, "x-expected": definition.get("description", name), "x-kind-rules": rules}
    if own and (not set(own).isdisjoint(rules) or not _APPLICATORS.isdisjoint((*own, *rules))):
        return rest | {"allOf": [definition | kind, *rest.get("allOf", ())]}
    return definition | rest | kind


def is_rule(keyword: str) -> bool:
    """Whether a keyword decides on values, rather than telling people about them."""
    return keyword not in _ANNOTATIONS and not keyword.startswith("x-")


def ends_strictly(pattern: str) -> str:
    """JSON Schema's ``$`` is the end of the text; Python's also comes before a line feed at the end."""
    return _PART.sub(lambda part: r"\Z" if part[0] == "$" else part[0], pattern)


def variables(message: object) -> int:
    """How many custom parameters (``var_…``, in any case) a message has."""
    return sum(_VARIABLE.match(name) is not None for name in message) if is_object(message) else 0


@cache
def matching(pattern: str) -> Callable[[str], object]:
    """Whether a text has the pattern somewhere, as JSON Schema means it: ``None`` if not."""
    return re.compile(ends_strictly(pattern)).search


@cache
def _validator_class() -> Callable[[Schema], _Validator]:
    validators: Any = import_module("jsonschema.validators")  # as Any: its types differ with and without stubs
    refusal: Any = import_module("jsonschema.exceptions").ValidationError

    def number(_: Any, value: Any) -> bool:
        return is_number(value)

    def pattern(_: Any, wanted: str, instance: Any, __: Any) -> Iterator[SchemaViolation]:
        if isinstance(instance, str) and not matching(wanted)(instance):
            yield refusal(f"{instance!r} does not match {wanted!r}")

    def pattern_properties(validator: Any, wanted: Schema, instance: Any, _: Any) -> Iterator[SchemaViolation]:
        if is_object(instance):
            for expression, rules in wanted.items():
                matches = matching(expression)
                for name, value in instance.items():
                    if matches(name):
                        yield from validator.descend(value, rules, path=name, schema_path=expression)

    def max_variables(_: Any, limit: int, instance: Any, __: Any) -> Iterator[SchemaViolation]:
        if variables(instance) > limit:
            yield refusal(f"more than {limit} variables")

    def items(validator: Any, rules: Any, instance: Any, schema: Schema) -> Iterator[SchemaViolation]:
        """Of a long list only the entries that are refused are looked into: jsonschema takes long for all."""
        if not is_array(instance) or len(instance) < LONG or "prefixItems" in schema or '"$ref"' in json.dumps(rules):
            yield from standard["items"](validator, rules, instance, schema)
            return
        accepts = acceptor(rules)
        for index, entry in enumerate(instance):
            if not accepts(entry):
                yield from validator.descend(entry, rules, path=index)

    standard: Any = validators.Draft202012Validator.VALIDATORS
    keywords = {
        "items": items,
        "pattern": pattern,
        "patternProperties": pattern_properties,
        "x-max-variables": max_variables,
    }
    types = validators.Draft202012Validator.TYPE_CHECKER.redefine("number", number)
    extended: Callable[[Schema], _Validator] = validators.extend(
        validators.Draft202012Validator, keywords, type_checker=types
    )
    return extended


def _fast_acceptor(schema: Schema, slow: Callable[[Any], bool]) -> Callable[[Any], bool] | None:
    """jsonschema-rs, or ``None`` where it is not installed or cannot compile the schema.

    What it cannot take as JSON at all (a set, a lone surrogate) is left to jsonschema.
    """
    try:
        decide: Callable[[Any], bool] = import_module("jsonschema_rs").validator_for(schema).is_valid
    except (ImportError, AttributeError, ValueError):
        return None
    limit: int | None = schema.get("x-max-variables")

    def accepts(message: Any) -> bool:
        try:
            return decide(message) and (limit is None or variables(message) <= limit)
        except (ValueError, TypeError, OverflowError):
            return slow(message)

    return accepts
