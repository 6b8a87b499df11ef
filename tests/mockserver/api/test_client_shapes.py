"""Requests as deployed integrations in PHP, TypeScript, Python and C# send them, byte for byte what matters of them."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest

from voicenter_mock.mockserver.wire.http import HttpRequest

from .clients import AGENTS, DIALER, FORM, HUB, IVR, JSON, NOW, Api, decoded, record


@pytest.fixture
def called() -> Api:
    """An organization with one record, a minute old."""
    api = Api()
    api.log(record())
    return api


def test_php_get_with_indexed_fields_a_date_without_seconds_and_no_trailing_slash(called: Api) -> None:
    answer = called.get(
        "/hub/cdr",
        "code=demo-code&format=JSON&fromdate=2023-11-14T22%3A00&todate=2023-11-14T22%3A30&Fields%5B0%5D=Date&Fields%5B1%5D=CallerNumber"
        "&Fields%5B2%5D=RepresentativeName",
    )
    assert answer["CDR_LIST"] == [
        {"Date": "2023-11-14T22:12:20Z", "CallerNumber": "972501234567", "RepresentativeName": "Walter Melon"}
    ]


def test_php_http_build_query_of_nested_arrays(called: Api) -> None:
    answer = called.post(
        HUB, b"", content_type=FORM,
        query="code=demo-code&search[fromdate]=2023-11-14+22%3A00%3A00&search[cdrTypes][0]=1&sort[0][field]=Date&fields[]=CallID",
    )  # fmt: skip
    assert answer["RETURN_HITS"] == 1


def test_repeated_fields_and_fields_in_capitals_mixed(called: Api) -> None:
    answer = called.get(HUB, "code=demo-code&fields=Date&fields=Type&Fields=DID&FIELDS=Price")
    assert list(answer["CDR_LIST"][0]) == ["Date", "Type", "DID", "Price"]


def test_typescript_json_with_search_keys_at_the_root_and_a_version(called: Api) -> None:
    body = {
        "code": "demo-code",
        "version": 2,
        "format": "JSON",
        "fromdate": "2023-11-14T21:13:20.000Z",
        "todate": "2023-11-14T22:13:20.000Z",
        "extensions": ["SIPSIP1"],
        "fields": ["CallID", "Duration"],
    }
    assert called.post("/HUB/CDR", body)["TOTAL_HITS"] == 1


@pytest.mark.parametrize(
    "content_type", ["", "text/plain", "application/json; charset=utf-8", FORM, "application/octet-stream"]
)
def test_json_with_a_wrong_or_missing_content_type_and_a_byte_order_mark(called: Api, content_type: str) -> None:
    body = b"\xef\xbb\xbf" + json.dumps({"code": "demo-code"}).encode()
    assert called.post(HUB, body, content_type=content_type)["TOTAL_HITS"] == 1


def test_python_indexes_every_field_of_every_record(called: Api) -> None:
    wanted = [
        "CallerNumber",
        "TargetNumber",
        "Date",
        "Duration",
        "CallID",
        "Type",
        "CdrType",
        "DialStatus",
        "TargetExtension",
        "CallerExtension",
        "DID",
        "QueueName",
        "RecordURL",
        "Price",
        "RingTime",
        "RepresentativeName",
        "RepresentativeCode",
        "UserName",
        "UserId",
        "DTMFData",
        "DepartmentName",
        "DepartmentId",
        "TargetPrefixName",
        "aiData",
        "CustomData",
    ]
    for row in called.post(HUB, {"code": "demo-code", "fields": wanted})["CDR_LIST"]:
        assert [row[name] is not None or name == "aiData" for name in wanted] == [True] * len(wanted)


def test_a_client_with_a_bearer_token_and_no_code(called: Api) -> None:
    answer = called.post(HUB, {"search": {}}, headers={"authorization": "bearer demo-bearer"})
    assert (answer["ERROR_NUMBER"], answer["TOTAL_HITS"]) == (0, 1)


def test_c_sharp_login_with_lower_case_userid_and_sipid(api: Api) -> None:
    answer = api.get("/userlogin/setstatusfromapi", "code=87654321&userid=12345&sipid=SIPSIP1&status=1")
    assert answer["Status"] == 1


def test_a_login_as_form(api: Api) -> None:
    assert (
        api.form("/UserLogin/SetStatusFromAPI", Code="87654321", UserId="12345", ExtensionUser="SIPSIP1", Status="3")[
            "Status"
        ]
        == 1
    )


def test_a_bulk_array_without_code_and_with_everything_as_a_string(api: Api) -> None:
    calls: list[Any] = [
        {
            "Campaign": AGENTS,
            "Target": "0501234567",
            "Priority": "5",
            "OriginateTime": "0",
            "IsDateLocal": "false",
            "CustomData": {},
        },
        {"Campaign": IVR, "Target": "972501234567"},
    ]
    assert [row["ErrorCode"] for row in api.post(DIALER + "AddCallsBulk/", calls)["AddResult"]] == [0, 0]


@pytest.mark.parametrize("method", ["AddCall", "addcall", "ADDCALL/"])
@pytest.mark.parametrize("how", ["query", "form", "json", "post with a query"])
def test_add_call_in_every_encoding_and_case(api: Api, method: str, how: str) -> None:
    members: dict[str, Any] = {"campaign": AGENTS, "TARGET": "0501234567", "priority": "7"}
    path = DIALER.upper() + method
    answers: dict[str, Any] = {
        "query": lambda: api.get(path, **members),
        "form": lambda: api.form(path, **members),
        "json": lambda: api.post(path, members),
        "post with a query": lambda: api.post(path, b"", query=f"campaign={AGENTS}&target=0501234567"),
    }
    assert answers[how]() == {"ErrorCode": 0, "Description": "OK"}


def test_multipart_as_php_arrays_are_sent(api: Api) -> None:
    boundary = "----x"
    parts = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in {"Campaign": AGENTS, "Target": "0501234567", "CustomData[var_LeadID]": "7"}.items()
    )
    body = f"{parts}--{boundary}--\r\n".encode()
    api.dialer("StopCampaign", Campaign=AGENTS)
    assert (
        api.post(DIALER + "AddCall", body, content_type=f"multipart/form-data; boundary={boundary}")["ErrorCode"] == 0
    )
    pending = api.dialer("GetCampaignPendingCalls", Campaign=AGENTS)["Data"]["Calls"]
    assert pending[0]["CustomData"] == {"var_LeadID": "7"}


def test_an_empty_post_and_an_empty_get_are_documented_errors(api: Api) -> None:
    for path in (
        HUB,
        DIALER + "AddCall",
        "/Blacklist/AddBlackList",
        "/comet/API/GetExtensionsCalls",
        "/UserLogin/SetStatusFromAPI",
    ):
        for request in (HttpRequest("GET", path), HttpRequest("POST", path, "", {"content-type": JSON}, b"")):
            response = api.send(request)
            assert response.status == 200
            assert 0 not in (decoded(response).get(name) for name in ("ERROR_NUMBER", "ErrorCode", "ERR", "Status"))


def test_requests_of_the_present_see_the_calls_of_a_moment_ago(api: Api) -> None:
    api.click2call()
    api.tenant.advance(until="idle")
    assert api.get(HUB, code="demo-code")["TOTAL_HITS"] == 2
    assert api.exchange.now > NOW


@pytest.mark.parametrize(
    "path", ["/UserLogin/GetStatusesList", "/comet/API/GetExtensionsCalls", DIALER + "GetCampaignList", HUB]
)
def test_a_bearer_token_stands_in_for_the_code_everywhere(api: Api, path: str) -> None:
    api.get(path, headers={"authorization": "Bearer demo-bearer"})
    assert (api.journal.error, api.journal.violations) == (0, [])
    api.get(path, headers={"authorization": "Bearer wrong"})
    assert api.registry.unresolved.since(0)[-1].error in (1, 2)


@pytest.mark.parametrize(
    ("path", "status"), [("/api-manager-v1/Call/History/\v", 404), ("/monitorAPI/getMonitorUrls/\v", 401)]
)
def test_a_blank_in_a_path_is_something_that_does_not_exist(api: Api, path: str, status: int) -> None:
    request = HttpRequest("GET", path, "", {"authorization": "Bearer demo-bearer"})
    assert api.send(request).status == status


@pytest.mark.parametrize("sort", ['sort[]={"field":"date","order":"desc"}', 'sort=[{"field":"date"}]'])
def test_axios_writes_objects_in_a_query_as_json_text(sort: str, called: Api) -> None:
    search = quote(json.dumps({"fromdate": "2023-11-14T22:00:00", "phones": ["0501234567"]}))
    answer = called.get(HUB, f"code=demo-code&search={search}&{quote(sort, safe='=[]')}&fields[]=CallID")
    assert answer["RETURN_HITS"] == 1
    assert called.journal.violations == []


def test_blank_entries_of_a_list_are_as_if_not_given(called: Api) -> None:
    search = {"fromdate": "2023-11-14T22:00:00", "phones": [""], "extensions": [" "], "CallID": ""}
    answer = called.post(HUB, {"code": "demo-code", "search": search, "fields": [""]})
    assert (answer["TOTAL_HITS"], len(answer["CDR_LIST"][0]) > 20) == (1, True)


@pytest.mark.parametrize("name", ["phones", "extensions", "fields"])
def test_a_list_with_commas_is_explained(name: str, called: Api) -> None:
    called.get(HUB, f"code=demo-code&{name}=SIPSIP1,SIPSIP2")
    assert f"{name}: commas do not make a list; send {name}=…&{name}=…, or an array in JSON" in called.journal.hints


def test_the_body_of_a_get_is_not_read_and_that_is_explained(called: Api) -> None:
    body = json.dumps({"code": "demo-code", "fields": ["CallID"]}).encode()
    answer = decoded(called.send(HttpRequest("GET", HUB, "code=demo-code", {"content-type": JSON}, body)))
    assert len(answer["CDR_LIST"][0]) > 1
    assert any("a GET's body is not read" in hint for hint in called.journal.hints)


def test_php_writes_empty_custom_data_as_an_empty_array(api: Api) -> None:
    call: dict[str, Any] = {"Campaign": AGENTS, "Target": "0501234567", "CustomData": []}
    assert api.dialer("AddCall", **call)["ErrorCode"] == 0
    assert api.post(DIALER + "AddCallsBulk", [call])["AddResult"][0]["ErrorCode"] == 0


def test_custom_data_in_a_form_is_json_text(api: Api) -> None:
    api.dialer("StopCampaign", Campaign=AGENTS)
    api.form(DIALER + "AddCall", Campaign=AGENTS, Target="0501234567", CustomData='{"var_LeadID": 7}')
    pending = api.dialer("GetCampaignPendingCalls", Campaign=AGENTS)["Data"]["Calls"]
    assert pending[0]["CustomData"] == {"var_LeadID": 7}


def test_milliseconds_are_no_originate_time(api: Api) -> None:
    call: dict[str, Any] = {"Campaign": AGENTS, "Target": "0501234567", "OriginateTime": 1_700_003_600_000}
    assert api.dialer("AddCall", **call)["ErrorCode"] != 0
    assert api.post(DIALER + "AddCallsBulk", [call])["AddResult"][0]["ErrorCode"] != 0
