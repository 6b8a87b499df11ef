"""Whatever a recording holds that was not redacted: no report, baseline, addendum or document has it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from voicenter_mock.mockserver.cli import main
from voicenter_mock.mockserver.traffic.messages import RecordedExchange, RecordedFrame, RecordedMessage

from ..traffic.planted import (
    ADDRESS,
    CODE,
    HEBREW_NAME,
    MAIL,
    MOBILE,
    MOBILE_E164,
    NAME,
    NOTE,
    PERSONAL,
    PIN,
    RECORDING,
    SECRETS,
    TOKEN,
    exchanges,
)  # fmt: skip
from .recordings import write

API = "https://api.voicenter.co.il"


def _answered(url: str, answer: object, status: int = 200) -> RecordedExchange:
    body = json.dumps(answer, ensure_ascii=False).encode()
    return RecordedExchange("1", "GET", url, RecordedMessage(), status, RecordedMessage((), body, "application/json"))


def _recording() -> list[RecordedExchange]:
    """The planted exchanges, and differences whose values, words and error texts are planted ones."""
    c2c = f"{API}/ForwardDialer/click2call.aspx?phone=SIPQQ7&target={MOBILE}&code=x"
    cdr = json.loads(exchanges()[2].request.body) | {
        "status": NAME,
        "duration": MOBILE,
        "agentPhone": MOBILE,
        "mails": [MAIL],
    }
    lead = {"code": CODE, "phone": MOBILE, "name": NAME, "note": NOTE, "items": [{"mail": MAIL, "pin": PIN}]}
    personal = {"agentName": HEBREW_NAME, "phone": MOBILE_E164, "token": TOKEN, "file": RECORDING, "address": ADDRESS}
    socket = "https://monitor1.voicenter.co/socket.io/?EIO=4&transport=websocket"
    page = f"<html><p>{NAME}, {MOBILE}, {MAIL}, {CODE}</p></html>".encode()
    return [
        *exchanges(),
        RecordedExchange("1", "POST", f"{API}/api/v9/leads?code={CODE}&phone={MOBILE}", RecordedMessage((), json.dumps(lead).encode(), "application/json"), 200, RecordedMessage((), json.dumps({"of": [lead, personal]}).encode(), "application/json")),
        RecordedExchange("1", "GET", socket, RecordedMessage(), 101, RecordedMessage(), frames=(RecordedFrame("server", 1.0, "42" + json.dumps(["Said", personal])), RecordedFrame("client", 1.0, "42" + json.dumps(["Asked", lead])))),
        RecordedExchange("1", "GET", c2c, RecordedMessage(), 503, RecordedMessage((), page, "text/html")),
        RecordedExchange("1", "GET", f"{API}/ForwardDialer/Dialer/GetCampaignList?Code={CODE}", RecordedMessage(), 429, RecordedMessage((), page, "text/html")),
        _answered(c2c, {"ERRORCODE": 0, "ERRORMESSAGE": "OK", "CALLID": "1", "lead": lead, "said": personal}),
        _answered(c2c, {"ERRORCODE": 9, "ERRORMESSAGE": f"{NAME} at {MOBILE} has no code {CODE}", "CALLID": ""}),
        _answered(c2c, {"ERRORCODE": 1, "ERRORMESSAGE": f"no {MAIL}", "CALLID": ""}),
        _answered(f"{API}/unknown/{MOBILE}/{MAIL}", {}),
        _answered(f"{API}/ForwardDialer/Dialer/GetCampaignList?Code={CODE}", f"<html>{NAME} {MOBILE}</html>"),
        replace(exchanges()[2], request=RecordedMessage((), json.dumps(cdr).encode(), "application/json")),
        replace(exchanges()[2], request=RecordedMessage((), f'{{"caller": "{HEBREW_NAME} {MOBILE}", "caller"'.encode(), "application/json")),
    ]  # fmt: skip


def _leaked(text: str) -> list[str]:
    return [value for value in SECRETS + PERSONAL if value.lower() in text.lower()]


def test_nothing_that_is_written_has_a_planted_value(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    recording = write(tmp_path / "session.har", _recording())
    assert _leaked(recording.read_text("utf-8"))
    files = {name: tmp_path / name for name in ("junit.xml", "page.html", "addendum.yaml", "baseline.txt", "org.yaml")}
    outputs = ["--junit", files["junit.xml"], "--html", files["page.html"], "--write", files["addendum.yaml"]]
    printed = ""
    for more in (["--json", *outputs], ["--never-seen"], ["--baseline", files["baseline.txt"], "--write-baseline"]):
        with pytest.raises(SystemExit):
            main(["drift", str(recording), *map(str, more)])
        printed += capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["organizations", "from-recording", str(recording), "--output", str(files["org.yaml"])])
    learned = files["addendum.yaml"].read_text("utf-8")
    assert all(part in learned for part in ("\npaths:\n", "\nevents:\n", "content_type: text/html", "\nmembers:\n"))
    assert len(printed) > 1000
    assert _leaked(printed) == []
    for name, file in files.items():
        assert _leaked(file.read_text("utf-8")) == [], name
