"""Writes `docs/reference/organization-document.md` from its schema: `python tools/write_organization_reference.py`.

A test says when the page is out of date.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

CHECKOUT = Path(__file__).resolve().parent.parent
SCHEMA = CHECKOUT / "contracts" / "schemas" / "sandbox.organization.json"
PAGE = CHECKOUT / "docs" / "reference" / "organization-document.md"

Schema = dict[str, Any]

TYPES = {"string": "text", "integer": "integer", "number": "number", "boolean": "true or false", "object": "object"}

INTRODUCTION = """\
# The organization document

<!-- Written by tools/write_organization_reference.py from contracts/schemas/sandbox.organization.json. -->

{description}

```console
$ voicenter-mock serve --organization shop.yaml
```

YAML is read as version 1.2 means it: `0722776772` and `18:00` are text, `NO` is not false. A document \
has only what you need; the rest has sensible values:

```yaml
{example}
```

What is wrong with a document is told with the file, the line and the place in it:

```text
{problem}
```

In the tables, **bold** keys must be there. Times are seconds on the organization's own clock.
"""


def page(schema: Schema) -> str:
    """The whole page."""
    example = "\n".join(yaml_lines(schema["examples"][0]))
    problem = (
        "shop.yaml:19: queues[0].members[0].extension: 'SIPSIP9' is no extension of this organization; "
        "did you mean 'SIPSIP1'?"
    )
    parts = [INTRODUCTION.format(description=schema["description"], example=example, problem=problem)]
    plain: Schema = {}
    sections: dict[str, Schema] = {}
    for name, member in schema["properties"].items():
        (sections if members_of(member, schema) else plain)[name] = member
    parts.append("## Settings and simple lists\n\n" + table(plain, [], schema))
    for name, member in sections.items():
        parts.append(f"## `{name}`\n\n{member['description']}\n\n{section(name, member, schema)}")
    return "\n".join(parts)


def resolve(member: Schema, schema: Schema) -> Schema:
    """A member with the definition it refers to; what stands beside the reference goes before."""
    if "$ref" not in member:
        return member
    return schema["$defs"][member["$ref"].rpartition("/")[2]] | {k: v for k, v in member.items() if k != "$ref"}


def members_of(member: Schema, schema: Schema) -> Schema | None:
    """The members of an object, or of each object of a list."""
    member = resolve(member, schema)
    return resolve(member["items"], schema).get("properties") if "items" in member else member.get("properties")


def section(name: str, member: Schema, schema: Schema) -> str:
    members = members_of(member, schema) or {}
    entry = resolve(member.get("items", member), schema)
    text = table(members, entry.get("required", []), schema)
    for key, inner in members.items():
        inside = members_of(inner, schema)
        if inside and "route" not in inner.get("$ref", ""):
            entry = resolve(resolve(inner, schema).get("items", inner), schema)
            text += f"\n### `{name}` / `{key}`\n\n{table(inside, entry.get('required', []), schema)}"
    return text


def table(members: Schema, required: list[str], schema: Schema) -> str:
    rows = ["| key | type | default | meaning |", "|---|---|---|---|"]
    for key, member in members.items():
        member = resolve(member, schema)
        name = f"**`{key}`**" if key in required else f"`{key}`"
        default = f"`{json.dumps(member['default'], ensure_ascii=False)}`" if "default" in member else ""
        cells = (name, kind(member, schema), default, member["description"])
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(rows) + "\n"


def kind(member: Schema, schema: Schema) -> str:
    """What a value may be, in a word or two."""
    if "enum" in member:
        return ", ".join(f"`{value}`" for value in member["enum"] if isinstance(value, str))
    written_types: Any = member["type"]
    types: list[str] = [written_types] if isinstance(written_types, str) else written_types
    if "items" in member:
        return f"list of {kind(resolve(member['items'], schema), schema)}"
    if types[0] == "object" and "string" in types:
        return "route" if "layer" in member["properties"] else "name or object"
    if types[:2] == ["number", "string"]:
        return "number or text"
    return "text" if "string" in types else TYPES[types[0]]  # where text is meant, an integer passes too


def yaml_lines(document: dict[str, Any], indent: int = 0) -> Iterator[str]:
    """A small document as people write it."""
    for key, member in document.items():
        if isinstance(member, dict):
            yield f"{' ' * indent}{key}:"
            yield from yaml_lines(cast("dict[str, Any]", member), indent + 2)
        elif isinstance(member, list):
            yield f"{' ' * indent}{key}:"
            for item in cast("list[Any]", member):
                is_entry = isinstance(item, dict)
                first, *others = yaml_lines(cast("dict[str, Any]", item)) if is_entry else [format_scalar(item)]
                yield f"{' ' * indent}  - {first}"
                yield from (f"{' ' * indent}    {line}" for line in others)
        else:
            yield f"{' ' * indent}{key}: {format_scalar(member)}"


def format_scalar(value: str | int) -> str:
    """A single value; numbers that are text get quotes."""
    return json.dumps(value) if isinstance(value, str) and value[:1].isdigit() else str(value)


def main() -> None:
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(json.loads(SCHEMA.read_text("utf-8"))), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
