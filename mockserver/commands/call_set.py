"""`trigger call`: one incoming call with everything that Voicenter would send for it, in messages that agree."""

from __future__ import annotations

import json
import time
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
from ..wire.console import printable

LASTS_SECONDS = 60.0
"""The call is over by now: it began so long ago."""
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
    tenant.advance(until="idle")
    with tenant.use() as exchange:
        records = exchange.log.of_call(call.id)
        return {
            "ivrid": call.id,
            "deliveries": [delivery.as_data() for delivery in tenant.deliveries.all()],
            "cdrs": [cdr_notification.payload(record, exchange.directory, exchange.zone) for record in records],
        }


def summary(found: dict[str, Any]) -> str:
    """A line for each message with what came back below it, then the records."""
    lines = [f"call {found['ivrid']}"]
    for delivery in found["deliveries"]:
        lines.append(f"{delivery['callback']:6}  {delivery['about']}")
        lines += [f"        {outcome(Attempt.from_data(attempt))}" for attempt in delivery["attempts"]]
    lines += [f"record  {json.dumps(cdr, ensure_ascii=False)}" for cdr in found["cdrs"]]
    return "\n".join(map(printable, lines))
