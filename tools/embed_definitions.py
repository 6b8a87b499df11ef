"""Completes the schema files: `python tools/embed_definitions.py [--check] [SCHEMA FILE …]`.

Each file in `contracts/schemas/` stands alone, so that a validator in any language takes it as it is. What several
share stands once and is put into them here:

- definitions, in `contracts/definitions.json`: those that a schema refers to, and those that they refer to, into its
  `$defs`. A definition that only one schema knows stays as it is.
- members that the messages of several operations begin with, in `contracts/shapes.json`; the catalogue entry says
  whose shape its request and its answer have. A message that is nothing but its shape needs no file by hand.
- dialect, address, title and source, from the catalogue entry, where a file does not say them. Where the entry has a
  `label`, all titles and sources of its messages come from there.

Then the file is laid out in the project's one way. `--check` changes nothing and exits with 1 if something is out of
date.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeGuard

from voicenter_mock.contracts.operations import CALLBACKS, CONTROL, OPERATIONS, SOCKET_EVENTS

CONTRACTS = Path(__file__).resolve().parent.parent / "contracts"
DEFINITIONS = CONTRACTS / "definitions.json"
SHAPES = CONTRACTS / "shapes.json"
SCHEMAS = CONTRACTS / "schemas"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
ADDRESS = "https://voicenter-mock.example/schemas/"
PREFIX = "#/$defs/"
LINE = 100


class Unresolved(Exception):
    """A schema refers to a definition that stands nowhere, or to something outside itself."""


def is_object(value: Any) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


def is_array(value: Any) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def references(schema: Any) -> Iterator[str]:
    """Every `$ref` in a schema; none is sought in examples, defaults and enumerations, which are data."""
    if is_object(schema):
        for key, value in schema.items():
            if key == "$ref" and isinstance(value, str):
                yield value
            elif key not in ("examples", "default", "enum", "const"):
                yield from references(value)
    elif is_array(schema):
        for value in schema:
            yield from references(value)


def embed(schema: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    """The schema with exactly the definitions that it needs, shared ones as they now read, `$defs` last.

    Raises `Unresolved`.
    """
    local: dict[str, Any] = {name: value for name, value in schema.get("$defs", {}).items() if name not in shared}
    body = {key: value for key, value in schema.items() if key != "$defs"}
    needed: dict[str, Any] = dict(local)
    waiting = list(references([body, local]))
    while waiting:
        reference = waiting.pop()
        if not reference.startswith(PREFIX):
            raise Unresolved(f"$ref {reference!r} leaves the file; only {PREFIX}<name> stays in it")
        name = reference.removeprefix(PREFIX)
        if name in needed:
            continue
        if name not in shared:
            raise Unresolved(f"$ref {reference!r}: definitions.json has no {name!r}")
        needed[name] = shared[name]
        waiting.extend(references(shared[name]))
    return body | ({"$defs": dict(sorted(needed.items()))} if needed else {})


class Stamp(NamedTuple):
    """What the catalogue says of a message. ``binding``: whatever the file says."""

    title: str
    source: str
    description: str = ""
    shape: str = ""
    binding: bool = False


def stamps() -> dict[str, Stamp]:
    """The stamp of each contract in the catalogue, by its name."""
    found: dict[str, Stamp] = {}
    for entry in OPERATIONS.values():
        label = entry.label or entry.title
        does = entry.title.rpartition(": ")[2]
        sentence = f"{does[:1].upper()}{does[1:]}."
        binding = bool(entry.label)
        found[entry.request_contract] = Stamp(label, entry.source, sentence, entry.request_shape, binding)
        answer = f"{label}, the answer"
        found[entry.response_contract] = Stamp(answer, entry.source, "The answer.", entry.response_shape, binding)
    for callback in CALLBACKS.values():
        found[callback.request_contract] = Stamp(callback.title, callback.source)
        found[callback.response_contract] = Stamp(f"{callback.title}, the answer", callback.source)
    found |= {event.contract: Stamp(event.name, event.source) for event in SOCKET_EVENTS.values()}
    for control in CONTROL.values():
        for name in filter(None, (control.request, control.response)):
            found[name] = Stamp(control.title, "control API")
    return found


HEAD = ("$schema", "$id", "title", "description", "x-source")
SHAPED = ("examples", "type", "required", "properties")


def stamp(name: str, schema: dict[str, Any], stamp: Stamp | None, shapes: dict[str, Any]) -> dict[str, Any]:
    """The schema with what the catalogue and its shape say of it.

    The shape's members stand before the message's own; its other keywords count where the file has none.
    """
    if stamp is None:
        return schema
    shape = shape_of(stamp.shape, shapes) if stamp.shape else {}
    stamped = {"$schema": DIALECT, "$id": f"{ADDRESS}{name}.json", "title": stamp.title, "x-source": stamp.source}
    made = {"description": stamp.description} | stamped | shape | schema
    if shape:
        made |= join_shape(shape, schema)
    if stamp.binding:
        made |= stamped
    order = list(schema)
    for before, key in zip(("", *HEAD, *SHAPED), (*HEAD, *SHAPED), strict=False):
        if key in made and key not in order:
            order.insert(order.index(before) + 1 if before in order else 0, key)
    return {key: made[key] for key in (*order, *(key for key in made if key not in order))}


def shape_of(name: str, shapes: dict[str, Any]) -> dict[str, Any]:
    """A shape with what it `begins_with`."""
    shape = {key: value for key, value in shapes[name].items() if key != "begins_with"}
    first: str | None = shapes[name].get("begins_with")
    if first is None:
        return shape
    beginning = shape_of(first, shapes)
    return beginning | shape | join_shape(beginning, shape)


def join_shape(shape: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Members and mandatory members of a shape, then those that only the schema has."""
    members = shape["properties"] | _without(schema.get("properties", {}), shape["properties"])
    required = [*shape.get("required", []), *_without(schema.get("required", []), shape.get("required", []))]
    return {"properties": members} | ({"required": required} if required else {})


def _without(members: Any, known: Any) -> Any:
    if is_object(members):
        return {name: rules for name, rules in members.items() if name not in known}
    return [name for name in members if name not in known]


def laid_out(value: Any, indent: int = 0, room: int = LINE) -> str:
    """JSON with what fits on a line on one line, the rest indented by two."""
    short = json.dumps(value, ensure_ascii=False)
    if not (is_object(value) or is_array(value)) or not value or (indent and len(short) <= room - indent):
        return short
    inner = " " * (indent + 2)
    lines: list[str] = []
    if is_array(value):
        lines += [laid_out(item, indent + 2) for item in value]
    elif is_object(value):
        for key, item in value.items():
            start = f"{json.dumps(key, ensure_ascii=False)}: "
            lines.append(start + laid_out(item, indent + 2, LINE - len(start)))
    opening, closing = "[]" if isinstance(value, list) else "{}"
    return f"{opening}\n" + ",\n".join(inner + line for line in lines) + f"\n{' ' * indent}{closing}"


def main(arguments: list[str]) -> int:
    check = "--check" in arguments
    catalogue = stamps()
    alone = [SCHEMAS / f"{name}.json" for name, stamp in catalogue.items() if stamp.shape]
    files = [Path(name) for name in arguments if name != "--check"] or sorted({*SCHEMAS.glob("*.json"), *alone})
    shared: dict[str, Any] = json.loads(DEFINITIONS.read_text("utf-8"))
    shapes: dict[str, Any] = json.loads(SHAPES.read_text("utf-8"))
    wanted = {DEFINITIONS: laid_out(dict(sorted(shared.items()))) + "\n", SHAPES: laid_out(shapes) + "\n"}
    failed = False
    for path in files:
        try:
            schema: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
            name = path.name.removesuffix(".json")
            wanted[path] = laid_out(embed(stamp(name, schema, catalogue.get(name), shapes), shared)) + "\n"
        except (Unresolved, ValueError) as problem:
            print(f"{path}: {problem}", file=sys.stderr)
            failed = True
    for path, text in wanted.items():
        if path.exists() and path.read_text("utf-8") == text:
            continue
        if check:
            print(f"{path} is out of date: run python tools/embed_definitions.py", file=sys.stderr)
            failed = True
        else:
            path.write_text(text, "utf-8", newline="\n")
            print(f"{path} written")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
