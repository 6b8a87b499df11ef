"""Which tests of a parallel run go to one worker, and whether all workers collected the same.

pytest-xdist's own ``--dist=loadgroup`` is not used: its marks have no effect under pytest 9.2 and newer, and tests that
are dealt out one by one cost the controller and the workers more than most of them take.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, cast

import pytest
from xdist.scheduler import LoadFileScheduling  # pyright: ignore[reportMissingTypeStubs]

WHOLE_FOLDERS = ("tests/acceptance/page/", "tests/packaging/")
"""Folders whose tests share what is costly: a browser, a wheel and environments that have it."""


def unit_of(nodeid: str) -> str:
    """What a test goes to a worker with: its file, or its folder where that shares something costly."""
    file = nodeid.partition("::")[0]
    return next((folder for folder in WHOLE_FOLDERS if file.startswith(folder)), file)


class ByUnit(LoadFileScheduling):
    """Deals out units, the larger ones first."""

    def _split_scope(self, nodeid: str) -> str:
        return unit_of(nodeid)


class OrderPlugin:
    """Fails a parallel run whose workers collected the tests of a file in different orders, and names the files. Below
    what failed stands how to have the order again: where only a log's end is shown, its beginning says so in vain.

    A parametrization over a set does that: each process has an order of its own. pytest-randomly hides it by sorting;
    without it pytest-xdist stops with a list of hundreds of differences.
    """

    def __init__(self, config: pytest.Config) -> None:
        self.differing: list[str] = []
        self._config = config
        self._orders: dict[str, str] = {}

    @pytest.hookimpl(tryfirst=True)  # before anybody sorts or shuffles
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        output = getattr(self._config, "workeroutput", None)
        if output is not None:
            output["orders"] = orders(item.nodeid for item in items)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        found = cast("dict[str, Any]", getattr(node, "workeroutput", {}))
        self.compare(found.get("orders", {}))

    def compare(self, found: dict[str, str]) -> None:
        """Notes the files whose order is not that of the workers before."""
        for file, order in found.items():
            if self._orders.setdefault(file, order) != order and file not in self.differing:
                self.differing.append(file)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.differing:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if self.differing:
            terminalreporter.section("collected in another order by each worker: parametrize over sorted(…)", red=True)
            for file in sorted(self.differing):
                terminalreporter.line(file)
        seed = self._config.getoption("randomly_seed", None)
        if seed is not None and terminalreporter.stats.keys() & {"failed", "error"}:
            terminalreporter.line(f"again in this order and with these random numbers: --randomly-seed={seed}")


def orders(nodeids: Iterable[str]) -> dict[str, str]:
    """A digest of each file's tests in their order."""
    files: dict[str, Any] = {}
    for nodeid in nodeids:
        file = nodeid.partition("::")[0]
        files.setdefault(file, hashlib.blake2b(digest_size=8)).update(f"{nodeid}\n".encode())
    return {file: digest.hexdigest() for file, digest in files.items()}
