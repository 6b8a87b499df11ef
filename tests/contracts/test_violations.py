"""What a violation says: the field, the rule, what is expected, and what was probably meant."""

from __future__ import annotations

import math
from typing import Any

import pytest

from voicenter_mock.contracts import ContractViolation, Violation, accepts, compilation, validate, violations
from voicenter_mock.contracts.compilation import LONG, compile_schema
from voicenter_mock.contracts.explanation import explain_errors
from voicenter_mock.contracts.sentences import shorten_value
from voicenter_mock.contracts.verdicts import json_path

CALL: dict[str, Any] = {"phone": "SIPSIP1", "target": "0501234567", "code": "demo-code"}
CDR: dict[str, Any] = {
    "caller": "0501234567", "target": "SIPSIP1", "time": 1785047400, "duration": 3, "ivruniqueid": "a", "did": "",
    "type": "Incoming Call", "status": "ANSWER", "targetextension": "", "callerextension": "", "queueid": 0,
}  # fmt: skip


def only(name: str, message: object) -> Violation:
    (violation,) = violations(name, message)
    return violation


def of(schema: dict[str, Any], message: object) -> list[Violation]:
    check = compile_schema(schema)
    return explain_errors(check.errors(message), message, check.schema)


def test_a_valid_message_has_none():
    assert violations("click2call.request", CALL) == []


def test_validate_raises_with_all_of_them():
    with pytest.raises(ContractViolation) as refusal:
        validate("click2call.request", {"phone": "?", "action": "terminate"})
    assert refusal.value.contract == "click2call.request"
    assert {violation.path for violation in refusal.value.violations} == {"$.phone", "$.code"}


@pytest.mark.parametrize("kind", [AssertionError, ValueError])
def test_a_refusal_fails_a_test_and_is_a_value_error(kind: type[Exception]):
    with pytest.raises(kind, match="2 violations"):
        validate("click2call.request", {"action": "terminate"})


def test_a_refusal_is_readable_as_text():
    with pytest.raises(ContractViolation) as refusal:
        validate("click2call.request", CALL | {"maxduration": "long"})
    assert str(refusal.value) == (
        "click2call.request: 1 violation\n"
        "  $.maxduration: 'long' Expected: a length of time in whole seconds, or a string of its digits. "
        "[pattern; 3.2 §1, c2c §1.1–1.7]"
    )


def test_a_missing_member_is_named_where_it_should_stand():
    violation = only("click2call.request", {"phone": "SIPSIP1", "action": "terminate"})
    assert (violation.path, violation.rule, violation.value) == ("$.code", "required", "")
    assert violation.message.startswith("'code' is missing. The API code")


def test_each_missing_member_is_named_once():
    paths = [violation.path for violation in violations("click2call.request", {})]
    assert sorted(paths) == ["$.code", "$.phone", "$.target"]


def test_a_member_of_a_list_is_named_by_its_place():
    layer = {"layer_id": 1, "layer_name": "Main", "layer_number": 0, "Dtmf": None, "dtmf_order": 1}
    assert only("cdr_notification.request", CDR | {"IVR": [layer]}).path == "$.IVR[0].Dtmf"


def test_a_condition_is_explained_by_the_rule_it_leads_to():
    violation = only("click2call.request", {"phone": "logincode", "target": "0501234567", "code": "x"})
    assert (violation.path, violation.rule) == ("$.phonelogincode", "required")


def test_a_kind_of_value_is_explained_in_words():
    violation = only("click2call.request", CALL | {"record": "perhaps"})
    assert violation.message == "Expected: true or false, 1 or 0; as boolean, integer or string, in any case."


def test_a_rule_beside_the_kind_is_explained_by_itself():
    assert only("click2call.request", CALL | {"ignoredncstatus": 9}).message == "Expected at most 3."


def test_permitted_words_are_listed():
    violation = only("click2call.request", CALL | {"format": "yaml"})
    assert violation.message == "Expected XML or JSON in any case."


def test_too_many_variables_are_counted():
    violation = only("click2call.request", CALL | {f"VAR_{number}": "x" for number in range(11)})
    assert (violation.rule, violation.value) == ("x-max-variables", "11")


def test_ten_variables_are_not_too_many():
    assert violations("click2call.request", CALL | {f"var_{number}": "x" for number in range(10)}) == []


def test_alternatives_that_all_miss_a_member_are_one_violation():
    violation = only("cdr_notification.response", {"errdesc": "OK"})
    assert (violation.path, violation.rule) == ("$.err", "required")
    assert violation.message.startswith("'err' or 'Err' is missing.")


def test_alternatives_of_other_types_are_one_violation():
    violation = of({"anyOf": [{"type": "string"}, {"type": ["array", "null"]}]}, 5)
    assert [(each.rule, each.message) for each in violation] == [("type", "Expected a string, a list or null.")]


def test_the_alternative_with_the_right_type_is_the_one_that_is_explained():
    schema = {"anyOf": [{"type": "string"}, {"type": "object", "properties": {"a": {"type": "integer"}}}]}
    assert [each.path for each in of(schema, {"a": "x"})] == ["$.a"]


def test_the_alternative_with_the_right_word_is_the_one_that_is_explained():
    def kind(word: str) -> dict[str, Any]:
        return {"properties": {"kind": {"const": word}, "a": {"type": "integer"}, "b": {"type": "integer"}}}

    message = {"kind": "two", "a": "x", "b": "y"}
    assert {each.path for each in of({"oneOf": [kind("one"), kind("two")]}, message)} == {"$.a", "$.b"}


def test_a_member_that_may_not_be_there_is_named():
    schema: dict[str, Any] = {"type": "object", "properties": {"seconds": {}}, "additionalProperties": False}
    (violation,) = of(schema, {"second": 5})
    assert (violation.path, violation.rule, violation.hint) == (
        "$.second", "additionalProperties", "did you mean `seconds`?",
    )  # fmt: skip


def test_the_source_of_a_member_goes_before_the_messages():
    assert only("cdr_notification.request", CDR | {"DepartmentID": "x"}).source == "cdr"
    assert only("cdr_notification.request", CDR | {"price": "x"}).source == "cdr, 3.2 §4"


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("click2call.request", {"phone": "SIPSIP1", "targt": "1234", "code": "x"}, "`targt` – did you mean `target`?"),
        ("click2call.request", {"Phone": "SIPSIP1", "target": "1234", "code": "x"}, "`Phone` – did you mean `phone`?"),
        ("click2call.request", CALL | {"action": "terminat"}, "did you mean 'terminate'?"),
        ("external_ivr.hangup_call.response", {"STATUS": " 0"}, "did you mean '0'?"),
        ("click2call.request", CALL | {"phone": " 0501234567"}, "without the blanks around it?"),
        ("cdr_notification.request", CDR | {"duration": "3"}, "without the quotes?"),
        ("cdr_notification.request", CDR | {"caller": 501234567}, "in quotes?"),
        ("cdr_notification.request", CDR | {"caller": None}, ""),
    ],
)
def test_what_was_probably_meant_is_suggested(name: str, message: dict[str, Any], hint: str):
    assert only(name, message).hint == hint


def test_a_known_member_is_no_misspelling_of_a_missing_one():
    message = {"phone": "SIPSIP1", "code": "x", "targetcallerid": "0501234567"}
    assert only("click2call.request", message).hint == ""


def test_a_long_value_is_shortened():
    assert len(only("click2call.request", CALL | {"maxduration": "9" * 5000}).value) <= 64


ENTRIES: dict[str, Any] = {
    "type": "array",
    "maxItems": 2 * LONG,
    "items": {"type": "object", "required": ["a"], "properties": {"a": {"type": ["integer", "null"], "maximum": 9}}},
}


@pytest.mark.parametrize("length", [LONG - 1, LONG, 2 * LONG + 1])
def test_what_is_wrong_in_a_list_is_found_however_long_it_is(length: int):
    entries: list[Any] = [{"a": 1}] * length
    entries[3], entries[50], entries[-1] = {}, {"a": 10}, "a"
    wrong = [("$[3].a", "required"), ("$[50].a", "maximum"), (f"$[{length - 1}]", "type")]
    too_long = [("$", "maxItems")] if length > 2 * LONG else []
    assert [(one.path, one.rule) for one in of(ENTRIES, entries)] == too_long + wrong


def test_entries_of_a_long_list_that_are_right_are_not_looked_into(monkeypatch: pytest.MonkeyPatch):
    """jsonschema takes ten seconds for a hundred thousand calls."""
    decided: list[Any] = []

    def accepts(entry: Any) -> bool:
        decided.append(entry)
        return entry != "a"

    monkeypatch.setattr(compilation, "acceptor", lambda rules: accepts)  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    entries: list[Any] = [*({"a": 1} for _ in range(LONG)), "a"]
    assert [one.path for one in of(ENTRIES, entries)] == [f"$[{LONG}]"]
    assert decided == entries


def test_a_list_of_a_hundred_thousand_wrong_calls_is_wrong_a_thousand_times():
    assert len(violations("dialer.add_calls_bulk.request", [1] * 2000)) == 1000


@pytest.mark.parametrize("value", ["x" * 10_000, list(range(10_000)), {str(i): i for i in range(1000)}, [[[[[1]]]]]])
def test_every_value_is_shown_on_one_short_line(value: object):
    assert len(shorten_value(value)) < 120


def test_names_that_are_no_words_are_quoted_in_paths():
    assert json_path(["a", 0, "last ticket", "שם"]) == "$.a[0]['last ticket'].שם"


@pytest.mark.parametrize(
    ("name", "message", "expected"),
    [
        (
            "external_layer.response",
            {"STATUS": 0, "ACTION": "GO_TO_LAYER", "DATA": {"LAYER": 2, "CALLER_NAME": "Dana", "CUSTOM_DATA": {}}},
            "'LAYER' is missing. Number of the layer to go to. (it stands in `DATA`, and belongs beside it)",
        ),
        (
            "external_ivr.get_ivr_action.response",
            {"STATUS": 0, "ACTION": "HANGUP", "LANGUAGE": "HE", "HANGUP_CAUSE": "17"},
            "'DATA' is missing. What the action needs. (what belongs in it stands beside it: `HANGUP_CAUSE`)",
        ),
    ],
)
def test_a_member_that_stands_one_level_off_is_told_where_it_belongs(name: str, message: Any, expected: str):
    """What External IVR and External Layer answer differs in just that."""
    found = [str(violation) for violation in violations(name, message)]
    assert any(expected in violation for violation in found), found


def test_a_member_that_has_its_place_elsewhere_too_is_no_misplaced_one():
    call = {"type": "object", "properties": {"phone": {"type": "string"}}}
    popup = {"type": "object", "required": ["phone"], "properties": {"phone": {"type": "string"}, "call": call}}
    (violation,) = of(popup, {"call": {"phone": "1"}})
    assert violation.hint == ""
    (violation,) = of(popup, {"other": {"phone": "1"}})
    assert violation.hint == "it stands in `other`, and belongs beside it"


def test_of_members_that_exclude_each_other_those_that_were_given_are_named():
    violation = only("sandbox.advance_clock", {"seconds": 60, "until": "idle"})
    assert violation.message == "Expected one of 'seconds', 'until', not several."


@pytest.mark.parametrize(
    ("name", "hint"), [("partys", "did you mean `parties`?"), ("kind", "there may be `caller`, `caller_name`, ")]
)
def test_a_member_that_is_not_allowed_is_told_what_is(name: str, hint: str):
    assert str(only("sandbox.place_call", {"did": "0722776774", name: {}}).hint).startswith(hint)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_json_has_no_number_for_is_none(value: float):
    """It comes from Python alone, and a clock that runs on it stands still."""
    assert not accepts("sandbox.advance_clock", {"seconds": value})
    assert only("sandbox.advance_clock", {"seconds": value}).message == "Expected a number. Simulated seconds."
    assert not accepts("cdr_notification.request", {**CDR, "duration": value})
    assert only("cdr_notification.request", {**CDR, "duration": value}).rule == "type"
