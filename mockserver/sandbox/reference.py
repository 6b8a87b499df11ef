"""The reference as pages for people: what goes over HTTP, and over the socket. Made from the documents for tools.

Nothing is fetched and nothing runs: text and the page's stylesheets, under the page's policy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from ...contracts.library import made_of_schemas
from . import page
from .reference_text import anchor, code, contents, document, example, members, prose, text

_METHODS: Final = ("get", "post", "put", "patch", "delete")
Document = dict[str, Any]


def wanted(scope: page.Scope) -> bool:
    return scope["method"] in ("GET", "HEAD") and scope["path"].rstrip("/") in _PAGES


def answer(scope: page.Scope) -> page.Answer:
    content = page.below(scope, _PAGES[scope["path"].rstrip("/")]())
    return page.whole(scope, 200, page.HTML, content, [(b"cache-control", b"no-cache")])


_HTTP_LINKS: Final = """\
<p>For tools: <a href="/_sandbox/openapi.json">openapi.json</a>. Over the socket:
<a href="/_sandbox/reference/socket">realtime events</a>. <a href="/">The page</a></p>"""
_SOCKET_LINKS: Final = """\
<p>For tools: <a href="/_sandbox/asyncapi.json">asyncapi.json</a>. Over HTTP, logins too:
<a href="/_sandbox/reference">the HTTP reference</a>. <a href="/">The page</a></p>"""


def _whole(title: str, described: Document, groups: dict[str, list[str]], links: str) -> bytes:
    parts = [prose(described["info"]["description"]), links, contents(groups)]
    for group, entries in groups.items():
        parts += [f'<h2 id="{text(anchor(group))}">{text(group)}</h2>', *entries]
    return document(title, "".join(parts))


# ---- HTTP ---------------------------------------------------------------------------------------------------


@made_of_schemas
def http_page() -> bytes:
    from ...contracts import openapi  # with the first page: answering calls needs none

    described = openapi.document()
    groups: dict[str, list[str]] = {tag["name"]: [] for tag in described["tags"]}
    for operations in _by_title(described["paths"]).values():
        groups[operations[0][2]["tags"][0]].append(_operation(operations, described))
    for name, item in described["webhooks"].items():
        (method, operation), *_ = _methods(item)
        operations = [(method, f"to the customer: {name}", operation)]
        groups[operation["tags"][0]].append(_operation(operations, described))
    return _whole("HTTP reference", described, groups, _HTTP_LINKS)


Described = tuple[str, str, Document]
"""An operation's method, path and description."""


def _by_title(paths: Document) -> dict[tuple[str, str], list[Described]]:
    """Operations that are one, under several paths and methods."""
    found: dict[tuple[str, str], list[Described]] = {}
    for path, item in paths.items():
        for method, operation in _methods(item):
            key = operation["tags"][0], operation["summary"]
            found.setdefault(key, []).append((method, path, operation))
    return found


def _methods(item: Document) -> Iterator[tuple[str, Document]]:
    return ((method, item[method]) for method in _METHODS if method in item)


def _operation(described: list[Described], whole: Document) -> str:
    """One operation, whatever its paths and methods."""
    _, _, operation = max(described, key=lambda entry: "requestBody" in entry[2])
    places = dict.fromkeys((method.upper(), path) for method, path, _ in described)
    lines = "".join(f'<li><span class="method">{method}</span> {code(path)}</li>' for method, path in places)
    parts = [
        f'<section class="entry" id="{text(operation["operationId"])}">',
        f'<h3>{text(operation["summary"])}</h3><ul class="paths">{lines}</ul>',
        prose(operation.get("description", "")),
        f'<p class="quiet">Source: {text(operation["x-source"])}</p>' if operation.get("x-source") else "",
        "<details><summary>Parameters and answers</summary>",
        *_request(described, operation, whole),
        *_answers(operation, whole),
        "</details></section>",
    ]
    return "".join(parts)


def _request(described: list[Described], operation: Document, whole: Document) -> Iterator[str]:
    parameters = operation.get("parameters") or described[0][2].get("parameters", [])
    if parameters:
        as_members = {entry["name"]: {**entry["schema"], "description": entry["description"]} for entry in parameters}
        required = [entry["name"] for entry in parameters if entry.get("required")]
        yield "<h4>In path and query</h4>" + members({"properties": as_members, "required": required}, whole)
    content: Document = operation.get("requestBody", {}).get("content", {})
    if content:
        media = next(iter(content.values()))
        yield f"<h4>Body: {text(', '.join(content))}</h4>" + members(media["schema"], whole) + _example(media, whole)


def _answers(operation: Document, whole: Document) -> Iterator[str]:
    for status, response in operation["responses"].items():
        yield f"<h4>HTTP {text(status)}</h4>{prose(response['description'])}"
        content: Document = response.get("content", {})
        if content and int(status) < 300:
            media = next(iter(content.values()))
            yield members(media["schema"], whole) + _example(media, whole)


def _example(media: Document, whole: Document) -> str:
    examples: Document = media.get("examples", {})
    if examples:
        return example(next(iter(examples.values()))["value"])
    name = str(media["schema"].get("$ref", "")).rpartition("/")[2]
    given: list[Any] = whole["components"]["schemas"].get(name, {}).get("examples", [])
    return example(given[0]) if given else ""


# ---- the socket ---------------------------------------------------------------------------------------------


@made_of_schemas
def socket_page() -> bytes:
    from ...contracts import asyncapi

    described = asyncapi.document()
    groups: dict[str, list[str]] = {"From the server": [], "From clients": []}
    for name, operation in described["operations"].items():
        sender = "From the server" if operation["action"] == "send" else "From clients"
        groups[sender].append(_event(name, described))
    return _whole("Realtime events", described, groups, _SOCKET_LINKS)


def _event(name: str, described: Document) -> str:
    message: Document = described["components"]["messages"][name]
    return (
        f'<section class="entry" id="{text(name)}"><h3>{code(name)}</h3><p>{text(message["title"])}</p>'
        f'{prose(message["description"])}<p class="quiet">Source: {text(message["x-source"])}</p>'
        f"<details><summary>Members</summary>{members(message['payload'], described)}"
        f"{''.join(example(entry['payload']) for entry in message['examples'][:1])}</details></section>"
    )


_PAGES: Final[dict[str, Callable[[], bytes]]] = {
    "/_sandbox/reference": http_page,
    "/_sandbox/reference/socket": socket_page,
}
