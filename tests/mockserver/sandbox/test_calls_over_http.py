"""Calls, agents, extensions and snapshots over the control API: every answer keeps its contract."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from voicenter_mock import contracts
from voicenter_mock.mockserver.organizations import demo
from voicenter_mock.mockserver.serving.app import create_app
from voicenter_mock.mockserver.tenancy.registry import Registry

DEMO = "/_sandbox/organizations/demo"
TALKS = {"SIPSIP1": {"kind": "answer", "ring_seconds": 2, "talk_seconds": None}, "SIPSIP2": {"kind": "answer"}}


class Sandbox:
    def __init__(self) -> None:
        registry = Registry(clock="manual", now=1_700_000_000.0)
        registry.add(demo())
        self.client: FlaskClient = create_app(registry).test_client()

    def ask(self, method: str, path: str, body: object = None, *, status: int = 200, contract: str = "") -> Any:
        answer = self.client.open(DEMO + path, method=method, json=body)
        data = answer.get_json()
        assert answer.status_code == status, data
        if contract:
            contracts.validate(contract, data)
        return data

    def place(self, **body: Any) -> str:
        return self.ask("POST", "/calls", body, status=201, contract="sandbox.placed_call")["ivrid"]

    def act(self, ivrid: str, action: str, status: int = 200, **body: Any) -> Any:
        contract = "sandbox.call" if status == 200 else ""
        return self.ask("POST", f"/calls/{ivrid}/{action}", body, status=status, contract=contract)

    def advance(self, seconds: float) -> None:
        self.ask("POST", "/clock/advance", {"seconds": seconds})

    def talking(self) -> str:
        ivrid = self.place(caller="0501234567", did="0722776774", parties=TALKS, talk_seconds=300)
        self.advance(10)
        return ivrid

    @property
    def types(self) -> list[str]:
        return [cdr["type"] for cdr in self.ask("GET", "/cdrs")["cdrs"]]


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox()


def test_a_caller_is_placed_with_his_script(sandbox: Sandbox):
    ivrid = sandbox.place(
        caller="0501234567", did="0722776772", digits=[{"press": "1", "after": 2}], patience_seconds=5,
        parties={"agent": {"kind": "no_answer"}}, custom={"var_a": "1"}, hang_up=[{"at": 22, "after": 1}],
    )  # fmt: skip
    sandbox.advance(60)
    call = sandbox.ask("GET", f"/calls/{ivrid}", contract="sandbox.call")

    assert [layer["layer_number"] for layer in call["layers"]] == [1, 12]
    [cdr] = sandbox.ask("GET", "/cdrs")["cdrs"]
    assert (cdr["type"], cdr["status"], cdr["seconds_waiting_in_queue"], cdr["var_a"]) == ("Queue", "ABANDONE", 5, "1")


def test_an_extension_dials(sandbox: Sandbox):
    sandbox.place(extension="SIPSIP1", target="0501234567")
    sandbox.advance(600)

    assert sandbox.types == ["Extension Outgoing"]


def test_every_action_answers_the_call(sandbox: Sandbox):
    ivrid = sandbox.talking()
    assert sandbox.act(ivrid, "hold")["legs"][1]["state"] == "HELD"
    assert sandbox.act(ivrid, "unhold")["legs"][1]["state"] == "TALKING"
    assert sandbox.act(ivrid, "mute")["muted"] is True
    assert sandbox.act(ivrid, "unmute")["muted"] is False
    assert sandbox.act(ivrid, "spy", extension="SIPSIP5")["flow"] == "spy"
    assert sandbox.act(ivrid, "transfer", to="SIPSIP2")["original_call"] == ivrid


def test_ringing_parties_answer_and_reject(sandbox: Sandbox):
    first = sandbox.place(did="0722776774", parties={"SIPSIP1": {"kind": "no_answer"}})
    sandbox.advance(3)
    assert sandbox.act(first, "answer")["legs"][1]["state"] == "TALKING"
    second = sandbox.place(extension="SIPSIP2", target="0501234567")
    sandbox.advance(2)
    assert sandbox.act(second, "reject")["legs"][1]["status"] == "BUSY"


def test_keys_are_pressed(sandbox: Sandbox):
    ivrid = sandbox.place(did="0722776772")
    sandbox.advance(3)

    assert sandbox.act(ivrid, "digits", digits="1")["queue"] == 10035


def test_an_attended_transfer(sandbox: Sandbox):
    ivrid = sandbox.talking()
    asked = sandbox.act(ivrid, "transfer", to="SIPSIP2", kind="consult")["ivrid"]
    sandbox.advance(10)
    assert sandbox.act(ivrid, "transfer", kind="complete")["ivrid"] == asked
    sandbox.advance(600)

    assert sandbox.types == ["Incoming Call", "Attended CDR leg1", "Attended CDR leg2"]


@pytest.mark.parametrize("by", ["system", "party", "caller", "SIPSIP1"])
def test_either_side_hangs_up(sandbox: Sandbox, by: str):
    assert sandbox.act(sandbox.talking(), "hangup", by=by)["ended"] > 0


@pytest.mark.parametrize(
    ("action", "body", "status", "expected"),
    [
        ("hold", {"extension": "SIPSIP2"}, 409, "SIPSIP2 talks in this call now"),
        ("unhold", {}, 409, "has not put this call on hold"),
        ("digits", {"digits": "1"}, 409, "nothing in this call takes keys now"),
        ("digits", {"digits": "x"}, 400, "no keys of a telephone"),
        ("transfer", {}, 400, "'to' is missing"),
        ("transfer", {"to": "99"}, 400, "neither an extension nor a possible number"),
        ("transfer", {"kind": "complete"}, 409, "nobody is being consulted"),
        ("spy", {"extension": "SIPSIP9"}, 400, "no extension of this organization"),
        ("hangup", {"by": "SIPSIP2"}, 400, "'SIPSIP2' is not in this call"),
        ("answer", {}, 409, "nobody rings in this call now"),
    ],
)
def test_what_cannot_be_done_says_why(sandbox: Sandbox, action: str, body: dict[str, Any], status: int, expected: str):
    error = sandbox.act(sandbox.talking(), action, status, **body)["error"]

    assert expected in error["message"]


def test_a_call_that_has_ended_is_a_conflict_and_an_unknown_one_is_not_found(sandbox: Sandbox):
    ivrid = sandbox.talking()
    sandbox.act(ivrid, "hangup")

    sandbox.act(ivrid, "hangup", 409)
    sandbox.act("x", "hangup", 404)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"did": "0799999999"}, "did"),
        ({"caller": "12"}, "caller"),
        ({"digits": "x"}, "digits"),
        ({"hang_up": [{"at": "moon", "after": 1}]}, "hang_up"),
        ({"hang_up": [{"at": 99, "after": 1}]}, "hang_up"),
        ({"digits": [{"press": "1", "at": "qeue"}]}, "digits"),
        ({"digits": [{"press": "1", "at": 99}]}, "digits"),
        ({"extension": "SIPSIP1"}, "target"),
        ({"target": "0501234567"}, "extension"),
        ({"extension": "SIPSIP1", "target": "0501234567", "digits": "1"}, "digits"),
        ({"caller": "0501234567", "caller_id": "0501111111"}, "caller_id"),
        ({"parties": {"SIPSIP1": {"kind": "dance"}}}, "kind"),
        ({"patience_seconds": -1}, "patience_seconds"),
        ({"callr": "0501234567"}, "callr"),
    ],
)
def test_a_wrong_order_names_its_field(sandbox: Sandbox, body: dict[str, Any], field: str):
    error = sandbox.ask("POST", "/calls", body, status=400)["error"]

    assert field in error["field"]


def test_extensions_show_what_they_do(sandbox: Sandbox):
    ivrid = sandbox.talking()
    first, *_ = sandbox.ask("GET", "/extensions", contract="sandbox.extensions")["extensions"]

    assert (first["sip"], first["calls"], first["free"]) == ("SIPSIP1", [ivrid], False)


def test_a_telephone_is_switched_off(sandbox: Sandbox):
    changed = sandbox.ask("PUT", "/extensions/sipsip1", {"device": "offline"}, contract="sandbox.extension_state")
    assert changed["device"] == "offline"
    sandbox.ask("PUT", "/extensions/SIPSIP9", {"device": "offline"}, status=404)
    sandbox.ask("PUT", "/extensions/SIPSIP1", {"device": "broken"}, status=400)


@pytest.mark.parametrize("name", ["12345678", "12345", "Walter Melon", "walter@example.com", "SIPSIP1"])
def test_an_agent_is_found_by_whatever_names_him(sandbox: Sandbox, name: str):
    changed = sandbox.ask("PUT", f"/agents/{name}", {"status": 3}, contract="sandbox.agent_state")

    assert (changed["user"], changed["status"], changed["status_name"]) == (12345678, 3, "Lunch")


def test_an_agent_logs_out_and_in_elsewhere(sandbox: Sandbox):
    assert sandbox.ask("PUT", "/agents/12345678", {"status": 2})["extension"] == ""
    assert sandbox.ask("PUT", "/agents/87654321", {"status": 1, "extension": "SIPSIP1"})["extension"] == "SIPSIP1"
    sandbox.ask("PUT", "/agents/12345678", {"status": 1}, status=409)
    sandbox.ask("PUT", "/agents/12345678", {"status": 77}, status=400)
    sandbox.ask("PUT", "/agents/nobody", {"status": 1}, status=404)
    agents = sandbox.ask("GET", "/agents", contract="sandbox.agents")["agents"]
    assert len(agents) == 6


def test_a_snapshot_taken_mid_call_goes_on_as_it_would_have(sandbox: Sandbox):
    ivrid = sandbox.talking()
    snapshot = sandbox.ask("GET", "/snapshot", contract="sandbox.snapshot")
    sandbox.act(ivrid, "transfer", to="SIPSIP2")
    sandbox.advance(1000)
    once = sandbox.ask("GET", "/cdrs")

    restored = sandbox.ask("PUT", "/snapshot", snapshot, contract="sandbox.restored")
    assert restored == {"ivrids": [ivrid], "now": 1_700_000_010.0}
    sandbox.act(ivrid, "transfer", to="SIPSIP2")
    sandbox.advance(1000)
    assert sandbox.ask("GET", "/cdrs") == once


def test_a_snapshot_of_another_organization_is_refused(sandbox: Sandbox):
    snapshot = sandbox.ask("GET", "/snapshot")
    snapshot["document"]["id"] = "other"

    assert "'other'" in sandbox.ask("PUT", "/snapshot", snapshot, status=400)["error"]["message"]


@pytest.mark.parametrize("exchange", [{}, {"version": 2}, {"version": 2, "organization": "demo", "records": []}])
def test_what_is_no_snapshot_leaves_the_organization_alone(sandbox: Sandbox, exchange: dict[str, Any]):
    ivrid = sandbox.talking()
    snapshot = sandbox.ask("GET", "/snapshot") | {"exchange": exchange}
    sandbox.ask("PUT", "/snapshot", snapshot, status=400)

    assert sandbox.ask("GET", f"/calls/{ivrid}")["ended"] == 0


def test_a_call_says_how_its_conversation_goes(sandbox: Sandbox):
    sandbox.place(caller="0501234567", did="0722776774", parties=TALKS, talk_seconds=30, ai={"summary": "Angry."})
    sandbox.advance(300)

    (cdr,) = sandbox.ask("GET", "/cdrs", contract="sandbox.cdrs")["cdrs"]
    assert cdr["aiData"]["insights"]["summary"] == "Angry."
    assert sandbox.ask("GET", "/events", contract="sandbox.events")


def test_an_expectation_says_how_the_conversation_that_comes_of_it_goes(sandbox: Sandbox):
    body = {"number": "SIPSIP1", "kind": "answer", "talk_seconds": 30, "ai": {"mood": "negative", "language": "en"}}
    expectations = sandbox.ask("POST", "/expectations", body, status=201, contract="sandbox.expectations")
    assert expectations["expectations"][0]["ai"] == {"mood": "negative", "language": "en"}
    ivrid = sandbox.place(caller="0501234567", did="0722776774")
    sandbox.advance(300)

    story = sandbox.ask("GET", f"/calls/{ivrid}/explain")["sentences"]
    assert [sentence for sentence in story if "was analysed (English, negative)" in sentence]


@pytest.mark.parametrize("wrong", [{"mood": "sad"}, {"language": "fr"}, {"temper": 1}, "yes"])
def test_what_a_conversation_cannot_be_is_refused(sandbox: Sandbox, wrong: object):
    assert sandbox.ask("POST", "/calls", {"caller": "0501234567", "ai": wrong}, status=400)["error"]["field"]
