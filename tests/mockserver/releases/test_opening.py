"""Files of the releases before open in this one. ``tools/release_files.py`` wrote them, with that release."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from voicenter_mock.mockserver.organizations import demo
from voicenter_mock.mockserver.serving.app import create_app
from voicenter_mock.mockserver.telephony.core.scheduler import STEPS
from voicenter_mock.mockserver.telephony.log.call_log import CallLog
from voicenter_mock.mockserver.telephony.log.layout import APPLICATION, LAYOUT
from voicenter_mock.mockserver.tenancy.registry import Registry
from voicenter_mock.mockserver.tenancy.tenants import Tenant

RELEASES = sorted(path for path in Path(__file__).parent.iterdir() if (path / "calls.db").exists())
DEMO = "/_sandbox/organizations/demo"
START = 1_700_000_000.0


@pytest.fixture(params=RELEASES, ids=[path.name for path in RELEASES])
def release(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture
def file(release: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(release / "calls.db", tmp_path / "calls.db"))


def test_the_records_of_a_release_are_read(file: Path):
    log = CallLog(str(file), "demo")
    assert [(cdr.number, cdr.status) for cdr in log.all()] == [(1, "ANSWER"), (2, "ANSWER"), (3, "ANSWER")]
    assert log.all()[0].custom == {"var_lead": "7", "var_name": "ש"}
    assert log.run == 1
    log.close()


def test_the_deliveries_of_a_release_go_on(file: Path):
    tenant = Tenant(demo(), now=START + 300, log=CallLog(str(file), "demo"))
    pushed: list[Any] = []
    tenant.deliveries.bind("cdr", pushed.append)
    tenant.advance(seconds=3600)

    assert [(each.id, each.status) for each in tenant.deliveries.page(0, 10)] == [
        (number, "acknowledged") for number in (1, 2, 3)
    ]
    assert [message["ivruniqueid"] for message in pushed] == [tenant.exchange.log.all()[2].call_id]
    tenant.close()


def test_a_file_of_a_release_has_this_layout_once_it_was_opened(file: Path):
    CallLog(str(file), "demo").close()
    with closing(sqlite3.connect(file)) as database:
        numbers = [database.execute(f"PRAGMA {name}").fetchone()[0] for name in ("user_version", "application_id")]
    assert numbers == [LAYOUT, APPLICATION]


def test_a_file_of_a_release_takes_records_with_an_analysis(file: Path):
    log = CallLog(str(file), "demo")
    found = log.all()
    log.add(replace(found[-1], number=log.last_number + 1, ai={"insights": {"summary": "New."}}))
    log.close()

    log = CallLog(str(file), "demo")
    assert [cdr.ai for cdr in log.all()] == [{}] * len(found) + [{"insights": {"summary": "New."}}]
    log.close()


def test_a_snapshot_of_a_release_goes_on_as_it_did_there(release: Path):
    client = create_app(Registry(clock="manual", now=START)).test_client()
    snapshot = json.loads((release / "snapshot.json").read_text())
    assert client.put(f"{DEMO}/snapshot", json=snapshot).status_code == 200
    assert client.post(f"{DEMO}/clock/advance", json={"seconds": 3600}).status_code == 200

    records = client.get(f"{DEMO}/cdrs?limit=10000").json
    assert records is not None
    rows = [[each[name] for name in ("ivruniqueid", "type", "status", "duration")] for each in records["cdrs"]]
    assert rows == json.loads((release / "afterwards.json").read_text())


def test_every_step_that_a_snapshot_of_a_release_may_hold_is_known(release: Path):
    steps = set((release / "steps.txt").read_text().split())
    assert steps
    assert steps <= set(STEPS)
