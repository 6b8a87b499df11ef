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
    found = filled.tenant.deliveries.attempts.circuits
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
    """The rest is written by fewer, which is more often."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("voicenter_mock.mockserver.telephony.log.call_log.BATCH", LOW - 2)
        filled.call()
    return len(filled.tenant.exchange.log._pending)  # pyright: ignore[reportPrivateUsage]


def page(filled: Filled) -> int:
    filled.call()
    answer = filled.client.get(f"{DEMO}/cdrs?limit=1000").json
    assert answer is not None
    return len(answer["cdrs"])


def pending_deliveries(filled: Filled) -> int:
    def customer(_: object) -> None:
        raise ConnectionError("not now")

    filled.tenant.deliveries.bind("cdr", customer)
    for _ in range(3 * LOW):
        filled.client.get(f"{CLICK2CALL}demo-code")
        filled.tenant.advance(seconds=200)
    verdicts = {attempt.verdict for each in filled.tenant.deliveries.all() for attempt in each.attempts}
    assert verdicts == {"raised", "too_many_pending"}
    return len(filled.tenant.deliveries.pending())


def campaign_calls(filled: Filled) -> int:
    add = "/ForwardDialer/Dialer/AddCall?Campaign=demo-ivr-campaign&Target=05012345{:02}"
    filled.client.get("/ForwardDialer/Dialer/StopCampaign?Campaign=demo-ivr-campaign")
    answers = [filled.client.get(add.format(number)).json for number in range(3 * LOW)]
    assert answers[LOW:] == [{"ErrorCode": 3, "Description": "Unexpected internal error"}] * (2 * LOW)
    assert "'demo-ivr-campaign' holds 5 calls" in filled.tenant.requests.since(0)[-1].hints[0]
    changed = filled.client.get(add.format(0).replace("AddCall", "UpdateCall")).json
    assert changed == {"ErrorCode": 0, "Description": "OK"}
    at_once = filled.client.post(f"{DEMO}/campaigns/demo-ivr-campaign/calls", json={"numbers": ["0521234567"]})
    assert (at_once.status_code, at_once.json and at_once.json["error"]["code"]) == (409, "too_many")
    return len(filled.tenant.exchange.campaigns["demo-ivr-campaign"].pending)


def blacklisted(filled: Filled) -> int:
    phones = [f"05012345{number:02}" for number in range(3 * LOW)]
    answer = filled.client.post("/Blacklist/AddBlackList", json={"Code": "demo-code", "Phones": phones}).json
    assert answer is not None
    assert [row["ErrorCode"] for row in answer["Phones"]] == [0] * LOW + [2] * (2 * LOW)
    return len(filled.tenant.exchange.blacklist)


def calls_up(filled: Filled) -> int:
    for _ in range(3 * LOW):
        filled.client.get(f"{CLICK2CALL}demo-code")
    refused = filled.client.post(f"{DEMO}/calls", json={"caller": "0521234567", "did": "0722776772"})
    assert (refused.status_code, refused.json and refused.json["error"]["message"]) == (
        409,
        "the organization's limit of 5 calls at once is reached",
    )
    return len(filled.tenant.exchange.calls)


FILLS: dict[str, Callable[[Filled], int]] = {
    "mockserver.telephony.core.exchange.KEPT_CALLS": ended_calls,
    "mockserver.tenancy.tenants.KEPT_EVENTS": events,
    "mockserver.tenancy.tenants.KEPT_REQUESTS": requests,
    "mockserver.tenancy.registry.KEPT_UNRESOLVED": unresolved,
    "mockserver.callbacks.history.KEPT_SETTLED": deliveries,
    "mockserver.callbacks.history.MAXIMUM_PENDING": pending_deliveries,
    "mockserver.telephony.dialer.campaigns.MAXIMUM_PENDING": campaign_calls,
    "mockserver.telephony.core.blacklist.MAXIMUM_NUMBERS": blacklisted,
    "mockserver.telephony.core.exchange.MAXIMUM_CALLS": calls_up,
    "mockserver.callbacks.circuits.MAXIMUM_CIRCUITS": circuits,
    "mockserver.state.session_recording.MAXIMUM_STEPS": steps,
    "mockserver.sandbox.calls.MAXIMUM_EXPECTATIONS": expectations,
    "mockserver.sandbox.faults.MAXIMUM_FAULTS": faults,
    "mockserver.tenancy.registry.MAXIMUM_ORGANIZATIONS": organizations,
    "mockserver.telephony.log.call_log.MAXIMUM_WAITING": records_that_wait,
    "mockserver.sandbox.control.MAXIMUM_PAGE": page,
}


@pytest.mark.parametrize("constant", FILLS)
def test_it_is_not_passed(constant: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(f"voicenter_mock.{constant}", LOW)
    assert FILLS[constant](Filled()) <= LOW


def test_a_bulk_beyond_a_campaign_s_limit_has_the_error_in_the_rows_that_do_not_fit(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("voicenter_mock.mockserver.telephony.dialer.campaigns.MAXIMUM_PENDING", LOW)
    filled = Filled()
    calls = [{"Campaign": "demo-ivr-campaign", "Target": f"05012345{number:02}"} for number in range(LOW + 2)]
    filled.client.get("/ForwardDialer/Dialer/StopCampaign?Campaign=demo-ivr-campaign")
    answer = filled.client.post("/ForwardDialer/Dialer/AddCallsBulk", json=calls).json
    assert answer is not None
    assert [row["ErrorCode"] for row in answer["AddResult"]] == [0] * LOW + [3, 3]


def test_a_customer_who_answers_again_gets_what_comes_then(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("voicenter_mock.mockserver.callbacks.history.MAXIMUM_PENDING", LOW)
    filled = Filled()
    pending_deliveries(filled)
    deliveries = filled.tenant.deliveries
    deliveries.bind("cdr", list[Any]().append)
    filled.tenant.advance(seconds=5000)
    filled.call(1)
    assert deliveries.pending() == []
    assert deliveries.all()[-1].status == "acknowledged"


def test_a_campaign_that_the_limit_of_calls_held_up_goes_on_when_there_is_room(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("voicenter_mock.mockserver.telephony.core.exchange.MAXIMUM_CALLS", 1)
    filled = Filled()
    numbers = {"numbers": ["0501234567", "0501234568"]}
    filled.client.get(f"{CLICK2CALL}demo-code")
    filled.client.post(f"{DEMO}/campaigns/demo-ivr-campaign/calls", json=numbers)
    assert len(filled.tenant.exchange.calls) == 1
    filled.tenant.advance(until="idle")
    assert filled.tenant.exchange.campaigns["demo-ivr-campaign"].dialer.report.finished == 2


def test_a_long_story_keeps_its_beginning_and_its_end(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("voicenter_mock.mockserver.telephony.model.story.MAXIMUM_STORY", 2 * LOW)
    monkeypatch.setattr("voicenter_mock.mockserver.telephony.core.exchange.LONG_STORY", 4 * LOW)
    filled = Filled()
    answer = filled.client.get(f"{CLICK2CALL}demo-code").json
    assert answer is not None
    call = f"{DEMO}/calls/{answer['CALLID']}"
    filled.tenant.advance(seconds=20)
    for _ in range(10):
        for muted in ("mute", "unmute"):
            assert filled.client.post(f"{call}/{muted}").status_code == 200
    filled.tenant.advance(until="idle")
    timeline = filled.client.get(f"{call}/timeline").json
    assert timeline is not None
    sentences = [entry["text"] for entry in timeline["entries"] if entry["kind"] == "call"]
    assert len(sentences) == 2 * LOW
    assert "Click2Call" in sentences[0]
    assert sentences[LOW].endswith("entries before this are not kept.")
    assert sentences[-1].startswith("Record 2 was written")


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
        if module.startswith(("mockserver.commands", "mockserver.load", "mockserver.mcp", "mockserver.verify")):
            continue  # clients of a server
        for name in re.findall(r"^((?:KEPT|MAXIMUM)_\w+)", path.read_text(), re.MULTILINE):
            value = getattr(import_module(f"voicenter_mock.{module}"), name)
            if isinstance(value, int) and f".{name}`" not in page:
                unlisted.append(f"{module}.{name}")
    assert unlisted == []
