"""``voicenter-mock verify`` on a real socket."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from voicenter_mock.mockserver.cli import main
from voicenter_mock.mockserver.commands.verify import command

from . import customer_servers
from .serving import served


@pytest.fixture
def right() -> Iterator[str]:
    with served(customer_servers.careful_cdr()) as url:
        yield url


@pytest.fixture
def wrong() -> Iterator[str]:
    with served(customer_servers.crashes_on_hebrew()) as url:
        yield url


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments, standalone_mode=False)


def test_a_right_server_passes_with_0(right: str):
    result = run(right, "--callback", "cdr", "--max-examples", "20")

    assert result.return_value == 0, result.output
    assert "no findings" in result.output


def test_findings_are_a_table_with_a_curl_line_and_exit_code_1(wrong: str):
    result = run(wrong, "--callback", "cdr", "--max-examples", "20", "--phase", "generated")

    assert result.return_value == 1
    assert "breaks-on-text" in result.output.splitlines()[1]
    assert "--data-raw" in result.output
    assert "docs/how-to/verify.md#breaks-on-text" in result.output


def test_json_and_junit_say_the_same(wrong: str, tmp_path: Path):
    file = tmp_path / "report.xml"

    result = run(
        wrong, "--callback", "cdr", "--phase", "generated", "--max-examples", "20", "--json", "--junit-xml", str(file)
    )

    assert [finding["kind"] for finding in json.loads(result.output)["findings"]] == ["breaks-on-text"]
    assert [case.get("name") for case in ElementTree.parse(file).iter("testcase") if len(case)] == ["breaks-on-text"]


def test_the_slow_reader_is_answered(right: str):
    result = run(right, "--callback", "cdr", "--phase", "slow-reader", "--json")

    report = json.loads(result.output)
    assert report["phases"] == ["slow-reader"]
    assert report["findings"] == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("http://127.0.0.1:9/", "--callback", "cdr"),
        ("ftp://127.0.0.1/", "--callback", "cdr"),
        ("http://127.0.0.1:9/", "--callback", "popup", "--encoding", "xml-rpc"),
        ("http://127.0.0.1:9/", "--callback", "cdr", "--header", "nothing"),
    ],
    ids=["unreachable", "no URL", "encoding", "header"],
)
def test_wrong_use_and_nobody_there_is_exit_code_2(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        main(["verify", *arguments])

    assert ended.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_voicebots_url_says_what_it_is():
    with served(customer_servers.bot_app(customer_servers.knows_orders)) as url:
        result = run("--voicebot-url", url, "--max-examples", "10", "--set", "IntentParameters.order=1234")

    assert result.return_value == 0, result.output


def test_a_voicebot_that_answers_500_is_found_over_http():
    with served(customer_servers.app(lambda: ("oops", 500))) as url:
        result = run("--voicebot-url", url, "--max-examples", "10", "--phase", "generated")

    assert result.return_value == 1
    assert "server-error" in result.output


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("http://127.0.0.1:9/", "--voicebot-url", "http://127.0.0.1:9/"), "leave URL, --callback"),
        (("--cdr-url", "http://127.0.0.1:9/", "--popup-url", "http://127.0.0.1:9/"), "and other addresses out"),
        (("--callback", "cdr"), "Missing argument 'URL'"),
        (("http://127.0.0.1:9/",), "Missing option '--callback'"),
    ],
)
def test_where_to_and_what_must_be_said_once(
    arguments: tuple[str, ...], complaint: str, capsys: pytest.CaptureFixture[str]
):
    with pytest.raises(SystemExit) as ended:
        main(["verify", *arguments])

    assert ended.value.code == 2
    assert complaint in capsys.readouterr().err


@pytest.mark.parametrize(
    ("callback", "setting", "complaint"),
    [
        ("external_ivr", "CALL_DURATON=5", "'CALL_DURATON'; did you mean 'CALL_DURATION'?"),
        ("external_ivr", "DATA.CALLER_NAM=5", "'CALLER_NAM'; did you mean 'CALLER_NAME'?"),
        ("popup", "currentCall.callername2=5", "'callername2'; did you mean 'callername'?"),
        ("cdr", "IVR.0.LayerNam=x", "'LayerNam'; did you mean 'layer_name'?"),
    ],
)
def test_a_member_that_no_message_has_is_not_left_out_without_a_word(
    callback: str, setting: str, complaint: str, capsys: pytest.CaptureFixture[str]
):
    with pytest.raises(SystemExit) as ended:
        main(["verify", "http://127.0.0.1:9/", "--callback", callback, "--set", setting])

    assert ended.value.code == 2
    assert f"--set: there is no {complaint}" in capsys.readouterr().err


@pytest.mark.parametrize("setting", ["CALL_STATUS=ANSWER", "own=5", "DATA.CALL_DURATION=5", "DATA.own=5"])
def test_a_member_that_a_message_may_have_is_taken(setting: str, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit):
        main(["verify", "http://127.0.0.1:9/", "--callback", "external_ivr", "--set", setting])

    assert "nobody answers" in capsys.readouterr().err
