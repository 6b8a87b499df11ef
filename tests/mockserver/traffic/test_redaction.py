"""Redaction: no planted value is left, and what takes its place is of the same kind."""

from __future__ import annotations

import json
from pathlib import Path

import phonenumbers
import pytest

from voicenter_mock.mockserver.traffic.har_entry import entry
from voicenter_mock.mockserver.traffic.har_writer import HarWriter
from voicenter_mock.mockserver.traffic.messages import RecordedExchange, RecordedMessage
from voicenter_mock.mockserver.traffic.redactor import Redactor

from .planted import MOBILE, MOBILE_E164, NAME, NOTE, PERSONAL, RECORDING, SECRETS, exchanges, found_in

KEY = b"a key of the tests"


def _written(folder: Path, redactor: Redactor) -> bytes:
    file = folder / "session.har"
    writer = HarWriter(file, rotate_bytes=1 << 30, kept=1)
    for exchange in exchanges():
        writer.write([entry(redactor.exchange(exchange))])
    writer.close()
    return file.read_bytes()


def test_no_secret_and_no_personal_value_is_in_the_file(tmp_path: Path) -> None:
    assert found_in(_written(tmp_path, Redactor(KEY)), SECRETS + PERSONAL) == []


def test_with_keep_personal_still_no_secret_is_in_the_file(tmp_path: Path) -> None:
    written = _written(tmp_path, Redactor(KEY, keep_personal=True))
    assert found_in(written, SECRETS) == []
    assert NAME in written.decode()


@pytest.mark.parametrize("value", [*SECRETS, *PERSONAL])
def test_each_planted_value_would_be_found(tmp_path: Path, value: str) -> None:
    file = tmp_path / "session.har"
    writer = HarWriter(file, rotate_bytes=1 << 30, kept=1)
    writer.write([entry(exchange) for exchange in exchanges()])
    writer.close()
    assert found_in(file.read_bytes(), (value,)) == [value]


def test_a_secret_that_is_known_beforehand_is_found_under_any_name() -> None:
    exchange = RecordedExchange("1", "GET", "http://x/?thing=abcd-efgh-1", RecordedMessage())
    assert "abcd-efgh-1" not in Redactor(KEY, secrets=["abcd-efgh-1"]).exchange(exchange).url


def _body(redactor: Redactor, message: object) -> dict[str, str]:
    exchange = RecordedExchange(
        "1", "POST", "http://x/", RecordedMessage((), json.dumps(message).encode(), "application/json")
    )
    found: dict[str, str] = json.loads(redactor.exchange(exchange).request.body)
    return found


@pytest.mark.parametrize("number", [MOBILE, MOBILE_E164, f"+{MOBILE_E164}", "03-7654321", "12025550143", "0722776772"])
def test_a_valid_number_stays_valid_and_keeps_its_form(number: str) -> None:
    redacted = _body(Redactor(KEY), {"phone": number})["phone"]
    assert redacted != number
    assert len(redacted) == len(number)
    assert (redacted[:1] == "0", "-" in redacted, "+" in redacted) == (number[:1] == "0", "-" in number, "+" in number)
    assert _is_valid(redacted) == _is_valid(number)


def _is_valid(number: str) -> bool:
    text = number if number[0] == "0" else f"+{number.lstrip('+')}"
    return phonenumbers.is_valid_number(phonenumbers.parse(text, "IL"))


def test_a_number_has_one_pseudonym_however_it_is_written() -> None:
    redactor = Redactor(KEY)
    redacted = _body(redactor, {"phone": MOBILE, "target": MOBILE_E164, "text": f"called +{MOBILE_E164}."})
    assert redacted["target"] == f"972{redacted['phone'][1:]}"
    assert redacted["text"].endswith(f"+972{redacted['phone'][1:]}.")


def test_two_numbers_never_have_the_same_pseudonym() -> None:
    redactor = Redactor(KEY)
    numbers = [f"05012{index:05}" for index in range(0, 100_000, 47)]
    assert len({redactor.member("phone", number) for number in numbers}) == len(numbers)


def test_another_key_gives_other_pseudonyms() -> None:
    assert Redactor(b"one").member("phone", MOBILE) != Redactor(b"two").member("phone", MOBILE)


def test_names_keep_their_script_and_their_number_of_words() -> None:
    redacted = _body(Redactor(KEY), {"callername": "יהודית Cohen"})["callername"].split()
    assert len(redacted) == 2
    assert all("א" <= letter <= "ת" for letter in redacted[0])
    assert redacted[1].isascii()


def test_words_that_contracts_list_and_figures_stay() -> None:
    message = {
        "status": "ANSWER",
        "time": 1785047400,
        "type": "Queue",
        "IVR": [{"Dtmf": 3}],
        "price": 7,
        "ERRORCODE": 0,
    }
    assert _body(Redactor(KEY), message) == message


def test_a_new_word_under_a_name_that_nobody_knows_stays_and_a_sentence_does_not() -> None:
    redacted = _body(Redactor(KEY), {"callQuality": "GOOD", "remark": NOTE})
    assert redacted["callQuality"] == "GOOD"
    assert NOTE not in redacted["remark"]


def test_the_form_of_a_message_stays_as_wrong_as_it_was() -> None:
    body = b'{"phone": "0543217788", "phone" :"0543217788",  "time": "17", "x": 0012, "unfinished": [1, '
    redacted = Redactor(KEY).exchange(
        RecordedExchange("1", "POST", "http://x/", RecordedMessage((), body, "application/json"))
    )
    text = redacted.request.body.decode()
    assert text.count('"phone"') == 2
    assert text.endswith('",  "time": "17", "x": 0012, "unfinished": [1, ')


def test_a_recording_has_the_same_name_in_a_record_and_in_its_own_url() -> None:
    redactor = Redactor(KEY)
    record, played = (redactor.exchange(exchange) for exchange in (exchanges()[2], exchanges()[5]))
    name = played.url.rpartition("/")[2]
    assert name != RECORDING
    assert name in record.request.body.decode()


def test_a_voice_is_not_written() -> None:
    answer = Redactor(KEY).exchange(exchanges()[5]).answer
    assert answer is not None
    assert (answer.body, answer.lost) == (b"", "not kept: a recording of 19 bytes, which is a person's voice")


def test_bytes_that_are_no_text_are_not_written() -> None:
    answer = Redactor(KEY).exchange(exchanges()[3]).answer
    assert answer is not None
    assert answer.body == b""
    assert "nothing can be redacted" in answer.lost


def test_a_polling_answer_of_engine_io_3_has_its_lengths_right() -> None:
    from voicenter_mock.mockserver.realtime.engineio import decode_payload

    exchange = exchanges()[8]
    packet = '42["login",{"Token":"eyTOKENabcdef0123456789zz","UserName":"יהודית"}]'
    body = f"{len(packet)}:{packet}".encode()
    answer = RecordedMessage((), body, "text/plain")
    redacted = Redactor(KEY).exchange(RecordedExchange("1", "GET", exchange.url, RecordedMessage(), 200, answer)).answer
    assert redacted is not None
    frames = decode_payload(redacted.body, 3)
    assert len(frames) == 1
    assert "eyTOKEN" not in str(frames[0])


def test_a_number_or_an_address_that_is_a_members_name_is_replaced() -> None:
    text = json.dumps(_body(Redactor(KEY), {MOBILE: {"count": 1}, "a.b@shop.co.il": "GOOD", "status": "ANSWER"}))
    assert MOBILE not in text
    assert "shop" not in text
    assert '"status": "ANSWER"' in text
