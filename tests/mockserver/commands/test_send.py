"""`voicenter-mock send` and `trigger call`: kept messages, and whole calls, played into an endpoint."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from voicenter_mock import contracts
from voicenter_mock.mockserver.callbacks.encoding import encode
from voicenter_mock.mockserver.cli import main
from voicenter_mock.mockserver.telephony.model.directory import CallbackTarget

from ...acceptance.receivers import Receiver, receiver
from .console import Capture

CDR: dict[str, Any] = contracts.schema("cdr_notification.request")["examples"][0]


@pytest.fixture
def customer() -> Iterator[Receiver]:
    with receiver() as made:
        made.answer = lambda message: (200, "application/json", b'{"err": 0, "STATUS": "OK"}')
        yield made


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    assert isinstance(ended.value.code, int)
    return ended.value.code


def write_message(folder: Path, body: bytes) -> str:
    file = folder / "message"
    file.write_bytes(body)
    return str(file)


FORMS = {
    "JSON": json.dumps(CDR).encode(),
    "a form": urlencode(
        {name: value if isinstance(value, str) else json.dumps(value) for name, value in CDR.items()}
    ).encode(),
    "XML-RPC": encode("cdr_notification", CDR, CallbackTarget("cdr", encoding="xml-rpc"), "current")[1],
}


@pytest.mark.parametrize("form", sorted(FORMS))
def test_a_kept_message_comes_as_of_now_and_about_another_call(tmp_path: Path, customer: Receiver, form: str):
    assert run("send", write_message(tmp_path, FORMS[form]), "--to", customer.url) == 0

    (message,) = customer.messages
    assert message["ivruniqueid"] != CDR["ivruniqueid"]
    assert abs(int(message["time"]) - time.time()) < 4 * 3600
    assert (message["caller"], message["status"]) == (CDR["caller"], CDR["status"])


def test_it_may_keep_its_call_and_its_times(tmp_path: Path, customer: Receiver):
    run("send", write_message(tmp_path, FORMS["JSON"]), "--to", customer.url, "--as-it-is", "--set", "duration=7")
    assert customer.messages == [{**CDR, "duration": 7}]


def test_a_member_that_is_nearly_another_goes_out_with_a_warning(
    tmp_path: Path, customer: Receiver, capsys: pytest.CaptureFixture[str]
):
    run("send", write_message(tmp_path, FORMS["JSON"]), "--to", customer.url, "--set", "duraton=7")

    assert capsys.readouterr().err == "--set: there is no 'duraton'; did you mean 'duration'? It is sent as it is\n"
    assert "duraton" in customer.messages[0]


def test_what_is_refused_ends_with_1(tmp_path: Path, customer: Receiver):
    customer.answer = lambda message: (500, "text/plain", b"no room")
    assert run("send", write_message(tmp_path, FORMS["JSON"]), "--to", customer.url) == 1


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", "is empty: paste the body of the message into it"),
        (b'{"ivruniqueid": ', "this is no message of Voicenter: "),
        (b'{"colour": "red"}', "it has nothing by which one is known; say --callback"),
        (b"not a message", "it has nothing by which one is known; say --callback"),
        (b"<x>", "this is no message of Voicenter: This is not XML: no element found: line 1, column 3."),
    ],
)
def test_what_is_no_message_is_one_line_and_2(tmp_path: Path, capsys: Capture, body: bytes, expected: str):
    assert run("send", write_message(tmp_path, body), "--to", "http://127.0.0.1:9/") == 2
    output = capsys.readouterr().err
    assert expected in output
    assert "\\" not in output
    assert len(output.splitlines()) == 1


def test_a_list_is_no_message_whatever_it_is_said_to_be(tmp_path: Path, capsys: Capture):
    to = ("--to", "http://127.0.0.1:9/")
    assert run("send", write_message(tmp_path, b"[1]"), "--callback", "cdr", *to) == 2
    assert "this is no message of Voicenter: expected a JSON object" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_told(capsys: Capture):
    assert run("send", "nothing.json", "--to", "http://127.0.0.1:9/") == 2
    assert "cannot read nothing.json: no such file or directory" in capsys.readouterr().err


@pytest.mark.slow
def test_a_whole_call_comes_with_pop_ups_and_records_that_agree(customer: Receiver, capsys: Capture):
    assert run("trigger", "call", "--to", customer.url, "--popup-to", customer.popup_url, "--json") == 0

    found = json.loads(capsys.readouterr().out)
    assert [delivery["callback"] for delivery in found["deliveries"]] == ["popup", "popup", "popup", "cdr"]
    (record,) = found["cdrs"]
    (pushed,) = [message for message in customer.messages if "ivruniqueid" in message]
    popups = [message for message in customer.messages if "ivrid" in message]
    assert pushed == record
    assert {popup["ivrid"] for popup in popups} == {record["ivruniqueid"]} == {found["ivrid"]}
    assert [popup["status"] for popup in popups] == ["Ringing", "Talking", "Hangup"]
    assert abs(record["time"] - time.time()) < 4 * 3600
