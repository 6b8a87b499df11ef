"""The same twenty requests for every client, and what the sandbox understood of them."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Any

from voicenter_mock.mockserver.tenancy.registry import Registry
from voicenter_mock.mockserver.tenancy.tenants import Tenant

NOW = 1_606_908_123
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
HEBREW, HEBREW_ENCODED = "דנה", "%D7%93%D7%A0%D7%94"
CLICK2CALL = "/ForwardDialer/click2call.aspx"
CALL = "code={code}&phone=SIPSIP1&target=0501234567"
DIALER = "/ForwardDialer/Dialer"


@dataclass(frozen=True, slots=True)
class WorldRequest:
    """``path`` and ``body`` have ``{code}``, ``{token}`` and ``{campaign}`` where the organization's stand."""

    name: str
    method: str
    path: str
    content_type: str = ""
    body: str | None = None

    def line(self, base_url: str, organization: str) -> str:
        """As the programs read it."""

        def filled(text: str) -> str:
            for word in ("code", "token"):
                text = text.replace(f"{{{word}}}", f"{organization}-{word}")
            return text.replace("{campaign}", f"{organization}-ivr-campaign")

        body = "-" if self.body is None else b64encode(filled(self.body).encode()).decode()
        path = self.path if self.path.startswith("/_sandbox") else f"/o/{organization}{filled(self.path)}"
        url = base_url + path.replace("{id}", organization)
        return "\t".join((self.method, url, self.content_type or "-", body))


def _order(**members: Any) -> str:
    order = {"Campaign": "{campaign}", "Target": "0501234567"} | members
    return json.dumps(order, ensure_ascii=False)


TWENTY = (
    WorldRequest("Click2Call in the query", "GET", f"{CLICK2CALL}?{CALL}&format=JSON"),
    WorldRequest("Click2Call answered in XML", "GET", f"{CLICK2CALL}?{CALL}"),
    WorldRequest("Click2Call as a form", "POST", CLICK2CALL, FORM, f"{CALL}&format=JSON"),
    WorldRequest(
        "Click2Call as JSON", "POST", CLICK2CALL, JSON,
        '{"code": "{code}", "phone": "SIPSIP1", "target": "0501234567", "format": "JSON"}',
    ),
    WorldRequest("Hebrew encoded", "GET", f"{CLICK2CALL}?{CALL}&format=JSON&phonecallername={HEBREW_ENCODED}"),
    WorldRequest("Hebrew as it is written", "GET", f"{CLICK2CALL}?{CALL}&format=JSON&phonecallername={HEBREW}"),
    WorldRequest("a blank as plus", "GET", f"{CLICK2CALL}?{CALL}&format=JSON&phonecallername=Dana+Cohen"),
    WorldRequest("Hebrew in a form", "POST", CLICK2CALL, FORM, f"{CALL}&format=JSON&phonecallername={HEBREW_ENCODED}"),
    WorldRequest("extensions", "GET", "/Comet/api/GetExtensions?code={code}"),
    WorldRequest("active calls", "GET", "/comet/API/GetExtensionsCalls?code={code}"),
    WorldRequest("queues", "GET", "/comet/API/GetQueuesCallers?code={code}"),
    WorldRequest("AddCall as JSON", "POST", f"{DIALER}/AddCall", JSON, _order()),
    WorldRequest("AddCall with Hebrew", "POST", f"{DIALER}/AddCall", JSON, _order(CustomData={"var_name": HEBREW})),
    WorldRequest("AddCall as a form", "POST", f"{DIALER}/AddCall", FORM, "Campaign={campaign}&Target=0507654321"),
    WorldRequest(
        "a body of 200 KB", "POST", f"{DIALER}/AddCall", JSON, _order(CustomData={"var_note": "x" * 200_000})
    ),
    WorldRequest("an extension that is not there", "GET", f"{CLICK2CALL}?code={{code}}&phone=NOBODY&target=0501234567&format=JSON"),
    WorldRequest("CDR hub", "POST", "/hub/cdr/", JSON, '{"code": "{code}", "fromdate": "2020-12-01T00:00:00", "todate": "2020-12-02T00:00:00", "fields": ["CallID"]}'),
    WorldRequest("login of the realtime API", "POST", "/monitorAPI/Login/Token", JSON, '{"token": "{token}"}'),
    WorldRequest("HEAD, which changes nothing", "HEAD", f"{CLICK2CALL}?{CALL}&format=JSON"),
    WorldRequest("a path that nothing has", "GET", "/ForwardDialer/nothing?code={code}"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Understood:
    """What came of one request: the status, and the entry of the journal without what differs by organization."""

    status: int
    journal: str


def organization(registry: Registry, name: str) -> Tenant:
    return registry.from_template("demo", name, clock="manual", now=NOW)


def read_line(line: str) -> tuple[int, bytes]:
    status, _, body = line.rstrip("\n").partition("\t")
    return int(status or 0), b64decode(body)


class Journal:
    """What a registry writes down of one organization's requests from now on, and of those without one."""

    def __init__(self, tenant: Tenant, registry: Registry) -> None:
        self._organization = tenant.id
        self._lists = (tenant.requests, registry.unresolved)
        self._seen = [max((entry.number for entry in entries.since(0)), default=0) for entries in self._lists]

    def news(self) -> str:
        """The entries since the last time, as text; nothing when a request has left no trace."""
        text = ""
        for index, entries in enumerate(self._lists):
            for entry in entries.since(self._seen[index]):
                self._seen[index] = entry.number
                outcome = (entry.method, entry.operation, entry.encoding, entry.parameters, entry.status, entry.error)
                text += json.dumps(outcome, ensure_ascii=False, sort_keys=True).replace(self._organization, "ID")
        return text
