"""Runs the observer in every process of a test run, and judges a complete run by what it has exercised."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, cast

import pytest

from .catalogue import unexercised
from .observing import Observer


def add_option(parser: pytest.Parser) -> None:
    parser.addoption("--unexercised", action="store_true", help="list what this run has not exercised, complete or not")


class ExercisePlugin:
    """Fails a test whose fake sent something that breaks its contract, and a complete run that left something out.

    Workers of pytest-xdist report to the controller. A run of some files, or with ``-k``, leaves things out on
    purpose: it is not judged.
    """

    def __init__(self, config: pytest.Config) -> None:
        self.observer = Observer()
        self.left: list[str] = []
        self._config = config
        self._seen: set[str] = set()

    # ---- each test -------------------------------------------------------------------------------------

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None]:
        yield
        self._fail_for_what_is_wrong()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> Generator[None]:
        yield
        self._fail_for_what_is_wrong()

    def _fail_for_what_is_wrong(self) -> None:
        wrong = self.observer.take_wrong()
        if wrong:
            pytest.fail("the fake sent what breaks its contract:\n" + "\n".join(wrong[:5]), pytrace=False)

    # ---- the whole run ---------------------------------------------------------------------------------

    def pytest_sessionstart(self) -> None:
        self.observer.watch()

    def pytest_testnodedown(self, node: Any) -> None:
        output = cast("dict[str, Any]", getattr(node, "workeroutput", {}))
        self._seen |= set(output.get("exercised", ()))

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        seen = self._seen | self.observer.seen()
        output = getattr(self._config, "workeroutput", None)
        if output is not None:
            output["exercised"] = sorted(seen)
            return
        complete = exitstatus == pytest.ExitCode.OK and is_complete(self._config)
        if complete or self._config.getoption("unexercised"):
            self.left = unexercised(seen)
        if complete and self.left:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if self.left:
            terminalreporter.section("not exercised by any test (tests/exercise/catalogue.py)", red=True)
            for name in self.left:
                terminalreporter.line(name)


def is_complete(config: pytest.Config) -> bool:
    """Whether a run is one of everything that an ordinary run has."""
    option = config.option
    chosen = (option.keyword, option.markexpr != _ordinary_marks(config), option.collectonly, option.deselect)
    narrowed = any(getattr(option, name, False) for name in ("lf", "failedfirst", "stepwise"))
    return config.args_source is pytest.Config.ArgsSource.TESTPATHS and not any(chosen) and not narrowed


def _ordinary_marks(config: pytest.Config) -> str:
    """Which marks an ordinary run chooses: those of the configuration, empty where it says none."""
    options: list[str] = config.getini("addopts")
    return options[options.index("-m") + 1] if "-m" in options else ""
