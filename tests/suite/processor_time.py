"""What each test costs the processor: `pytest --processor-time 40`.

Durations say little on a machine that does other things too, and nothing of what a test's processes cost.
"""

from __future__ import annotations

import resource
from collections import Counter
from collections.abc import Generator
from typing import Any

import pytest

OPTION = "--processor-time"
ATTRIBUTE = "processor_seconds"


def add_option(parser: pytest.Parser) -> None:
    parser.addoption(
        OPTION, type=int, metavar="N", help="list the N tests, and the N files, that cost the processor most time"
    )


def processor_seconds() -> float:
    """Of this process and of those that it has started and that have ended."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


class ProcessorTimePlugin:
    """Notes it in the report of each phase, which is how it comes from a worker to the controller.

    A process counts where it is waited for: a server of a whole file, in the file's last test.
    """

    def __init__(self, config: pytest.Config, number: int) -> None:
        self.tests: Counter[str] = Counter()
        self.files: Counter[str] = Counter()
        self.collecting: list[float] = []
        """What each process spent before its first test: on imports and on finding the tests."""
        self._config = config
        self._number = number
        self.spent_before = processor_seconds()

    def pytest_collection_finish(self) -> None:
        self.spent_before = processor_seconds()
        output = getattr(self._config, "workeroutput", None)
        if output is None:
            self.collecting.append(self.spent_before)
        else:
            output["collecting"] = self.spent_before

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        output: dict[str, Any] = getattr(node, "workeroutput", {})
        if "collecting" in output:
            self.collecting.append(output["collecting"])

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        now = processor_seconds()
        setattr(report, ATTRIBUTE, now - self.spent_before)
        self.spent_before = now
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        seconds: float = getattr(report, ATTRIBUTE, 0)
        self.tests[report.nodeid] += seconds  # pyright: ignore[reportArgumentType]
        self.files[report.nodeid.partition("::")[0]] += seconds  # pyright: ignore[reportArgumentType]

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        each = ", ".join(f"{seconds:.1f} s" for seconds in self.collecting)
        terminalreporter.section(f"processor time before the first test: {each}")
        for what, spent in (("tests", self.tests), ("files", self.files)):
            terminalreporter.section(f"processor time: {sum(spent.values()):.1f} s, {len(spent)} {what}")
            for name, seconds in spent.most_common(self._number):
                terminalreporter.line(f"{seconds:8.2f} s  {name}")
