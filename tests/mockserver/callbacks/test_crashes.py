"""Whatever moment a server ends at: its file has what customers and readers were told, and no number comes twice."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
from collections import Counter
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest

from voicenter_mock.mockserver.callbacks.per_call_queue import IN_FLIGHT

from .customer_servers import ACKNOWLEDGED, Got, customer, eventually
from .processes import Process, needs_kill_9

KILLS = int(os.environ.get("VOICENTER_MOCK_KILLS", "40"))
"""In each of five files: two hundred in one test take longer than a test may."""
SESSION = Path(__file__).with_name("crash_session.py")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
@pytest.mark.slow
def test_a_server_that_ends_at_any_write_of_its_database_has_told_nothing_that_the_file_does_not_have(tmp_path: Path):
    finished = subprocess.run(
        [sys.executable, str(SESSION), str(tmp_path)], capture_output=True, text=True, timeout=170, check=True
    )
    result = json.loads(finished.stdout)
    assert result["contradictions"] == [], finished.stderr
    assert result["points"] > 30


class Load:
    """Callers and readers of a server that is about to die. They note what they were told."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.records: dict[int, tuple[str, str]] = {}
        self.contradictions: list[str] = []

    def until_it_dies(self, server: Process) -> list[threading.Thread]:
        threads = [threading.Thread(target=self._call, args=(server, caller), daemon=True) for caller in range(3)]
        threads.append(threading.Thread(target=self._read, args=(server,), daemon=True))
        for thread in threads:
            thread.start()
        return threads

    def _call(self, server: Process, caller: int) -> None:
        query = f"code=demo-code&phone=SIPSIP{(1, 2, 5)[caller]}&target=05012345{caller:02}&format=json"
        with suppress(OSError, ValueError, HTTPException):
            while True:
                self.calls.append(server.get(f"/ForwardDialer/click2call.aspx?{query}")["CALLID"])

    def _read(self, server: Process) -> None:
        with suppress(OSError, ValueError, HTTPException):
            while True:
                since = max(0, max(self.records, default=0) - 50)
                found = server.get(f"/_sandbox/organizations/demo/cdrs?limit=10000&since={since}")
                self.note(found["cdrs"])

    def note(self, records: list[dict[str, Any]]) -> None:
        for record in records:
            key = record["ivruniqueid"], record["type"]
            if self.records.setdefault(record["number"], key) != key:
                self.contradictions.append(f"number {record['number']}: {self.records[record['number']]}, then {key}")


@needs_kill_9
@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(5))
def test_kills_under_load_lose_nothing_and_give_no_number_twice(tmp_path: Path, seed: int):
    choose = random.Random(seed)
    acknowledged: Counter[tuple[str, str]] = Counter()
    load = Load()

    def answer(got: Got) -> tuple[int, str, bytes]:
        message = json.loads(got.body)
        acknowledged[message["ivruniqueid"], message["type"]] += 1
        return ACKNOWLEDGED

    with customer(answer) as served:
        options = ("--db", str(tmp_path / "calls.db"), "--clock", "600", "--cdr-url", served.url)
        pause = threading.Event()
        for _ in range(KILLS):
            server = Process(tmp_path, *options)
            before = len(load.calls)
            threads = load.until_it_dies(server)
            assert eventually(lambda before=before: len(load.calls) > before)
            pause.wait(choose.uniform(0.0, 1.0))
            server.kill()
            for thread in threads:
                thread.join()
        last = Process(tmp_path, *options)
        try:
            assert eventually(lambda: not last.pending())
            records = whole_log(last)
        finally:
            last.kill()

    load.note(records)
    keys = {(record["ivruniqueid"], record["type"]) for record in records}
    assert load.contradictions == []
    assert [key for key in acknowledged if key not in keys] == []
    assert [key for key in keys if key not in acknowledged] == []
    assert [key for key in load.records.values() if key not in keys] == []
    assert [call for call, times in Counter(load.calls).items() if call and times > 1] == []
    assert acknowledged.total() - len(acknowledged) <= KILLS * IN_FLIGHT
    assert len(acknowledged) > KILLS


def whole_log(server: Process) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while True:
        since = found[-1]["number"] if found else 0
        page = server.get(f"/_sandbox/organizations/demo/cdrs?limit=10000&since={since}")["cdrs"]
        found += page
        if len(page) < 10_000:
            return found
