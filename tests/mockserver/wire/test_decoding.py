"""Names and lists in query and form, as clients of all languages write them."""

from __future__ import annotations

from typing import Any

import pytest

from voicenter_mock.contracts.decoding_json import Unreadable
from voicenter_mock.mockserver.wire.decoding import decode
from voicenter_mock.mockserver.wire.http import HttpRequest


def members(query: str) -> dict[str, Any]:
    return decode(HttpRequest("GET", "/", query), ("query",), body_limit=1000).members


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("fields=a&fields=b", {"fields": ["a", "b"]}),
        ("fields=a&Fields=b", {"fields": ["a", "b"]}),
        ("Fields[0]=a&Fields[1]=b", {"Fields": ["a", "b"]}),
        ("Fields[]=a", {"Fields": ["a"]}),
        ("fields=a&FIELDS[0]=b", {"fields": ["a", "b"]}),
        (
            "search[fromdate]=x&search[phones][0]=1&search[phones][1]=2",
            {"search": {"fromdate": "x", "phones": ["1", "2"]}},
        ),
        (
            "sort[0][field]=a&sort[0][order]=b&sort[1][field]=c",
            {"sort": [{"field": "a", "order": "b"}, {"field": "c"}]},
        ),
        ("a[%C2%B2]=1", {"a": {"²": "1"}}),
        ("a[b=1&[0]=2&a[b[c]]=3", {"a[b": "1", "[0]": "2", "a[b[c]]": "3"}),
        ("a[123456789012345678901234567890][b]=1", {"a": {"123456789012345678901234567890": {"b": "1"}}}),
    ],
)
def test_names(query: str, expected: dict[str, Any]) -> None:
    assert members(query) == expected


def test_a_name_with_a_thousand_brackets_is_read_to_a_depth() -> None:
    found = members("a" + "[b]" * 1000 + "=1")
    assert set(found) == {"a"}


def test_the_body_wins_over_the_query_in_whatever_case_names_are():
    request = HttpRequest("POST", "/", "Phone=1&code=x", {"content-type": "application/json"}, b'{"phone": "2"}')
    assert decode(request, ("query", "json"), body_limit=1000).members == {"code": "x", "phone": "2"}


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        (b'{"a": 1, "a": 2}', "duplicate-key"),
        (b'{"a":' * 101 + b"1" + b"}" * 101, "depth"),
        (b'{"a": "\\ud800"}', "encoding"),
        (b"<a/>", "content-type"),
        (b"a=1", "content-type"),
        (b"Warning: a=1", "json"),
        (b'"text"', "json"),
    ],
)
def test_a_body_is_refused_by_the_rules_of_the_contracts(body: bytes, rule: str):
    with pytest.raises(Unreadable) as refused:
        decode(HttpRequest("POST", "/", body=body), ("query", "json"), body_limit=10_000)
    assert refused.value.violation.rule == rule


def test_a_hundred_levels_are_read():
    body = b'{"a":' * 100 + b"1" + b"}" * 100
    assert decode(HttpRequest("POST", "/", body=body), ("json",), body_limit=10_000).encoding == "json"


def test_a_label_that_is_wrong_is_noted():
    request = HttpRequest("POST", "/", "", {"content-type": "text/plain"}, b'{"a": 1}')
    assert decode(request, ("json",), body_limit=1000).notes == ["a json body came with content type 'text/plain'"]


def test_json_that_was_escaped_into_a_form_is_noted():
    request = HttpRequest("POST", "/", body=b"%7B%22a%22%3A+1%7D=")
    assert (
        decode(request, ("form", "json"), body_limit=1000).notes[-1].startswith("it is JSON text, escaped as the name")
    )


def test_what_is_no_object_is_called_by_its_kind():
    for body, kind in ((b'"{}"', "a string"), (b"1", "a number"), (b"true", "true or false"), (b"null", "null")):
        with pytest.raises(Unreadable) as refused:
            decode(HttpRequest("POST", "/", body=body), ("json",), body_limit=1000)
        assert refused.value.violation.message == f"Expected a JSON object; this is {kind}."
