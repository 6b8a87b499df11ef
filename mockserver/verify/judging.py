"""What an answer shows: symptoms by its contract, and by sense."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from ...contracts.callback_names import CallbackContract
from ...contracts.json_values import is_object
from ...contracts.quick_dataclasses import dataclass
from ..callbacks.sending import Message, Reply
from ..callbacks.verdicts import ASKING, STEERING, Judgement, judge
from .decisions import KnownNumbers, impossible
from .findings import Kind

ISRAEL = ZoneInfo("Asia/Jerusalem")
_LAST_EPOCH = 4_102_444_800  # the year 2100: what is later was drawn as no date
_LEAKS = re.compile(
    rb"Traceback \(most recent call last\)|^\s*File \"[^\"]+\", line \d+|Werkzeug Debugger"
    rb"|^\s+at [\w.$<>\[\] ]+\([^)\n]*:\d+"
    rb"|Fatal error</?b?>?: |Stack trace:|System\.\w+Exception: |goroutine \d+ \[running\]"
    rb"|(?:\A|\n)panic: |\.rb:\d+:in [`']|SQLSTATE\[|You have an error in your SQL syntax",
    re.MULTILINE,
)
_XML_INTEGER = re.compile(
    r"<name>\s*(err|Err|STATUS|LOOP|DELAY|SIZE|VALIDATION|LAYER|HANGUP_CAUSE)\s*</name>\s*<value>\s*"
    r"(?:<string>\s*[+-]?\d+\s*</string>|[+-]?\d+\s*)</value>"
)


@dataclass(frozen=True, slots=True)
class Symptom:
    """What is wrong with one answer."""

    kind: Kind
    detail: str
    violations: tuple[str, ...] = ()


def is_ringing(payload: Any) -> bool:
    """Whether a pop-up asks for something to show; later messages of a call only inform."""
    if not isinstance(payload, dict):
        return True
    members = cast("dict[str, Any]", payload)
    return str(members.get("statusCall", members.get("status", "Ringing"))) == "Ringing"


def of_valid(
    contract: CallbackContract, message: Message, reply: Reply, organization: KnownNumbers | None = None,
    *, may_refuse: bool = False,
) -> list[Symptom]:  # fmt: skip
    """Symptoms of an answer to a valid message. ``may_refuse``: STATUS 1 is a sensible answer to this one."""
    found = [*_leak(reply), *_mangled_text(message, reply)]
    if contract == "cdr_notification":
        found += _time_as_unix(message.payload, reply)
    verdict = judge(contract, reply, strict=True)
    if contract == "popup" and verdict.verdict in ("redirect", "malformed"):
        if is_ringing(message.payload):
            detail = verdict.detail or "the answer says nothing to show"
            found.append(Symptom(Kind.NOT_ACKNOWLEDGED, f"nothing is shown: {detail}", verdict.violations))
        return found
    if contract == "popup" and not is_ringing(message.payload) and 200 <= reply.status < 300 and not reply.failure:
        return found
    failed = _of_verdict(contract, reply, verdict)
    mangled = any(one.kind is Kind.MANGLES_TEXT for one in found)  # which is why it cannot be read
    tolerated = {Kind.VALID_REFUSED: may_refuse, Kind.NOT_ACKNOWLEDGED: mangled}
    if failed is not None and not tolerated.get(failed.kind):
        found.append(failed)
    if verdict.verdict in ("acknowledged", "refused"):
        found += _types(reply)
    if contract in STEERING and verdict.verdict == "acknowledged":
        found += [Symptom(kind, detail) for kind, detail in impossible(contract, verdict.answer, organization)]
    return found


def of_malformed(contract: CallbackContract, reply: Reply, *, lenient_close: bool = False) -> list[Symptom]:
    """Symptoms of an answer to a malformed or hostile message: refused or acknowledged, both are fine.

    ``lenient_close``: the message is so large that hanging up on it is an answer.
    """
    found = [*_leak(reply)]
    verdict = judge(contract, reply, strict=True)
    what = verdict.verdict
    if what == "timeout":
        found.append(Symptom(Kind.TOO_SLOW, reply.detail))
    elif what == "raised" or (what == "http_error" and reply.status >= 500):
        found.append(Symptom(Kind.CRASHES_ON_MALFORMED, verdict.detail))
    elif what in ("broken", "too_large") and not lenient_close:
        found.append(Symptom(Kind.CRASHES_ON_MALFORMED, f"no whole answer: {verdict.detail}"))
    elif what == "unreachable":
        found.append(Symptom(Kind.WENT_AWAY, verdict.detail))
    elif what == "malformed" and contract != "popup" and not _has_effect(contract, verdict) and not reply.nothing:
        found.append(Symptom(Kind.MALFORMED_UNANSWERED, f"HTTP 200 and: {verdict.detail}", verdict.violations))
    return found


def _of_verdict(contract: CallbackContract, reply: Reply, verdict: Judgement) -> Symptom | None:
    what, detail = verdict.verdict, verdict.detail
    if what == "acknowledged":
        return None
    if what == "timeout":
        return Symptom(Kind.TOO_SLOW, detail)
    if what == "unreachable":
        return Symptom(Kind.WENT_AWAY, detail)
    if what in ("broken", "too_large"):
        return Symptom(Kind.BROKEN_ANSWER, detail)
    if what == "raised" or (what == "http_error" and reply.status >= 500):
        return Symptom(Kind.SERVER_ERROR, detail)
    if what == "redirect":
        return Symptom(Kind.REDIRECTED, detail)
    if what == "http_error":
        return Symptom(Kind.WRONG_STATUS, detail)
    if what == "refused" or _is_fault(verdict):
        return Symptom(Kind.VALID_REFUSED, detail)
    kind = Kind.INVALID_DECISION if contract in ASKING else Kind.NOT_ACKNOWLEDGED
    return Symptom(kind, detail or "the answer is none", verdict.violations)


def _has_effect(contract: CallbackContract, verdict: Judgement) -> bool:
    """A fault, or a decision. One that mirrors what was wrong with the message is wrong itself, but is an answer."""
    decides = contract in STEERING and is_object(verdict.answer) and "STATUS" in verdict.answer
    return decides or _is_fault(verdict)


def _is_fault(verdict: Judgement) -> bool:
    """An XML-RPC fault: that protocol's way to refuse."""
    return any("[fault" in violation for violation in verdict.violations)


def _leak(reply: Reply) -> Iterator[Symptom]:
    text = reply.body
    found = _LEAKS.search(text) or _LEAKS.search(
        text.replace(b"\\n", b"\n").replace(b'\\"', b'"').replace(b"&#34;", b'"')
    )
    if found:
        line = found[0].decode("utf-8", "replace").strip()
        yield Symptom(Kind.LEAKS_INTERNALS, f"HTTP {reply.status}, and the answer contains {line[:80]!r}")


def _types(reply: Reply) -> Iterator[Symptom]:
    if not reply.body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return
    found = _XML_INTEGER.search(reply.body.decode("utf-8", "replace"))
    if found:
        written = " ".join(found[0].split())
        yield Symptom(Kind.XML_RPC_TYPES, f"{written}: the documents write {found[1]} as <int>")


def texts_of(value: Any) -> Iterator[str]:
    """All texts in a message."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in cast("dict[str, Any]", value).values():
            yield from texts_of(inner)
    elif isinstance(value, list):
        for inner in cast("list[Any]", value):
            yield from texts_of(inner)


def _time_as_unix(payload: dict[str, Any], reply: Reply) -> Iterator[Symptom]:
    """A date and time in the answer that is the record's ``time`` read as Unix time: on Israel's clock, or as UTC."""
    time = payload.get("time")
    if not isinstance(time, int) or not 0 < time < _LAST_EPOCH:
        return
    text = reply.body.decode("utf-8", "replace")
    meant, read = datetime.fromtimestamp(time, UTC), datetime.fromtimestamp(time, ISRAEL)
    utc = re.search(rf"{meant:%Y-%m-%d}[T ]{meant:%H:%M:%S}(?:\.\d+)?(?:Z|\+00:?00)", text)
    found = utc or re.search(rf"{read:%Y-%m-%d}[T ]{read:%H:%M:%S}", text)
    if found:
        yield Symptom(
            Kind.TIME_AS_UNIX, f"time {time} is {meant:%Y-%m-%d %H:%M:%S} in Israel; it came back as {found[0]}"
        )


def _mangled_text(message: Message, reply: Reply) -> Iterator[Symptom]:
    """Text of the message that stands in the answer as other letters or question marks."""
    if not reply.body:
        return
    words = {word for text in texts_of(message.payload) if not text.isascii() for word in text.split()}
    words = {word for word in words if len(word) >= 3 and not word.isascii()}
    if not words:
        return
    try:
        answer = reply.body.decode()
    except UnicodeDecodeError:
        if "charset=" not in reply.content_type.lower() or "utf-8" in reply.content_type.lower():
            yield Symptom(Kind.MANGLES_TEXT, "the answer is not UTF-8, though the message was")
        return
    with contextlib.suppress(ValueError):
        answer = json.dumps(json.loads(answer), ensure_ascii=False)
    for word in sorted(words):
        for codec in ("latin-1", "cp1252", "cp1255"):
            try:
                wrong = word.encode().decode(codec)
            except UnicodeDecodeError:
                continue
            if wrong in answer:
                yield Symptom(Kind.MANGLES_TEXT, f"{word!r} came back as {wrong!r}: UTF-8 read as {codec}")
                return
        if word not in answer and word.isalpha() and re.search(rf"(?<!\?)\?{{{len(word)}}}(?!\?)", answer):
            yield Symptom(Kind.MANGLES_TEXT, f"{word!r} came back as {'?' * len(word)!r}")
            return
