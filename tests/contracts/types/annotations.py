"""What an annotation of `contracts.types` says at run time, compared with schemas and with messages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from voicenter_mock.contracts import types
from voicenter_mock.contracts.json_values import is_array, is_object

Schema = dict[str, Any]

PYTHON = {"string": str, "integer": int, "number": float, "boolean": bool, "null": NoneType}


def type_name(contract: str) -> str:
    """The name of the type of a contract's message, by the rule of the documentation."""
    return "".join(word.capitalize() for word in re.split(r"[._]", contract))


def message_type(contract: str) -> Any:
    return getattr(types, type_name(contract))


def alternatives(annotation: Any) -> list[Any]:
    """What stands between the bars, without `NotRequired` around it."""
    if get_origin(annotation) is NotRequired:
        return alternatives(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return [inner for part in get_args(annotation) for inner in alternatives(part)]
    return [annotation]


def members(typed_dict: Any) -> dict[str, Any]:
    return get_type_hints(typed_dict)


def misfits(value: Any, annotation: Any, place: str = "$") -> list[str]:
    """Why a value is not of a type; nothing when it is. Of several alternatives the nearest is explained."""
    tries = [_misfits(value, alternative, place) for alternative in alternatives(annotation)]
    return min(tries, key=len)


def _misfits(value: Any, annotation: Any, place: str) -> list[str]:
    if annotation is Any:
        return []
    if is_typeddict(annotation):
        return list(_in_typed_dict(value, annotation, place)) if is_object(value) else [f"{place} is no object"]
    if get_origin(annotation) is Literal:
        known: list[object] = [word for word in get_args(annotation) if type(word) is type(value)]
        return [] if value in known else [f"{place} is {value!r}, none of {get_args(annotation)}"]
    if get_origin(annotation) is list:
        if not is_array(value):
            return [f"{place} is no list"]
        (item,) = get_args(annotation)
        return [why for index, inner in enumerate(value) for why in misfits(inner, item, f"{place}[{index}]")]
    if get_origin(annotation) is dict:
        if not is_object(value):
            return [f"{place} is no object"]
        return [
            why for key, inner in value.items() for why in misfits(inner, get_args(annotation)[1], f"{place}.{key}")
        ]
    kinds = (int, float) if annotation is float else (annotation,)
    return [] if type(value) in kinds else [f"{place} is {value!r}, no {annotation}"]


def _in_typed_dict(value: dict[str, Any], typed_dict: Any, place: str) -> Iterator[str]:
    hints = members(typed_dict)
    for key in sorted(typed_dict.__required_keys__ - value.keys()):
        yield f"{place}.{key} is missing"
    for key, inner in value.items():
        if key in hints:
            yield from misfits(inner, hints[key], f"{place}.{key}")
        elif not key.lower().startswith("var_"):
            yield f"{place}.{key} is no member of {typed_dict.__name__}"


def disagreements(rules: Schema, definitions: Schema, annotation: Any, place: str = "$") -> Iterator[str]:
    """Where a type says something else of an object's members than the schema, however deep."""
    if "$ref" in rules:
        whole: Schema = definitions[rules["$ref"].rpartition("/")[2]]
        rules = whole | {"properties": {**whole.get("properties", {}), **rules.get("properties", {})}}
    kinds = alternatives(annotation)
    if rules.get("properties"):
        stated: Schema = rules["properties"]
        named = [kind for kind in kinds if is_typeddict(kind) and stated.keys() <= members(kind).keys()]
        if len(named) != 1:
            yield f"{place}: no type, or several, with the members {', '.join(stated)}"
            return
        (typed_dict,) = named
        if typed_dict.__required_keys__ != set(rules.get("required", ())) & stated.keys():
            yield f"{place}: required are {sorted(typed_dict.__required_keys__)}"
        for key, inner in stated.items():
            yield from disagreements(inner, definitions, members(typed_dict)[key], f"{place}.{key}")
    elif is_object(rules.get("items")):
        lists = [get_args(kind)[0] for kind in kinds if get_origin(kind) is list]
        if len(lists) != 1:
            yield f"{place}: no list, or several"
            return
        yield from disagreements(rules["items"], definitions, lists[0], f"{place}[]")
    else:
        for way in (*rules.get("anyOf", ()), *rules.get("oneOf", ())):
            yield from disagreements(way, definitions, annotation, place)
        yield from _kinds_left_out(rules, kinds, place)


def _kinds_left_out(rules: Schema, kinds: list[Any], place: str) -> Iterator[str]:
    """Types of JSON, and words, that the schema allows and the annotation does not."""
    if Any in kinds:
        return
    stated = rules.get("type", [])
    for name in [stated] if isinstance(stated, str) else stated:
        python = PYTHON.get(name)
        if python is None or "enum" in rules or name in rules.get("x-tolerated", ()):
            continue
        if python not in kinds and not (name == "integer" and float in kinds):
            yield f"{place}: {name} is left out of {kinds}"
    for word in rules.get("enum", rules.get("x-known-values", ())):
        if word is not None and misfits(word, Union[tuple(kinds)]):  # noqa: UP007
            yield f"{place}: {word!r} is left out of {kinds}"
