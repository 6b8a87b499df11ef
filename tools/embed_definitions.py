"""Copies shared definitions into the schemas: `python tools/embed_definitions.py [--check] [SCHEMA FILE …]`.

Each file in `contracts/schemas/` stands alone, so that a validator in any language takes it as it is. What
several share stands once, in `contracts/definitions.json`; this copies the definitions a schema refers to, and
those that they refer to, into its `$defs`, and lays the file out in the project's one way. A definition that
only one schema knows stays as it is. `--check` changes nothing and exits with 1 if something is out of date.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeGuard

CONTRACTS = Path(__file__).resolve().parent.parent / "contracts"
DEFINITIONS = CONTRACTS / "definitions.json"
SCHEMAS = CONTRACTS / "schemas"
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


def embedded(schema: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
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
    files = [Path(name) for name in arguments if name != "--check"] or sorted(SCHEMAS.glob("*.json"))
    shared: dict[str, Any] = json.loads(DEFINITIONS.read_text("utf-8"))
    wanted = {DEFINITIONS: laid_out(dict(sorted(shared.items()))) + "\n"}
    failed = False
    for path in files:
        try:
            wanted[path] = laid_out(embedded(json.loads(path.read_text("utf-8")), shared)) + "\n"
        except (Unresolved, ValueError) as problem:
            print(f"{path}: {problem}", file=sys.stderr)
            failed = True
    for path, text in wanted.items():
        if path.read_text("utf-8") == text:
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
