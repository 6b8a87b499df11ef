"""What holds for all tests."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from .exercise.plugin import ExercisePlugin, add_option
from .suite import processor_time, slow
from .suite.distribution import ByUnit, OrderPlugin
from .suite.garbage import SeldomCollectedPlugin
from .suite.reports import PackedReportsPlugin

TESTS = Path(__file__).parent

# No deadline: a shared machine is slow now and then, and that is no finding. The ordinary run draws the same examples
# each time, so that a change is judged by itself; `thorough` looks ten times as long, and elsewhere each time.
settings.register_profile("ordinary", deadline=None, max_examples=50, derandomize=True)
settings.register_profile(
    "thorough",
    settings.get_profile("ordinary"),
    max_examples=500,
    derandomize=False,
    suppress_health_check=[HealthCheck.too_slow],
)


def pytest_addoption(parser: pytest.Parser) -> None:
    add_option(parser)
    processor_time.add_option(parser)
    parser.addoption("--clients-table", action="store_true", help="tests/world: write docs/reference/clients.md")


def pytest_configure(config: pytest.Config) -> None:
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # A shell has what it puts into the background ignore Ctrl-C, and so would all commands that tests interrupt.
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if not config.getoption("--hypothesis-profile", default=None):
        settings.load_profile("thorough" if config.getoption("markexpr") == "thorough" else "ordinary")
    config.pluginmanager.register(ExercisePlugin(config), "exercise")
    config.pluginmanager.register(OrderPlugin(config), "order")
    config.pluginmanager.register(SeldomCollectedPlugin(), "seldom_collected")
    config.pluginmanager.register(PackedReportsPlugin(), "packed_reports")
    if number := config.getoption(processor_time.OPTION):
        config.pluginmanager.register(processor_time.ProcessorTimePlugin(config, number), "processor_time")


@pytest.hookimpl(optionalhook=True)  # with -p no:xdist there is no such hook
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByUnit:
    return ByUnit(config, log)


@pytest.hookimpl(tryfirst=True)  # before marks choose
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    slow.mark(items, TESTS)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    return slow.is_left_out(collection_path, TESTS, config.option.markexpr) or None
