"""An organization with a database, what can happen to its file, and how each is undone. Nothing else is pretended."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from voicenter_mock.mockserver.organizations import demo
from voicenter_mock.mockserver.serving.app import create_app
from voicenter_mock.mockserver.state.clock import Mode
from voicenter_mock.mockserver.telephony.log.call_log import CallLog
from voicenter_mock.mockserver.tenancy.registry import Registry

DEMO = "/_sandbox/organizations/demo"
START = 1_700_000_000.0
Mend = Callable[[], None]


@dataclass
class Kept:
    """The sandbox, through its Flask front. ``pushed`` are the CDRs that the customer acknowledged."""

    path: Path
    clock: Mode = "manual"
    pushed: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    def __post_init__(self) -> None:
        self.registry = Registry(clock=self.clock, now=START)
        self.tenant = self.registry.add(demo(), log=CallLog(str(self.path), "demo"))
        self.tenant.deliveries.bind("cdr", self.pushed.append)
        self._client = create_app(self.registry).test_client()

    def ask(self, path: str, body: object | None = None, method: str = "") -> tuple[int, Any]:
        answer = self._client.open(path, method=method or ("GET" if body is None else "POST"), json=body)
        return answer.status_code, answer.json

    def control(self, path: str, body: object | None = None, method: str = "") -> tuple[int, Any]:
        return self.ask(DEMO + path, body, method)

    def snapshot(self) -> Any:
        return self.control("/snapshot")[1]

    def put_back(self, snapshot: object) -> tuple[int, Any]:
        """Replaces the organization by what the snapshot shows."""
        status, answer = self.control("/snapshot", snapshot, "PUT")
        self.tenant = self.registry.get("demo")
        return status, answer

    def health(self) -> Any:
        return self.ask("/_sandbox/health")[1]

    def click2call(self) -> Any:
        """With custom data for which the file needs another page."""
        query = "code=demo-code&phone=SIPSIP1&target=0501234567&action=call&format=JSON"
        return self.ask(f"/ForwardDialer/click2call.aspx?{query}&var_note={'x' * 9_000}")[1]

    def advance(self, seconds: float) -> tuple[int, Any]:
        return self.control("/clock/advance", {"seconds": seconds})

    def connection(self) -> sqlite3.Connection:
        file = self.tenant.exchange.log.file
        assert file is not None
        connection = file._connections.main  # pyright: ignore[reportPrivateUsage]
        assert connection is not None
        return connection

    def in_the_file(self) -> tuple[list[str], dict[int, str]]:
        """The ids of calls that have records, and how deliveries stand, as another program sees them."""
        with closing(sqlite3.connect(self.path)) as database:
            calls = [call_id for (call_id,) in database.execute("SELECT call_id FROM cdr ORDER BY number")]
            return calls, dict(database.execute("SELECT id, status FROM deliveries"))


@contextmanager
def kept(path: Path, clock: Mode = "manual") -> Generator[Kept]:
    sandbox = Kept(path, clock)
    yield sandbox
    sandbox.tenant.close()


# ---- what happens to the file, and how it is undone --------------------------------------------------------


def full(sandbox: Kept) -> Mend:
    """SQLite's own limit answers as a full disk does."""
    connection = sandbox.connection()
    connection.execute("PRAGMA max_page_count = 1")  # as many as there are

    def mend() -> None:
        connection.execute("PRAGMA max_page_count = 1000000")

    return mend


def read_only(sandbox: Kept) -> Mend:
    connection = sandbox.connection()
    connection.execute("PRAGMA query_only = ON")

    def mend() -> None:
        connection.execute("PRAGMA query_only = OFF")

    return mend


def locked(sandbox: Kept) -> Mend:
    other = sqlite3.connect(sandbox.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    return other.close


def gone(sandbox: Kept) -> Mend:
    elsewhere = sandbox.path.with_name("elsewhere")
    sandbox.path.rename(elsewhere)

    def mend() -> None:
        elsewhere.rename(sandbox.path)

    return mend


def copied_back(sandbox: Kept) -> Mend:
    """The file is lost, and a copy of it comes back: another file, with what the server had written."""
    copy = copied(sandbox)
    lose(sandbox)

    def mend() -> None:
        copy.rename(sandbox.path)

    return mend


def copied(sandbox: Kept) -> Path:
    """A copy of the file as it stands."""
    copy = sandbox.path.with_name("copy")
    with closing(sqlite3.connect(copy)) as target:
        sandbox.connection().backup(target)
    return copy


def lose(sandbox: Kept) -> None:
    for suffix in ("", "-wal", "-shm"):
        sandbox.path.with_name(sandbox.path.name + suffix).unlink()
