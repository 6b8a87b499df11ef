"""What tests cost the processor, children and all phases counted."""

from __future__ import annotations

import subprocess
import sys

import pytest

from .processor_time import ATTRIBUTE, ProcessorTimePlugin, processor_seconds


class Screen:
    def __init__(self) -> None:
        self.lines: list[str] = []

    def section(self, title: str) -> None:
        self.lines.append(title)

    def line(self, text: str) -> None:
        self.lines.append(text.strip())


def test_the_costliest_tests_and_files_are_listed_with_all_their_phases():
    plugin = ProcessorTimePlugin(2)
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
        "processor time: 6.5 s, 3 tests",
        "3.00 s  b.py::test_three",
        "2.00 s  a.py::test_two",
        "processor time: 6.5 s, 2 files",
        "3.50 s  a.py",
        "3.00 s  b.py",
    ]


def test_a_process_that_has_ended_is_counted():
    before = processor_seconds()
    subprocess.run([sys.executable, "-S", "-c", "import time\nwhile time.process_time() < 0.05: pass"], check=True)
    assert processor_seconds() - before >= 0.05
