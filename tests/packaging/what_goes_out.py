"""Everything that the control API tells of some busy minutes, as it is written: `python what_goes_out.py`.

Two forms of the exchange are compared by it; the first line is the file that the exchange was loaded from.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from voicenter_mock.mockserver.organizations import demo, read
from voicenter_mock.mockserver.serving.app import create_app
from voicenter_mock.mockserver.telephony.core import exchange
from voicenter_mock.mockserver.tenancy.registry import Registry

SIMULATION = Path(__file__).parents[1] / "mockserver" / "telephony" / "simulation.py"
TOLD = (
    *("calls", "extensions", "agents", "queues", "campaigns", "cdrs", "events?limit=1000", "statistics", "snapshot"),
    *("deliveries", "changes", "expectations", "status", "clock", "export"),
)
EACH_CALL = ("", "/explain", "/timeline")
STEPS = (0, 1, 1.5, 10, 30, 100, 600)
"""Seconds from one look to the next. One is a snapshot that is read back."""


def simulation() -> ModuleType:
    spec = importlib.util.spec_from_file_location("simulation", SIMULATION)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Player:
    def __init__(self) -> None:
        office = simulation()
        self.numbers: dict[str, list[str]] = {
            "demo": [did.number for did in demo().dids.values()],
            "simulation": office.DIDS,
        }
        registry = Registry(clock="manual", now=1_700_000_000.0, seed=5)
        registry.add(demo())
        registry.add(read({**office.DOCUMENT, "campaigns": office.CAMPAIGNS}))
        self.client = create_app(registry).test_client()

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        answer = self.client.open(f"/_sandbox/organizations/{path}", method=method, json=body)
        print(method, path, answer.status_code, answer.text)
        return answer.json if answer.is_json else None

    def begin(self, organization: str) -> None:
        """Calls to every number, by callers who press this or that, and every campaign."""
        for did in self.numbers[organization]:
            for keys in ("", "1", "2", "3", "4"):
                script: dict[str, Any] = {"digits": keys} if keys else {"hang_up": [{"at": "queue", "after": 7}]}
                self.ask(
                    "POST", f"{organization}/calls", {"did": did, "caller": "0501234567", "talk_seconds": 20} | script
                )
        for campaign in self.ask("GET", f"{organization}/campaigns")["campaigns"]:
            path = f"{organization}/campaigns/{campaign['code']}"
            numbers = [{"target": f"050{number:07}", "custom": {"var_id": str(number)}} for number in range(40)]
            self.ask("POST", f"{path}/calls", {"numbers": numbers})
            self.ask("POST", f"{path}/start", {})

    def look(self, organization: str) -> None:
        self.ask("GET", organization)
        for what in TOLD:
            self.ask("GET", f"{organization}/{what}")
        for call in self.ask("GET", f"{organization}/calls")["calls"]:
            for what in EACH_CALL:
                self.ask("GET", f"{organization}/calls/{call['ivrid']}{what}")
        for campaign in self.ask("GET", f"{organization}/campaigns")["campaigns"]:
            self.ask("GET", f"{organization}/campaigns/{campaign['code']}/report")

    def restore(self, organization: str) -> None:
        self.ask("PUT", f"{organization}/snapshot", self.ask("GET", f"{organization}/snapshot"))


def main() -> None:
    print(exchange.__file__)
    player = Player()
    for organization in player.numbers:
        player.begin(organization)
    for seconds in STEPS:
        for organization in player.numbers:
            player.ask("POST", f"{organization}/clock/advance", {"seconds": seconds})
            player.look(organization)
            if seconds == 10:
                player.restore(organization)


if __name__ == "__main__":
    main()
