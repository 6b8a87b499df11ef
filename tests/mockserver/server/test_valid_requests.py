"""What keeps its contract is read without a complaint, in every encoding: the readers' rules are the contracts'."""

from __future__ import annotations

from voicenter_mock.contracts import strategies
from voicenter_mock.contracts.operations import OPERATIONS
from voicenter_mock.mockserver.wire.decoding import decode
from voicenter_mock.mockserver.wire.http import HttpRequest
from voicenter_mock.mockserver.wire.parameters import Reader

from ...suite.cases import for_each
from .malformed_requests import CALLED


@for_each("name", CALLED)
def test_a_valid_request_has_no_problems(name: str):
    operation = OPERATIONS[name]
    reader = Reader(operation.request_contract)
    for encoding in operation.encodings:
        for seed in range(20):
            message = strategies.example(operation.request_contract, seed)
            if isinstance(message, list) and encoding != "json":
                continue
            body, content_type = strategies.written(operation.request_contract, message, encoding)
            request = (
                HttpRequest("GET", "/", body.decode())
                if encoding == "query"
                else HttpRequest("POST", "/", "", {"content-type": content_type or ""}, body)
            )
            decoded = decode(request, operation.encodings, body_limit=operation.body_limit)
            assert decoded.notes == []
            for members in decoded.items or [decoded.members]:
                entry = Reader("dialer.add_call.request") if decoded.items else reader
                assert entry.read(members).problems == [], message
