"""What the fake says in a busy hour, as a recording: requests and answers, callbacks, and the socket's events."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from voicenter_mock import contracts
from voicenter_mock.contracts.learned import event_as_sent, events_beside
from voicenter_mock.mockserver.callbacks.delivery import Delivery
from voicenter_mock.mockserver.organizations import demo
from voicenter_mock.mockserver.realtime import messages
from voicenter_mock.mockserver.requests.dispatch import Dispatcher
from voicenter_mock.mockserver.telephony.core.exchange import Exchange as ExchangeState
from voicenter_mock.mockserver.telephony.model.events import DialerEvent, Event, ExtensionEvent, QueueEvent
from voicenter_mock.mockserver.tenancy.registry import Registry
from voicenter_mock.mockserver.traffic.messages import RecordedExchange, RecordedFrame, RecordedMessage
from voicenter_mock.mockserver.wire.http import HttpRequest

API = "https://api.voicenter.co.il"
MONITOR = "https://monitor.voicenter.co.il"
JSON = "application/json"
DIALER = "/ForwardDialer/Dialer/"
_SOCKET = "https://monitor1.voicenter.co/socket.io/?EIO=3&transport=websocket"


class FakeTraffic:
    """An organization whose traffic is noted as it goes; ``exchanges`` is the recording."""

    def __init__(self) -> None:
        self.registry = Registry(clock="manual", now=1_700_000_000.0)
        self.tenant = self.registry.add(demo())
        self.dispatcher = Dispatcher(self.registry)
        self.exchanges: list[RecordedExchange] = []
        self.frames: list[RecordedFrame] = []
        for callback in ("cdr", "popup", "external_ivr", "external_layer"):
            self.tenant.deliveries.bind(callback, _acknowledged)
        with self.tenant.use() as exchange:
            exchange.subscribers.append(self._published)

    def ask(self, method: str, url: str, body: Any = None, content_type: str = "", **query: Any) -> Any:
        """Calls an operation, and notes it."""
        text = urlencode(query, doseq=True)
        sent = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        content_type = content_type or (JSON if sent else "")
        headers = {"content-type": content_type} if content_type else {}
        host, _, path = url.removeprefix("https://").partition("/")
        answer = self.dispatcher.handle(HttpRequest(method, f"/{path}", text, headers, sent, host=host, scheme="https"))
        address = f"{url}?{text}" if text else url
        self.exchanges.append(
            RecordedExchange(
                f"fake, entry {len(self.exchanges) + 1}", method, address,
                RecordedMessage(tuple(headers.items()), sent, content_type), answer.status,
                RecordedMessage((), answer.body, answer.content_type), self.tenant.exchange.now,
            )
        )  # fmt: skip
        return json.loads(answer.body) if answer.body[:1] in (b"{", b"[") else answer.body

    def busy(self, rounds: int) -> None:
        """Calls of every kind, and what a CRM asks meanwhile."""
        for number in range(rounds):
            phone = f"05012{number % 100_000:05}"
            self.ask("GET", f"{API}/ForwardDialer/click2call.aspx", phone="SIPSIP1", target=phone, code="demo-code", format="json", var_number=number)  # fmt: skip
            self.ask("POST", f"{API}{DIALER}AddCall", {"Campaign": "demo-agents-campaign", "Target": phone, "Priority": number % 9, "var_x": "1"})  # fmt: skip
            self.ask("POST", f"{API}{DIALER}AddCall", {"Campaign": "nobody's", "Target": phone})
            self.tenant.advance(seconds=70)
            self.ask("GET", f"{MONITOR}/Comet/api/GetExtensionsCalls", code="demo-code")
            if number % 5 == 0:
                self.calls_of_every_other_operation(phone)
        self.tenant.advance(until="idle")

    def calls_of_every_other_operation(self, phone: str) -> None:
        search = {"fromdate": "2023-11-14T00:00:00", "todate": "2023-11-16T00:00:00"}
        self.ask("POST", f"{API}/hub/cdr/", {"code": "demo-code", "search": search})
        self.ask("GET", f"{API}/hub/cdr/", code="wrong", **search)
        self.ask("POST", f"{API}{DIALER}GetCampaignList", {"Code": "demo-code"})
        for method in ("GetCampaignDetails", "GetCampaignPendingCalls", "GetMembersList", "StartCampaign"):
            self.ask("POST", f"{API}{DIALER}{method}", {"Campaign": "demo-agents-campaign"})
        self.ask("GET", f"{API}/ForwardDialer/click2call.aspx", phone="SIPSIP9", target=phone, code="demo-code")
        self.ask("POST", f"{MONITOR}/monitorAPI/Login/Token", {"Token": "demo-token"})
        self.ask("POST", f"{MONITOR}/monitorAPI/Login/Token", {"Token": "none"})

    def recording(self) -> Iterator[RecordedExchange]:
        """Everything so far."""
        yield from self.exchanges
        for number, delivery in enumerate(self.tenant.deliveries.all(), 1):
            yield _pushed(delivery, number)
        with self.tenant.use() as exchange:
            snapshots = _connecting(exchange)
        frames = tuple(RecordedFrame("server", 1.0, _event(name, payload)) for name, payload in snapshots) + tuple(
            self.frames
        )
        yield RecordedExchange(
            "fake, the socket", "GET", _SOCKET, RecordedMessage(), 101, RecordedMessage(), frames=frames
        )

    def _published(self, event: Event) -> None:
        exchange = self.tenant.exchange
        if isinstance(event, ExtensionEvent):
            self._frame("ExtensionEvent", messages.extension_event(exchange, event))
        elif isinstance(event, QueueEvent):
            self._frame("QueueEvent", messages.queue_event(exchange, event))
        elif isinstance(event, DialerEvent):
            self._frame("DialerEvent", messages.dialer_event(exchange, event))

    def _frame(self, name: str, payload: Any) -> None:
        for sent, members in ((name, payload), *events_beside(name, payload)):
            self.frames.append(RecordedFrame("server", self.tenant.exchange.now, _event(sent, members)))


def _connecting(exchange: ExchangeState) -> list[tuple[str, Any]]:
    """What a client is told first."""
    directory = exchange.directory
    return [
        ("loginSuccess", messages.login_success(exchange)),
        ("loginStatus", messages.login_status(exchange, directory.queues)),
        ("AllExtensionsStatus", messages.all_extensions_status(exchange, directory.extensions)),
        ("AllDialersStatus", messages.all_dialers_status(exchange, directory.campaigns)),
        ("AllUsersStatus", messages.all_users_status(exchange, directory.users)),
        ("keepaliveResponse", messages.keepalive_response(exchange)),
    ]


def _event(name: str, payload: Any) -> str:
    return "42" + json.dumps([name, event_as_sent(name, payload)], ensure_ascii=False)


def _pushed(delivery: Delivery, number: int) -> RecordedExchange:
    url = "https://crm.example.com/hook"
    body, content_type = delivery.body, delivery.content_type
    if delivery.method == "GET":
        url, body, content_type = f"{url}?{delivery.body.decode()}", b"", ""
    answer = json.dumps(contracts.schema(f"{delivery.contract}.response")["examples"][0])
    return RecordedExchange(
        f"fake, push {number}", delivery.method, url, RecordedMessage((), body, content_type), 200,
        RecordedMessage((), answer.encode(), JSON), delivery.planned_at,
    )  # fmt: skip


def _acknowledged(_: Any) -> Any:
    return {"err": 0, "errdesc": "OK", "STATUS": "OK"}
