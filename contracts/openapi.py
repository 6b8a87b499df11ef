"""The OpenAPI 3.1 document, made from the catalogue: Voicenter's operations, its callbacks, the control API."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final
from xmlrpc.client import dumps as to_xml_rpc

from .compilation import checker
from .components import Components
from .json_values import is_object
from .library import Schema, stored
from .openapi_parameters import control_query_parameters, path_parameters, query_parameters
from .operations import CALLBACKS, CONTROL, OPERATIONS
from .operations.hosts import DEFAULT_SERVER
from .operations.model import Answer, Callback, ControlOperation, ErrorCode, Operation

_MEDIA = {
    "json": "application/json",
    "form": "application/x-www-form-urlencoded",
    "xml-rpc": "text/xml",
    "html": "text/html",
    "audio": "audio/mpeg",
    "javascript": "text/javascript",
}
_GROUPS: Final = {
    "click2call": ("Click2Call", "Places a call between two parties, plays to one, or hangs up."),
    "cdr_hub": ("Call log", "Searches the organization's call detail records."),
    "dialer": ("Dialer", "Campaigns that dial by themselves: their calls, their members, their pace."),
    "monitor": ("Active calls and extensions", "What goes on at this moment, by polling."),
    "login": ("Agent login and status", "Agents log in and out of extensions and go on breaks."),
    "blacklist": ("Blacklist", "Numbers that are not to be called."),
    "recording": ("Recordings", "Plays what was recorded; mutes a recording while the call goes on."),
    "history": ("Call history", "One call with what the analysis made of it."),
    "lead_tracker": (
        "Lead Tracker",
        "Numbers for visitors of web pages: what the served script asks for. This project's own.",
    ),
    "realtime_login": (
        "Realtime login",
        "Gets the token and address of the realtime socket, which AsyncAPI describes.",
    ),
    "scripts": ("Browser scripts", "The scripts that Voicenter's pages include."),
    "cdr_notification": ("CDR notification", "Voicenter sends the record of a call that has ended."),
    "popup": ("Pop-up", "Voicenter tells that a call rings at an extension."),
    "external_ivr": ("External IVR", "Voicenter asks the customer's server what the caller hears next."),
    "external_layer": ("External Layer", "Voicenter asks the customer's server where a caller is to go."),
    "voicebot": ("VoiceBot", "Voicenter asks the customer's server for data that a conversation needs."),
    "recorded": ("Seen in your recordings", "Paths that no document has; an addendum has them."),
}
"""The tags: title and description, by the first part of an operation's name."""

_TOKENS: Final[dict[str, tuple[str, str]]] = {
    "bearer": ("bearer", "An API token."),
    "refresh_token": ("refreshToken", "The RefreshToken of a realtime login. An API token is refused."),
    "access_token": ("accessToken", "The AccessToken of a login of the newer stack. An API token is refused."),
}
"""Tokens in a header: name and description of the security scheme, by what an operation's authority is."""

_CONTROL: Final = "Control API"
_ABOUT_CONTROL: Final = "The fake itself: its organizations, their clocks, calls, records and faults. Not Voicenter's."


def document(server: str = DEFAULT_SERVER, *, json_only: bool = False) -> Schema:
    """A new document. ``server`` is the base URL of the fake (``/`` for where the document itself comes from).

    ``json_only`` leaves out how else a request's body and its answer can be written, where JSON is one of the ways:
    some generators make no working code of a choice.
    """
    from .. import __version__

    components = Components()
    base = server.rstrip("/")
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS.values():
        _add_operation(paths, _in_json(operation) if json_only else operation, components)
    for entry in CONTROL.values():
        path = paths.setdefault(f"/_sandbox{entry.path}", {})
        path[entry.method.lower()] = _control(entry, components)
    webhooks = {callback.name: _callback(callback, components) for callback in CALLBACKS.values()}
    present = {name.partition(".")[0] for name in (*OPERATIONS, *CALLBACKS)}
    groups = [{"name": title, "description": about} for key, (title, about) in _GROUPS.items() if key in present]
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
            {"url": base or "/", "description": "The code in a request says whose it is."},
            {
                "url": f"{base}/o/{{organization}}",
                "description": "One organization, by its id.",
                "variables": {"organization": {"default": "demo"}},
            },
        ],
        "tags": [*groups, {"name": _CONTROL, "description": _ABOUT_CONTROL}],
        "paths": paths,
        "webhooks": webhooks,
        "components": {
            "schemas": dict(sorted(components.schemas.items())),
            "securitySchemes": {
                **{
                    name: {"type": "http", "scheme": "bearer", "description": description}
                    for name, description in _TOKENS.values()
                },
                "control": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The control token, where the server asks for one: when others can reach it.",
                },
            },
        },
    }


def _in_json(operation: Operation) -> Operation:
    encodings = tuple(encoding for encoding in operation.encodings if encoding != "form")
    answers: tuple[Answer, ...] = ("json",) if "json" in operation.answers else operation.answers
    return replace(operation, encodings=encodings if "json" in encodings else operation.encodings, answers=answers)


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
    """Tokens in a header. A code is a member of its request like the others, whose contract says whether it must be
    there; where it need not be, a token can stand in for it."""
    if operation.authority in _TOKENS:
        scheme, _ = _TOKENS[operation.authority]
        return [{scheme: []}]
    required = {name.lower() for name in stored(operation.request_contract).get("required", ())}
    return [{}, {"bearer": []}] if operation.authority == "code" and "code" not in required else []


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
    parameters = list(path_parameters(path, stored(name)))
    if method == "GET":
        inside = {parameter["name"] for parameter in parameters}
        parameters += [entry for entry in query_parameters(name, components) if entry["name"] not in inside]
        return {"parameters": parameters}
    content = {
        _MEDIA[encoding]: {"schema": components.reference(name), "examples": _examples(name)}
        for encoding in ("json", "form")
        if encoding in operation.encodings
    }
    body = {"requestBody": {"required": True, "content": content}} if content else {}
    return {"parameters": parameters, **body}


def _responses(operation: Operation, components: Components) -> dict[str, Any]:
    responses = {"200": {"description": _answer_description(operation), "content": _answers(operation, components)}}
    for status in sorted({row.http_status for row in operation.errors} - {200}):
        rows = [row for row in operation.errors if row.http_status == status]
        words = "; ".join(dict.fromkeys(row.message for row in rows))
        pages = {row.content_type: {"schema": {"type": "string"}} for row in rows if row.content_type}
        content = pages or (_answers(operation, components) if "json" in operation.answers else {})
        responses[str(status)] = {"description": words, **({"content": content} if content else {})}
    return responses


def _answer_description(operation: Operation) -> str:
    return str(stored(operation.response_contract).get("description", operation.title))


def _answers(entry: Operation | Callback, components: Components) -> dict[str, Any]:
    return {
        _MEDIA[answer]: _media_type(entry.response_contract, answer, components)
        for answer in entry.answers
        if answer in _MEDIA
    }


def _media_type(name: str, encoding: str, components: Components, method: str = "") -> dict[str, Any]:
    """A message's media type: the contract itself where the encoding has members, text that holds it elsewhere."""
    if encoding in ("json", "form", "javascript"):
        return {"schema": components.reference(name), "examples": _examples(name)}
    if encoding == "xml-rpc":
        text = {
            "type": "string",
            "description": f"An XML-RPC document with one struct: the members of {name}.",
            "contentMediaType": _MEDIA[encoding],
            "contentSchema": components.reference(name),
        }
        return {"schema": text, "example": _in_xml_rpc(name, method)}
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
        parameters = list(query_parameters(name, components))
        item["get"] = {"operationId": f"{callback.name}.get", **shared, "parameters": parameters}
    bodies = [encoding for encoding in callback.encodings if encoding != "query"]
    if bodies:
        content = {_MEDIA[encoding]: _media_type(name, encoding, components, method) for encoding in bodies}
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
        "description": entry.notes or f"{entry.title}.",
        "tags": [_CONTROL],
        "security": [] if entry.public else [{}, {"control": []}],
        "parameters": [*path_parameters(entry.path, {}), *control_query_parameters(entry)],
    }
    if entry.request:
        required = not checker(entry.request).accepts({})
        content = {_MEDIA["json"]: _media_type(entry.request, "json", components)}
        described["requestBody"] = {"required": required, "content": content}
    answer: dict[str, Any] = {"description": "Done."}
    content = {media: {"schema": {"type": "string"}} for media in entry.media}
    if entry.response:
        answer["description"] = str(stored(entry.response).get("description", entry.title))
        content = {_MEDIA["json"]: _media_type(entry.response, "json", components)} | content
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


def _group(name: str) -> str:
    return _GROUPS[name.partition(".")[0]][0]
