"""What a server keeps is bounded: each limit of docs/reference/limits.md is set low, and filled beyond it."""

from __future__ import annotations

import re
import runpy
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

from voicenter_mock.mockserver.organizations import demo
from voicenter_mock.mockserver.serving.app import create_app
from voicenter_mock.mockserver.tenancy.registry import Registry, RegistryError
from voicenter_mock.mockserver.tenancy.tenants import Tenant

DEMO = "/_sandbox/organizations/demo"
CLICK2CALL = "/ForwardDialer/click2call.aspx?phone=SIPSIP1&target=0501234567&action=call&format=JSON&code="
CHECKOUT = Path(__file__).resolve().parents[2]
LOW = 5


class Filled:
    """A server of which too much is asked."""

    def __init__(self) -> None:
        self.registry = Registry(clock="manual", now=1_700_000_000.0)
        self.tenant: Tenant = self.registry.add(demo())
        self.client: Client = create_app(self.registry).test_client()

    def call(self, times: int = 3 * LOW) -> None:
        for _ in range(times):
            self.client.get(f"{CLICK2CALL}demo-code")
            self.tenant.advance(seconds=600)


def ended_calls(filled: Filled) -> int:
    filled.call()
    return len(filled.tenant.exchange.ended)


def events(filled: Filled) -> int:
    filled.call(1)
    return len(filled.tenant.events.since(0))


def requests(filled: Filled) -> int:
    filled.call()
    return len(filled.tenant.requests.since(0))


def unresolved(filled: Filled) -> int:
    for _ in range(3 * LOW):
        filled.client.get(f"{CLICK2CALL}nobody")
    return len(filled.registry.unresolved.since(0))


def deliveries(filled: Filled) -> int:
    filled.tenant.deliveries.bind("cdr", list[Any]().append)
    filled.call()
    return len(filled.tenant.deliveries.all())


def circuits(filled: Filled) -> int:
    found = filled.tenant.deliveries._circuits  # pyright: ignore[reportPrivateUsage]
    for number in range(3 * LOW):
        found.record(f"http://127.0.0.1:{number}/", 0.0, "yes", waited=True)
    return len(found._circuits)  # pyright: ignore[reportPrivateUsage]


def steps(filled: Filled) -> int:
    filled.call()
    assert filled.tenant.session_recording.given_up
    return len(filled.tenant.session_recording.steps)


def expectations(filled: Filled) -> int:
    answers = [filled.client.post(f"{DEMO}/expectations", json={"kind": "busy"}) for _ in range(3 * LOW)]
    assert answers[-1].status_code == 409
    return len(filled.tenant.exchange.expectations)


def faults(filled: Filled) -> int:
    answers = [filled.client.post(f"{DEMO}/faults", json={"on": "cdr", "status": 503}) for _ in range(3 * LOW)]
    assert answers[-1].status_code == 409
    return len(filled.tenant.faults.all())


def organizations(filled: Filled) -> int:
    for number in range(LOW - 1):
        filled.registry.from_template("demo", f"t{number}")
    with pytest.raises(RegistryError, match="keeps 5 organizations"):
        filled.registry.from_template("demo", "another")
    return len(filled.registry.all())


def records_that_wait(filled: Filled) -> int:
    filled.call()
    return len(filled.tenant.exchange.log._pending)  # pyright: ignore[reportPrivateUsage]


def page(filled: Filled) -> int:
    filled.call()
    answer = filled.client.get(f"{DEMO}/cdrs?limit=1000").json
    assert answer is not None
    return len(answer["cdrs"])


FILLS: dict[str, Callable[[Filled], int]] = {
    "mockserver.telephony.core.exchange.KEPT_CALLS": ended_calls,
    "mockserver.tenancy.tenants.KEPT_EVENTS": events,
    "mockserver.tenancy.tenants.KEPT_REQUESTS": requests,
    "mockserver.tenancy.registry.KEPT_UNRESOLVED": unresolved,
    "mockserver.callbacks.history.KEPT_SETTLED": deliveries,
    "mockserver.callbacks.circuits.MAXIMUM_CIRCUITS": circuits,
    "mockserver.state.session_recording.MAXIMUM_STEPS": steps,
    "mockserver.sandbox.calls.MAXIMUM_EXPECTATIONS": expectations,
    "mockserver.sandbox.faults.MAXIMUM_FAULTS": faults,
    "mockserver.tenancy.registry.MAXIMUM_ORGANIZATIONS": organizations,
    "mockserver.telephony.log.call_log.BATCH": records_that_wait,
    "mockserver.sandbox.control.MAXIMUM_PAGE": page,
}


@pytest.mark.parametrize("constant", FILLS)
def test_it_is_not_passed(constant: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(f"voicenter_mock.{constant}", LOW)
    assert FILLS[constant](Filled()) <= LOW


def test_the_page_of_limits_is_the_code_s():
    tool = runpy.run_path(str(CHECKOUT / "tools" / "write_limits.py"))
    assert tool["PAGE"].read_text() == tool["page"](), "run python tools/write_limits.py"


def test_every_limit_that_is_filled_is_on_the_page():
    page = (CHECKOUT / "docs" / "reference" / "limits.md").read_text()
    assert [constant for constant in FILLS if f"`{constant}`" not in page] == []


def test_a_kept_collection_without_a_limit_is_not_added_unseen():
    """The names that say that something is kept are all on the page."""
    page = (CHECKOUT / "docs" / "reference" / "limits.md").read_text()
    unlisted: list[str] = []
    for path in sorted((CHECKOUT / "mockserver").rglob("*.py")):
        module = ".".join(path.relative_to(CHECKOUT).with_suffix("").parts)
        if module.startswith(("mockserver.commands", "mockserver.load", "mockserver.verify")):
            continue  # clients of a server
        for name in re.findall(r"^((?:KEPT|MAXIMUM)_\w+)", path.read_text(), re.MULTILINE):
            value = getattr(import_module(f"voicenter_mock.{module}"), name)
            if isinstance(value, int) and f".{name}`" not in page:
                unlisted.append(f"{module}.{name}")
    assert unlisted == []
