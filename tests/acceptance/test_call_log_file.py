"""``serve --db FILE``: the call log outlives the server, however it ends."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from .conftest import Sandbox, Serve

COMMAND = str(Path(sys.executable).with_name("voicenter-mock"))
WHOLE_TIME = {"fromdate": "2000-01-01T00:00", "todate": "2100-01-01T00:00"}


def records(sandbox: Sandbox) -> list[dict[str, Any]]:
    answer = sandbox.post(
        "/hub/cdr/", {"code": "demo-code", "fields": ["CallID", "Type", "CustomData"], "search": WHOLE_TIME}
    ).json()
    assert answer["ERROR_NUMBER"] == 0, answer
    found: list[dict[str, Any]] = answer["CDR_LIST"]
    return found


def call(sandbox: Sandbox, **parameters: Any) -> str:
    call_id: str = sandbox.click2call(**parameters)["CALLID"]
    sandbox.advance(until="idle")
    return call_id


def test_what_was_readable_before_kill_9_is_there_after_the_restart(serve: Serve, tmp_path: Path):
    options = ("--clock", "manual", "--now", "1700000000", "--db", str(tmp_path / "calls.db"))
    sandbox = serve(*options)
    for lead in range(3):
        call(sandbox, var_lead=lead)
    before = records(sandbox)
    assert len(before) == 6
    sandbox.stop(signal.SIGKILL)
    assert records(serve(*options)) == before


def test_a_record_that_nobody_read_is_there_too_once_its_call_was_over(serve: Serve, tmp_path: Path):
    options = ("--clock", "manual", "--now", "1700000000", "--db", str(tmp_path / "calls.db"))
    sandbox = serve(*options)
    call_id = call(sandbox)
    sandbox.stop(signal.SIGKILL)
    assert [row["CallID"] for row in records(serve(*options))] == [call_id, call_id]


def test_numbers_go_on_and_no_call_id_comes_twice(serve: Serve, tmp_path: Path):
    options = ("--clock", "manual", "--now", "1700000000", "--db", str(tmp_path / "calls.db"))
    ids: list[str] = []
    for number in (signal.SIGTERM, signal.SIGKILL, signal.SIGTERM):
        sandbox = serve(*options)
        ids.append(call(sandbox))
        last = [cdr["ivruniqueid"] for cdr in sandbox.list("cdrs")]
        sandbox.stop(number)
    assert len(set(ids)) == 3
    assert last == [call_id for call_id in ids for _ in range(2)]


def test_a_reset_empties_the_file(serve: Serve, tmp_path: Path):
    options = ("--clock", "manual", "--db", str(tmp_path / "calls.db"))
    sandbox = serve(*options)
    call(sandbox)
    assert sandbox.post(sandbox.organization("/reset")).status_code == 200
    kept = call(sandbox)
    sandbox.stop(signal.SIGKILL)
    assert {row["CallID"] for row in records(serve(*options))} == {kept}


def test_a_file_in_use_or_of_another_kind_is_one_line_and_exit_code_2(serve: Serve, tmp_path: Path):
    path = tmp_path / "calls.db"
    serve("--db", str(path))
    (tmp_path / "notes.txt").write_text("no calls\n" * 200)
    for file, reason in ((path, "in use by another server"), (tmp_path / "notes.txt", "not a database")):
        finished = subprocess.run(
            [COMMAND, "serve", "--port", "0", "--db", str(file)],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (finished.returncode, finished.stderr.count("\n")) == (2, 1)
        assert reason in finished.stderr
