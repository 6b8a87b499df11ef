"""Nothing is taken and dropped: for each parameter of each operation, what is different with it and without it.

The difference is looked for in all that anybody can see: the answer, the journal's violations and hints, the records,
the events, the campaigns' lists, and the story of each call.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from voicenter_mock.contracts.library import stored
from voicenter_mock.contracts.operations import OPERATIONS
from voicenter_mock.fixtures.voicenter import Voicenter
from voicenter_mock.mockserver.wire.http import HttpRequest

from ...suite.cases import for_each
from .documented_states import NOW

AGENTS, IVR = "demo-agents-campaign", "demo-ivr-campaign"
Members = dict[str, Any]

_CALL: Members = {"code": "demo-code", "phone": "SIPSIP1", "target": "0502345678", "format": "json"}
_MESSAGE: Members = {"code": "demo-code", "phone": "0502345678", "action": "message", "format": "json"}
_ADD: Members = {"Campaign": AGENTS, "Target": "0502345678"}
_HUB: Members = {"code": "demo-code"}
_DIALER = dict.fromkeys(("add_call", "update_call", "remove_call"), _ADD)
_OF_A_CAMPAIGN = (
    "get_campaign_details", "get_campaign_pending_calls", "start_campaign", "stop_campaign", "clear_campaign_calls",
    "get_members_list",
)  # fmt: skip

BASE: dict[str, Members] = {
    "click2call": _CALL,
    "cdr_hub.query": _HUB,
    **{f"dialer.{name}": members for name, members in _DIALER.items()},
    **{f"dialer.{name}": {"Campaign": AGENTS} for name in _OF_A_CAMPAIGN},
    "dialer.get_campaign_list": {"Code": "demo-code"},
    "dialer.update_campaign_strategy": {
        "Campaign": IVR, "setQueueForMonitoring": 10036, "setQueueMaximumCallers": 7, "setCoefficient": 3,
    },
    "dialer.configure_ivr_campaign": {"Campaign": IVR},
    "dialer.add_member": {"Campaign": AGENTS, "Member": "SIPSIP5"},
    "dialer.remove_member": {"Campaign": AGENTS, "Member": "SIPSIP1"},
    "lead_tracker.get_number": {"token": "demo-tracker"},
    "monitor.get_extensions_calls": {"code": "demo-code"},
    "monitor.get_queues_callers": {"code": "demo-code"},
    "monitor.get_extensions": {"code": "demo-code"},
    "login.set_status": {"Code": "demo-code", "UserID": "12345", "ExtensionUser": "SIPSIP1", "Status": 3},
    "login.get_statuses_list": {"code": "demo-code"},
    "blacklist.add": {"Code": "demo-code", "Phones": ["0502345678"]},
    "blacklist.remove_bulk": {"Code": "demo-code", "Phones": ["0502345678"]},
    "recording.mute_unmute": {"extension": "SIPSIP2", "state": "1"},
    "realtime_login.token": {"token": "demo-token"},
    "realtime_login.user": {"email": "walter@example.com", "pin": "1234"},
    "realtime_login.account": {"username": "demo", "password": "demo"},
    "realtime_login.monitor": {"identityType": "User", "username": "walter@example.com", "password": "1234"},
}  # fmt: skip
"""A request of each operation that has parameters. Of those in it, each is left out in turn."""

_SOON = int(NOW) + 7200

WITH: dict[tuple[str, str], Any] = {
    **{("click2call", name): value for name, value in {
        "action": "terminate", "record": "true", "phonecallerid": "0722776770", "phonecallername": "Dana",
        "targetcallerid": "0722776770", "targetcallername": "Dana", "targetmaxdialtime": 1, "maxduration": 1,
        "phoneautoanswer": "true", "checkphonedevicestate": "true", "checktargetdevicestate": "true", "language": "ru",
    }.items()},
    **{("cdr_hub.query", name): value for name, value in {
        "format": "HTML", "version": "2", "fields": ["Date"], "search": {"extensions": ["SIPSIP3"]},
        "sort": [{"field": "Duration", "order": "asc"}], "fromdate": "2023-11-14T22:13:21", "todate": "2023-11-14T01:00",
        "phones": ["0529999999"], "extensions": ["SIPSIP3"], "IdentityCriteria": "User", "CallID": "nobody",
        "cdrTypes": [20], "campaignID": [1], "queueID": [1],
    }.items()},
    **{(f"dialer.{method}", name): value for method in ("add_call", "update_call") for name, value in {
        "CallerID": "0722776770", "CallerName": "Dana", "OriginateTime": _SOON, "CustomerName": "Dana", "Priority": 9,
        "CustomData": {"var_a": "1"},
    }.items()},
    **{(name, "Code"): "nobody" for name in BASE if name.startswith("dialer.")},
    ("dialer.configure_ivr_campaign", "ConcurrentStrategy"): {"setMaxCalls": 1},
    ("dialer.configure_ivr_campaign", "RepresentativeList"): ["SIPSIP5"],
    ("monitor.get_extensions_calls", "extension"): "SIPSIP1",
    ("monitor.get_queues_callers", "queue"): 10036,
    ("monitor.get_extensions", "showAll"): 0,
    ("recording.mute_unmute", "ivrid"): "nobody",
    ("lead_tracker.get_number", "visitorInfo"): {"utm_source": "ad"},
    ("realtime_login.monitor", "token"): "demo-token",
}  # fmt: skip

INSTEAD: dict[tuple[str, str], tuple[Members, Any]] = {
    ("click2call", "format"): ({"code": "demo-code", "phone": "SIPSIP1", "target": "0502345678"}, "json"),
    ("click2call", "phonelogincode"): (_CALL | {"phone": "logincode"}, "1002"),
    ("click2call", "phonemaxdialtime"): (_CALL | {"phone": "0555550202"}, 1),
    ("click2call", "targetautoanswer"): (_CALL | {"target": "SIPSIP5"}, "true"),
    ("click2call", "checkphonedevicestate"): (_CALL | {"phone": "SIPSIP3"}, "true"),
    ("click2call", "checktargetdevicestate"): (_CALL | {"target": "SIPSIP3"}, "true"),
    ("click2call", "targetcallername"): (_CALL | {"target": "SIPSIP5"}, "Dana"),
    ("click2call", "vm_id"): (_CALL, "701"),
    ("click2call", "ignoredncstatus"): (_CALL | {"target": "0529999999"}, 2),
    ("click2call", "pre_rec"): (_MESSAGE, "welcome"),
    ("click2call", "loop_rec"): (_MESSAGE, "welcome"),
    ("click2call", "post_rec"): (_MESSAGE, "welcome"),
    ("click2call", "dtmf"): (_MESSAGE, "12345678901234567890"),
    ("click2call", "bbbcode"): (_MESSAGE | {"action": "callference"}, "4321"),
    ("dialer.add_call", "IsDateLocal"): (_ADD | {"OriginateTime": _SOON}, "true"),
    ("dialer.update_call", "IsDateLocal"): (_ADD | {"OriginateTime": _SOON}, "true"),
    ("dialer.add_call", "IgnoreDncStatus"): (_ADD | {"Target": "0529999999"}, "true"),
    ("dialer.update_call", "IgnoreDncStatus"): (_ADD | {"Target": "0529999999"}, "true"),
    ("realtime_login.monitor", "token"): ({"identityType": "Token"}, "demo-token"),
}
"""Parameters that only mean something beside others."""


def _pool(voicenter: Voicenter) -> None:
    voicenter.edit(lead_trackers=[{"token": "demo-tracker", "numbers": ["0722776774"]}])


PREPARED: dict[tuple[str, str], Callable[[Voicenter], object]] = {
    ("lead_tracker.get_number", "token"): _pool,
    ("lead_tracker.get_number", "visitorInfo"): _pool,
    ("click2call", "vm_id"): lambda voicenter: voicenter.expect("SIPSIP1", "no_answer"),
}
"""What else must be so that a parameter matters."""

WITHOUT_EFFECT: dict[tuple[str, str], str] = {
    ("realtime_login.get_socket_client", "v"): (
        "one client speaks to every version of the socket; --socket-client gives another"
    ),
}
"""Those that are taken and change nothing, and why."""

IN_THE_PATH = {("recording.play", "file"), ("history.get_call", "CALLID"), ("realtime_login.get_monitor_urls", "token")}


def parameters() -> list[tuple[str, str]]:
    return list(_parameters())


def _parameters() -> Iterator[tuple[str, str]]:
    for name, operation in OPERATIONS.items():
        for parameter in stored(operation.request_contract).get("properties", {}):
            if (name, parameter) not in IN_THE_PATH and (name, parameter) not in WITHOUT_EFFECT:
                yield name, parameter


def requests_of(name: str, parameter: str) -> tuple[Members, Members]:
    """The request with the parameter, and without it."""
    if (name, parameter) in INSTEAD:
        base, value = INSTEAD[name, parameter]
        return base | {parameter: value}, base
    base = BASE[name]
    if parameter in base:
        return base, {key: value for key, value in base.items() if key != parameter}
    return base | {parameter: WITH[name, parameter]}, base


def sent(name: str, members: Members) -> HttpRequest:
    operation = OPERATIONS[name]
    if "json" in operation.encodings:
        headers = {"content-type": "application/json"}
        body = json.dumps(members).encode()
        return HttpRequest("POST", operation.paths[0], "", headers, body, host="api.voicenter.co.il")
    return HttpRequest("GET", operation.paths[0], urlencode(members, doseq=True), {})


def _nothing(_: Voicenter) -> None:
    pass


def all_that_can_be_seen(name: str, parameter: str, members: Members) -> Members:
    with Voicenter("demo", now=NOW) as voicenter:
        voicenter.edit(blacklist=["0529999999"])
        for talk in (10, 60):
            answers = {"target": {"kind": "answer", "ring_seconds": 3, "talk_seconds": talk}}
            voicenter.outgoing_call("SIPSIP2", "0502345678", parties=answers)
            voicenter.clock.advance(20)
        if name.startswith("dialer."):
            for code in (AGENTS, IVR):
                voicenter.campaigns[code].stop()
                for number in ("0502345678", "0502345679")[name == "dialer.add_call" :]:
                    voicenter.handle(sent("dialer.add_call", {"Campaign": code, "Target": number}))
        if name == "cdr_hub.query":
            voicenter.clock.run_until_idle()
        PREPARED.get((name, parameter), _nothing)(voicenter)
        answer = voicenter.handle(sent(name, members))
        if name == "lead_tracker.get_number":
            voicenter.incoming_call("0501234567", did="0722776774")
        journal = [[entry.violations, entry.hints] for entry in voicenter.requests]
        directory = voicenter.tenant.exchange.directory
        seen: Members = {
            "answer": (answer.status, answer.content_type, answer.body),
            "journal": journal,
        }
        seen["campaigns"] = [
            voicenter.handle(sent(f"dialer.{method}", {"Campaign": code})).body
            for code in directory.campaigns
            for method in ("get_campaign_pending_calls", "get_campaign_details", "get_members_list")
        ]
        seen["strategy"] = voicenter.control("list_campaigns")
        if name.startswith("dialer.") and name != "dialer.start_campaign":
            for code in (AGENTS, IVR):
                voicenter.campaigns[code].start()
        voicenter.clock.advance(14_400)
        seen["records"] = voicenter.cdrs
        seen["events"] = [event.data for event in voicenter.events]
        seen["stories"] = [voicenter.explain(call["ivrid"]) for call in voicenter.control("list_calls")["calls"]]
        return seen


@for_each(("name", "parameter"), parameters())
@pytest.mark.slow
def test_a_parameter_makes_a_difference_that_can_be_seen(name: str, parameter: str) -> None:
    given, left_out = (all_that_can_be_seen(name, parameter, members) for members in requests_of(name, parameter))
    assert [place for place in given if given[place] != left_out[place]], f"{name}: {parameter} is taken and dropped"


@for_each(("name", "parameter"), [*WITH, *INSTEAD, *WITHOUT_EFFECT, *sorted(IN_THE_PATH)])
def test_every_parameter_of_the_tables_is_one(name: str, parameter: str) -> None:
    assert parameter in stored(OPERATIONS[name].request_contract)["properties"]
