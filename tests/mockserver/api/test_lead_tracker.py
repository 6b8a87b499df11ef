"""Lead Tracker: another number for each visitor, by which their call is known."""

from __future__ import annotations

import json
from typing import Any

import pytest

from voicenter_mock import contracts
from voicenter_mock.contracts.operations import OPERATIONS
from voicenter_mock.mockserver.telephony.control import snapshot
from voicenter_mock.mockserver.telephony.control.operator import Operator
from voicenter_mock.mockserver.wire.http import HttpRequest

from ..telephony.stories import explain
from .clients import CODE, HUB, Api

PATH = "/cdn/Scripts/did_trace_worker/number"
FIRST, SECOND = "0722776774", "0722776773"
POOL = [{"token": "demo-tracker", "numbers": [FIRST, SECOND]}]


def number(api: Api, token: str = "demo-tracker", **info: Any) -> str:
    return api.post(PATH, {"token": token, "visitorInfo": info})["DID"]


def test_each_concurrent_visitor_gets_another_number():
    api = Api(lead_trackers=POOL)
    assert [number(api), number(api)] == [FIRST, SECOND]


def test_when_all_are_held_the_longest_held_is_given_away():
    api = Api(lead_trackers=POOL)
    number(api)
    api.tenant.advance(seconds=10)
    number(api)
    assert number(api) == FIRST


def test_a_number_is_free_again_after_it_was_held():
    api = Api(lead_trackers=POOL)
    number(api)
    api.tenant.advance(seconds=1800)
    assert [number(api), number(api)] == [FIRST, SECOND]


def test_what_is_known_of_the_visitor_comes_with_their_call():
    api = Api(lead_trackers=POOL)
    pushed: list[Any] = []
    api.tenant.deliveries.bind("cdr", pushed.append)
    number(api, utm_source="newsletter", page=3)
    call = Operator(api.exchange).incoming_call("0501234567", FIRST)
    api.tenant.advance(until="idle")

    assert pushed[0]["CustomData"] == {"utm_source": "newsletter", "page": 3}
    assert api.post(HUB, {"code": CODE, "fields": ["CustomData"]})["CDR_LIST"] == [
        {"CustomData": pushed[0]["CustomData"]}
    ]
    assert f"A visitor of the web page was shown {FIRST}" in "\n".join(explain(call, api.exchange.zone))


def test_nobody_is_known_by_a_number_that_is_not_held_any_more():
    api = Api(lead_trackers=POOL)
    number(api, utm_source="newsletter")
    api.tenant.advance(seconds=1801)
    assert Operator(api.exchange).incoming_call("0501234567", FIRST).custom == {}


def test_a_get_takes_what_is_known_as_json_text():
    api = Api(lead_trackers=POOL)
    answer = api.get(PATH, token="demo-tracker", visitorInfo='{"a": "1"}')
    assert (answer, api.exchange.visitors["972722776774"].info) == ({"DID": FIRST, "hold_seconds": 1800}, {"a": "1"})


def test_a_token_that_no_pool_has_is_refused_and_named():
    api = Api(lead_trackers=POOL)
    answer = api.send(HttpRequest("GET", PATH, "token=other", {}))
    contracts.validate_bytes("lead_tracker.get_number.response", answer.body, answer.content_type)
    assert answer.status == 401
    assert "there are: 'demo-tracker'" in api.journal.hints[0]


def test_visitors_survive_a_snapshot_and_an_older_one_has_none():
    api = Api(lead_trackers=POOL)
    number(api, a="1")
    written = snapshot.export(api.exchange)
    assert snapshot.restore(written, api.exchange.directory).visitors == api.exchange.visitors
    del written["state"]["visitors"]
    assert snapshot.restore(written, api.exchange.directory).visitors == {}


@pytest.mark.parametrize("edition", [{"numbers": ["0721111111"]}, {"numbers": [""]}, {"numbers": [FIRST, FIRST]}])
def test_a_pool_is_of_the_organizations_numbers_each_once(edition: Any):
    with pytest.raises(ValueError, match="lead_trackers"):
        Api(lead_trackers=[{"token": "t", **edition}])


def test_a_pool_without_numbers_has_all_of_the_organizations():
    dids = [{"number": number, "route": {"extension": "SIPSIP1"}} for number in (FIRST, SECOND)]
    api = Api(dids=dids, lead_trackers=[{"token": "demo-tracker"}])
    assert [number(api), number(api), number(api)] == [FIRST, SECOND, FIRST]


def test_a_pool_of_an_organization_without_numbers_has_none_and_the_journal_says_so():
    api = Api(dids=[], lead_trackers=[{"token": "demo-tracker"}])
    assert api.send(HttpRequest("GET", PATH, "token=demo-tracker", {})).status == 401
    assert "no dids for the pool 'demo-tracker'" in api.journal.hints[0]


REFUSED: dict[str, tuple[bytes, int]] = {
    "missing": (b"{}", 400),
    "invalid": (b'{"token": "demo-tracker", "visitorInfo": [1]}', 400),
    "unreadable": (b"{", 400),
    "unauthorized": (b'{"token": "other"}', 401),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_is_refused_by_the_row_of_the_catalogue(name: str):
    api = Api(lead_trackers=POOL)
    body, status = REFUSED[name]
    answer = api.send(HttpRequest("POST", PATH, "", {"content-type": "application/json"}, body))
    row = OPERATIONS["lead_tracker.get_number"].error(name)
    assert (answer.status, row.http_status) == (status, status)
    assert json.loads(answer.body)["error"].endswith(row.message.rpartition("}")[2])


def test_an_internal_error_can_be_injected():
    api = Api(lead_trackers=POOL, faults=[{"on": "lead_tracker.get_number", "error": "internal_error"}])
    answer = api.send(HttpRequest("GET", PATH, "token=demo-tracker", {}))
    assert (answer.status, json.loads(answer.body)) == (500, {"error": "Internal error"})


def test_visitors_who_have_gone_are_not_kept():
    api = Api(lead_trackers=POOL)
    number(api)
    number(api)
    api.tenant.advance(seconds=1801)
    number(api)
    assert len(api.exchange.visitors) == 1
