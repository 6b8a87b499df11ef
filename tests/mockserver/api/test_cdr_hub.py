"""The call log's API: what a search finds, in which order, and how records are written."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from voicenter_mock.contracts import learned
from voicenter_mock.contracts.addendum import EACH, Addendum, Change
from voicenter_mock.mockserver.api.cdr_fields import FIELDS
from voicenter_mock.mockserver.organizations import demo, describe
from voicenter_mock.mockserver.telephony.model.calls import Visit
from voicenter_mock.mockserver.telephony.model.cdr import Cdr
from voicenter_mock.mockserver.wire.encoding import to_json
from voicenter_mock.mockserver.wire.http import HttpRequest

from .clients import CODE, HUB, NOW, Api, record


def find_calls(api: Api, **search: Any) -> list[str]:
    """Call ids of the records of the last day that the criteria find."""
    answer = api.post(HUB, {"code": CODE, "fields": ["CallID"], "search": search})
    assert answer["ERROR_NUMBER"] == 0, answer
    return [row["CallID"] for row in answer["CDR_LIST"]]


def logged(*cdrs: Cdr) -> Api:
    api = Api()
    api.log(*cdrs)
    return api


def test_a_call_that_has_just_ended_is_there(api: Api) -> None:
    call_id = api.click2call()
    api.tenant.advance(until="idle")
    answer = api.post(HUB, {"code": CODE})
    assert [row["callid"] for row in answer["CDR_LIST"]] == [call_id, call_id]
    assert {row["type"] for row in answer["CDR_LIST"]} == {"Click2Call leg1", "Click2Call leg2"}
    assert answer["TOTAL_HITS"] == answer["RETURN_HITS"] == 2


def test_without_fields_a_record_has_all_of_them_in_lower_case() -> None:
    row = logged(record()).post(HUB, {"code": CODE})["CDR_LIST"][0]
    assert list(row) == [field.name.lower() for field in FIELDS]


def test_fields_are_spelled_as_they_were_asked_for() -> None:
    row = logged(record()).get(HUB, "code=demo-code&fields=date&Fields=DURATION&fields=CallerNumber")["CDR_LIST"][0]
    assert row == {"date": "2023-11-14T22:12:20Z", "DURATION": 25, "CallerNumber": "972501234567"}


def test_a_client_that_indexes_every_field_it_asked_for_finds_each() -> None:
    api = logged(record())
    asked = [field.name for field in FIELDS] + ["fromdate", "phones", "Nonsense"]
    row = api.post(HUB, {"code": CODE, "fields": asked})["CDR_LIST"][0]
    assert [name for name in asked if name not in row] == []
    assert row["Nonsense"] == ""
    assert any("Nonsense" in hint for hint in api.journal.hints)


def test_a_record_in_every_field() -> None:
    cdr = record(
        type=8,
        queue_id=10035,
        queue_name="Sales",
        recording="x.mp3",
        price=7,
        leg1_status="BUSY",
        target_country="Israel",
        custom={"var_LeadID": 7},
        visits=(Visit(1, 40000001, "Main menu", "2"), Visit(22, 40000022, "To Support")),
    )
    row = logged(cdr).post(HUB, {"code": CODE, "fields": [field.name for field in FIELDS]})["CDR_LIST"][0]
    assert row == {
        "CallerNumber": "972501234567",
        "TargetNumber": "SIPSIP1",
        "Date": "2023-11-14T22:12:20Z",
        "DateEpoch": 1699999940,
        "Duration": 25,
        "CallID": "2023111423122000000000000000000a",
        "CustomData": {"var_LeadID": 7},
        "Type": "Queue",
        "CdrType": 8,
        "DialStatus": "ANSWER",
        "DialStatus2": "BUSY",
        "TargetExtension": "SIPSIP1",
        "CallerExtension": "",
        "DID": "0722776772",
        "QueueName": "Sales",
        "RecordExpect": True,
        "Price": 7,
        "RingTime": 5,
        "RecordURL": "https://cpanel.voicenter.co.il/CallsHistory/PlayRecord/x.mp3",
        "RepresentativeName": "Walter Melon",
        "RepresentativeCode": "12345678",
        "UserName": "Walter Melon",
        "UserId": 12345678,
        "DepartmentName": "Sales Department",
        "DepartmentId": 70000002,
        "TargetPrefixName": "Israel",
        "DTMFData": [
            {"LayerName": "Main menu", "DTMF": 2, "LayerNumber": "1"},
            {"LayerName": "To Support", "DTMF": 0, "LayerNumber": "22"},
        ],
        "aiData": None,
    }


def test_a_transferred_calls_custom_data_names_the_call_it_came_from() -> None:
    api = logged(record(original_call="first", custom={"a": 1}), record(original_call="first"))
    rows = api.post(HUB, {"code": CODE, "fields": ["CustomData"]})["CDR_LIST"]
    assert [row["CustomData"] for row in rows] == [
        {"OriginalIvrUniqueID": "first"},
        {"a": 1, "OriginalIvrUniqueID": "first"},
    ]


@pytest.mark.parametrize("custom", [{"שם": 'דנה "%s"'}, {"a": "\x7f\n", "n": 1.5, "deep": {"list": [None, True]}}, {}])
@pytest.mark.parametrize("original", ["", "20231115001320000000000000000001"])
def test_custom_data_reads_as_any_other_json_of_an_answer(custom: dict[str, Any], original: str) -> None:
    api = logged(record(custom=custom, original_call=original))
    answer = api.send(HttpRequest("GET", HUB, f"code={CODE}&fields=CustomData"))
    sent = {**custom, **({"OriginalIvrUniqueID": original} if original else {})}
    assert b'"CDR_LIST":[{"CustomData":' + to_json(sent) + b"}]}" in answer.body


@pytest.mark.parametrize("phone", ["0501234567", "972501234567", "+972501234567", "050-1234567", "00972501234567"])
def test_phones_match_with_and_without_the_country_code(phone: str) -> None:
    api = logged(
        record(call_id="caller"),
        record(call_id="target", caller="0722776772", target="972501234567"),
        record(call_id="local", caller="0501234567"),
        record(call_id="other", caller="972501234568"),
    )
    assert sorted(find_calls(api, phones=[phone])) == ["caller", "local", "target"]


def test_a_number_that_only_israel_dials_is_found_as_it_is_shown() -> None:
    api = logged(record(call_id="a", caller="9721700500500"), record(call_id="b"))
    assert find_calls(api, phones=["1700500500"]) == ["a"]


def test_phones_match_the_number_that_was_dialled_in() -> None:
    api = logged(record(call_id="a"), record(call_id="b", did="0722776773"))
    assert find_calls(api, phones=["972722776773"]) == ["b"]


def test_several_phones_are_alternatives_and_a_record_comes_once() -> None:
    api = logged(record(call_id="a"), record(call_id="b", caller="972509999999"))
    assert sorted(find_calls(api, phones=["0501234567", "0722776772", "0509999999"])) == ["a", "b"]


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ({"extensions": ["sipsip2"]}, ["b", "c"]),
        ({"extensions": "SIPSIP1"}, ["a", "d"]),
        ({"extension": ["SIPSIP1", "SIPSIP2"]}, ["a", "b", "c", "d"]),
        ({"cdrTypes": [8]}, ["c"]),
        ({"cdrTypes": ["1", 8]}, ["a", "b", "c"]),
        ({"queueID": [10035]}, ["c"]),
        ({"campaignID": "60000001"}, ["d"]),
        ({"CallID": "b"}, ["b"]),
        ({"cdrTypes": [8], "extensions": ["SIPSIP1"]}, []),
        ({"cdrTypes": [], "extensions": []}, ["a", "b", "c", "d"]),
        ({"cdrTypes": [1], "extensions": ["SIPSIP2"], "phones": ["0501234567"]}, ["b"]),
    ],
)
def test_criteria(search: dict[str, Any], expected: list[str]) -> None:
    api = logged(
        record(call_id="a"),
        record(call_id="b", target_extension="SIPSIP2"),
        record(call_id="c", type=8, queue_id=10035, target_extension="", caller_extension="SIPSIP2"),
        record(call_id="d", type=14, campaign_id=60000001),
    )
    assert sorted(find_calls(api, **search)) == expected


ACCOUNTS: dict[str, Any] = {"accounts": [
    {"id": 1, "name": "Top"}, {"id": 2, "name": "Sales", "parent": 1}, {"id": 3, "name": "Abroad", "parent": 2},
    {"id": 4, "name": "Support", "parent": 1},
]}  # fmt: skip


@pytest.mark.parametrize(
    ("code", "criterion", "accounts"),
    [
        ("top", "Account", [1, 2, 4]),
        ("top", "Hierarchical", [1, 2, 3, 4]),
        ("top", "Department", [1]),
        ("top", "User", []),
        ("sales", "account", [2, 3]),
        ("sales", "HIERARCHICAL", [2, 3]),
        ("sales", "Department", [2]),
        ("11", "User", [4]),
    ],
)
def test_identity_criteria_say_whose_records(code: str, criterion: str, accounts: list[int]) -> None:
    api = Api(
        **ACCOUNTS, codes=[{"code": "top", "account": 1}, {"code": "sales", "account": 2}],
        users=[{"id": 11, "name": "Ann", "code": "11", "account": 2}], extensions=[], dids=[], queues=[], layers=[],
        campaigns=[], trunks=[], voicemails=[],
    )  # fmt: skip
    api.log(*(record(account=account, user=11 if account == 4 else 12) for account in (1, 2, 3, 4)))
    answer = api.post(HUB, {"code": code, "fields": ["DepartmentId"], "search": {"IdentityCriteria": criterion}})
    assert sorted(row["DepartmentId"] for row in answer["CDR_LIST"]) == accounts


def test_records_come_newest_first_unless_sorted() -> None:
    api = logged(*(record(call_id=name, time=NOW - age) for name, age in [("old", 60), ("new", 10), ("older", 90)]))
    assert find_calls(api) == ["new", "old", "older"]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ([{"field": "duration", "order": "asc"}], "bca"),
        ([{"field": "Duration", "order": "DESC"}, {"field": "date"}], "acb"),
        ([{"field": "CallID"}], "abc"),
        ([{"field": "callid", "order": "desc"}], "cba"),
        ([{"field": "Type"}, {"field": "Date", "order": "desc"}], "cba"),
        ([{"field": "TargetExtension", "order": "desc"}, {"field": "Duration"}], "abc"),
        ({"field": "DateEpoch"}, "abc"),
        ([{"field": "aiData"}, {"field": "CustomData"}, {"field": "DTMFData"}, {"field": "RecordExpect"}], "abc"),
    ],
)
def test_sorting_by_one_key_and_by_several(sort: Any, expected: str) -> None:
    api = logged(
        record(call_id="a", time=NOW - 30, duration=9, type=8, target_extension="SIPSIP2"),
        record(call_id="b", time=NOW - 20, duration=1),
        record(call_id="c", time=NOW - 10, duration=5),
    )
    answer = api.post(HUB, {"code": CODE, "fields": ["CallID"], "sort": sort})
    assert "".join(row["CallID"] for row in answer["CDR_LIST"]) == expected


@pytest.mark.parametrize(
    ("fromdate", "todate", "expected"),
    [
        ("2023-11-14T22:12", "2023-11-14T22:13", ["b"]),
        ("2023-11-14T22:12:20", "2023-11-14T22:12:20", ["b"]),
        ("2023-11-14 22:12:21", "2023-11-14 22:13:21", []),
        ("2023-11-13T22:13:20.000Z", "2023-11-14T22:13:20.999", ["a", "b"]),
        ("2023-11-13T22:13:20Z", "", ["a", "b"]),
        ("", "2023-11-14T22:00", ["a"]),
        ("2023-11-14T22:12:20+00:00", "2023-11-14T22:12:20-00:00", ["b"]),
        ("2023-11-15T00:12:20+02:00", "2023-11-14T12:12:20-1000", ["b"]),
        ("2023-11-15T00:12:20.5 02:00", "2023-11-15T00:12:21+02:00", []),
        ("", "", ["b"]),
    ],
)
def test_dates_in_every_spelling_that_clients_have(fromdate: str, todate: str, expected: list[str]) -> None:
    api = logged(record(call_id="a", time=NOW - 86_400.5 + 1), record(call_id="b", time=NOW - 59.6))
    if not fromdate and not todate:
        api.exchange.set_time(api.exchange.now + 1)
    assert sorted(find_calls(api, fromdate=fromdate, todate=todate)) == expected


@pytest.mark.parametrize(
    "search",
    [
        {"fromdate": "2023-02-30T08:00"},
        {"fromdate": "2023-11-14"},
        {"todate": "1684137600"},
        {"fromdate": "2023-11-14T22:00", "todate": "2023-11-14T21:00"},
        {"fromdate": "0000-00-00T00:00"},
    ],
)
def test_a_bad_date_range_is_an_error_and_the_journal_names_it(api: Api, search: dict[str, str]) -> None:
    answer = api.post(HUB, {"code": CODE, "search": search})
    assert (answer["ERROR_NUMBER"], answer["STATUS_CODE"]) == (5, 404)
    assert "date" in api.journal.violations[0]


def test_a_range_that_ends_before_it_begins_is_named_with_both_dates(api: Api) -> None:
    api.post(HUB, {"code": CODE, "search": {"fromdate": "2023-11-14T22:00", "todate": "2023-11-14T21:00"}})
    assert api.journal.violations == [
        "field 'fromdate': '2023-11-14T22:00' is not a date before todate, '2023-11-14T21:00'"
    ]


def test_the_journal_says_that_dates_were_left_out(api: Api) -> None:
    api.get(HUB, code=CODE)
    assert any("no fromdate" in hint for hint in api.journal.hints)


def test_search_keys_at_the_root_of_a_json_body_count_and_those_in_search_go_before_them() -> None:
    api = logged(record(call_id="a", duration=1), record(call_id="b", type=4))
    flat = api.post(HUB, {"code": CODE, "fields": ["CallID"], "cdrTypes": [4]})
    both = api.post(HUB, {"code": CODE, "fields": ["CallID"], "cdrTypes": [4], "search": {"cdrTypes": [1]}})
    assert [row["CallID"] for row in flat["CDR_LIST"]] == ["b"]
    assert [row["CallID"] for row in both["CDR_LIST"]] == ["a"]


def test_an_answer_stops_at_ten_thousand_records_and_total_hits_tells() -> None:
    api = logged(*(record(call_id=str(index), time=NOW - index / 100) for index in range(10_003)))
    answer = api.post(HUB, {"code": CODE, "fields": ["CallID"]})
    assert (answer["TOTAL_HITS"], answer["RETURN_HITS"], len(answer["CDR_LIST"])) == (10_003, 10_000, 10_000)
    assert (answer["CDR_LIST"][0]["CallID"], answer["CDR_LIST"][-1]["CallID"]) == ("0", "9999")


def test_the_request_limit_counts_a_minute_of_the_organizations_clock() -> None:
    api = Api(limits={"requests_per_minute": 2})
    errors: list[int] = []
    for _ in range(3):
        errors.append(api.get(HUB, code=CODE)["ERROR_NUMBER"])
        api.tenant.advance(seconds=20)
    api.tenant.advance(seconds=1)
    errors.append(api.get(HUB, code=CODE)["ERROR_NUMBER"])
    assert errors == [0, 0, 1, 0]


def test_an_untrusted_address_is_named_and_a_bearer_token_is_asked_for_none() -> None:
    api = Api(
        codes=[{"code": CODE, "account": 70000001, "bearer": "token", "trusted_ips": ["10.1.2.3", "192.168.0.0/16"]}]
    )
    answers = {
        address: api.dispatcher.handle(HttpRequest("GET", HUB, "code=demo-code", remote=address)).body.decode()
        for address in ("10.1.2.3", "192.168.7.7", "10.1.2.4")
    }
    assert "IP address 10.1.2.4 is not trusted." in answers["10.1.2.4"]
    assert '"ERROR_NUMBER":0' in answers["10.1.2.3"]
    assert '"ERROR_NUMBER":0' in answers["192.168.7.7"]
    assert api.get(HUB, headers={"authorization": "Bearer token"})["ERROR_NUMBER"] == 0


@pytest.mark.parametrize("path", ["/ForwardDialer/click2call.aspx", "/Comet/api/GetExtensions", HUB])
def test_the_journal_names_an_address_that_is_not_trusted_and_the_setting(path: str) -> None:
    api = Api(codes=[{"code": CODE, "account": 70000001, "trusted_ips": ["10.1.2.3", "192.168.0.0/16"]}])
    query = "code=demo-code&phone=SIPSIP1&target=0501234567"
    api.send(HttpRequest("GET", path, query, remote="10.1.2.4"))
    hint = "the address 10.1.2.4 is not among the trusted_ips of code 'demo-code': 10.1.2.3, 192.168.0.0/16"
    assert hint in api.journal.hints


def test_a_wrong_bearer_token_is_an_error(api: Api) -> None:
    assert api.get(HUB, headers={"authorization": "Bearer wrong"})["ERROR_NUMBER"] == 2


def test_html_is_a_table_with_the_fields_and_escapes_what_callers_wrote() -> None:
    page = logged(record(caller="<b>&")).get(HUB, "code=demo-code&format=HTML&fields=CallerNumber&fields=Duration")
    assert "<th>CallerNumber</th><th>Duration</th>" in page
    assert "<td>&lt;b&gt;&amp;</td><td>25</td>" in page


def test_an_error_in_html_is_a_page_that_says_it(api: Api) -> None:
    assert "2 Authorization failed." in api.get(HUB, "code=wrong&format=html")


def test_a_lenient_organization_takes_a_bad_date_for_none() -> None:
    api = Api(lenient=True)
    assert api.get(HUB, code=CODE, fromdate="yesterday")["ERROR_NUMBER"] == 0
    assert api.journal.violations


@pytest.mark.parametrize("text", ["\x00", "'; DROP TABLE cdr; --", "𝟛" * 5000])
def test_hostile_criteria_are_refused_and_a_lenient_organization_finds_nothing_by_them(text: str) -> None:
    api = logged(record())
    refused = api.post(HUB, {"code": CODE, "search": {"phones": [text], "extensions": [text], "CallID": text}})
    assert (refused["ERROR_NUMBER"], refused["CDR_LIST"]) == (5, [])
    api.tenant.lenient = True
    assert find_calls(api, phones=[text], extensions=[text], CallID=text) == []
    assert api.journal.violations


def test_a_record_with_half_a_surrogate_pair_is_kept_and_answered_with_question_marks() -> None:
    row = logged(record(caller="\ud800", custom={"\udfff": "\ud800"})).post(HUB, {"code": CODE})["CDR_LIST"][0]
    assert row["callernumber"] == "?"
    assert row["customdata"] == {"?": "?"}


# ---- who asks up to his own present ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("todate", "finds"),
    [("22:13:20", ["a"]), ("22:13", ["a"]), ("22:12:30", ["a"]), ("22:12:19", []), ("22:12:00", [])],
)
def test_a_todate_within_a_minute_of_the_callers_present_is_the_organizations(
    todate: str, finds: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    api = logged(record(call_id="a", time=NOW + 300))
    api.tenant.advance(seconds=600)
    monkeypatch.setattr(time, "time", lambda: NOW)

    assert find_calls(api, fromdate="2023-11-14T20:00:00", todate=f"2023-11-14T{todate}") == finds


def test_a_caller_whose_clock_is_not_behind_gets_what_he_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    api = logged(record(call_id="a", time=NOW + 300))
    api.tenant.advance(seconds=600)
    monkeypatch.setattr(time, "time", lambda: NOW + 600)

    assert find_calls(api, fromdate="2023-11-14T20:00:00", todate="2023-11-14T22:13:20") == []


def test_records_have_what_an_addendum_says_of_them() -> None:
    api = logged(record())
    change = Change("member", "cdr_hub.query.response", ("CDR_LIST", EACH, "Carrier"), 1.0, ("Bezeq",))
    learned.send(Addendum(changes=(change,)), {})
    try:
        answer = api.post(HUB, {"code": CODE, "fields": ["CallID"]})
    finally:
        learned.send(Addendum(), {})
    assert [row["Carrier"] for row in answer["CDR_LIST"]] == ["Bezeq"]


HOSTILE = "".join(map(chr, range(0x21))) + "\"\\'/\x7f\u2028\ufeff דנה 🙂"


@pytest.mark.parametrize(
    "asked",
    [
        [field.name for field in FIELDS],
        [field.name.swapcase() for field in reversed(FIELDS)],
        ["CallID"],
        ["CustomData"],
        ["x'y\0%s", " DID ", "DTMFData", "Price"],
        [name for field in FIELDS for name in (field.name, field.name.upper(), field.name.lower())],
    ],
)  # fmt: skip
def test_a_page_that_sqlite_writes_is_the_same_byte_for_byte_as_one_of_values(asked: list[str]) -> None:
    hostile = record(
        caller=HOSTILE, target=HOSTILE, target_extension=HOSTILE, user_name=HOSTILE, account_name=HOSTILE, user=7,
        recording=HOSTILE, queue_name=HOSTILE, custom={HOSTILE: HOSTILE}, visits=(Visit(1, 1, HOSTILE, "5"),),
    )  # fmt: skip
    api = logged(hostile, record(type=22, original_call=HOSTILE), record(price=2**40, duration=9))
    assert len(written_both_ways(api, asked)) == 3


def written_both_ways(api: Api, asked: list[str]) -> list[dict[str, Any]]:
    """The records of an answer, which is the same where SQLite writes it and where Python does."""
    question = HttpRequest(
        "POST", HUB, "", {"content-type": "application/json"}, json.dumps({"code": CODE, "fields": asked}).encode()
    )
    written = api.send(question).body
    learned.send(Addendum(changes=(Change("absent", "cdr_hub.query.response", ("TOTAL_HITS",), 0.0),)), {})
    try:
        assert api.send(question).body == written
    finally:
        learned.send(Addendum(), {})
    return json.loads(written)["CDR_LIST"]


@pytest.mark.parametrize("code", ["77", "o'brien\"\\"])
@pytest.mark.parametrize("others", [0, 60])
def test_a_users_code_is_written_whatever_it_is_and_however_many_there_are(code: str, others: int) -> None:
    more = [{"id": 1000 + number, "name": "Other", "code": f"c{number}"} for number in range(others)]
    users = [*describe(demo())["users"], {"id": 5, "name": "Dana", "code": code}, *more]
    api = Api(users=users)
    api.log(record(user=5, number=1), record(user=0, number=2), record(user=98765, number=3))
    found = written_both_ways(api, ["CallID", "RepresentativeCode", "Price"])
    assert sorted(row["RepresentativeCode"] for row in found) == sorted([code, "", "98765"])
