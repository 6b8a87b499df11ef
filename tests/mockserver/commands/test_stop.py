"""``stop`` where there is no sandbox to stop, or one that is not to be; that it stops one: ``acceptance/test_serve.py``."""

from __future__ import annotations

import socket
from typing import Any

import flask
import pytest

from voicenter_mock.mockserver.commands import stop

from ..verify.serving import served
from .console import Console


@pytest.fixture
def free() -> str:
    """Where nobody listens."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{bound.getsockname()[1]}"


def test_where_none_runs_there_is_nothing_to_stop(console: Console, free: str):
    assert console.run("stop", server=free) == f"no sandbox runs at {free}: there is nothing to stop"
    assert console.run("stop", "--json", server=free) == '{"stopped": false}'


def test_a_name_that_leads_nowhere_is_no_sandbox_that_has_ended(console: Console, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(stop, "STOPPING_SECONDS", 0.0)
    console.run("stop", server="http://nowhere.invalid:8025", code=1)
    assert console.error.startswith("voicenter-mock: no sandbox answers at http://nowhere.invalid:8025 (the host ")


def test_one_that_a_test_has_ends_with_the_test(console: Console):
    console.run("stop", code=1)
    assert console.error == (
        "voicenter-mock: this sandbox is a part of another program, such as a test or listen; it ends with that\n"
    )
    assert console.run("agents")


def test_another_program_is_left_alone(console: Console, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(stop, "STOPPING_SECONDS", 0.0)
    with served(flask.Flask("other")) as url:
        console.run("stop", server=url.rstrip("/"), code=1)
    assert " is no sandbox: " in console.error


def test_what_comes_back_at_once_has_not_stopped(console: Console, monkeypatch: pytest.MonkeyPatch):
    """A container that is started again, or a proxy that stays."""
    monkeypatch.setattr(stop, "ENDED_SECONDS", 0.0)
    proxy = flask.Flask("proxy")

    @proxy.post("/_sandbox/stop")
    def accepted() -> tuple[dict[str, Any], int]:  # pyright: ignore[reportUnusedFunction]
        return {}, 202

    with served(proxy) as url:
        console.run("stop", server=url.rstrip("/"), code=1)
    assert "was asked to stop, but something listens there still" in console.error
