"""One message to a customer's endpoint, and what its answer is worth: what `trigger` and `send` do."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import UTC, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from ... import contracts
from ...contracts.callback_names import MessageName
from ...contracts.character_sets import readable_text
from ...contracts.operations import CALLBACKS, Revision
from ...contracts.quick_dataclasses import dataclass
from ...contracts.sentences import shorten
from ..callbacks.cdr_notification import local_epoch
from ..callbacks.encoding import encode
from ..callbacks.samples import NAMES, misspelt_members, overridden_by_texts
from ..callbacks.sending import Message, send, with_query
from ..callbacks.summaries import judged, reason_beside
from ..callbacks.targets import BoundTarget
from ..callbacks.verdicts import judge
from ..telephony.model.directory import CallbackTarget
from ..wire.console import printable
from .output import message_lines, print_lines
from .tables import Screen, in_lines

ZONE = ZoneInfo("Asia/Jerusalem")
Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Present:
    """What a message of now has in it: a new call id, the moment, and the same as a CDR's ``time`` counts it."""

    call_id: str
    epoch: int
    local_epoch: int

    @classmethod
    def now(cls) -> Present:
        now = time.time()
        begin = datetime.fromtimestamp(now, UTC).astimezone(ZONE).strftime("%Y%m%d%H%M%S")
        return cls(begin + uuid.uuid4().hex[:18], int(now), local_epoch(now, ZONE))


@dataclass(frozen=True, slots=True)
class Way:
    """How a message goes out. ``timeout`` in real seconds; ``None``: as long as Voicenter waits."""

    url: str
    encoding: str = "json"
    revision: Revision = "current"
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    timeout: float | None = None
    verify: bool = True


def with_settings(callback: MessageName, payload: Payload, settings: Mapping[str, str]) -> Payload:
    """The message with the members of ``--set``. One that no document knows is sent as well, because messages may have
    more; where its name is nearly that of another, standard error says so.
    """
    changed = overridden_by_texts(NAMES[callback][1], payload, settings)
    for miss in misspelt_members(NAMES[callback][1], payload, changed):
        print_lines(
            f"--set: there is no {miss.name!r}; did you mean {miss.suggestion!r}? It is sent as it is", err=True
        )
    return changed


def send_and_judge(callback: MessageName, payload: Payload, way: Way) -> Payload:
    """Sends it and judges the answer: everything that is known of both, as plain data."""
    name, contract = NAMES[callback]
    notes = [str(violation) for violation in contracts.violations(f"{contract}.request", payload)]
    target = CallbackTarget(name, way.url, encoding=cast(Any, way.encoding), headers=way.headers)
    content_type, body, payload = encode(contract, payload, target, way.revision)
    method = "GET" if way.encoding == "query" else "POST"
    message = Message(method, content_type, body, payload, target.headers, way.verify)
    reply = send(message, BoundTarget("url", way.url, way.url), way.timeout or CALLBACKS[contract].timeout_seconds)
    judgement = judge(contract, reply)
    return {
        "callback": callback,
        "contract": contract,
        "method": message.method,
        "url": way.url if message.method == "POST" else with_query(way.url, body.decode()),
        "content_type": content_type,
        "request": payload,
        "request_violations": notes,
        "status": reply.status,
        "response": readable_text(reply.body, reply.content_type),
        "milliseconds": round(reply.seconds * 1000, 3),
        "verdict": judgement.verdict,
        "detail": judgement.detail,
        "violations": list(judgement.violations),
    }


def summary(result: Payload, where: Screen) -> str:
    """The message, what came back, and what it is worth."""
    lines = [f"{result['method']} {result['url']}  ({result['content_type']})"]
    lines += message_lines(json.dumps(result["request"], ensure_ascii=False, indent=2))
    notes = (f"note: the message breaks its own contract: {note}" for note in result["request_violations"])
    lines += _in_lines(notes, where)
    if result["status"]:
        lines += [f"HTTP {result['status']} after {result['milliseconds']:g} ms", *_first_lines(result["response"])]
    sentences = [judged(result["verdict"], reason_beside(result["detail"], result["violations"]))]
    sentences += [f"violation: {violation}" for violation in result["violations"]]
    lines += _in_lines(sentences, where)
    return "\n".join(lines)


def _in_lines(sentences: Iterable[str], where: Screen) -> list[str]:
    return [in_lines(printable(each), where) for each in sentences]


def _first_lines(text: str) -> list[str]:
    return message_lines(shorten(text, 2000))
