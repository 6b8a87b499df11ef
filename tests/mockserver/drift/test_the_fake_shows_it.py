"""The fake with what was learned of the second vendor: it differs from the documents in the same ways."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from voicenter_mock import contracts
from voicenter_mock.contracts import addenda
from voicenter_mock.contracts.addendum import SECTIONS, read
from voicenter_mock.fixtures.interception.hosts import is_voicenter
from voicenter_mock.mockserver.cli import main
from voicenter_mock.mockserver.drift.addendum_file import load
from voicenter_mock.mockserver.drift.examination import Examination
from voicenter_mock.mockserver.sandbox import har_export
from voicenter_mock.mockserver.telephony.control.operator import Operator
from voicenter_mock.mockserver.telephony.model.directory import Fault
from voicenter_mock.mockserver.traffic.messages import RecordedExchange
from voicenter_mock.mockserver.traffic.redactor import Redactor

from .fake_traffic import API, DIALER, MONITOR, FakeTraffic
from .recordings import write
from .second_vendor import DIFFERENCES, session

NOT_SENT = {
    "recordings lie on another host": "recordings.voicenter-cdn.net",
    "a login names another monitor server": "monitor9.voicenter-live.net",
}
"""Differences that a fake does not show, because its answers lead to itself and nowhere else; with the host of each."""

HOW_TO = Path(__file__).parents[3] / "docs/how-to/drift.md"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The addendum, edited by a person: two of three messages have each difference."""
    folder = tmp_path_factory.mktemp("shown")
    file = folder / "addendum.yaml"
    with pytest.raises(SystemExit):
        main(["drift", str(write(folder / "session.har", session())), "--write", str(file), "--json"])
    file.write_text(re.sub(r"share: [\d.]+", "share: 0.67", file.read_text("utf-8")), "utf-8")
    return file


@pytest.fixture(scope="module")
def traffic(file: Path) -> list[RecordedExchange]:
    """What the fake says with it, in everything that the vendor was asked for."""
    addenda.use(load(file)[1])
    try:
        return list(_hour().recording())
    finally:
        addenda.forget()


@pytest.fixture(scope="module")
def differences(traffic: list[RecordedExchange]) -> set[str]:
    """How that differs from the documents."""
    examination = Examination(Redactor(b"key"))
    examination.examine_all(traffic)
    return {finding.key for finding in examination.findings.all()}


def _hour() -> FakeTraffic:
    traffic = FakeTraffic()
    traffic.busy(10)
    for number in range(6):
        _called_from_outside(traffic, number)
        _call_with_number(traffic, number)
    traffic.tenant.advance(until="idle")
    for fault, path, body in (
        (Fault("click2call", error="9"), "/ForwardDialer/click2call.aspx", {"phone": "SIPSIP1", "target": "0501234567", "code": "demo-code"}),
        (Fault("dialer.add_call", error="502"), f"{DIALER}AddCall", {"Campaign": "demo-agents-campaign", "Target": "0501234567"}),
        (Fault("cdr_hub.query", error="1"), "/hub/cdr/", {"code": "demo-code"}),
    ):  # fmt: skip
        standing = traffic.tenant.faults.add(fault)
        for number in range(6):
            traffic.ask("POST", f"{API}{path}", body | {"var_number": str(number)})
        traffic.tenant.faults.remove(standing.number)
    return traffic


def _called_from_outside(traffic: FakeTraffic, number: int) -> None:
    caller = f"05255500{number:02}"
    with traffic.tenant.use() as exchange:
        operator = Operator(exchange)
        operator.incoming_call(caller, "0722776773", patience_seconds=300)
        operator.incoming_call(caller, "0722776775", digits="7")
        operator.incoming_call(caller, "0722776776")
    traffic.tenant.advance(seconds=12)
    traffic.ask("GET", f"{MONITOR}/Comet/api/GetExtensionsCalls", code="demo-code")


def _call_with_number(traffic: FakeTraffic, number: int) -> None:
    phone = f"05033300{number:02}"
    order = {"phone": "SIPSIP1", "target": phone, "code": "demo-code", "format": "json"}
    traffic.ask("GET", "https://api7.voicenter.co.il/ForwardDialer/click2call.aspx", **order)
    traffic.ask("POST", f"{API}/api/v2/calls", {"from": f"{number} days ago"})
    traffic.ask("POST", f"{API}{DIALER}GetCampaignDetails", {"Campaign": "demo-agents-campaign"})
    traffic.ask("POST", f"{API}{DIALER}GetCampaignList", {"Code": "demo-code"})
    traffic.ask("POST", f"{API}/Blacklist/AddBlackList", {"code": "demo-code", "Phones": [{"Phone": phone}]})
    traffic.ask("GET", f"{API}/hub/cdr/", code=f"wrong-{number}", fromdate="2023-11-14", todate="2023-11-15")
    traffic.ask("POST", f"{API}/hub/cdr/", {"code": "demo-code", "search": {"fromdate": "2023-11-14T00:00:00", "todate": "2023-11-15T23:00:00"}, "fields": ["Date", "Type", "CdrType", "RecordURL"]})  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("difference", sorted(DIFFERENCES.keys() - NOT_SENT.keys()))
def test_the_fake_differs_as_the_vendor_did(differences: set[str], difference: str) -> None:
    assert DIFFERENCES[difference] <= differences


@pytest.mark.slow
def test_it_differs_in_nothing_else(differences: set[str]) -> None:
    assert differences - set[str]().union(*DIFFERENCES.values()) == set()


@pytest.mark.slow
def test_the_contracts_take_all_of_it(file: Path, traffic: list[RecordedExchange]) -> None:
    addenda.use(load(file)[1])
    try:
        examination = Examination(Redactor(b"key"))
        examination.examine_all(traffic)
    finally:
        addenda.forget()
    assert [finding.key for finding in examination.findings.all()] == []
    assert examination.judged > 200


@pytest.mark.parametrize("difference", sorted(NOT_SENT))
def test_what_is_not_sent_is_named_with_the_reason(file: Path, difference: str) -> None:
    not_sent = [line for line in file.read_text("utf-8").splitlines() if line.startswith("# not sent: ")]
    assert [line for line in not_sent if NOT_SENT[difference] in line and "lead to itself" in line]


def test_the_documentation_says_of_each_difference_how_the_fake_shows_it() -> None:
    rows = [line.split("|")[1].strip() for line in HOW_TO.read_text("utf-8").splitlines() if line.startswith("| ")]
    assert sorted(DIFFERENCES) == sorted(DIFFERENCES.keys() & set(rows))


@pytest.mark.usefixtures("_forgotten")
def test_the_documentations_addendum_is_one() -> None:
    (addendum,) = re.findall(r"```yaml\n(addendum: 1\n.*?)```", HOW_TO.read_text("utf-8"), re.DOTALL)
    document = yaml.safe_load(addendum)
    addenda.use(read(document))
    assert set(document) == {"addendum", *SECTIONS}


def _use(*paths: dict[str, Any], **sections: Any) -> None:
    addenda.use(read({"addendum": 1, "paths": list(paths), **sections}))


@pytest.fixture
def _forgotten() -> Any:  # pyright: ignore[reportUnusedFunction]
    yield
    addenda.forget()


@pytest.mark.usefixtures("_forgotten")
def test_a_learned_path_answers_by_method_and_takes_what_stands_in_it() -> None:
    _use(
        {"method": "GET", "path": "/api/v2/calls/{id}", "answers": [{"id": "1", "state": "ended"}]},
        {"method": "DELETE", "path": "/api/v2/calls/{id}", "answers": [{"deleted": True}], "http_status": 202},
    )
    traffic = FakeTraffic()
    assert traffic.ask("GET", f"{API}/api/v2/calls/17") == {"id": "1", "state": "ended"}
    assert traffic.ask("DELETE", f"{API}/api/v2/calls/17") == {"deleted": True}
    assert traffic.exchanges[-1].status == 202
    assert traffic.ask("PUT", f"{API}/api/v2/calls/17")["code"] == 400
    assert "recorded.api_v2_calls_id.response" in contracts.names()


@pytest.mark.usefixtures("_forgotten")
def test_the_same_request_gets_the_same_sample() -> None:
    _use({"method": "POST", "path": "/x", "answers": [{"n": number} for number in range(5)]})

    def answers() -> list[Any]:
        traffic = FakeTraffic()
        return [traffic.ask("POST", f"{API}/x", {"from": number}) for number in range(50)]

    assert answers() == answers()
    assert {answer["n"] for answer in answers()} == set(range(5))


@pytest.mark.usefixtures("_forgotten")
def test_a_path_on_a_host_of_its_own_is_intercepted() -> None:
    _use({"method": "GET", "path": "/x", "host": "api.voicenter-next.net", "answers": [[]]})
    assert is_voicenter("https://api.voicenter-next.net/x")


@pytest.mark.usefixtures("_forgotten")
def test_a_session_with_a_learned_path_is_exported_without_the_addendum_too() -> None:
    _use({"method": "POST", "path": "/x", "answers": [[]]})
    traffic = FakeTraffic()
    traffic.ask("POST", f"{API}/x", {"a": 1})
    addenda.forget()
    with traffic.tenant.use() as exchange:
        assert '"url": "https://api.voicenter.com/x"' in har_export.export(traffic.tenant, exchange)


def test_a_forgotten_path_and_event_are_unknown_again() -> None:
    _use({"method": "GET", "path": "/x", "answers": [[]]}, events=[{"event": "AgentEvent", "samples": [{}]}])
    addenda.forget()
    assert FakeTraffic().ask("GET", f"{API}/x")["error"]["code"] == "unknown_path"
    assert not {"recorded.x.request", "realtime.agent_event"} & set(contracts.names())
    with pytest.raises(contracts.UnknownContract):
        contracts.event("AgentEvent")
