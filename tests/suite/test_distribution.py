"""A parallel run: what goes to one worker, and tests in the order of a set."""

from __future__ import annotations

from pathlib import Path

import pytest

from .distribution import WHOLE_FOLDERS, OrderPlugin, orders, unit_of
from .sessions import load_only

CHECKOUT = Path(__file__).parents[2]
WITH_THE_PLUGIN = f"""
import sys
sys.path.insert(0, {str(CHECKOUT)!r})
from tests.suite.distribution import OrderPlugin

def pytest_configure(config):
    config.pluginmanager.register(OrderPlugin(config), "order")
"""


def test_the_tests_of_a_file_go_together():
    assert unit_of("tests/wire/test_a.py::test_one[x::y]") == unit_of("tests/wire/test_a.py::test_two")
    assert unit_of("tests/wire/test_a.py::test_one") != unit_of("tests/wire/test_b.py::test_one")


@pytest.mark.parametrize("folder", WHOLE_FOLDERS)
def test_the_files_of_a_folder_with_something_costly_go_together(folder: str):
    assert (CHECKOUT / folder).is_dir()
    assert unit_of(f"{folder}test_a.py::test_one") == unit_of(f"{folder}test_b.py::test_one")


def test_a_files_order_is_that_of_its_tests_wherever_they_stand_among_others():
    assert orders(["a::1", "b::1", "a::2"]) == orders(["b::1", "a::1", "a::2"])
    assert orders(["a::1", "a::2"])["a"] != orders(["a::2", "a::1"])["a"]


def test_workers_that_agree_are_not_complained_about(pytestconfig: pytest.Config):
    plugin = OrderPlugin(pytestconfig)
    plugin.compare({"a": "1", "b": "2"})
    plugin.compare({"a": "1", "b": "2"})
    assert plugin.differing == []


@pytest.mark.slow
def test_tests_in_the_order_of_a_set_fail_a_parallel_run_which_names_their_file(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
):
    load_only(monkeypatch, "xdist.plugin")
    pytester.makeconftest(
        f"""{WITH_THE_PLUGIN}
def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: item.nodeid)
"""
    )
    pytester.makepyfile(
        test_ordered="import pytest\n@pytest.mark.parametrize('word', list('abcdefghij'))\ndef test(word): pass",
        test_unordered="import pytest\n@pytest.mark.parametrize('word', set('abcdefghij'))\ndef test(word): pass",
    )
    result = pytester.runpytest_subprocess("-n", "2")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*collected in another order by each worker*", "test_unordered.py"])
    result.stdout.no_fnmatch_line("test_ordered.py")


@pytest.mark.parametrize(("test", "told"), [("assert 0", True), ("pass", False)])
def test_below_what_failed_stands_how_to_have_its_order_again(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, test: str, told: bool
):
    load_only(monkeypatch)
    pytester.makeconftest(WITH_THE_PLUGIN)
    pytester.makepyfile(f"def test(): {test}")
    result = pytester.runpytest_subprocess("-q", "-p", "randomly", "--randomly-seed=42")

    assert any("--randomly-seed=42" in line for line in result.outlines) == told


@pytest.mark.slow
def test_a_worker_that_dies_ends_the_run_and_the_test_that_it_died_in_has_failed(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
):
    load_only(monkeypatch)
    pytester.makeconftest(
        f"""
        import sys
        sys.path.insert(0, {str(CHECKOUT)!r})
        from tests.suite.distribution import ByUnit

        def pytest_xdist_make_scheduler(config, log):
            return ByUnit(config, log)
        """
    )
    pytester.makepyfile(
        test_a="import os\ndef test_first(): pass\ndef test_dies(): os._exit(1)",
        test_b="def test_after(): pass",
    )
    settings = ("-c", str(CHECKOUT / "pyproject.toml"), f"--rootdir={pytester.path}", "-p", "no:randomly")
    result = pytester.runpytest_subprocess(*settings, "-n", "1", ".", timeout=60)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        ["*worker gw0 crashed and worker restarting disabled*", "FAILED *test_a.py::test_dies*"]
    )
