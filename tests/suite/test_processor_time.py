"""What tests cost the processor, children and all phases counted."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from .processor_time import ATTRIBUTE, ProcessorTimePlugin, processor_seconds

ALONE: Any = SimpleNamespace()
"""The configuration of a process that is no worker."""


class Screen:
    def __init__(self) -> None:
        self.lines: list[str] = []

    def section(self, title: str) -> None:
        self.lines.append(title)

    def line(self, text: str) -> None:
        self.lines.append(text.strip())


def test_the_costliest_tests_and_files_are_listed_with_all_their_phases():
    plugin = ProcessorTimePlugin(ALONE, 2)
    for seconds in (6.04, 5.9):
        plugin.pytest_testnodedown(SimpleNamespace(workeroutput={"collecting": seconds}))
    plugin.pytest_testnodedown(SimpleNamespace())  # a worker that died
    for nodeid, when, seconds in [
        ("a.py::test_one", "setup", 0.5),
        ("a.py::test_one", "call", 1.0),
        ("a.py::test_two", "call", 2.0),
        ("b.py::test_three", "teardown", 3.0),
    ]:
        report = pytest.TestReport(nodeid, (nodeid, None, ""), {}, "passed", None, when)  # pyright: ignore[reportArgumentType]
        setattr(report, ATTRIBUTE, seconds)
        plugin.pytest_runtest_logreport(report)
    screen = Screen()
    plugin.pytest_terminal_summary(screen)

    assert screen.lines == [
        "processor time before the first test: 6.0 s, 5.9 s",
        "processor time: 6.5 s, 3 tests",
        "3.00 s  b.py::test_three",
        "2.00 s  a.py::test_two",
        "processor time: 6.5 s, 2 files",
        "3.50 s  a.py",
        "3.00 s  b.py",
    ]


def test_what_it_takes_to_find_the_tests_is_not_the_first_test_s():
    plugin = ProcessorTimePlugin(ALONE, 1)
    plugin.pytest_collection_finish()
    before = processor_seconds()
    subprocess.run([sys.executable, "-S", "-c", "import time\nwhile time.process_time() < 0.05: pass"], check=True)
    again = ProcessorTimePlugin(ALONE, 1)
    again.pytest_collection_finish()
    assert again.spent_before >= before + 0.05 > plugin.spent_before


def test_a_process_that_has_ended_is_counted():
    before = processor_seconds()
    subprocess.run([sys.executable, "-S", "-c", "import time\nwhile time.process_time() < 0.05: pass"], check=True)
    assert processor_seconds() - before >= 0.05
