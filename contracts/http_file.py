"""A ``.http`` file of everything over HTTP, for VS Code's REST Client and JetBrains' HTTP client.

Made of the OpenAPI document, so each request has its documented example: Voicenter's own work against ``demo``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from . import openapi
from .json_values import is_array, is_object

BEARER = "demo-bearer"
"""The bearer token of the demo organization."""
_METHODS = ("get", "post", "put", "patch", "delete")
_INTRODUCTION = """\
# Everything over HTTP that voicenter-mock answers, Voicenter's own first. Written by: voicenter-mock http-file
# {{host}} is where it listens, {{bearer}} the API token of the call log and the call history. {{refreshToken}} and
# {{accessToken}} are what a realtime login answers: log in below, and put them here.

@host = %(server)s
@bearer = %(bearer)s
@refreshToken =
@accessToken =
"""


def document(server: str) -> str:
    """The whole file. Of one of Voicenter's operations it has one request, though it takes several methods."""
    described = openapi.document(server, json_only=True)
    parts = [_INTRODUCTION % {"server": server.rstrip("/"), "bearer": BEARER}]
    for path, item in described["paths"].items():
        methods = [method for method in _METHODS if method in item]
        own = path.startswith("/_sandbox")
        parts += [_request(method, path, item, described) for method in (methods if own else methods[:1])]
    return "\n".join(parts)


def _request(method: str, path: str, item: Mapping[str, Any], described: Mapping[str, Any]) -> str:
    operation = item[method]
    parameters = [*item.get("parameters", ()), *operation.get("parameters", ())]
    query: list[tuple[str, str]] = []
    for parameter in parameters:
        value = parameter.get("example")
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", quote(_text(value)))
        elif parameter["in"] == "query" and value is not None:
            query += _explode(parameter["name"], value)
    line = f"{method.upper()} {{{{host}}}}{path}" + (f"?{urlencode(query)}" if query else "")
    return "\n".join([f"### {operation['summary']}", line, *_headers_and_body(operation, described), ""])


def _headers_and_body(operation: Mapping[str, Any], described: Mapping[str, Any]) -> Iterator[str]:
    if scheme := next((name for choice in operation.get("security", ()) for name in choice if name != "control"), ""):
        yield f"Authorization: Bearer {{{{{scheme}}}}}"
    media = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if media is not None:
        yield "Content-Type: application/json"
        yield ""
        yield json.dumps(_example(media, described), ensure_ascii=False, indent=2)


def _example(media: Mapping[str, Any], described: Mapping[str, Any]) -> Any:
    for entry in media.get("examples", {}).values():
        return entry["value"]
    name = str(media["schema"].get("$ref", "")).rpartition("/")[2]
    examples: list[Any] = described["components"]["schemas"].get(name, {}).get("examples", [])
    return examples[0] if examples else {}


def _explode(name: str, value: Any) -> list[tuple[str, str]]:
    """As OpenAPI writes a query where nothing else is said: members and items one by one."""
    if is_object(value):
        return [(member, _text(each)) for member, each in value.items()]
    if is_array(value):
        return [(name, _text(each)) for each in value]
    return [(name, _text(value))]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
