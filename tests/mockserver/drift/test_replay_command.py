"""``voicenter-mock replay``: recorded callbacks into an endpoint, byte for byte, at their own pace or at once."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, request
from werkzeug.serving import make_server

from voicenter_mock.mockserver.cli import main
from voicenter_mock.mockserver.commands import replay
from voicenter_mock.mockserver.traffic.messages import RecordedExchange, RecordedMessage

from .recordings import write

Capture = pytest.CaptureFixture[str]
CDR = b'{"caller":  "1", "target": "2", "ivruniqueid": "x", "status": "ANSWER", "type": "Queue"}'


class Endpoint:
    """A customer's server; ``received`` are method, path with query, content type and body."""

    def __init__(self) -> None:
        self.received: list[tuple[str, str, str, bytes]] = []
        app = Flask("endpoint")

        @app.route("/<path:path>", methods=["GET", "POST"])
        def take(path: str) -> dict[str, object]:  # pyright: ignore[reportUnusedFunction]
            body = request.get_data()
            self.received.append((request.method, request.full_path.rstrip("?"), request.content_type or "", body))
            return {"err": 1 if b"refuse" in body else 0, "errdesc": "", "STATUS": "OK"}

        self._server = make_server("127.0.0.1", 0, app)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join(10)
        self._server.server_close()


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    endpoint = Endpoint()
    yield endpoint
    endpoint.stop()


def _pushed(body: bytes, started: float, content_type: str = "application/json") -> RecordedExchange:
    return RecordedExchange("1", "POST", "https://crm/cdr", RecordedMessage((), body, content_type), 200, callback="cdr_notification", started=started)  # fmt: skip


def _run(capture: Capture, *arguments: object, code: int) -> str:
    with pytest.raises(SystemExit) as ended:
        main(["replay", *map(str, arguments)])
    captured = capture.readouterr()
    assert ended.value.code == code, captured.err
    return captured.out or captured.err


def test_the_recordings_bytes_are_sent_in_the_order_of_their_time(
    endpoint: Endpoint, tmp_path: Path, capsys: Capture
) -> None:
    popup = RecordedExchange("2", "GET", "https://crm/pop?phone=1&ivrid=2", RecordedMessage(), 200, started=150)
    other = RecordedExchange("3", "GET", "https://example.org/", RecordedMessage(), 200, started=1)
    file = write(tmp_path / "a.har", [_pushed(CDR + b" ", 200), popup, other, _pushed(CDR, 100)])
    output = _run(
        capsys, file, "--cdr-url", f"{endpoint.url}/cdr", "--popup-url", f"{endpoint.url}/pop", "--at-once", code=0
    )
    assert endpoint.received == [
        ("POST", "/cdr", "application/json", CDR),
        ("GET", "/pop?phone=1&ivrid=2", "", b""),
        ("POST", "/cdr", "application/json", CDR + b" "),
    ]
    assert output.splitlines()[-2].endswith("cdr  acknowledged")
    assert output.splitlines()[-1] == "3 callbacks sent, none not acknowledged"


def test_one_callback_is_told_as_one(endpoint: Endpoint, tmp_path: Path, capsys: Capture) -> None:
    output = _run(
        capsys, write(tmp_path / "a.har", [_pushed(CDR, 100)]), "--cdr-url", f"{endpoint.url}/cdr", "--at-once", code=0
    )
    assert output.splitlines()[-1] == "1 callback sent, none not acknowledged"


def test_a_refusal_exits_with_1_and_is_told(endpoint: Endpoint, tmp_path: Path, capsys: Capture) -> None:
    file = write(tmp_path / "a.har", [_pushed(b'{"refuse": 1}', 1), _pushed(CDR, 2)])
    output = _run(capsys, file, "--cdr-url", f"{endpoint.url}/cdr", "--at-once", "--json", code=1)
    assert [json.loads(line)["verdict"] for line in output.splitlines()] == ["refused", "acknowledged"]


def test_the_pace_is_the_recordings_own(
    endpoint: Endpoint, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(replay.time, "sleep", pauses.append)
    file = write(tmp_path / "a.har", [_pushed(CDR, 100), _pushed(CDR, 107), _pushed(CDR, 90_000)])
    _run(capsys, file, "--cdr-url", f"{endpoint.url}/cdr", code=0)
    assert pauses == [7, replay.LONGEST_PAUSE]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "say where they go"),
        (["--cdr-url", "x"], "does not begin with http"),
        (["--popup-url", "http://127.0.0.1:9"], "no callback for these URLs"),
    ],
)
def test_wrong_use_exits_with_2(tmp_path: Path, capsys: Capture, arguments: list[str], says: str) -> None:
    assert says in _run(capsys, write(tmp_path / "a.har", [_pushed(CDR, 1)]), *arguments, code=2)
