"""Campaigns from outside: the dialer's API, the control API and the command line, on a running server."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from voicenter_mock import contracts
from voicenter_mock.mockserver.cli import main
from voicenter_mock.mockserver.organizations import demo
from voicenter_mock.mockserver.serving.app import create_app
from voicenter_mock.mockserver.serving.server import Server
from voicenter_mock.mockserver.tenancy.registry import Registry

DEMO = "/_sandbox/organizations/demo"
CODE = "demo-agents-campaign"
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def registry() -> Registry:
    registry = Registry(clock="manual", now=1_700_000_000.0)
    registry.add(demo())
    return registry


@pytest.fixture
def client(registry: Registry) -> FlaskClient:
    return create_app(registry).test_client()


def add(client: FlaskClient, numbers: int = 3, campaign: str = CODE) -> None:
    rows = [{"Campaign": campaign, "Target": f"05012345{number:02}"} for number in range(numbers)]
    assert client.post("/ForwardDialer/Dialer/AddCallsBulk", json=rows).get_json()["ErrorCode"] == 0


def total(client: FlaskClient) -> int:
    answer = client.get(f"/ForwardDialer/Dialer/GetCampaignDetails?Campaign={CODE}").get_json()
    return int(answer["Data"]["TotalPendingCalls"])


def test_a_campaign_is_dialled_to_its_end(client: FlaskClient):
    add(client)
    client.post(f"{DEMO}/clock/advance", json={"until": "idle"})

    types = [row["type"] for row in client.get(f"{DEMO}/cdrs").get_json()["cdrs"]]
    assert types == ["ProductiveCall Leg1", "ProductiveCall Leg2"] * 3
    assert total(client) == 0


def test_totals_count_what_is_not_dialled_yet(client: FlaskClient):
    add(client)
    client.post(f"{DEMO}/clock/advance", json={"seconds": 1})
    pending = client.post("/ForwardDialer/Dialer/GetCampaignPendingCalls", json={"Campaign": CODE}).get_json()["Data"]

    assert total(client) == 1, "two agents ring for the others"
    assert (pending["Campaign"]["TotalPendingCalls"], len(pending["Calls"])) == (1, 1)


def test_the_control_api_shows_how_a_campaign_stands(client: FlaskClient):
    add(client)
    client.post(f"{DEMO}/clock/advance", json={"seconds": 1})
    answer = client.get(f"{DEMO}/campaigns").get_json()

    assert contracts.violations("sandbox.campaigns", answer) == []
    campaign = answer["campaigns"][0]
    assert (campaign["code"], campaign["pending"], len(campaign["calls"]), campaign["reason"]) == (CODE, 1, 2, "agents")


def test_stopping_and_starting_over_the_control_api(client: FlaskClient):
    assert client.post(f"{DEMO}/campaigns/{CODE}/stop").get_json()["status"] == "Disabled"
    add(client)
    client.post(f"{DEMO}/clock/advance", json={"until": "idle"})
    assert total(client) == 3
    assert client.post(f"{DEMO}/campaigns/{CODE}/start").get_json()["status"] == "Enabled"
    client.post(f"{DEMO}/clock/advance", json={"until": "idle"})
    assert total(client) == 0


def test_clearing_over_the_control_api_ends_the_numbers(client: FlaskClient):
    client.post(f"{DEMO}/campaigns/{CODE}/stop")
    add(client)
    answer = client.post(f"{DEMO}/campaigns/{CODE}/clear").get_json()

    assert (answer["pending"], answer["numbers"], answer["outcomes"]["cleared"]) == (0, 3, 3)


def test_the_report_keeps_its_contract(client: FlaskClient):
    add(client)
    client.post(f"{DEMO}/clock/advance", json={"until": "idle"})
    report = client.get(f"{DEMO}/campaigns/{CODE}/report").get_json()

    assert contracts.violations("sandbox.campaign_report", report) == []
    assert report["outcomes"]["answered"] == 3


@pytest.mark.parametrize(
    ("method", "action"), [("post", "start"), ("post", "stop"), ("post", "clear"), ("get", "report")]
)
def test_an_unknown_campaign_is_not_found(client: FlaskClient, method: str, action: str):
    answer = getattr(client, method)(f"{DEMO}/campaigns/nothing/{action}")

    assert answer.status_code == 404
    assert CODE in answer.get_json()["error"]["hint"]


# ---- the command line ----------------------------------------------------------------------------------


@pytest.fixture
def server(registry: Registry) -> Iterator[str]:
    served = Server(registry, port=0)
    served.start()
    yield served.base_url
    served.stop()


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    code = ended.value.code
    assert isinstance(code, int)
    return code


def test_the_clock_is_advanced_and_the_campaign_reported(
    registry: Registry, client: FlaskClient, server: str, capsys: Capture
):
    add(client, 30)
    assert run("clock", "advance", "idle", "--server", server) == 0
    assert "2023-11-15T" in capsys.readouterr().out

    assert run("campaigns", "--server", server) == 0
    row = next(line for line in capsys.readouterr().out.splitlines() if line.startswith(CODE))
    assert row.split() == [CODE, "agents", "Enabled", "##########", "100%", "0", "0", "30", "answered"]
    assert run("campaigns", "report", CODE, "--server", server) == 0
    assert "attempts   30: 30 ANSWER" in capsys.readouterr().out


def test_the_clock_is_advanced_by_seconds_and_up_to_a_moment(registry: Registry, server: str, capsys: Capture):
    assert run("clock", "advance", "60", "--server", server, "--json") == 0
    assert json.loads(capsys.readouterr().out)["now"] == 1_700_000_060
    assert run("clock", "advance", "2023-11-14T23:00:00Z", "--server", server, "--json") == 0
    assert json.loads(capsys.readouterr().out)["local"] == "2023-11-15T01:00:00.000+02:00"


def test_the_options_may_stand_before_the_subcommand(registry: Registry, server: str, capsys: Capture):
    assert run("campaigns", "--server", server, "--json", "stop", CODE) == 0
    assert json.loads(capsys.readouterr().out)["status"] == "Disabled"


@pytest.mark.parametrize("how_far", ["tomorrow", "1h"])
def test_a_time_that_is_none_says_what_to_write(server: str, how_far: str, capsys: Capture):
    assert run("clock", "advance", how_far, "--server", server) == 2
    assert "neither a number of seconds" in capsys.readouterr().err


@pytest.mark.parametrize("how_far", ["nan", "inf", "1e400"])
def test_seconds_that_are_none_are_refused_as_what_was_typed(server: str, how_far: str, capsys: Capture):
    assert run("clock", "advance", how_far, "--server", server) == 2
    assert f"'{how_far}' is no number of seconds" in capsys.readouterr().err


def test_an_advance_that_goes_wrong_says_why(server: str, capsys: Capture):
    assert run("clock", "advance", "2001-01-01", "--server", server) == 1
    assert "before the organization's present" in capsys.readouterr().err


@pytest.mark.parametrize("campaign", [CODE, "demo-ivr-campaign"])
def test_a_campaigns_records_say_what_its_list_knows(client: FlaskClient, campaign: str):
    row = {
        "Campaign": campaign,
        "Target": "0501234501",
        "CustomerName": "Dana",
        "Priority": 3,
        "CustomData": {"lead": "7"},
    }
    assert client.post("/ForwardDialer/Dialer/AddCallsBulk", json=[row]).get_json()["ErrorCode"] == 0
    client.post(f"{DEMO}/clock/advance", json={"until": "idle"})

    records = client.get(f"{DEMO}/cdrs").get_json()["cdrs"]
    for record in records:
        contracts.validate("cdr_notification.request", record)
        assert record["dialerData"] == {
            "CampaignCode": campaign, "CallID": 1, "CustomerName": "Dana", "Priority": 3, "Attempt": 1,
            "IgnoreDncStatus": False, "IsDnc": False, "CustomData": {"lead": "7"},
        }  # fmt: skip


def test_a_record_says_that_a_do_not_call_number_was_dialled_all_the_same(client: FlaskClient):
    row = {"Campaign": CODE, "Target": "0501234501", "IgnoreDncStatus": "true"}
    assert client.post("/ForwardDialer/Dialer/AddCallsBulk", json=[row]).get_json()["ErrorCode"] == 0
    blocked = client.post("/Blacklist/AddBlackList", json={"Code": "demo-code", "Phones": ["0501234501"]})
    assert blocked.status_code == 200
    client.post(f"{DEMO}/clock/advance", json={"until": "idle"})

    found = [record["dialerData"] for record in client.get(f"{DEMO}/cdrs").get_json()["cdrs"]]
    assert [(each["IgnoreDncStatus"], each["IsDnc"]) for each in found] == [(True, True)] * 2
