"""A second vendor: a small service that differs from the documents in thirty ways, each with the findings it must cause."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

from flask import Flask, Response, request

from voicenter_mock import contracts
from voicenter_mock.mockserver.traffic.messages import RecordedExchange, RecordedFrame, RecordedMessage

API, MONITOR = "https://api.voicenter.co.il", "https://monitor.voicenter.co.il"
STARTED = 1_795_860_000.0
CRM = "https://crm.example.com/voicenter"
_JSON = "application/json"

DIFFERENCES: dict[str, set[str]] = {
    "Click2Call calls its call id CALL_ID": {"missing click2call.response $.CALLID", "member click2call.response $.CALL_ID"},
    "Click2Call has an error 9": {"error-code click2call.response $.ERRORCODE 9"},
    "AddCall answers its error code as text": {"type dialer.add_call.response $.ErrorCode string"},
    "AddCall answers a page of HTML when it is overloaded": {"violation dialer.add_call.response $ content-type", "http-status dialer.add_call.response 502"},
    "a campaign may be Paused": {"word dialer.get_campaign_list.response $.Data[*].StatusName Paused"},
    "a campaign has an Owner": {"member dialer.get_campaign_list.response $.Data[*].Owner"},
    "TotalPendingCalls is text": {"type dialer.get_campaign_details.response $.Data.TotalPendingCalls string"},
    "the call log writes dates as they are written in Israel": {"violation cdr_hub.query.response $.CDR_LIST[*].Date pattern"},
    "the call log does not say how many records there are": {"missing cdr_hub.query.response $.TOTAL_HITS"},
    "the call log has a new kind of record": {"word cdr_hub.query.response $.CDR_LIST[*].Type AI Agent"},
    "the call log's CdrType 31 is new": {"word cdr_hub.query.response $.CDR_LIST[*].CdrType 31"},
    "recordings lie on another host": {"host cdr_hub.query.response recordings.voicenter-cdn.net"},
    "the call log refuses in other words": {"error-text cdr_hub.query.response $.ERROR_DESCRIPTION 2"},
    "the call log answers 429 when asked too often": {"http-status cdr_hub.query.response 429"},
    "an active call has a codec": {"member monitor.get_extensions_calls.response $.EXTENSIONS[*].calls[*].codec"},
    "answered is a boolean": {"type monitor.get_extensions_calls.response $.EXTENSIONS[*].calls[*].answered boolean"},
    "the blacklist answers for each phone with Code": {"missing blacklist.add.response $.Phones[*].ErrorCode", "member blacklist.add.response $.Phones[*].Code"},
    "a login names another monitor server": {"host realtime_login.token.response monitor9.voicenter-live.net"},
    "there is a second version of the calls": {"path POST /api/v2/calls"},
    "the API has another host": {"host click2call api7.voicenter.co.il"},
    "a record's status may be TRANSFERRED": {"word cdr_notification.request $.status TRANSFERRED"},
    "the push calls the call id ivrUniqueId": {"missing cdr_notification.request $.ivruniqueid", "member cdr_notification.request $.ivrUniqueId"},
    "the push's duration is text": {"type cdr_notification.request $.duration string"},
    "the push's time is in milliseconds": {"violation cdr_notification.request $.time maximum"},
    "the push rates the call": {"member cdr_notification.request $.callQuality"},
    "External IVR has a call status DECLINED": {"word external_ivr.hangup_call.request $.DATA.CALL_STATUS DECLINED"},
    "External Layer does not say which keys were pressed": {"missing external_layer.request $.DATA.DTMF"},
    "there is an AgentEvent": {"event AgentEvent"},
    "a call at an extension is parked": {"word realtime.extension_event $.reason PARK"},
    "a caller in a queue has a position": {"member realtime.queue_event $.data.Calls[*].position"},
}  # fmt: skip
"""What is different, and the keys of the findings that say so."""


def _documented(name: str, index: int = 0) -> Any:
    return deepcopy(contracts.schema(name)["examples"][index])


def vendor() -> Flask:
    """The operations, by path; ``var_how`` or the code asks for another of their differences."""
    app = Flask("second_vendor")

    def route(path: str, answer: Callable[[str], Any]) -> None:
        def view() -> Any:
            sent = request.args | (request.get_json(silent=True) or {})
            return answer(sent.get("var_how") or sent.get("code", ""))

        app.add_url_rule(path, path, view, methods=["GET", "POST"])

    route("/ForwardDialer/click2call.aspx", _click2call)
    route("/ForwardDialer/Dialer/AddCall", _add_call)
    route("/ForwardDialer/Dialer/GetCampaignList", _campaigns)
    route("/ForwardDialer/Dialer/GetCampaignDetails", _campaign)
    route("/hub/cdr/", _call_log)
    route("/Comet/api/GetExtensionsCalls", _active_calls)
    route("/Blacklist/AddBlackList", _blacklist)
    route("/monitorAPI/Login/Token", _login)
    route("/api/v2/calls", lambda _: {"calls": []})
    return app


def _click2call(how: str) -> Any:
    if how == "error":
        return {"ERRORCODE": 9, "ERRORMESSAGE": "Extension is suspended", "CALLID": ""}
    answer = _documented("click2call.response")
    if how == "plain":
        return answer
    answer["CALL_ID"] = answer.pop("CALLID")
    return answer


def _add_call(how: str) -> Any:
    if how == "overloaded":
        return Response("<html><body>Bad gateway</body></html>", 502, mimetype="text/html")
    return {"ErrorCode": "0", "Description": "OK"}


def _campaigns(_: str) -> Any:
    answer = _documented("dialer.get_campaign_list.response")
    answer["Data"][0]["StatusName"] = "Paused"
    answer["Data"][1]["Owner"] = "Sales"
    return answer


def _campaign(_: str) -> Any:
    answer = _documented("dialer.get_campaign_details.response")
    answer["Data"]["TotalPendingCalls"] = "23"
    return answer


def _call_log(how: str) -> Any:
    if how == "refused":
        return {"ERROR_NUMBER": 2, "ERROR_DESCRIPTION": "Access denied", "STATUS_CODE": 403, "CDR_LIST": []}
    answer = _documented("cdr_hub.query.response")
    if how == "often":
        answer |= {
            "ERROR_NUMBER": 1,
            "ERROR_DESCRIPTION": "Request limit exceeded. Please try again later.",
            "STATUS_CODE": 403,
        }
        return Response(json.dumps(answer), 429, mimetype=_JSON)
    record = answer["CDR_LIST"][0]
    if how == "date":
        record["Date"] = "10/10/2021 12:04:58"
        return answer
    del answer["TOTAL_HITS"]
    record |= {"Type": "AI Agent", "CdrType": 31, "RecordURL": "https://recordings.voicenter-cdn.net/a/b.mp3"}
    return answer


def _active_calls(_: str) -> Any:
    answer = _documented("monitor.get_extensions_calls.response")
    answer["EXTENSIONS"][0]["calls"][0] |= {"codec": "OPUS", "answered": True}
    return answer


def _blacklist(_: str) -> Any:
    answer = _documented("blacklist.add.response")
    answer["Phones"][0]["Code"] = answer["Phones"][0].pop("ErrorCode")
    return answer


def _login(_: str) -> Any:
    answer = _documented("realtime_login.token.response")
    answer["Data"]["Socket"]["URLList"] = ["monitor9.voicenter-live.net:443"]
    return answer


CALLS: tuple[tuple[str, str, Any], ...] = (
    ("GET", f"{API}/ForwardDialer/click2call.aspx?code=k1&phone=SIPSIP1&target=0501234567&format=json", None),
    ("GET", f"{API}/ForwardDialer/click2call.aspx?code=k1&phone=SIPSIP1&target=0501234567&format=json&var_how=error", None),
    ("GET", "https://api7.voicenter.co.il/ForwardDialer/click2call.aspx?code=k1&phone=SIPSIP1&target=0501234567&var_how=plain", None),
    ("POST", f"{API}/ForwardDialer/Dialer/AddCall", {"Campaign": "c1", "Target": "0501234567"}),
    ("POST", f"{API}/ForwardDialer/Dialer/AddCall", {"Campaign": "c1", "Target": "0501234567", "var_how": "overloaded"}),
    ("POST", f"{API}/ForwardDialer/Dialer/GetCampaignList", {"Code": "k1"}),
    ("POST", f"{API}/ForwardDialer/Dialer/GetCampaignDetails", {"Campaign": "c1"}),
    ("GET", f"{API}/hub/cdr/?code=k1&fromdate=2026-01-01T00:00:00&todate=2026-01-02T00:00:00", None),
    ("GET", f"{API}/hub/cdr/?code=date&fromdate=2026-01-01T00:00:00&todate=2026-01-02T00:00:00", None),
    ("GET", f"{API}/hub/cdr/?code=refused&fromdate=2026-01-01T00:00:00&todate=2026-01-02T00:00:00", None),
    ("GET", f"{API}/hub/cdr/?code=often&fromdate=2026-01-01T00:00:00&todate=2026-01-02T00:00:00", None),
    ("GET", f"{MONITOR}/Comet/api/GetExtensionsCalls?code=k1", None),
    ("POST", f"{API}/Blacklist/AddBlackList", {"code": "k1", "Phones": [{"Phone": "972501234567"}]}),
    ("POST", f"{MONITOR}/monitorAPI/Login/Token", {"Token": "t1"}),
    ("POST", f"{API}/api/v2/calls", {"from": "yesterday"}),
)  # fmt: skip


def session() -> Iterator[RecordedExchange]:
    """An integration's session with the vendor, as a recorder between them would see it."""
    client = vendor().test_client()
    number = 0
    for method, url, body in CALLS:
        number += 1
        path = "/" + url.split("/", 3)[3]
        sent = b"" if body is None else json.dumps(body).encode()
        answer = client.open(path, method=method, data=sent or None, content_type=_JSON if sent else None)
        yield RecordedExchange(
            f"second vendor, entry {number}", method, url, RecordedMessage((), sent, _JSON if sent else ""), answer.status_code,
            RecordedMessage(tuple(answer.headers.items()), answer.data, answer.content_type), STARTED + number, 5,
        )  # fmt: skip
    for callback, message in callbacks():
        number += 1
        answer = b'{"err": 0}' if callback == "cdr_notification" else b'{"STATUS": 0}' if "hangup" in callback else b""
        status = 200 if answer else 500
        yield RecordedExchange(
            f"second vendor, entry {number}", "POST", CRM, RecordedMessage((), json.dumps(message).encode(), _JSON), status,
            RecordedMessage((), answer, _JSON), STARTED + number, 5, callback=callback,
        )  # fmt: skip
    frames = tuple(RecordedFrame("server", STARTED + 50, "42" + json.dumps(event)) for event in events())
    url = "https://monitor5.voicenter.co.il/socket.io/?EIO=3&transport=websocket"
    yield RecordedExchange(
        f"second vendor, entry {number + 1}", "GET", url, RecordedMessage(), 101, RecordedMessage(), STARTED, 0, frames
    )


def callbacks() -> Iterator[tuple[str, Any]]:
    """What the vendor sends, by callback."""
    changes: tuple[Callable[[Any], Any], ...] = (
        lambda cdr: cdr | {"status": "TRANSFERRED"},
        lambda cdr: {"ivrUniqueId" if name == "ivruniqueid" else name: value for name, value in cdr.items()},
        lambda cdr: cdr | {"duration": "11"},
        lambda cdr: cdr | {"time": 1785047400123},
        lambda cdr: cdr | {"callQuality": "GOOD"},
        lambda cdr: cdr | {"callQuality": "POOR", "status": "TRANSFERRED"},
    )
    for change in changes:
        yield "cdr_notification", change(_documented("cdr_notification.request"))
    ended = _documented("external_ivr.hangup_call.request")
    ended["DATA"]["CALL_STATUS"] = "DECLINED"
    yield "external_ivr.hangup_call", ended
    pressed = _documented("external_layer.request")
    del pressed["DATA"]["DTMF"]
    yield "external_layer", pressed


def events() -> Iterator[list[Any]]:
    yield ["AgentEvent", {"agent": 12, "status": "LUNCH"}]
    parked = _documented("realtime.extension_event")
    parked["reason"] = "PARK"
    yield ["ExtensionEvent", parked]
    joined = _documented("realtime.queue_event")
    joined["data"]["Calls"][0]["position"] = 3
    yield ["QueueEvent", joined]
    yield ["AllExtensionsStatus", _documented("realtime.all_extensions_status")]
