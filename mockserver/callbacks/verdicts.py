"""What an answer to a callback is worth: acknowledged, refused, malformed, an HTTP error, or none at all.

An answer that breaks its contract anywhere is no decision for a call, and every violation is told with field and
rule. What is forgiven: ``null`` where a member may be missing, which is how many servers write one they have no
value for; a whole number for a text, which is what Perl and PHP make of a menu called ``16``; and, in a lenient
organization, whatever the call can do something with. A CDR is acknowledged by ``err`` 0, whatever else stands beside
it, and by HTTP 200 alone when no ``err`` says otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import field, replace
from typing import Any, Literal, cast

from ... import contracts
from ...contracts.callback_names import CallbackContract
from ...contracts.decoding import decode
from ...contracts.library import made_of_schemas
from ...contracts.quick_dataclasses import dataclass
from ...contracts.sentences import NOTHING, Sentence, in_a_row
from .answer_text import first_line
from .in_process import in_a_line
from .sending import Reply

Verdict = Literal[
    "acknowledged", "refused", "malformed", "http_error", "redirect", "timeout", "unreachable", "too_large", "broken",
    "raised", "circuit_open", "no_target",
]  # fmt: skip
ASKING: frozenset[CallbackContract] = frozenset(("external_ivr.get_ivr_action", "external_layer", "voicebot"))
"""Calls wait for the answers to these. A VoiceBot's answer has no STATUS and decides nothing: it is no steering."""
STEERING: frozenset[CallbackContract] = frozenset(("external_ivr.get_ivr_action", "external_layer"))
SHOWN_VIOLATIONS = 20
_OTHER_ENCODING = Sentence.of(
    "TakesOtherEncoding", "it takes no body of this content type: the callback's encoding decides what is sent"
)
_SHORT = 500
"""Bytes of a short answer, as nearly all are, and characters of its content type."""


@dataclass(slots=True)
class Judgement:
    """``answer`` is the decoded message when there was one, right or wrong; ``violations`` say field and rule."""

    verdict: Verdict
    detail: Sentence = NOTHING
    answer: Any = None
    violations: tuple[Sentence, ...] = field(default=())


def judge(contract: CallbackContract, reply: Reply, *, lenient: bool = False, strict: bool = False) -> Judgement:
    """The verdict on what came back for a callback.

    ``lenient``: a decision that breaks its contract counts where the call can do something with it. ``strict``: a CDR
    is acknowledged by ``err`` 0 only, as the document's table has it; its steps say that HTTP 200 does (cdr, step 3).
    """
    failed = _transport(contract, reply)
    if failed is not None:
        return failed
    if reply.nothing:
        if contract in STEERING:
            detail = Sentence.of("NoDecision", "the function returned nothing; the call needs a decision")
            return Judgement("malformed", detail)
        detail = Sentence.of("NothingReturned", "the function returned nothing, which acknowledges")
        return Judgement("acknowledged", detail, _NOTHING.get(contract))
    if len(reply.body) > _SHORT or len(reply.content_type) > _SHORT:
        return _judge_message(contract, reply.body, reply.content_type, lenient, strict)
    judged = _judge_short(contract, reply.body, reply.content_type, lenient, strict)
    return Judgement(judged.verdict, judged.detail, _copied(judged.answer), judged.violations)


def _judge_message(
    contract: CallbackContract, body: bytes, content_type: str, lenient: bool, strict: bool
) -> Judgement:
    name = f"{contract}.response"
    try:
        answer = decode(name, body, content_type)
    except contracts.ContractViolation as problem:
        found = tuple(violation.sentence() for violation in problem.violations)
        if contract == "cdr_notification" and not strict and not any("[fault" in violation for violation in found):
            return _acknowledged_by_status(None, found)
        return _malformed(None, found)
    found = tuple(violation.sentence() for violation in contracts.violations(name, answer)[:SHOWN_VIOLATIONS])
    if not isinstance(answer, dict):
        if contract == "cdr_notification" and not strict:
            return _acknowledged_by_status(answer, found)
        return _malformed(answer, found)
    answer = cast("dict[str, Any]", answer)
    if contract == "cdr_notification" and not strict and not _codes(answer):
        return _acknowledged_by_status(answer, found)
    if contract in STEERING and found:
        return _judge_violating(name, answer, found, lenient=lenient)
    return _JUDGES[contract](answer, found)


_judge_short = made_of_schemas(_judge_message, most=200)
"""Remembered: a server acknowledges a thousand messages with the same bytes."""


def _copied(answer: Any) -> Any:
    """What whoever gets it may change."""
    if not isinstance(answer, dict):
        return deepcopy(answer)
    members = cast("dict[str, Any]", answer)
    for one in members.values():
        if isinstance(one, _HOLDING_OTHERS):
            return deepcopy(members)
    return members.copy()


_HOLDING_OTHERS = (dict, list)


def judge_free_form(reply: Reply) -> Judgement:
    """The verdict on what came back for a VoiceBot's own request: any answer of the 2xx will do, JSON or text."""
    failed = _transport("voicebot", reply)
    if failed is not None:
        return failed
    text = reply.body.decode("utf-8", "replace")
    try:
        answer: Any = json.loads(text or "{}")
    except (ValueError, RecursionError):
        answer = text
    detail = Sentence.of("AnswerToBot", "the answer to a request of the bot's own")
    return Judgement("acknowledged", detail, answer)


def _transport(contract: CallbackContract, reply: Reply) -> Judgement | None:
    if reply.failure:
        return Judgement(reply.failure, reply.detail)
    if 300 <= reply.status < 400:
        return Judgement("redirect", _redirect_detail(reply))
    if reply.status != 200 and not (contract == "voicebot" and 200 <= reply.status < 300):
        detail = in_a_line(reply.error) if reply.error is not None else first_line(reply)
        answered = Sentence(f"HTTP {reply.status}: {detail}".removesuffix(": "))
        return Judgement("http_error", in_a_row((answered, _OTHER_ENCODING if reply.status == 415 else NOTHING)))
    return None


def _redirect_detail(reply: Reply) -> Sentence:
    if not reply.location:
        return Sentence.of("Redirect", "HTTP {status}: redirects are not followed", status=reply.status)
    return Sentence.of(
        "RedirectTo", "HTTP {status} to {location}: redirects are not followed",
        status=reply.status, location=reply.location[:200],
    )  # fmt: skip


def _malformed(answer: Any, found: tuple[Sentence, ...]) -> Judgement:
    return Judgement("malformed", in_a_row(found[:3]), answer, found)


def _acknowledged_by_status(answer: Any, found: tuple[Sentence, ...]) -> Judgement:
    detail = Sentence.of("AcknowledgedByStatus", "HTTP 200 without err, which acknowledges")
    return Judgement("acknowledged", detail, answer, found)


def _codes(answer: dict[str, Any]) -> list[Any]:
    """Every ``err``, however it is spelled; what is null says nothing."""
    return [value for name, value in answer.items() if name.lower() == "err" and value is not None]


def _judge_cdr(answer: dict[str, Any], found: tuple[Sentence, ...]) -> Judgement:
    codes = _codes(answer)
    if codes and all(_is(code, 0) for code in codes):
        return Judgement("acknowledged", NOTHING, answer, found)
    if any(_is(code, 1) or _is(code, 2) for code in codes):
        described = next((str(value) for name, value in answer.items() if name.lower() == "errdesc"), "")
        detail = Sentence(f"err {codes[0]}: {described[:500]}".removesuffix(": "))
        return Judgement("refused", detail, answer, found)
    return _malformed(answer, found)


def _judge_decision(answer: dict[str, Any], found: tuple[Sentence, ...]) -> Judgement:
    if found:
        return _malformed(answer, found)
    if _is(answer["STATUS"], 1):
        return Judgement("refused", Sentence("STATUS 1"), answer)
    return Judgement("acknowledged", Sentence(str(answer.get("ACTION", ""))), answer)


def _judge_violating(name: str, answer: dict[str, Any], found: tuple[Sentence, ...], *, lenient: bool) -> Judgement:
    """A decision with violations: is it one all the same?"""
    given = _without_nulls(answer)
    if _is(given.get("STATUS"), 1):
        return Judgement("refused", Sentence("STATUS 1"), answer, found)  # what else stands there is no decision anyway
    given = _with_texts(name, given)
    usable = lenient and _is(given.get("STATUS"), 0) and isinstance(given.get("ACTION"), str)
    if usable or not contracts.violations(name, given):
        return replace(_judge_decision(given, ()), violations=found)
    return _malformed(answer, found)


def _without_nulls(members: dict[str, Any]) -> dict[str, Any]:
    given = {name: value for name, value in members.items() if value is not None}
    data = given.get("DATA")
    if isinstance(data, dict):
        given["DATA"] = {name: value for name, value in cast("dict[str, Any]", data).items() if value is not None}
    return given


def _with_texts(name: str, given: dict[str, Any]) -> dict[str, Any]:
    """Whole numbers in DATA as texts where the contract wants a text."""
    data = given.get("DATA")
    if not isinstance(data, dict):
        return given
    wrong = {violation.path for violation in contracts.violations(name, given) if violation.rule == "type"}
    members = {
        member: str(value) if type(value) is int and f"$.DATA.{member}" in wrong else value
        for member, value in cast("dict[str, Any]", data).items()
    }
    return {**given, "DATA": members}


def _judge_popup(answer: dict[str, Any], found: tuple[Sentence, ...]) -> Judgement:
    return _malformed(answer, found) if found else Judgement("acknowledged", NOTHING, answer)


def _judge_voicebot(answer: dict[str, Any], found: tuple[Sentence, ...]) -> Judgement:
    """Every member may be missing, so that ``null`` for one is as good as that."""
    given = {name: value for name, value in answer.items() if value is not None}
    if found and contracts.violations("voicebot.response", given):
        return _malformed(answer, found)
    changed = ", ".join(name for name in ("function_output", "user", "assistant", "system") if name in given)
    detail = Sentence(changed) if changed else Sentence.of("GoesOn", "goes on as instructed")
    return Judgement("acknowledged", detail, given, found)


def _is(value: Any, number: int) -> bool:
    """Whether a code is that number, as a number or as text; ``false`` is not 0."""
    if isinstance(value, str):
        return value.strip() == str(number)
    return isinstance(value, int | float) and not isinstance(value, bool) and value == number


_JUDGES: dict[CallbackContract, Callable[[dict[str, Any], tuple[Sentence, ...]], Judgement]] = {
    "cdr_notification": _judge_cdr,
    "popup": _judge_popup,
    "external_ivr.get_ivr_action": _judge_decision,
    "external_ivr.hangup_call": _judge_decision,
    "external_layer": _judge_decision,
    "voicebot": _judge_voicebot,
}
_NOTHING: dict[CallbackContract, dict[str, Any]] = {"voicebot": {}}
"""The answer that a function means which returns nothing, where the call goes on with one."""
