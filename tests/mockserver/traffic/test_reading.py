"""Readers: every recorder's own way to keep a body, undone where it can be and said where it cannot."""

from __future__ import annotations

import gzip
import json
import zipfile
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest

from voicenter_mock.mockserver.traffic.har_entry import entry
from voicenter_mock.mockserver.traffic.har_writer import HarWriter
from voicenter_mock.mockserver.traffic.messages import (
    LoneMessage,
    Recorded,
    RecordedExchange,
    RecordedFrame,
    RecordedMessage,
    UnreadablePart,
)
from voicenter_mock.mockserver.traffic.reading import read
from voicenter_mock.mockserver.traffic.socket_events import SocketMessage, events

HEBREW = '{"ERRORMESSAGE": "שגיאה"}'


def _read(folder: Path, content: str | bytes, name: str = "recording") -> list[Recorded]:
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read([file]))


def _only(found: list[Recorded]) -> RecordedExchange:
    assert len(found) == 1
    assert isinstance(found[0], RecordedExchange), found
    return found[0]


def _answer(exchange: RecordedExchange) -> RecordedMessage:
    assert exchange.answer is not None
    return exchange.answer


def _har(content: dict[str, Any], posted: dict[str, Any] | None = None, **more: Any) -> str:
    request = {"method": "POST", "url": "http://h/p?a=1", "headers": [{"name": ":authority", "value": "h"}]}
    if posted is not None:
        request |= {"postData": posted}
    headers = [{"name": "Content-Encoding", "value": "gzip"}]
    response = {"status": 200, "headers": headers, "content": content}
    one = {"startedDateTime": "2026-11-28T10:00:00.500Z", "time": 7, "request": request, "response": response, **more}
    return json.dumps({"log": {"creator": {"name": "x"}, "entries": [one]}})


def test_a_har_says_when_a_request_was_sent_and_how_long_it_took(tmp_path: Path) -> None:
    found = _only(_read(tmp_path, _har({"text": "{}"})))
    assert (found.method, found.url, found.milliseconds, found.started) == ("POST", "http://h/p?a=1", 7, 1795860000.5)
    assert found.request.headers == ()


def test_plain_text_under_a_header_that_says_gzip_is_plain_text(tmp_path: Path) -> None:
    assert _answer(_only(_read(tmp_path, _har({"text": HEBREW})))).body == HEBREW.encode()


def test_base64_of_compressed_bytes_is_unpacked(tmp_path: Path) -> None:
    text = b64encode(gzip.compress(HEBREW.encode())).decode()
    assert _answer(_only(_read(tmp_path, _har({"text": text, "encoding": "base64"})))).body == HEBREW.encode()


def test_a_compression_that_is_not_read_is_said(tmp_path: Path) -> None:
    text = b64encode(b"\x28\xb5\x2f\xfd\x00").decode()
    assert "zstd" in _answer(_only(_read(tmp_path, _har({"text": text, "encoding": "base64"})))).lost


def test_utf_8_that_was_read_as_latin_1_comes_back(tmp_path: Path) -> None:
    text = HEBREW.encode().decode("latin-1")
    assert _answer(_only(_read(tmp_path, _har({"text": text})))).body == HEBREW.encode()


@pytest.mark.parametrize("sizes", [{"size": 4}, {"size": 90, "compression": -86}])
def test_bytes_that_were_read_as_latin_1_come_back_by_their_number(tmp_path: Path, sizes: dict[str, int]) -> None:
    assert _answer(_only(_read(tmp_path, _har({"text": "caf\xe9"} | sizes)))).body == b"caf\xe9"


def test_without_their_number_a_letter_is_one_of_utf_8(tmp_path: Path) -> None:
    for content in ({"text": "caf\xe9"}, {"text": "caf\xe9", "size": 5}, {"text": "caf\xe9", "size": -1}):
        assert _answer(_only(_read(tmp_path, _har(content)))).body == "caf\xe9".encode()


def test_bytes_that_stand_as_lone_surrogates_come_back(tmp_path: Path) -> None:
    text = b"caf\xe9".decode("utf-8", "surrogateescape")
    assert _answer(_only(_read(tmp_path, _har({"text": text})))).body == b"caf\xe9"


def test_a_frame_whose_base64_cannot_be_read_is_said_to_be_lost(tmp_path: Path) -> None:
    messages = [
        {"type": "receive", "time": 1, "opcode": 2, "data": "?"},
        {"type": "send", "time": 2, "opcode": 1, "data": "2"},
    ]
    found = _only(_read(tmp_path, _har({"text": ""}, _webSocketMessages=messages)))
    assert [(frame.data, frame.lost[:10]) for frame in found.frames] == [("", "unreadable"), ("2", "")]


def test_replacement_characters_are_said_to_be_lost(tmp_path: Path) -> None:
    found = _only(_read(tmp_path, _har({"text": "{}"}, {"text": '{"a": "\ufffd"}'})))
    assert found.request.body == b""
    assert found.request.lost.startswith("unreadable in this recording")


def test_content_that_was_not_kept_is_said(tmp_path: Path) -> None:
    assert _answer(_only(_read(tmp_path, _har({"size": 12})))).lost == "the recording has no content"


def test_a_forms_text_counts_before_its_parameters(tmp_path: Path) -> None:
    posted = {
        "mimeType": "application/x-www-form-urlencoded",
        "text": "a=1&a=2",
        "params": [{"name": "a", "value": "1"}],
    }
    assert _only(_read(tmp_path, _har({"text": ""}, posted))).request.body == b"a=1&a=2"


def test_a_forms_parameters_serve_where_there_is_no_text(tmp_path: Path) -> None:
    posted = {"text": "", "params": [{"name": "a", "value": "1 2"}, {"name": "b", "value": ""}]}
    assert _only(_read(tmp_path, _har({"text": ""}, posted))).request.body == b"a=1+2&b="


def test_no_answer_is_none(tmp_path: Path) -> None:
    document = json.loads(_har({}))
    document["log"]["entries"][0]["response"] = {"status": -1, "_failureText": "net::ERR_FAILED"}
    found = _only(_read(tmp_path, json.dumps(document)))
    assert (found.status, found.answer, found.failure) == (0, None, "net::ERR_FAILED")


def test_bodies_beside_the_har_in_a_zip_are_found(tmp_path: Path) -> None:
    file = tmp_path / "recording.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("har.har", _har({"_file": "abc.json"}, {"_file": "def.txt", "mimeType": "text/plain"}))
        archive.writestr("abc.json", HEBREW)
        archive.writestr("def.txt", "code=1")
    found = _only(list(read([file])))
    assert (_answer(found).body, found.request.body) == (HEBREW.encode(), b"code=1")


def test_an_attached_file_that_is_missing_is_said(tmp_path: Path) -> None:
    assert "abc.json is not there" in _answer(_only(_read(tmp_path, _har({"_file": "abc.json"})))).lost


def test_an_entry_that_is_none_is_said_and_the_next_is_read(tmp_path: Path) -> None:
    document = json.loads(_har({"text": "{}"}))
    document["log"]["entries"].insert(0, {"request": 7})
    first, second = _read(tmp_path, json.dumps(document), "a.har")
    assert isinstance(first, UnreadablePart)
    assert first.place == "a.har, entry 1"
    assert isinstance(second, RecordedExchange)


def test_what_the_recorder_writes_is_read_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "own.har"
    writer = HarWriter(file, rotate_bytes=1 << 20, kept=1)
    recorded = RecordedExchange(
        place="own.har, entry 1", method="POST", url="http://h/?a=%D7%A9", started=1795860000.5, milliseconds=3, status=200,
        request=RecordedMessage((("Content-Type", "text/plain"),), b"\xff\x00", "text/plain"),
        answer=RecordedMessage((("X", "1"), ("X", "2")), b"", "audio/mpeg", "not kept: a recording"), callback="popup",
        frames=(RecordedFrame("server", 1.0, '42["a"]'), RecordedFrame("client", 2.0, b"\xff")),
    )  # fmt: skip
    writer.write([entry(recorded)])
    writer.close()
    assert list(read([file])) == [recorded]


CASSETTE = """
interactions:
- request:
    body: %s
    headers:
      Content-Type: [application/json]
    method: POST
    uri: http://h/p?phone=050 1
  response:
    body:
      string: %s
    headers:
      content-encoding: [gzip]
    status: {code: 200, message: OK}
version: 1
"""


def test_a_cassettes_compressed_bytes_are_unpacked(tmp_path: Path) -> None:
    packed = b64encode(gzip.compress(HEBREW.encode())).decode()
    found = _only(_read(tmp_path, CASSETTE % ("null", f'!!binary "{packed}"')))
    assert (_answer(found).body, found.url, found.request.body) == (HEBREW.encode(), "http://h/p?phone=050 1", b"")


def test_a_cassettes_plain_text_is_plain(tmp_path: Path) -> None:
    assert _answer(_only(_read(tmp_path, CASSETTE % ("'{}'", json.dumps(HEBREW))))).body == HEBREW.encode()


@pytest.mark.parametrize(
    ("written", "body", "content_type"),
    [
        ("{phone: '0501234567', price: 7}", b'{"phone": "0501234567", "price": 7}', "application/json"),
        ("[!!python/tuple [a, '1'], !!python/tuple [a, '2']]", b"a=1&a=2", "application/x-www-form-urlencoded"),
    ],
)
def test_what_a_caller_passed_to_aiohttp_is_what_was_sent(
    tmp_path: Path, written: str, body: bytes, content_type: str
) -> None:
    found = _only(_read(tmp_path, (CASSETTE % (written, "''")).replace("Content-Type: [application/json]", "X: [y]")))
    assert (found.request.body, found.request.content_type) == (body, content_type)


def test_a_cassette_may_be_json(tmp_path: Path) -> None:
    one: dict[str, Any] = {"request": {"method": "GET", "uri": "http://h/", "body": None, "headers": {}}, "response": {"status": {"code": 200}, "headers": {}, "body": {"string": "{}"}}}  # fmt: skip
    assert _answer(_only(_read(tmp_path, json.dumps({"interactions": [one], "version": 1})))).body == b"{}"


def test_a_cassette_with_objects_of_python_is_refused(tmp_path: Path) -> None:
    (found,) = _read(tmp_path, CASSETTE % ("!!python/object/apply:os.system ['true']", "''"))
    assert isinstance(found, UnreadablePart)


def test_wiremocks_mappings_prove_answers_and_no_requests(tmp_path: Path) -> None:
    (tmp_path / "mappings").mkdir()
    (tmp_path / "__files").mkdir()
    (tmp_path / "__files" / "body.json").write_text(HEBREW)
    request = {"urlPath": "/p", "method": "POST", "queryParameters": {"code": {"equalTo": "1"}}}
    for name, response in {"a": {"bodyFileName": "body.json"}, "b": {"jsonBody": {"a": 1}}, "c": {"base64Body": "e30="}, "d": {"body": "{}"}}.items():  # fmt: skip
        (tmp_path / "mappings" / f"{name}.json").write_text(json.dumps({"request": request, "response": response}))
    found = [one for one in read([tmp_path]) if isinstance(one, RecordedExchange)]
    assert [_answer(one).body for one in found] == [HEBREW.encode(), b'{"a": 1}', b"{}", b"{}"]
    assert {one.url for one in found} == {"/p?code=1"}
    assert all("no proof" not in one.place and one.request.lost for one in found)


def test_json_lines_are_messages_and_a_broken_one_is_said(tmp_path: Path) -> None:
    lines = '{"caller": "1"}\n\n["ExtensionEvent", {}]\nnonsense\n{"contract": "popup.request", "message": {"phone": "1"}, "at": 7}\n'
    first, second, third, fourth = _read(tmp_path, lines, "a.jsonl")
    assert isinstance(first, LoneMessage)
    assert isinstance(second, LoneMessage)
    assert isinstance(third, UnreadablePart)
    assert third.place == "a.jsonl, line 4"
    assert fourth == LoneMessage("a.jsonl, line 5", b'{"phone": "1"}', "application/json", "popup.request", 7)


def test_a_folder_of_bodies_is_a_message_a_file(tmp_path: Path) -> None:
    (tmp_path / "cdr_notification.request.1.json").write_text("{}")
    (tmp_path / "b.xml").write_text("<methodCall/>")
    (tmp_path / ".hidden").write_text("{}")
    assert list(read([tmp_path])) == [
        LoneMessage("b.xml", b"<methodCall/>", "text/xml"),
        LoneMessage("cdr_notification.request.1.json", b"{}", "application/json", "cdr_notification.request"),
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b'{"log": {"entries": [', "this is not JSON"),
        (b"PK\x03\x04nonsense", "this archive cannot be read"),
        (b"2154:7:version;2:20#", "mitmproxy's flows"),
        (b'{"log": {"entries": 7}}', "no list"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, content: bytes, says: str) -> None:
    (found,) = _read(tmp_path, content)
    assert isinstance(found, UnreadablePart)
    assert says in found.reason


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    (found,) = read([tmp_path / "nothing.har"])
    assert found == UnreadablePart("nothing.har", "the file cannot be read: no such file or directory")


EVENT = '42["QueueEvent",{"a":1}]'


@pytest.mark.parametrize(
    ("url", "answer"),
    [
        ("http://h/socket.io/?EIO=3&transport=polling", b"2:40" + f"{len(EVENT)}:{EVENT}".encode()),
        ("http://h/socket.io/?EIO=3&transport=polling", b"\x00" + bytes((2, 4)) + b"\xff" + EVENT.encode()),
        ("http://h/socket.io/?EIO=4&transport=polling", b"0{}\x1e" + EVENT.encode()),
    ],
)
def test_the_first_events_are_found_in_the_polling(url: str, answer: bytes) -> None:
    exchange = RecordedExchange("a", "GET", url, RecordedMessage(), 200, RecordedMessage((), answer), started=5)
    assert list(events(exchange)) == [SocketMessage("a, answer", "server", "QueueEvent", {"a": 1}, 5)]


@pytest.mark.parametrize("frame", ["2", "3", "2probe", "3probe", "5", "6", "40", "430[1]"])
def test_frames_that_keep_a_socket_up_are_no_events(frame: str) -> None:
    exchange = RecordedExchange("a", "GET", "http://h/socket.io/?EIO=3&transport=websocket", RecordedMessage(), 101, frames=(RecordedFrame("client", 1, frame),))  # fmt: skip
    assert list(events(exchange)) == []


def test_a_frame_that_is_none_of_socket_io_is_said() -> None:
    exchange = RecordedExchange(
        "a", "GET", "http://h/socket.io/?EIO=3", RecordedMessage(), 101, frames=(RecordedFrame("server", 1, "42{"),)
    )
    assert list(events(exchange)) == [UnreadablePart("a, frame 1", "a packet's data is JSON")]
