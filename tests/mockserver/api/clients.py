"""An organization and a client of its HTTP APIs, without a server between them."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from voicenter_mock.mockserver import organizations
from voicenter_mock.mockserver.organizations import load, read
from voicenter_mock.mockserver.requests.dispatch import Dispatcher
from voicenter_mock.mockserver.state.journal import RequestEntry
from voicenter_mock.mockserver.telephony.core.exchange import Exchange
from voicenter_mock.mockserver.telephony.model.cdr import Cdr
from voicenter_mock.mockserver.tenancy.registry import Registry
from voicenter_mock.mockserver.tenancy.tenants import Tenant
from voicenter_mock.mockserver.wire.http import HttpRequest, HttpResponse

NOW = 1_700_000_000.0
"""2023-11-14T22:13:20Z"""

AGENTS, IVR = "demo-agents-campaign", "demo-ivr-campaign"
CODE = "demo-code"
HUB = "/hub/cdr/"
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
DIALER = "/ForwardDialer/Dialer/"


@cache
def demo_document() -> dict[str, Any]:
    """Read once: it is YAML."""
    return dict(load(Path(organizations.__file__).parent / "demo.yaml"))


class Api:
    """The demo organization, or what ``edits`` make of its document. Answers are decoded JSON."""

    def __init__(self, *, lenient: bool = False, **edits: Any) -> None:
        self.registry = Registry(now=NOW, lenient=lenient)
        self.tenant: Tenant = self.registry.from_template("demo", "demo")
        self.dispatcher = Dispatcher(self.registry)
        if edits:
            self.edit(**edits)

    @property
    def exchange(self) -> Exchange:
        return self.tenant.exchange

    def edit(self, **edits: Any) -> None:
        """Replaces sections of the organization's document; whole sections at a time."""
        self.registry.edit(self.tenant, read(demo_document() | edits, id=self.tenant.id))

    def send(self, request: HttpRequest) -> HttpResponse:
        return self.dispatcher.handle(request)

    def get(self, path: str, query: str = "", /, *, headers: dict[str, str] | None = None, **parameters: Any) -> Any:
        """``query`` as it stands, or parameters, lists repeated."""
        query = query or urlencode(parameters, doseq=True)
        return decoded(self.send(HttpRequest("GET", path, query, headers or {})))

    def post(
        self,
        path: str,
        body: Any,
        /,
        *,
        content_type: str = JSON,
        query: str = "",
        headers: dict[str, str] | None = None,
    ) -> Any:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = {"content-type": content_type} if content_type else {}
        return decoded(self.send(HttpRequest("POST", path, query, sent | (headers or {}), content)))

    def form(self, path: str, /, **parameters: Any) -> Any:
        return self.post(path, urlencode(parameters, doseq=True).encode(), content_type=FORM)

    def dialer(self, method: str, /, **members: Any) -> Any:
        """A dialer method as JSON."""
        return self.post(DIALER + method, members)

    def click2call(self, **parameters: Any) -> str:
        """Starts a call between SIPSIP1 and 0501234567, unless said otherwise. Returns its id."""
        order: dict[str, Any] = {
            "code": CODE,
            "phone": "SIPSIP1",
            "target": "0501234567",
            "format": "json",
        } | parameters
        answer = self.get("/ForwardDialer/click2call.aspx", **order)
        assert answer["ERRORCODE"] == 0, answer
        call_id: str = answer["CALLID"]
        return call_id

    def log(self, *cdrs: Cdr) -> None:
        """Puts records into the call log as they are, numbered."""
        for cdr in cdrs:
            self.exchange.log.add(replace(cdr, number=self.exchange.log.last_number + 1))

    @property
    def journal(self) -> RequestEntry:
        """The last request's entry."""
        return self.tenant.requests.since(0)[-1]


def decoded(response: HttpResponse) -> Any:
    """The body as JSON, or as text when it is none."""
    if response.content_type.startswith("application/json"):
        return json.loads(response.body)
    return response.body.decode()


def record(**members: Any) -> Cdr:
    """An answered incoming call to SIPSIP1, a minute before ``NOW``, except for what is said."""
    usual: dict[str, Any] = {
        "number": 0, "call_id": "2023111423122000000000000000000a", "type": 1, "time": NOW - 60, "ended": NOW - 30,
        "caller": "972501234567", "target": "SIPSIP1", "status": "ANSWER", "duration": 25, "dial_seconds": 5,
        "target_extension": "SIPSIP1", "did": "0722776772", "user": 12345678, "user_name": "Walter Melon",
        "account": 70000002, "account_name": "Sales Department", "direction": "incoming",
    }  # fmt: skip
    return Cdr(**usual | members)
