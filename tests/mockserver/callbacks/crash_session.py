"""Ends a server's life at each write of its database in turn, and compares the file with what others were told.

    python crash_session.py FOLDER

Runs by itself because it forks. Prints ``{"points": …, "contradictions": […]}``: at how many writes it ended the
process, and what the file, opened again, does not bear out.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from voicenter_mock.contracts.cdr_types import cdr_type
from voicenter_mock.mockserver.organizations import demo
from voicenter_mock.mockserver.telephony.click2call.click2call import Click2CallOrder, start
from voicenter_mock.mockserver.telephony.log.call_log import CallLog
from voicenter_mock.mockserver.tenancy.tenants import Tenant

NOW = 1_700_000_000.0
CRASHED = 86
MAXIMUM_POINTS = 1000
_connect = sqlite3.connect


class SessionLog:
    """What customers and readers were told, written down at once: lines of ``[what, …]``."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def __call__(self, *what: Any) -> None:
        os.write(self._descriptor, json.dumps(what).encode() + b"\n")


def end_at_write(number: int) -> None:
    """The process ends before the database executes its ``number``-th statement that writes."""
    left = number

    def on_statement(statement: str) -> None:
        nonlocal left
        if not statement.lstrip().upper().startswith(("SELECT", "PRAGMA", "BEGIN", "--")):
            left -= 1
            if left == 0:
                os._exit(CRASHED)

    def connect(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection = _connect(*arguments, **options)
        connection.set_trace_callback(on_statement)
        return connection

    sqlite3.connect = connect  # pyright: ignore[reportAttributeAccessIssue]


def live(file: Path, log: SessionLog) -> None:
    """A server's life: a call, a customer who refuses every second message once, and somebody who reads."""
    tenant = Tenant(demo(), now=NOW, log=CallLog(str(file), "demo"))
    attempts: Counter[str] = Counter()

    def customer(message: dict[str, Any]) -> None:
        key = f"{message['ivruniqueid']} {message['type']}"
        attempts[key] += 1
        if len(attempts) % 2 == 0 and attempts[key] == 1:
            raise ConnectionError("not now")
        log("acknowledged", key)

    tenant.deliveries.bind("cdr", customer)
    with tenant.use() as exchange:
        call = start(exchange, 70000001, Click2CallOrder("call", "SIPSIP1", "0501234567"))
    log("call", call.id)
    for seconds in (20, 90, 3600):
        tenant.advance(seconds=seconds)
        read(tenant, log)
    tenant.close()


def read(tenant: Tenant, log: SessionLog) -> None:
    with tenant.use() as exchange:
        records = [(cdr.number, f"{cdr.call_id} {cdr_type(cdr.type).name}") for cdr in exchange.log.all()]
        deliveries = [(each.id, f"{each.call_id} {each.payload['type']}") for each in tenant.deliveries.page(0, 1000)]
    log("read", records, deliveries)


def in_a_process(do: Callable[[], None]) -> int:
    """Its exit code."""
    process = os.fork()
    if process:
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    try:
        do()
    except BaseException:
        import traceback

        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def contradictions(lines: list[Any], file: Path) -> list[str]:
    """What the file says otherwise than it was told."""
    database = _connect(file)
    rows = database.execute("SELECT number, call_id, type FROM cdr")
    records = {number: f"{call_id} {cdr_type(kind).name}" for number, call_id, kind in rows}
    deliveries = {
        number: f"{call_id} {json.loads(data)['payload']['type']}"
        for number, call_id, data in database.execute("SELECT id, call_id, data FROM deliveries")
    }
    pending = database.execute("SELECT count(*) FROM deliveries WHERE status = 'pending'").fetchone()[0]
    database.close()
    acknowledged = Counter(line[1] for line in lines if line[0] == "acknowledged")
    calls = Counter(line[1] for line in lines if line[0] == "call")
    found = [f"acknowledged without a record: {key}" for key in acknowledged if key not in records.values()]
    found += [f"never delivered: {key}" for key in records.values() if key not in acknowledged]
    found += [f"without a delivery: {key}" for key in records.values() if key not in deliveries.values()]
    found += [f"call id given twice: {key}" for key, times in calls.items() if times > 1]
    if pending:
        found.append(f"{pending} deliveries are pending for ever")
    if sum(acknowledged.values()) > len(acknowledged) + 1:
        found.append(f"more than what was under way came twice: {acknowledged}")
    for _, read_records, read_deliveries in (line for line in lines if line[0] == "read"):
        found += [f"record {number} was {key}" for number, key in read_records if records.get(number) != key]
        found += [f"delivery {number} was {key}" for number, key in read_deliveries if deliveries.get(number) != key]
    return found


def main(folder: Path) -> None:
    # What a life imports on its way is imported here once, not in each process anew.
    live(folder / "first.db", SessionLog(folder / "first.told"))
    found: list[str] = []
    for point in range(1, MAXIMUM_POINTS):
        file, lines = folder / f"{point}.db", folder / f"{point}.told"
        log = SessionLog(lines)

        def crash(point: int = point, file: Path = file, log: SessionLog = log) -> None:
            end_at_write(point)
            live(file, log)
            live(file, log)

        code = in_a_process(crash)
        if code not in (0, CRASHED):
            found.append(f"write {point}: the process failed with {code}")
            break
        again = in_a_process(lambda file=file, log=log: live(file, log))
        if again != 0:
            found.append(f"write {point}: the file could not be used afterwards")
        told_lines = [json.loads(line) for line in lines.read_text().splitlines()]
        found += [f"write {point}: {text}" for text in contradictions(told_lines, file)]
        if code == 0:
            print(json.dumps({"points": point - 1, "contradictions": found}))
            return
    print(json.dumps({"points": 0, "contradictions": found}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
