"""`trigger call`: one incoming call with everything that Voicenter would send for it, in messages that agree."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from ...contracts.callback_names import CallbackName
from ..callbacks import cdr_notification
from ..callbacks.delivery import Attempt
from ..callbacks.summaries import outcome
from ..organizations import demo
from ..telephony.control.operator import Operator
from ..telephony.model.directory import CallbackTarget
from ..tenancy.registry import Registry
from ..wire.console import log, printable
from .output import message_lines
from .tables import Screen, in_lines

LASTS_SECONDS = 60.0
"""The call is over by now: it began so long ago."""
_BEHIND_THE_NAME = len("cdr     ")
CALLER, NUMBER = "0501234567", "0722776774"


def place_call(cdr_url: str, popup_url: str, headers: dict[str, str]) -> dict[str, Any]:
    """Lets an organization of its own take a call, and sends what comes of it once. Plain data of the call, each
    message with its attempt, and the records as the call log has them.
    """
    directory = demo()
    callbacks = dict(directory.callbacks)
    addresses: dict[CallbackName, str] = {"cdr": cdr_url, "popup": popup_url}
    for name, url in addresses.items():
        target = callbacks.get(name) or CallbackTarget(name)
        callbacks[name] = replace(target, url=url, retry_seconds=(), headers=headers)
    registry = Registry(clock="manual", now=time.time() - LASTS_SECONDS)
    tenant = registry.add(replace(directory, callbacks=callbacks), seed=int(time.time()))
    with tenant.use() as exchange:
        answer = {"kind": "answer", "ring_seconds": 4}
        call = Operator(exchange).incoming_call(
            CALLER, NUMBER, caller_name="Dana", talk_seconds=20, parties={"target": answer}
        )
    with _without_warnings():
        tenant.advance(until="idle")
    with tenant.use() as exchange:
        records = exchange.log.of_call(call.id)
        return {
            "ivrid": call.id,
            "deliveries": [delivery.as_data() for delivery in tenant.deliveries.all()],
            "cdrs": [cdr_notification.payload(record, exchange.directory, exchange.zone) for record in records],
        }


@contextmanager
def _without_warnings() -> Generator[None]:
    """What comes of each message is in the answer already."""
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(level)


def summary(found: dict[str, Any], where: Screen) -> str:
    """A line for each message with what came back below it, then the records."""
    lines = [f"call {found['ivrid']}"]
    for delivery in found["deliveries"]:
        sentences = [f"{delivery['callback']:6}  {delivery['about']}"]
        sentences += [f"        {outcome(Attempt.from_data(attempt))}" for attempt in delivery["attempts"]]
        lines += [in_lines(printable(line), where, _BEHIND_THE_NAME) for line in sentences]
    for cdr in found["cdrs"]:
        lines += ["record", *message_lines(json.dumps(cdr, ensure_ascii=False))]
    return "\n".join(lines)
