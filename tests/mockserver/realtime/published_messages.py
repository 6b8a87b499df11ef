"""An exchange whose events are turned into messages as they are published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from voicenter_mock import contracts
from voicenter_mock.mockserver.organizations import demo
from voicenter_mock.mockserver.realtime import messages
from voicenter_mock.mockserver.telephony.control.flows import new_exchange
from voicenter_mock.mockserver.telephony.core.exchange import Exchange
from voicenter_mock.mockserver.telephony.model.directory import Directory
from voicenter_mock.mockserver.telephony.model.events import DialerEvent, Event, ExtensionEvent, QueueEvent

NOW = 1_606_908_123.0
"""2020-12-02, the day of the documented sequences: Israel is two hours ahead of UTC."""

Message = Mapping[str, Any]


class PublishedMessages:
    """What a client that may see everything would be told: (event's name, payload)."""

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange
        self.published: list[tuple[str, Message]] = []
        exchange.subscribers.append(self._take)

    def _take(self, event: Event) -> None:
        if isinstance(event, ExtensionEvent):
            self.published.append(("ExtensionEvent", messages.extension_event(self.exchange, event)))
        elif isinstance(event, QueueEvent):
            self.published.append(("QueueEvent", messages.queue_event(self.exchange, event)))
        elif isinstance(event, DialerEvent):
            self.published.append(("DialerEvent", messages.dialer_event(self.exchange, event)))

    def of(self, name: str) -> list[Message]:
        return [payload for published_name, payload in self.published if published_name == name]

    def at(self, sip: str) -> list[Message]:
        """The extension's events."""
        return [payload for payload in self.of("ExtensionEvent") if payload["data"]["extenUser"] == sip]


def listen(directory: Directory | None = None, *, now: float = NOW, seed: int = 0) -> PublishedMessages:
    return PublishedMessages(new_exchange(directory or demo(), now=now, seed=seed))


def violations(contract: str, message: object) -> list[str]:
    return [f"{found.path} {found.rule}" for found in contracts.violations(contract, message)]
