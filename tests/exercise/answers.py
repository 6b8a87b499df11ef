"""Checks answers of a server in another process, where nobody can look over its shoulder."""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import requests

from voicenter_mock import contracts
from voicenter_mock.contracts.operations import CONTROL, OPERATIONS, Operation

_BASE_PATH = re.compile(r"/o/[^/]+(?=/)", re.IGNORECASE)


def check_answer(response: requests.Response, *_: Any, **__: Any) -> None:
    """A hook for ``requests``. Raises ``ContractViolation``."""
    path = urlsplit(response.url).path
    content_type = response.headers.get("content-type", "")
    if response.request.method == "HEAD" or response.status_code == 204 or "text/event-stream" in content_type:
        return
    if path.startswith("/_sandbox"):
        contract = _control_contract(response.request.method or "", path, response.status_code)
        if contract is not None and "json" in content_type:
            contracts.validate_bytes(contract, response.content, content_type)
        return
    operation = _operation(_BASE_PATH.sub("", path))
    if operation is not None and "html" not in content_type and operation.answers != ("audio",):
        contracts.validate_bytes(operation.response_contract, response.content, content_type)


def _operation(path: str) -> Operation | None:
    return next((operation for pattern, operation in _operations() if pattern.fullmatch(path)), None)


def _control_contract(method: str, path: str, status: int) -> str | None:
    if status >= 400:
        return "sandbox.error"
    for pattern, known, contract in _controls():
        if known == method and pattern.fullmatch(path):
            return contract
    return None


@cache
def _operations() -> list[tuple[re.Pattern[str], Operation]]:
    return [(_pattern(path), operation) for operation in OPERATIONS.values() for path in operation.paths]


@cache
def _controls() -> list[tuple[re.Pattern[str], str, str | None]]:
    return [(_pattern("/_sandbox" + found.path), found.method, found.response) for found in CONTROL.values()]


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)) + "/?", re.IGNORECASE)
