"""XML-RPC in and out of documented and hostile shapes."""

from __future__ import annotations

import xmlrpc.client
from typing import Any

import pytest

from voicenter_mock.contracts import ContractViolation, decode, schema, validate_bytes
from voicenter_mock.contracts.decoding_json import Unreadable
from voicenter_mock.contracts.decoding_xml_rpc import read_xml_rpc
from voicenter_mock.contracts.verdicts import Violation


def answer(value: str) -> bytes:
    return (
        f'<?xml version="1.0"?><methodResponse><params><param><value>{value}</value></param></params></methodResponse>'
    ).encode()


def struct(**members: str) -> str:
    inner = "".join(f"<member><name>{n}</name><value>{v}</value></member>" for n, v in members.items())
    return f"<struct>{inner}</struct>"


def refusal(body: bytes) -> Violation:
    with pytest.raises(Unreadable) as raised:
        read_xml_rpc(body)
    return raised.value.violation


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("<int>-5</int>", -5), ("<i4> 7 </i4>", 7), ("<i8>1345373417000</i8>", 1345373417000), ("<string/>", ""),
        ("<string> x </string>", " x "), ("plain", "plain"), ("", ""), ("<boolean>1</boolean>", True),
        ("<double>1.50</double>", 1.5), ("<nil/>", None), ("<base64>QQ==</base64>", "QQ=="),
        ("<dateTime.iso8601>20260726T09:30:00</dateTime.iso8601>", "20260726T09:30:00"),
        ("<array><data><value>a</value><value><int>1</int></value></data></array>", ["a", 1]),
        ("<array><data/></array>", []), (" <struct> </struct> ", {}),
    ],
)  # fmt: skip
def test_each_type_is_read(written: str, value: Any):
    assert read_xml_rpc(answer(written)).value == value


def test_a_cdr_comes_out_as_it_went_in():
    for cdr in schema("cdr_notification.request")["examples"]:
        body = xmlrpc.client.dumps((cdr,), "CDR", allow_none=True).encode()
        assert validate_bytes("cdr_notification.request", body, "text/xml") == cdr


def test_a_cdr_of_another_method_is_refused():
    body = xmlrpc.client.dumps(({"caller": "1"},), "GET_IVR_ACTION").encode()
    with pytest.raises(ContractViolation) as raised:
        decode("cdr_notification.request", body)
    assert raised.value.violations[0].rule == "method"


def test_an_ivr_question_has_its_method_and_struct_as_in_json():
    for name in ("external_ivr.get_ivr_action.request", "external_ivr.hangup_call.request"):
        for message in schema(name)["examples"]:
            body = xmlrpc.client.dumps((message["DATA"],), message["METHOD"], allow_none=True).encode()
            assert validate_bytes(name, body, "text/xml") == message


def test_an_answer_is_no_call():
    with pytest.raises(ContractViolation, match="Expected a <methodCall>"):
        decode("cdr_notification.request", answer(struct(err="0")))


def test_the_documented_acknowledgement_is_read():
    body = b"""<?xml version="1.0"?>
    <methodResponse><params><param><value><struct>
      <member><name>err</name><value> <int>0</int> </value></member>
      <member><name>errdesc</name><value><string>OK</string></value></member>
    </struct></value></param></params></methodResponse>"""
    assert validate_bytes("cdr_notification.response", body, "text/html") == {"err": 0, "errdesc": "OK"}


def test_the_documents_lower_case_root_is_told_from_the_right_one():
    violation = refusal(answer(struct(err="2")).replace(b"methodResponse", b"methodresponse"))
    assert violation.rule == "xml-rpc"
    assert "<methodResponse>" in violation.hint


def test_the_documents_answer_that_a_call_closes_is_no_xml():
    assert refusal(answer("0").replace(b"</methodResponse>", b"</methodCall>")).rule == "xml"


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><methodResponse>&b;</methodResponse>'


@pytest.mark.parametrize(
    "body",
    [
        BOMB,
        b'<!DOCTYPE methodResponse SYSTEM "http://127.0.0.1:9/x.dtd"><methodResponse/>',
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><methodResponse>&e;</methodResponse>',
    ],
)
def test_document_types_and_entities_are_refused(body: bytes):
    assert refusal(body).rule == "dtd"


@pytest.mark.parametrize("body", [b"<methodResponse>", b"<a><b></a></b>", b"", b"<", answer("<int>1</int>")[:-5]])
def test_broken_xml_is_refused(body: bytes):
    assert refusal(body).rule == "xml"


@pytest.mark.parametrize(
    "body", [b"<!DOCTYPE html><p>Log in", b"\n<!doctype html><p>Log in", b"<html><p>Log in</html>"]
)
def test_a_page_is_no_xml_with_a_mistake_in_it(body: bytes):
    violation = refusal(body)

    assert (violation.rule, violation.message) == ("xml", "This is an HTML page.")


def test_bytes_that_are_not_what_the_xml_says_are_refused():
    assert refusal(answer("שלום").replace("שלום".encode(), "שלום".encode("windows-1255"))).rule == "encoding"


def test_a_declared_character_set_is_read():
    body = '<?xml version="1.0" encoding="windows-1255"?>' + answer("שלום").decode().partition("?>")[2]
    assert read_xml_rpc(body.encode("windows-1255")).value == "שלום"


def declared(charset: str, text: str = "שלום") -> bytes:
    """An answer that says in its XML declaration how it is written."""
    return f'<?xml version="1.0" encoding="{charset}"?>'.encode() + answer(text).partition(b"?>")[2]


@pytest.mark.parametrize("charset", ["ISO-8859-8-I", "iso-8859-8-i", "ISO-8859-8-E", "logical"])
def test_hebrew_in_reading_order_is_read_under_each_of_its_names(charset: str):
    body = declared(charset).decode().encode("iso-8859-8")
    assert read_xml_rpc(body).value == "שלום"


@pytest.mark.parametrize("charset", ["gb18030", "shift_jis", "big5", "utf-16"])
def test_a_character_set_of_several_bytes_is_read(charset: str):
    body = declared(charset, "日本").decode().encode(charset)
    assert read_xml_rpc(body).value == "日本"


@pytest.mark.parametrize("header", ["text/xml; charset=windows-1255", 'text/xml;Charset="windows-1255"; x=1'])
def test_a_character_set_that_only_the_header_says_is_read(header: str):
    body = answer("שלום").decode().encode("windows-1255")
    assert read_xml_rpc(body, header).value == "שלום"


def test_a_declaration_counts_more_than_a_header_that_contradicts_it():
    body = declared("windows-1255").decode().encode("windows-1255")
    assert read_xml_rpc(body, "text/xml; charset=utf-8").value == "שלום"


def test_a_mark_of_byte_order_counts_more_than_a_header():
    body = b"\xef\xbb\xbf" + answer("שלום")
    assert read_xml_rpc(body, "text/xml; charset=windows-1255").value == "שלום"


def test_a_whole_answer_is_read_by_the_character_set_in_its_header():
    body = answer(struct(err="<int>0</int>", errdesc="נרשם")).decode().encode("windows-1255")
    message = decode("cdr_notification.response", body, "text/xml; charset=windows-1255")
    assert message == {"err": 0, "errdesc": "נרשם"}


@pytest.mark.parametrize("charset", ["x-klingon", "base64", "idna", "rot13", "unicode_escape", "undefined"])
def test_a_character_set_that_nobody_knows_is_refused(charset: str):
    violation = refusal(declared(charset, "x"))
    assert (violation.rule, charset in violation.message) == ("encoding", True)


def test_a_refusal_of_bytes_shows_them_as_text_and_not_as_python_writes_them():
    violation = refusal(answer("שלום").decode().encode("windows-1255"))
    assert "\\xf9\\xec\\xe5\\xed" in str(violation)
    assert "b'" not in str(violation)


def test_a_fault_is_a_violation_of_its_own():
    body = xmlrpc.client.dumps(xmlrpc.client.Fault(4, "Oops"), methodresponse=True).encode()
    violation = refusal(body)
    assert violation.rule == "fault"
    assert "Oops" in violation.value


@pytest.mark.parametrize(("written", "rule"), [
    ("<int>15616841651</int>", "range"), ("<i8>9223372036854775808</i8>", "range"), ("<int>five</int>", "xml-rpc"),
    ("<int></int>", "xml-rpc"), ("<boolean>true</boolean>", "xml-rpc"), ("<double>1e999</double>", "xml-rpc"),
    ("<double>nan</double>", "xml-rpc"), ("<integer>1</integer>", "xml-rpc"), ("<int>1</int><int>2</int>", "xml-rpc"),
    ("x<int>1</int>", "xml-rpc"), ("<string><b>x</b></string>", "xml-rpc"), ("<array/>", "xml-rpc"),
    ("<struct><value>1</value></struct>", "xml-rpc"), ("<struct><member><name>a</name></member></struct>", "xml-rpc"),
])  # fmt: skip
def test_a_value_that_is_not_what_its_type_says_is_refused(written: str, rule: str):
    assert refusal(answer(struct(x=written))).rule == rule


def test_the_wrong_value_is_named_by_its_path():
    assert refusal(answer(struct(DATA=struct(LOOP="<int>x</int>")))).path == "$.DATA.LOOP"


def test_a_member_that_stands_twice_is_a_duplicate():
    member = "<member><name>err</name><value>0</value></member>"
    violation = refusal(answer(f"<struct>{member}{member}</struct>"))
    assert (violation.rule, violation.path) == ("duplicate-key", "$.err")


def test_two_parameters_are_one_too_many():
    assert refusal(answer("1").replace(b"</param>", b"</param><param><value>2</value></param>")).rule == "xml-rpc"


def test_deep_nesting_is_refused():
    deep = "<array><data><value>" * 200 + "</value></data></array>" * 200
    assert refusal(answer(deep)).rule == "depth"


@pytest.mark.slow
def test_a_hundred_thousand_elements_deep_are_refused_without_falling_over():
    assert refusal(b"<a>" * 100_000 + b"</a>" * 100_000).rule == "xml-rpc"
