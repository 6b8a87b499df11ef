"""A time that somebody writes is read by one rule everywhere: without an offset it is the organization's local time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from voicenter_mock.fixtures.settings import moment_of
from voicenter_mock.mockserver.organizations import demo, read
from voicenter_mock.mockserver.organizations.problems import DocumentError
from voicenter_mock.mockserver.serving.app import create_app
from voicenter_mock.mockserver.state.moments import read_moment
from voicenter_mock.mockserver.tenancy.registry import Registry

JERUSALEM = ZoneInfo("Asia/Jerusalem")
NINE = datetime(2024, 3, 28, 7, tzinfo=UTC).timestamp()
"""Nine in the morning in Jerusalem, in winter time."""
LOCAL = "2024-03-28T09:00:00"


@pytest.mark.parametrize(
    "written",
    [NINE, str(NINE), f"{NINE:.0f}", LOCAL, "2024-03-28 09:00", "2024-03-28T07:00:00Z", "2024-03-28T08:00:00+01:00"],
)
def test_one_moment_is_read_however_it_is_written(written: float | str):
    assert read_moment(written, JERUSALEM) == NINE


def test_a_datetime_without_a_zone_is_local_too():
    assert read_moment(datetime(2024, 3, 28, 9), JERUSALEM) == NINE  # noqa: DTZ001
    assert read_moment(datetime(2024, 3, 28, 7, tzinfo=UTC), JERUSALEM) == NINE


def test_eight_digits_are_a_day():
    assert read_moment("20240328", JERUSALEM) == NINE - 9 * 3600


@pytest.mark.parametrize("written", ["yesterday", "", "2024-13-01", "nan", "-1", "10000000000", "9999-12-31"])
def test_what_is_no_time_says_what_would_be(written: str):
    with pytest.raises(ValueError, match=r"is neither an epoch nor an ISO 8601.*Asia/Jerusalem|not between 1970"):
        read_moment(written, JERUSALEM)


def ask(method: str, path: str, body: dict[str, Any]) -> Any:
    client = create_app(registry := Registry(clock="manual")).test_client()
    registry.add(demo(), now=NINE - 86400)
    answer = client.open(f"/_sandbox/organizations{path}", method=method, json=body)
    assert answer.status_code < 300, answer.text
    return answer.json


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "", {"id": "t1", "now": LOCAL}),
        ("POST", "", {"id": "t1", "document": {"now": LOCAL}}),
        ("POST", "", {"id": "t1", "document": {"time_zone": "UTC"}, "now": "2024-03-28T07:00:00"}),
        ("POST", "/demo/reset", {"now": LOCAL}),
        ("POST", "/demo/clock/advance", {"until": LOCAL}),
    ],
)
def test_the_control_api_reads_it_in_the_organization_s_zone(method: str, path: str, body: dict[str, Any]):
    answer = ask(method, path, body)
    assert answer.get("clock", answer)["now"] == NINE


def test_queries_of_the_control_api_read_it_too():
    client = create_app(registry := Registry(clock="manual", now=NINE)).test_client()
    registry.add(demo())
    path = "/_sandbox/organizations/demo/statistics"
    assert client.get(path, query_string={"since": LOCAL}).json == client.get(path, query_string={"since": NINE}).json
    refused = client.get(path, query_string={"since": "yesterday"})
    assert (refused.status_code, "'yesterday' is neither an epoch" in refused.text) == (400, True)


def test_documents_and_settings_of_tests_read_it_too():
    assert read({"id": "t1", "now": LOCAL}).now == NINE
    assert moment_of(LOCAL, demo()) == NINE
    with pytest.raises(DocumentError, match="'yesterday' is neither an epoch"):
        read({"id": "t1", "now": "yesterday"})
