"""What a person at a terminal may leave out: ends of ids, the place of options, whole words for a shell to complete."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import click
import pytest
import requests

from voicenter_mock.contracts.callback_names import MESSAGE_NAMES
from voicenter_mock.mockserver.commands.tables import Column, Row, Screen, Table, in_lines, width_of
from voicenter_mock.mockserver.telephony.model.outcomes import OutcomeKind

from .console import Console
from .pseudo_terminal import COMMAND
from .test_listing_commands import JSON_CONTRACTS

CALLS = (Column("call", id=True), Column("started", whole=True, leaves=1), Column("who"), Column("name", leaves=2))
IDS = ("20240328120000229aef5d53d1b2b2bf", "2024032812000099995fdcc276241976")


def drawn(width: int) -> list[str]:
    rows = [Row((ivrid, "12:00:00Z", "0501234567 → SIPSIP1", "Dana")) for ivrid in IDS]
    return Table(CALLS, Screen(width, 24)).whole(rows, nothing="").splitlines()


def test_a_word_that_is_no_command_of_a_group_is_told_what_there_is(console: Console):
    console.run("organizations", "list", code=2)

    assert "No such command 'list'." in console.error
    assert "Its commands are " in console.error
    assert " create" in console.error
    assert "without one: List the organizations" in console.error


def test_with_room_for_all_nothing_leaves():
    assert drawn(120)[0].split() == ["call", "started", "who", "name"]
    assert drawn(120)[1].startswith(IDS[0])


def test_an_id_shows_its_unique_part_before_a_column_leaves():
    lines = drawn(60)
    assert lines[0].split() == ["call", "started", "who", "name"]
    assert lines[1].startswith(IDS[0][:18])
    assert IDS[0] not in lines[1]


def test_columns_leave_in_the_order_of_what_they_say():
    assert drawn(50)[0].split() == ["call", "started", "who"]
    assert drawn(36)[0].split() == ["call", "who"]


@pytest.mark.parametrize("width", [20, 36, 50, 60, 80, 120])
def test_no_line_is_wider_than_the_screen(width: int):
    assert max(map(len, drawn(width))) <= width


def test_a_column_that_has_left_does_not_come_back_below_the_heading():
    table = Table(CALLS, Screen(36, 24))
    table.lines([Row((IDS[0], "12:00:00Z", "SIPSIP1", "Dana"))])
    (later,) = table.lines([Row((IDS[1], "12:00:00Z", "SIPSIP2", "Dana"))])
    assert (table.headings().split(), "12:00:00Z" in later) == (["call", "who"], False)


def acknowledge(cdr: dict[str, Any]) -> dict[str, int]:
    return {"err": 0}


LISTS = (
    "calls", "deliveries", "requests", "events", "cdrs", "agents", "extensions", "queues", "campaigns", "statistics",
    "organizations", "sockets", "faults", "expect", "status", "clock",
)  # fmt: skip


@pytest.fixture
def busy(console: Console) -> Console:
    """A sandbox whose names, codes and addresses are long."""
    console.tenant.deliveries.bind("cdr", refuse)
    console.run("call", "incoming", "0501234567", "--did", "0722776774", "--name", "Dana " * 20, "--talk", "5")
    console.run("organizations", "create", "a-shop-with-a-long-name-" + "x" * 30)
    console.run("faults", "add", "click2call", "--status", "503", "--first", "3", "--when", f"target=0{'5' * 40}")
    console.run("expect", "add", "busy", "--number", "0501234567")
    requests.get(f"{console.base_url}/ForwardDialer/click2call.aspx?code=demo-code&phne={'x' * 100}", timeout=10)
    console.tenant.advance(seconds=20)
    return console


def refuse(cdr: dict[str, Any]) -> tuple[int, str]:
    return 403, "<html><body><p>" + "CSRF verification failed. " * 8 + "</p></body></html>"


@pytest.mark.parametrize(
    "command", [*LISTS, "calls --all", "requests --unresolved", "campaigns report demo-agents-campaign"]
)
def test_every_list_fits_80_columns(busy: Console, monkeypatch: pytest.MonkeyPatch, command: str):
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    output = busy.run(*command.split(), code=1 if command == "status" else 0)  # it is not well
    lines = list(map(click.unstyle, output.splitlines()))

    assert [line for line in lines if width_of(line) > 80] == []
    assert "" not in [line.strip() for line in lines if command != "campaigns report demo-agents-campaign"]


@pytest.mark.parametrize(("command", "words"), [
    ("expect add", get_args(OutcomeKind)), ("trigger", MESSAGE_NAMES), ("deliveries send", MESSAGE_NAMES),
])  # fmt: skip
def test_an_arguments_words_stand_in_the_help_and_do_not_break_the_usage(
    console: Console, command: str, words: tuple[str, ...]
):
    output = console.run(*command.split(), "--help", server=None)

    assert "{" not in output.partition("\n\n")[0]
    assert [word for word in words if not re.search(rf"\b{word}\b", output)] == []


@pytest.mark.parametrize("command", ["explain", "call show"])
def test_a_calls_sentences_are_broken_between_words(busy: Console, monkeypatch: pytest.MonkeyPatch, command: str):
    (ivrid,) = {cdr["ivruniqueid"] for cdr in busy.json("cdrs")["cdrs"]}
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    lines = click.unstyle(busy.run(*command.split(), ivrid)).splitlines()

    assert [line for line in lines if width_of(line) > 80 and " " in line.strip()] == []
    assert any(line.startswith("         CSRF") or "CSRF verification" in line for line in lines)


@pytest.mark.parametrize("width", [20, 40, 80])
def test_a_sentence_is_broken_between_its_words_and_keeps_all_of_them(width: int):
    sentence = "12:00:01 Callback 3, cdr (Incoming Call ANSWER, 0501234567 → דנה) to http://127.0.0.1/hook, attempt 1."
    broken = in_lines(sentence, Screen(width, 24), 9)

    assert broken.split() == sentence.split()
    assert [line for line in broken.splitlines() if width_of(line) > width and " " in line.strip()] == []
    assert all(line.startswith(" " * 9) for line in broken.splitlines()[1:])
    assert in_lines(sentence, Screen(), 9) == sentence


def test_no_list_is_forgotten():
    assert set(LISTS) >= set(JSON_CONTRACTS)


def test_a_call_is_named_by_the_part_of_its_id_that_only_it_has(console: Console):
    ivrid = console.run("call", "incoming", "0501234567", "--did", "0722776774")
    other = console.run("call", "incoming", "0501234568", "--did", "0722776774")
    short = next(ivrid[:length] for length in range(4, 33) if not other.startswith(ivrid[:length]))

    assert "0501234567 called" in console.run("explain", short)
    assert console.run("call", "hangup", short).startswith(ivrid)


def test_a_part_that_several_calls_have_is_refused_with_them(console: Console):
    ids = [console.run("call", "incoming", caller) for caller in ("0501234567", "0501234568")]

    console.run("explain", ids[0][:8], code=1)
    assert f"2 calls have an id that begins with '{ids[0][:8]}'; such as {ids[0]}, {ids[1]}" in console.error


def test_an_organization_is_named_by_its_beginning(console: Console):
    console.run("organizations", "create", "shop-of-dana")
    assert "SIPSIP1" in console.run("extensions", "--organization", "shop")


def test_a_beginning_that_several_organizations_have_is_refused_with_them(console: Console):
    console.run("organizations", "create", "shop-1")
    console.run("organizations", "create", "shop-2")
    console.run("extensions", "--organization", "shop", code=1)
    assert "organization shop: that may be shop-1, shop-2" in console.error


def test_an_organization_is_shown_edited_reset_and_deleted_by_its_beginning(console: Console, tmp_path: Path):
    console.run("organizations", "create", "shop-of-dana")
    changes = tmp_path / "changes.json"
    changes.write_text('{"name": "Dana"}')

    assert console.run("organizations", "edit", "shop", str(changes)) == "shop-of-dana is changed"
    assert json.loads(console.run("organizations", "show", "sho"))["name"] == "Dana"
    assert console.run("organizations", "reset", "shop-").startswith("shop-of-dana is as it was")
    assert console.run("organizations", "delete", "shop") == "shop-of-dana is deleted"


@pytest.mark.parametrize("action", ["show", "reset", "delete"])
def test_nothing_is_done_to_one_of_several_organizations_that_may_be_meant(console: Console, action: str):
    console.run("organizations", "create", "shop-1")
    console.run("organizations", "create", "shop-2")

    console.run("organizations", action, "shop", code=1)
    assert "organization shop: that may be shop-1, shop-2" in console.error
    assert "shop-1" in console.run("organizations")


def test_the_callbacks_of_a_call_are_listed_by_the_beginning_of_its_id(console: Console):
    console.tenant.deliveries.bind("cdr", acknowledge)
    ivrid = console.run("call", "incoming", "0501234567", "--did", "0722776774", "--talk", "5")
    console.tenant.advance(seconds=60)

    assert "0501234567" in console.run("deliveries", "--ivrid", ivrid[:20])
    assert console.run("deliveries", "--ivrid", "0" * 32) == "no deliveries"


def test_a_record_is_shown_with_the_commands_that_show_what_belongs_to_it(console: Console):
    console.tenant.deliveries.bind("cdr", acknowledge)
    ivrid = console.run("call", "incoming", "0501234567", "--did", "0722776774", "--talk", "5")
    console.tenant.advance(seconds=60)
    output = console.run("cdrs", "show", "1").splitlines()

    assert output[:3] == ["record 1", f"  call      {ivrid}", "  callback  voicenter-mock deliveries show 1"]
    assert "record   1" in console.run("deliveries", "show", "1")
    console.run("cdrs", "show", "7", code=1)
    assert "the call log has no record '7'" in console.error


def test_why_a_record_did_not_arrive_is_one_command_away(console: Console):
    console.tenant.deliveries.bind("cdr", refuse)
    ivrid = console.run("call", "incoming", "0501234567", "--did", "0722776774", "--talk", "5")
    console.tenant.advance(seconds=60)
    output = console.run("explain", ivrid[:20])

    assert "attempt 1: HTTP 403: CSRF verification failed." in output
    assert "attempt 2 is due at" in output


def test_server_and_organization_may_stand_before_the_command(console: Console):
    console.run("organizations", "create", "t1")
    before = ("--server", console.base_url, "--organization", "t1")
    assert console.run(*before, "calls", server=None) == "no calls"
    assert "SIPSIP1" in console.run(*before, "extensions", server=None)


def test_before_a_command_that_asks_no_server_they_are_refused(console: Console):
    console.run("--organization", "t1", "openapi", server=None, code=2)
    assert "openapi has no --organization: leave it out there" in console.error


@pytest.mark.parametrize("command", ["stop", "organizations"])
def test_an_organization_is_refused_before_a_command_that_is_about_all_of_them(command: str, console: Console):
    console.run("--organization", "t1", command, code=2)
    assert f"{command} has no --organization: leave it out there" in console.error


@pytest.mark.parametrize("command", ["http-file", "openapi", "asyncapi"])
def test_a_document_names_the_server_of_the_environment(
    command: str, console: Console, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("VOICENTER_MOCK_SERVER", "http://sandbox.example:8080")

    assert "sandbox.example:8080" in console.run(command, server=None)
    assert "127.0.0.1:9" in console.run("--server", "http://127.0.0.1:9", command, server=None)
    assert "127.0.0.1:9" in console.run(command, "--server", "http://127.0.0.1:9", server=None)


def test_the_host_that_asyncapi_took_before_is_still_taken_with_a_word_about_it(console: Console):
    printed = console.run("asyncapi", "--host", "127.0.0.1:9", server=None)

    assert '"127.0.0.1:9"' in printed
    assert "Say --server http://HOST:PORT" in console.error


def test_a_hint_of_the_control_api_is_told_in_options(console: Console):
    console.run("organizations", "create", "demo", code=1)
    assert "--replace" in console.error
    assert '"replace"' not in console.error


def completed(words: str, **environment: str) -> list[str]:
    given = {**os.environ, "_VOICENTER_MOCK_COMPLETE": "bash_complete", "COMP_WORDS": words, **environment}
    given["COMP_CWORD"] = str(len(words.split(" ")) - 1)
    output = subprocess.run([Path(COMMAND)], env=given, capture_output=True, text=True, check=True, timeout=60).stdout
    return [line.partition(",")[2] for line in output.splitlines() if line]


@pytest.mark.slow
def test_a_shell_completes_commands_and_what_the_server_has(console: Console):
    ivrid = console.run("call", "incoming", "0501234567")
    server = {"VOICENTER_MOCK_SERVER": console.base_url}

    assert completed("voicenter-mock expl") == ["explain"]
    assert completed("voicenter-mock explain ", **server) == [ivrid]
    assert completed("voicenter-mock extensions off SIPSIP1", **server)[0] == "SIPSIP1"
    assert completed("voicenter-mock calls --organization d", **server) == ["demo"]
    assert completed("voicenter-mock campaigns start demo-a", **server) == ["demo-agents-campaign"]
    assert completed("voicenter-mock organizations reset d", **server) == ["demo"]
    assert completed("voicenter-mock deliveries --ivrid ", **server) == [ivrid]
    assert completed("voicenter-mock explain --organization de ", **server) == [ivrid]
    assert completed("voicenter-mock --organization d", **server) == ["demo"]
    assert completed("voicenter-mock trigger external_ivr_") == ["external_ivr_hangup"]


@pytest.mark.slow
def test_without_a_server_a_shell_completes_no_names():
    assert completed("voicenter-mock explain ", VOICENTER_MOCK_SERVER="http://127.0.0.1:9") == []


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("verify cdr", "--cdr-url, --popup-url, --external-ivr-url, --external-layer-url, --voicebot-url"),
        ("listen", "--forward-to, "),
        ("stop", "--server"),
    ],
)
def test_an_address_that_stands_alone_is_told_which_options_take_one(console: Console, command: str, options: str):
    console.run(*command.split(), "http://127.0.0.1:1/cdr", code=2, server=None)
    assert f"(http://127.0.0.1:1/cdr); an address goes behind {options}" in console.error.replace("\n", " ")
