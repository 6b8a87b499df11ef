"""Every row of every error table is caused once in each revision that has it, as its ``cause`` says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from voicenter_mock.contracts import violations
from voicenter_mock.contracts.json_values import is_object
from voicenter_mock.contracts.operations import OPERATIONS, REVISIONS, ErrorCode, Operation, Revision
from voicenter_mock.mockserver.telephony.model.directory import Fault
from voicenter_mock.mockserver.wire.http import HttpRequest

from ...suite.cases import for_each
from .clients import AGENTS, CODE, DIALER, HUB, IVR, NOW, Api, record

Cause = Callable[[Api], Any]

APIS = ("click2call", "cdr_hub", "dialer", "monitor", "login", "blacklist", "recording", "history")
MINE = [entry for entry in OPERATIONS.values() if entry.name.partition(".")[0] in APIS]

CLICK = "/ForwardDialer/click2call.aspx"
STATUS = "/UserLogin/SetStatusFromAPI"
MUTE = "/Comet/API/MuteUnmuteCalls"
WALTER: dict[str, Any] = {"Code": "87654321", "UserID": "12345", "ExtensionUser": "SIPSIP1", "Status": 1}
CAMPAIGN: dict[str, Any] = {
    "dialer.update_campaign_strategy": {
        "Campaign": IVR, "setQueueForMonitoring": 10035, "setQueueMaximumCallers": 1, "setCoefficient": 1,
    },
    "dialer.configure_ivr_campaign": {"Campaign": IVR, "ConcurrentStrategy": {"setMaxCalls": 3}},
    "dialer.add_member": {"Campaign": AGENTS, "Member": "SIPSIP5"},
    "dialer.remove_member": {"Campaign": AGENTS, "Member": ["SIPSIP1"]},
    "dialer.add_call": {"Campaign": AGENTS, "Target": "0501234567"},
    "dialer.update_call": {"Campaign": AGENTS, "Target": "0501234567"},
    "dialer.remove_call": {"Campaign": AGENTS, "Target": "0501234567"},
}  # fmt: skip


def click(**parameters: Any) -> Cause:
    order: dict[str, Any] = {"code": CODE, "phone": "SIPSIP1", "target": "0501234567", "format": "json"} | parameters
    return lambda api: api.get(CLICK, **{name: value for name, value in order.items() if value is not None})


def hub(**members: Any) -> Cause:
    return lambda api: api.post(HUB, {"code": CODE} | members)


def dialer(operation: Operation, **changes: Any) -> Cause:
    """The operation's good request, changed; ``None`` takes a member out."""
    members = CAMPAIGN.get(operation.name, {"Campaign": AGENTS}) | changes
    sent = {name: value for name, value in members.items() if value is not None}
    bulk = operation.name == "dialer.add_calls_bulk"
    return lambda api: api.post(
        operation.paths[0], [sent | {"Target": changes.get("Target", "0501234567")}] if bulk else sent
    )


def unreadable(operation: Operation) -> Cause:
    return lambda api: api.post(operation.paths[0], b'{"Campaign"')


def login(**changes: Any) -> Cause:
    members = {name: value for name, value in (WALTER | changes).items() if value is not None}
    return lambda api: api.post(STATUS, members)


def strict_records(api: Api) -> Any:
    api.edit(limits={"strict_records": True}, revision=api.exchange.directory.revision)
    api.log(*(record() for _ in range(10_001)))
    return api.post(HUB, {"code": CODE})


def history_quota(api: Api) -> Any:
    api.edit(limits={"history_per_week": 1}, revision=api.exchange.directory.revision)
    asked = HttpRequest("GET", "/api-manager-v1/Call/History/nowhere", "", {"authorization": "Bearer demo-bearer"})
    api.send(asked)
    return api.send(asked)


def request_limit(api: Api) -> Any:
    api.edit(limits={"requests_per_minute": 1}, revision=api.exchange.directory.revision)
    api.post(HUB, {"code": CODE})
    return api.post(HUB, {"code": CODE})


def too_many_recordings(api: Api) -> Any:
    api.edit(limits={"recordings_per_minute": 1}, revision=api.exchange.directory.revision)
    api.send(HttpRequest("GET", f"/o/{api.tenant.id}/nothing.mp3"))
    return api.send(HttpRequest("GET", f"/o/{api.tenant.id}/nothing.mp3"))


def untrusted(api: Api) -> Any:
    code = {"code": CODE, "account": 70000001, "trusted_ips": ["10.0.0.0/8"]}
    api.edit(codes=[code], revision=api.exchange.directory.revision)
    return api.post(HUB, {"code": CODE})


def too_many(api: Api) -> Any:
    call = {"Campaign": AGENTS, "Target": "0501234567"}
    return api.post(DIALER + "AddCallsBulk", [call] * 100_001)


def without_pin(api: Api) -> Any:
    user = {"id": 12345678, "name": "Walter", "code": "12345678", "account": 70000002, "extension": "SIPSIP1"}
    api.edit(users=[user], revision=api.exchange.directory.revision)
    return api.post(STATUS, WALTER | {"Code": "12345678"})


def logged_out(api: Api) -> Any:
    api.post(STATUS, WALTER | {"Status": 2})
    return api.post(STATUS, WALTER | {"Status": 3})


def free_extension(api: Api) -> Any:
    """John leaves SIPSIP2, and Walter, who sits at SIPSIP1, wants it."""
    api.post(STATUS, WALTER | {"UserID": "87654", "ExtensionUser": "SIPSIP2", "Status": 2})
    return api.post(STATUS, WALTER | {"ExtensionUser": "SIPSIP2"})


def bad_range(api: Api) -> Any:
    api.log(record(recording="a.mp3"))
    return api.send(HttpRequest("GET", "/CallsHistory/PlayRecord/a.mp3", "", {"range": "bytes=99999999-"}))


def causes(operation: Operation) -> dict[str, Cause]:
    """How to cause each row of the operation's error table; faults are told apart by their rows."""
    path = operation.paths[0]
    api_name = operation.name.partition(".")[0]
    if operation.name == "click2call":
        return {
            "missing": click(target=None),
            "invalid": click(phone="12"),
            "invalid_code": click(code="nobody's"),
            "unreadable": lambda api: api.post(CLICK, b"{", query="format=json"),
            "too_many_variables": click(**{f"var_{index}": index for index in range(11)}),
            "offline": click(phone="SIPSIP3", checkphonedevicestate="true"),
            "blocked": click(phone="SIPSIP4"),
            "no_call": click(action="terminate"),
        }
    if api_name == "cdr_hub":
        return {
            "request_limit": request_limit, "record_limit": strict_records, "untrusted_address": untrusted,
            "authorization_failed": hub(code="nobody's"), "invalid_date_range": hub(search={"fromdate": "yesterday"}),
            "invalid": hub(search={"IdentityCriteria": "Everybody"}),
        }  # fmt: skip
    if api_name == "dialer":
        return {
            "campaign_invalid": dialer(operation, Campaign="nobody's"),
            "campaign_missing": dialer(operation, Campaign=None),
            "unreadable": unreadable(operation),
            "target_missing": dialer(operation, Target=None),
            "invalid_code": dialer(operation, Code="nobody's"),
            "code_missing": dialer(operation, Campaign=None),
            "target_invalid": dialer(operation, Target="abc"),
            "target_unknown": dialer(operation, Target="0509999999"),
            "caller_id_invalid": dialer(operation, CallerID="abc"),
            "too_many_calls": too_many,
            "empty": lambda api: api.post(path, []),
            "missing": dialer(operation, setCoefficient=None),
            "invalid": _invalid_dialer(operation),
            "wrong_campaign_kind": dialer(operation, Campaign=AGENTS),
            "member_missing": dialer(operation, Member=[]),
            "member_invalid": dialer(operation, Member="NOBODY", RepresentativeList=["NOBODY"]),
        }
    if api_name == "monitor":
        wrong: dict[str, dict[str, Any]] = {
            "monitor.get_queues_callers": {"queue": "abc"},
            "monitor.get_extensions": {"showAll": "perhaps"},
        }
        return {
            "authorization_failed": lambda api: api.get(path, code="nobody's"),
            "invalid_code": lambda api: api.get(path, code="nobodys-code"),
            "invalid": lambda api: api.post(path, {"code": CODE} | wrong.get(operation.name, {"extension": {}})),
        }
    if operation.name == "login.set_status":
        return {
            "authorization_failed": login(Code="nobody's"), "user_unknown": login(UserID="99999"),
            "extension_unknown": login(ExtensionUser="NOBODY"), "status_unsupported": login(Status=99),
            "extension_in_use": login(ExtensionUser="SIPSIP2"), "missing": login(UserID=None),
            "unreadable": lambda api: api.post(STATUS, b"{", query="Code=87654321"),
            "logged_in_elsewhere": free_extension, "not_logged_in": logged_out, "no_pin": without_pin,
        }  # fmt: skip
    if operation.name == "login.get_statuses_list":
        return {"authorization_failed": lambda api: api.get(path)}
    if api_name == "blacklist":
        return {
            "authorization_failed": lambda api: api.get(path, phones="0501234567"),
            "phones_missing": lambda api: api.post(path, {"Code": CODE, "Phones": []}),
            "phone_invalid": lambda api: api.post(path, {"Code": CODE, "Phones": ["abc"]})["Phones"][0],
        }
    if operation.name == "recording.mute_unmute":
        return {
            "extension_not_found": lambda api: api.get(MUTE, extension="NOBODY", state=1),
            "call_not_found": lambda api: api.get(MUTE, ivrid="nowhere", state=1),
            "invalid": lambda api: api.get(MUTE, extension="SIPSIP1"),
        }
    if operation.name == "recording.play":
        return {
            "not_found": lambda api: api.send(HttpRequest("GET", "/nothing.mp3")),
            "bad_range": bad_range,
            "request_limit": too_many_recordings,
        }
    history = "/api-manager-v1/Call/History/nowhere"
    return {
        "request_limit": history_quota,
        "unauthorized": lambda api: api.send(HttpRequest("GET", history)),
        "call_not_found": lambda api: api.send(
            HttpRequest("GET", history, "", {"authorization": "Bearer demo-bearer"})
        ),
    }


def _invalid_dialer(operation: Operation) -> Cause:
    if operation.name == "dialer.add_calls_bulk":
        return lambda api: api.post(operation.paths[0], {"Campaign": AGENTS})
    wrong: dict[str, dict[str, Any]] = {
        "dialer.update_campaign_strategy": {"setQueueForMonitoring": 4},
        "dialer.configure_ivr_campaign": {"ConcurrentStrategy": 5},
    }
    return dialer(operation, **wrong.get(operation.name, {"Priority": "high", "Code": []}))


def rows() -> list[tuple[Operation, ErrorCode, Revision]]:
    return [
        (operation, row, revision)
        for operation in MINE
        for revision in REVISIONS
        for row in operation.rows(revision)
        if row.name != "ok"
    ]


def injected(operation: Operation, row: ErrorCode, api: Api) -> Any:
    """A good request under a fault of the row's name."""
    api.tenant.faults.add(Fault(operation.name, error=row.name))
    good: dict[str, Cause] = {
        "click2call": click(),
        "login.set_status": login(),
        "recording.mute_unmute": lambda api: api.get(MUTE, extension="SIPSIP1", state=1),
        "history.get_call": lambda api: api.send(
            HttpRequest("GET", "/api-manager-v1/Call/History/x", "", {"authorization": "Bearer demo-bearer"})
        ),
    }
    api_name = operation.name.partition(".")[0]
    if operation.name in good:
        return good[operation.name](api)
    if operation.name == "dialer.get_campaign_list":
        return api.post(operation.paths[0], {"Code": CODE})
    if api_name == "dialer":
        return dialer(operation)(api)
    return api.post(operation.paths[0], {"code": CODE, "Phones": ["0501234567"]})


def members_of(answer: Any) -> tuple[Any, str]:
    """The answer's code and message, whatever they are called; the HTTP status where it has no code."""
    if not is_object(answer):
        body = json.loads(answer.body) if answer.body else {"error": "Range Not Satisfiable"}
        return answer.status, body["error"]
    names = {
        "ERRORCODE": "ERRORMESSAGE",
        "ERROR_NUMBER": "ERROR_DESCRIPTION",
        "ERR": "DESC",
        "Status": "StatusErroMessage",
    }
    for code, message in names.items():
        if code in answer:
            return answer[code], answer[message]
    return answer["ErrorCode"], answer.get("Description") or answer.get("ErrorMessage") or answer["Message"]


@for_each(("operation", "row", "revision"), rows(), ids=lambda value: getattr(value, "name", value))
@pytest.mark.slow
def test_the_error_is_caused_as_the_catalogue_says(operation: Operation, row: ErrorCode, revision: Revision) -> None:
    api = Api(revision=revision)
    api.exchange.set_time(NOW)
    if row.cause.startswith("Inject a fault"):
        answer = injected(operation, row, api)
    else:
        answer = causes(operation)[row.name](api)
        if operation.name == "dialer.add_calls_bulk" and "AddResult" in answer:
            answer = answer["AddResult"][0]
    code, message = members_of(answer)
    assert code == row.code
    assert re.fullmatch(re.sub(r"\\\{\w+\\\}", ".+", re.escape(row.message)), message)


@pytest.mark.parametrize("operation", MINE, ids=lambda operation: operation.name)
@pytest.mark.slow
def test_error_answers_keep_the_contract(operation: Operation) -> None:
    for name, cause in causes(operation).items():
        if any(row.name == name and row.revision != "3.2" for row in operation.errors) and name not in (
            "too_many_calls",
            "phone_invalid",
        ):
            answer = cause(Api())
            if is_object(answer):
                assert violations(operation.response_contract, answer) == [], name


@pytest.mark.usefixtures("functions_can_be_replaced")
def test_a_function_that_fails_is_the_operations_own_internal_error(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api.exchange.log, "find", None)
    assert api.post(HUB, {"code": CODE})["ERROR_NUMBER"] == 5
    assert (
        api.get("/ForwardDialer/click2call.aspx", code=CODE, phone="SIPSIP1", target="0501234567", format="json")[
            "ERRORCODE"
        ]
        == 0
    )
