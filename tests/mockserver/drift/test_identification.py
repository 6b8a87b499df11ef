"""Which contract a message belongs to, when only its shape shows."""

from __future__ import annotations

import json

import pytest

from voicenter_mock import contracts
from voicenter_mock.mockserver.drift.identification import Called, Pushed, decode_body, identify, lone_contract
from voicenter_mock.mockserver.traffic.messages import LoneMessage, RecordedExchange, RecordedMessage

CALLBACKS = [
    "cdr_notification", "popup", "external_ivr.get_ivr_action", "external_ivr.hangup_call", "external_layer", "voicebot",
]  # fmt: skip
XML = b"<methodCall><methodName>GET_IVR_ACTION</methodName><params><param><value><struct><member><name>DID</name><value><string>1</string></value></member></struct></value></param></params></methodCall>"


def _posted(body: bytes, content_type: str = "application/json", url: str = "https://crm/hook") -> RecordedExchange:
    return RecordedExchange("1", "POST", url, RecordedMessage((), body, content_type), 200)


@pytest.mark.parametrize("name", CALLBACKS)
def test_a_callback_is_known_by_its_shape(name: str) -> None:
    example = contracts.schema(f"{name}.request")["examples"][-1]
    found = identify(_posted(json.dumps(example).encode()))
    assert isinstance(found, Pushed)
    assert found.callback.name == name


def test_xml_rpc_is_known_by_its_method() -> None:
    found = identify(_posted(XML, "text/xml"))
    assert isinstance(found, Pushed)
    assert found.callback.name == "external_ivr.get_ivr_action"


def test_a_pop_up_is_known_by_its_query() -> None:
    found = identify(RecordedExchange("1", "GET", "https://crm/popup?phone=1&ivrid=2", RecordedMessage(), 200))
    assert isinstance(found, Pushed)
    assert found.callback.name == "popup"


@pytest.mark.parametrize(
    "url",
    [
        "https://api.voicenter.co.il/forwarddialer/CLICK2CALL.aspx/?phone=1",
        "http://127.0.0.1:8025/o/t1/ForwardDialer/click2call.aspx",
        "https://upstream.example/ForwardDialer/click2call.aspx",
    ],
)
def test_an_operation_is_known_by_its_path_on_any_host(url: str) -> None:
    found = identify(RecordedExchange("1", "GET", url, RecordedMessage(), 200))
    assert isinstance(found, Called)
    assert found.operation.name == "click2call"


@pytest.mark.parametrize("body", [b"", b"hello", b"{", b'{"name": "x", "phone": "1"}', b"[1]", b'"text"'])
def test_other_traffic_is_left_alone(body: bytes) -> None:
    assert identify(_posted(body)) is None


@pytest.mark.parametrize(
    ("body", "contract"),
    [
        (["ExtensionEvent", {"data": 1}], "realtime.extension_event"),
        ({"ERRORCODE": 0, "ERRORMESSAGE": "OK", "CALLID": "1"}, "click2call.response"),
        ({"ERRORCODE": 0, "ERRORMESSAGE": "OK", "CALLID": "1", "two\nlines": 1}, "click2call.response"),
        ({"hello": "world"}, ""),
    ],
)
def test_a_lone_message_is_known_by_its_shape(body: object, contract: str) -> None:
    assert lone_contract(LoneMessage("1", json.dumps(body).encode(), "application/json")) == contract


def test_a_text_that_lies_beside_recordings_is_no_form():
    script = (
        b"# yesterday's call\ncurl 'http://127.0.0.1:8025/ForwardDialer/click2call.aspx?phone=SIPSIP1&code=demo-code'\n"
    )
    assert lone_contract(LoneMessage("session.sh", script)) == ""


def test_a_text_that_is_posted_is_no_form():
    script = b"code=demo-code\ncurl 'http://127.0.0.1:8025/?phone=SIPSIP1&\ncode=demo-code'\n"

    assert decode_body(script, "text/plain") is None
