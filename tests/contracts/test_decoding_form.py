"""Query strings and forms: text that stands for what the contract wants."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from voicenter_mock.contracts import ContractViolation, decode, schema, validate_bytes

CDR = "cdr_notification.request"


def query(name: str, text: str) -> Any:
    return decode(name, text.encode(), query=True)


def test_names_match_in_any_case():
    assert query("cdr_hub.query.request", "CODE=x&FIELDS=Date") == {"code": "x", "fields": "Date"}


@pytest.mark.parametrize(
    "text",
    [
        "fields=Date&fields=Type",
        "Fields[0]=Date&Fields[1]=Type",
        "fields[]=Date&fields[]=Type",
        "fields=Date&FIELDS=Type",
    ],
)
def test_a_list_is_written_in_any_of_three_ways(text: str):
    assert query("cdr_hub.query.request", text)["fields"] == ["Date", "Type"]


def test_an_index_makes_a_list_of_one():
    assert query("cdr_hub.query.request", "Fields[0]=Date")["fields"] == ["Date"]


def test_a_member_that_is_no_list_is_given_once():
    with pytest.raises(ContractViolation) as raised:
        query("click2call.request", "phone=1&PHONE=2")
    assert [(each.rule, each.path) for each in raised.value.violations] == [("duplicate-key", "$.phone")]


def test_an_unknown_name_may_be_repeated():
    assert query("click2call.request", "utm=1&UTM=2&utm=3") == {"utm": ["1", "2", "3"]}


def test_an_empty_optional_member_is_as_if_not_sent():
    assert query("click2call.request", "phone=1234&record=&maxduration=") == {"phone": "1234"}


def test_an_empty_text_stays():
    assert query("click2call.request", "targetcallername=") == {"targetcallername": ""}


def test_an_empty_mandatory_member_stays_to_be_refused():
    assert query("click2call.request", "phone=&code=x") == {"phone": "", "code": "x"}


@pytest.mark.parametrize("written", ["+972501234567", "%2B972501234567"])
def test_a_plus_sign_survives_whether_it_was_escaped_or_not(written: str):
    assert query("click2call.request", f"target={written}") == {"target": "+972501234567"}


def test_a_blank_in_a_text_is_a_blank():
    assert query("click2call.request", "targetcallername=+Walter+Melon") == {"targetcallername": " Walter Melon"}


def test_hebrew_is_read():
    assert query("click2call.request", urlencode({"targetcallername": "שלמה"})) == {"targetcallername": "שלמה"}


@pytest.mark.parametrize("body", ["phone=שלום".encode("windows-1255"), b"phone=%f9%ec"])
def test_another_character_set_is_refused(body: bytes):
    with pytest.raises(ContractViolation) as raised:
        decode("click2call.request", body, "application/x-www-form-urlencoded")
    assert raised.value.violations[0].rule == "encoding"


def test_ten_thousand_fields_are_enough():
    with pytest.raises(ContractViolation) as raised:
        decode("click2call.request", b"&".join(b"a%d=1" % number for number in range(10_001)))
    assert raised.value.violations[0].rule == "size"


@pytest.mark.parametrize("example", range(3))
def test_a_cdr_comes_out_of_a_form_as_it_went_in(example: int):
    cdr: dict[str, Any] = schema(CDR)["examples"][example]
    written = {name: value if isinstance(value, str | int) else json.dumps(value) for name, value in cdr.items()}
    body = urlencode(written).encode()
    assert validate_bytes(CDR, body, "application/x-www-form-urlencoded") == cdr


def test_a_number_that_is_none_stays_text_to_be_refused():
    assert decode(CDR, b"time=yesterday") == {"time": "yesterday"}


def test_a_null_is_written_as_nothing():
    assert decode(CDR, b"queueid=") == {"queueid": None}


def test_a_nested_value_that_is_broken_is_named():
    with pytest.raises(ContractViolation) as raised:
        decode(CDR, urlencode({"IVR": '[{"layer_id":'}).encode())
    assert [(each.rule, each.path) for each in raised.value.violations] == [("json", "$.IVR")]


def test_a_boolean_is_written_as_a_word_or_a_digit():
    assert decode("popup.request", b"isMuted=true&isAnswered=1", query=True) == {"isMuted": True, "isAnswered": 1}


MULTIPART = (
    b'--frontier\r\nContent-Disposition: form-data; name="Phone"\r\n\r\nSIPSIP1\r\n'
    b'--frontier\r\nContent-Disposition: form-data; name="targetcallername"\r\n\r\n\xd7\xa9\xd7\x9c\r\n--frontier--\r\n'
)


def test_a_multipart_form_is_read_like_any_other():
    message = decode("click2call.request", MULTIPART, "multipart/form-data; boundary=frontier")
    assert message == {"phone": "SIPSIP1", "targetcallername": "של"}


@pytest.mark.parametrize("content_type", ["multipart/form-data; boundary=other", "multipart/form-data"])
def test_a_multipart_form_without_its_boundary_is_refused(content_type: str):
    with pytest.raises(ContractViolation) as raised:
        decode("click2call.request", MULTIPART, content_type)
    assert raised.value.violations[0].rule == "form"
