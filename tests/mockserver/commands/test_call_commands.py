"""`voicenter-mock call`, `calls`, `explain` and `snapshot` against a running server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from voicenter_mock.mockserver.commands.tables import span
from voicenter_mock.mockserver.sandbox.call_timeline import sentence
from voicenter_mock.mockserver.sandbox.calls import timeline_of

from .console import Console


def test_a_caller_is_placed_and_his_story_told(console: Console):
    ivrid = console.run(
        "call", "incoming", "0501234567", "--digits", "1", "--patience", "5", "--party", "agent=no_answer"
    )
    console.tenant.advance(until="idle")

    story = console.run("explain", ivrid)
    assert "The caller pressed 1." in story
    lines = [line[9:] for line in story.splitlines()]
    assert any(line.endswith("The caller left the queue before anybody answered.") for line in lines)
    assert lines[-1].startswith("No CDR address is set: 1 record was pushed to nobody.")
    assert json.loads(console.run("explain", ivrid, "--json"))["ivrid"] == ivrid


@pytest.mark.parametrize(("hang_up", "status"), [("start:0.5", "VOEND"), ("queue:3", "ABANDONE"), ("layer:1", "VOEND")])
def test_a_caller_hangs_up_where_it_is_said(console: Console, hang_up: str, status: str):
    console.run("call", "incoming", "0501234567", "--digits", "1", "--hang-up", hang_up, "--party", "agent=no_answer")
    console.tenant.advance(until="idle")

    assert [cdr.status for cdr in console.tenant.exchange.log.all()] == [status]


def test_a_message_is_as_long_as_it_is_said(console: Console):
    console.run("call", "incoming", "--did", "0722776774", "--message", "7", "--party", "SIPSIP1=no_answer")
    console.tenant.advance(until="idle")

    assert [(cdr.status, cdr.duration) for cdr in console.tenant.exchange.log.all()] == [("VOICEMAIL", 7)]


def test_an_extension_lets_it_ring_as_long_as_it_is_said(console: Console):
    console.run("call", "outgoing", "SIPSIP1", "0555550019", "--dial", "12")
    console.tenant.advance(until="idle")

    assert [(cdr.status, cdr.dial_seconds) for cdr in console.tenant.exchange.log.all()] == [("NOANSWER", 12)]


def test_a_place_that_is_none_is_refused(console: Console):
    console.run("call", "incoming", "--hang-up", "queue:soon", code=2)
    assert "'queue:soon' is not PLACE:SECONDS" in console.error


def test_an_extension_dials(console: Console):
    ivrid = json.loads(console.run("call", "outgoing", "SIPSIP1", "0501234567", "--custom", "var_a=1", "--json"))[
        "ivrid"
    ]

    assert console.tenant.exchange.calls[ivrid].custom == {"var_a": "1"}


def test_calls_that_are_up_are_listed(console: Console):
    ivrid = console.talking()

    headings, row = console.run("calls").splitlines()
    assert headings.split() == ["call", "started", "flow", "caller", "name", "called", "legs"]
    assert row.split() == [
        ivrid, "22:13:20Z", "incoming", "0501234567", "0722776774", "0501234567", "talking,", "SIPSIP1",
        "talking",
    ]  # fmt: skip


def test_calls_that_have_ended_are_listed_when_they_are_wanted(console: Console):
    ivrid = console.talking()
    console.run("call", "hangup", ivrid)

    assert console.run("calls") == "no calls"
    assert [call["ivrid"] for call in console.json("calls", "--all")["calls"]] == [ivrid]


def test_a_call_is_shown_with_its_legs_and_layers(console: Console):
    ivrid = console.run("call", "incoming", "0501234567", "--digits", "1", "--name", "דנה")
    console.tenant.advance(seconds=30)

    output = console.run("call", "show", ivrid)
    assert "from     0501234567  דנה" in output
    assert "layer    1 Main menu  1" in output
    assert console.json("call", "show", ivrid)["ivrid"] == ivrid


def test_explain_and_call_show_say_what_the_control_api_does(console: Console):
    ivrid = console.talking()
    console.tenant.advance(until="idle")
    with console.tenant.use() as exchange:
        (call,) = exchange.ended.values()
        entries = timeline_of(console.tenant, exchange, call)
    sentences = [sentence(entry, exchange.zone) for entry in entries if entry.kind != "event"]

    assert len(sentences) > 5
    assert console.run("explain", ivrid).splitlines() == sentences
    assert console.run("call", "show", ivrid).splitlines()[-len(sentences) :] == sentences
    assert console.json("explain", ivrid)["sentences"] == sentences
    assert [entry["text"] for entry in console.json("call", "show", ivrid)["timeline"]] == [one.text for one in entries]


def test_a_leg_talked_as_long_as_its_record_says(console: Console):
    console.tenant.advance(seconds=0.7)
    talks = ("--party", "SIPSIP1=answer:2.9:30.6")
    ivrid = console.run("call", "incoming", "0501234567", "--did", "0722776774", *talks)
    console.tenant.advance(until="idle")

    (record,) = console.json("cdrs")["cdrs"]
    (leg,) = [line for line in console.run("call", "show", ivrid).splitlines() if line.startswith("target ")]
    assert leg.split()[-1] == span(record["duration"])


def test_calls_are_steered(console: Console):
    ivrid = console.talking()
    assert "SIPSIP1 held" in console.run("call", "hold", ivrid)
    assert "SIPSIP1 talking" in console.run("call", "unhold", ivrid)
    console.run("call", "mute", ivrid)
    assert "spy" in console.run("call", "spy", ivrid, "SIPSIP5")
    assert "SIPSIP2 ringing" in console.run("call", "transfer", ivrid, "SIPSIP2")


def test_a_consultation_and_its_completion(console: Console):
    ivrid = console.talking()
    console.run("call", "transfer", ivrid, "SIPSIP2", "--consult")
    console.tenant.advance(seconds=5)

    assert "SIPSIP1 ANSWER, SIPSIP2 talking, 0501234567 talking" in console.run("call", "transfer", ivrid, "--complete")


def test_keys_and_hanging_up(console: Console):
    ivrid = console.run("call", "incoming", "0501234567")
    console.tenant.advance(seconds=3)
    console.run("call", "press", ivrid, "1")

    assert "0501234567 ANSWER" in console.run("call", "hangup", ivrid, "--by", "caller")


@pytest.mark.slow
def test_a_snapshot_is_saved_and_restored(console: Console, tmp_path: Path):
    ivrid = console.talking()
    file = tmp_path / "organization.json"
    assert console.run("snapshot", "save", str(file)) == f"demo: 1 call up, written to {file}"
    console.run("call", "hangup", ivrid)

    assert console.run("snapshot", "restore", str(file)) == "demo: back at 2023-11-14 22:13:30Z with 1 call up"
    assert ivrid in console.run("calls")


@pytest.mark.parametrize(
    ("arguments", "code", "expected"),
    [
        (["call", "hangup", "x"], 1, "there is no call 'x'"),
        (["call", "incoming", "--did", "1"], 1, "is no number of this organization; it has 0722776772"),
        (["call", "incoming", "--party", "SIPSIP1"], 2, "'SIPSIP1' is not NAME=VALUE"),
        (["call", "incoming", "--party", "SIPSIP1=answer:x"], 2, "such as answer:3:60"),
        (["explain", "x"], 1, "knows no call 'x'; list them with: voicenter-mock calls --all"),
    ],
)
def test_what_goes_wrong_is_one_line(console: Console, arguments: list[str], code: int, expected: str):
    console.run(*arguments, code=code)

    assert expected in console.error
    assert console.error.count("\n") == 1


def test_a_file_that_is_no_snapshot(console: Console, tmp_path: Path):
    file = tmp_path / "organization.json"
    file.write_text("{")
    console.run("snapshot", "restore", str(file), code=1)

    assert "is no snapshot" in console.error


@pytest.mark.parametrize(
    ("options", "analysed"), [(["--ai"], True), (["--no-ai"], False), (["--mood", "negative"], True)]
)
def test_a_call_is_analysed_as_it_is_said(console: Console, options: list[str], analysed: bool):
    console.run("call", "incoming", "0501234567", "--did", "0722776774", "--party", "SIPSIP1=answer:3:40", *options)
    console.tenant.advance(until="idle")

    assert [bool(cdr.ai) for cdr in console.tenant.exchange.log.all()] == [analysed]


def test_an_expected_dial_is_analysed_as_it_is_said(console: Console):
    console.run("expect", "add", "answer", "--talk", "40", "--mood", "positive")
    ivrid = console.run("call", "incoming", "0501234567", "--did", "0722776774")
    console.tenant.advance(until="idle")

    assert "positive)" in console.run("explain", ivrid)


def test_a_mood_without_an_analysis_is_refused(console: Console):
    console.run("call", "incoming", "--no-ai", "--mood", "negative", code=2)
    assert "--no-ai leaves out" in console.error
