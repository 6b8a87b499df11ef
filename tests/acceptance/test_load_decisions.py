"""What callers come to when the webhook decides, and when it decides too late."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from .load_webhook import GOODBYE, Webhook, load, row, running, with_locust

pytestmark = with_locust

MAIN_MENU = 1
"""The fallback of the demo organization's layers that ask."""
ASKED: Mapping[str, tuple[str, str]] = {
    "external_ivr": ("get_ivr_action", "external_ivr.get_ivr_action"),
    "external_layer": ("", "external_layer"),
    "voicebot": ("", "voicebot"),
}
"""The phase of each question in the report, and its contract."""


def question_calls(webhook: Webhook, contract: str) -> set[str]:
    """The ids of the calls that a question was asked for."""
    messages = webhook.got[contract]
    return {message.get("CALL_INFO", message.get("DATA", {}))["IVR_UNIQUE_ID"] for message in messages}


def layers_of(webhook: Webhook, call: str) -> list[int]:
    """Where the record says that a call has been."""
    record = next(record for record in webhook.got["cdr_notification"] if record["ivruniqueid"] == call)
    return [layer["layer_number"] for layer in record["IVR"]]


def decided(webhook: Webhook, file: Path, *more: str) -> dict[str, Any]:
    """The report of a run whose callers all come to layers that ask; every call comes to its own end."""
    urls = ("--cdr-url", f"{webhook.url}/cdr", "--external-ivr-url", f"{webhook.url}/ivr")
    urls += ("--external-layer-url", f"{webhook.url}/layer", "--voicebot-url", f"{webhook.url}/bot")
    pace = ("--calls-per-hour", "36000", "--talk-seconds", "0.5", "--calls", "14")
    result = load(*urls, *pace, "--json", str(file), *more)
    report = json.loads(file.read_text())
    assert result.returncode == int(bool(report["failures"])), result.stdout + result.stderr
    return report


@pytest.fixture(scope="module")
def in_time(tmp_path_factory: pytest.TempPathFactory) -> tuple[Webhook, dict[str, Any]]:
    """Every decision is answered at once."""
    with running() as webhook:
        return webhook, decided(webhook, tmp_path_factory.mktemp("in_time") / "report.json")


@pytest.fixture(scope="module")
def too_late(tmp_path_factory: pytest.TempPathFactory) -> tuple[Webhook, dict[str, Any]]:
    """Every decision is answered after its own limit."""
    late = {"external_ivr.get_ivr_action": 0.9, "external_layer": 1.1, "voicebot": 1.3}
    limits = ("--timeout", "external_ivr=0.4", "--timeout", "external-layer=0.6", "--timeout", "voicebot=0.8")
    with running(seconds=late) as webhook:
        return webhook, decided(webhook, tmp_path_factory.mktemp("late") / "report.json", *limits)


@pytest.mark.parametrize("callback", sorted(ASKED))
def test_every_decision_that_comes_too_late_is_a_failure(callback: str, too_late: tuple[Webhook, dict[str, Any]]):
    webhook, report = too_late
    phase, contract = ASKED[callback]
    questions = row(report, callback, phase)
    assert questions["attempts"] == questions["failures"] == report["too_late"][callback] > 0
    assert questions["attempts"] == len(webhook.got[contract])


@pytest.mark.parametrize("callback", sorted(ASKED))
def test_every_such_caller_heard_the_fallback(callback: str, too_late: tuple[Webhook, dict[str, Any]]):
    _, report = too_late
    messages = {text: count for text, count in report["heard"].items() if text.startswith(f"{callback}: ")}
    sentence = "The VoiceBot function failed" if callback == "voicebot" else f"The caller came to layer {MAIN_MENU}"
    assert [sentence in text for text in messages] == [True]
    assert sum(messages.values()) == report["too_late"][callback]


@pytest.mark.parametrize("callback", sorted(ASKED))
def test_every_such_record_shows_the_fallback(callback: str, too_late: tuple[Webhook, dict[str, Any]]):
    webhook, _ = too_late
    calls = question_calls(webhook, ASKED[callback][1])
    assert calls
    assert all(layers_of(webhook, call)[1:2] == [MAIN_MENU] for call in calls)


FOUR_SECONDS = {"external_ivr.get_ivr_action": 4.0, "external_layer": 4.0, "popup": 4.0}


def test_four_seconds_are_in_time_where_voicenter_waits_five_and_too_late_where_it_waits_three(tmp_path: Path):
    """Five for an External IVR and an External Layer, three for a pop-up."""
    with running(seconds=FOUR_SECONDS) as webhook:
        report = decided(webhook, tmp_path / "report.json", "--popup-url", f"{webhook.url}/popup")
    assert (report["too_late"], report["heard"]) == ({}, {})
    for contract in ("external_ivr.get_ivr_action", "external_layer"):
        assert (calls := question_calls(webhook, contract))
        assert all(layers_of(webhook, call)[1:] == [GOODBYE] for call in calls)
    popups = [one for one in report["rows"] if one["callback"] == "popup"]
    assert popups
    assert all(one["failures"] == one["attempts"] for one in popups)
    assert list(report["reasons"]) == ["popup: timeout: no answer within 3 s"]


def test_after_four_seconds_every_caller_hears_the_fallback_where_three_are_waited_for(tmp_path: Path):
    with running(seconds=FOUR_SECONDS) as webhook:
        report = decided(webhook, tmp_path / "report.json", "--timeout", "3")
    for callback in ("external_ivr", "external_layer"):
        phase, contract = ASKED[callback]
        assert (calls := question_calls(webhook, contract))
        assert all(layers_of(webhook, call)[1:2] == [MAIN_MENU] for call in calls)
        assert row(report, callback, phase)["failures"] == report["too_late"][callback] > 0


def test_decisions_in_time_are_followed(in_time: tuple[Webhook, dict[str, Any]]):
    webhook, report = in_time
    assert (report["reasons"], report["too_late"], webhook.violations) == ({}, {}, [])
    for contract in ("external_ivr.get_ivr_action", "external_layer"):
        assert (calls := question_calls(webhook, contract))
        assert all(layers_of(webhook, call)[1:] == [GOODBYE] for call in calls)


def test_a_voicebot_is_asked_for_every_intent(in_time: tuple[Webhook, dict[str, Any]]):
    """The demo organization's bot has two."""
    webhook, report = in_time
    calls = question_calls(webhook, "voicebot")

    assert calls
    assert row(report, "voicebot")["attempts"] == len(webhook.got["voicebot"]) == 2 * len(calls)
    assert (webhook.pushes, len(webhook.calls)) == (report["records"], report["calls"])


def test_an_answer_that_breaks_the_contract_of_the_voicebot_is_a_failure_with_its_reason(tmp_path: Path):
    file = tmp_path / "report.json"
    pace = ("--calls-per-hour", "36000", "--talk-seconds", "0.5", "--calls", "4")
    with running() as webhook:
        webhook.answers = {**webhook.answers, "voicebot": {"user": 5}}
        load("--voicebot-url", f"{webhook.url}/bot", "--json", str(file), *pace)
    report = json.loads(file.read_text())
    asked = row(report, "voicebot")
    assert asked["failures"] == asked["attempts"] > 0
    assert [reason for reason in report["reasons"] if reason.startswith("voicebot: malformed: $.user: 5 ")]
