"""Limits and delays of production, which are off unless the organization says so."""

from __future__ import annotations

import json
from typing import Any

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
