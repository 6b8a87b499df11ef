"""Every word that records, answers and states can have goes out by the APIs as its contract says."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest

from voicenter_mock.contracts.cdr_types import CDR_TYPES
from voicenter_mock.contracts.dial_statuses import CDR_STATUSES
from voicenter_mock.contracts.operations import OPERATIONS
from voicenter_mock.mockserver.callbacks import cdr_notification
from voicenter_mock.mockserver.telephony.control.operator import Operator
from voicenter_mock.mockserver.telephony.model.directory import CallbackTarget, Fault
from voicenter_mock.mockserver.wire.http import HttpRequest, HttpResponse

from .clients import CODE, FORM, HUB, Api, record

RECORDS = [
    *(record(call_id=f"type{kind.id}", type=kind.id) for kind in CDR_TYPES),
    *(record(call_id=f"status{status}", status=status, duration=0) for status in CDR_STATUSES),
    *(
        record(
            call_id=f"leg{status}", type=10, direction="outgoing", status="NOTCALLED", leg1_status=status, duration=0
        )
        for status in CDR_STATUSES
    ),
    record(call_id="internal", type=4, direction="internal"),
]


def test_the_call_log_has_every_type_and_status():
    api = Api()
    api.log(*RECORDS)
    rows = api.post(HUB, {"code": CODE, "fields": ["CallID", "CdrType", "Type", "DialStatus"]})["CDR_LIST"]
    assert {(row["CdrType"], row["Type"]) for row in rows} >= {(kind.id, kind.name) for kind in CDR_TYPES}
    assert {row["DialStatus"] for row in rows} >= set(CDR_STATUSES)


def test_the_push_has_every_type_and_status():
    api = Api()
    pushed: list[dict[str, Any]] = []
    api.tenant.deliveries.bind("cdr", pushed.append)
    for cdr in RECORDS:
        message = cdr_notification.payload(cdr, api.exchange.directory, api.exchange.zone)
        api.tenant.deliveries.send_now("cdr", "cdr_notification", cdr.call_id, message, CallbackTarget("cdr"))
    assert {message["type"] for message in pushed} >= {kind.name for kind in CDR_TYPES}
    assert {message["status"] for message in pushed} >= set(CDR_STATUSES)
    assert {message.get("leg1DialStatusName") for message in pushed} >= set(CDR_STATUSES)


@pytest.mark.parametrize("status", CDR_STATUSES)
def test_a_calls_history_has_every_status(status: str):
    api = Api()
    api.log(record(call_id="a", status=status, duration=0))
    answer = api.get("/api-manager-v1/Call/History/a", headers={"authorization": "Bearer demo-bearer"})
    assert answer["Data"]["cdr_data"]["dialstatus_name"] == status


@pytest.mark.parametrize("error", ["application_error", "offline", "blocked", "missing"])
@pytest.mark.parametrize("format", ["json", "xml"])
def test_each_refusal_of_click2call_in_both_forms(format: str, error: str):
    api = Api()
    api.tenant.faults.add(Fault("click2call", error=error))
    row = OPERATIONS["click2call"].error(error)
    query = urlencode({"code": CODE, "phone": "SIPSIP1", "target": "0501234567", "format": format})
    body = api.send(HttpRequest("GET", "/ForwardDialer/click2call.aspx", query)).body.decode()
    assert (f'"ERRORCODE":{row.code},' if format == "json" else f"<string>{row.code}</string>") in body


@pytest.mark.parametrize("status", [1, 2, 3, 4, 5, 7, 9, 11, 12, 13])
def test_active_calls_say_every_status_of_an_agent(status: int):
    api = Api()
    Operator(api.exchange).set_agent("12345678", status, "" if status == 2 else "SIPSIP1")
    row = api.get("/comet/API/GetExtensionsCalls", code=CODE, extension="SIPSIP1")["EXTENSIONS"][0]
    assert row["onlineUserStatus"] == status


def test_active_calls_say_every_direction_and_state():
    api = Api()
    operator = Operator(api.exchange)

    def pairs() -> set[tuple[str, str]]:
        extensions = api.get("/comet/API/GetExtensionsCalls", code=CODE)["EXTENSIONS"]
        return {(call["direction"], call["callstatus"]) for row in extensions for call in row["calls"]}

    outgoing = operator.outgoing_call("SIPSIP1", "0501234567", talk_seconds=600)
    assert pairs() == {("Outgoing", "Dialing")}
    api.exchange.run(api.exchange.now + 30)
    operator.hold(outgoing.id)
    operator.spy(outgoing.id, "SIPSIP2")
    assert ("Outgoing", "Hold") in pairs()
    api.exchange.run(api.exchange.now + 30)
    assert ("Spy", "Talking") in pairs()
    operator.hang_up(outgoing.id)
    operator.incoming_call("0509876543", "0722776774", talk_seconds=600)
    api.exchange.run(api.exchange.now + 1)
    assert ("Incoming", "Ringing") in pairs()


LOGINS = [
    name for name in OPERATIONS if name.startswith("realtime_login.") and name != "realtime_login.get_socket_client"
]


def log_in(api: Api, name: str) -> HttpResponse:
    """A login as a form, or a request with a token that a login has given."""
    account, password = next(iter(api.exchange.directory.realtime_accounts.items()))
    forms = {
        "realtime_login.token": {"token": "demo-token"},
        "realtime_login.user": {"email": "walter@example.com", "pin": "1234"},
        "realtime_login.account": {"username": account, "password": password},
        "realtime_login.monitor": {"identityType": "Token", "token": "demo-token"},
    }
    operation = OPERATIONS[name]
    path, headers, body = (
        operation.paths[0].replace("{token}", "demo-token"),
        {"authorization": "Bearer demo-token"},
        b"",
    )
    if name in forms:
        headers, body = {"content-type": FORM}, urlencode(forms[name]).encode()
    return api.send(HttpRequest(operation.methods[0], path, "", headers, body, host="127.0.0.1:8080"))


@pytest.mark.parametrize(
    ("name", "error"),
    [(name, row.name) for name in LOGINS for row in OPERATIONS[name].errors if row.cause.startswith("Inject")],
)
def test_each_refusal_of_a_login_that_only_a_fault_causes(name: str, error: str):
    api = Api()
    api.tenant.faults.add(Fault(name, error=error))
    assert log_in(api, name).status == OPERATIONS[name].error(error).http_status


@pytest.mark.parametrize("name", ["realtime_login.token", "realtime_login.account", "realtime_login.monitor"])
def test_a_login_is_taken_as_a_form_too(name: str):
    assert log_in(Api(), name).status == 200
