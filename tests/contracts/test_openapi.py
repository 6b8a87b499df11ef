"""The OpenAPI document is valid and says all that the catalogue says."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from voicenter_mock.contracts import schema
from voicenter_mock.contracts.components import Components
from voicenter_mock.contracts.openapi import document
from voicenter_mock.contracts.operations import CALLBACKS, CONTROL, OPERATIONS


@cache
def made() -> dict[str, Any]:
    return document()


def operation(path: str, method: str) -> dict[str, Any]:
    return made()["paths"][path][method]


def every_operation() -> list[dict[str, Any]]:
    items = [*made()["paths"].values(), *made()["webhooks"].values()]
    return [described for item in items for described in item.values()]


@pytest.mark.slow
def test_the_validator_accepts_it():
    checked: Any = OpenAPIV31SpecValidator(made())
    assert [error.message for error in checked.iter_errors()] == []


def test_it_is_json():
    assert json.loads(json.dumps(made())) == made()


def test_every_operation_has_its_paths_and_methods():
    for entry in OPERATIONS.values():
        for path in entry.paths:
            assert {method.lower() for method in entry.methods} <= made()["paths"][path].keys()


def test_every_callback_is_a_webhook():
    assert made()["webhooks"].keys() == CALLBACKS.keys()


def test_every_operation_of_the_control_api_is_there():
    for entry in CONTROL.values():
        described = operation(f"/_sandbox{entry.path}", entry.method.lower())
        assert str(entry.status) in described["responses"]


def test_no_two_operations_have_one_id():
    ids = [described["operationId"] for described in every_operation()]
    assert len(ids) == len(set(ids))


def test_every_operation_belongs_to_a_named_group():
    groups = {tag["name"] for tag in made()["tags"]}
    assert {tag for described in every_operation() for tag in described["tags"]} == groups
    assert all(group[:1].isupper() for group in groups)


def test_a_parameter_of_a_query_is_as_its_contract_says():
    parameters = {entry["name"]: entry for entry in operation("/ForwardDialer/click2call.aspx", "get")["parameters"]}
    assert parameters["phone"]["required"] is True
    assert parameters["target"]["required"] is False
    assert parameters["record"]["schema"] == {"$ref": "#/components/schemas/boolean", "default": False}
    assert parameters["variables"]["explode"] is True


def test_a_list_in_a_query_is_no_longer_than_a_url():
    lists = [parameter for parameter in operation("/hub/cdr/", "get")["parameters"] if parameter["name"] == "phones"]
    assert [parameter["schema"]["maxItems"] for parameter in lists] == [100]
    assert made()["components"]["schemas"]["list_of_phones"]["maxItems"] > 100


def test_every_parameter_is_described():
    silent = [
        (described["operationId"], entry["name"])
        for described in every_operation()
        for entry in described.get("parameters", ())
        if not entry["description"]
    ]
    assert silent == [], "say in contracts/operations/control_parameters.py what it is for"


def test_objects_are_for_json_bodies():
    names = {entry["name"] for entry in operation("/hub/cdr/", "get")["parameters"]}
    assert "fromdate" in names
    assert not names & {"search", "sort"}


def test_a_body_has_every_encoding_but_the_query():
    content = operation("/ForwardDialer/click2call.aspx", "post")["requestBody"]["content"]
    assert content.keys() == {"application/json", "application/x-www-form-urlencoded"}


def test_a_body_that_is_json_only_is_json_only():
    described = made()["paths"]["/ForwardDialer/Dialer/AddCallsBulk"]
    assert described.keys() == {"post"}
    assert described["post"]["requestBody"]["content"].keys() == {"application/json"}


def test_an_answer_in_xml_is_shown_with_every_value_a_string():
    content = operation("/ForwardDialer/click2call.aspx", "get")["responses"]["200"]["content"]
    assert content.keys() == {"text/xml", "application/json"}
    assert "<name>ERRORCODE</name>\n<value><string>1</string>" in content["text/xml"]["example"]


def test_a_callback_in_xml_is_shown_as_a_call_of_its_method():
    content = made()["webhooks"]["external_ivr.get_ivr_action"]["post"]["requestBody"]["content"]
    assert "<methodName>GET_IVR_ACTION</methodName>" in content["text/xml"]["example"]
    content = made()["webhooks"]["cdr_notification"]["post"]["requestBody"]["content"]
    assert "<methodName>CDR</methodName>" in content["text/xml"]["example"]


def test_the_popup_is_asked_by_get_and_told_by_post():
    assert made()["webhooks"]["popup"].keys() == {"get", "post"}


def test_every_row_of_an_error_table_is_in_the_description():
    for entry in OPERATIONS.values():
        described = operation(entry.paths[0], entry.methods[0].lower())["description"]
        assert all(row.message.replace("|", "\\|") in described for row in entry.errors)


def test_an_error_with_a_status_of_its_own_is_an_answer_of_its_own():
    assert operation("/api-manager-v1/Call/History/{CALLID}", "get")["responses"].keys() == {"200", "401", "404", "500"}


@pytest.mark.parametrize(
    ("path", "method", "security"),
    [
        ("/ForwardDialer/click2call.aspx", "get", ["code"]),
        ("/hub/cdr/", "get", ["code", "bearer"]),
        ("/ForwardDialer/Dialer/AddCall", "post", []),
        ("/Application/GetSettings", "get", ["bearer"]),
    ],
)
def test_security_is_what_says_whose_a_request_is(path: str, method: str, security: list[str]):
    assert operation(path, method)["security"] == [{name: []} for name in security]


def test_the_control_api_asks_for_a_token_at_most_and_says_how_it_refuses():
    described = operation("/_sandbox/organizations/{id}/reset", "post")
    assert described["security"] == [{}, {"control": []}]
    assert described["responses"].keys() == {"200", "400", "401", "403", "404", "413"}


def test_components_accept_what_their_contracts_accept():
    """A definition under a name of its own is still the definition."""
    for name in ("click2call.request", "cdr_notification.request", "cdr_hub.query.response", "blacklist.add.request"):
        components = made()["components"]["schemas"]
        rules = json.loads(json.dumps(components[name]).replace("#/components/schemas/", "#/$defs/"))
        rules["$defs"] = json.loads(json.dumps(components).replace("#/components/schemas/", "#/$defs/"))
        validator: Any = Draft202012Validator(rules)
        assert [error.message for each in schema(name)["examples"] for error in validator.iter_errors(each)] == []
        assert not validator.is_valid(7)


def test_definitions_of_one_name_and_two_meanings_are_two_components():
    texts = {"type": "object", "properties": {"a": {"$ref": "#/$defs/kind"}}, "$defs": {"kind": {"type": "string"}}}
    numbers = {**texts, "$defs": {"kind": {"type": "integer"}}}
    components = Components()
    components.add("texts", texts)
    components.add("numbers", numbers)
    assert components.schemas == {
        "kind": {"type": "string"},
        "numbers.kind": {"type": "integer"},
        "texts": {"type": "object", "properties": {"a": {"$ref": "#/components/schemas/kind"}}},
        "numbers": {"type": "object", "properties": {"a": {"$ref": "#/components/schemas/numbers.kind"}}},
    }


def test_the_base_url_goes_into_the_servers():
    servers = document("http://127.0.0.1:8025")["servers"]
    assert [entry["url"] for entry in servers] == ["http://127.0.0.1:8025", "http://127.0.0.1:8025/o/{organization}"]


def test_each_document_is_the_callers_own():
    document()["components"]["schemas"].clear()
    assert document()["components"]["schemas"]
