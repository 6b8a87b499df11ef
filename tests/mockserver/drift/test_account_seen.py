"""An account as a sandbox: what a recording names is in the document, with pseudonyms, and the document serves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from voicenter_mock.mockserver.cli import main
from voicenter_mock.mockserver.drift.account_seen import AccountSeen
from voicenter_mock.mockserver.organizations import load, read
from voicenter_mock.mockserver.traffic.messages import RecordedExchange, RecordedMessage

from .fake_traffic import FakeTraffic
from .recordings import write

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    traffic = FakeTraffic()
    traffic.busy(11)
    return write(tmp_path_factory.mktemp("account") / "session.har", traffic.recording())


def _document(recording: Path, output: Path, *options: str) -> Any:
    with pytest.raises(SystemExit) as ended:
        main(["organizations", "from-recording", str(recording), "--output", str(output), *options])
    assert ended.value.code == 0
    return load(output)


@pytest.fixture(scope="module")
def kept(recording: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    return _document(recording, tmp_path_factory.mktemp("kept") / "org.yaml", "--keep-personal")


def test_what_the_recording_names_is_in_it(kept: Any) -> None:
    assert {entry["sip"] for entry in kept["extensions"]} >= {"SIPSIP1", "SIPSIP2", "SIPSIP5", "london-desk"}
    assert {entry["name"] for entry in kept["users"]} >= {"Walter Melon", "John Doe", "Ruth Klein רות קליין"}
    assert {(entry["id"], entry["name"]) for entry in kept["queues"]} == {(10035, "Sales"), (10036, "Support")}
    assert {(entry["name"], entry["kind"]) for entry in kept["campaigns"] if "name" in entry} == {
        ("Demo agents campaign", "agents"),
        ("Demo IVR campaign", "ivr"),
    }
    assert len(kept["codes"]) == 1
    assert "Sales Department" in {entry["name"] for entry in kept["accounts"]}
    assert kept["caller_ids"]["default"].lstrip("0").removeprefix("972") == "722776772"


def test_it_can_be_served(kept: Any) -> None:
    directory = read(dict(kept))
    assert directory.id == "recorded"
    assert len(directory.extensions) == len(kept["extensions"])


@pytest.mark.slow
def test_it_has_pseudonyms_and_no_secret(recording: Path, tmp_path: Path) -> None:
    document = _document(recording, tmp_path / "org.yaml", "--id", "shop")
    text = (tmp_path / "org.yaml").read_text("utf-8")
    for value in ("Walter", "demo-code", "demo-agents-campaign", "demo-token", "0722776772", "722776772", "SIPSIP1"):
        assert value not in text
    assert read(dict(document)).id == "shop"


@pytest.mark.slow
def test_what_could_not_be_known_is_a_comment(recording: Path, tmp_path: Path) -> None:
    _document(recording, tmp_path / "org.yaml")
    text = (tmp_path / "org.yaml").read_text("utf-8")
    assert "# - which extensions are a queue's and a campaign's members: all of them are written here" in text


def test_records_name_numbers_layers_and_people() -> None:
    account = AccountSeen()
    account.observe("cdr_notification.request", {
        "did": "0722776772", "queueid": 7, "queuename": "Sales", "targetextension": "", "callerextension": "ext-1",
        "callerextension_name": "Desk", "representative_code": "4711", "representative_name": "Dana", "caller": "0501234567",
        "IVR": [{"layer_id": 40, "layer_name": "Main menu", "layer_number": 1, "Dtmf": 1}],
    })  # fmt: skip
    account.observe(
        "external_layer.request", {"METHOD": "IVR_LAYER_INPUT", "DATA": {"LAYER_ID": "5", "DID": "0722776773"}}
    )
    document = account.document("x")
    assert document["dids"] == [
        {"number": "0722776772", "route": {"queue": 7}},
        {"number": "0722776773", "route": {"layer": 1}},
    ]
    assert document["layers"] == [
        {"number": 1, "kind": "menu", "name": "Main menu", "id": 40},
        {"number": 5, "kind": "external_layer"},
    ]
    assert document["users"] == [{"id": 4711, "name": "Dana", "code": "4711"}]
    assert document["extensions"] == [{"sip": "ext-1", "name": "Desk"}]
    read(document)


def test_a_recording_without_voicenter_is_refused(tmp_path: Path, capsys: Capture) -> None:
    other = RecordedExchange(
        "1", "GET", "https://example.org/", RecordedMessage(), 200, RecordedMessage((), b"hello", "text/plain")
    )
    with pytest.raises(SystemExit) as ended:
        main(["organizations", "from-recording", str(write(tmp_path / "a.har", [other]))])
    assert ended.value.code == 2
    assert "no message of Voicenter's" in capsys.readouterr().err
