"""Every request of the documents is replayed, and every answer compared with the documented one.

A member's value is not compared, its key and type are; the exceptions are listed with the reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from voicenter_mock.contracts import violations
from voicenter_mock.contracts.json_values import is_array, is_object
from voicenter_mock.contracts.operations import OPERATIONS
from voicenter_mock.fixtures.documented import Example, example, examples
from voicenter_mock.mockserver.telephony.model.calls import Visit
from voicenter_mock.mockserver.telephony.model.events import QueuedCaller
from voicenter_mock.mockserver.wire.http import HttpRequest

from ...suite.cases import for_each
from .clients import AGENTS, IVR, Api, record

REQUESTS = [
    entry
    for entry in examples()
    if entry.url and entry.contract and entry.contract.removesuffix(".request") in OPERATIONS
]
ANSWERS = [
    entry for entry in examples() if entry.answers and example(entry.answers) in REQUESTS and entry.encoding == "json"
]

DEVIATIONS: dict[tuple[str, str], str] = {
    ("dialer/get-campaign-list-ok-current", "$.Data[].TotalAwaitingCalls"): (
        "null for a campaign of agents, which comes first in the demo; the document's first is an IVR campaign"
    ),
    ("dialer/get-campaign-pending-calls-ok-current", "$.Data.Calls[].CustomData"): (
        "the calls here have custom data; null, as there, for those that have none"
    ),
}
"""(example, place in the answer): why ours differs from it in key or type."""


def prepared(entry: Example) -> Api:
    """An organization in which the documented request has something to find, remove or show."""
    api = Api(revision=entry.revision or "current")
    api.exchange.set_time(1_634_000_000.0)  # October 2021, where the call log's samples are
    now = api.exchange.now
    document_id = "202110101204550233243ghff3189e5c"
    api.log(
        record(
            call_id=document_id,
            time=now - 86_400,
            type=4,
            caller="0722776772",
            target="972501234567",
            caller_extension="SIPSIP1",
            target_extension="",
            did="",
            recording="a.mp3",
        ),
        record(call_id=document_id, time=now - 86_399, original_call="x", visits=(Visit(1, 40000001, "Main", "2"),)),
    )
    for campaign in (AGENTS, IVR):
        for customer in ("Customer", "Customer 1"):
            api.dialer(
                "AddCall",
                Campaign=campaign,
                Target="0502454545",
                CustomerName=customer,
                CustomData={"var_test1": 1, "var_tesy2": "x"},
            )
    api.click2call()
    api.tenant.advance(seconds=20)
    queue = api.exchange.queues[10035]
    queue.callers["c"] = QueuedCaller("c", "972570000000", "", api.exchange.now)
    return api


def sent(entry: Example, answer: str = "") -> HttpRequest:
    filled = entry.filled()
    address = urlsplit(filled.url or "")
    headers = {"content-type": entry.content_type} if entry.content_type else {}
    query = address.query
    if entry.section == "click2call" and answer == "json":
        query += "&format=json"  # the document shows the JSON answer, and the request for the XML one
    return HttpRequest(entry.method or "GET", address.path, query, headers, (filled.body or "").encode())


def differences(ours: Any, theirs: Any, place: str = "$") -> Iterator[tuple[str, str]]:
    """Where ours lacks a documented key or has another type than the document. Lists are compared by first items."""
    if is_object(theirs) and is_object(ours):
        for key, value in theirs.items():
            if key not in ours:
                yield f"{place}.{key}", "missing"
            else:
                yield from differences(ours[key], value, f"{place}.{key}")
    elif is_array(theirs) and is_array(ours):
        if theirs and not ours:
            yield place, "empty"
        for value, own in zip(theirs[:1], ours[:1], strict=False):
            yield from differences(own, value, f"{place}[]")
    elif type(ours) is not type(theirs):
        yield place, f"{type(ours).__name__}, documented {type(theirs).__name__}"


@for_each("entry", REQUESTS, ids=lambda entry: entry.name)
def test_every_documented_request_is_answered_without_an_error(entry: Example) -> None:
    api = prepared(entry)
    response = api.send(sent(entry))
    assert response.status == 200
    assert api.journal.error == 0, (api.journal, response.body)
    assert api.journal.operation == (entry.contract or "").removesuffix(".request")


@for_each("entry", REQUESTS, ids=lambda entry: entry.name)
def test_every_answer_to_a_documented_request_keeps_its_contract(entry: Example) -> None:
    response = prepared(entry).send(sent(entry, "json"))
    contract = (entry.contract or "").removesuffix(".request")
    assert violations(OPERATIONS[contract].response_contract, json.loads(response.body), strict=True) == []


@for_each("entry", ANSWERS, ids=lambda entry: entry.name)
def test_every_documented_answer_has_its_keys_and_types_in_ours(entry: Example) -> None:
    request = example(entry.answers or "")
    api = prepared(entry)
    ours = json.loads(api.send(sent(request, entry.encoding)).body)
    found = {
        place: how
        for place, how in differences(ours, json.loads(entry.body or ""))
        if (entry.name, place) not in DEVIATIONS
    }
    assert found == {}


def test_every_listed_deviation_is_one() -> None:
    for (name, place), reason in DEVIATIONS.items():
        entry = example(name)
        ours = json.loads(prepared(entry).send(sent(example(entry.answers or ""), entry.encoding)).body)
        assert place in dict(differences(ours, json.loads(entry.body or ""))), (
            f"{name} {place} no longer deviates: {reason}"
        )


def test_the_documents_requests_of_every_api_are_replayed() -> None:
    replayed = {(entry.contract or "").partition(".")[0] for entry in REQUESTS}
    assert {"click2call", "cdr_hub", "dialer", "monitor", "login", "blacklist", "recording"} <= replayed
