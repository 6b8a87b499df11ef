"""Error codes, texts and HTTP statuses that an operation's table does not have."""

from __future__ import annotations

from typing import Any

from ...contracts.error_members import code_member, is_wording, text_member
from ...contracts.json_values import is_object
from ...contracts.operations import WORDING, Operation


def is_refusal(operation: Operation, status: int, answer: Any) -> bool:
    """Whether the operation was not done."""
    if status >= 400:
        return True
    code = answer.get(code_member(operation)) if is_object(answer) else None
    return code is not None and str(code) not in _codes_of(operation, "ok")


def unknown_code(operation: Operation, answer: dict[str, Any]) -> str:
    """The error code that no row has; empty when a row has it."""
    code = answer.get(code_member(operation))
    if code is None or isinstance(code, bool) or not isinstance(code, int | str):
        return ""
    return "" if str(code) in {str(row.code) for row in operation.errors} else str(code)


def unknown_text(operation: Operation, answer: dict[str, Any]) -> str:
    """The text of a refusal whose code is known and whose text is not."""
    name = text_member(operation)
    code, text = answer.get(code_member(operation)), answer.get(name)
    if not isinstance(text, str) or code is None or str(code) in _codes_of(operation, "ok"):
        return ""
    rows = [row for row in operation.errors if str(row.code) == str(code)]
    return "" if not rows or any(is_wording(row.message, text) for row in rows) else text


def is_known_status(operation: Operation, status: int) -> bool:
    """Whether an HTTP status is one that the operation answers in any revision. 206 is a part of a recording."""
    if status in (200, 101, 304) or (status == 206 and "audio" in operation.answers):
        return True
    refused = {wording.untrusted_status for wording in WORDING.values()}
    return status in {row.http_status for row in operation.errors} | refused


def is_recorded_page(operation: Operation, status: int, media: str) -> bool:
    """Whether an addendum knows that the operation answers so, instead of with its message."""
    return any((row.http_status, row.content_type) == (status, media) for row in operation.errors if row.content_type)


def _codes_of(operation: Operation, name: str) -> set[str]:
    return {str(row.code) for row in operation.errors if row.name == name} or {"0"}
