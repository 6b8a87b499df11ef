"""Malformed requests of every operation as they go over the wire, and what an answer to one must be."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from voicenter_mock import contracts
from voicenter_mock.contracts import strategies
from voicenter_mock.contracts.json_values import is_array, is_object
from voicenter_mock.contracts.operations import OPERATIONS, Operation
from voicenter_mock.contracts.strategies import Malformation
from voicenter_mock.contracts.strategies.wire_forms import as_text
from voicenter_mock.mockserver.wire.http import HttpRequest, HttpResponse

CALLED = [operation.name for operation in OPERATIONS.values() if "javascript" not in operation.answers]
"""Operations that read a request. Scripts are files: the same bytes whatever the query says."""

HOST = "127.0.0.1:8080"
_IN_PATHS = {"file": "20260101000000abc.mp3", "CALLID": "20260101000000abc", "token": "demo-token"}


@dataclass(frozen=True, slots=True)
class Sent:
    request: HttpRequest
    violation: Malformation


def malformed_requests(name: str, families: Collection[str], seeds: int) -> Iterator[Sent]:
    """Some of each family that the operation has, in every encoding that carries them, to the demo organization.

    Of huge lists one: they break one rule in one place, and each is a hundred thousand entries to read.
    """
    operation = OPERATIONS[name]
    for family in strategies.families(operation.request_contract):
        wanted = 1 if family == "huge list" else seeds
        for seed in range(wanted) if family in families else ():
            malformed = strategies.malformed_example(operation.request_contract, seed, [family])
            path = "/o/demo" + path_of(operation, malformed.message)
            for body, content_type, query in _written(malformed):
                method, headers = operation.methods[0] if query else "POST", {"content-type": content_type or ""}
                request = (
                    HttpRequest(method, path, body.decode("latin-1"), host=HOST)
                    if query
                    else HttpRequest(method, path, "", headers, body, host=HOST)
                )
                yield Sent(request, malformed.violation)


def path_of(operation: Operation, message: Any) -> str:
    """The path, with what the message says where it has placeholders."""
    members: dict[str, Any] = message if is_object(message) else _IN_PATHS
    return re.sub(r"\{(\w+)\}", lambda found: as_text(members.get(found[1], "")), operation.paths[0])


def _written(malformed: strategies.Malformed) -> Iterator[tuple[bytes, str | None, bool]]:
    if malformed.body is not None:
        yield malformed.body, malformed.content_type, malformed.query
        return
    for encoding in strategies.encodings(malformed.contract):
        if malformed.violation.family == "huge list" and encoding in ("query", "form"):
            continue  # more fields than are read, which "too large" is about
        try:
            body, content_type = strategies.written(malformed.contract, malformed.message, encoding)
        except ValueError:
            continue
        yield body, content_type, encoding == "query"


def assert_documented(operation: Operation, sent: HttpRequest, answer: HttpResponse) -> None:
    """The answer has the operation's form, or says that no operation is called so; never an error of our own."""
    documented = {row.http_status for row in operation.errors} | {200}
    if answer.body.startswith(b'{"error":{"code":"unknown_path"'):
        assert answer.status == 404
        contracts.validate_bytes("sandbox.error", answer.body, answer.content_type)
        return
    assert answer.status in documented, answer.status
    if "html" in answer.content_type:
        assert answer.body.startswith(b"<!DOCTYPE html>")
    elif operation.answers == ("audio",):
        assert set(json.loads(answer.body)) == {"error"}
    else:
        contracts.validate_bytes(operation.response_contract, answer.body, answer.content_type)


def is_error(answer: HttpResponse, code: int | str) -> bool:
    """Whether an answer refuses: its ``code``, or that of an entry in it, is an error's."""
    if code != 0 or answer.status >= 400:
        return True
    decoded: Any = {}
    if "json" in answer.content_type:
        decoded = json.loads(answer.body)
    rows = [*decoded.get("AddResult", ()), *decoded.get("Phones", ())] if is_object(decoded) else []
    return any(row["ErrorCode"] != 0 for row in rows if is_object(row)) if is_array(rows) else False
