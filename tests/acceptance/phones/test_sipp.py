"""Desk phones as sipp plays them, over UDP and TCP: a hundred that register, five hundred calls at twenty a second."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest

from voicenter_mock.mockserver.organizations import read
from voicenter_mock.mockserver.serving.server import Server, Telephones
from voicenter_mock.mockserver.tenancy.registry import Registry

from ...mockserver.sip.desk import DOCUMENT

SCENARIOS = Path(__file__).parent / "scenarios"
ANSWERS_AT_ONCE = "0555550201"
NAMES = [f"desk{number:03}" for number in range(100)]


class DeskPhones:
    """sipp against a server with a hundred extensions."""

    def __init__(self, program: str, server: Server, folder: Path) -> None:
        self.server = server
        self._program = program
        self._folder = folder
        lines = [f"{name};[authentication username={name} password=secret-{name}]\n" for name in NAMES]
        (folder / "names.csv").write_text("SEQUENTIAL\n" + "".join(lines))

    def play(self, scenario: str, calls: int, rate: int, transport: Literal["u1", "t1"] = "u1") -> None:
        """So many calls of a scenario, so many a second: each has to end as the scenario says."""
        assert self.server.telephones is not None
        command = [
            self._program, f"127.0.0.1:{self.server.telephones.udp_port}", "-sf", str(SCENARIOS / f"{scenario}.xml"),
            "-inf", "names.csv", "-m", str(calls), "-r", str(rate), "-t", transport, "-i", "127.0.0.1",
            "-s", ANSWERS_AT_ONCE, "-nostdin", "-timeout", "120s", "-timeout_error",
        ]  # fmt: skip
        done = subprocess.run(command, cwd=self._folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


@pytest.fixture
def desk_phones(tmp_path: Path) -> Iterator[DeskPhones]:
    program = shutil.which("sipp")
    if program is None:
        pytest.skip("sipp is not installed: apt-get install sip-tester")
    extensions = [
        {"sip": name, "id": 1000 + place, "name": name, "account": 1, "password": f"secret-{name}"}
        for place, name in enumerate(NAMES)
    ]
    registry = Registry(clock="realtime")
    registry.add(read({**DOCUMENT, "extensions": [*DOCUMENT["extensions"], *extensions]}))
    server = Server(registry, telephones=Telephones(udp_port=0))
    server.start()
    yield DeskPhones(program, server, tmp_path)
    server.stop()


def test_desk_phones_register_and_call_over_both_transports(desk_phones: DeskPhones):
    desk_phones.play("register", 4, 20)
    desk_phones.play("call", 2, 5)
    desk_phones.play("call", 2, 5, "t1")
    tenant = desk_phones.server.registry.get("desk")
    assert sum(state.external for state in tenant.exchange.extensions.values()) == 4
    assert [cdr.status for cdr in tenant.exchange.log.all()] == ["ANSWER"] * 4


@pytest.mark.thorough
def test_a_hundred_telephones_make_five_hundred_calls_and_nothing_is_left(desk_phones: DeskPhones):
    desk_phones.play("register", 100, 50)
    desk_phones.play("call", 500, 20)
    service = desk_phones.server.telephones and desk_phones.server.telephones.service
    assert service
    tenant = desk_phones.server.registry.get("desk")
    assert [cdr.status for cdr in tenant.exchange.log.all()] == ["ANSWER"] * 500
    deadline = time.monotonic() + 90
    while service.under_way > 2 * len(NAMES):  # OPTIONS to telephones that are not there any more
        assert time.monotonic() < deadline, f"{service.under_way} lines and transactions are left"
        time.sleep(0.5)
    assert not tenant.exchange.lines
    assert not tenant.exchange.calls
