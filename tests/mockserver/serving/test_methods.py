"""HEAD changes nothing, and a method that an operation does not take is refused in the operation's own form."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from voicenter_mock.contracts.operations import OPERATIONS
from voicenter_mock.mockserver.organizations import demo
from voicenter_mock.mockserver.requests.dispatch import Dispatcher
from voicenter_mock.mockserver.tenancy.registry import Registry
from voicenter_mock.mockserver.wire.http import HttpRequest, HttpResponse

CALL = "code=demo-code&phone=SIPSIP1&target=0501234567"


@pytest.fixture
def registry() -> Registry:
    registry = Registry(clock="manual", now=1_700_000_000.0)
    registry.add(demo())
    return registry


def ask(registry: Registry, method: str, path: str, query: str, body: bytes = b"") -> HttpResponse:
    return Dispatcher(registry).handle(HttpRequest(method, path, query, body=body))


def test_head_places_no_call_and_says_so_in_the_journal(registry: Registry):
    answer = ask(registry, "HEAD", "/ForwardDialer/click2call.aspx", CALL)
    tenant = registry.get("demo")
    assert (answer.status, answer.body, answer.content_type) == (200, b"", "text/xml; charset=utf-8")
    assert (len(tenant.exchange.calls), tenant.events.count) == (0, 0)
    entry = tenant.requests.since(0)[-1]
    assert (entry.method, entry.hints[0]) == (
        "HEAD",
        "a HEAD is answered 200 and not carried out, because it must not change anything: send a GET",
    )


@pytest.mark.parametrize(
    "name",
    [name for name, operation in OPERATIONS.items() if "GET" in operation.methods and "{" not in operation.paths[0]],
)
def test_head_is_answered_200_wherever_get_is_taken(registry: Registry, name: str):
    assert ask(registry, "HEAD", OPERATIONS[name].paths[0], "code=demo-code").status == 200


def test_head_of_a_recording_says_what_a_get_would(registry: Registry):
    assert ask(registry, "HEAD", "/CallsHistory/PlayRecord/nothing.mp3", "").status == 404


def test_head_where_only_post_is_taken_is_a_wrong_method(registry: Registry):
    query = "Campaign=demo-ivr-campaign&ConcurrentStrategy=1"
    assert json.loads(ask(registry, "HEAD", "/ForwardDialer/Dialer/ConfigureIvrCampaign", query).body)["ErrorCode"] == 1


def test_a_get_of_a_json_only_method_has_the_dialer_s_error_form(registry: Registry):
    answer = ask(registry, "GET", "/ForwardDialer/Dialer/GetCampaignPendingCalls", "Campaign=demo-agents-campaign")
    assert (answer.status, json.loads(answer.body)) == (200, {"ErrorCode": 1, "Description": "Campaign code missing"})
    entry = registry.get("demo").requests.since(0)[-1]
    assert entry.violations == ["dialer.get_campaign_pending_calls takes POST, not GET"]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_another_method_on_click2call_has_its_error_form(registry: Registry, method: str):
    answer = ask(registry, method, "/ForwardDialer/click2call.aspx", CALL + "&format=json")
    assert (answer.status, json.loads(answer.body)["ERRORCODE"], answer.headers["Allow"]) == (200, 1, "GET, POST")
    assert not registry.get("demo").exchange.calls


@pytest.mark.parametrize(("revision", "text"), [("current", "Target missing"), ("3.2", "The target is invalid")])
def test_an_empty_bulk_has_the_text_of_its_revision(revision: str, text: str):
    registry = Registry(clock="manual", now=1_700_000_000.0)
    registry.add(replace(demo(), revision=revision))  # pyright: ignore[reportArgumentType]
    answer = ask(registry, "POST", "/ForwardDialer/Dialer/AddCallsBulk", "", b"[]")
    assert json.loads(answer.body) == {"ErrorCode": 2, "Description": text}
