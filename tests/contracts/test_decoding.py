"""Bytes become messages however they are labelled; what is no message is refused by rule."""

from __future__ import annotations

import gzip
import json
import zlib
from typing import Any
from urllib.parse import urlencode

import pytest

from voicenter_mock.contracts import ContractViolation, Violation, decode, validate_bytes
from voicenter_mock.contracts.decoding import ANSWER_LIMIT

ACKNOWLEDGED = b'{"err": 0, "errdesc": "OK"}'
CALL = {"phone": "SIPSIP1", "target": "0501234567", "code": "demo-code"}


def refusal(name: str, body: bytes, content_type: str | None = None, *, query: bool = False) -> Violation:
    with pytest.raises(ContractViolation) as raised:
        decode(name, body, content_type, query=query)
    (violation,) = raised.value.violations
    return violation


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "application/json; charset=utf-8",
        "text/plain",
        "text/html",
        "image/png",
        None,
    ],
)
def test_json_is_read_whatever_it_is_called(content_type: str | None):
    assert validate_bytes("cdr_notification.response", ACKNOWLEDGED, content_type) == {"err": 0, "errdesc": "OK"}


def test_json_is_read_with_a_byte_order_mark_and_blank_lines_before_it():
    body = b"\xef\xbb\xbf" + json.dumps(CALL).encode()
    assert decode("click2call.request", body) == CALL
    assert decode("click2call.request", b"\r\n " + json.dumps(CALL).encode()) == CALL


@pytest.mark.parametrize(
    "content_type", ["application/x-www-form-urlencoded", "application/json", "text/plain", "text/xml", None]
)
def test_a_form_is_read_whatever_it_is_called(content_type: str | None):
    body = b"phone=SIPSIP1&target=0501234567&code=demo-code"
    assert decode("click2call.request", body, content_type) == CALL


def test_a_query_string_is_read_with_or_without_its_question_mark():
    assert decode("click2call.request", b"?phone=1234", query=True) == {"phone": "1234"}
    assert decode("click2call.request", b"phone=1234", query=True) == {"phone": "1234"}


def test_an_empty_form_is_a_message_without_members():
    assert decode("click2call.request", b"") == {}


def test_an_empty_answer_is_none():
    assert refusal("external_layer.response", b" \r\n", "application/json").rule == "empty"


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "application/x-www-form-urlencoded", None])
def test_a_form_where_none_is_read_is_called_one(content_type: str | None):
    violation = refusal("cdr_hub.query.request", b"code=demo-code&fromdate=2024-01-01", content_type)
    assert str(violation).startswith("$: This is a form; expected a query string or JSON. [content-type")


def test_words_that_are_no_form_are_not_called_one():
    assert refusal("external_layer.response", b"Warning: layer = 12 in /srv/ivr.php", "text/html").rule == "json"


def test_json_between_no_boundaries_is_known_by_its_braces():
    violation = refusal("click2call.request", json.dumps(CALL).encode(), "multipart/form-data; boundary=x")
    assert (violation.rule, violation.hint) == ("form", "it is JSON text: send it with application/json")


def test_json_that_was_escaped_into_a_form_is_known_by_its_braces():
    body = urlencode({json.dumps(CALL): ""}).encode()
    hint = refusal("cdr_hub.query.request", body, "application/x-www-form-urlencoded").hint
    assert hint == "it is JSON text, escaped as the name of a field: send it as it is, with application/json"


def test_json_that_was_encoded_twice_is_known_by_its_braces():
    with pytest.raises(ContractViolation) as raised:
        validate_bytes("external_layer.response", json.dumps(json.dumps({"STATUS": 0})).encode())
    assert raised.value.violations[0].hint == "it is JSON text within JSON text: encoded twice?"


def test_what_is_decoded_is_checked():
    with pytest.raises(ContractViolation) as raised:
        validate_bytes("cdr_notification.response", b"err=7")
    assert raised.value.violations[0].path == "$.err"


def test_strict_goes_along():
    body = b'{"STATUS": "FOUND"}'
    assert validate_bytes("popup.response", body) == {"STATUS": "FOUND"}
    with pytest.raises(ContractViolation):
        validate_bytes("popup.response", body, strict=True)


@pytest.mark.parametrize(
    ("name", "body", "content_type"),
    [
        ("external_layer.response", b"<html><body>Hello</body></html>", "text/html"),
        ("external_layer.response", b"STATUS=0", "application/x-www-form-urlencoded"),
        ("click2call.request", b"<a/>", "application/xml"),
        ("dialer.add_calls_bulk.request", b"Campaign=a&Target=b", "application/x-www-form-urlencoded"),
    ],
)
def test_an_encoding_that_the_contract_does_not_have_is_refused(name: str, body: bytes, content_type: str):
    violation = refusal(name, body, content_type)
    assert violation.rule == "content-type"
    assert "; expected " in violation.message


@pytest.mark.parametrize(
    ("compressed", "how"),
    [
        (gzip.compress(ACKNOWLEDGED, mtime=0), "gzip"),
        (zlib.compress(ACKNOWLEDGED), "deflate"),
        (zlib.compress(ACKNOWLEDGED, 9), "deflate"),
        (b"\x28\xb5\x2f\xfd\x20\x1b" + ACKNOWLEDGED, "zstd"),
    ],
)
@pytest.mark.parametrize("name", ["cdr_notification.response", "click2call.request", "dialer.add_calls_bulk.request"])
def test_what_is_compressed_is_called_that(name: str, compressed: bytes, how: str):
    violation = refusal(name, compressed, "text/xml; charset=windows-1255")
    assert violation.rule == "encoding"
    assert f"compressed ({how})" in violation.message


def test_a_query_is_refused_where_only_bodies_are_taken():
    assert refusal("dialer.add_calls_bulk.request", b"Campaign=a", query=True).rule == "content-type"


def test_a_request_above_the_operations_limit_is_refused():
    assert refusal("click2call.request", b"x" * (10 * 1024 * 1024)).rule == "size"


def test_an_answer_of_a_megabyte_is_read_and_one_byte_more_is_refused():
    body = ACKNOWLEDGED + b" " * (ANSWER_LIMIT - len(ACKNOWLEDGED))
    assert decode("cdr_notification.response", body) == {"err": 0, "errdesc": "OK"}
    assert refusal("cdr_notification.response", body + b" ").rule == "size"


def test_the_document_is_named_for_bytes_too():
    assert refusal("click2call.request", b"{").source == "3.2 §1, c2c §1.1–1.7"


@pytest.mark.parametrize("spelling", ["PHONE", "Phone", "pHoNe"])
def test_names_of_requests_are_spelled_as_the_contract_does(spelling: str):
    assert decode("click2call.request", json.dumps({spelling: "1234"}).encode()) == {"phone": "1234"}


def test_names_inside_are_spelled_as_the_contract_does():
    body = b'{"CODE": "x", "Search": {"FROMDATE": "2026-01-01T00:00:00"}}'
    assert decode("cdr_hub.query.request", body) == {"code": "x", "search": {"fromdate": "2026-01-01T00:00:00"}}


def test_names_of_custom_data_stay_as_they_are():
    body = b'[{"campaign": "a", "TARGET": "b", "customdata": {"var_Campaign": "c", "Target": "d"}}]'
    assert decode("dialer.add_calls_bulk.request", body) == [
        {"Campaign": "a", "Target": "b", "CustomData": {"var_Campaign": "c", "Target": "d"}}
    ]


def test_one_name_in_two_spellings_is_a_duplicate():
    violation = refusal("click2call.request", b'{"phone": "1", "Phone": "2"}')
    assert (violation.rule, violation.path) == ("duplicate-key", "$.phone")


def test_names_of_callbacks_are_exact():
    assert decode("cdr_notification.response", b'{"ERR": 0}') == {"ERR": 0}


def test_an_external_layers_names_lose_their_blanks():
    body = b'{"STATUS": 0, "ACTION": "GO_TO_LAYER", "LAYER ": 22, "CUSTOM_DATA": {"yyy ": "222"}}'
    message = validate_bytes("external_layer.response", body)
    assert (message["LAYER"], message["CUSTOM_DATA"]) == (22, {"yyy": "222"})


def test_a_script_is_text_and_a_recording_base64():
    assert decode("scripts.web_phone.response", b"var a;", "text/javascript") == "var a;"
    assert decode("recording.play.response", b"\x00\x01", "audio/mpeg") == "AAE="


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", None])
@pytest.mark.parametrize("body", [b"OK", b'"OK"', b"0", b"null", b"true", b"[]"])
def test_what_is_no_object_is_no_answer(body: bytes, content_type: str | None):
    with pytest.raises(ContractViolation):
        validate_bytes("external_layer.response", body, content_type)


@pytest.mark.parametrize("name", ["click2call.request", "cdr_notification.response", "external_layer.response"])
@pytest.mark.parametrize(
    "body",
    [
        bytes(range(256)),
        b"\x00",
        b"\xff\xfe{\x00}\x00",
        b"{",
        b"<",
        b"=",
        b"&&&",
        b"%",
        b"\xef\xbb\xbf",
        b"{}\x00",
        b"PK\x03\x04",
    ],
)
def test_any_bytes_are_a_message_or_a_violation(name: str, body: bytes):
    try:
        decode(name, body)
    except ContractViolation as violation:
        violations = violation.violations
    else:
        return
    assert violations


def test_a_deep_message_is_refused():
    inner: Any = b"[" * 101 + b"]" * 101
    assert refusal("click2call.request", b'{"phone":' + inner + b"}").rule == "depth"
