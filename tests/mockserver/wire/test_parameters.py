"""Reading nested parameters: names in any case, one or many, and what is wrong with them."""

from __future__ import annotations

from typing import Any

import pytest

from voicenter_mock.mockserver.wire.parameters import Reader

HUB = Reader("cdr_hub.query.request")
CALL = {"code": "x", "phone": "SIPSIP1", "target": "0501234567"}


def test_an_objects_own_members_are_found_in_any_case_and_by_other_names() -> None:
    read = HUB.read({"SEARCH": {"FromDate": "2020-01-01T00:00", "extension": ["SIPSIP1"], "cdrTYPES": ["1", 8]}})
    assert read.values["search"] == {"fromdate": "2020-01-01T00:00", "extensions": ["SIPSIP1"], "cdrTypes": [1, 8]}
    assert read.problems == []


@pytest.mark.parametrize("sort", [{"field": "date"}, [{"FIELD": "date"}]])
def test_one_object_is_a_list_of_one(sort: Any) -> None:
    assert HUB.read({"sort": sort}).values["sort"] == [{"field": "Date"}]


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        *((word, True) for word in ("true", "1", "yes", "on", "YES")),
        *((word, False) for word in ("false", "0", "no", "off")),
    ],
)
def test_a_switch_takes_the_words_that_people_write(sent: str, read: bool) -> None:
    found = Reader("click2call.request").read({"code": "c", "phone": "SIPA", "target": "050", "record": sent})
    assert found.values["record"] is read


def test_a_list_where_one_object_is_wanted_counts_as_all_of_them() -> None:
    assert HUB.read({"search": [{"phones": "050"}, {"CallID": "x"}]}).values["search"] == {
        "phones": ["050"],
        "CallID": "x",
    }


def test_a_list_given_twice_is_one_list() -> None:
    assert HUB.read({"fields": ["Date"], "Fields": ["Type"]}).values["fields"] == ["Date", "Type"]


def test_unknown_members_of_an_object_are_named_with_it() -> None:
    assert HUB.read({"search": {"phone": "050"}}).unknown == ["search.phone"]


@pytest.mark.parametrize("value", ["x", 5, ["x"]])
def test_what_is_no_object_is_a_problem(value: Any) -> None:
    assert [problem.parameter for problem in HUB.read({"search": value}).problems] == ["search"]


@pytest.mark.parametrize("value", [10**18, -(10**18), 10**400, 1e300, True, "1.5", "¹"])
def test_what_no_database_takes_as_an_integer_is_a_problem(value: Any) -> None:
    assert HUB.read({"cdrTypes": [value]}).problems


def test_an_empty_list_of_what_is_needed_is_missing() -> None:
    read = Reader("dialer.add_member.request").read({"Campaign": "x", "Member": []})
    assert [(problem.parameter, problem.kind) for problem in read.problems] == [("Member", "missing")]


@pytest.mark.parametrize("members", [{"phone": ["SIPSIP1", "SIPSIP2"]}, {"phone": "SIPSIP1", "PHONE": "SIPSIP2"}])
def test_what_is_no_list_and_given_twice_is_a_problem(members: dict[str, Any]) -> None:
    problems = Reader("click2call.request").read({"code": "x", "target": "0501234567", **members}).problems
    assert [(problem.parameter, problem.expected) for problem in problems] == [("phone", "a single value")]


@pytest.mark.parametrize(
    ("member", "value", "expected"),
    [
        ("maxduration", 10**9, "between 0 and 999999999"),
        ("maxduration", -1, "between 0 and 999999999"),
        ("dtmf", "1" * 256, "text of at most 255 characters"),
    ],
)
def test_the_limits_of_the_shared_definitions_hold(member: str, value: Any, expected: str) -> None:
    (problem,) = Reader("click2call.request").read(CALL | {member: value}).problems
    assert (problem.parameter, problem.expected) == (member, expected)


def test_a_list_has_at_most_ten_thousand_entries() -> None:
    (problem,) = HUB.read({"phones": ["0501234567"] * 10_001}).problems
    assert problem.expected == "a list of at most 10000 entries"
