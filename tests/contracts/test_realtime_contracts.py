"""The realtime contracts: what the documents show and what is seen passes, what cannot be is refused."""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import voicenter_mock.contracts
from voicenter_mock.contracts.operations.model import Operation, SocketEvent
from voicenter_mock.contracts.operations.realtime import OPERATIONS, SNAPSHOT_ORDER, SOCKET_EVENTS

from ..suite.cases import for_each

SCHEMAS = Path(voicenter_mock.contracts.__file__).parent / "schemas"
Message = dict[str, Any]


@cache
def schema(name: str) -> Message:
    return json.loads((SCHEMAS / f"{name}.json").read_text("utf-8"))


def violations(name: str, message: object) -> list[str]:
    validator: Any = jsonschema.Draft202012Validator(schema(name))
    return sorted(f"{error.json_path} {error.validator}" for error in validator.iter_errors(message))


CALL: Message = {
    "callStarted": 1606908123,
    "calldurationinterval": 1606908123,
    "callAnswered": 1606908134,
    "answered": 1,
    "callername": "Test Voicenter",
    "callerphone": "0501234567",
    "callstatus": "Talking",
    "customdata": {},
    "direction": "Incoming",
    "ivrid": "202012021122010135330b4f77",
    "recording": {"Filename": "2020120-aws-0501234567-0722776772.mp3", "IsMuted": 0},
    "did": "0722776772",
}

EXTENSION: Message = {
    "calls": [],
    "userID": 7654321,
    "userName": "Clark Kent",
    "number": 1234567,
    "extenUser": "SIPSIP1",
    "summery": {"representative": "Clark Kent"},
    "onlineUserID": 7654321,
    "representative": 7654321,
    "representativeStatus": 1,
    "lastCallEventEpoch": 1606908139,
    "lastAnsweredCallEventEpoch": 1606908139,
    "lastHangupCallEpoch": 1606908139,
    "representativeUpdated": 1606763622000,
}

HEAD: Message = {"eventName": "extension", "reason": "HANGUP", "servertime": 1606908139, "servertimeoffset": 120}

HANGUP: Message = {
    "data": HEAD
    | {"cause": "Normal hangup", "callerID": "0501234567", "ivruniqueid": "202012021122010135330b4f77"}
    | EXTENSION
    | {"currentCall": CALL}
}
"""cur's HANGUP of an incoming call: the event's own members stand inside data."""

STATUS_UPDATE: Message = HEAD | {"reason": "userStatusUpdate", "data": EXTENSION}
"""cur's change of an agent's status: the event's own members stand beside data."""

QUEUE_EXIT: Message = {
    "data": {"QueueID": 1234567, "Calls": [], "QueueName": "Queue1"},
    "eventName": "queue",
    "reason": "EXIT",
    "servertime": 1598206119,
    "servertimeoffset": 180,
    "telephonyservertime": 1598206119,
    "ivruniqueid": "2020082015645675456434324949c071d",
}

QUEUE: Message = {
    "QueueID": 12345678,
    "QueueName": "Queue1",
    "Calls": [
        {
            "CallerID": "0501234567",
            "CallerName": "John Doe",
            "IvrUniqueID": "2020082015645675456434324949c071d",
            "JoinTimeStamp": 1597941709,
            "ivrid": "2020082015645675456434324949c071d",
        }
    ],
}

ALL_EXTENSIONS: Message = {
    "servertime": 1597945606,
    "extensions": [
        {
            "calls": [],
            "userID": 12345678,
            "userName": "Clark Kent",
            "number": 9876543,
            "onlineUserID": 12345678,
            "extenUser": "SIPSIP1",
            "summery": {"representative": "Clark Kent"},
            "representative": 0,
            "representativeStatus": 2,
            "lastCallEventEpoch": 1597933035,
            "lastAnsweredCallEventEpoch": 1545243466,
            "representativeUpdated": 0,
            "peerStatus": "OK",
        }
    ],
    "errorCode": 0,
}


def changed(message: Message, **changes: object) -> Message:
    """The message with other values at dotted paths."""
    message = copy.deepcopy(message)
    for path, value in changes.items():
        *outer, last = path.split(".")
        inner = message
        for key in outer:
            inner = inner[key]
        if value is MISSING:
            del inner[last]
        else:
            inner[last] = value
    return message


# the catalogue


@for_each("name", [o.request_contract for o in OPERATIONS] + [o.response_contract for o in OPERATIONS])
def test_every_login_and_script_has_its_contracts(name: str):
    assert schema(name)["$id"].endswith(f"/{name}.json")


@for_each("event", SOCKET_EVENTS, ids=lambda event: event.name)
def test_every_event_has_its_contract(event: SocketEvent):
    assert schema(event.contract)["title"] == event.name


def test_every_realtime_contract_belongs_to_an_event():
    files = {path.name.removesuffix(".json") for path in SCHEMAS.glob("realtime.*.json")}
    assert files == {event.contract for event in SOCKET_EVENTS}


def test_no_two_events_have_one_name():
    assert len({event.name for event in SOCKET_EVENTS}) == len(SOCKET_EVENTS)


def test_the_snapshots_come_in_the_documented_order():
    sent = [event.name for event in SOCKET_EVENTS if event.sender == "server"]
    assert tuple(sent[: len(SNAPSHOT_ORDER)]) == SNAPSHOT_ORDER


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_each_refusal_has_a_name_of_its_own(operation: Operation):
    assert len({row.name for row in operation.errors}) == len(operation.errors)


REALTIME = sorted([*SCHEMAS.glob("realtime*.json"), *SCHEMAS.glob("scripts.*.json")])


@for_each("path", REALTIME, ids=lambda path: path.name)
def test_a_schema_is_one_and_its_examples_pass(path: Path):
    name = path.name.removesuffix(".json")
    jsonschema.Draft202012Validator.check_schema(schema(name))
    assert [violations(name, example) for example in schema(name)["examples"]] == [[]] * len(schema(name)["examples"])


# what the documents show


SHOWN: list[tuple[str, Message]] = [
    ("realtime.extension_event", HANGUP),
    ("realtime.extension_event", STATUS_UPDATE),
    ("realtime.queue_event", QUEUE_EXIT),
    ("realtime.queue_event", QUEUE_EXIT | {"reason": "ABANDONED"}),
    ("realtime.login_status", {"servertime": 1597941727, "queues": [QUEUE, QUEUE | {"Calls": []}], "errorCode": 0}),
    ("realtime.login_status", {"servertime": 1597941727, "Queues": [QUEUE], "errorCode": 0}),
    ("realtime.all_extensions_status", ALL_EXTENSIONS),
    (
        "realtime.login_success",
        {"errorCode": 0, "errorDesc": "OK", "servertime": 1597930812, "servertimeoffset": 180},
    ),
]


@pytest.mark.parametrize(("name", "message"), SHOWN)
def test_what_the_document_shows_passes(name: str, message: Message):
    assert violations(name, message) == []


# what is seen


@pytest.mark.parametrize("custom_data", [{"var_LeadID": "123"}, {}, [], "", "text", None])
def test_custom_data_comes_in_many_forms(custom_data: object):
    event = changed(HANGUP, **{"data.currentCall.customdata": custom_data})
    assert violations("realtime.extension_event", event) == []


@pytest.mark.parametrize(
    "seen",
    [
        {"peerStatus": None},
        {"representative": 0, "representativeStatus": 2, "representativeUpdated": 0, "onlineUserID": None},
        {"lastCallEventEpoch": 0, "lastAnsweredCallEventEpoch": 0, "lastHangupCallEpoch": 0},
        {"accountID": 123456, "topAccountID": 123456, "somethingNew": {"a": 1}},
        {"summery": {"representative": "Lois Lane", "isOpenser": False, "shiftentertime": None, "ttlcalls": 0}},
    ],
)
def test_an_extension_comes_in_many_forms(seen: Message):
    event = STATUS_UPDATE | {"data": EXTENSION | seen}
    assert violations("realtime.extension_event", event) == []


def test_an_event_may_have_its_own_members_at_both_levels():
    assert violations("realtime.extension_event", HEAD | {"telephonyservertime": 1606915339} | HANGUP) == []


def test_the_vendor_may_add_reasons_states_and_directions():
    new = {
        "reason": "PARKED",
        "cause": "Something new",
        "currentCall": CALL | {"callstatus": "Parked", "direction": "Back"},
    }
    event = {"data": HANGUP["data"] | new}
    assert violations("realtime.extension_event", event) == []


@pytest.mark.parametrize("payload", ["demo-token", None])
def test_keepalive_comes_with_a_token_or_nothing(payload: object):
    assert violations("realtime.keepalive", payload) == []


# what cannot be


MISSING = object()
"""In place of a value: take the member away."""

BROKEN_EVENTS: list[tuple[str, object, str]] = [
    ("data", MISSING, "$ required"),
    ("data.reason", MISSING, "$ anyOf"),
    ("data.servertime", "1606908139", "$.data.servertime type"),
    ("data.calls", {}, "$.data.calls type"),
    ("data.extenUser", MISSING, "$.data required"),
    ("data.extenUser", "", "$.data.extenUser minLength"),
    ("data.userID", "7654321", "$.data.userID type"),
    ("data.representativeStatus", "1", "$.data.representativeStatus type"),
    ("data.lastCallEventEpoch", 1606908139000, "$.data.lastCallEventEpoch maximum"),
    ("data.servertimeoffset", 7200, "$.data.servertimeoffset maximum"),
    ("data.currentCall.answered", 2, "$.data.currentCall.answered maximum"),
    ("data.currentCall.callStarted", -1, "$.data.currentCall.callStarted minimum"),
    ("data.currentCall.ivrid", MISSING, "$.data.currentCall required"),
    ("data.currentCall.ivrid", "", "$.data.currentCall.ivrid minLength"),
    ("data.currentCall.c2cdirection", "3", "$.data.currentCall.c2cdirection enum"),
    ("data.currentCall.recording.IsMuted", 2, "$.data.currentCall.recording.IsMuted maximum"),
    ("data.cause", 16, "$.data.cause anyOf"),
]


@for_each(("path", "value", "violation"), BROKEN_EVENTS)
def test_an_extension_event_that_cannot_be_is_refused(path: str, value: object, violation: str):
    assert violation in violations("realtime.extension_event", changed(HANGUP, **{path: value}))


BROKEN_MESSAGES: list[tuple[str, object, str]] = [
    ("realtime.queue_event", {key: value for key, value in QUEUE_EXIT.items() if key != "reason"}, "$ required"),
    ("realtime.queue_event", QUEUE_EXIT | {"data": {"QueueID": "1", "Calls": []}}, "$.data.QueueID type"),
    ("realtime.login_status", {"servertime": 1597941727, "errorCode": 0}, "$ anyOf"),
    ("realtime.login_success", {"errorCode": "0", "servertime": 1597930812}, "$.errorCode type"),
    ("realtime.all_extensions_status", {"servertime": 1597945606, "extensions": {}}, "$.extensions type"),
    ("realtime.keepalive", {"token": "demo-token"}, "$ type"),
    ("realtime.update_monitored_extensions", {"extensionsString": ["SIPSIP1"]}, "$.extensionsString type"),
    ("realtime.login", {"token": ""}, "$.token minLength"),
    ("realtime.login_user", {"user": "walter@example.com"}, "$ anyOf"),
    ("realtime.login_user_code", {"orgCode": "demo-code"}, "$ required"),
    ("realtime_login.user.request", {"email": "walter@example.com"}, "$ required"),
    ("realtime_login.monitor.request", {"identityType": "Token", "username": "x", "password": "y"}, "$ required"),
    ("realtime_login.monitor.request", {"identityType": "user", "token": "x"}, "$ required"),
    ("realtime_login.token.response", {"StatusCode": 200, "Status": "OK"}, "$ required"),
    ("realtime_login.token.response", {"StatusCode": 500, "Status": "Unexpected token"}, "$ required"),
    ("realtime_login.get_monitor_urls.response", [{"URLID": 1, "Priority": 0, "Version": "2.4.0"}], "$[0] required"),
    ("realtime_login.get_settings.response", {"IdentityCode": "x"}, "$ anyOf"),
]


@for_each(("name", "message", "violation"), BROKEN_MESSAGES)
def test_a_message_that_cannot_be_is_refused(name: str, message: object, violation: str):
    assert violation in violations(name, message)
