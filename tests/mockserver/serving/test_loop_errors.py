"""An event loop whose process may open no more files."""

from __future__ import annotations

import asyncio
import errno

import pytest

from voicenter_mock.mockserver.serving.loop_errors import QUIET_SECONDS, LoopErrors


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The loop's time, which the test sets."""
    now = [1000.0]

    def time(_: asyncio.BaseEventLoop) -> float:
        return now[0]

    monkeypatch.setattr(asyncio.BaseEventLoop, "time", time)
    return now


def test_connections_that_cannot_be_taken_are_told_once_a_minute(now: list[float], caplog: pytest.LogCaptureFixture):
    errors, loop = LoopErrors(), asyncio.new_event_loop()
    context = {
        "message": "socket.accept() out of system resource",
        "exception": OSError(errno.EMFILE, "Too many open files"), "socket": None,
    }  # fmt: skip
    for now[0] in (1000.0, 1000.0, 1000 + QUIET_SECONDS - 1, 1000 + QUIET_SECONDS):
        errors(loop, context)
    loop.close()
    sentence = "no further connection can be taken: too many open files; it waits until others close (see: ulimit -n)"
    assert caplog.messages == [sentence] * 2


def test_every_other_error_is_the_loops_own(caplog: pytest.LogCaptureFixture):
    errors, loop = LoopErrors(), asyncio.new_event_loop()
    errors(loop, {"message": "a file is not there", "exception": OSError(errno.EMFILE, "Too many open files")})
    errors(loop, {"message": "Exception in callback _start_serving()", "exception": ValueError("-1")})
    loop.close()
    assert caplog.messages == ["a file is not there", "Exception in callback _start_serving()"]
