"""The call log at a million records: `python benchmarks/cdr_hub.py [--records N] [--rounds N]`.

A page of 10,000 records with its total through the CDR hub, from request bytes to answer bytes, against what plain
`sqlite3` needs for the same rows and COUNT(*) with an index made for the very query, plus `json.dumps`. Ours is wanted
to take 0.8 of that. The insertions and the memory are shown too.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sqlite3
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from voicenter_mock.mockserver.requests.dispatch import Dispatcher
from voicenter_mock.mockserver.telephony.model.cdr import Cdr
from voicenter_mock.mockserver.tenancy.registry import Registry
from voicenter_mock.mockserver.tenancy.tenants import Tenant
from voicenter_mock.mockserver.wire.http import HttpRequest

START = 1_700_000_000
SECONDS_APART = 2.5
FIELDS = (
    "CallerNumber",
    "TargetNumber",
    "Date",
    "DateEpoch",
    "Duration",
    "CallID",
    "CustomData",
    "Type",
    "CdrType",
    "DialStatus",
    "TargetExtension",
    "CallerExtension",
    "DID",
    "QueueName",
    "RecordURL",
    "Price",
    "RingTime",
    "RepresentativeName",
    "RepresentativeCode",
    "DTMFData",
    "DepartmentName",
    "DepartmentId",
)
PLAIN = (
    "caller",
    "target",
    "date",
    "time",
    "duration",
    "call_id",
    "custom",
    "type_name",
    "type",
    "status",
    "target_extension",
    "caller_extension",
    "did",
    "queue_name",
    "recording",
    "price",
    "dial_seconds",
    "user_name",
    "user",
    "visits",
    "account_name",
    "account",
)

Query = tuple[str, dict[str, Any], str, str, str, tuple[str, ...]]
# name, search criteria, sort, the plain query's condition, order and indexes
QUERIES: tuple[Query, ...] = (
    ("dates, by date", {}, "date", "", "time", ("time",)),
    ("dates, by duration", {}, "duration", "", "duration", ("time", "duration, time")),
    (
        "dates and types, by date",
        {"cdrTypes": [1, 8]},
        "date",
        "AND type IN (1, 8)",
        "time",
        ("type, time", "time, type"),
    ),
    (
        "dates and types, by duration",
        {"cdrTypes": [1, 8]},
        "duration",
        "AND type IN (1, 8)",
        "duration",
        ("type, time", "duration, time, type"),
    ),
    (
        "dates and extension, by date",
        {"extensions": ["SIPSIP1"]},
        "date",
        "AND (target_extension = 'SIPSIP1' OR caller_extension = 'SIPSIP1')",
        "time",
        ("time, target_extension, caller_extension",),
    ),
    (
        "dates, types and extension, by duration",
        {"extensions": ["SIPSIP1"], "cdrTypes": [1, 8]},
        "duration",
        "AND type IN (1, 8) AND (target_extension = 'SIPSIP1' OR caller_extension = 'SIPSIP1')",
        "duration",
        ("time, type, target_extension, caller_extension", "duration, time, type, target_extension, caller_extension"),
    ),
)


def records(count: int) -> Any:
    choose = random.Random(1)
    for number in range(1, count + 1):
        extension = f"SIPSIP{choose.randrange(1, 6)}"
        yield Cdr(
            number,
            f"20231115001320{number // 2 * 7919:018x}",
            choose.choice((1, 4, 8, 9, 10)),
            START + number * SECONDS_APART,
            START + number * SECONDS_APART + 60,
            f"972501{choose.randrange(10**6):06}",
            extension,
            "ANSWER",
            duration=choose.randrange(600),
            dial_seconds=5,
            target_extension=extension,
            did="0722776772",
            user=12345678,
            user_name="Walter Melon",
            account=70000002,
            account_name="Sales Department",
            top_account=70000001,
            top_account_name="Voicenter Account",
            price=3,
            recording=f"2023111500132{number}-aws-972501234567-{extension}.mp3",
            target_extension_name="Extension 1",
            caller_country="Israel",
            direction="incoming",
            custom={"var_LeadID": str(number)},
        )


def fill(tenant: Tenant, count: int) -> float:
    """Microseconds for each insertion, without making the records."""
    log, seconds = tenant.exchange.log, 0.0
    batch: list[Cdr] = []
    for cdr in records(count):
        batch.append(cdr)
        if len(batch) == 10_000:
            start = time.perf_counter()
            for one in batch:
                log.add(one)
            seconds += time.perf_counter() - start
            batch.clear()
    for one in batch:
        log.add(one)
    return seconds / count * 1e6


def plain_database(count: int) -> sqlite3.Connection:
    database = sqlite3.connect("")
    database.execute("PRAGMA cache_size = -98304")
    database.execute(f"CREATE TABLE plain (number INTEGER PRIMARY KEY, {', '.join(PLAIN)})")
    rows = (
        (
            cdr.number,
            cdr.caller,
            cdr.target,
            "2023-11-14T22:13:20Z",
            int(cdr.time),
            cdr.duration,
            cdr.call_id,
            '{"var_LeadID":"1"}',
            "Incoming Call",
            cdr.type,
            cdr.status,
            cdr.target_extension,
            cdr.caller_extension,
            cdr.did,
            cdr.queue_name,
            "https://cpanel.voicenter.co.il/CallsHistory/PlayRecord/" + cdr.recording,
            cdr.price,
            cdr.dial_seconds,
            cdr.user_name,
            str(cdr.user),
            "[]",
            cdr.account_name,
            cdr.account,
        )
        for cdr in records(count)
    )
    database.executemany(f"INSERT INTO plain VALUES ({','.join('?' * (len(PLAIN) + 1))})", rows)
    database.commit()
    return database


def plain(database: sqlite3.Connection, condition: str, order: str) -> bytes:
    """Rows and total as anybody would write it, the rows' index forced by the order, the count's left to SQLite."""
    where = f"time >= ? AND time < ? {condition}"
    span = (START, START + 10**9)
    total = database.execute(f"SELECT COUNT(*) FROM plain WHERE {where}", span).fetchone()[0]
    kept = where.replace("type IN", "+type IN").replace("(target_extension =", "(+target_extension =")
    if order == "duration":
        kept = kept.replace("time >=", "+time >=").replace("AND time <", "AND +time <")
    rows = database.execute(
        f"SELECT {', '.join(PLAIN)} FROM plain WHERE {kept} ORDER BY {order} DESC LIMIT 10000", span
    )
    return json.dumps({"TOTAL_HITS": total, "CDR_LIST": [dict(zip(FIELDS, row, strict=True)) for row in rows]}).encode()


def measured(action: Callable[[], bytes]) -> float:
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000


def memory() -> float:
    """Most megabytes this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    registry = Registry(now=START + 10**8)
    tenant = registry.from_template("demo", "demo")
    dispatcher = Dispatcher(registry)
    each = fill(tenant, options.records)
    print(f"inserting {options.records:,} records: {each:.1f} µs each; {memory():.0f} MB resident")

    first = {query[0]: measured(lambda query=query: ours(dispatcher, query)) for query in QUERIES}
    print(f"after the first query of each kind, which builds its indexes: {memory():.0f} MB resident")
    database = plain_database(options.records)
    print(f"{'':42}{'first ms':>9}{'ours ms':>9}{'plain ms':>9}   ours x plain")
    for query in QUERIES:
        pairs = compared(dispatcher, database, query, options.rounds)
        mine, theirs = (median(column) for column in zip(*pairs, strict=True))
        ratio = median(one / other for one, other in pairs)
        print(f"{query[0]:42}{first[query[0]]:9.0f}{mine:9.0f}{theirs:9.0f}{ratio:8.2f}")


def ours(dispatcher: Dispatcher, query: Query) -> bytes:
    _, search, sort, *_ = query
    body = {
        "code": "demo-code",
        "fields": FIELDS,
        "sort": [{"field": sort, "order": "desc"}],
        "search": {"fromdate": "2023-11-14T22:13:20", "todate": "2055-01-01T00:00:00", **search},
    }
    content = json.dumps(body).encode()
    answer = dispatcher.handle(HttpRequest("POST", "/hub/cdr/", "", {"content-type": "application/json"}, content))
    assert b'"RETURN_HITS":10000' in answer.body[:200], answer.body[:200]
    return answer.body


def compared(
    dispatcher: Dispatcher, database: sqlite3.Connection, query: Query, rounds: int
) -> list[tuple[float, float]]:
    """Milliseconds of ours and of the plain query, in turn."""
    *_, condition, order, indexes = query
    for number, columns in enumerate(indexes):
        database.execute(f"CREATE INDEX plain_{number} ON plain ({columns})")
    pairs = [
        (measured(lambda: ours(dispatcher, query)), measured(lambda: plain(database, condition, order)))
        for _ in range(rounds)
    ]
    for number in range(len(indexes)):
        database.execute(f"DROP INDEX plain_{number}")
    return pairs


if __name__ == "__main__":
    main()
