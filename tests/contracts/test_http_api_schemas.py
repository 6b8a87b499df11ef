"""What the schemas of the HTTP APIs take and refuse, where the rule is not plain from one line of them."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from voicenter_mock.contracts import schema, validate_bytes, violations
from voicenter_mock.contracts.operations import cdr_hub, dialer

RECORD = {"CallID": "202110101204550233243ghff3189e5c", "Date": "2021-10-10T09:04:58Z", "Duration": 2, "CdrType": 4}
ADD_CALL = {"Campaign": "demo-agents-campaign", "Target": "0501234567"}


def refusals(contract: str, message: object, *, strict: bool = False) -> list[str]:
    """JSON paths of what a message breaks."""
    return sorted({violation.path for violation in violations(contract, message, strict=strict)})


def found(record: dict[str, Any]) -> dict[str, Any]:
    return {
        "ERROR_NUMBER": 0,
        "ERROR_DESCRIPTION": "OK",
        "STATUS_CODE": 200,
        "TOTAL_HITS": 1,
        "RETURN_HITS": 1,
        "CDR_LIST": [record],
    }


@pytest.mark.parametrize("spelling", [str, str.lower, str.upper])
def test_record_members_pass_in_any_spelling(spelling: Any) -> None:
    record = {spelling(name): value for name, value in RECORD.items()}
    assert refusals("cdr_hub.query.response", found(record)) == []


@pytest.mark.parametrize("name", ["Duration", "duration", "DURATION"])
def test_record_members_are_checked_in_any_spelling(name: str) -> None:
    assert set(refusals("cdr_hub.query.response", found({name: -1}))) == {f"$.CDR_LIST[0].{name}"}


def test_the_call_logs_success_needs_its_records() -> None:
    answer = found(RECORD)
    del answer["CDR_LIST"]
    assert refusals("cdr_hub.query.response", answer) == ["$.CDR_LIST"]


def test_the_call_logs_failure_needs_no_records() -> None:
    assert refusals("cdr_hub.query.response", {"ERROR_NUMBER": 2, "ERROR_DESCRIPTION": "Authorization failed."}) == []


def test_an_unknown_record_type_is_refused_only_strictly() -> None:
    answer = found({"Type": "Hologram"})
    assert refusals("cdr_hub.query.response", answer) == []
    assert "$.CDR_LIST[0].Type" in refusals("cdr_hub.query.response", answer, strict=True)


@pytest.mark.parametrize("where", ["search", None])
def test_search_criteria_are_checked_wherever_they_stand(where: str | None) -> None:
    criteria = {"fromdate": "yesterday"}
    request = {"code": "demo-code", **({where: criteria} if where else criteria)}
    assert refusals("cdr_hub.query.request", request) == [f"$.{where}.fromdate" if where else "$.fromdate"]


def test_a_sort_field_must_be_a_member_of_the_records() -> None:
    request = {"code": "demo-code", "sort": [{"field": "date"}, {"field": "mood"}]}
    assert refusals("cdr_hub.query.request", request) == ["$.sort[1].field"]


@pytest.mark.parametrize("caller_id", ["Anonymous", "ANONYMOUS", "", "0722776772", 97222776772])
def test_a_caller_id_is_a_number_anonymous_or_empty(caller_id: object) -> None:
    assert refusals("dialer.add_call.request", ADD_CALL | {"CallerID": caller_id}) == []


def test_a_caller_id_is_not_any_word() -> None:
    assert refusals("dialer.add_call.request", ADD_CALL | {"CallerID": "my mobile"}) == ["$.CallerID"]


def test_a_bad_call_in_a_bulk_is_named_by_its_place() -> None:
    calls = [deepcopy(ADD_CALL) for _ in range(3)]
    calls[1]["Target"] = "not a phone"
    assert refusals("dialer.add_calls_bulk.request", calls) == ["$[1].Target"]


def test_a_bulk_without_calls_is_refused() -> None:
    assert refusals("dialer.add_calls_bulk.request", []) == ["$"]


def test_schemas_and_catalogue_agree_on_the_longest_lists() -> None:
    results = schema("dialer.add_calls_bulk.response")["properties"]["AddResult"]
    records = schema("cdr_hub.query.response")["properties"]["CDR_LIST"]
    assert schema("dialer.add_calls_bulk.request")["maxItems"] == dialer.MAX_CALLS_IN_BULK
    assert results["maxItems"] == dialer.MAX_DETAILED_RESULTS
    assert records["maxItems"] == cdr_hub.MAX_RECORDS


@pytest.mark.parametrize("member", ["SIPSIP5", ["SIPSIP1", "SIPSIP5"]])
def test_a_member_is_one_extension_or_a_list(member: object) -> None:
    assert refusals("dialer.add_member.request", {"Campaign": "demo-agents-campaign", "Member": member}) == []


def test_a_pending_call_has_its_priority_under_either_name() -> None:
    answer = schema("dialer.get_campaign_pending_calls.response")["examples"][0]
    call = answer["Data"]["Calls"][0]
    for name in ("Priority", "Priorety"):
        rest = {key: value for key, value in call.items() if key != name}
        message = answer | {"Data": answer["Data"] | {"Calls": [rest]}}
        assert refusals("dialer.get_campaign_pending_calls.response", message) == []


@pytest.mark.parametrize(
    "phones", ["0501234567", ["0501234567", "031234567"], [{"Phone": "0501234567", "Name": "John Doe"}]]
)
def test_blacklist_phones_are_one_a_list_or_objects(phones: object) -> None:
    assert refusals("blacklist.add.request", {"Code": "demo-code", "Phones": phones}) == []


def test_blacklist_phones_may_not_be_an_empty_list() -> None:
    assert refusals("blacklist.add.request", {"Code": "demo-code", "Phones": []}) == ["$.Phones"]


def test_muting_needs_an_extension_or_a_call() -> None:
    assert refusals("recording.mute_unmute.request", {"state": "1"}) == ["$.extension"]


def test_a_successful_mute_has_an_action_id() -> None:
    assert refusals("recording.mute_unmute.response", {"ErrorCode": "200", "Message": "Success"}) == ["$.ActionID"]


@pytest.mark.parametrize("key", ["StatusErrorMessage", "StatusErroMessage"])
def test_a_login_answer_passes_with_either_spelling_of_its_message(key: str) -> None:
    assert refusals("login.set_status.response", {"Status": 1, "StatusError": "0", key: "OK"}) == []


@pytest.mark.parametrize(
    ("contract", "query", "expected"),
    [
        ("cdr_hub.query.request", b"code=c&Fields[0]=Date&Fields[1]=Type", {"code": "c", "fields": ["Date", "Type"]}),
        ("cdr_hub.query.request", b"code=c&fields=Date&Fields=Type", {"code": "c", "fields": ["Date", "Type"]}),
        ("cdr_hub.query.request", b"CODE=c&extension=SIPSIP1", {"code": "c", "extensions": "SIPSIP1"}),
        (
            "login.set_status.request",
            b"code=c&userid=12345&sipid=SIPSIP1&status=1",
            {"Code": "c", "UserID": "12345", "ExtensionUser": "SIPSIP1", "Status": "1"},
        ),
        ("recording.mute_unmute.request", b"extension=SIPSIP1&mute=1", {"extension": "SIPSIP1", "state": "1"}),
        ("blacklist.add.request", b"code=c&phones=0501234567", {"Code": "c", "Phones": "0501234567"}),
    ],
)
def test_names_that_clients_use_become_the_documents(contract: str, query: bytes, expected: dict[str, Any]) -> None:
    assert validate_bytes(contract, query, query=True) == expected
