"""The journal says why a request was refused, or found nothing: in more than the words of the answer."""

from __future__ import annotations

from typing import Any

import pytest

from voicenter_mock.contracts.operations import ErrorCode, Operation, Revision
from voicenter_mock.mockserver.wire.http import HttpRequest, HttpResponse

from ...suite.cases import for_each
from .clients import AGENTS, CODE, DIALER, HUB, IVR, NOW, Api
from .test_every_error import CLICK, MUTE, STATUS, WALTER, causes, rows

HISTORY = "/api-manager-v1/Call/History/"
TARGET = {"target": "0501234567"}
BEARER = {"authorization": "Bearer demo-bearer"}


class Intercepted(Api):
    """Its requests come from a test with the fixture: whose they are is known before they are read."""

    def send(self, request: HttpRequest) -> HttpResponse:
        return self.dispatcher.handle(request, only=self.tenant)


def caused() -> list[tuple[Operation, ErrorCode, Revision]]:
    return [entry for entry in rows() if not entry[1].cause.startswith("Inject a fault")]


@pytest.mark.parametrize("kind", [Api, Intercepted])
@for_each(("operation", "row", "revision"), caused(), ids=lambda value: getattr(value, "name", value))
@pytest.mark.slow
def test_every_refusal_has_its_reason(kind: type[Api], operation: Operation, row: ErrorCode, revision: Revision):
    api = kind(revision=revision)
    api.exchange.set_time(NOW)
    causes(operation)[row.name](api)
    entries = [*api.tenant.requests.since(0), *api.registry.unresolved.since(0)]
    said = [violation for violation in entries[-1].violations if not violation.startswith("refused as")]
    assert said or entries[-1].hints, entries[-1].answer


@for_each(
    ("path", "members", "hint"),
    [
        (CLICK, {"phone": "SIPSIP9", **TARGET}, "there is no extension 'SIPSIP9'; did you mean 'SIPSIP"),
        (CLICK, {"phone": "SIPSIP1", "target": "reception"}, "there is no extension 'reception'; known: SIPSIP1, "),
        (CLICK, {"phone": "SIPSIP1", "target": "123"}, "'123' is no possible telephone number"),
        (
            CLICK,
            {"phone": "SIPSIP3", "checkphonedevicestate": True, **TARGET},
            "the device of extension 'SIPSIP3' is offline",
        ),
        (CLICK, {"phone": "SIPSIP4", **TARGET}, "extension 'SIPSIP4' has click2call_blocked in the document"),
        (CLICK, {"phone": "sipsip2", "action": "terminate"}, "extension 'SIPSIP2' is in no call"),
        (CLICK, {"phone": "SIPSIP1", "vm_id": 9, **TARGET}, "there is no voicemail '9'; known: 701"),
        (CLICK, {"phone": "SIPSIP1", "action": "callference", "bbbcode": 9}, "there is no conference '9'; known: "),
        (CLICK, {"phone": "logincode", "phonelogincode": "77", **TARGET}, "no user has the login_code '77'"),
        (DIALER + "StartCampaign", {"Campaign": AGENTS.upper()}, f"did you mean '{AGENTS}'?"),
        (
            DIALER + "RemoveCall",
            {"Campaign": AGENTS, "Target": "0501234567"},
            f"campaign '{AGENTS}' has no call to 972501234567",
        ),
        (
            DIALER + "AddCall",
            {"Campaign": AGENTS, "CallerID": "1234", "Target": "0501234567"},
            "'1234' is no possible telephone number",
        ),
        (DIALER + "AddMember", {"Campaign": AGENTS, "Member": ["SIPSIP3", "SIP"]}, "there is no extension 'SIP'"),
        (DIALER + "RemoveMember", {"Campaign": AGENTS, "Member": "SIPSIP5"}, "has no member 'SIPSIP5'; did you mean"),
        (DIALER + "ConfigureIvrCampaign", {"Campaign": AGENTS}, "is of kind agents, and this is for ivr"),
        (
            DIALER + "UpdateCampaignStrategy",
            {"Campaign": IVR, "setQueueForMonitoring": 100355, "setQueueMaximumCallers": 1, "setCoefficient": 1},
            "there is no queue 100355; did you mean '10035'?",
        ),
        (STATUS, WALTER | {"UserID": "99999"}, "'99999' is no user's id, nor the first five digits"),
        (STATUS, WALTER | {"Status": 6}, "the organization has no status 6; known: 1 Login, 2 Logout, "),
        (STATUS, WALTER | {"ExtensionUser": "SIPSIP2"}, "John Doe is logged in at 'SIPSIP2'"),
        (MUTE, {"ivrid": "nowhere", "state": 1}, "there is no call 'nowhere'"),
        (HUB, {"search": {"extensions": ["SIPSIP9"]}}, "there is no extension 'SIPSIP9'; did you mean 'SIPSIP"),
        (HUB, {"search": {"queueID": [1]}}, "there is no queue 1; known: 10035"),
        (HUB, {"search": {"campaignID": [1]}}, "no campaign has the id 1; known: 60000001"),
        (HUB, {"search": {"phone": ["0501234567"]}}, "unknown parameter 'search.phone'; did you mean 'phones'?"),
        ("/monitorAPI/Login/User", {"email": "nobody@example.com", "pin": "1"}, "no user has the email 'nobody@exa"),
        ("/monitorAPI/Login/User", {"email": "walter@example.com", "pin": "x"}, "Walter Melon has another pin"),
        ("/monitorAPI/Login/Account", {"username": "nobody", "password": "1"}, "there is no realtime account 'nob"),
    ],
)
def test_a_reason_names_what_was_wrong_and_what_there_is(path: str, members: dict[str, Any], hint: str):
    api = Intercepted()
    api.post(path, {"code": CODE} | members if "Code" not in members else members)
    assert any(hint in found for found in api.journal.hints), api.journal.hints


def test_a_call_that_is_up_has_no_record_yet(api: Api):
    call = api.click2call()
    api.get(HISTORY + call, headers=BEARER)
    up = f"the call '{call}' is up: its record is written when it ends"
    assert up in api.journal.hints
    api.post(HUB, {"code": CODE, "search": {"CallID": call}})
    assert up in api.journal.hints


def test_a_call_that_has_ended_is_not_muted(api: Api):
    call = api.click2call()
    api.exchange.run_until_idle()
    api.get(MUTE, ivrid=call, state=1)
    assert f"the call '{call}' has ended" in api.journal.hints


def test_a_bearer_request_without_its_header_is_told_so(api: Api):
    api.send(HttpRequest("GET", f"/o/demo{HISTORY}x"))
    assert api.journal.hints == ["the request has no header 'Authorization: Bearer …'"]


def test_calls_of_a_bulk_that_are_none_are_shown_as_they_came_with_their_reasons(api: Api):
    sent = [{"Campaign": AGENTS, "Target": "1234"}, 5, None, {"Campaign": "nobody's", "Target": "0501234567"}]
    api.post(DIALER + "AddCallsBulk", sent)
    assert "field '[1]': 5 is not a call that can be added" in api.journal.violations
    assert "field '[2]': null is not a call that can be added" in api.journal.violations
    assert "[0]: '1234' is no possible telephone number" in api.journal.hints
    assert any(hint.startswith("[3]: there is no campaign") for hint in api.journal.hints)


def test_a_number_longer_than_any_member_takes_is_out_of_range_and_no_other_kind(api: Api):
    api.get(CLICK, code=CODE, phone="SIPSIP1", target="0501234567", phonemaxdialtime="9" * 20)
    assert api.journal.violations == [f"field 'phonemaxdialtime': '{'9' * 20}' is not between 0 and 999999999"]


@for_each(
    ("target", "local"),
    [(501234567, "0501234567"), ("501234567", "0501234567"), (541234567, "0541234567"), ("31234567", "031234567")],
)
def test_a_number_that_has_lost_its_zero_is_told_so(target: Any, local: str):
    """A JSON number and a spreadsheet's have none; some are then numbers that might be somebody's abroad."""
    api = Intercepted()
    api.post(CLICK, {"code": CODE, "phone": "SIPSIP1", "target": target, "format": "json"})
    expected = f"'{target}' has lost its leading zero: send the text '{local}', or 972{local[1:]}"
    assert f"target: {expected}" in api.journal.hints
    api.post(HUB, {"code": CODE, "search": {"phones": [target]}})
    assert f"phones: {expected}" in api.journal.hints


@for_each("target", ["972501234567", "0501234567", "442079460958", "33123456789", "1234"])
def test_numbers_that_miss_no_zero_are_not_told_so(target: str):
    api = Intercepted()
    api.post(CLICK, {"code": CODE, "phone": "SIPSIP1", "target": target, "format": "json"})
    assert not any("leading zero" in hint for hint in api.journal.hints)
