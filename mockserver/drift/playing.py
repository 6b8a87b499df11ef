"""Recorded requests played to the fake, in their order and at their distances in time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field
from typing import Any
from urllib.parse import quote, urlsplit

from ... import contracts
from ...contracts import ContractViolation
from ...contracts.decoding_json import Unreadable as NotReadable
from ...contracts.json_values import is_array, is_object
from ...contracts.quick_dataclasses import dataclass
from ..requests.dispatch import Dispatcher
from ..telephony.model.directory import CallbackName, Directory
from ..tenancy.registry import Registry
from ..tenancy.tenants import Tenant
from ..traffic.messages import RecordedExchange, RecordedMessage
from ..wire.http import HttpRequest, HttpResponse
from .error_tables import is_refusal
from .examination import request_message
from .identification import Called, identify

LONGEST_PAUSE = 3_600.0
"""Simulated seconds between two requests at most: a recording may have a night in it."""

_CALLBACKS: tuple[CallbackName, ...] = ("cdr", "popup", "external_ivr", "external_layer", "voicebot")


@dataclass(frozen=True, slots=True)
class Played:
    """One request with both answers, decoded; ``None`` for one that is no message of the contract."""

    called: Called
    recorded: RecordedExchange
    real_status: int
    fake_status: int
    real: Any
    fake: Any


@dataclass(slots=True)
class RecordingPlayer:
    """Plays to an organization of its own. Its codes, campaigns, extensions and tokens stand in for those that a
    recording names and it does not have; a code that the real service took is taken."""

    directory: Directory
    tenant: Tenant = field(init=False)
    _dispatcher: Dispatcher = field(init=False)
    _stand_ins: dict[str, str] = field(init=False, default_factory=dict[str, str])
    _used: dict[str, int] = field(init=False, default_factory=dict[str, int])

    def __post_init__(self) -> None:
        registry = Registry(clock="manual", now=1_700_000_000.0)
        self.tenant = registry.add(self.directory)
        self._dispatcher = Dispatcher(registry)
        for callback in _CALLBACKS:
            self.tenant.deliveries.bind(callback, _take)

    def play(self, exchanges: Iterable[RecordedExchange]) -> Iterator[Played]:
        """Everything that was asked of an operation and answered. What else is recorded is passed over."""
        before = 0.0
        for exchange in exchanges:
            called = identify(exchange)
            if (
                not isinstance(called, Called)
                or exchange.answer is None
                or exchange.request.lost
                or exchange.answer.lost
            ):
                continue
            if before and exchange.started > before:
                self.tenant.advance(seconds=min(exchange.started - before, LONGEST_PAUSE))
            before = exchange.started or before
            yield self._one(exchange, called)

    def end(self) -> dict[str, list[Any]]:
        """Lets everything that was begun come to its end; the messages that the fake has sent, by contract."""
        self.tenant.advance(until="idle")
        sent: dict[str, list[Any]] = {}
        for delivery in self.tenant.deliveries.all():
            sent.setdefault(f"{delivery.contract}.request", []).append(delivery.payload)
        return sent

    def _one(self, exchange: RecordedExchange, called: Called) -> Played:
        operation = called.operation
        real = decode_message(operation.response_contract, exchange.answer)
        self._learn(exchange, called, accepted=not is_refusal(operation, exchange.status, real))
        response = self._dispatcher.handle(self._request(exchange), only=self.tenant)
        fake = decode_message(operation.response_contract, _message(response))
        if is_object(real) and is_object(fake):
            for name in ("CALLID", "CallID"):
                if real.get(name) and fake.get(name):
                    self._stand_ins[str(real[name])] = str(fake[name])
        return Played(called, exchange, exchange.status, response.status, real, fake)

    def _learn(self, exchange: RecordedExchange, called: Called, *, accepted: bool) -> None:
        """Finds what stands in for what the request names."""
        try:
            sent = request_message(exchange, called)
        except NotReadable:
            return
        entries: list[Any] = sent if is_array(sent) else [sent]
        for entry in entries:
            for name, value in entry.items() if is_object(entry) else ():
                if isinstance(value, str) and value:
                    self._name(name.lower(), value, accepted=accepted)
        headers = {name.lower(): value for name, value in exchange.request.headers}
        token = HttpRequest("GET", "/", headers=headers).bearer
        if token and accepted:
            self.tenant.accepted_codes |= {token}

    def _name(self, name: str, value: str, *, accepted: bool) -> None:
        directory = self.directory
        if name == "code" and accepted and value not in directory.codes:
            self.tenant.accepted_codes |= {value}
        elif name == "campaign" and accepted:
            self._stand_in("campaign", value, list(directory.campaigns))
        elif name == "token" and accepted:
            self._stand_in("token", value, list(directory.realtime_tokens))
        elif name in ("phone", "extension", "extenuser", "target") and any(map(str.isalpha, value)):
            self._stand_in("extension", value, list(directory.extensions))

    def _stand_in(self, kind: str, value: str, known: list[str]) -> None:
        if not known or value in known or value in self._stand_ins:
            return
        used = self._used.get(kind, 0)
        self._used[kind] = used + 1
        self._stand_ins[value] = known[used % len(known)]

    def _request(self, exchange: RecordedExchange) -> HttpRequest:
        parts = urlsplit(exchange.url)
        headers = {name.lower(): value for name, value in exchange.request.headers if name.lower() != "content-length"}
        if exchange.request.content_type:
            headers.setdefault("content-type", exchange.request.content_type)
        query, body, path = parts.query, exchange.request.body, parts.path
        for value, other in self._stand_ins.items():
            query = query.replace(quote(value, safe=""), quote(other, safe=""))
            body = body.replace(value.encode(), other.encode())
            path = path.replace(f"/{value}", f"/{other}")
        return HttpRequest(exchange.method, path, query, headers, body, host=parts.netloc, scheme="https")


def decode_message(contract: str, message: RecordedMessage | None) -> Any:
    """A message's value; ``None`` for none, and for one that cannot be decoded."""
    if message is None:
        return None
    try:
        return contracts.decode(contract, message.body, message.content_type)
    except ContractViolation:
        return None


def _message(response: HttpResponse) -> RecordedMessage:
    return RecordedMessage((), response.body, response.content_type)


def _take(_: Any) -> Any:
    return {"err": 0, "errdesc": "OK", "STATUS": "OK"}
