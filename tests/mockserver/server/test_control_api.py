"""The control API over HTTP: every operation has a function, and wrong bodies name field and rule."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from voicenter_mock import contracts
from voicenter_mock.contracts.operations import CONTROL
from voicenter_mock.mockserver.organizations import demo
from voicenter_mock.mockserver.sandbox.operations import HANDLERS
from voicenter_mock.mockserver.serving.app import create_app
from voicenter_mock.mockserver.tenancy.registry import Registry

DEMO = "/_sandbox/organizations/demo"


@pytest.fixture
def client() -> FlaskClient:
    registry = Registry(clock="manual", now=1_700_000_000.0)
    registry.add(demo())
    return create_app(registry).test_client()


def test_every_operation_of_the_catalogue_has_a_function(client: FlaskClient):
    assert sorted(HANDLERS) == sorted(CONTROL)


def test_the_openapi_document_describes_every_control_operation(client: FlaskClient):
    paths = client.get("/_sandbox/openapi.json").get_json()["paths"]
    for operation in CONTROL.values():
        assert operation.method.lower() in paths["/_sandbox" + operation.path], operation.name


def test_who_runs_all_of_it_from_top_to_bottom_ends_the_sandbox_last(client: FlaskClient):
    paths = client.get("/_sandbox/openapi.json").get_json()["paths"]
    assert list(paths)[-1] == "/_sandbox/stop"


def test_the_openapi_document_names_the_address_it_was_asked_by(client: FlaskClient):
    described = client.get("/_sandbox/openapi.json", base_url="http://127.0.0.1:9000").get_json()
    assert described["servers"][0]["url"] == "http://127.0.0.1:9000"


@pytest.mark.parametrize(
    ("path", "body", "field", "rule"),
    [
        ("/_sandbox/organizations", {"template": 5}, "template", "type"),
        ("/_sandbox/organizations", {"id": "../etc"}, "id", "pattern"),
        ("/_sandbox/organizations", {"template": "demo", "colour": "red"}, "colour", "additionalProperties"),
        ("/_sandbox/organizations", {"template": "demo", "clock": "fast"}, "clock", "enum"),
        (f"{DEMO}/clock/advance", {"seconds": -1}, "seconds", "minimum"),
        (f"{DEMO}/clock/advance", {"seconds": "soon"}, "seconds", "type"),
        (f"{DEMO}/reset", {"now": -1}, "now", "minimum"),
        ("/_sandbox/organizations", {"id": "far", "now": 1e12}, "now", "maximum"),
        (f"{DEMO}/expectations", {"kind": "dances"}, "kind", "enum"),
        (f"{DEMO}/expectations", {"number": "1"}, "kind", "required"),
    ],
)
def test_a_wrong_body_is_a_400_with_field_and_rule(
    client: FlaskClient, path: str, body: dict[str, Any], field: str, rule: str
):
    answer = client.post(path, json=body)
    error = answer.get_json()["error"]
    assert (answer.status_code, set(error)) == (400, {"code", "message", "field", "hint"})
    assert field in error["field"] or field in error["message"]
    assert f"rule {rule}" in error["message"]


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        (f"{DEMO}/reset", {"now": "1969-12-31T00:00:00"}, "now"),
        (f"{DEMO}/reset", {"now": "2999-01-01T00:00:00Z"}, "now"),
        (f"{DEMO}/reset", {"now": "0001-01-01T00:00:00+14:00"}, "now"),
        (f"{DEMO}/clock/advance", {"until": "tomorrow"}, "until"),
        (f"{DEMO}/clock/advance", {"until": "2999-01-01"}, "until"),
    ],
)
def test_a_moment_that_the_wire_cannot_name_is_a_400(client: FlaskClient, path: str, body: dict[str, Any], field: str):
    answer = client.post(path, json=body)
    assert (answer.status_code, answer.get_json()["error"]["field"]) == (400, field)
    assert client.get(DEMO).status_code == 200


def test_time_cannot_be_advanced_past_its_end(client: FlaskClient):
    client.post(f"{DEMO}/reset", json={"now": 9_999_999_990})
    assert client.post(f"{DEMO}/clock/advance", json={"seconds": 9}).status_code == 200
    assert client.post(f"{DEMO}/clock/advance", json={"seconds": 1}).status_code == 400


@pytest.mark.parametrize("body", [b"{", b"[1]", b'"x"', b"\xff\xfe", b'{"seconds": NaN}'])
def test_a_body_that_is_no_json_object_is_a_400(client: FlaskClient, body: bytes):
    assert client.post(f"{DEMO}/clock/advance", data=body, content_type="application/json").status_code == 400


def test_answers_pass_their_contracts(client: FlaskClient):
    client.get("/ForwardDialer/click2call.aspx?code=demo-code&phone=SIPSIP1&target=0501234567")
    client.post(f"{DEMO}/clock/advance", json={"until": "idle"})
    call = client.get(f"{DEMO}/calls").get_json()["calls"][0]["ivrid"]
    for name, path in {
        "sandbox.health": "/_sandbox/health",
        "sandbox.organizations": "/_sandbox/organizations",
        "sandbox.organization_state": DEMO,
        "sandbox.clock": f"{DEMO}/clock",
        "sandbox.calls": f"{DEMO}/calls",
        "sandbox.call": f"{DEMO}/calls/{call}",
        "sandbox.explanation": f"{DEMO}/calls/{call}/explain",
        "sandbox.timeline": f"{DEMO}/calls/{call}/timeline",
        "sandbox.expectations": f"{DEMO}/expectations",
        "sandbox.cdrs": f"{DEMO}/cdrs",
        "sandbox.events": f"{DEMO}/events",
        "sandbox.requests": f"{DEMO}/requests",
        "sandbox.deliveries": f"{DEMO}/deliveries",
    }.items():
        contracts.validate(name, client.get(path).get_json())


@pytest.mark.parametrize(
    "path",
    [
        "/_sandbox/organizations/nobody",
        f"{DEMO}/calls/none",
        f"{DEMO}/deliveries/7",
        "/_sandbox/nothing",
        f"{DEMO}/calls/x/explain",
        f"{DEMO}/calls/x/timeline",
    ],
)
def test_what_is_not_there_is_a_404_in_the_one_error_shape(client: FlaskClient, path: str):
    answer = client.get(path)
    assert answer.status_code == 404
    assert set(answer.get_json()["error"]) == {"code", "message", "field", "hint"}


def test_an_organization_that_exists_is_a_409_unless_it_is_to_be_replaced(client: FlaskClient):
    assert client.post("/_sandbox/organizations", json={"id": "demo"}).status_code == 409
    assert client.post("/_sandbox/organizations", json={"id": "demo", "replace": True}).status_code == 201


def test_codes_of_a_copy_have_its_own_prefix(client: FlaskClient):
    made = client.post("/_sandbox/organizations", json={"template": "demo", "id": "t1"}).get_json()
    assert made["code"] == "t1-code"
    assert sorted(campaign["code"] for campaign in made["document"]["campaigns"]) == [
        "t1-agents-campaign",
        "t1-ivr-campaign",
    ]


def test_an_edit_is_merged_and_used_at_once(client: FlaskClient):
    client.patch(DEMO, json={"codes": [{"code": "another"}]})
    get = "/ForwardDialer/click2call.aspx?phone=SIPSIP1&target=0501234567&format=json&code="
    assert client.get(get + "another").get_json()["ERRORCODE"] == 0
    assert client.get(get + "demo-code").get_json()["ERRORMESSAGE"] == "Invalid code"


@pytest.mark.parametrize(("encoding", "method"), [("query", "GET"), ("json", "POST")])
def test_an_edited_encoding_brings_its_method(client: FlaskClient, encoding: str, method: str):
    answer = client.patch(DEMO, json={"callbacks": {"popup": {"encoding": encoding}}})
    assert answer.status_code == 200, answer.get_json()
    popup = answer.get_json()["document"]["callbacks"]["popup"]
    assert (popup["encoding"], popup["method"]) == (encoding, method)


def test_a_method_that_does_not_go_with_the_encoding_is_refused(client: FlaskClient):
    patch = {"callbacks": {"popup": {"encoding": "query", "method": "POST"}}}
    assert client.patch(DEMO, json=patch).status_code == 400


def test_a_wrong_edit_changes_nothing_and_names_its_place(client: FlaskClient):
    before = client.get(DEMO).get_json()["document"]
    answer = client.patch(DEMO, json={"dids": [{"number": "0722776772", "route": {"queue": 99999}}]})
    assert answer.status_code == 400
    assert answer.get_json()["error"]["field"] == "document.dids[0].route.queue"
    assert client.get(DEMO).get_json()["document"] == before


def test_reset_forgets_calls_and_journal(client: FlaskClient):
    client.get("/ForwardDialer/click2call.aspx?code=demo-code&phone=SIPSIP1&target=0501234567")
    client.post(f"{DEMO}/reset")
    assert client.get(f"{DEMO}/calls").get_json() == {"calls": []}
    assert client.get(f"{DEMO}/requests").get_json() == {"requests": []}


def test_the_clock_changes_its_mode_without_a_jump(client: FlaskClient):
    client.post(f"{DEMO}/clock/advance", json={"seconds": 100})
    clock = client.put(f"{DEMO}/clock", json={"mode": "scaled", "speed": 60}).get_json()
    assert (clock["mode"], clock["speed"]) == ("scaled", 60)
    assert 1_700_000_100 <= clock["now"] < 1_700_000_200


def test_lists_are_paged_by_number(client: FlaskClient):
    for _ in range(5):
        client.get("/ForwardDialer/click2call.aspx?code=demo-code")
    page = client.get(f"{DEMO}/requests?since=2&limit=2").get_json()["requests"]
    assert [entry["number"] for entry in page] == [3, 4]
    assert client.get(f"{DEMO}/requests?since=x").status_code == 400


@pytest.mark.parametrize("method", ["PUT", "OPTIONS", "TRACE", "QUERY", "DELETE"])
def test_a_method_that_is_not_there_is_a_405_that_says_which_are(client: FlaskClient, method: str):
    answer = client.open(f"{DEMO}/clock/advance", method=method)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert answer.get_json()["error"]["code"] == "method_not_allowed"


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "QUERY", "PATCH"])
def test_the_vendor_s_operations_refuse_a_wrong_method_in_their_own_form(client: FlaskClient, method: str):
    answer = client.open("/hub/cdr/?code=demo-code", method=method)
    assert (answer.status_code, answer.headers["Allow"]) == (200, "GET, POST")
    assert answer.get_json()["ERROR_DESCRIPTION"] == "Authorization failed."
    entry = client.get(f"{DEMO}/requests").get_json()["requests"][-1]
    assert entry["violations"] == [f"cdr_hub.query takes GET and POST, not {method}"]


def test_who_serves_is_asked_to_stop_once_that_is_answered():
    registry, asked = Registry(clock="manual"), list[str]()
    registry.stop_serving = lambda: asked.append("to stop")
    assert create_app(registry).test_client().post("/_sandbox/stop").status_code == 202
    assert asked == ["to stop"]


def test_a_sandbox_in_somebody_s_test_is_not_stopped_from_outside(client: FlaskClient):
    refused = client.post("/_sandbox/stop")
    assert (refused.status_code, refused.get_json()["error"]["code"]) == (409, "part_of_another_program")


FORM = "application/x-www-form-urlencoded"
NO_FORM = ("content-type", "This is a form; expected JSON.")


@pytest.mark.parametrize(
    ("content_type", "body", "error"),
    [
        (FORM, b"seconds=60", (*NO_FORM, "")),
        ("application/json", b"seconds=60", (*NO_FORM, "")),
        (
            FORM,
            b"%7B%22seconds%22%3A60%7D=",
            (*NO_FORM, "it is JSON text, escaped as the name of a field: send it as it is, with application/json"),
        ),
        (
            "application/json",
            b'"{}"',
            ("invalid", "the body is a string, not a JSON object", "it is JSON text within JSON text: encoded twice?"),
        ),
        ("application/json", b"60", ("invalid", "the body is a number, not a JSON object", "")),
    ],
)
def test_a_body_that_is_no_json_object_is_called_what_it_is(
    client: FlaskClient, content_type: str, body: bytes, error: tuple[str, ...]
):
    refused = client.post(f"{DEMO}/clock/advance", data=body, content_type=content_type)
    answered = refused.get_json()["error"]
    assert (refused.status_code, answered["code"], answered["message"], answered["hint"]) == (400, *error)
