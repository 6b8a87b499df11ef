"""Every operation in every encoding its document takes, names in any case, paths with and without a slash."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from voicenter_mock.contracts import violations
from voicenter_mock.contracts.json_values import is_array
from voicenter_mock.contracts.operations import OPERATIONS, Operation
from voicenter_mock.mockserver.wire.http import HttpRequest, HttpResponse

from ...suite.cases import for_each
from .clients import AGENTS, CODE, FORM, IVR, JSON, Api, record

CALL = {"Campaign": AGENTS, "Target": "0501234567"}
GOOD: dict[str, Any] = {
    **{name: {"Campaign": AGENTS} for name in OPERATIONS if name.startswith("dialer.")},
    "click2call": {"code": CODE, "phone": "SIPSIP1", "target": "0501234567", "format": "JSON", "record": "true"},
    "cdr_hub.query": {"code": CODE, "fields": ["Date", "Type"], "phones": ["0501234567"], "cdrTypes": [1]},
    "dialer.add_call": CALL,
    "dialer.add_calls_bulk": [CALL],
    "dialer.update_call": CALL,
    "dialer.remove_call": CALL,
    "dialer.get_campaign_list": {"Code": CODE},
    "dialer.update_campaign_strategy": {
        "Campaign": IVR,
        "setQueueForMonitoring": 10035,
        "setQueueMaximumCallers": "0",
        "setCoefficient": "1.5",
    },
    "dialer.configure_ivr_campaign": {
        "Campaign": IVR,
        "ConcurrentStrategy": {"setMaxCalls": 3},
        "RepresentativeList": ["SIPSIP1"],
    },
    "dialer.add_member": {"Campaign": AGENTS, "Member": ["SIPSIP5"]},
    "dialer.remove_member": {"Campaign": AGENTS, "Member": ["SIPSIP1", "SIPSIP2"]},
    "monitor.get_extensions_calls": {"code": CODE},
    "monitor.get_queues_callers": {"code": CODE, "queue": 10035},
    "monitor.get_extensions": {"code": CODE, "showAll": "1"},
    "login.set_status": {"Code": "87654321", "UserID": "12345", "ExtensionUser": "SIPSIP1", "Status": 1},
    "login.get_statuses_list": {"code": CODE},
    "blacklist.add": {"Code": CODE, "Phones": ["0501234567", "031234567"]},
    "blacklist.remove_bulk": {"Code": CODE, "Phones": ["0501234567"]},
    "recording.mute_unmute": {"extension": "SIPSIP1", "state": "1"},
    "recording.play": {},
    "history.get_call": {},
}

PAIRS = [(OPERATIONS[name], encoding) for name in GOOD for encoding in OPERATIONS[name].encodings]
PATHS = {"file": "a.mp3", "CALLID": "2023111423122000000000000000000a"}


def request(operation: Operation, encoding: str, members: Any, *, shout: bool = False) -> HttpRequest:
    path = operation.paths[0].format(**PATHS)
    headers = {"authorization": "Bearer demo-bearer"} if operation.authority == "bearer" else {}
    if shout:
        path = path.upper().removesuffix("/") if "{" not in operation.paths[0] else path
        path += "" if operation.paths[0].endswith("/") or "{" in operation.paths[0] else "/"
        members = [{name.upper(): value for name, value in members[0].items()}] if is_array(members) else {
            name.upper(): value for name, value in members.items()
        }  # fmt: skip
    if encoding == "json":
        return HttpRequest(
            "POST", path, "", headers | {"content-type": "text/plain" if shout else JSON}, json.dumps(members).encode()
        )
    text = urlencode(members, doseq=True)
    if encoding == "form":
        return HttpRequest("POST", path, "", headers | {"content-type": FORM}, text.encode())
    return HttpRequest("GET" if "GET" in operation.methods else "POST", path, text, headers)


def answered(operation: Operation, encoding: str, *, shout: bool = False) -> HttpResponse:
    api = Api()
    api.log(record(recording="a.mp3"))
    for campaign in (AGENTS, IVR):
        api.dialer("StopCampaign", Campaign=campaign)
    api.dialer("AddCall", **CALL)
    response = api.send(request(operation, encoding, GOOD[operation.name], shout=shout))
    assert api.journal.error == 0, (api.journal, response.body)
    assert api.journal.encoding == encoding
    assert api.journal.violations == []
    return response


each_pair = for_each(("operation", "encoding"), PAIRS, ids=lambda value: getattr(value, "name", value))


@each_pair
def test_a_good_request_is_answered_as_the_contract_says(operation: Operation, encoding: str) -> None:
    response = answered(operation, encoding)
    if operation.name == "recording.play":
        assert response.content_type == "audio/mpeg"
    else:
        assert violations(operation.response_contract, json.loads(response.body), strict=True) == []


@each_pair
def test_names_in_capitals_and_json_as_text_are_the_same(operation: Operation, encoding: str) -> None:
    assert answered(operation, encoding, shout=True).status == 200


@each_pair
def test_the_request_keeps_its_contract_when_it_is_json(operation: Operation, encoding: str) -> None:
    if encoding == "json":
        assert violations(operation.request_contract, GOOD[operation.name]) == []


def test_every_operation_of_these_apis_has_a_good_request() -> None:
    apis = {name.partition(".")[0] for name in GOOD}
    assert [name for name in OPERATIONS if name.partition(".")[0] in apis and name not in GOOD] == []
