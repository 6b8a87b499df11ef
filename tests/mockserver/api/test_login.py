"""Agents log in and out over the API, and everybody sees it."""

from __future__ import annotations

from typing import Any

import pytest

from voicenter_mock.mockserver.telephony.model.events import ExtensionEvent
from voicenter_mock.mockserver.telephony.presence import availability

from .clients import CODE, NOW, Api

PATH = "/UserLogin/SetStatusFromAPI"


def set_status(api: Api, user: str, extension: str, status: int, **more: Any) -> Any:
    return api.post(PATH, {"Code": "87654321", "UserID": user, "ExtensionUser": extension, "Status": status} | more)


def who(api: Api, extension: str) -> tuple[int, int]:
    agent = api.exchange.agent_at[extension]
    return agent.user, agent.status


def events(api: Api) -> list[ExtensionEvent]:
    found: list[ExtensionEvent] = []
    api.exchange.subscribers.append(lambda event: found.append(event) if isinstance(event, ExtensionEvent) else None)
    return found


def test_a_status_shows_at_the_extension_and_publishes_an_event(api: Api) -> None:
    seen = events(api)
    api.tenant.advance(seconds=5)
    assert set_status(api, "12345", "sipsip1", 3) == {
        "Status": 1, "StatusError": 1, "StatusErrorMessage": "OK", "StatusErroMessage": "OK",
    }  # fmt: skip
    assert who(api, "SIPSIP1") == (12345678, 3)
    assert [(event.reason, event.extension, event.call, event.agent.status, event.agent.since) for event in seen] == [
        ("userStatusUpdate", "SIPSIP1", None, 3, NOW + 5)
    ]


def test_logout_and_login_decide_who_gets_queue_and_dialer_calls(api: Api) -> None:
    states = [availability.free(api.exchange, "SIPSIP1")]
    for status in (3, 2, 1):
        set_status(api, "12345", "SIPSIP1", status)
        states.append(availability.free(api.exchange, "SIPSIP1"))
    assert states == [True, False, False, True]


def test_the_active_calls_show_who_is_logged_in(api: Api) -> None:
    set_status(api, "12345", "SIPSIP1", 5)
    row = api.get("/comet/API/GetExtensionsCalls", code=CODE, extension="SIPSIP1")["EXTENSIONS"][0]
    assert (row["representative"], row["onlineUserID"], row["onlineUserStatus"]) == ("Walter Melon", 12345678, 5)
    set_status(api, "12345", "SIPSIP1", 2)
    row = api.get("/comet/API/GetExtensionsCalls", code=CODE, extension="SIPSIP1")["EXTENSIONS"][0]
    assert (row["representative"], row["onlineUserID"], row["onlineUserStatus"], row["userID"]) == ("", 0, 2, 12345678)


def test_a_login_elsewhere_moves_the_user_and_both_extensions_tell(api: Api) -> None:
    set_status(api, "87654", "SIPSIP2", 2)
    seen = events(api)
    set_status(api, "12345", "SIPSIP2", 1)
    assert (who(api, "SIPSIP1"), who(api, "SIPSIP2")) == ((0, 2), (12345678, 1))
    assert [event.extension for event in seen] == ["SIPSIP1", "SIPSIP2"]


def test_logging_out_twice_is_a_success_and_no_event(api: Api) -> None:
    set_status(api, "12345", "SIPSIP1", 2)
    seen = events(api)
    assert set_status(api, "12345", "SIPSIP1", 2)["Status"] == 1
    assert seen == []


@pytest.mark.parametrize("user", ["12345", "12345678", 12345678])
def test_the_user_is_named_by_five_digits_or_by_id(api: Api, user: Any) -> None:
    assert set_status(api, user, "SIPSIP1", 1)["Status"] == 1


@pytest.mark.parametrize("code", ["12345678", "34567890", CODE])
def test_any_users_code_or_the_organizations_will_do(api: Api, code: str) -> None:
    assert set_status(api, "12345", "SIPSIP1", 1, Code=code)["Status"] == 1


def test_lower_case_names_and_sipid(api: Api) -> None:
    assert api.get(PATH, "code=87654321&userid=12345&sipid=SIPSIP1&status=4")["Status"] == 1
    assert who(api, "SIPSIP1") == (12345678, 4)


def test_revision_3_2_answers_with_a_string_and_its_own_words() -> None:
    api = Api(revision="3.2")
    answer = set_status(api, "12345", "SIPSIP1", 1)
    assert (answer["Status"], answer["StatusError"], answer["StatusErrorMessage"]) == (1, "0", "No status error")


def test_the_statuses_have_the_organizations_names() -> None:
    api = Api(statuses=[{"id": 3, "name": "Siesta", "color": "#ff0000"}])
    statuses = api.get("/UserLogin/GetStatusesList", code=CODE)["Statuses"]
    assert {"Name": "Siesta", "ID": 3, "Color": "#ff0000"} in statuses


def test_an_error_has_no_statuses(api: Api) -> None:
    answer = api.get("/UserLogin/GetStatusesList", code="nobody's")
    assert (answer["Statuses"], answer["Status"]) == ([], 2)
