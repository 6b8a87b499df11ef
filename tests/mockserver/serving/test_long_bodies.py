"""A body that is long and wrong does not hold up anybody else."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest

from voicenter_mock import contracts
from voicenter_mock.mockserver.sandbox import control
from voicenter_mock.mockserver.sandbox.control import BY_NAME, ControlError

from .raw_http import HOST, RawHttp

MANY: dict[str, Any] = {f"unknown_{number}": number for number in range(50_000)}


def test_of_many_unknown_members_twenty_are_explained_and_the_rest_is_counted():
    found = contracts.violations("sandbox.advance_clock", {**MANY, "seconds": 1})
    assert [violation.path for violation in found[:2]] == ["$.unknown_0", "$.unknown_1"]
    assert len(found) == 21
    assert found[-1].message == "49,980 more members are none that are known here."


def test_few_unknown_members_are_explained_each():
    found = contracts.violations("sandbox.advance_clock", {"secnds": 1, "unti": 2})
    assert {"did you mean `seconds`?", "did you mean `until`?"} <= {violation.hint for violation in found}


def test_a_missing_member_is_sought_among_the_first_unknown_ones_only(monkeypatch: pytest.MonkeyPatch):
    compared: list[int] = []

    def counted(word: str, candidates: Any) -> str:
        compared.append(len(list(candidates)))
        return ""

    monkeypatch.setattr("voicenter_mock.contracts.explanation.nearest", counted)
    with pytest.raises(ControlError):
        control.check(BY_NAME["add_expectation"], MANY)
    assert max(compared) <= 20


@pytest.mark.parametrize(("size", "on_the_loop"), [(1_000, True), (150_000, False)])
def test_a_long_body_is_read_off_the_loop(raw: RawHttp, monkeypatch: pytest.MonkeyPatch, size: int, on_the_loop: bool):
    threads: list[str] = []
    original = control.check

    def noted(operation: Any, body: Any) -> Any:
        threads.append(threading.current_thread().name)
        return original(operation, body)

    monkeypatch.setattr("voicenter_mock.mockserver.sandbox.front.check", noted)
    body = json.dumps({"seconds": "x" * size}).encode()
    head = b"PUT /_sandbox/organizations/demo/clock HTTP/1.1\r\n" + HOST + b"Content-Length: %d\r\n\r\n" % len(body)
    assert raw.send(head, body).status == 400
    assert (threads == ["voicenter-server"]) is on_the_loop
