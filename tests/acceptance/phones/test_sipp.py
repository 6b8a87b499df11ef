"""Desk phones as sipp plays them, over UDP and TCP: a hundred that register, five hundred calls at twenty a second."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest

from voicenter_mock.mockserver.organizations import read
from voicenter_mock.mockserver.serving.server import Server, TelephoneOptions
from voicenter_mock.mockserver.tenancy.registry import Registry

from ...mockserver.sip.desk import DOCUMENT
from ...mockserver.sip.speaking import SpeakingPhone

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

    def play(
        self, scenario: str, calls: int, rate: int, transport: Literal["u1", "t1"] = "u1", *options: str
    ) -> None:  # fmt: skip
        """So many calls of a scenario, so many a second: each has to end as the scenario says."""
        arguments = ["-m", str(calls), "-r", str(rate), "-t", transport, "-s", ANSWERS_AT_ONCE, *options]
        _ended(self.start("-sf", str(SCENARIOS / f"{scenario}.xml"), "-inf", "names.csv", *arguments))

    def start(self, *options: str) -> subprocess.Popen[str]:
        assert self.server.telephones is not None
        command = [
            self._program, f"127.0.0.1:{self.server.telephones.udp_port}", "-i", "127.0.0.1", "-nostdin",
            "-timeout", "120s", "-timeout_error", *options,
        ]  # fmt: skip
        return subprocess.Popen(command, cwd=self._folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def _ended(sipp: subprocess.Popen[str]) -> None:
    """It has ended by itself, and everything was as its scenario says."""
    output, errors = sipp.communicate()
    assert sipp.returncode == 0, output[-3000:] + errors[-1000:]


def free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as occupied:
        occupied.bind(("127.0.0.1", 0))
        return occupied.getsockname()[1]


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
    server = Server(registry, telephones=TelephoneOptions(udp_port=0))
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


def test_what_is_said_to_a_desk_phone_that_echoes_comes_back(desk_phones: DeskPhones):
    port = str(free_port())
    desk_phones.play("register", 1, 1, "u1", "-p", port)
    echo = desk_phones.start("-sn", "uas", "-rtp_echo", "-p", port, "-mp", str(free_port()), "-m", "1")
    ann = SpeakingPhone(desk_phones.server, "ann", hums=1300)
    try:
        ann.register()
        ann.calls(NAMES[0])
        ann.wait_for_tone(1300)
        ann.send_request("BYE")
        _ended(echo)
    finally:
        echo.kill()
        ann.close()


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
    assert not service.studio.members  # and with each its socket
    assert not tenant.exchange.lines
    assert not tenant.exchange.calls
