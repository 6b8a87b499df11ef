"""The dialer's methods on state: what one did a moment ago is what the next one sees."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from voicenter_mock.mockserver.telephony.model.events import DialerEvent

from .clients import AGENTS, CODE, DIALER, IVR, NOW, Api


def add(api: Api, target: str, campaign: str = AGENTS, **members: Any) -> None:
    answer = api.dialer("AddCall", Campaign=campaign, Target=target, **members)
    assert answer == {"ErrorCode": 0, "Description": "OK"}


def pending(api: Api, campaign: str = AGENTS) -> list[dict[str, Any]]:
    calls: list[dict[str, Any]] = api.dialer("GetCampaignPendingCalls", Campaign=campaign)["Data"]["Calls"]
    return calls


def totals(api: Api, campaign: str = AGENTS) -> tuple[int, int, int]:
    data = api.dialer("GetCampaignDetails", Campaign=campaign)["Data"]
    return data["TotalPendingCalls"], data["MaxPriority"], data["MinPriority"]


@pytest.fixture(autouse=True)
def stopped(api: Api) -> None:
    """Campaigns that dial nothing, so that what is added stays."""
    for campaign in (AGENTS, IVR):
        api.dialer("StopCampaign", Campaign=campaign)


def test_totals_and_priorities_follow_adding_changing_removing_and_clearing(api: Api) -> None:
    add(api, "0501111111", Priority=5)
    add(api, "0502222222", Priority=1)
    add(api, "0503333333")
    assert totals(api) == (3, 5, 0)
    api.dialer("UpdateCall", Campaign=AGENTS, Target="972503333333", Priority=9)
    assert totals(api) == (3, 9, 1)
    api.dialer("RemoveCall", Campaign=AGENTS, Target="0503333333")
    assert totals(api) == (2, 5, 1)
    api.dialer("ClearCampaignCalls", Campaign=AGENTS)
    assert totals(api) == (0, 0, 0)


def test_a_pending_call_has_the_keys_of_both_documents(api: Api) -> None:
    add(
        api,
        "0501234567",
        CallerID="0722776772",
        CallerName="Shop",
        CustomerName="John",
        Priority=42,
        OriginateTime=1602750000,
        CustomData={"var_LeadID": 1},
    )
    assert pending(api) == [
        {
            "CampaignID": 60000001,
            "CallID": "1",
            "Phone": "972501234567",
            "CallerID": "0722776772",
            "CallerName": "Shop",
            "CustomerName": "John",
            "OriginateTime": 1602750000,
            "Priority": 42,
            "Priorety": 42,
            "CallStatus": {"Status": 1, "Description": "Tosend"},
            "CallInserted": "2023-11-14T22:13:20.000Z",
            "LastCallDate": None,
            "CustomData": {"var_LeadID": 1},
        }
    ]


def test_the_pending_lists_campaign_has_the_keys_of_both_documents(api: Api) -> None:
    data = api.dialer("GetCampaignPendingCalls", Campaign=IVR)["Data"]["Campaign"]
    assert data == {
        "ID": 60000002,
        "Name": "Demo IVR campaign",
        "Status": 0,
        "Code": IVR,
        "StatusName": "Disabled",
        "TotalPendingCalls": 0,
        "MaxPriority": 0,
        "MinPriority": 0,
        "IsDynamic": 1,
    }


def test_pending_calls_come_newest_first_and_are_numbered_for_each_campaign(api: Api) -> None:
    for target in ("0501111111", "0502222222"):
        add(api, target)
    add(api, "0501111111", IVR)
    assert [call["CallID"] for call in pending(api)] == ["2", "1"]
    assert [call["CallID"] for call in pending(api, IVR)] == ["1"]


def test_revision_3_2_calls_a_pending_call_pending() -> None:
    api = Api(revision="3.2")
    api.dialer("StopCampaign", Campaign=AGENTS)
    add(api, "0501234567")
    assert pending(api)[0]["CallStatus"] == {"Status": 1, "Description": "Pending"}


def test_a_call_without_custom_data_has_null_and_variables_of_a_query_are_custom_data(api: Api) -> None:
    add(api, "0501111111")
    api.get(DIALER + "AddCall", f"campaign={AGENTS}&TARGET=0502222222&var_a=1&Var_B=x")
    assert [call["CustomData"] for call in pending(api)] == [{"var_a": "1", "Var_B": "x"}, None]


@pytest.mark.parametrize(
    ("local", "hours"),
    [("true", 2), (True, 2), (1, 2), ("false", 0), (None, 0)],
)
def test_originate_time_counts_on_local_time_when_it_says_so(api: Api, local: Any, hours: int) -> None:
    add(api, "0501234567", OriginateTime=1_704_067_200, **({} if local is None else {"IsDateLocal": local}))
    assert pending(api)[0]["OriginateTime"] == 1_704_067_200 - hours * 3600


@pytest.mark.parametrize("moment", ["2024-03-29T01:59", "2024-03-29T03:01", "2024-10-27T03:00"])
def test_local_originate_time_is_right_across_the_change_of_the_clocks(api: Api, moment: str) -> None:
    wanted = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Asia/Jerusalem"))
    on_local_time = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    add(api, "0501234567", OriginateTime=int(on_local_time.timestamp()), IsDateLocal="TRUE")
    assert pending(api)[0]["OriginateTime"] == wanted.timestamp()


@pytest.mark.parametrize("target", ["0501234567", "972501234567", "+972501234567", 972501234567, "14155552671"])
def test_targets_in_every_spelling(api: Api, target: Any) -> None:
    add(api, target)


@pytest.mark.parametrize("target", ["abc", "12", "SIPSIP1", "05012345678901234567", "", None, [], {}, True])
def test_what_is_no_number_is_not_added(api: Api, target: Any) -> None:
    answer = api.dialer("AddCall", Campaign=AGENTS, Target=target)
    assert answer["ErrorCode"] in (2, -2)
    assert totals(api)[0] == 0


@pytest.mark.parametrize("caller_id", ["Anonymous", "ANONYMOUS", "0722776772", "072776772", ""])
def test_caller_ids(api: Api, caller_id: str) -> None:
    add(api, "0501234567", CallerID=caller_id)
    assert pending(api)[0]["CallerID"] == caller_id


def test_update_adds_a_call_that_is_not_there_and_changes_every_one_that_is(api: Api) -> None:
    api.dialer("UpdateCall", Campaign=AGENTS, Target="0501234567", CustomerName="first")
    add(api, "0501234567")
    api.dialer("UpdateCall", Campaign=AGENTS, Target="0501234567", CustomerName="new")
    assert [call["CustomerName"] for call in pending(api)] == ["new", "new"]


def test_a_campaign_without_duplicates_changes_the_call_that_it_has() -> None:
    api = Api(
        campaigns=[
            {"id": 1, "code": "one", "name": "One", "kind": "agents", "allow_duplicates": False, "status": "Disabled"}
        ]
    )
    add(api, "0501234567", "one", Priority=1)
    add(api, "0501234567", "one", Priority=2)
    assert totals(api, "one") == (1, 2, 2)


def test_every_campaign_is_listed_with_its_totals(api: Api) -> None:
    add(api, "0501234567", IVR, Priority=3)
    assert api.dialer("GetCampaignList", Code=CODE)["Data"] == [
        {
            "Name": "Demo agents campaign",
            "StatusName": "Disabled",
            "TotalPendingCalls": 0,
            "MaxPriority": 0,
            "MinPriority": 0,
            "TotalAwaitingCalls": None,
            "Code": AGENTS,
        },
        {
            "Name": "Demo IVR campaign",
            "StatusName": "Disabled",
            "TotalPendingCalls": 1,
            "MaxPriority": 3,
            "MinPriority": 3,
            "TotalAwaitingCalls": 1,
            "Code": IVR,
        },
    ]


def test_start_and_stop_show_in_the_status_and_as_events(api: Api) -> None:
    events: list[DialerEvent] = []
    api.exchange.subscribers.append(lambda event: events.append(event) if isinstance(event, DialerEvent) else None)
    api.dialer("StartCampaign", Campaign=AGENTS)
    assert api.dialer("GetCampaignDetails", Campaign=AGENTS)["Data"]["StatusName"] == "Enabled"
    api.dialer("StopCampaign", Campaign=AGENTS)
    assert api.dialer("GetCampaignDetails", Campaign=AGENTS)["Data"]["StatusName"] == "Disabled"
    assert [(event.campaign, event.call) for event in events] == [(AGENTS, None), (AGENTS, None)]


def test_a_deleted_campaign_is_listed_and_takes_nothing() -> None:
    api = Api(campaigns=[{"id": 1, "code": "gone", "name": "Gone", "kind": "agents", "status": "Deleted"}])
    assert api.dialer("GetCampaignList", Code=CODE)["Data"][0]["StatusName"] == "Deleted"
    assert api.post(f"/o/demo{DIALER}AddCall", {"Campaign": "gone", "Target": "0501234567"})["ErrorCode"] == 1


def test_members_are_added_and_removed_in_any_case_and_counted(api: Api) -> None:
    assert api.dialer("AddMember", Campaign=AGENTS, Member=["sipsip5", "SIPSIP1", "NOBODY"])["Data"] == {
        "TotalAdded": 1
    }
    names = [row["Member"] for row in api.dialer("GetMembersList", Campaign=AGENTS)["Data"]]
    assert names == ["SIPSIP1", "SIPSIP2", "SIPSIP5"]
    assert api.dialer("RemoveMember", Campaign=AGENTS, Member=["SIPSIP1", "sipsip2"])["Data"] == {"TotalRemoved": 2}
    assert api.dialer("GetMembersList", Campaign=AGENTS)["Data"] == [{"Member": "SIPSIP5", "DisplayName": "נועה מזרחי"}]


def test_strategy_and_configuration_are_kept(api: Api) -> None:
    api.get(
        DIALER + "UpdateCampaignStrategy",
        f"Campaign={IVR}&setqueueformonitoring=10036&setQueueMaximumCallers=7&setCoefficient=1.5",
    )
    api.dialer(
        "ConfigureIvrCampaign",
        Campaign=IVR,
        ConcurrentStrategy={"setmaxcalls": "9"},
        RepresentativeList=["SIPSIP5", "sipsip1"],
    )
    state = api.exchange.campaigns[IVR]
    assert (state.queue_for_monitoring, state.queue_maximum_callers, state.coefficient) == (10036, 7, 1.5)
    assert (state.max_calls, state.members) == (9, ["SIPSIP5", "SIPSIP1"])


def test_an_edit_of_the_document_leaves_what_it_does_not_mention(api: Api) -> None:
    add(api, "0501234567")
    api.dialer("AddMember", Campaign=AGENTS, Member="SIPSIP5")
    api.edit(name="Another name")
    assert totals(api)[0] == 1
    assert len(api.dialer("GetMembersList", Campaign=AGENTS)["Data"]) == 3


# ---- many at once --------------------------------------------------------------------------------------


def bulk(api: Api, calls: Any, **options: Any) -> Any:
    return api.post(DIALER + "AddCallsBulk", calls, **options)


def call(target: Any = "0501234567", **members: Any) -> dict[str, Any]:
    return {"Campaign": AGENTS, "Target": target} | members


def test_each_call_of_a_bulk_has_its_row_as_it_was_sent(api: Api) -> None:
    answer = bulk(api, [call("0501234567", CustomData={"var_a": 1}), call(501234567)])
    assert answer["AddResult"] == [
        {"Target": "0501234567", "ErrorCode": 0, "Description": "OK", "CustomData": {"var_a": 1}},
        {"Target": "501234567", "ErrorCode": -2, "Description": "Number is invalid", "CustomData": None},
    ]
    assert (answer["ErrorCode"], answer["Description"]) == (0, "OK")


@pytest.mark.parametrize(
    ("bad", "code", "description"),
    [
        (call("abc"), -2, "Number is invalid"),
        (call(None), 2, "Target missing"),
        ({"Target": "0501234567"}, 1, "Campaign code missing"),
        (call(Campaign="nobody's"), 1, "Invalid campaign code"),
        (call(Code="nobody's"), 1, "Invalid campaign code"),
        (call(CallerID="abc"), 4, "Invalid caller id"),
        (call(Priority="high"), 3, "Unexpected internal error"),
        (call(IsDateLocal=[]), 3, "Unexpected internal error"),
        (call(OriginateTime=10**15, IsDateLocal=True), 3, "Unexpected internal error"),
        (call(OriginateTime=1_704_067_200_000), 3, "Unexpected internal error"),
        (call(OriginateTime=-1), 3, "Unexpected internal error"),
        (call(CustomData="x"), 3, "Unexpected internal error"),
        ("0501234567", 3, "Unexpected internal error"),
        (None, 3, "Unexpected internal error"),
    ],
)
def test_one_bad_call_in_the_middle_has_its_error_and_the_rest_is_added(
    api: Api, bad: Any, code: int, description: str
) -> None:
    rows = bulk(api, [call("0501111111"), bad, call("0502222222")])["AddResult"]
    assert [row["ErrorCode"] for row in rows] == [0, code, 0]
    assert rows[1]["Description"] == description
    assert any("[1]" in violation for violation in api.journal.violations)
    assert totals(api)[0] == 2


def test_a_bulk_goes_to_the_campaigns_that_its_calls_name_in_any_spelling(api: Api) -> None:
    bulk(
        api,
        [
            {"campaign": AGENTS, "TARGET": "0501234567", "priority": "5", "isdatelocal": "TRUE"},
            call(Campaign=IVR, Code=CODE),
        ],
    )
    assert (totals(api), totals(api, IVR)[0]) == ((1, 5, 5), 1)


@pytest.mark.parametrize("content_type", ["", "text/plain", "application/x-www-form-urlencoded"])
def test_a_bulk_with_a_wrong_content_type_is_taken(api: Api, content_type: str) -> None:
    assert bulk(api, [call()], content_type=content_type)["ErrorCode"] == 0


def test_above_three_thousand_calls_there_are_no_rows(api: Api) -> None:
    assert "AddResult" in bulk(api, [call()] * 3000)
    assert bulk(api, [call()] * 3001) == {"ErrorCode": 0, "Description": "OK"}
    assert totals(api)[0] == 6001


@pytest.mark.slow
def test_a_hundred_thousand_calls_of_twenty_megabytes_in_one_request(api: Api) -> None:
    calls = [call(f"05{index:08}", CustomerName="x" * 90, CustomData={"var_LeadID": index}) for index in range(100_000)]
    calls[50_000]["Target"] = "abc"
    assert bulk(api, calls)["ErrorCode"] == 0
    assert any("1 of 100000 calls were not added" in hint for hint in api.journal.hints)
    assert totals(api)[0] == 99_999


def test_one_call_more_than_a_hundred_thousand_is_too_many_and_none_is_added(api: Api) -> None:
    assert bulk(api, [call()] * 100_001)["Description"] == "Too many calls"
    assert totals(api)[0] == 0


def test_a_call_is_inserted_at_the_organizations_time(api: Api) -> None:
    api.tenant.advance(seconds=1.25)
    add(api, "0501234567")
    assert pending(api)[0]["CallInserted"] == "2023-11-14T22:13:21.250Z"
    assert api.exchange.now == NOW + 1.25
