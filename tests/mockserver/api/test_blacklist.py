"""The blacklist: what is on it is not dialled, until it is taken off."""

from __future__ import annotations

from typing import Any

import pytest

from .clients import CODE, Api

ADD, REMOVE = "/Blacklist/AddBlackList", "/Blacklist/RemoveBulkFromBlacklist"


def statuses(api: Api) -> list[str]:
    """Both legs' statuses of a Click2Call to 0501234567."""
    call_id = api.click2call()
    api.tenant.advance(until="idle")
    return [cdr.status for cdr in api.exchange.log.of_call(call_id)]


def test_a_number_on_it_is_not_dialled_and_afterwards_it_is_again(api: Api) -> None:
    assert api.post(ADD, {"Code": CODE, "Phones": [{"Phone": "0501234567", "Name": "John"}]}) == {
        "ErrorCode": 0,
        "ErrorMessage": "OK",
        "Phones": [{"ErrorCode": 0, "ErrorMessage": "OK", "Phone": "972501234567"}],
    }
    assert statuses(api) == ["ANSWER", "NOTCALLED"]
    api.post(REMOVE, {"Code": CODE, "Phones": [{"Phone": "972501234567"}]})
    assert statuses(api) == ["ANSWER", "ANSWER"]


def test_repeated_phones_of_a_query(api: Api) -> None:
    answer = api.get(ADD, "code=demo-code&phones=0501234567&phones=031234567")
    assert [row["Phone"] for row in answer["Phones"]] == ["972501234567", "97231234567"]
    assert set(api.exchange.blacklist) == {"972501234567", "97231234567"}


def test_a_phone_that_is_no_number_has_its_error_in_its_own_row(api: Api) -> None:
    rows = api.post(ADD, {"code": CODE, "phones": [{"phone": "abc"}, {"PHONE": "0501234567"}, {}, 12]})["Phones"]
    assert [(row["ErrorCode"], row["Phone"]) for row in rows] == [(1, "abc"), (0, "972501234567"), (1, ""), (1, 12)]
    assert set(api.exchange.blacklist) == {"972501234567"}


@pytest.mark.parametrize("phones", [[], None, True, [None], [[]], 1.5])
def test_no_phones_at_all_is_the_requests_error(api: Api, phones: Any) -> None:
    assert api.post(ADD, {"Code": CODE, "Phones": phones})["ErrorCode"] == 2


def test_removing_what_is_not_there_is_fine(api: Api) -> None:
    assert api.get(REMOVE, code=CODE, phones="0501234567")["ErrorCode"] == 0


def test_an_edit_of_the_document_adds_and_removes_its_own_numbers() -> None:
    api = Api(blacklist=["0501111111", "0502222222"])
    api.get(ADD, code=CODE, phones="0503333333")
    api.edit(blacklist=["0502222222", "0504444444"])
    assert set(api.exchange.blacklist) == {"972502222222", "972503333333", "972504444444"}
