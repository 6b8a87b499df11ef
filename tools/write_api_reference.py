"""Writes `docs/reference/api/*.md` anew from the catalogue and the schemas: `python tools/write_api_reference.py`.

One page for each documented API. A test says when they are out of date.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from voicenter_mock.contracts.json_values import is_array
from voicenter_mock.contracts.library import stored
from voicenter_mock.contracts.operations import OPERATIONS, ErrorCode, Operation

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference" / "api"

TITLES: Mapping[str, str] = {
    "click2call": "Click2Call",
    "cdr_hub": "Call log (CDR hub)",
    "dialer": "Dialer",
    "monitor": "Active calls and extension list",
    "login": "Agents' login and status",
    "blacklist": "Blacklist",
    "recording": "Recordings",
    "history": "Call history",
    "realtime_login": "Realtime login",
    "lead_tracker": "Lead Tracker",
    "scripts": "Browser scripts",
}
"""The pages, by the first part of their operations' names; in the order of the index."""

_AUTHORITY: Mapping[str, str] = {
    "code": "an API code, or a user's code; `Authorization: Bearer` with the code's token stands in for it",
    "campaign": "the campaign's code; an API code may be sent beside it and must then be right",
    "bearer": "`Authorization: Bearer` with a code's token",
    "refresh_token": "`Authorization: Bearer` with the `RefreshToken` of a login; a code's token is refused (inferred)",
    "access_token": "`Authorization: Bearer` with the `AccessToken` of a login; a code's token is refused (inferred)",
    "call": "nothing: the call, extension or file in the request says whose it is",
    "login": "the credentials in the request",
    "none": "nothing",
}
_ENCODINGS: Mapping[str, str] = {"query": "GET query", "form": "POST form", "json": "POST JSON", "xml-rpc": "XML-RPC"}
_LEGEND = (
    "Names are matched without regard to case. *Seen* is what deployed clients show and no document has; *inferred* is "
    "this project's own decision where nobody shows anything. HEAD is answered 200 wherever GET is taken, without "
    "content and with nothing done; a recording's HEAD says what its GET would. Another method than the operation takes "
    "gets the operation's own error form (inferred)."
)
_SOURCES = (
    "Sources: **3.2** is Voicenter's API documentation, revision 3.2, **cur** the current one, **cdr**, **ivr** and "
    "**c2c** are the documents of the CDR notification, External IVR and Click2Call alone. Revision 2026 answers as the "
    "current one but for rows of its own: what the vendor has published since."
)
_WARNING = "<!-- Written by tools/write_api_reference.py from the catalogue and the schemas; edit those. -->"


def pages() -> dict[str, str]:
    """Every page's text by its file name, the index included."""
    written = {"README.md": index()}
    for api, title in TITLES.items():
        operations = [operation for operation in OPERATIONS.values() if operation.name.partition(".")[0] == api]
        if operations:
            written[f"{api.replace('_', '-')}.md"] = page(title, operations)
    return written


def index() -> str:
    lines = [_WARNING, "", "# HTTP APIs", "", "| API | operations | source |", "|---|---|---|"]
    for api, title in TITLES.items():
        operations = [operation for operation in OPERATIONS.values() if operation.name.partition(".")[0] == api]
        if operations:
            names = ", ".join(f"`{operation.paths[0].rstrip('/').rpartition('/')[2]}`" for operation in operations)
            sources = "; ".join(dict.fromkeys(operation.source for operation in operations))
            lines.append(f"| [{title}]({api.replace('_', '-')}.md) | {names} | {sources} |")
    lines += [
        "",
        _SOURCES,
        "",
        f"{_LEGEND} [What the tests cover](../coverage.md): operations, encodings, errors.",
        "",
        "[Where the documents disagree](../disagreements.md), and what is done there.",
    ]
    return "\n".join(lines) + "\n"


def page(title: str, operations: list[Operation]) -> str:
    lines = [_WARNING, "", f"# {title}", "", _LEGEND]
    if len(operations) > 1:
        lines += ["", *(f"- [{operation.title}](#{anchor(operation.title)})" for operation in operations)]
    for operation in operations:
        lines += ["", f"## {operation.title}", "", *describe(operation)]
    return "\n".join(lines) + "\n"


def anchor(title: str) -> str:
    """A heading's anchor as the forges make it."""
    return "".join(letter for letter in title.lower().replace(" ", "-") if letter.isalnum() or letter in "-_")


def describe(operation: Operation) -> Iterator[str]:
    request, response = stored(operation.request_contract), stored(operation.response_contract)
    methods = " or ".join(f"`{method} {path}`" for path in operation.paths for method in operation.methods)
    yield f"{methods}"
    yield ""
    encodings = ", ".join(_ENCODINGS[name] for name in operation.encodings)
    yield f"- **Encodings**: {encodings}; answers {', '.join(operation.answers)}."
    yield f"- **Authority**: {_AUTHORITY[operation.authority]}."
    yield f"- **Hosts**: {', '.join(f'`{host}`' for host in operation.hosts)}."
    yield f"- **Source**: {operation.source}{'' if operation.mark == 'documented' else f' ({operation.mark})'}."
    yield f"- **Body limit**: {size(operation.body_limit)}."
    yield f"- **Contracts**: `{operation.request_contract}`, `{operation.response_contract}`."
    yield ""
    yield str(request.get("description", ""))
    if operation.notes:
        yield ""
        yield operation.notes
    rows = list(members(item_schema(request), request.get("$defs", {})))
    if rows:
        yield ""
        yield "### Parameters" if request.get("type") != "array" else "### Members of each entry"
        yield ""
        yield "| name | type | | default | meaning |"
        yield "|---|---|---|---|---|"
        yield from rows
    yield ""
    yield "### Errors"
    yield ""
    yield "| code | message | name | revision | how to cause it |"
    yield "|---|---|---|---|---|"
    yield from (error_row(row) for row in operation.errors)
    for heading, schema in (("Request", request), ("Answer", response)):
        examples: list[Any] = schema.get("examples", [])
        if examples:
            yield ""
            yield f"### {heading}"
            yield ""
            yield "```json"
            yield json.dumps(examples[0], ensure_ascii=False, indent=2)
            yield "```"
    rows = list(members(response, response.get("$defs", {})))
    if rows:
        yield ""
        yield "| answer's member | type | | default | meaning |"
        yield "|---|---|---|---|---|"
        yield from rows


def item_schema(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema of an array's entries, for a request that is one."""
    if schema.get("type") != "array":
        return schema
    items: Mapping[str, Any] = schema["items"]
    return resolve(items, schema.get("$defs", {}))


def resolve(rules: Mapping[str, Any], definitions: Mapping[str, Any]) -> Mapping[str, Any]:
    name = str(rules.get("$ref", "")).rpartition("/")[2]
    return {**definitions[name], **rules} if name in definitions else rules


def members(
    schema: Mapping[str, Any], definitions: Mapping[str, Any], prefix: str = "", depth: int = 0
) -> Iterator[str]:
    """A row for each member, those of nested objects behind a dot, those of a list's entries behind brackets."""
    required = schema.get("required", ())
    for name, rules in schema.get("properties", {}).items():
        yield member_row(prefix + name, rules, definitions, required=name in required)
        inner = resolve(rules, definitions)
        kind = str(rules.get("$ref", "")).rpartition("/")[2]
        if depth < 4 and kind != "custom_data":
            if inner.get("properties"):
                yield from members(inner, definitions, f"{prefix}{name}.", depth + 1)
            elif entries := entries_of(inner, definitions):
                yield from members(entries, definitions, f"{prefix}{name}[].", depth + 1)
    for pattern, rules in schema.get("patternProperties", {}).items():
        if "[vV]" in pattern:
            yield member_row(f"{prefix}var_*", rules, definitions, required=False)


def entries_of(rules: Mapping[str, Any], definitions: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a list's entries are, also where one alone may stand for the list, or a value for the entry."""
    items = rules.get("items") or rules.get("then", {}).get("items", {})
    entries = resolve(items, definitions)
    return entries if entries.get("properties") else entries.get("then", {})


def member_row(name: str, rules: Mapping[str, Any], definitions: Mapping[str, Any], *, required: bool) -> str:
    marks = [mark for mark in ("seen", "inferred") if rules.get(f"x-{mark}")]
    text = str(rules.get("description") or resolve(rules, definitions).get("description", ""))
    aliases: list[str] = rules.get("x-aliases", [])
    if aliases:
        text += f" Also `{'`, `'.join(aliases)}`."
    values: list[Any] = rules.get("x-values") or rules.get("enum") or []
    if values and len(values) <= 30:
        text += f" One of {', '.join(f'`{value}`' for value in values)}."
    default = f"`{json.dumps(rules['default'], ensure_ascii=False)}`" if "default" in rules else ""
    notes = ", ".join((["required"] if required else []) + marks)
    return f"| `{name}` | {kind_of(rules)} | {notes} | {default} | {cell(text)} |"


def kind_of(rules: Mapping[str, Any]) -> str:
    name = str(rules.get("$ref", "")).rpartition("/")[2]
    if name:
        return name.replace("_", " ")
    if "then" in rules:
        return "list, or one alone"
    kind = rules.get("type", "")
    return " or ".join(kind) if is_array(kind) else str(kind)


def error_row(row: ErrorCode) -> str:
    status = "" if row.http_status == 200 else f" (HTTP {row.http_status})"
    mark = "" if row.mark == "documented" else f" *{row.mark}*"
    code = f'"{row.code}"' if isinstance(row.code, str) else row.code
    return (
        f"| {code}{status} | {cell(row.message)}{mark} | `{row.name}` | {row.revision or 'all'} | {cell(row.cause)} |"
    )


def cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")


def size(count: int) -> str:
    return f"{count // 1024 // 1024} MiB" if count >= 1024 * 1024 else f"{count // 1024} KiB"


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    written = pages()
    for path in FOLDER.glob("*.md"):
        if path.name not in written:
            path.unlink()
    for name, text in written.items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
