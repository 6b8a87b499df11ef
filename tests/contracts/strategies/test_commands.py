"""`voicenter-mock contracts`, `openapi` and `asyncapi`."""

from __future__ import annotations

import io
import json
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from voicenter_mock import contracts
from voicenter_mock.contracts import strategies
from voicenter_mock.contracts.portable_schemas import plain
from voicenter_mock.mockserver.cli import main


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ending:
        main(list(arguments))
    return int(ending.value.code or 0)


def given(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


def test_list_names_every_contract(capsys: pytest.CaptureFixture[str]):
    assert run("contracts", "list") == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == contracts.names()


def test_list_finds_contracts_by_a_part_of_their_name(capsys: pytest.CaptureFixture[str]):
    assert run("contracts", "list", "click2call") == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_show_prints_the_schema(capsys: pytest.CaptureFixture[str]):
    assert run("contracts", "show", "click2call.request") == 0
    assert json.loads(capsys.readouterr().out) == contracts.schema("click2call.request")


def test_export_writes_every_schema(tmp_path: Path):
    assert run("contracts", "export", str(tmp_path / "new" / "schemas")) == 0
    written = {file.stem: json.loads(file.read_text("utf-8")) for file in (tmp_path / "new" / "schemas").iterdir()}
    assert written == {name: contracts.schema(name) for name in contracts.names()}


def test_export_writes_plain_and_strict_schemas(tmp_path: Path):
    assert run("contracts", "export", str(tmp_path), "--plain", "--strict") == 0
    written = json.loads((tmp_path / "dialer.get_campaign_list.response.json").read_text("utf-8"))
    assert written == plain(contracts.schema("dialer.get_campaign_list.response", strict=True))


def test_export_to_a_file_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "file").touch()
    assert run("contracts", "export", str(tmp_path / "file" / "schemas")) == 2
    assert "cannot write to" in capsys.readouterr().err


def test_openapi_can_be_had_with_json_alone(capsys: pytest.CaptureFixture[str]):
    assert run("openapi", "--json-only") == 0
    described = json.loads(capsys.readouterr().out)
    body = described["paths"]["/ForwardDialer/click2call.aspx"]["post"]["requestBody"]
    assert body["content"].keys() == {"application/json"}
    assert described["servers"][0]["url"] == "http://127.0.0.1:8025"


def test_a_misspelt_contract_is_wrong_use(capsys: pytest.CaptureFixture[str]):
    assert run("contracts", "show", "click2cal.request") == 2
    assert "did you mean click2call.request" in capsys.readouterr().err


def test_an_example_is_valid(capsys: pytest.CaptureFixture[str]):
    assert run("contracts", "example", "popup.request") == 0
    contracts.validate("popup.request", json.loads(capsys.readouterr().out))


def test_a_seed_makes_the_same_example_each_time(capsys: pytest.CaptureFixture[str]):
    assert run("contracts", "example", "popup.request", "--seed", "4") == 0
    first = capsys.readouterr().out
    assert run("contracts", "example", "popup.request", "--seed", "4") == 0
    assert capsys.readouterr().out == first


def test_an_example_can_be_printed_as_it_goes_over_the_wire(capfdbinary: pytest.CaptureFixture[bytes]):
    assert run("contracts", "example", "click2call.request", "--encoding", "query") == 0
    contracts.validate_bytes("click2call.request", capfdbinary.readouterr().out.strip(), query=True)


def test_an_encoding_that_the_contract_does_not_have_is_wrong_use(capsys: pytest.CaptureFixture[str]):
    assert run("contracts", "example", "external_layer.request", "--encoding", "xml-rpc") == 2
    assert "is not written as xml-rpc, but as json" in capsys.readouterr().err


def test_a_malformed_example_is_refused_and_says_why(capsys: pytest.CaptureFixture[str]):
    assert run("contracts", "example", "popup.request", "--malformed", "--family", "missing") == 0
    printed = capsys.readouterr()
    assert not contracts.accepts("popup.request", json.loads(printed.out))
    assert "[required; missing]" in printed.err


def test_a_family_that_there_is_not_is_wrong_use(capsys: pytest.CaptureFixture[str]):
    assert run("contracts", "example", "popup.request", "--malformed", "--family", "mising") == 2
    assert "did you mean 'missing'?" in capsys.readouterr().err


def test_a_valid_message_is_told_so(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    given('{"err": 0, "errdesc": "OK"}', monkeypatch)
    assert run("contracts", "validate", "cdr_notification.response", "-") == 0
    assert capsys.readouterr().out == "cdr_notification.response: valid\n"


def test_violations_are_a_table_with_path_rule_and_what_is_expected(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    given('{"phone": "SIPSIP1", "code": "demo-code", "action": "dial"}', monkeypatch)
    assert run("contracts", "validate", "click2call.request", "-") == 1
    heading, columns, *rows = capsys.readouterr().out.splitlines()
    assert heading == "click2call.request: 1 violation"
    assert columns.split() == ["path", "rule", "found", "expected", "[source]"]
    assert rows[0].split()[:3] == ["$.action", "pattern", "'dial'"]


def test_violations_can_be_json(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    given("{}", monkeypatch)
    assert run("contracts", "validate", "external_ivr.hangup_call.response", "-", "--json") == 1
    assert {row["path"] for row in json.loads(capsys.readouterr().out)} == {"$.STATUS"}


def test_a_file_that_is_not_there_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert run("contracts", "validate", "popup.request", str(tmp_path / "none.json")) == 2
    assert "cannot read" in capsys.readouterr().err


def test_bytes_that_are_no_message_are_a_violation(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = tmp_path / "cdr.json"
    file.write_bytes(b'{"caller": "0501234567"')
    assert run("contracts", "validate", "cdr_notification.request", str(file)) == 1
    assert "This is not JSON" in capsys.readouterr().out


def test_a_file_in_xml_rpc_is_read_as_what_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = tmp_path / "answer.xml"
    file.write_text(
        "<methodResponse><params><param><value><struct><member><name>STATUS</name><value><int>0</int></value></member>"
        "</struct></value></param></params></methodResponse>",
        "utf-8",
    )
    assert run("contracts", "validate", "external_ivr.hangup_call.response", str(file)) == 0


def test_openapi_is_printed(capsys: pytest.CaptureFixture[str]):
    assert run("openapi", "--server", "http://127.0.0.1:8025") == 0
    assert json.loads(capsys.readouterr().out)["openapi"].startswith("3.1")


def test_asyncapi_is_written_to_a_file(tmp_path: Path):
    file = tmp_path / "asyncapi.json"
    assert run("asyncapi", "--output", str(file)) == 0
    assert json.loads(file.read_text("utf-8"))["asyncapi"].startswith("3.")


def test_the_document_is_named_beside_what_is_expected(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    given('{"phone": "SIPSIP1", "code": "demo-code", "action": "dial"}', monkeypatch)
    run("contracts", "validate", "click2call.request", "-")
    assert capsys.readouterr().out.rstrip().endswith("[3.2 §1, c2c §1.1–1.7]")


def test_a_misspelt_member_is_noted_beside_violations_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    given('{"phone": "SIPSIP1", "targt": "0501234567", "code": "demo-code", "action": "cal"}', monkeypatch)
    assert run("contracts", "validate", "click2call.request", "-") == 1
    assert capsys.readouterr().out.splitlines()[-1] == "  note: $.targt: `targt` – did you mean `target`?"


def test_a_word_that_no_document_knows_is_noted_and_valid(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    given('{"STATUS": "OKAY"}', monkeypatch)
    assert run("contracts", "validate", "popup.response", "-") == 0
    assert "note: $.STATUS: no document knows 'OKAY' here" in capsys.readouterr().out


def test_a_callbacks_nested_list_is_json_text_in_a_form():
    cdr = {"caller": "1", "IVR": [{"layer_id": 1}]}
    body, _ = strategies.written("cdr_notification.request", cdr, "form")
    assert parse_qs(body.decode()) == {"caller": ["1"], "IVR": ['[{"layer_id": 1}]']}
