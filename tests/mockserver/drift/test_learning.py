"""What a second vendor does differently becomes an addendum, and the fake does it too."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from voicenter_mock import contracts
from voicenter_mock.contracts import addenda, learned, strategies
from voicenter_mock.contracts.addendum import Addendum, Change, read
from voicenter_mock.contracts.inference import json_type
from voicenter_mock.contracts.undocumented import place_of, present
from voicenter_mock.mockserver.cli import main
from voicenter_mock.mockserver.drift import learning
from voicenter_mock.mockserver.drift.addendum_file import load
from voicenter_mock.mockserver.drift.examination import Examination
from voicenter_mock.mockserver.sandbox import reference
from voicenter_mock.mockserver.telephony.model.directory import Fault
from voicenter_mock.mockserver.traffic.messages import RecordedExchange, RecordedFrame, RecordedMessage
from voicenter_mock.mockserver.traffic.redactor import Redactor

from ...suite.sessions import OURS, load_only
from .fake_traffic import API, DIALER, FakeTraffic
from .recordings import write
from .second_vendor import session

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The addendum that ``drift --write`` makes of the second vendor's session."""
    folder = tmp_path_factory.mktemp("learning")
    file = folder / "addendum.yaml"
    with pytest.raises(SystemExit):
        main(["drift", str(write(folder / "session.har", session())), "--write", str(file), "--json"])
    return file


@pytest.fixture
def in_use(written: Path) -> Iterator[None]:
    addenda.use(load(written)[1])
    yield
    addenda.forget()


@pytest.mark.usefixtures("in_use")
def test_what_was_learned_is_no_difference_any_more() -> None:
    examination = Examination(Redactor(b"key"))
    examination.examine_all(session())
    assert {finding.key for finding in examination.findings.all()} == set()


CUT_OFF = RecordedExchange(
    "cut off", "POST", f"{API}{DIALER}AddCall", RecordedMessage((), b'{"Campaign": "c", "Target": "0501234567"}', "application/json"),
    200, RecordedMessage((), b'{"ErrorCode": 0, "Desc', "application/json"),
)  # fmt: skip
NAMELESS = replace(CUT_OFF, answer=RecordedMessage((), b"", "text/html"), status=503)
ROWS = replace(CUT_OFF, url=f"{API}/api/v3/rows", answer=RecordedMessage((), b"<p>rows</p>", "text/html"))


@pytest.mark.parametrize(
    ("exchange", "comment"),
    [
        (CUT_OFF, "violation dialer.add_call.response $ json: an addendum has no such entries: what breaks the rule 'json' is no other form"),
        (NAMELESS, "http-status dialer.add_call.response 503: an addendum has no such entries: HTTP 503 without a text"),
        (ROWS, "path POST /api/v3/rows: an addendum has no such entries: it has no answer in JSON"),
    ],
)  # fmt: skip
def test_what_cannot_be_learned_is_a_comment(
    tmp_path: Path, capsys: Capture, exchange: RecordedExchange, comment: str
) -> None:
    file = tmp_path / "addendum.yaml"
    _main(capsys, "drift", write(tmp_path / "session.har", [exchange]), "--write", file, code=1)
    assert f"# not learned: {comment}" in file.read_text("utf-8")
    assert load(file)[1] == Addendum()


def _learned(*exchanges: RecordedExchange) -> tuple[dict[str, Any], list[str]]:
    examination = Examination(Redactor(b"key"))
    examination.examine_all(exchanges)
    return learning.learn(examination.findings.all(), examination.coverage)


@pytest.mark.usefixtures("forgotten")
def test_a_member_that_is_an_object_is_sent_and_known_with_what_it_holds() -> None:
    rated = {"ErrorCode": 0, "Description": "OK", "Rating": {"stars": 4, "by": ["agent"]}}
    document, _ = _learned(replace(CUT_OFF, answer=RecordedMessage((), json.dumps(rated).encode(), "application/json")))
    assert document["members"][0]["samples"] == [rated["Rating"]]
    addenda.use(read(document))
    sent = FakeTraffic().ask(
        "POST", f"{API}{DIALER}AddCall", {"Campaign": "demo-agents-campaign", "Target": "0501234567"}
    )
    assert sent["Rating"] == rated["Rating"]
    drawn = [strategies.example("dialer.add_call.response", seed).get("Rating", {}).get("stars") for seed in range(20)]
    assert set(drawn) == {4, None}


def test_a_payload_of_a_learned_event_is_not_too_long() -> None:
    url = "https://monitor1.voicenter.co/socket.io/?EIO=4&transport=websocket"
    frames = tuple(RecordedFrame("server", 1.0, f'42["New",{{"text":"{"x" * length}"}}]') for length in (10, 30_000))
    document, _ = _learned(RecordedExchange("1", "GET", url, RecordedMessage(), 101, RecordedMessage(), frames=frames))
    assert [len(sample["text"]) for sample in document["events"][0]["samples"]] == [10]


def test_what_cannot_be_redacted_is_not_learned() -> None:
    voice = replace(ROWS, answer=RecordedMessage((), b"ID3\x04 a voice", "audio/mpeg"))
    examination = Examination(Redactor(b"key"))
    examination.examine_all([voice])
    assert [one.text for finding in examination.findings.all() for one in finding.exchanges] == [""]


def test_each_entry_says_how_often_and_when(written: Path) -> None:
    text = written.read_text("utf-8")
    assert "place: $.callQuality\n  type: string\n  samples:\n  - GOOD\n  - POOR\n  share: 0.333\n  seen: 2 times, 2026-11-28" in text  # fmt: skip


@pytest.mark.usefixtures("in_use")
def test_the_fake_sends_what_was_learned() -> None:
    traffic = FakeTraffic()
    traffic.busy(25)
    campaigns = traffic.ask("POST", f"{API}{DIALER}GetCampaignList", {"Code": "demo-code"})["Data"]
    added = traffic.ask("POST", f"{API}{DIALER}AddCall", {"Campaign": "demo-agents-campaign", "Target": "0501234567"})
    assert added["ErrorCode"] == "0"
    assert any("Owner" in campaign or campaign["StatusName"] == "Paused" for campaign in campaigns)
    pushed = _pushed(traffic)
    assert {cdr.get("callQuality") for cdr in pushed} == {"GOOD", "POOR", None}
    assert "TRANSFERRED" in {cdr["status"] for cdr in pushed}
    assert {type(cdr["duration"]) for cdr in pushed} == {int, str}


@pytest.mark.slow
def test_each_entry_is_sent_somewhere(written: Path) -> None:
    _, addendum = load(written)
    for change in addendum.changes:
        learned.send(Addendum(changes=(replace(change, share=1),)), {})
        try:
            messages = [strategies.example(change.contract, seed) for seed in range(60)]
            sent = [learned.as_sent(change.contract, message) for message in messages]
        finally:
            learned.send(Addendum(), {})
        assert json.dumps(messages) != json.dumps(sent), change
        for one in sent:
            seen = [value for place, value in present(one) if place == _place(change.steps)]
            assert _matches(change, seen), (change, seen)


def _place(steps: tuple[str, ...]) -> str:
    return place_of([0 if step == "*" else step for step in steps])


def _matches(change: Change, seen: list[Any]) -> bool:
    """Whether the values at a change's place are what it says."""
    if change.kind == "absent":
        return not seen
    if change.kind == "form":
        return all(json_type(value) == json_type(change.values[0]) for value in seen)
    if change.kind == "type":
        return all(json_type(value) in change.kinds for value in seen)
    return all(value in change.values for value in seen)


def _pushed(traffic: FakeTraffic) -> list[dict[str, Any]]:
    return [delivery.payload for delivery in traffic.tenant.deliveries.all() if delivery.contract == "cdr_notification"]


@pytest.mark.slow
@pytest.mark.usefixtures("in_use")
def test_what_the_fake_sends_then_keeps_the_amended_contracts() -> None:
    traffic = FakeTraffic()
    traffic.busy(10)
    examination = Examination(Redactor(b"key"))
    examination.examine_all(traffic.recording())
    assert [finding.key for finding in examination.findings.all()] == []


@pytest.mark.slow
@pytest.mark.usefixtures("in_use")
def test_the_same_inputs_bring_the_same_messages() -> None:
    def bodies() -> list[bytes]:
        traffic = FakeTraffic()
        traffic.busy(5)
        return [delivery.body for delivery in traffic.tenant.deliveries.all()]

    assert bodies() == bodies()


@pytest.mark.usefixtures("in_use")
def test_a_learned_error_can_be_injected() -> None:
    traffic = FakeTraffic()
    traffic.tenant.faults.add(Fault("click2call", error="9"))
    order = {"phone": "SIPSIP1", "target": "0501234567", "code": "demo-code", "format": "json"}
    answer = traffic.ask("GET", f"{API}/ForwardDialer/click2call.aspx", **order)
    assert (answer["ERRORCODE"], answer["ERRORMESSAGE"]) == (9, "Extension is suspended")


@pytest.mark.usefixtures("in_use")
def test_the_reference_marks_what_was_seen_in_recordings() -> None:
    page = reference.http_page().decode()
    assert "Seen in your recordings (2 times, 2026-11-28)." in page
    assert "callQuality" in page


def _main(capture: Capture, *arguments: object, code: int) -> str:
    with pytest.raises(SystemExit) as ended:
        main(list(map(str, arguments)))
    captured = capture.readouterr()
    assert ended.value.code == code, captured.err
    return captured.out or captured.err


@pytest.fixture
def forgotten() -> Iterator[None]:
    yield
    addenda.forget()


@pytest.mark.usefixtures("forgotten")
def test_contracts_on_the_command_line_take_it(written: Path, tmp_path: Path, capsys: Capture) -> None:
    message = tmp_path / "message.json"
    message.write_text(
        json.dumps(contracts.schema("cdr_notification.request")["examples"][0] | {"status": "TRANSFERRED"})
    )
    name = "cdr_notification.request"
    assert "1 violation" in _main(capsys, "contracts", "validate", name, message, "--strict", code=1)
    output = _main(capsys, "contracts", "--addendum", written, "validate", name, message, "--strict", code=0)
    assert output == f"{name}: valid\n"
    assert "callQuality" in _main(capsys, "contracts", "--addendum", written, "show", name, code=0)


@pytest.mark.usefixtures("forgotten")
def test_drift_counts_an_addendum_as_documented(written: Path, tmp_path: Path, capsys: Capture) -> None:
    recording = write(tmp_path / "session.har", session())
    output = _main(capsys, "drift", recording, "--addendum", written, code=0)
    assert "no differences" in output


@pytest.mark.parametrize("command", [["serve"], ["contracts", "list"], ["drift", "FILE"]])
def test_a_wrong_one_is_refused_with_file_line_and_place(tmp_path: Path, capsys: Capture, command: list[str]) -> None:
    file = tmp_path / "addendum.yaml"
    file.write_text("addendum: 1\nhosts:\n- host: a.example.net\n- hots: b\n")
    recording = write(tmp_path / "session.har", [])
    arguments: list[object] = [recording if word == "FILE" else word for word in command]
    arguments[1:1] = ["--addendum", file]
    output = _main(capsys, *arguments, code=2)
    assert f"--addendum: {file}:4: hosts[1].hots: no member is called so" in output


def test_one_that_does_not_fit_is_refused_with_its_line(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "addendum.yaml"
    file.write_text("addendum: 1\nwords:\n- contract: popup.request\n  place: $.nothing\n  words: [x]\n")
    output = _main(capsys, "serve", "--addendum", file, code=2)
    assert f"{file}:4: words[0].place: popup.request: the contract has no 'nothing' there" in output


def test_no_addendum_at_all_is_refused(tmp_path: Path, capsys: Capture) -> None:
    assert "no such file" in _main(capsys, "serve", "--addendum", tmp_path / "none.yaml", code=2).lower()


def test_one_can_be_edited_and_read_again(written: Path) -> None:
    document, addendum = load(written)
    assert read(dict(document)) == addendum
    assert set(addendum.hosts) == {"recordings.voicenter-cdn.net", "api7.voicenter.co.il", "monitor9.voicenter-live.net"}  # fmt: skip


@pytest.mark.slow
def test_the_ini_option_takes_it(written: Path, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    load_only(monkeypatch, OURS)
    pytester.makefile(".yaml", addendum=written.read_text("utf-8"))
    pytester.makeini("[pytest]\nvoicenter_addendum = addendum.yaml\n")
    pytester.makepyfile(
        """
        import requests
        from voicenter_mock import contracts

        def test_learned(voicenter):
            assert "callQuality" in contracts.schema("cdr_notification.request")["properties"]
            sent = {"Campaign": "demo-agents-campaign", "Target": "0501234567"}
            answer = requests.post("https://api.voicenter.co.il/ForwardDialer/Dialer/AddCall", json=sent).json()
            assert answer["ErrorCode"] == "0"
            assert requests.post("https://api.voicenter.co.il/api/v2/calls", json={"from": "a"}).json() == {"calls": []}
            assert "realtime.agent_event" in contracts.names()
        """
    )
    pytester.runpytest_subprocess("-q").assert_outcomes(passed=1)


@pytest.mark.slow
def test_a_wrong_ini_option_is_a_usage_error(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    load_only(monkeypatch, OURS)
    pytester.makefile(".yaml", addendum="addendum: 2\n")
    pytester.makeini("[pytest]\nvoicenter_addendum = addendum.yaml\n")
    result = pytester.runpytest_subprocess("-q")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*voicenter_addendum: *addendum.yaml:1: addendum: expected 1*"])
