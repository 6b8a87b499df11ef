"""Control operations that tests of other rooms have no need of."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from voicenter_mock.mockserver.organizations import demo
from voicenter_mock.mockserver.serving.app import create_app
from voicenter_mock.mockserver.tenancy.registry import Registry

DEMO = "/_sandbox/organizations/demo"


@pytest.fixture
def client() -> FlaskClient:
    registry = Registry(clock="manual", now=1_700_000_000.0)
    registry.add(demo())
    return create_app(registry).test_client()


def test_the_sockets_events_are_described(client: FlaskClient):
    described = client.get("/_sandbox/asyncapi.json", base_url="http://127.0.0.1:4711").get_json()

    assert described["asyncapi"].startswith("3.")
    assert described["servers"]["sandbox"]["host"] == "127.0.0.1:4711"


@pytest.mark.parametrize(
    ("members", "field"),
    [
        ({"kind": "busy", "talk_seconds": 5}, "talk_seconds"),
        ({"kind": "no_answer", "ai": {"mood": "negative"}}, "ai"),
        ({"kind": "busy", "cause": 34}, "cause"),
        ({"kind": "cause"}, "cause"),
    ],
)
def test_what_an_expected_outcome_makes_nothing_of_is_refused(
    client: FlaskClient, members: dict[str, object], field: str
):
    refused = client.post(f"{DEMO}/expectations", json=members)
    assert (refused.status_code, refused.get_json()["error"]["field"]) == (400, field)
    if field != "ai":
        call = {"caller": "0501234567", "did": "0722776774", "parties": {"agent": members}}
        assert client.post(f"{DEMO}/calls", json=call).get_json()["error"]["field"] == "parties"


def test_an_outcomes_own_cause_and_an_open_talk_are_taken(client: FlaskClient):
    for members in ({"kind": "busy", "cause": 17}, {"kind": "busy", "talk_seconds": None}, {"kind": "answer"}):
        assert client.post(f"{DEMO}/expectations", json=members).status_code == 201


@pytest.mark.parametrize(("path", "query"), [("cdrs", "ivrid=x"), ("calls", "since=5"), ("expectations", "limit=1")])
def test_a_query_value_that_only_other_lists_have_is_refused(client: FlaskClient, path: str, query: str):
    refused = client.get(f"{DEMO}/{path}?{query}")
    assert (refused.status_code, refused.get_json()["error"]["field"]) == (400, query.partition("=")[0])


def test_expectations_are_forgotten(client: FlaskClient):
    client.post(f"{DEMO}/expectations", json={"number": "0501234567", "kind": "busy"})
    assert client.delete(f"{DEMO}/expectations").status_code == 204
    assert client.get(f"{DEMO}/expectations").get_json() == {"expectations": []}


def test_an_organization_that_nobody_listens_to_has_no_sockets(client: FlaskClient):
    assert client.get(f"{DEMO}/sockets").get_json()["sockets"] == []
    assert client.delete(f"{DEMO}/sockets").status_code == 204


def test_requests_of_strangers_are_listed(client: FlaskClient):
    client.get("/ForwardDialer/click2call.aspx?code=nobodys&phone=1&target=2")
    (entry,) = client.get("/_sandbox/requests?unresolved=1").get_json()["requests"]
    assert entry["operation"] == "click2call"


def test_stopping_when_nothing_advances_leaves_the_clock_where_it_is(client: FlaskClient):
    before = client.get(f"{DEMO}/clock").get_json()
    assert client.post(f"{DEMO}/clock/cancel").get_json() == {**before, "cancelled": False}


def test_one_delivery_is_shown_alone(client: FlaskClient):
    sent = client.post(f"{DEMO}/callbacks/cdr", json={}).get_json()
    assert client.get(f"{DEMO}/deliveries/{sent['id']}").get_json() == sent


def test_an_organization_is_deleted_once(client: FlaskClient):
    assert [client.delete(DEMO).status_code for _ in range(2)] == [204, 404]


def test_a_session_without_a_request_is_exported_as_a_test(client: FlaskClient):
    answer = client.get(f"{DEMO}/export")
    assert (answer.status_code, answer.content_type.partition(";")[0]) == (200, "text/x-python")


@pytest.mark.parametrize("callback", ["layer", "external-layer", "external_layer", "IVR_LAYER_INPUT"])
def test_callbacks_are_sent_and_listed_by_any_spelling(client: FlaskClient, callback: str):
    sent = client.post(f"{DEMO}/callbacks/{callback}", json={"to": "http://127.0.0.1:9/"}).get_json()
    (listed,) = client.get(f"{DEMO}/deliveries?callback={callback}").get_json()["deliveries"]
    assert (sent["callback"], listed["id"]) == ("external_layer", sent["id"])


@pytest.mark.parametrize(("query", "near"), [("limt=5", "limit"), ("statsu=failed", "status"), ("Since=3", "since")])
def test_a_misspelled_query_value_is_refused_and_a_strangers_own_is_let_pass(
    client: FlaskClient, query: str, near: str
):
    refused = client.get(f"{DEMO}/deliveries?{query}")
    assert refused.status_code == 400
    name = query.partition("=")[0]
    assert refused.get_json()["error"]["message"] == f"there is no query value {name!r}"
    assert refused.get_json()["error"]["hint"] == f"did you mean {near!r}?"
    assert client.get(f"{DEMO}/deliveries?_=1700000000").status_code == 200
