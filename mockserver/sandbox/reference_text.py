"""What the reference's pages are made of: escaped text, prose, and tables of a schema's members."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, Final, cast

DEPTH: Final = 4
_BAR: Final = re.compile(r"(?<!\\)\|")
_CODE: Final = re.compile(r"`([^`]+)`")


def document(title: str, body: str) -> bytes:
    """A whole page."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{text(title)} · voicenter-mock</title>"
        '<link rel="icon" href="/_sandbox/page/icon.svg"><link rel="stylesheet" href="/_sandbox/page/page.css">'
        '<link rel="stylesheet" href="/_sandbox/page/documents.css"></head>'
        f'<body class="document"><main><h1>{text(title)}</h1>{body}</main></body></html>'
    ).encode()


def text(value: object) -> str:
    """Text as HTML has it, in attributes too."""
    return escape(str(value), quote=True)


def code(value: object) -> str:
    return f"<code>{text(value)}</code>"


def prose(words: str) -> str:
    """Paragraphs; what stands between backticks is code, and lines that begin with a bar are a table."""
    blocks = [block for block in words.split("\n\n") if block.strip()]
    return "".join(_table(block) if block.startswith("|") else f"<p>{_inline(block)}</p>" for block in blocks)


def _inline(words: str) -> str:
    return _CODE.sub(r"<code>\1</code>", text(words))


def _table(block: str) -> str:
    rows = [
        [cell.replace("\\|", "|").strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in block.split("\n")
    ]
    return table(rows[0], (list(map(_inline, row)) for row in rows[2:]))


def table(heads: list[str], rows: Iterator[list[str]]) -> str:
    """``heads`` are text, cells HTML; the first cell of a row is its heading."""
    head = "".join(f'<th scope="col">{text(name)}</th>' for name in heads)
    body = "".join(
        f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in others)}</tr>'
        for first, *others in rows
    )
    return f'<div class="table" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def contents(groups: Mapping[str, list[str]]) -> str:
    """Links to the groups."""
    links = (
        f'<li><a href="#{text(anchor(name))}">{text(name)}</a> {len(entries)}</li>' for name, entries in groups.items()
    )
    return f'<ul class="contents">{"".join(links)}</ul>'


def anchor(name: str) -> str:
    return name.lower().replace(" ", "-")


def example(value: Any) -> str:
    written = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2)
    return f'<h4>Example</h4><pre tabindex="0">{text(written)}</pre>'


# ---- schemas ------------------------------------------------------------------------------------------------


def members(schema: Mapping[str, Any], whole: Mapping[str, Any]) -> str:
    """A schema's members: those of nested objects behind a dot, those of lists behind brackets."""
    rows = list(_rows(_resolve(schema, whole), whole))
    return table(["member", "type", "", "meaning"], iter(rows)) if rows else ""


def _rows(schema: Mapping[str, Any], whole: Mapping[str, Any], prefix: str = "", depth: int = 0) -> Iterator[list[str]]:
    if schema.get("type") == "array":
        yield from _rows(_resolve(schema.get("items", {}), whole), whole, f"{prefix}[].", depth)
        return
    required = schema.get("required", ())
    for name, given in schema.get("properties", {}).items():
        rules = _resolve(given, whole)
        notes = [
            *(["required"] if name in required else []),
            *(mark for mark in ("seen", "inferred") if rules.get(f"x-{mark}")),
        ]
        yield [code(prefix + name), text(_kind(rules)), text(", ".join(notes)), _meaning(rules)]
        if depth < DEPTH:
            inside = _resolve(rules.get("items", {}), whole) if "items" in rules else rules
            brackets = "[]" if "items" in rules else ""
            yield from _rows({**inside, "type": "object"}, whole, f"{prefix}{name}{brackets}.", depth + 1)


def _resolve(schema: Mapping[str, Any], whole: Mapping[str, Any]) -> Mapping[str, Any]:
    """With what a reference into the document stands for; what is said beside it counts."""
    reference = schema.get("$ref")
    if not isinstance(reference, str) or not reference.startswith("#/"):
        return schema
    found: Any = whole
    for part in reference[2:].split("/"):
        found = found[part.replace("~1", "/").replace("~0", "~")]
    beside = {name: value for name, value in schema.items() if name != "$ref"}
    return {**_resolve(cast("Mapping[str, Any]", found), whole), **beside}


def _kind(rules: Mapping[str, Any]) -> str:
    kind: Any = rules.get("type", "")
    return " or ".join(cast("list[str]", kind)) if isinstance(kind, list) else str(kind)


def _meaning(rules: Mapping[str, Any]) -> str:
    parts = [_inline(str(rules.get("description", "")))]
    values: list[Any] = rules.get("x-values") or rules.get("enum") or []
    if 0 < len(values) <= 30:
        parts.append(f"One of {', '.join(code(value) for value in values)}.")
    if "default" in rules:
        parts.append(f"Default {code(json.dumps(rules['default'], ensure_ascii=False))}.")
    return " ".join(part for part in parts if part)
