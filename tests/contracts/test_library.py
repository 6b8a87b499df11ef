"""Contracts by name, as they stand and closed, and what loading them costs."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from voicenter_mock import contracts
from voicenter_mock.contracts import UnknownContract, names, operation, schema
from voicenter_mock.contracts.operations.model import Callback, Operation


def test_names_are_sorted_and_hold_both_sides_of_an_operation():
    assert names() == sorted(names())
    assert {"click2call.request", "click2call.response", "realtime.extension_event"} <= set(names())


def test_a_schema_is_the_callers_own():
    schema("click2call.request")["properties"].clear()
    assert schema("click2call.request")["properties"]


def test_an_unknown_name_is_answered_with_what_was_meant():
    with pytest.raises(UnknownContract, match=r"'clik2call.request'; did you mean click2call.request"):
        schema("clik2call.request")


def test_a_name_like_no_other_is_answered_with_where_to_look():
    with pytest.raises(UnknownContract, match=r"contracts\.names\(\) lists them"):
        contracts.validate("qqqqqqqqqq", {})


@pytest.mark.parametrize("name", ["click2call", "click2call.request", "click2call.response"])
def test_an_operation_is_found_by_its_name_and_by_its_contracts(name: str):
    entry = operation(name)
    assert isinstance(entry, Operation)
    assert entry.paths == ("/ForwardDialer/click2call.aspx",)


def test_a_callback_is_found_like_an_operation():
    entry = operation("external_ivr.get_ivr_action")
    assert isinstance(entry, Callback)
    assert entry.steers


def test_an_operation_of_the_control_api_is_found_too():
    assert operation("health") is contracts.operation("health")


def test_an_unknown_operation_is_answered_with_what_was_meant():
    with pytest.raises(UnknownContract, match=r"dialer\.add_call"):
        operation("dialer.addcall")


@pytest.mark.parametrize("name", ["ExtensionEvent", "realtime.extension_event"])
def test_a_socket_event_is_found_by_the_wires_name_and_by_ours(name: str):
    assert contracts.event(name).contract == "realtime.extension_event"


def test_an_unknown_event_is_answered_with_what_was_meant():
    with pytest.raises(UnknownContract, match="ExtensionEvent"):
        contracts.event("ExtensionEvnt")


def test_strict_closes_an_open_enumeration():
    assert "enum" not in schema("cdr_notification.request")["$defs"]["dial_status"]
    assert "ANSWER" in schema("cdr_notification.request", strict=True)["$defs"]["dial_status"]["enum"]


def test_strict_keeps_the_words_in_any_case_where_case_does_not_matter():
    message: dict[str, object] = {"STATUS": 0, "ACTION": "HANGUP", "LANGUAGE": "He", "DATA": {}}
    contracts.validate("external_ivr.get_ivr_action.response", message, strict=True)
    assert not contracts.accepts("external_ivr.get_ivr_action.response", message | {"LANGUAGE": "xx"}, strict=True)


def test_strict_is_another_schema_with_another_id():
    assert schema("click2call.request", strict=True)["$id"] != schema("click2call.request")["$id"]


def test_importing_the_contracts_loads_nothing_heavy():
    program = "import sys, json; import voicenter_mock.contracts; print(json.dumps(sorted(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(json.loads(run.stdout))
    assert not loaded & {"jsonschema", "jsonschema_rs", "defusedxml", "hypothesis", "email", "difflib"}
    assert "voicenter_mock.contracts.operations" not in loaded


def test_every_public_name_is_there():
    assert [name for name in contracts.__all__ if not hasattr(contracts, name)] == []


def test_a_name_that_is_not_there_is_answered_with_those_that_are():
    with pytest.raises(AttributeError, match=r"it has .*validate_bytes"):
        _ = contracts.validate_byte  # type: ignore[attr-defined]
