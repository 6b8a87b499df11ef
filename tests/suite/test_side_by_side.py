"""`tools/side_by_side.py`: what of `.ci/run` runs beside each other, and what is left of it when something fails."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from .lifelines import SECONDS, Lifeline

TOOL = Path(__file__).parents[2] / "tools" / "side_by_side.py"


def start(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, TOOL, *arguments], stdout=subprocess.PIPE, text=True)


def run(*arguments: str) -> tuple[int, str]:
    process = start(*arguments)
    printed = process.communicate(timeout=SECONDS)[0]
    return process.returncode, without_times(printed)


def without_times(printed: str) -> str:
    return re.sub(r" after \d+ s$", "", printed, flags=re.MULTILINE)


def test_what_each_prints_comes_in_one_piece_under_its_name(tmp_path: Path):
    """Each waits in the middle for the other."""
    os.mkfifo(tmp_path / "there")
    os.mkfifo(tmp_path / "back")
    one = f"echo one; echo >{tmp_path}/there; read x <{tmp_path}/back; echo end of one"
    two = f"echo two; read x <{tmp_path}/there; echo end of two >&2; echo >{tmp_path}/back; exec 0<&-"

    code, printed = run("--at-once", "2", "the first", one, "the second", two)

    assert code == 0
    assert "the first: done\none\nend of one\n" in printed
    assert "the second: done\ntwo\nend of two\n" in printed


def test_no_more_run_at_once_than_wanted(tmp_path: Path):
    """Each would see the other's folder if that were there yet."""
    alone = f"mkdir {tmp_path}/running && rmdir {tmp_path}/running"
    assert run("--at-once", "1", "a", alone, "b", alone, "c", alone)[0] == 0


def test_one_that_fails_ends_the_others_with_all_that_they_have_started(lifeline: Lifeline):
    """The other one has a process in the background that takes no interrupt, and is not waited for by anybody."""
    other = f"exec 9>{lifeline.path}; echo so far; (trap '' INT; exec sleep 1000) & echo >&9; sleep 1000"
    fails = f"exec 8<{lifeline.path}; read x <&8; echo what is wrong; exit 3"

    code, printed = run("--at-once", "2", "other", other, "fails", fails, "third", "echo never")

    assert lifeline.read() == b""
    assert code == 1
    assert "fails: FAILED with exit code 3\nwhat is wrong\n" in printed
    assert "other: ended\nso far\n" in printed
    assert "third" not in printed


def test_what_a_command_leaves_behind_is_ended(lifeline: Lifeline):
    assert run("leaves", f"exec 9>{lifeline.path}; sleep 1000 & echo over")[0] == 0
    assert lifeline.read() == b""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupt_ends_them_and_prints_what_they_have_printed(lifeline: Lifeline, number: signal.Signals):
    process = start("waits", f"exec 9>{lifeline.path}; echo so far; echo x >&9; sleep 1000")
    lifeline.wait()
    process.send_signal(number)
    printed = without_times(process.communicate(timeout=SECONDS)[0])

    assert lifeline.read() == b"x\n"
    assert process.returncode == 128 + number
    assert "waits: ended\nso far\n" in printed


def test_a_command_without_a_name_is_a_mistake():
    assert run("name", "true", "name alone")[0] == 2
