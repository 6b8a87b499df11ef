"""The call log as a database: what was written is read back, searches agree with and without indexes, files last."""

from __future__ import annotations

import gc
import json
import os
import random
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicenter_mock.mockserver.telephony.log import call_log, day_counts, stored_records
from voicenter_mock.mockserver.telephony.log.call_log import CallLog
from voicenter_mock.mockserver.telephony.log.call_log_search import Order, Search, count_statement, indexes_for
from voicenter_mock.mockserver.telephony.log.layout import CDR_TABLE, LAYOUT
from voicenter_mock.mockserver.telephony.log.storage_errors import StorageError
from voicenter_mock.mockserver.telephony.model.calls import Visit
from voicenter_mock.mockserver.telephony.model.cdr import Cdr

FULL = Cdr(
    1, "id", 8, 1.5, 9.25, "972501234567", "SIPSIP1", "ANSWER", seconds_in_queue=3, custom={"a": {"b": [1, None]}},
    visits=(Visit(1, 4, "Main", "12"), Visit(2, 5, "ת")), mutes=((1.0, 2.5),), did="07", campaign="c",
)  # fmt: skip


def records(count: int) -> list[Cdr]:
    choose = random.Random(1)
    return [
        Cdr(
            number,
            f"call{number // 2}",
            choose.choice((1, 4, 8)),
            1000 + choose.randrange(500) / 2,
            2000,
            choose.choice("abc"),
            choose.choice("abcd"),
            "ANSWER",
            duration=choose.randrange(30),
            did=choose.choice("ax"),
            caller_extension=choose.choice(("", "E1", "E2")),
            target_extension=choose.choice(("", "E1", "E3")),
            queue_id=choose.choice((0, 7)),
            campaign_id=choose.choice((0, 9)),
            account=choose.choice((1, 2)),
            user=choose.choice((0, 5)),
        )
        for number in range(1, count + 1)
    ]


def matches(search: Search, cdr: Cdr) -> bool:
    return (
        search.since <= cdr.time < search.until
        and (not search.numbers or bool({cdr.caller, cdr.target, cdr.did} & set(search.numbers)))
        and (not search.extensions or bool({cdr.caller_extension, cdr.target_extension} & set(search.extensions)))
        and (not search.types or cdr.type in search.types)
        and (not search.queues or cdr.queue_id in search.queues)
        and (not search.campaigns or cdr.campaign_id in search.campaigns)
        and (not search.accounts or cdr.account in search.accounts)
        and (not search.users or cdr.user in search.users)
        and search.call_id in ("", cdr.call_id)
    )


SEARCHES = [
    Search(1000, 1300),
    Search(1050, 1100),
    Search(1000, 1300, types=(1, 4)),
    Search(1000, 1300, extensions=("E1",)),
    Search(1000, 1300, extensions=("E1", "E2"), types=(8,)),
    Search(1000, 1300, types=(4,), accounts=(1,)),
    Search(1000, 1300, extensions=("E1",), types=(8,), accounts=(1, 3)),
    Search(1000, 1300, extensions=("E1",), types=(8,), users=(5,), accounts=(1,)),
    Search(1000, 1300, numbers=("a",)),
    Search(1000, 1300, numbers=("a", "x"), types=(1,), accounts=(1,)),
    Search(1000, 1300, numbers=("a", "d"), extensions=("E3",), accounts=(1,)),
    Search(1000, 1300, queues=(7,), campaigns=(9,), users=(5,)),
    Search(1000, 1300, call_id="call7"),
    Search(1000, 1300, accounts=(2,), limit=3),
    Search(5000, 6000),
]
ORDERS = [
    (Order("time", descending=True),),
    (Order("duration"),),
    (Order("duration", descending=True), Order("time")),
    (Order("caller"), Order("time", descending=True)),
]


def test_a_record_is_read_back_as_it_was_written() -> None:
    log = CallLog()
    log.add(FULL)
    assert log.all() == log.of_call("id") == [FULL]


def test_records_come_in_the_order_they_were_written_from_a_number_on() -> None:
    log = CallLog()
    for cdr in records(2500):
        log.add(cdr)
    assert [cdr.number for cdr in log.all(since=1990, limit=20)] == list(range(1991, 2011))


@pytest.mark.parametrize("indexed_from", [0, 10**9], ids=["indexed", "read through"])
@pytest.mark.parametrize("sorted_up_to", [0, 10**9], ids=["walked", "sorted"])
@pytest.mark.parametrize("day", [86_400, 70, 1], ids=["by records", "by days and records", "by days"])
def test_a_search_finds_what_a_loop_finds(
    monkeypatch: pytest.MonkeyPatch, indexed_from: int, sorted_up_to: int, day: int
) -> None:
    monkeypatch.setattr(call_log, "INDEXED_FROM", indexed_from)
    monkeypatch.setattr(day_counts, "DAY", day)
    monkeypatch.setattr("voicenter_mock.mockserver.telephony.log.call_log_search.SORTED_UP_TO", sorted_up_to)
    log, everything = CallLog(), records(600)
    for cdr in everything:
        log.add(cdr)
    for search in SEARCHES:
        expected = [cdr for cdr in everything if matches(search, cdr)]
        for order in ORDERS:
            page = log.find(replace(search, order=order), ["number", "time", "duration", "caller"])
            assert page.total == len(expected), search
            assert len(page.rows) == min(len(expected), search.limit)
            if search.limit > len(expected):
                assert {row[0] for row in page.rows} == {cdr.number for cdr in expected}
            keys = [
                tuple(row[("number", "time", "duration", "caller").index(key.column)] for key in order)
                for row in page.rows
            ]
            for earlier, later in pairwise(keys):
                for key, one, other in zip(order, earlier, later, strict=True):
                    if one != other:
                        assert (one > other) == key.descending
                        break


@pytest.mark.parametrize(
    ("search", "indexes"),
    [
        (Search(0, 9, accounts=(1, 2)), {"cdr_by_account"}),
        (Search(0, 9, types=(1,), accounts=(1, 2)), {"cdr_by_type"}),
        (Search(0, 9, queues=(7,), accounts=(1,)), {"cdr_by_queue"}),
        (Search(0, 9, extensions=("E",), accounts=(1,)), {"cdr_by_target_extension", "cdr_by_caller_extension"}),
        (
            Search(0, 9, extensions=("E",), types=(1, 8), accounts=(1,)),
            {"cdr_by_target_extension", "cdr_by_caller_extension"},
        ),
        (Search(0, 9, numbers=("1",), accounts=(1,)), {"cdr_by_caller", "cdr_by_target", "cdr_by_did"}),
        (Search(0, 9, types=(1,), queues=(7,), accounts=(1,)), {"cdr_by_time"}),
    ],
)
def test_a_count_reads_the_index_of_its_filter_and_nothing_else(search: Search, indexes: set[str]) -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(CDR_TABLE)
        for index in indexes_for(search):
            database.execute(f"CREATE INDEX {index.name} ON cdr ({index.columns}) {index.condition}")
        statement, arguments = count_statement(search)
        steps = [row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {statement}", arguments)]
        read = [step for step in steps if "cdr" in step]
        assert all("COVERING INDEX" in step for step in read), steps
        assert {step.partition("COVERING INDEX ")[2].partition(" ")[0] for step in read} == indexes


def counts_of(log: CallLog, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that count records, from now on."""
    database, statements = log.database, list[str]()
    assert database is not None
    rows = database.rows

    def spy(query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        statements.extend([query] if "COUNT(*)" in query else [])
        return rows(query, values)

    monkeypatch.setattr(database, "rows", spy)
    return statements


def test_whole_days_are_counted_once_and_then_what_is_new(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call_log, "INDEXED_FROM", 0)
    monkeypatch.setattr(day_counts, "DAY", 10)
    monkeypatch.setattr(day_counts, "READ_AT_ONCE", 7)
    log, everything = CallLog(), records(600)
    search = Search(1000, 1300, types=(1, 4), accounts=(1,))
    for count, cdr in enumerate(everything, 1):
        log.add(cdr)
        if count % 97 == 0:
            assert log.find(search, ["number"]).total == sum(matches(search, one) for one in everything[:count])
    statements = counts_of(log, monkeypatch)
    assert log.find(search, ["number"]).total == sum(matches(search, one) for one in everything)
    assert len(statements) == 3  # 600 - 582 records, seven at a time
    assert all("GROUP BY" in statement for statement in statements)
    log.find(search, ["number"])
    assert len(statements) == 3
    log.find(replace(search, since=1003.5), ["number"])
    assert len(statements) == 4, "what is before the first whole day"


def test_records_of_too_many_kinds_are_counted_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call_log, "INDEXED_FROM", 0)
    monkeypatch.setattr(day_counts, "DAY", 10)
    monkeypatch.setattr(day_counts, "MAXIMUM_GROUPS", 20)
    log, everything = CallLog(), records(600)
    for cdr in everything:
        log.add(cdr)
    search = Search(1000, 1300, types=(1, 4))
    for _ in range(2):
        assert log.find(search, ["number"]).total == sum(matches(search, one) for one in everything)
    assert log._stored is not None  # pyright: ignore[reportPrivateUsage]
    assert not log._stored._days._days  # pyright: ignore[reportPrivateUsage]


def test_a_search_waits_for_nothing_that_was_added() -> None:
    log = CallLog()
    assert log.find(SEARCHES[0], ["number"]).total == 0
    for cdr in records(1001):
        log.add(cdr)
    assert log.find(SEARCHES[0], ["number"]).total == 1001


def test_a_recordings_record_is_found_by_the_file() -> None:
    log = CallLog()
    log.add(replace(FULL, recording="a.mp3"))
    found = log.of_recording("a.mp3")
    assert found is not None
    assert found.mutes == ((1.0, 2.5),)
    assert log.of_recording("") is None


def test_a_file_keeps_its_records_and_numbers_go_on(tmp_path: Path) -> None:
    path = str(tmp_path / "calls.db")
    first = CallLog(path, "demo")
    for cdr in records(5):
        first.add(cdr)
    first.close()
    second = CallLog(path, "demo")
    assert (second.count, second.last_number, second.run) == (5, 5, 1)
    assert second.all() == records(5)


def test_a_record_is_in_the_file_as_soon_as_it_is_settled(tmp_path: Path) -> None:
    path = tmp_path / "calls.db"
    log = CallLog(str(path), "demo")
    log.add(FULL)
    log.settle()
    with sqlite3.connect(path) as other:
        assert other.execute("SELECT call_id FROM cdr").fetchall() == [("id",)]
    other.close()
    log.close()


def test_a_renewed_log_is_empty_and_begins_again(tmp_path: Path) -> None:
    log = CallLog(str(tmp_path / "calls.db"), "demo")
    log.add(FULL)
    fresh = log.renew()
    assert (fresh.all(), fresh.last_number, fresh.run, fresh.durable) == ([], 0, 0, True)
    fresh.close()


def test_two_cannot_keep_one_file(tmp_path: Path) -> None:
    path = str(tmp_path / "calls.db")
    log = CallLog(path, "demo")
    with pytest.raises(StorageError, match="in use by another server"):
        CallLog(path, "demo")
    log.close()
    CallLog(path, "demo").close()


def test_a_file_belongs_to_one_organization(tmp_path: Path) -> None:
    path = str(tmp_path / "calls.db")
    CallLog(path, "demo").close()
    with pytest.raises(StorageError, match="of organization 'demo', not of 't1'"):
        CallLog(path, "t1")


def test_another_kind_of_file_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("these are no calls\n" * 100)
    with pytest.raises(StorageError, match=r"notes\.txt is damaged or was written only in part .*not a database"):
        CallLog(str(text), "demo")
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as database:
        database.execute("CREATE TABLE mine (a)")
    before = other.read_bytes()
    with pytest.raises(StorageError, match=r"other\.db is another program's database"):
        CallLog(str(other), "demo")
    assert other.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["notes.txt", "other.db"]


def test_a_file_of_a_newer_layout_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "calls.db"
    CallLog(str(path), "demo").close()
    with closing(sqlite3.connect(path)) as database:
        database.execute(f"PRAGMA user_version = {LAYOUT + 1}")
    with pytest.raises(StorageError, match=rf"calls.db was written by a newer version \(layout {LAYOUT + 1}"):
        CallLog(str(path), "demo")


def test_a_file_that_was_written_only_in_part_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "calls.db"
    log = CallLog(str(path), "demo")
    for cdr in records(500):
        log.add(cdr)
    log.close()
    whole = path.read_bytes()
    for part in (len(whole) // 2, 4096, 700):
        path.write_bytes(whole[:part])
        with pytest.raises(StorageError, match=r"calls\.db is damaged or was written only in part"):
            CallLog(str(path), "demo")


def test_an_empty_file_is_a_new_one(tmp_path: Path) -> None:
    path = tmp_path / "calls.db"
    path.touch()
    log = CallLog(str(path), "demo")
    assert (log.all(), log.run) == ([], 0)
    log.close()


def test_the_tables_belong_to_their_layout(tmp_path: Path) -> None:
    """Who changes them raises ``LAYOUT``, brings up older files in ``prepare_file``, and writes them down here."""
    path = tmp_path / "calls.db"
    CallLog(str(path), "demo").close()
    with closing(sqlite3.connect(path)) as database:
        statements = [sql for (sql,) in database.execute("SELECT sql FROM sqlite_master WHERE sql NOT NULL")]
    expected = Path(__file__).with_name(f"layout_{LAYOUT}.sql").read_text()
    assert ";\n".join(statements) + ";\n" == expected


def test_a_file_that_cannot_be_made_is_an_error_that_names_it(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "calls.db"
    with pytest.raises(StorageError) as caught:
        CallLog(str(path), "demo")
    folder = path.parent
    assert str(caught.value) == f"cannot use {path}: there is no folder {folder}; make it, or name another file"


def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a read-only disk, or in a container whose user does not own what is mounted: root may write anywhere else."""

    def refuse(*_: object, **__: object) -> sqlite3.Connection:
        error = sqlite3.OperationalError("unable to open database file")
        error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
        raise error

    def may_not(path: str, mode: int) -> bool:
        return path != str(tmp_path) or not mode & os.W_OK

    monkeypatch.setattr(sqlite3, "connect", refuse)
    monkeypatch.setattr(os, "access", may_not)
    with pytest.raises(StorageError) as caught:
        CallLog(str(tmp_path / "calls.db"), "demo")
    sentence = f"nothing can be written into {tmp_path}; make it writable, or name another file"
    assert str(caught.value).endswith(sentence)


def test_records_of_a_temporary_database_are_written_when_somebody_reads_them() -> None:
    log, written = CallLog(), records(3 * call_log.BATCH)
    for cdr in written:
        log.add(cdr)
        log.settle()
    assert log.database is None
    assert log.all() == written
    assert log._pending == []  # pyright: ignore[reportPrivateUsage]


def test_of_those_that_wait_for_a_reader_the_oldest_are_written_until_no_more_than_a_batch_waits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(call_log, "BATCH", 3)
    monkeypatch.setattr(call_log, "MAXIMUM_WAITING", 10)
    log, written = CallLog(), records(40)
    waiting: list[int] = []
    for cdr in written:
        log.add(cdr)
        waiting.append(len(log._pending))  # pyright: ignore[reportPrivateUsage]
    assert max(waiting) == 10
    assert max(waiting[20:]) == 3
    file = log.database
    assert file is not None
    assert file.rows("SELECT number FROM cdr ORDER BY number") == [
        (number,) for number in range(1, file.last_number + 1)
    ]
    assert (file.last_number + waiting[-1], log.count, log.last_number) == (40, 40, 40)
    assert log.all() == written


def test_what_waits_for_a_temporary_file_is_little_until_somebody_reads() -> None:
    """Each commit goes through it: by a million records that took a sixth of a campaign."""
    log = CallLog()
    sizes: list[int] = []
    for cdr in records(2):
        log.add(cdr)
        log.flush()
        assert log.database is not None
        connection = log.database._connections.main  # pyright: ignore[reportPrivateUsage]
        assert connection is not None
        sizes.append(connection.execute("PRAGMA cache_size").fetchone()[0])
        log.all()
    assert sizes == [-16 * 1024, -96 * 1024]
    log.close()


def test_only_a_batch_ever_waits_for_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call_log, "BATCH", 3)
    log, written = CallLog(str(tmp_path / "calls.db"), "demo"), records(40)
    for cdr in written:
        log.add(cdr)
        assert len(log._pending) <= 3  # pyright: ignore[reportPrivateUsage]
    assert log.all() == written
    log.close()


@pytest.mark.slow
def test_a_log_that_is_forgotten_leaves_no_temporary_database_open() -> None:
    log = CallLog()
    log.add(FULL)
    log.flush()
    file = log.database
    assert file is not None
    database = file._connections.main  # pyright: ignore[reportPrivateUsage]
    del file
    assert database is not None

    del log
    gc.collect()

    with pytest.raises(sqlite3.ProgrammingError, match="closed database"):
        database.execute("SELECT 1")


@pytest.mark.parametrize(
    "name",
    ["", "it's \"one\"'); --", "a\0b", "שם" * 60, "?1 :name \\", "\ud800"],
    ids=["", "quotes", "nul", "long", "?", "half"],
)
def test_what_many_records_have_in_common_is_read_back_too(name: str):
    """It is not handed over record by record."""
    count = 2 * stored_records.ALIKE
    bare = [Cdr(number, "id", 14, 1.5, 9.0, name, "b", "BUSY", user=-7) for number in range(1, count + 1)]
    full = [replace(FULL, number=count + number, price=number % 2, queue_name=name) for number in range(1, count + 1)]
    log = CallLog()
    for cdr in (*bare, *full):
        log.add(cdr)

    kept = name.encode("utf-8", "replace").decode()
    bare, full = [replace(cdr, caller=kept) for cdr in bare], [replace(cdr, queue_name=kept) for cdr in full]
    assert log.all() == [*bare, *full]


_VALUES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
_NAMES: st.SearchStrategy[Any] = st.text() | st.integers()


@given(st.dictionaries(_NAMES, _VALUES | st.lists(_VALUES) | st.dictionaries(st.text(), _VALUES)))
def test_custom_data_is_the_json_that_the_standard_library_writes(custom: dict[Any, Any]):
    log = CallLog()
    log.add(replace(FULL, custom=custom))
    log.flush()
    assert log.database is not None

    (written,) = log.database.rows("SELECT custom FROM cdr")

    assert written == (json.dumps(custom, separators=(",", ":")) if custom else "",)
