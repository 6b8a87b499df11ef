"""A database that cannot be used: everybody hears why, nobody hears of what might be lost, and it goes on by itself."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from voicenter_mock.mockserver.serving.ticker import STORAGE_RETRY_SECONDS, Ticker

from .storage import Kept, Mend, copied, copied_back, full, gone, kept, locked, lose, read_only

FAILURES = {
    "full": (full, "full", 507, "the disk is full"),
    "read-only": (read_only, "read_only", 503, "it is read-only"),
    "locked": (locked, "locked", 503, "another program has locked it"),
    "gone": (gone, "missing", 503, "is gone"),
    "lost, then copied back": (copied_back, "missing", 503, "is gone"),
}


@pytest.fixture(params=FAILURES.values(), ids=list(FAILURES))
def failure(request: pytest.FixtureRequest) -> tuple[Callable[[Kept], Mend], str, int, str]:
    return request.param


@pytest.fixture
def sandbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kept]:
    monkeypatch.setattr("voicenter_mock.mockserver.telephony.log.database.BUSY_SECONDS", 0.01)
    with kept(tmp_path / "calls.db") as sandbox:
        sandbox.click2call()
        assert sandbox.advance(600)[0] == 200
        yield sandbox


Failure = tuple[Callable[[Kept], Mend], str, int, str]


def test_control_operations_say_why_and_name_the_file(sandbox: Kept, failure: Failure):
    fail, _, status, why = failure
    mend = fail(sandbox)
    sandbox.click2call()

    answered, body = sandbox.advance(600)

    assert answered == status
    assert why in body["error"]["message"]
    assert str(sandbox.path) in body["error"]["message"]
    mend()


def test_an_operation_answers_its_own_internal_error_and_does_nothing(sandbox: Kept, failure: Failure):
    mend = failure[0](sandbox)
    sandbox.click2call()
    sandbox.advance(600)
    before = len(sandbox.tenant.exchange.calls)

    assert sandbox.click2call() == {"ERRORCODE": 2, "ERRORMESSAGE": "Application error", "CALLID": ""}
    assert len(sandbox.tenant.exchange.calls) == before
    mend()


def test_health_says_degraded_with_the_reason_until_it_is_mended(sandbox: Kept, failure: Failure):
    fail, reason, _, why = failure
    mend = fail(sandbox)
    assert sandbox.health()["status"] == "ok"
    sandbox.click2call()
    sandbox.advance(600)

    found = sandbox.health()
    assert (found["status"], [problem["reason"] for problem in found["problems"]]) == ("degraded", [reason])
    assert why in found["problems"][0]["message"]

    mend()
    assert sandbox.health()["status"] == "ok"


def test_it_goes_on_without_a_restart_and_nothing_is_missing(sandbox: Kept, failure: Failure):
    mend = failure[0](sandbox)
    call = sandbox.click2call()["CALLID"]
    sandbox.advance(600)
    mend()

    assert sandbox.advance(600)[0] == 200
    calls, deliveries = sandbox.in_the_file()
    assert calls.count(call) == 2
    assert set(deliveries.values()) == {"acknowledged"}
    assert [message["ivruniqueid"] for message in sandbox.pushed] == calls


def test_customers_hear_nothing_meanwhile_and_time_stands_still(sandbox: Kept, failure: Failure):
    mend = failure[0](sandbox)
    count = len(sandbox.pushed)
    sandbox.click2call()
    sandbox.advance(600)
    stands = sandbox.tenant.exchange.now
    sandbox.advance(600)

    assert len(sandbox.pushed) == count
    assert sandbox.tenant.exchange.now == stands
    mend()


def test_the_log_has_one_line_about_it_a_minute_and_no_traceback(
    sandbox: Kept, failure: Failure, caplog: pytest.LogCaptureFixture
):
    mend = failure[0](sandbox)
    with caplog.at_level(logging.WARNING, "voicenter_mock"):
        sandbox.click2call()
        for _ in range(20):
            sandbox.advance(60)
            sandbox.click2call()
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert failure[3] in caplog.text
    assert "Traceback" not in caplog.text
    mend()


def test_a_realtime_organization_waits_and_tries_again(tmp_path: Path):
    with kept(tmp_path / "calls.db", "realtime") as sandbox:
        ticker = Ticker(sandbox.registry)
        mend = read_only(sandbox)
        sandbox.click2call()
        sandbox.control("/callbacks/cdr", {})

        assert sandbox.health()["status"] == "degraded"
        assert ticker._step(sandbox.tenant) == STORAGE_RETRY_SECONDS  # pyright: ignore[reportPrivateUsage]
        mend()
        ticker._step(sandbox.tenant)  # pyright: ignore[reportPrivateUsage]
        assert sandbox.health()["status"] == "ok"


def test_an_older_copy_is_not_written_on(sandbox: Kept):
    older = copied(sandbox)
    sandbox.click2call()
    assert sandbox.advance(600)[0] == 200
    lose(sandbox)
    older.rename(sandbox.path)

    sandbox.click2call()
    status, body = sandbox.advance(600)

    assert status == 503
    assert "is not the file that this server wrote" in body["error"]["message"]


def test_what_came_of_an_attempt_is_written_once_that_can_be(sandbox: Kept):
    mends: list[Mend] = []

    def customer(_: object) -> None:
        mends.append(read_only(sandbox))

    sandbox.tenant.deliveries.bind("cdr", customer)
    status, _ = sandbox.control("/callbacks/cdr", {})
    assert status == 503
    mends[0]()
    status, body = sandbox.control("/deliveries")
    assert (status, body["deliveries"][-1]["status"]) == (200, "acknowledged")
    assert sandbox.in_the_file()[1][body["deliveries"][-1]["id"]] == "acknowledged"
