"""Snapshots: the calls extensions are in, the callers queues hold, the extensions there are."""

from __future__ import annotations

from .clients import CODE, NOW, Api

CALLS, CALLERS, EXTENSIONS = "/comet/API/GetExtensionsCalls", "/comet/API/GetQueuesCallers", "/Comet/api/GetExtensions"


def test_a_call_is_seen_from_ringing_to_the_end(api: Api) -> None:
    call_id = api.click2call(var_lead="7")
    seen: list[tuple[str, int]] = []
    for _ in range(4):
        calls = api.get(CALLS, code=CODE, extension="SIPSIP1")["EXTENSIONS"][0]["calls"]
        seen += [(call["callstatus"], call["answered"]) for call in calls if call["ivrid"] == call_id]
        api.tenant.advance(seconds=7)
    api.tenant.advance(until="idle")
    assert seen[0] == ("Dialing", 0)
    assert seen[-1] == ("Talking", 1)
    assert api.get(CALLS, code=CODE, extension="SIPSIP1")["EXTENSIONS"][0]["calls"] == []


def test_a_call_in_every_member(api: Api) -> None:
    call_id = api.click2call(record="true", var_lead="7")
    call = api.get(CALLS, code=CODE)["EXTENSIONS"][0]["calls"][0]
    recording = call.pop("recording")
    assert recording["IsMuted"] == 0
    assert recording["Filename"].endswith(".mp3")
    assert call == {
        "callername": "0501234567",
        "callerphone": "0501234567",
        "callstarted": NOW,
        "callStarted": NOW,
        "callanswered": 0,
        "callAnswered": 0,
        "answered": 0,
        "callstatus": "Dialing",
        "ivrid": call_id,
        "direction": "Click2Call",
        "customdata": {"var_lead": "7"},
        "did": "",
    }


def test_every_extension_is_shown_with_its_device(api: Api) -> None:
    rows = {row["username"]: row["peerstatus"] for row in api.get(CALLS, code=CODE)["EXTENSIONS"]}
    online = ("SIPSIP1", "SIPSIP2", "SIPSIP4", "SIPSIP5", "london-desk", "london-lobby")
    assert rows == dict.fromkeys(online, "Reachable") | {"SIPSIP3": "Unknown"}


def test_an_extension_or_queue_that_is_not_there_is_an_empty_answer(api: Api) -> None:
    assert api.get(CALLS, code=CODE, extension="NOBODY") == {"ERR": 0, "DESC": "OK", "EXTENSIONS": []}
    assert api.get(CALLERS, code=CODE, queue=4) == {"ERR": 0, "DESC": "OK", "QUEUES": []}


def test_an_empty_queue_is_shown(api: Api) -> None:
    assert api.get(CALLERS, code=CODE, queue="10035")["QUEUES"] == [
        {"Name": "Sales", "ID": 10035, "Weight": 1, "Callers": []}
    ]


def test_show_all_is_the_whole_organization_and_otherwise_the_codes_account(api: Api) -> None:
    walter = "12345678"  # of the Sales department
    assert [row["SIP"] for row in api.get(EXTENSIONS, code=walter, showAll=0)["EXTENSIONS"]] == ["SIPSIP1", "SIPSIP2"]
    assert len(api.get(EXTENSIONS, code=walter, showAll=1)["EXTENSIONS"]) == 7
    assert len(api.get(EXTENSIONS, code=CODE, showall="FALSE")["EXTENSIONS"]) == 5
    branch = api.get(EXTENSIONS, code="demo-branch-code", showAll=0)["EXTENSIONS"]
    assert [row["SIP"] for row in branch] == ["london-desk", "london-lobby"]


def test_an_extension_in_every_member(api: Api) -> None:
    assert api.get(EXTENSIONS, code=CODE)["EXTENSIONS"][0] == {
        "SIP": "SIPSIP1",
        "Name": "Extension 1",
        "SpeedDial": "11",
        "AccountID": 70000002,
        "AccountName": "Sales Department",
        "UserName": "Walter Melon",
        "UserEmail": "walter@example.com",
    }
