"""A callback's attempt under a fault: what the customer gets, and what Voicenter gets to see instead of the answer."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

from ...contracts.sentences import Sentence
from ..state import faults
from ..telephony.model.directory import Fault
from .sending import Message, Reply
from .targets import BoundTarget

Send = Callable[[Message, BoundTarget, float], Reply]


def lateness(fault: Fault) -> float:
    """By how many simulated seconds an attempt is put off; 0 when it goes out now."""
    if not fault.out_of_order:
        return 0.0
    return fault.delay_seconds or faults.OVERTAKING_SECONDS


def send_with_fault(
    send: Send, message: Message, target: BoundTarget, timeout: float, fault: Fault, *, wait: bool
) -> Reply:
    """Sends a message as the fault says. ``wait``: a delay is really waited for, as on a clock that does not stand."""
    reply = Reply("", 200)
    if _arrives(fault):
        spoiled = replace(message, body=_body(message.body, fault))
        if fault.body and target.kind == "function":
            detail = Sentence.of(
                "NotForFunctions", "fault injected: a function cannot be given a message that is spoiled"
            )
            reply = Reply("broken", detail=detail)
        else:
            reply = send(spoiled, target, timeout)
            if fault.duplicate:
                reply = send(spoiled, target, timeout)
    return _reply_with_fault(reply, timeout, fault, wait=wait)


def _arrives(fault: Fault) -> bool:
    """Whether the customer gets the message: unless it is refused or the connection breaks before."""
    if fault.takes_effect is not None:
        return fault.takes_effect
    return not (fault.error or fault.status or fault.reset)


def _body(body: bytes, fault: Fault) -> bytes:
    return body[: len(body) // 2] if fault.body == "truncated" else faults.faulty_body(body, fault)


def _reply_with_fault(reply: Reply, timeout: float, fault: Fault, *, wait: bool) -> Reply:
    """What Voicenter takes for the customer's answer."""
    if fault.delay_seconds and not fault.out_of_order:
        if fault.delay_seconds >= timeout:
            return Reply(
                "timeout",
                detail=Sentence.of(
                    "AnsweredTooLate",
                    "fault injected: the answer came after {seconds:g} s, later than {timeout:g} s",
                    seconds=fault.delay_seconds,
                    timeout=timeout,
                ),
            )
        if wait:
            threading.Event().wait(fault.delay_seconds)
    if fault.reset:
        return Reply("broken", detail=Sentence.of("ConnectionReset", "fault injected: the connection was reset"))
    if fault.status:
        return Reply(
            "", fault.status, "text/html", b"<h1>fault injected</h1>", detail=Sentence.of("AFault", "fault injected")
        )
    if fault.error:
        code = fault.error if fault.error in ("1", "2") else "2"
        return Reply("", 200, "application/json", b'{"err":%s,"errdesc":"fault injected","STATUS":1}' % code.encode())
    return reply
