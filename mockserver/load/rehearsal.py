"""A few calls before the first one, of which nobody hears: what comes with its first use has come by then.

An exchange, its messages and the judgement of answers load what they need when they need it, which is good where few
calls are made. Under load it would stop every caller for as long as it takes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain, cycle
from urllib.parse import urlsplit

from ...contracts import schema
from ...contracts.callback_names import CONTRACTS, CallbackContract
from ..callbacks.http_client import Answer, Unreachable
from ..telephony.control.operator import Operator
from ..telephony.dialer import campaigns
from ..telephony.model.directory import Directory
from ..telephony.model.pending_call import PendingCall
from ..tenancy.registry import Registry
from .organization import Urls, numbers_to_call

CALLS = 20
"""To each number, and of each campaign: with what they cause, every answer comes."""
SECONDS = 600.0
_WRONG = (
    Answer(200, "application/json", b"[]"),
    Answer(200, "application/json", b'{"err": []}'),
    Answer(200, "text/html", b"<html>"),
    Answer(200, "text/xml", b"<?xml version='1.0'?><methodResponse/>"),
    Answer(500, "text/plain", b"oops"),
    Answer(302, "text/plain", b"", "/elsewhere"),
)


def rehearse(directory: Directory, urls: Urls) -> None:
    """Plays the organization, with calls to all numbers that are called in a run and a few of each campaign, on a clock
    of its own and with every kind of answer.
    """
    callbacks = {
        name: replace(target, url=f"http://{name}.invalid") if target.url else target
        for name, target in directory.callbacks.items()
    }
    registry = Registry()
    tenant = registry.add(replace(directory, callbacks=callbacks), clock="manual", seed=0)
    tenant.deliveries.attempts.http = _Customer().exchange
    tenant.deliveries.always_attempt()
    with tenant.use() as exchange:
        for number in numbers_to_call(directory, urls):
            for place in range(CALLS):
                Operator(exchange).incoming_call(did=number, digits=("12"[place % 2],), talk_seconds=1)
        for code in directory.campaigns:
            state = campaigns.find(exchange, code)
            for place in range(CALLS):
                campaigns.add(exchange, state, PendingCall(f"9725000000{place:02}"))
            campaigns.set_status(exchange, state, "Enabled")
    tenant.advance(seconds=SECONDS)
    registry.delete(tenant.id)


class _Customer:
    """Answers each callback with the examples of its contracts and with what is no answer, in turn."""

    def __init__(self) -> None:
        self._answers = {name: cycle(_answers(contracts)) for name, contracts in CONTRACTS.items()}

    def exchange(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes, *, timeout: float, maximum: int,
        verify: bool = True,
    ) -> Answer:  # fmt: skip
        name = (urlsplit(url).hostname or "").partition(".")[0]
        answer = next(self._answers[name])
        if isinstance(answer, Exception):
            raise answer
        return answer


def _answers(contracts: tuple[CallbackContract, ...]) -> Iterator[Answer | Exception]:
    for example in chain.from_iterable(schema(f"{contract}.response")["examples"] for contract in contracts):
        yield Answer(200, "application/json", json.dumps(example).encode())
    yield from _WRONG
    yield TimeoutError()
    yield Unreachable("nobody there")
