"""Click2Call's request and answer: four actions, every parameter, however it is written."""

from __future__ import annotations

from typing import Any

import pytest

from voicenter_mock.contracts import accepts, schema, validate, validate_bytes, violations

from ..suite.cases import for_each

REQUEST, ANSWER = "click2call.request", "click2call.response"
CALL: dict[str, Any] = {"phone": "SIPSIP1", "target": "0501234567", "code": "demo-code"}
ACTIONS = {
    "call": CALL,
    "message": {"phone": "0501234567", "code": "demo-code", "action": "message"},
    "callference": {"phone": "SIPSIP1", "code": "demo-code", "action": "callference"},
    "terminate": {"phone": "SIPSIP1", "code": "demo-code", "action": "terminate"},
}


def paths(message: object) -> set[str]:
    return {violation.path for violation in violations(REQUEST, message)}


def test_the_documented_get_example_passes():
    body = b"phone=0571234567&target=031234567&code=XXXXXXXXXXXX&action=call"
    validate_bytes(REQUEST, body, query=True)


def test_the_documented_php_form_without_an_action_passes():
    body = b"code=c&phone=SIPSIP&phonecallerid=0500000000&target=0501234567&targetcallerid=0501234567&record=true"
    validate_bytes(REQUEST, body, "application/x-www-form-urlencoded")


@pytest.mark.parametrize("action", ACTIONS)
def test_each_action_passes_with_its_mandatory_parameters(action: str):
    validate(REQUEST, ACTIONS[action])


@pytest.mark.parametrize(("action", "name"), [(a, n) for a, each in ACTIONS.items() for n in each if n != "action"])
def test_each_mandatory_parameter_of_an_action_is_mandatory(action: str, name: str):
    assert paths({member: value for member, value in ACTIONS[action].items() if member != name}) == {f"$.{name}"}


@pytest.mark.parametrize("action", ["CALL", "Message", "cAllFerence", "TERMINATE"])
def test_the_action_may_be_in_any_case(action: str):
    assert paths(CALL | {"action": action}) == set()


@pytest.mark.parametrize("action", ["", "dial", "call ", "calls", 5, None])
def test_an_unknown_action_is_the_only_thing_that_is_said(action: object):
    assert paths({"phone": "SIPSIP1", "code": "x", "action": action}) == {"$.action"}


@pytest.mark.parametrize(
    "phone", ["0501234567", "972501234567", "+972501234567", "SIPSIP1", "SIPTRUNK", 972501234567, "100"]
)
def test_a_phone_is_a_number_or_an_extension(phone: object):
    assert paths(CALL | {"phone": phone, "target": phone}) == set()


@pytest.mark.parametrize(
    "phone", ["", " ", "05 01234567", "050-1234567", "++972", "9" * 18, "12", 12, -5, 1.5, None, True, [], "שלום"]
)
def test_what_cannot_be_dialled_is_refused(phone: object):
    assert paths(CALL | {"phone": phone}) == {"$.phone"}


@pytest.mark.parametrize("word", ["logincode", "LoginCode"])
def test_dialling_a_login_code_needs_the_code(word: str):
    assert paths(CALL | {"phone": word}) == {"$.phonelogincode"}
    assert paths(CALL | {"phone": word, "phonelogincode": "9996"}) == set()


BOOLEANS = ["record", "phoneautoanswer", "targetautoanswer", "checkphonedevicestate", "checktargetdevicestate"]


@for_each("name", BOOLEANS)
@pytest.mark.parametrize("value", [True, False, 1, 0, "1", "0", "true", "FALSE", "True"])
def test_yes_and_no_have_many_forms(name: str, value: object):
    assert paths(CALL | {name: value}) == set()


@for_each("name", BOOLEANS)
@pytest.mark.parametrize("value", ["yes", 2, "2", " true", "true\n", None, []])
def test_what_is_neither_yes_nor_no_is_refused(name: str, value: object):
    assert paths(CALL | {name: value}) == {f"$.{name}"}


@pytest.mark.parametrize("name", ["phonemaxdialtime", "targetmaxdialtime", "maxduration"])
@pytest.mark.parametrize(
    ("value", "right"), [(0, True), ("60", True), (-1, False), ("1.5", False), ("", False), ("1e3", False)]
)
def test_times_are_whole_seconds(name: str, value: object, right: bool):
    assert paths(CALL | {name: value}) == (set() if right else {f"$.{name}"})


@pytest.mark.parametrize(
    ("value", "right"), [(1, True), ("3", True), (0, True), (4, False), ("4", False), ("01", False)]
)
def test_the_ignored_blacklist_entry_is_one_of_three(value: object, right: bool):
    assert paths(CALL | {"ignoredncstatus": value}) == (set() if right else {"$.ignoredncstatus"})


@pytest.mark.parametrize("value", ["json", "JSON", "Xml"])
def test_the_answers_format_may_be_in_any_case(value: str):
    assert paths(CALL | {"format": value}) == set()


def test_unknown_parameters_are_allowed():
    assert paths(CALL | {"utm_source": "x"}) == set()


def test_documented_defaults_that_do_not_depend_on_the_action_stand_at_the_parameter():
    defaults = {name: rules["default"] for name, rules in schema(REQUEST)["properties"].items() if "default" in rules}
    assert defaults == {
        "action": "call",
        "format": "XML",
        "targetmaxdialtime": 60,
        "ignoredncstatus": 0,
        **dict.fromkeys(BOOLEANS, False),
    }


@pytest.mark.parametrize(
    ("action", "defaults"),
    [
        ("call", {"phonemaxdialtime": 60, "maxduration": 7200}),
        ("message", {"phonemaxdialtime": 30, "maxduration": 30}),
        ("callference", {"phonemaxdialtime": 30, "maxduration": 30}),
    ],
)
def test_documented_defaults_that_depend_on_the_action_stand_at_the_action(action: str, defaults: dict[str, int]):
    import re

    branches = [rule for rule in schema(REQUEST)["allOf"] if "action" in rule["if"].get("properties", {})]
    (branch,) = [rule for rule in branches if re.search(rule["if"]["properties"]["action"]["pattern"], action)]
    assert {name: rules["default"] for name, rules in branch["then"]["properties"].items()} == defaults


@pytest.mark.parametrize(
    "answer",
    [
        {"ERRORCODE": 0, "ERRORMESSAGE": "OK", "CALLID": "sdfsdfsdfsdfsdfsdfsdfsdfsdf0brp"},
        {"ERRORCODE": "1", "ERRORMESSAGE": "Phone is missing", "CALLID": ""},
    ],
)
def test_the_documented_answers_pass(answer: dict[str, Any]):
    validate(ANSWER, answer)


@pytest.mark.parametrize(
    "answer",
    [
        {"ERRORCODE": 0, "ERRORMESSAGE": "OK", "CALLID": ""}, {"ERRORCODE": 1, "ERRORMESSAGE": "No", "CALLID": "a"},
        {"ERRORCODE": 5, "ERRORMESSAGE": "x", "CALLID": ""}, {"ERRORCODE": 1, "ERRORMESSAGE": "", "CALLID": ""}, {},
    ],
)  # fmt: skip
def test_an_answer_has_a_call_id_if_and_only_if_there_is_a_call(answer: dict[str, Any]):
    assert not accepts(ANSWER, answer)
