"""Agents, extensions, queues, clock, faults, expectations, organizations, the journal, events and records."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import requests

from voicenter_mock import contracts
from voicenter_mock.mockserver.commands import remote, showing
from voicenter_mock.mockserver.telephony.model.directory import Fault

from .console import Console


def click2call(console: Console, **parameters: Any) -> None:
    given = {"code": "demo-code", "phone": "SIPSIP1", "target": "0501234567", **parameters}
    requests.get(f"{console.base_url}/ForwardDialer/click2call.aspx", params=given, timeout=10)


def cells(console: Console, *arguments: str) -> list[list[str]]:
    """The rows of a table, a list of words each."""
    return [line.split() for line in console.run(*arguments).splitlines()[1:]]


JSON_CONTRACTS = {
    "agents": "sandbox.agents",
    "extensions": "sandbox.extensions",
    "queues": "sandbox.queues",
    "campaigns": "sandbox.campaigns",
    "calls": "sandbox.calls",
    "cdrs": "sandbox.cdrs",
    "events": "sandbox.events",
    "requests": "sandbox.requests",
    "deliveries": "sandbox.deliveries",
    "clock": "sandbox.clock",
    "expect": "sandbox.expectations",
    "faults": "sandbox.faults",
    "organizations": "sandbox.organizations",
    "sockets": "sandbox.sockets",
    "statistics": "sandbox.statistics",
}


@pytest.mark.parametrize(("command", "contract"), JSON_CONTRACTS.items())
def test_json_is_the_control_apis_answer(console: Console, command: str, contract: str):
    click2call(console)
    console.tenant.advance(until="idle")

    contracts.validate(contract, console.json(command))


# ---- people and telephones


def test_an_agents_status_is_changed_by_its_name(console: Console):
    assert console.run("agents", "set", "Walter Melon", "lunch") == "Walter Melon at SIPSIP1: Lunch"
    assert ["12345678", "Walter", "Melon", "SIPSIP1", "3", "Lunch", "2023-11-14", "22:13:20Z"] in cells(
        console, "agents"
    )


def test_an_unknown_status_is_told_with_those_there_are(console: Console):
    console.run("agents", "set", "SIPSIP1", "siesta", code=2)
    assert "the organization has no status 'siesta'; it has 1 Login, 2 Logout, 3 Lunch" in console.error


def test_a_telephone_is_switched_off_and_on(console: Console):
    assert console.run("extensions", "off", "sipsip1") == "SIPSIP1 is offline"
    assert cells(console, "extensions")[0][-3:] == ["offline", "12345678", "no"]
    assert console.run("extensions", "on", "SIPSIP1") == "SIPSIP1 is online"


def test_queues_tell_who_waits_and_how_long(console: Console):
    parties = ("--party", "SIPSIP1=no_answer", "--party", "SIPSIP2=no_answer")
    console.run("call", "incoming", "0501234567", "--digits", "1", "--name", "דנה", *parties)
    console.run("call", "incoming", "0507654321", "--digits", "1", *parties)
    console.tenant.advance(seconds=75)

    first, second = cells(console, "queues")[:2]
    assert first[:8] == ["10035", "Sales", "SIPSIP1,", "SIPSIP2", "2", "0501234567", "דנה", "1:07"]
    assert second[:2] == ["0507654321", "1:07"]


# ---- time


def test_the_clock_is_paused_sped_up_and_let_run(console: Console):
    assert console.run("clock", "speed", "60").endswith("(scaled, 60 times as fast)")
    assert console.run("clock", "run").endswith("(realtime)")
    assert console.run("clock", "pause").endswith("(manual)")


def test_an_advance_says_how_many_callbacks_were_not_accepted(console: Console):
    def refusing(_: dict[str, Any]) -> dict[str, Any]:
        return {"err": 2, "errdesc": "no"}

    console.tenant.deliveries.bind("cdr", refusing)
    click2call(console)
    output = console.run("clock", "advance", "idle")

    assert output.endswith("(manual)")
    assert console.error == "2 callbacks were not accepted: voicenter-mock deliveries shows why\n"
    console.run("clock", "advance", "60")
    assert console.error == ""


# ---- what is decided beforehand


def test_a_fault_is_added_in_the_words_of_the_control_api(console: Console):
    output = console.run(
        "faults", "add", "click2call", "--error", "2", "--first", "2", "--when", "target=05012*", "--no-takes-effect"
    )
    click2call(console)

    assert output == "fault 1 on click2call"
    assert " ".join(cells(console, "faults")[0]) == (
        "1 click2call error 2, first 2, when target=05012*, takes_effect false 1 1"
    )


def test_a_fault_that_cannot_be_says_why(console: Console):
    console.run("faults", "add", "clik2call", "--status", "503", code=1)
    assert "did you mean 'click2call'?" in console.error
    console.run("faults", "add", "click2call", "--body", "torn", code=2)
    assert "'torn' is not one of 'truncated', 'malformed', 'empty'" in console.error


def test_faults_are_removed_one_by_one_or_all(console: Console):
    for _ in range(3):
        console.run("faults", "add", "cdr", "--duplicate")
    console.run("faults", "remove", "2")
    assert [fault["number"] for fault in console.json("faults")["faults"]] == [1, 3]
    console.run("faults", "clear")
    assert console.run("faults") == "no faults"


def test_the_next_dials_of_a_number_are_decided(console: Console):
    assert console.run("expect", "add", "busy", "--number", "0501234567", "--times", "2") == (
        "972501234567: busy, 2 times"
    )
    assert console.run("expect", "add", "busy") == "any number: busy, 1 time"
    assert cells(console, "expect") == [["972501234567", "busy", "2"], ["any", "busy", "1"]]
    console.run("expect", "clear")
    assert console.run("expect") == "nothing is expected"


# ---- what happened


def test_requests_are_listed_with_violations_and_hints(console: Console):
    click2call(console, targt="0501234567", maxduration="long")

    heading, row, *notes = console.run("requests").splitlines()
    assert heading.split() == ["no.", "at", "method", "path", "operation", "HTTP", "error"]
    assert row.split()[3:] == ["GET", "/ForwardDialer/click2call.aspx", "click2call", "200", "1"]
    assert "    violation: field 'maxduration': 'long' is not an integer" in notes
    assert any("did you mean 'target'?" in note for note in notes)


def test_requests_that_found_no_organization_are_listed(console: Console):
    click2call(console, code="demmo-code")

    assert console.run("requests") == "no requests"
    assert "click2call" in console.run("requests", "--unresolved")


def test_one_request_is_shown_whole(console: Console):
    click2call(console, format="json")

    assert '"target": "0501234567"' in console.run("requests", "show", "1")
    console.run("requests", "show", "2", code=1)
    assert "there is no request 2" in console.error


def test_the_newest_are_shown(console: Console, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(remote, "PAGE", 2)  # so that several pages are turned
    for _ in range(5):
        click2call(console)

    assert [row[0] for row in cells(console, "requests", "--last", "2")] == ["4", "5"]
    assert [row[0] for row in cells(console, "requests", "--since", "3")] == ["4", "5"]


def test_the_call_log_is_read_from_its_end(console: Console, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(remote, "PAGE", 2)
    for _ in range(3):
        click2call(console)
        console.tenant.advance(until="idle")

    assert [row[0] for row in cells(console, "cdrs", "--last", "3")] == ["4", "5", "6"]
    assert console.run("cdrs", "--last", "1").splitlines()[1].split()[3:6] == ["Click2Call", "leg2", "ANSWER"]


def test_records_have_the_time_of_the_organizations_own_clock(console: Console):
    click2call(console)
    console.tenant.advance(until="idle")

    assert cells(console, "cdrs")[0][1:3] == ["2023-11-15", "00:13:20"]  # 22:13 UTC in Jerusalem


def test_events_are_told_with_where_and_what(console: Console):
    click2call(console)
    console.tenant.advance(until="idle")

    rows = cells(console, "events")
    assert rows[0][3:6] == ["extension", "NEWCALL", "SIPSIP1"]
    assert {row[3] for row in rows} >= {"extension", "cdr", "call_ended"}


def test_a_delivery_is_shown_with_its_message_and_attempts(console: Console):
    def refusing(_: dict[str, Any]) -> dict[str, Any]:
        return {"err": 2, "errdesc": "no"}

    console.tenant.deliveries.bind("cdr", refusing)
    click2call(console)
    console.tenant.advance(seconds=120)

    output = console.run("deliveries", "show", "1")
    assert '"caller"' in output
    assert "refused: err 2: no" in output
    assert "next attempt at" in output


def test_what_is_wrong_with_an_answer_stands_there_once(console: Console):
    def malformed(_: dict[str, Any]) -> dict[str, Any]:
        return {"err": "no"}

    console.tenant.deliveries.bind("cdr", malformed)
    click2call(console)
    console.tenant.advance(seconds=120)

    output = console.run("deliveries", "show", "1").splitlines()
    attempts = [line for line in output if "Z  malformed" in line]
    assert attempts
    assert all("$.err" not in line for line in attempts)
    assert len([line for line in output if line.startswith("violation: $.err")]) == len(attempts)


def test_statistics_are_rows_of_simulated_time(console: Console):
    console.talking()
    console.tenant.advance(seconds=120)

    rows = cells(console, "statistics", "--bucket", "60")
    assert rows[0][2:4] == ["1", "#" * 20]
    assert len(rows) == 3


# ---- campaigns


def test_numbers_are_put_on_a_campaigns_list(console: Console, tmp_path: Path):
    numbers = tmp_path / "numbers.txt"
    numbers.write_text("0501111111\n\n 0502222222 \n")

    output = console.run("campaigns", "add", "demo-agents-campaign", "0503333333", "--file", str(numbers))
    assert output == "3 added, 0 changed, 0 refused"


def test_a_number_that_is_none_is_told_and_the_exit_code_says_so(console: Console):
    output = console.run("campaigns", "add", "demo-agents-campaign", "0503333333", "twelve", code=1)
    assert output.splitlines() == [
        "1 added, 0 changed, 1 refused", "  twelve: this is no number that can be dialled",
    ]  # fmt: skip


def test_no_numbers_and_a_file_that_is_no_text_are_wrong_use(console: Console, tmp_path: Path):
    console.run("campaigns", "add", "demo-agents-campaign", code=2)
    (tmp_path / "numbers.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    console.run("campaigns", "add", "demo-agents-campaign", "--file", str(tmp_path / "numbers.xls"), code=2)
    assert console.error.startswith("voicenter-mock campaigns add: --file: ")


def test_a_session_is_exported_as_a_test(console: Console, tmp_path: Path):
    console.talking()
    file = tmp_path / "test_session.py"

    console.run("export", "--output", str(file))

    assert "def test_" in file.read_text("utf-8")
    assert console.json("export")["pytest"].rstrip() == file.read_text("utf-8").rstrip()


# ---- organizations


def test_organizations_are_made_listed_reset_and_deleted(console: Console):
    assert console.run("organizations", "create", "t1", "--clock", "manual").startswith("t1: code t1-code, ")
    assert [row[0] for row in cells(console, "organizations")] == ["demo", "t1"]
    assert console.run("organizations", "reset", "t1").startswith("t1 is as it was at its start")
    assert console.run("organizations", "delete", "t1") == "t1 is deleted"
    console.run("organizations", "delete", "t1", code=1)
    assert "there is no organization 't1'" in console.error


def test_an_organization_is_made_of_a_file(console: Console, tmp_path: Path):
    file = tmp_path / "shop.yaml"
    file.write_text("id: shop\nname: Shop\nextensions: [{sip: SHOP1}]\n")
    console.run("organizations", "create", "shop2", "--document", str(file))

    assert cells(console, "extensions", "--organization", "shop2")[0][0] == "SHOP1"


def test_an_organizations_document_is_shown_changed_and_served_again(console: Console, tmp_path: Path):
    changes = tmp_path / "changes.yaml"
    changes.write_text("name: Another\nblacklist: null\n")

    assert console.run("organizations", "edit", "demo", str(changes)) == "demo is changed"
    (tmp_path / "demo.json").write_text(console.run("organizations", "show", "demo"))
    console.run("organizations", "create", "copy", "--document", str(tmp_path / "demo.json"))
    assert [row[:2] for row in cells(console, "organizations")] == [["demo", "Another"], ["copy", "Another"]]


def test_a_change_that_cannot_be_says_where(console: Console, tmp_path: Path):
    changes = tmp_path / "changes.yaml"
    changes.write_text("codes: [{code: x, account: 1}]\n")

    console.run("organizations", "edit", "demo", str(changes), code=1)
    assert "codes[0].account" in console.error


def test_a_callback_is_sent_now(console: Console):
    got: list[Any] = []

    def cdr(record: dict[str, Any]) -> dict[str, Any]:
        got.append(record)
        return {"err": 0}

    console.tenant.deliveries.bind("cdr", cdr)

    assert "acknowledged" in console.run("deliveries", "send", "cdr")
    assert len(got) == 1
    console.run("deliveries", "send", "popup", "--to", "http://127.0.0.1:9/", code=1)


def test_nothing_to_cancel_and_nobody_to_drop_is_said(console: Console):
    assert console.run("clock", "cancel") == "nothing was being advanced"
    assert console.run("sockets") == "nobody listens"
    assert console.run("sockets", "drop") == "every connection is broken"


# ---- which server, and what goes wrong


def test_a_misspelt_command_is_told_with_the_nearest(console: Console):
    console.run("agnets", code=2)
    assert console.error == "voicenter-mock: there is no command 'agnets'; did you mean 'agents'?\n"


def test_server_and_organization_may_come_from_the_environment(console: Console, monkeypatch: pytest.MonkeyPatch):
    console.run("organizations", "create", "t1")
    monkeypatch.setenv("VOICENTER_MOCK_SERVER", console.base_url)
    monkeypatch.setenv("VOICENTER_MOCK_ORGANIZATION", "t1")

    assert console.run("campaigns", server=None).splitlines()[1].startswith("t1-agents-campaign ")
    assert console.run("campaigns", "--organization", "demo", server=None).splitlines()[1].startswith("demo-agents")


def test_what_stands_before_a_subcommand_counts_more_than_the_environment(
    console: Console, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("VOICENTER_MOCK_ORGANIZATION", "nobody")

    assert console.run("clock", "--organization", "demo", "pause").endswith("(manual)")


def test_an_unknown_organization_is_told_with_the_nearest(console: Console):
    console.run("agents", "--organization", "dmeo", code=1)
    assert "there is no organization 'dmeo'; did you mean 'demo'?" in console.error


@pytest.mark.parametrize("server", ["http://127.0.0.1:9", "localhost:8025", "http://[::1", "ftp://127.0.0.1"])
def test_where_no_sandbox_is_one_line_says_so(console: Console, server: str):
    console.run("agents", server=server, code=1)
    assert console.error.startswith("voicenter-mock: no sandbox answers at ")
    assert console.error.count("\n") == 1


def test_another_server_than_a_sandbox_is_told(console: Console):
    console.run("agents", server=f"{console.base_url}/elsewhere", code=1)
    assert console.error.count("\n") == 1


def test_a_watched_list_is_printed_again_only_when_it_has_changed(console: Console, monkeypatch: pytest.MonkeyPatch):
    looked = 0

    def look(_: float) -> None:
        nonlocal looked
        looked += 1
        if looked == 2:
            console.tenant.faults.add(Fault("cdr", duplicate=True))
        if looked == 4:
            raise KeyboardInterrupt

    monkeypatch.setattr(showing.time, "sleep", look)
    out = console.run("faults", "--watch", "--json", code=130)
    assert [len(json.loads(line)["faults"]) for line in out.splitlines()] == [0, 1]
