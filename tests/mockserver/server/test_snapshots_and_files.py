"""An organization with a database that is replaced, by a snapshot or by a new one: its file has that, or what it had."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

from voicenter_mock.mockserver.organizations import demo
from voicenter_mock.mockserver.serving.app import create_app
from voicenter_mock.mockserver.telephony.log.call_log import CallLog
from voicenter_mock.mockserver.tenancy.registry import Registry

from .storage import DEMO, START, Kept, full, gone, kept, locked, read_only

FAILURES = {
    "read-only": (read_only, 503, "it is read-only"),
    "locked": (locked, 503, "another program has locked it"),
    "gone": (gone, 503, "is gone"),
}
Answer = tuple[int, Any]


def put_back(sandbox: Kept, snapshot: object) -> Answer:
    return sandbox.put_back(snapshot)


def reset(sandbox: Kept, snapshot: object) -> Answer:
    return sandbox.control("/reset", {})


def another(sandbox: Kept, snapshot: object) -> Answer:
    return sandbox.ask("/_sandbox/organizations", {"template": "demo", "id": "demo", "replace": True})


REPLACING = {each.__name__: each for each in (put_back, reset, another)}


@pytest.fixture
def sandbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kept]:
    monkeypatch.setattr("voicenter_mock.mockserver.telephony.log.database.BUSY_SECONDS", 0.01)
    with kept(tmp_path / "calls.db") as sandbox:
        sandbox.click2call()
        sandbox.advance(600)
        yield sandbox


def seen(sandbox: Kept) -> dict[str, Any]:
    """What readers see of the past."""
    return {name: sandbox.control(f"/{name}")[1] for name in ("cdrs", "deliveries")}


def test_the_file_has_what_the_snapshot_shows_and_nothing_later(sandbox: Kept):
    snapshot, before = sandbox.snapshot(), (seen(sandbox), sandbox.in_the_file())
    sandbox.click2call()
    sandbox.advance(600)
    assert sandbox.in_the_file() != before[1]

    assert sandbox.put_back(snapshot)[0] == 200
    assert (seen(sandbox), sandbox.in_the_file()) == before


def test_what_was_put_back_is_there_after_a_restart(sandbox: Kept):
    snapshot, before = sandbox.snapshot(), seen(sandbox)
    sandbox.click2call()
    sandbox.advance(600)
    sandbox.put_back(snapshot)
    sandbox.tenant.close()

    with kept(sandbox.path) as again:
        assert seen(again) == before


def test_a_delivery_that_was_pending_in_the_snapshot_goes_out_after_a_restart(sandbox: Kept):
    def customer(_: object) -> None:
        raise ConnectionError("not now")

    sandbox.tenant.deliveries.bind("cdr", customer)
    call = sandbox.click2call()["CALLID"]
    sandbox.advance(200)
    snapshot = sandbox.snapshot()
    sandbox.tenant.deliveries.bind("cdr", sandbox.pushed.append)
    sandbox.advance(7200)
    sandbox.put_back(snapshot)
    assert "pending" in sandbox.in_the_file()[1].values()
    sandbox.tenant.close()

    with kept(sandbox.path) as again:
        again.advance(7200)
        assert call in {message["ivruniqueid"] for message in again.pushed}
        assert set(again.in_the_file()[1].values()) == {"acknowledged"}


def test_no_call_id_is_given_twice_after_a_snapshot_and_a_restart(tmp_path: Path):
    given: list[str] = []
    snapshot: Any = None
    for life in range(4):
        with kept(tmp_path / "calls.db") as sandbox:
            if life == 2:
                sandbox.put_back(snapshot)
            given += [sandbox.click2call()["CALLID"] for _ in range(2)]
            if life == 0:
                sandbox.advance(600)
                snapshot = sandbox.snapshot()
    assert len(set(given)) == len(given)


def test_a_snapshot_of_an_organization_without_a_file_brings_its_own_records(sandbox: Kept):
    snapshot, wanted = in_memory(calls=2)
    assert len(wanted) > len(sandbox.in_the_file()[0])

    assert sandbox.put_back(snapshot)[0] == 200
    assert sandbox.control("/cdrs")[1]["cdrs"] == wanted
    assert sandbox.in_the_file()[0] == [cdr["ivruniqueid"] for cdr in wanted]


def test_a_snapshot_that_the_disk_has_no_room_for_replaces_nothing(sandbox: Kept):
    snapshot, _ = in_memory(calls=10)
    before, tenant = sandbox.in_the_file(), sandbox.tenant
    mend = full(sandbox)
    status, answer = sandbox.put_back(snapshot)
    mend()
    assert (status, answer["error"]["code"]) == (507, "disk_full")
    assert sandbox.tenant is tenant
    assert sandbox.in_the_file() == before


def in_memory(*, calls: int) -> tuple[Any, list[Any]]:
    """The snapshot of an organization without a file after so many calls, and its records."""
    registry = Registry(clock="manual", now=START)
    tenant = registry.add(demo())
    client = create_app(registry).test_client()
    order = "code=demo-code&phone=SIPSIP2&target=0507654321&action=call&format=JSON"
    for _ in range(calls):
        client.get(f"/ForwardDialer/click2call.aspx?{order}&var_note={'x' * 9_000}")
        tenant.advance(seconds=600)
    return client.get(f"{DEMO}/snapshot").json, cdrs(client)


def cdrs(client: Client) -> list[Any]:
    answer = client.get(f"{DEMO}/cdrs").json
    assert answer is not None
    return answer["cdrs"]


def test_a_snapshot_whose_records_the_file_does_not_have_any_more_is_refused(sandbox: Kept):
    snapshot = sandbox.snapshot()
    sandbox.control("/reset", {})
    sandbox.tenant = sandbox.registry.get("demo")
    before = seen(sandbox)

    status, answer = sandbox.put_back(snapshot)
    assert (status, answer["error"]["field"]) == (400, "exchange.log")
    assert "does not have the" in answer["error"]["message"]
    assert seen(sandbox) == before


@pytest.mark.parametrize("how", REPLACING)
@pytest.mark.parametrize("failure", FAILURES)
def test_where_the_file_cannot_be_written_nothing_is_replaced(how: str, failure: str, sandbox: Kept):
    fail, status, why = FAILURES[failure]
    snapshot = sandbox.snapshot()
    call = sandbox.click2call()["CALLID"]
    sandbox.advance(600)
    before, on_disk = seen(sandbox), sandbox.in_the_file()
    tenant = sandbox.tenant
    mend = fail(sandbox)

    answered, body = REPLACING[how](sandbox, snapshot)
    mend()
    assert answered == status
    assert why in body["error"]["message"]
    assert str(sandbox.path) in body["error"]["message"]
    assert sandbox.registry.get("demo") is tenant
    assert sandbox.in_the_file() == on_disk
    assert seen(sandbox) == before

    later = sandbox.click2call()["CALLID"]
    assert sandbox.advance(600)[0] == 200
    calls, deliveries = sandbox.in_the_file()
    assert (calls.count(call), calls.count(later)) == (2, 2)
    assert set(deliveries.values()) == {"acknowledged"}
    assert sandbox.health()["status"] == "ok"


@pytest.mark.parametrize("how", REPLACING)
def test_when_that_is_mended_it_can_be_replaced(how: str, sandbox: Kept):
    snapshot = sandbox.snapshot()
    mend = read_only(sandbox)
    REPLACING[how](sandbox, snapshot)
    mend()
    assert REPLACING[how](sandbox, snapshot)[0] in (200, 201)
    assert sandbox.registry.get("demo") is not sandbox.tenant or how == "put_back"


def test_a_process_that_ends_while_a_snapshot_is_put_back_leaves_one_or_the_other(tmp_path: Path):
    """Emptying and filling are one transaction: who looks at the file while it is written sees what it had."""
    with kept(tmp_path / "calls.db") as sandbox:
        sandbox.click2call()
        sandbox.advance(600)
        snapshot, before = sandbox.snapshot(), sandbox.in_the_file()
        sandbox.click2call()
        sandbox.advance(600)
        after = sandbox.in_the_file()
        states: list[Any] = []

        def look(statement: str) -> None:
            if statement.startswith(("DELETE", "INSERT", "UPDATE", "COMMIT")):
                states.append(sandbox.in_the_file())

        sandbox.connection().set_trace_callback(look)
        sandbox.put_back(snapshot)
        sandbox.connection().set_trace_callback(None)
        assert len(states) > 4
        assert all(state == after for state in states)
        assert sandbox.in_the_file() == before


def test_a_log_whose_renewal_is_undone_goes_on(tmp_path: Path):
    with closing(CallLog(str(tmp_path / "calls.db"), "demo")) as log:
        fresh = log.renew()
        log.take_back(fresh)
        assert log.durable
        assert not fresh.durable
