"""Statistics, the numbers of changes, numbers for a campaign and organization files, over the control API."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from voicenter_mock import contracts
from voicenter_mock.mockserver.serving.app import create_app

from .running_server import registry

DEMO = "/_sandbox/organizations/demo"
AGENTS = f"{DEMO}/campaigns/demo-agents-campaign"


class Api:
    def __init__(self) -> None:
        self.client: FlaskClient = create_app(registry()).test_client()

    def ask(self, method: str, path: str, body: object = None, *, status: int = 200, contract: str = "") -> Any:
        answer = self.client.open(path, method=method, json=body)
        data = answer.get_json(silent=True)
        assert answer.status_code == status, data
        if contract:
            contracts.validate(contract, data)
        return data

    def changed_by(self, method: str, path: str, body: object = None, *, status: int = 200) -> set[str]:
        """Which numbers are others after a request."""
        before = self.ask("GET", f"{DEMO}/changes", contract="sandbox.changes")
        self.ask(method, path, body, status=status)
        after = self.ask("GET", f"{DEMO}/changes")
        return {name for name in before if before[name] != after[name]}


@pytest.fixture
def api() -> Api:
    return Api()


# ---- statistics ---------------------------------------------------------------------------------------------


def test_a_talk_and_a_caller_who_gives_up_are_counted(api: Api):
    talks = {"agent": {"kind": "answer", "talk_seconds": 20}}
    api.ask("POST", f"{DEMO}/calls", {"did": "0722776774", "parties": talks}, status=201)
    api.ask("POST", f"{DEMO}/clock/advance", {"until": "idle"})
    nobody = {"did": "0722776772", "digits": "1", "patience_seconds": 9, "parties": {"agent": {"kind": "no_answer"}}}
    api.ask("POST", f"{DEMO}/calls", nobody, status=201)
    api.ask("POST", f"{DEMO}/clock/advance", {"until": "idle"})
    rows = api.ask("GET", f"{DEMO}/statistics?bucket=60", contract="sandbox.statistics")["rows"]

    assert [sum(row[name] for row in rows) for name in ("arrived", "answered", "abandoned")] == [2, 1, 1]
    assert max(row["longest_wait_seconds"] for row in rows) == 9
    assert max(row["most_calls"] for row in rows) == 1


def test_statistics_of_the_last_minute(api: Api):
    api.ask("POST", f"{DEMO}/clock/advance", {"seconds": 600})
    answer = api.ask("GET", f"{DEMO}/statistics?since=1700000540.5&bucket=10", contract="sandbox.statistics")

    assert (answer["seconds"], answer["rows"][0]["from"], len(answer["rows"])) == (10, 1_700_000_540, 7)


@pytest.mark.parametrize(
    "query",
    ["bucket=0", "bucket=x", "bucket=-5", "since=soon", "since=-1", "since=nan", "since=inf", "bucket=99999999999"],
)
def test_a_query_that_makes_no_sense_is_a_400(api: Api, query: str):
    field = query.partition("=")[0]
    assert api.ask("GET", f"{DEMO}/statistics?{query}", status=400)["error"]["field"] == field


def test_a_snapshot_takes_the_statistics_along(api: Api):
    api.ask("POST", f"{DEMO}/calls", {"did": "0722776774"}, status=201)
    api.ask("POST", f"{DEMO}/clock/advance", {"until": "idle"})
    before = api.ask("GET", f"{DEMO}/statistics")
    snapshot = api.ask("GET", f"{DEMO}/snapshot")
    api.ask("POST", f"{DEMO}/reset", {})
    assert api.ask("GET", f"{DEMO}/statistics") != before
    api.ask("PUT", f"{DEMO}/snapshot", snapshot)

    assert api.ask("GET", f"{DEMO}/statistics") == before


# ---- changes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "changed"),
    [
        ("POST", "/calls", {"did": "0722776772"}, 201, {"calls"}),
        ("PUT", "/extensions/SIPSIP1", {"device": "offline"}, 200, {"extensions"}),
        ("PUT", "/agents/walter@example.com", {"status": 3}, 200, {"agents", "events"}),
        ("POST", "/expectations", {"kind": "busy"}, 201, {"expectations"}),
        ("POST", "/faults", {"on": "click2call", "error": "invalid_code"}, 201, {"faults"}),
        ("POST", "/campaigns/demo-agents-campaign/calls", {"numbers": ["0501234567"]}, 200, {"campaigns"}),
        ("POST", "/campaigns/demo-agents-campaign/stop", None, 200, {"campaigns"}),
        ("POST", "/callbacks/cdr", {"to": "http://127.0.0.1:9/"}, 200, {"deliveries", "last_delivery"}),
        ("PATCH", "", {"name": "Another"}, 200, {"organization"}),
        ("POST", "/reset", {}, 200, {"organization", "organizations"}),
        ("PUT", "/clock", {"mode": "scaled", "speed": 60}, 200, {"clock"}),
        ("POST", "/clock/advance", {"seconds": 5}, 200, {"clock"}),
    ],
)  # fmt: skip
def test_what_is_done_shows_in_the_numbers(
    api: Api, method: str, path: str, body: object, status: int, changed: set[str]
):
    assert changed <= api.changed_by(method, DEMO + path, body, status=status)


def test_another_organization_and_a_lost_request_show(api: Api):
    assert api.changed_by("POST", "/_sandbox/organizations", {"id": "t2"}, status=201) == {"organizations"}
    assert api.changed_by("GET", "/no/such/path", status=404) == {"unresolved"}


def test_nothing_changes_when_somebody_only_looks(api: Api):
    for path in (
        "calls",
        "agents",
        "extensions",
        "queues",
        "campaigns",
        "events",
        "deliveries",
        "faults",
        "statistics",
    ):
        assert api.changed_by("GET", f"{DEMO}/{path}") == set()


# ---- numbers for a campaign ---------------------------------------------------------------------------------


def test_a_list_of_numbers_is_added_and_what_cannot_be_dialled_is_told(api: Api):
    numbers = ["0501234567", " 050-1234568 ", "+44 20 7946 0018", "twelve", ""]
    answer = api.ask("POST", f"{AGENTS}/calls", {"numbers": numbers}, contract="sandbox.added_calls")

    assert (answer["added"], answer["refused_count"], answer["pending"]) == (3, 2, 3)
    assert [(each["index"], each["reason"]) for each in answer["refused"]] == [
        (3, "target_invalid"),
        (4, "target_invalid"),
    ]


def test_calls_have_their_own_data_before_that_of_all(api: Api):
    numbers = [{"target": "0501234567", "customer_name": "Dana", "custom": {"order": "17"}}, "0501234568"]
    api.ask("POST", f"{AGENTS}/calls", {"numbers": numbers, "custom": {"order": "0", "list": "a"}})
    wanted = {"Code": "demo-code", "Campaign": "demo-agents-campaign"}
    calls = api.ask("POST", "/ForwardDialer/Dialer/GetCampaignPendingCalls", wanted)["Data"]["Calls"]

    assert {call["Phone"]: call["CustomData"] for call in calls} == {
        "972501234567": {"order": "17", "list": "a"},
        "972501234568": {"order": "0", "list": "a"},
    }


def test_a_campaign_that_calls_nobody_twice_refuses_repetitions(api: Api):
    api.ask(
        "PATCH",
        DEMO,
        {"campaigns": [{"code": "once", "id": 9, "kind": "ivr", "allow_duplicates": False}]},
    )
    first = api.ask("POST", f"{DEMO}/campaigns/once/calls", {"numbers": ["0501234567", "050-123-4567"]})
    again = api.ask("POST", f"{DEMO}/campaigns/once/calls", {"numbers": ["0501234567"]})

    assert (first["added"], first["refused"][0]["reason"]) == (1, "repeated")
    assert (again["added"], again["changed"], again["pending"]) == (0, 1, 1)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"numbers": []},
        {"numbers": [5]},
        {"numbers": [{"phone": "1"}]},
        {"numbers": "0501234567"},
        {"numbers": ["1"], "custom": []},
    ],
)
def test_what_is_no_list_is_a_400(api: Api, body: dict[str, Any]):
    assert api.ask("POST", f"{AGENTS}/calls", body, status=400)["error"]["code"] == "invalid"


def test_a_campaign_nobody_knows_is_a_404(api: Api):
    answer = api.ask("POST", f"{DEMO}/campaigns/nobodys/calls", {"numbers": ["0501234567"]}, status=404)
    assert "demo-agents-campaign" in answer["error"]["hint"]


# ---- organization files -------------------------------------------------------------------------------------


def test_an_organization_is_made_of_the_text_of_a_file(api: Api):
    text = "\ufeffid: shop\ncodes: [{code: shop-code}]\nextensions:\n  - {sip: SHOP1}\n"
    made = api.ask("POST", "/_sandbox/organizations", {"yaml": text}, status=201, contract="sandbox.organization_state")

    assert (made["id"], made["code"]) == ("shop", "shop-code")


def test_problems_are_told_with_place_and_line(api: Api):
    text = (
        "id: shop\nextensions:\n  - {sip: SHOP1}\nqueues:\n  - id: 5\n    name: Q\n    members: [{extension: SHOP2}]\n"
    )
    error = api.ask("POST", "/_sandbox/organizations", {"yaml": text}, status=400)["error"]

    assert (error["code"], error["field"]) == ("invalid_document", "yaml.queues[0].members[0].extension")
    assert error["message"].startswith("yaml:7: queues[0].members[0].extension: ")


@pytest.mark.parametrize(
    "text", ["{", "- 1", "id: [", "a: 1\na: 2", "id: !!python/object:os.system x", "\x00", "[" * 5_000]
)
def test_what_is_no_document_is_a_400_with_its_line(api: Api, text: str):
    error = api.ask("POST", "/_sandbox/organizations", {"yaml": text}, status=400)["error"]
    assert error["code"] == "invalid_document"


def test_a_file_and_a_template_are_one_too_many(api: Api):
    body = {"yaml": "id: shop", "template": "demo"}
    assert api.ask("POST", "/_sandbox/organizations", body, status=400)["error"]["code"] == "invalid"
