"""The other way round: what an integration asks of Voicenter, for sizing a sandbox or a gateway before it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar

from locust import FastHttpUser, task

from ... import contracts
from ...contracts.decoding import decode
from ...contracts.extras import extra
from ...contracts.json_values import is_object
from ...contracts.operations.hosts import DEFAULT_SERVER

POOL = 100
"""So many different requests of an operation are made from the contracts, and sent in turn."""
_ERRORS = ("ERRORCODE", "ERROR_NUMBER", "ErrorCode", "ERR")


class RequestFailed(Exception):
    """An answer that is none, breaks its contract, or is one of Voicenter's errors."""


class ApiTraffic(FastHttpUser):
    """Click2Call, calls in bulk, pages of the call log and active calls, ``host`` being the base URL.

    The messages are examples of the contracts with your ``code`` and so on in them.
    """

    abstract = True
    host = DEFAULT_SERVER
    code: ClassVar[str] = "demo-code"
    phone: ClassVar[str] = "SIPSIP1"
    campaign: ClassVar[str] = "demo-agents-campaign"
    bulk: ClassVar[int] = 100
    """Calls in one AddCallsBulk."""
    fromdate: ClassVar[str] = "2026-01-01T00:00:00"
    todate: ClassVar[str] = "2030-01-01T00:00:00"

    def on_start(self) -> None:
        self.turn = itertools.count()

    @task(5)
    def click2call(self) -> None:
        order = {
            **_draw_request("click2call", next(self.turn)),
            "code": self.code,
            "phone": self.phone,
            "action": "call",
        }
        self._ask("click2call", "/ForwardDialer/click2call.aspx", {**order, "format": "json"})

    @task(1)
    def add_calls_bulk(self) -> None:
        call = {"Campaign": self.campaign, "Code": self.code}
        first = next(self.turn) * self.bulk
        body = [{**call, "Target": f"05{first + number:08d}"} for number in range(self.bulk)]
        self._ask("dialer.add_calls_bulk", "/ForwardDialer/Dialer/AddCallsBulk", body)

    @task(4)
    def call_log(self) -> None:
        query = {"code": self.code, "fromdate": self.fromdate, "todate": self.todate, "format": "json", "limit": 100}
        self._ask("cdr_hub.query", "/hub/cdr/", query)

    @task(10)
    def active_calls(self) -> None:
        self._ask("monitor.get_extensions_calls", "/comet/API/GetExtensionsCalls", {"code": self.code})

    def _ask(self, operation: str, path: str, body: Any) -> None:
        client: Any = self.client
        response: Any
        with client.post(path, json=body, name=operation, catch_response=True) as response:
            headers: Any = response.headers or {}
            content_type = str(headers.get("content-type", ""))
            if why := refusal(operation, response.status_code, response.content or b"", content_type):
                response.failure(RequestFailed(why))


def refusal(operation: str, status: int, body: bytes, content_type: str) -> str:
    """Why an answer is a failure; empty when it is none."""
    if not status:
        return "no answer"
    if status >= 400:
        return f"HTTP {status}"
    name = f"{operation}.response"
    try:
        answer = decode(name, body, content_type)
    except contracts.ContractViolation as problem:
        return str(problem.violations[0])
    if is_object(answer):
        for member in _ERRORS:
            error: Any = answer.get(member, 0)
            if str(error) not in ("0", "None"):
                return f"{member} {error}"
    return ""


@cache
def _pool(operation: str) -> tuple[Mapping[str, Any], ...]:
    with extra("strategies", "ApiTraffic"):
        from ...contracts import strategies
    drawn = (strategies.example(f"{operation}.request", seed) for seed in range(POOL))
    return tuple({name: value for name, value in request.items() if name not in _DECIDED} for request in drawn)


_DECIDED = frozenset(
    {"code", "phone", "target", "action", "format", "vm_id", "bbbcode", "pre_rec", "loop_rec", "post_rec"}
)
"""What makes a request one for this organization, or one that it refuses."""


def _draw_request(operation: str, turn: int) -> dict[str, Any]:
    pool = _pool(operation)
    return {**pool[turn % len(pool)], "target": f"05{turn % 100_000_000:08d}"}
