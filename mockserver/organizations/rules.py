"""A document against its schema, with messages for the people who write documents by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from math import isfinite, nextafter
from typing import Any

from ... import contracts
from ...contracts.json_values import is_array, is_object
from ...contracts.library import stored
from .problems import DocumentProblem, at, did_you_mean, quote_value

CONTRACT = "sandbox.organization"

_BASED = re.compile(r"[-+]?0[xo]", re.IGNORECASE)
_WORDS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "object": "an object",
    "array": "a list",
    "null": "null",
}


def violations(document: Mapping[str, Any]) -> Iterator[DocumentProblem]:
    """What in a document is against its schema."""
    seen: set[DocumentProblem] = set()
    try:
        if contracts.accepts(CONTRACT, document) and contracts.accepts(CONTRACT, _whole_floats_broken(document)):
            return  # nearly every document; explaining takes ten times as long
        for error in _validator().iter_errors(document):
            for problem in _problems_of(error):
                if problem not in seen:
                    seen.add(problem)
                    yield problem
    except RecursionError:
        yield DocumentProblem("", "is nested too deeply")


def _whole_floats_broken(value: Any) -> Any:
    """The value with the nearest fraction in place of each ``5.0``, which the contract takes for an integer."""
    if is_object(value):
        return {key: _whole_floats_broken(item) for key, item in value.items()}
    if is_array(value):
        return [_whole_floats_broken(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return nextafter(value, 0.5)
    return value


@cache
def _validator() -> Any:
    jsonschema: Any = import_module("jsonschema")

    def pattern(_: object, wanted: str, value: object, schema: Mapping[str, Any]) -> Iterator[Exception]:
        """To Python ``$`` also stands before a line feed at the end; in JSON Schema it does not."""
        python = rf"{wanted[:-1]}\Z" if wanted.endswith("$") else wanted
        if isinstance(value, str) and not re.search(python, value):
            message = f"{quote_value(value)} is not possible here: {schema.get('description', wanted)}"
            yield jsonschema.ValidationError(message)

    def integer(_: object, value: object) -> bool:
        """``5.0`` is an integer to JSON Schema; here it would become part of a name."""
        return isinstance(value, int) and not isinstance(value, bool)

    standard = jsonschema.Draft202012Validator
    types = standard.TYPE_CHECKER.redefine("integer", integer)
    return jsonschema.validators.extend(standard, {"pattern": pattern}, type_checker=types)(stored(CONTRACT))


def _problems_of(error: Any) -> Iterator[DocumentProblem]:
    """One of jsonschema's errors, as one or several problems."""
    place = ""
    for key in error.absolute_path:
        place = at(place, key)
    value, rule, wanted = error.instance, error.validator, error.validator_value
    if rule == "additionalProperties":
        known = error.schema.get("properties", {})
        for key in value:
            if key not in known:
                yield DocumentProblem(at(place, str(key)), f"there is no such key{did_you_mean(str(key), known)}")
    elif rule == "required":
        for key in wanted:
            if key not in value:
                yield DocumentProblem(at(place, key), "is missing")
    elif "x-rule" in error.schema and rule != "type":
        yield DocumentProblem(place, f"{quote_value(value)} {error.schema['x-rule']}")
    elif rule == "type":
        kinds = [wanted] if isinstance(wanted, str) else wanted
        left_out = "; a key without a value is left out" if value is None else ""
        problem = f"{quote_value(value)} is not {' or '.join(_WORDS[kind] for kind in kinds)}"
        yield DocumentProblem(place, f"{problem}{_as_number(value, kinds)}{left_out}")
    elif rule == "enum":
        near = did_you_mean(str(value), dict.fromkeys(map(str, wanted)))
        yield DocumentProblem(place, f"{quote_value(value)} is not possible here{near}")
    elif rule == "minLength" and not value:
        yield DocumentProblem(place, "is empty")
    else:
        yield DocumentProblem(
            place, error.message if len(error.message) < 200 else f"{quote_value(value)} breaks {rule} {wanted}"
        )


def _as_number(value: object, kinds: Iterable[str]) -> str:
    """How to write a number that is text here: one in quotation marks, or in a form that only some readers of YAML take
    for a number (``1e2``, ``.5``, ``+5``, ``0x10``).
    """
    if not isinstance(value, str) or not {"integer", "number"} & set(kinds):
        return ""
    try:
        number = int(value, 0) if _BASED.match(value) else float(value)
    except ValueError:
        return ""
    plain = f"{number:.15g}"
    if not isfinite(number) or "e" in plain or ("." in plain and "number" not in kinds):
        return ""
    return "; write it without quotation marks" if plain == value else f"; write {plain}"
