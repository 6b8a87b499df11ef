"""What an answer to a callback is worth: acknowledged, refused, malformed, an HTTP error, or none at all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from ... import contracts
from .sending import Reply

Verdict = Literal[
    "acknowledged", "refused", "malformed", "http_error", "redirect", "timeout", "unreachable", "too_large", "broken", "raised"
]


@dataclass(frozen=True, slots=True)
class Judgement:
    """``answer`` is the decoded message when there was one; ``violations`` say field and rule."""

    verdict: Verdict
    detail: str = ""
    answer: dict[str, Any] | None = None
    violations: tuple[str, ...] = field(default=())


def judge_cdr(reply: Reply, *, in_process: bool) -> Judgement:
    """``err`` 0 acknowledges (number or string, any case); a function that returns nothing does too."""
    failed = _transport(reply)
    if failed is not None:
        return failed
    if in_process and not reply.body:
        return Judgement("acknowledged", "the function returned nothing")
    try:
        answer = contracts.validate_bytes("cdr_notification.response", reply.body, reply.content_type)
    except contracts.ContractViolation as violation:
        sentences = tuple(str(entry) for entry in violation.violations)
        return Judgement("malformed", "; ".join(sentences[:3]), violations=sentences)
    members = {name.lower(): value for name, value in answer.items()} if isinstance(answer, dict) else {}
    code = str(members.get("err", "")).strip()
    if code == "0":
        return Judgement("acknowledged", answer=answer)
    return Judgement("refused", f"err {code}: {members.get('errdesc', '')}", answer=answer)


def _transport(reply: Reply) -> Judgement | None:
    if reply.failure:
        return Judgement(reply.failure, reply.detail)
    if 300 <= reply.status < 400:
        return Judgement("redirect", f"HTTP {reply.status}: redirects are not followed")
    if reply.status != 200:
        return Judgement("http_error", f"HTTP {reply.status}")
    return None
