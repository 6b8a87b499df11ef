"""The OpenAPI 3.1 document, made from the catalogue: Voicenter's operations, its callbacks, the control API."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xmlrpc.client import dumps as to_xml_rpc

from .compilation import checker
from .components import Components
from .json_values import is_object
from .library import Schema, stored
from .operations import CALLBACKS, CONTROL, OPERATIONS
from .operations.control_parameters import PATH_PARAMETERS, QUERY_PARAMETERS
from .operations.model import Callback, ControlOperation, ErrorCode, Operation

_MEDIA = {
    "json": "application/json",
    "form": "application/x-www-form-urlencoded",
    "xml-rpc": "text/xml",
    "html": "text/html",
    "audio": "audio/mpeg",
    "javascript": "text/javascript",
}
_SECURITY: dict[str, list[dict[str, list[str]]]] = {"code": [{"code": []}], "bearer": [{"bearer": []}]}
_GROUPS = {
    "click2call": "Click2Call",
    "cdr_hub": "Call log",
    "cdr_notification": "CDR notification",
    "dialer": "Dialer",
    "monitor": "Active calls and extensions",
    "login": "Agent login and status",
    "blacklist": "Blacklist",
    "recording": "Recordings",
    "history": "Call history",
    "realtime_login": "Realtime login",
    "scripts": "Browser scripts",
    "popup": "Pop-up",
    "external_ivr": "External IVR",
    "external_layer": "External Layer",
    "voicebot": "VoiceBot",
}
_CONTROL = "Control API"
MOST_IN_A_QUERY = 100
"""So many entries of a list fit into a URL whatever they are: the server's HTTP parser takes one of 64 KiB."""


def document(server: str = "/") -> Schema:
    """A new document. ``server`` is the base URL of the fake, without a slash at its end (``/`` for where the
    document itself comes from)."""
    from .. import __version__

    components = Components()
    base = server.rstrip("/")
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS.values():
        _add_operation(paths, operation, components)
    for entry in CONTROL.values():
        path = paths.setdefault(f"/_sandbox{entry.path}", {})
        path[entry.method.lower()] = _control(entry, components)
    webhooks = {callback.name: _callback(callback, components) for callback in CALLBACKS.values()}
    groups = dict.fromkeys(_group(name) for name in (*OPERATIONS, *CALLBACKS))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "voicenter-mock",
            "version": __version__,
            "summary": "A stateful fake of the Voicenter cloud phone system",
            "description": (
                "What customers call on Voicenter (paths), what Voicenter sends to customers (webhooks), and the "
                "control API of the fake (/_sandbox). Paths and parameter names match without regard to case; HTTP "
                "answers 200 even for errors unless an operation says otherwise: the code is in the body."
            ),
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [
            {"url": server, "description": "The code in a request says whose it is."},
            {
                "url": f"{base}/o/{{organization}}",
                "description": "One organization.",
                "variables": {"organization": {"default": "demo", "description": "The organization's id."}},
            },
        ],
        "tags": [{"name": name} for name in (*groups, _CONTROL)],
        "paths": paths,
        "webhooks": webhooks,
        "components": {
            "schemas": dict(sorted(components.schemas.items())),
            "securitySchemes": {
                "code": {
                    "type": "apiKey",
                    "in": "query",
                    "name": "code",
                    "description": "The organization's API code: a parameter like the others, in query or body.",
                },
                "bearer": {"type": "http", "scheme": "bearer", "description": "A token from a login, or an API token."},
                "control": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The control token, where the server asks for one: when others can reach it.",
                },
            },
        },
    }


def _add_operation(paths: dict[str, dict[str, Any]], operation: Operation, components: Components) -> None:
    for number, path in enumerate(operation.paths):
        for method in operation.methods:
            described: dict[str, Any] = {
                "operationId": f"{operation.name}.{method.lower()}{f'.{number + 1}' if number else ''}",
                "summary": operation.title,
                "description": _description(operation),
                "tags": [_group(operation.name)],
                "x-source": operation.source,
                "x-hosts": list(operation.hosts),
                "x-body-limit": operation.body_limit,
                "security": _security(operation),
                **_request(operation, path, method, components),
                "responses": _responses(operation, components),
            }
            if operation.mark != "documented":
                described[f"x-{operation.mark}"] = True
            paths.setdefault(path, {})[method.lower()] = described


def _security(operation: Operation) -> list[dict[str, list[str]]]:
    """Where the contract does not demand the code, a bearer token can stand in for it."""
    security = _SECURITY.get(operation.authority, [])
    required = {name.lower() for name in stored(operation.request_contract).get("required", ())}
    return [*security, {"bearer": []}] if operation.authority == "code" and "code" not in required else security


def _description(operation: Operation) -> str:
    request = stored(operation.request_contract).get("description", "")
    rows = "\n".join(f"| {row.code} | {_cell(row.message)} | {_cell(_cause(row))} |" for row in operation.errors)
    table = f"| code | message | when |\n|---|---|---|\n{rows}" if rows else ""
    return "\n\n".join(part for part in (request, operation.notes, table) if part)


def _cause(row: ErrorCode) -> str:
    only = f" Revision {row.revision} only." if row.revision else ""
    mark = "" if row.mark == "documented" else f" ({row.mark})"
    return f"{row.cause}{only}{mark}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _request(operation: Operation, path: str, method: str, components: Components) -> dict[str, Any]:
    name = operation.request_contract
    parameters = list(_path_parameters(path, stored(name)))
    if method == "GET":
        inside = {parameter["name"] for parameter in parameters}
        parameters += [entry for entry in _query_parameters(name, components) if entry["name"] not in inside]
        return {"parameters": parameters}
    content = {
        _MEDIA[encoding]: {"schema": components.reference(name), "examples": _examples(name)}
        for encoding in operation.encodings
        if encoding in ("json", "form")
    }
    body = {"requestBody": {"required": True, "content": content}} if content else {}
    return {"parameters": parameters, **body}


def _path_parameters(path: str, schema: Schema) -> Iterator[dict[str, Any]]:
    for name in re.findall(r"{([^}]+)}", path):
        rules: Schema = schema.get("properties", {}).get(name, {})
        yield {
            "name": name,
            "in": "path",
            "required": True,
            "description": rules.get("description", PATH_PARAMETERS.get(name, "")),
            "schema": {"type": "string", "minLength": 1},
        }


def _query_parameters(name: str, components: Components) -> Iterator[dict[str, Any]]:
    schema = stored(name)
    required: list[str] = schema.get("required", [])
    for member, rules in schema.get("properties", {}).items():
        if not _fits_a_query(checker(name).schema["properties"][member]):
            continue
        bare = {key: value for key, value in rules.items() if key != "description"}
        described = components.member(name, bare)
        if _is_long_list(rules, stored(name)):
            described["maxItems"] = MOST_IN_A_QUERY
        yield {
            "name": member,
            "in": "query",
            "required": member in required,
            "description": rules.get("description", ""),
            "schema": described,
        }
    for pattern, rules in schema.get("patternProperties", {}).items():
        yield {
            "name": "variables",
            "in": "query",
            "style": "form",
            "explode": True,
            "description": f"{rules.get('description', '')} Sent each under its own name.",
            "schema": {"type": "object", "patternProperties": {pattern: components.member(name, rules)}},
        }


def _fits_a_query(rules: Schema) -> bool:
    """Objects, and lists of nothing but objects, are for JSON bodies."""
    kinds = rules.get("type", ["string"])
    if kinds == "array":
        return rules.get("items", {}).get("type") != "object"
    return kinds != "object"


def _is_long_list(rules: Schema, contract: Schema) -> bool:
    definition: Schema = contract.get("$defs", {}).get(str(rules.get("$ref", "")).rpartition("/")[2], {})
    return max(rules.get("maxItems", 0), definition.get("maxItems", 0)) > MOST_IN_A_QUERY


def _responses(operation: Operation, components: Components) -> dict[str, Any]:
    responses = {"200": {"description": _answer_description(operation), "content": _answers(operation, components)}}
    for status in sorted({row.http_status for row in operation.errors} - {200}):
        rows = [row for row in operation.errors if row.http_status == status]
        words = "; ".join(dict.fromkeys(row.message for row in rows))
        content = _answers(operation, components) if "json" in operation.answers else {}
        responses[str(status)] = {"description": words, **({"content": content} if content else {})}
    return responses


def _answer_description(operation: Operation) -> str:
    return str(stored(operation.response_contract).get("description", operation.title))


def _answers(entry: Operation | Callback, components: Components) -> dict[str, Any]:
    return {
        _MEDIA[answer]: _written(entry.response_contract, answer, components)
        for answer in entry.answers
        if answer in _MEDIA
    }


def _written(name: str, encoding: str, components: Components, method: str = "") -> dict[str, Any]:
    """A message's media type: the contract itself where the encoding has members, text that holds it elsewhere."""
    if encoding in ("json", "form", "javascript"):
        return {"schema": components.reference(name), "examples": _examples(name)}
    components.reference(name)
    if encoding == "xml-rpc":
        sentence = f"An XML-RPC document with one struct: the members of {name}."
        return {"schema": {"type": "string", "description": sentence}, "example": _in_xml_rpc(name, method)}
    return {"schema": {"type": "string", "contentMediaType": _MEDIA[encoding]}}


def _in_xml_rpc(name: str, method: str) -> str:
    examples: list[dict[str, Any]] = stored(name)["examples"]
    # Click2Call's XML has nothing but strings; where an example shows that, it is the one for XML.
    example = next((each for each in examples if all(isinstance(value, str) for value in each.values())), examples[0])
    if method and is_object(example.get("DATA")):
        return to_xml_rpc((example["DATA"],), example["METHOD"], allow_none=True)
    return to_xml_rpc((example,), method or None, methodresponse=not method or None, allow_none=True)


def _examples(name: str) -> dict[str, Any]:
    return {f"example-{number}": {"value": value} for number, value in enumerate(stored(name)["examples"], 1)}


def _callback(callback: Callback, components: Components) -> dict[str, Any]:
    name = callback.request_contract
    method = str(stored(name).get("x-xml-rpc-method", "method"))
    shared: dict[str, Any] = {
        "summary": callback.title,
        "description": " ".join(
            part
            for part in (
                str(stored(name).get("description", "")),
                callback.notes,
                f"Voicenter waits {callback.timeout_seconds:g} seconds.",
            )
            if part
        ),
        "tags": [_group(callback.name)],
        "x-source": callback.source,
        "security": [],
        "responses": {
            "200": {
                "description": str(stored(callback.response_contract).get("description", callback.title)),
                "content": _answers(callback, components),
            }
        },
    }
    item: dict[str, Any] = {}
    if "query" in callback.encodings:
        parameters = list(_query_parameters(name, components))
        item["get"] = {"operationId": f"{callback.name}.get", **shared, "parameters": parameters}
    bodies = [encoding for encoding in callback.encodings if encoding != "query"]
    if bodies:
        content = {_MEDIA[encoding]: _written(name, encoding, components, method) for encoding in bodies}
        item["post"] = {
            "operationId": f"{callback.name}.post",
            **shared,
            "requestBody": {"required": True, "content": content},
        }
    return item


def _control(entry: ControlOperation, components: Components) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": f"sandbox.{entry.name}",
        "summary": entry.title,
        "tags": [_CONTROL],
        "security": [] if entry.public else [{}, {"control": []}],
        "parameters": [*_path_parameters(entry.path, {}), *_control_query(entry)],
    }
    if entry.notes:
        described["description"] = entry.notes
    if entry.request:
        required = bool(stored(entry.request).get("required"))
        content = {_MEDIA["json"]: {"schema": components.reference(entry.request)}}
        described["requestBody"] = {"required": required, "content": content}
    answer: dict[str, Any] = {"description": "Done."}
    content = {media: {"schema": {"type": "string"}} for media in entry.media}
    if entry.response:
        answer["description"] = str(stored(entry.response).get("description", entry.title))
        content = {_MEDIA["json"]: {"schema": components.reference(entry.response)}} | content
    if content:
        answer["content"] = content
    error = {_MEDIA["json"]: {"schema": components.reference("sandbox.error")}}
    guarded = (403,) if entry.public else (401, 403)
    refusals = sorted({*entry.errors, *guarded, *((413,) if entry.request else ())})
    described["responses"] = {
        str(entry.status): answer,
        **{str(status): {"description": _STATUS.get(status, "Refused."), "content": error} for status in refusals},
    }
    return described


_STATUS = {
    400: "The request breaks its contract; the error names the field and the rule.",
    401: "The server asks for its control token.",
    403: "The server is not called by this name, or a page of another origin asks.",
    404: "There is no such thing.",
    409: "Not in this state.",
    413: "The body is too large.",
    503: "The server holds as many organizations as it may.",
}


def _control_query(entry: ControlOperation) -> Iterator[dict[str, Any]]:
    for name in entry.query:
        description, schema = QUERY_PARAMETERS.get(f"{entry.name}.{name}") or QUERY_PARAMETERS[name]
        yield {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


def _group(name: str) -> str:
    return _GROUPS.get(name.partition(".")[0], name.partition(".")[0])
