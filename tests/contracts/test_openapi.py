"""The OpenAPI document is valid and says all that the catalogue says."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from functools import cache
from typing import Any
from urllib.parse import quote

import pytest
from jsonschema import Draft202012Validator

from voicenter_mock.contracts import names, schema
from voicenter_mock.contracts.components import Components
from voicenter_mock.contracts.json_values import is_array, is_object
from voicenter_mock.contracts.openapi import document
from voicenter_mock.contracts.operations import CALLBACKS, CONTROL, OPERATIONS
from voicenter_mock.contracts.type_names import camel
from voicenter_mock.mockserver.organizations import demo
from voicenter_mock.mockserver.serving.app import create_app
from voicenter_mock.mockserver.tenancy.registry import Registry

from ..npm_packages import installed, node

BEARER: dict[str, list[str]] = {"bearer": []}
ACCESS_TOKEN: dict[str, list[str]] = {"accessToken": []}
REFRESH_TOKEN: dict[str, list[str]] = {"refreshToken": []}
NOTHING: list[dict[str, list[str]]] = []


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
    from openapi_spec_validator import OpenAPIV31SpecValidator

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
    assert parameters["record"]["schema"] == {"$ref": "#/components/schemas/BooleanValue", "default": False}
    assert parameters["variables"]["explode"] is True
    assert parameters["variables"]["example"] == {"var_customer": "2342", "var_order": "A-17"}


def test_a_list_in_a_query_is_no_longer_than_a_url():
    lists = [parameter for parameter in operation("/hub/cdr/", "get")["parameters"] if parameter["name"] == "phones"]
    assert [parameter["schema"]["maxItems"] for parameter in lists] == [100]
    assert made()["components"]["schemas"]["ListOfPhones"]["maxItems"] > 100


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
        ("/ForwardDialer/click2call.aspx", "get", NOTHING),
        ("/hub/cdr/", "get", [{}, BEARER]),
        ("/ForwardDialer/Dialer/AddCall", "post", NOTHING),
        ("/api-manager-v1/Call/History/{CALLID}", "get", [BEARER]),
        ("/Application/GetSettings", "get", [ACCESS_TOKEN]),
        ("/Auth/RefreshToken", "get", [REFRESH_TOKEN]),
        ("/monitorAPI/RefreshIdentityToken", "get", [REFRESH_TOKEN]),
    ],
)
def test_security_is_a_token_in_a_header_where_one_must_or_may_be(path: str, method: str, security: list[Any]):
    """A code is a member of its request: what sends or asks for it beside that does so twice."""
    assert operation(path, method)["security"] == security


def test_every_security_scheme_is_a_header_and_used():
    used = {name for described in every_operation() for entry in described["security"] for name in entry}
    schemes = made()["components"]["securitySchemes"]
    assert schemes.keys() == used
    assert {scheme["type"] for scheme in schemes.values()} == {"http"}


def test_the_control_api_asks_for_a_token_at_most_and_says_how_it_refuses():
    described = operation("/_sandbox/organizations/{id}/reset", "post")
    assert described["security"] == [{}, {"control": []}]
    assert described["responses"].keys() == {"200", "400", "401", "403", "404", "413"}


def test_components_accept_what_their_contracts_accept():
    """A definition under a name of its own is still the definition."""
    for name in ("click2call.request", "cdr_notification.request", "cdr_hub.query.response", "blacklist.add.request"):
        components = made()["components"]["schemas"]
        rules = json.loads(json.dumps(components[camel(name)]).replace("#/components/schemas/", "#/$defs/"))
        rules["$defs"] = json.loads(json.dumps(components).replace("#/components/schemas/", "#/$defs/"))
        validator: Any = Draft202012Validator(rules)
        assert [error.message for each in schema(name)["examples"] for error in validator.iter_errors(each)] == []
        assert not validator.is_valid(7)


def test_a_definition_that_only_one_contract_has_is_called_after_it():
    """Another contract may mean something else by the name."""
    texts = {"type": "object", "properties": {"a": {"$ref": "#/$defs/kind"}}, "$defs": {"kind": {"type": "string"}}}
    numbers = {**texts, "$defs": {"kind": {"type": "integer"}}}
    components = Components()
    components.add("all.texts", texts)
    components.add("all.numbers", numbers)
    assert components.schemas == {
        "AllTextsKind": {"type": "string"},
        "AllNumbersKind": {"type": "integer"},
        "AllTexts": {"type": "object", "properties": {"a": {"$ref": "#/components/schemas/AllTextsKind"}}},
        "AllNumbers": {"type": "object", "properties": {"a": {"$ref": "#/components/schemas/AllNumbersKind"}}},
    }


def test_components_are_called_as_the_types_of_python_are():
    """Letters and digits alone: what names a file, a class and a member of a URL in every language."""
    components = made()["components"]["schemas"]
    assert {"Click2callRequest", "DialerAddCallRequest", "CampaignTotals", "BooleanValue"} <= components.keys()
    assert [name for name in components if not name.isalnum()] == []


def test_no_title_makes_two_components_one():
    assert [name for name, rules in made()["components"]["schemas"].items() if "title" in rules] == []
    titles = [schema(name)["title"] for name in names()]
    assert [title for title, count in Counter(titles).items() if count > 1] == []


def test_every_component_is_referred_to():
    text = json.dumps(made())
    unused = [name for name in made()["components"]["schemas"] if f'"#/components/schemas/{name}"' not in text]
    assert unused == []


def test_every_operation_and_tag_is_described():
    assert [described["operationId"] for described in every_operation() if not described["description"]] == []
    assert [tag["name"] for tag in made()["tags"] if not tag["description"]] == []


def requested(path: str, described: dict[str, Any]) -> tuple[str, list[tuple[str, Any]]]:
    """A path and query with the example of every parameter."""
    query: list[tuple[str, Any]] = []
    for entry in described["parameters"]:
        value = entry["example"]
        if entry["in"] == "path":
            path = path.replace(f"{{{entry['name']}}}", quote(value))
        elif entry["name"] == "variables":
            query += value.items()
        else:
            query += [(entry["name"], each) for each in (value if is_array(value) else [value])]
    return path, query


def test_every_parameter_has_an_example_that_its_schema_allows():
    components = json.loads(json.dumps(made()["components"]["schemas"]).replace("#/components/schemas/", "#/$defs/"))
    wrong: list[tuple[str, str]] = []
    for described in every_operation():
        for entry in described.get("parameters", ()):
            rules = json.loads(json.dumps(entry["schema"]).replace("#/components/schemas/", "#/$defs/"))
            validator: Any = Draft202012Validator({**rules, "$defs": components})
            if "example" not in entry or not validator.is_valid(entry["example"]):
                wrong.append((described["operationId"], entry["name"]))
    assert wrong == [], "give the member an example in its schema"


@pytest.mark.parametrize(
    "operation_id",
    [
        described["operationId"]
        for path, item in document()["paths"].items()
        for method, described in item.items()
        if method == "get" and not path.startswith("/_sandbox")
    ],
)
def test_the_examples_of_all_parameters_together_are_a_request_that_demo_answers(operation_id: str):
    path, described = next(
        (path, item["get"])
        for path, item in made()["paths"].items()
        if "get" in item and item["get"]["operationId"] == operation_id
    )
    registry = Registry(clock="manual", now=1_700_000_000.0)
    registry.add(demo())
    client = create_app(registry).test_client()
    target, query = requested(path, described)
    added = {"Campaign": "demo-agents-campaign", "Target": "0502454545"}
    client.post("/ForwardDialer/Dialer/AddCall", json=added)  # what RemoveCall then removes
    client.post("/ForwardDialer/Dialer/AddCall", json=added | {"Target": "0501234567"})  # and UpdateCall changes
    client.post("/ForwardDialer/Dialer/AddMember", json={"Campaign": added["Campaign"], "Member": "SIPSIP4"})
    login = client.post("/Auth/Login/Voicenter/Monitor", json={"identityType": "Token", "token": "demo-token"}).json
    assert login is not None
    tokens = {"refreshToken": login["Data"]["RefreshToken"], "accessToken": login["Data"]["AccessToken"]}
    tokens["bearer"] = "demo-bearer"
    needed = next((name for choice in described["security"][:1] for name in choice), "")
    headers = {"Authorization": f"Bearer {tokens[needed]}"} if needed else {}
    answer = client.get(target, query_string=query, headers=headers)
    body = answer.get_json(silent=True)
    assert answer.status_code == 200
    if is_object(body):
        words = ("ERRORCODE", "ERROR_NUMBER", "ErrorCode", "ERR")
        assert {body[word] for word in words if word in body} <= {0, "0", "200"}, body


def test_a_generator_can_have_bodies_and_answers_in_json_alone():
    described = document(json_only=True)["paths"]["/ForwardDialer/click2call.aspx"]["post"]
    assert described["requestBody"]["content"].keys() == {"application/json"}
    assert described["responses"]["200"]["content"].keys() == {"application/json"}


def test_what_is_never_json_stays_as_it_is_for_a_generator():
    described = document(json_only=True)["paths"]["/CallsHistory/PlayRecord/{file}"]["get"]
    assert described["responses"]["200"]["content"].keys() == {"audio/mpeg"}


@pytest.mark.slow
def test_the_parser_of_swagger_accepts_it():
    modules = installed("@apidevtools/swagger-parser@13")
    script = (
        'const { SwaggerParser } = require("@apidevtools/swagger-parser");'
        'SwaggerParser.validate(JSON.parse(require("node:fs").readFileSync(0, "utf8")))'
        '.then(() => console.log("valid"), (error) => console.log(error.message));'
    )
    run = subprocess.run(
        [node(), "-e", script], cwd=modules.parent, input=json.dumps(made()), capture_output=True, text=True, check=True
    )
    assert run.stdout == "valid\n"


def test_the_base_url_goes_into_the_servers():
    servers = document("http://127.0.0.1:8025")["servers"]
    assert [entry["url"] for entry in servers] == ["http://127.0.0.1:8025", "http://127.0.0.1:8025/o/{organization}"]


def test_each_document_is_the_callers_own():
    document()["components"]["schemas"].clear()
    assert document()["components"]["schemas"]
