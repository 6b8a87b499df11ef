"""Limits and delays of production, which are off unless the organization says so."""

from __future__ import annotations

import json
from typing import Any

from voicenter_mock.mockserver.organizations import demo, describe, read
from voicenter_mock.mockserver.serving.app import create_app
from voicenter_mock.mockserver.tenancy.registry import Registry
from voicenter_mock.mockserver.wire.http import HttpRequest, HttpResponse

from .clients import CODE, HUB, Api

WEEK = 7 * 86_400


def history(api: Api, call: str) -> HttpResponse:
    path = f"/api-manager-v1/Call/History/{call}"
    return api.send(HttpRequest("GET", path, "", {"authorization": "Bearer demo-bearer"}))


def ended_call(api: Api) -> str:
    call = api.click2call()
    api.tenant.advance(until="idle")
    return call


def logged(api: Api, **search: Any) -> int:
    return api.post(HUB, {"code": CODE, "search": search})["TOTAL_HITS"]


def test_the_history_over_its_weekly_quota_is_401_with_the_quotas_words():
    api = Api(limits={"history_per_week": 2})
    call = ended_call(api)
    answers = [history(api, call) for _ in range(3)]

    assert [answer.status for answer in answers] == [200, 200, 401]
    assert "weekly usage limit" in json.loads(answers[-1].body)["error"].lower()
    assert "not about the token" in api.journal.hints[0]


def test_a_week_later_the_history_answers_again():
    api = Api(limits={"history_per_week": 1})
    call = ended_call(api)
    before = [history(api, call).status for _ in range(2)]
    api.tenant.advance(seconds=WEEK)

    assert [*before, history(api, call).status] == [200, 401, 200]


def test_the_call_log_does_not_count_for_the_historys_quota():
    api = Api(limits={"history_per_week": 1})
    call = ended_call(api)
    logged(api)

    assert history(api, call).status == 200


def test_a_record_is_found_some_time_after_the_calls_end():
    api = Api(limits={"call_log_delay_seconds": 180})
    call = ended_call(api)
    before = logged(api), logged(api, CallID=call)
    api.tenant.advance(seconds=180)

    assert before == (0, 0)
    assert (logged(api), logged(api, CallID=call)) == (2, 2)


def test_the_history_and_the_push_do_not_wait_for_the_call_log():
    api = Api(limits={"call_log_delay_seconds": 180})

    assert history(api, ended_call(api)).status == 200


def test_a_record_is_found_at_once_when_nothing_else_is_said():
    api = Api()
    ended_call(api)

    assert logged(api) == 2


def numbers(api: Api, *waits: float) -> list[int]:
    """ERROR_NUMBER of one request after each wait."""
    found: list[int] = []
    for seconds in waits:
        if seconds:
            api.tenant.advance(seconds=seconds)
        found.append(api.post(HUB, {"code": CODE})["ERROR_NUMBER"])
    return found


def test_after_error_1_the_call_log_refuses_until_the_pause_is_over():
    api = Api(limits={"requests_per_minute": 1, "pause_seconds": 5})

    assert numbers(api, 0, 58, 3, 5) == [0, 1, 1, 0]


def test_without_a_pause_the_call_log_answers_as_soon_as_the_minute_is_over():
    api = Api(limits={"requests_per_minute": 1})

    assert numbers(api, 0, 58, 3) == [0, 1, 0]


def recorded(api: Api) -> str:
    """The path of a recording that there is."""
    api.click2call(record="true")
    api.tenant.advance(until="idle")
    return "/CallsHistory/PlayRecord/" + next(cdr.recording for cdr in api.exchange.log.all() if cdr.recording)


def test_a_recording_over_its_limit_is_429_until_a_minute_has_passed():
    api = Api(limits={"recordings_per_minute": 2})
    path = recorded(api)
    fetched = [api.send(HttpRequest("GET", path, "", {})).status for _ in range(3)]
    hint = api.journal.hints[0]
    api.tenant.advance(seconds=60)

    assert [*fetched, api.send(HttpRequest("GET", path, "", {})).status] == [200, 200, 429, 200]
    assert "limits.recordings_per_minute is 2" in hint


def pushed(api: Api) -> list[Any]:
    """Two calls' records, as a function got them."""
    got: list[Any] = []
    api.tenant.deliveries.bind("cdr", got.append)
    for _ in range(10):
        api.click2call()
        api.tenant.advance(until="idle")
    return [(cdr["ivruniqueid"], cdr["type"]) for cdr in got]


def test_a_callback_may_come_twice_and_says_so():
    api = Api(limits={"resend_probability": 1})
    got = pushed(api)

    assert got[::2] == got[1::2]
    assert len(got) == 2 * len(set(got))
    assert {each.attempts[0].detail for each in api.tenant.deliveries.all()} == {
        "the function returned nothing, which acknowledges; sent twice: limits.resend_probability"
    }


def test_which_callbacks_come_twice_is_the_seeds():
    now_and_then = [pushed(Api(limits={"resend_probability": 0.3})) for _ in range(2)]
    assert now_and_then[0] == now_and_then[1]
    assert 20 < len(now_and_then[0]) < 40


def test_no_callback_comes_twice_unless_it_is_said():
    assert len(pushed(Api())) == 20


def test_a_snapshot_carries_what_the_limits_have_counted():
    limits = {"history_per_week": 1, "requests_per_minute": 1, "pause_seconds": 5, "recordings_per_minute": 1}
    registry = Registry(clock="manual", now=1_700_000_000.0)
    registry.add(read(describe(demo()) | {"limits": limits}))
    client = create_app(registry).test_client()
    asked: tuple[tuple[str, dict[str, Any]], ...] = (
        ("/hub/cdr/", {"query_string": {"code": "demo-code"}}),
        ("/api-manager-v1/Call/History/none", {"headers": {"Authorization": "Bearer demo-bearer"}}),
        ("/o/demo/CallsHistory/PlayRecord/none.mp3", {}),
    )

    def answers() -> list[Any]:
        found = [client.get(path, **how) for path, how in asked]
        return [found[0].get_json()["ERROR_NUMBER"], found[1].status_code, found[2].status_code]

    first = answers()
    snapshot = client.get("/_sandbox/organizations/demo/snapshot").get_json()
    assert client.put("/_sandbox/organizations/demo/snapshot", json=snapshot).status_code == 200
    assert (first, answers()) == ([0, 404, 404], [1, 401, 429])


def test_a_snapshot_with_damaged_counts_is_refused_with_the_place():
    registry = Registry(clock="manual", now=1_700_000_000.0)
    registry.add(demo())
    client = create_app(registry).test_client()
    snapshot = client.get("/_sandbox/organizations/demo/snapshot").get_json()
    snapshot["request_counts"]["histories"] = ["soon"]
    answer = client.put("/_sandbox/organizations/demo/snapshot", json=snapshot)
    assert (answer.status_code, answer.get_json()["error"]["field"]) == (400, "request_counts.histories[0]")
