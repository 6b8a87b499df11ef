"""One attempt at a delivery: the message is sent, under a fault if there is one, and what comes back is judged.

Imported with the first attempt: most organizations tell nobody anything, and all that sends and judges takes longer to
load than a call takes.
"""

from __future__ import annotations

from functools import partial

from ...contracts.operations import CALLBACKS
from ...contracts.sentences import Sentence
from ..telephony.model.directory import CallbackTarget, Fault
from . import faulty, http_client
from .connections import Connections
from .delivery import Delivery
from .owner import Owner
from .sending import HttpExchange, Message, Reply, send
from .targets import BoundTarget
from .verdicts import Judgement, judge, judge_free_form


def make_attempt(
    owner: Owner, delivery: Delivery, bound: BoundTarget | None, refusal: Sentence, fault: Fault | None, *,
    http: HttpExchange | None, connections: Connections,
) -> tuple[Reply, Judgement]:  # fmt: skip
    """What came back and what it is worth. ``refusal`` says why nothing is sent at all. ``http`` is how the message
    gets to a URL, ``None`` over ``connections``. The lock is not held.
    """
    if bound is None:
        detail = Sentence.of(
            "NoTarget",
            "the organization has no target for it; "
            "give the callback {callback!r} of the organization a URL, or bind a target in this process",
            callback=delivery.callback,
        )
        return Reply(""), Judgement("no_target", detail)
    if refusal:
        return Reply(""), Judgement("circuit_open", refusal)
    directory = owner.exchange.directory
    entry = directory.callbacks.get(delivery.callback) or CallbackTarget(delivery.callback)
    message = Message(
        delivery.method, delivery.content_type, delivery.body, delivery.decoded or {},
        {**entry.headers, **delivery.headers}, entry.verify,
    )  # fmt: skip
    timeout = entry.timeout_seconds or CALLBACKS[delivery.contract].timeout_seconds
    over = http or partial(http_client.exchange, connections=connections)
    if fault is None:
        reply = send(message, bound, timeout, over)
    else:
        wait = owner.clock.mode != "manual"
        reply = faulty.send_with_fault(partial(send, http=over), message, bound, timeout, fault, wait=wait)
    if delivery.free_form:
        return reply, judge_free_form(reply)
    strict = directory.acknowledgement == "strict"
    return reply, judge(delivery.contract, reply, lenient=owner.lenient, strict=strict)
