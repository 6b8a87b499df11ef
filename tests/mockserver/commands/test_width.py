"""Every command at 80 columns: only what has to be copied whole is wider than the terminal."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import requests
from flask import Flask, request

from voicenter_mock.mockserver.command_line import cli, has_option, main
from voicenter_mock.mockserver.commands.greeting import Greeting
from voicenter_mock.mockserver.commands.listen import Listener
from voicenter_mock.mockserver.commands.remote import Remote
from voicenter_mock.mockserver.commands.tables import Screen, in_lines, width_of
from voicenter_mock.mockserver.load.report import LoadReport, ReportRow, lines
from voicenter_mock.mockserver.load.tally import Tally

from ..verify.serving import served
from .console import Capture, Console

COLUMNS = 80
PAGE = b"<html><body><p>" + b"CSRF verification failed because the cookie is missing. " * 8 + b"</p></body></html>"
_COPIED = re.compile(r' +["{<\[]| +curl ')
"""What a line begins with that is there to be copied: messages as they were sent, commands."""

SCRIPT = """
status
doctor
requests
requests --unresolved
requests show 1
lint-requests --unresolved
deliveries
deliveries show 1
deliveries send cdr
redeliver 1
calls --all
explain {call}
call show {call}
cdrs
cdrs show 1
events
statistics
sockets
sockets drop
call outgoing SIPSIP1 0501234567
call hangup {newest}
call incoming 0501234567 --did 0722776772
clock advance 3
call press {newest} 1
call hangup {newest}
call incoming 0501234567 --did 0722776774 --party SIPSIP1=answer:60
clock advance 3
call answer {newest} --extension SIPSIP1
call hold {newest}
call unhold {newest}
call mute {newest}
call unmute {newest}
call spy {newest} SIPSIP5
call transfer {newest} SIPSIP2
call incoming 0501234568 --did 0722776774
clock advance 3
call reject {newest}
agents
agents set walter@example.com lunch
extensions
extensions off SIPSIP3
extensions on SIPSIP3
queues
campaigns
campaigns add demo-agents-campaign 0503333333 twelve
campaigns stop demo-agents-campaign
campaigns start demo-agents-campaign
campaigns report demo-agents-campaign
campaigns clear demo-agents-campaign
expect add busy --number 0501234567
expect
expect clear
faults add click2call --status 503 --first 3 --when target=055555555555555555555555555555555555
faults
faults remove 1
faults clear
organizations
organizations create an-organization-with-a-long-name-of-its-own --clock manual
organizations edit an-organization {changes}
organizations reset an-organization
organizations delete an-organization
clock
clock advance 1
clock cancel
clock pause
clock speed 60
clock run
snapshot save {folder}/before.json
snapshot restore {folder}/before.json
export --as har --output {folder}/session.har
drift {folder}/session.har
replay {folder}/session.har --cdr-url {customer} --at-once
contracts list
contracts validate cdr_notification.request {changes}
contracts export {folder}/schemas
trigger cdr --to {customer}
trigger call --to {customer}
send {message} --to {customer}
verify --cdr-url {customer} --max-examples 3 --phase documented --phase generated
"""

FOR_PROGRAMS = {
    "contracts example", "contracts show", "organizations from-recording", "organizations schema", "organizations show",
    "openapi", "asyncapi", "export", "http-file",
}  # fmt: skip
"""What prints a document or a program: its lines are the file's."""
ENDLESS = {"serve", "listen", "load", "record", "mcp"}
"""What prints while it runs: the greeting, the lines of `listen` and the report of `load` have tests of their own."""
ELSEWHERE = {"stop"}
"""What a sandbox that is a test's refuses, in a sentence: ``test_stop.py``."""


@pytest.fixture
def customer() -> Iterator[str]:
    """The URL of a server that refuses everything at length."""
    app = Flask("crm")

    @app.post("/")
    def refuse() -> tuple[bytes, int]:  # pyright: ignore[reportUnusedFunction]
        request.get_data()  # what is not read to its end would be a broken connection
        return PAGE, 403

    with served(app) as url:
        yield url


@pytest.fixture
def busy(console: Console, customer: str) -> Console:
    """A sandbox whose names, codes, addresses and problems are long."""
    console.tenant.deliveries.bind("cdr", customer)
    console.run("call", "incoming", "0501234567", "--did", "0722776774", "--name", "Dana " * 20, "--talk", "5")
    console.tenant.advance(seconds=20)
    given = {"code": "demo-code", "phne": "x" * 30 + " y" * 40, "phone": "SIPSIP1", "targt": "0501234567"}
    requests.get(f"{console.base_url}/ForwardDialer/click2call.aspx", given, timeout=10)
    requests.get(f"{console.base_url}/ForwardDialer/click2call.aspx", {"code": "wrong"}, timeout=10)
    console.tenant.advance(seconds=20)
    return console


def groups_and_commands(group: click.Group, parent: click.Context) -> Iterator[tuple[str, click.Command]]:
    for name in group.list_commands(parent):
        command = group.get_command(parent, name)
        assert command is not None
        context = click.Context(command, parent=parent, info_name=name)
        path = context.command_path.partition(" ")[2]
        yield path, command
        if isinstance(command, click.Group):
            yield from groups_and_commands(command, context)


ALL = dict(groups_and_commands(cli, click.Context(cli, info_name="voicenter-mock")))


def test_no_command_is_forgotten():
    with_output = {
        path for path, command in ALL.items() if not isinstance(command, click.Group) or command.invoke_without_command
    }

    assert with_output - set(map(command_of, SCRIPT.strip().splitlines())) - FOR_PROGRAMS - ENDLESS - ELSEWHERE == set()


def command_of(line: str) -> str:
    """``call show`` of ``call show 2023…``."""
    first, *others = line.split()
    both = " ".join([first, *others[:1]])
    return both if both in ALL else first


def too_wide(text: str) -> list[str]:
    """Lines that do not fit, of those that could be broken."""
    lines = click.unstyle(text).replace("\r", "\n").splitlines()
    return [line for line in lines if width_of(line) > COLUMNS and " " in line.strip() and not _COPIED.match(line)]


@pytest.mark.slow
def test_every_command_fits_80_columns(
    busy: Console, customer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
):
    monkeypatch.setenv("COLUMNS", str(COLUMNS))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    (tmp_path / "changes.json").write_text('{"name": "A shop with a name that is long enough to be broken in two"}')
    delivery = busy.tenant.deliveries.all()[0]
    (tmp_path / "message.json").write_text(json.dumps(delivery.payload))
    names = {
        "call": delivery.call_id, "newest": "", "customer": customer, "folder": tmp_path,
        "changes": tmp_path / "changes.json", "message": tmp_path / "message.json",
    }  # fmt: skip
    found: dict[str, list[str]] = {}

    for line in SCRIPT.strip().splitlines():
        words = [word.format(**names) for word in line.split()]
        command = cli.get_command(click.Context(cli), words[0])
        asks = command is not None and has_option(command, "server")
        named = ("--server", busy.base_url) if asks else ()
        with pytest.raises(SystemExit) as ended:
            main([*words, *named])
        captured = capsys.readouterr()
        assert ended.value.code != 2, captured.err
        assert captured.out or "--output" in words, line
        found[line] = too_wide(captured.out + captured.err)
        if words[:2] in (["call", "incoming"], ["call", "outgoing"]):
            names["newest"] = captured.out.strip()

    assert {line: wide for line, wide in found.items() if wide} == {}


def test_every_help_fits_80_columns():
    wide: list[str] = []
    for path, command in ALL.items():
        context = click.Context(command, info_name=f"voicenter-mock {path}", terminal_width=COLUMNS)
        wide += [line for line in command.get_help(context).splitlines() if width_of(line) > COLUMNS]

    assert wide == []


def test_the_greeting_fits_80_columns_but_for_its_command(capsys: Capture, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", str(COLUMNS))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    command = (
        "curl 'http://127.0.0.1:8025/ForwardDialer/click2call.aspx?phone=SIPSIP1&target=0501234567&code=demo-code'"
    )
    Greeting("http://127.0.0.1:8025", "listens", [("extensions", ", ".join(["SIPSIP1"] * 12))], command).print()

    greeting = capsys.readouterr().out.splitlines()
    assert too_wide("\n".join(greeting)) == []
    assert greeting[2].startswith(f"{'':22}SIPSIP1")
    assert greeting[-2:] == ["try:", f"  {command}"]


def test_a_greeting_is_the_same_in_the_process_that_prints_it(capsys: Capture, monkeypatch: pytest.MonkeyPatch):
    """Whatever it names: the line that says what to try is none of its facts."""
    monkeypatch.setenv("COLUMNS", str(COLUMNS))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    facts = [("cdr", f"goes to http://crm.example/try:/{'cdr and more ' * 12}"), ("API code", "try:\u2066")]
    greeting = Greeting("http://127.0.0.1:8025", "listens", facts, "curl")

    Greeting.from_json(greeting.to_json()).print()

    lines = capsys.readouterr().out.splitlines()
    assert too_wide("\n".join(lines)) == []
    assert lines.count("try:") == 1


def test_what_listen_prints_fits_80_columns(busy: Console):
    listener = Listener(Remote(busy.base_url, "demo"), Screen(COLUMNS, 24))
    given = {"code": "demo-code", "phone": "SIPSIP1", "target": "0555550017", "maxduration": "long"}
    requests.get(f"{busy.base_url}/ForwardDialer/click2call.aspx", given, timeout=10)
    busy.tenant.advance(seconds=60)

    printed = "\n".join([*listener.news(), listener.press("d"), listener.press("?")])
    assert "CSRF verification failed" in printed
    assert too_wide(in_lines(printed, Screen(COLUMNS, 24))) == too_wide(printed) == []


def test_the_report_of_a_load_fits_80_columns():
    rows = [ReportRow("external_layer", "steady", 1_234_567, 12_345, 1234.5, 123, 1234, 12345, 123456)]
    report = LoadReport(3600.0, tuple(rows), Tally().as_data())

    printed = "\n".join(in_lines(line, Screen(COLUMNS, 24)) for line in lines(report))
    assert too_wide(printed) == []
    heading, row = printed.splitlines()[1:3]
    assert heading.index("max") + 3 == len(row)


def test_an_error_is_broken_between_its_words(capsys: Capture, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", str(COLUMNS))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with pytest.raises(SystemExit):
        main(["verify", "http://127.0.0.1:9/", "--voicebot-url", "http://127.0.0.1:9/", "--callback", "cdr"])

    output = capsys.readouterr().err
    assert too_wide(output) == []
    assert output.count("\n") == 2


@pytest.mark.parametrize("sentence", ["  call      20231114", "one  two", "    a hint"])
def test_blanks_before_and_within_a_sentence_stay(sentence: str):
    assert in_lines(sentence, Screen(COLUMNS, 24)) == sentence
    assert in_lines(f"{sentence} {'word ' * 20}", Screen(40, 24)).splitlines()[0].startswith(sentence)
