"""What is played before the first call: everything a run needs, and nothing that anybody hears of."""

from __future__ import annotations

import socket
from collections import Counter
from typing import Any, get_args

import pytest

from voicenter_mock.contracts.callback_names import CALLBACK_NAMES, CallbackContract
from voicenter_mock.mockserver.callbacks import attempting
from voicenter_mock.mockserver.callbacks.verdicts import Judgement
from voicenter_mock.mockserver.load.organization import Urls, with_staff
from voicenter_mock.mockserver.load.rehearsal import rehearse
from voicenter_mock.mockserver.organizations import demo

URLS: Urls = {name: f"http://127.0.0.1:9/{name}" for name in CALLBACK_NAMES}


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> Counter[tuple[str, str]]:
    """How often each contract's answers got each verdict."""
    found: Counter[tuple[str, str]] = Counter()
    judge = attempting.judge

    def counting(contract: CallbackContract, *arguments: Any, **options: Any) -> Judgement:
        judgement = judge(contract, *arguments, **options)
        found[contract, judgement.verdict] += 1
        return judgement

    monkeypatch.setattr(attempting, "judge", counting)
    return found


def test_every_kind_of_answer_to_every_callback_is_judged_once(judged: Counter[tuple[str, str]]):
    rehearse(with_staff(demo(), "rehearsal", URLS, calls_per_hour=60, talk_seconds=1), URLS)
    kinds = {"acknowledged", "malformed", "http_error", "redirect", "timeout", "unreachable"}
    for contract in get_args(CallbackContract):
        if contract != "external_ivr.hangup_call":  # shares its answers with the question
            assert {verdict for name, verdict in judged if name == contract} >= kinds, contract
    assert judged["external_ivr.hangup_call", "acknowledged"]


def test_the_customer_hears_nothing_of_it(judged: Counter[tuple[str, str]], monkeypatch: pytest.MonkeyPatch):
    def connect(*arguments: Any, **options: Any) -> None:
        raise AssertionError("somebody was connected to")

    monkeypatch.setattr(socket, "socket", connect)
    rehearse(with_staff(demo(), "rehearsal", URLS, calls_per_hour=60, talk_seconds=1), URLS)
    assert judged
