"""The check that everything is exercised: what it sees, what it lists, and which runs it judges."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ..suite.sessions import load_only
from .branches import Branches
from .catalogue import EXCUSED, everything, unexercised
from .plugin import is_complete

CHECKOUT = Path(__file__).parents[2]
CONFTEST = f"""
import sys
sys.path.insert(0, {str(CHECKOUT)!r})
from tests.exercise.plugin import ExercisePlugin, add_option

def pytest_addoption(parser):
    add_option(parser)

def pytest_configure(config):
    config.pluginmanager.register(ExercisePlugin(config), "exercise")
"""
LACKING = "*event ExtensionEvent of the server*"


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A suite of one test that has a Click2Call answered."""
    load_only(monkeypatch, "xdist.plugin")
    pytester.makeconftest(CONFTEST)
    pytester.makeini("[pytest]\ntestpaths = .")
    pytester.makepyfile(
        test_one="""
        from voicenter_mock.mockserver.requests.dispatch import Dispatcher
        from voicenter_mock.mockserver.tenancy.registry import Registry
        from voicenter_mock.mockserver.wire.http import HttpRequest

        def test_click2call():
            registry = Registry()
            registry.from_template("demo", "demo")
            query = "code=demo-code&phone=SIPSIP1&target=0501234567"
            Dispatcher(registry).handle(HttpRequest("GET", "/ForwardDialer/click2call.aspx", query))
        """
    )
    return pytester


@pytest.mark.parametrize("workers", ["0", "2"])
@pytest.mark.slow
def test_a_complete_run_fails_for_what_no_test_exercised(workers: str, suite: pytest.Pytester):
    result = suite.runpytest_subprocess("-n", workers)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines([LACKING])
    result.stdout.no_fnmatch_line("*operation click2call in query*")
    result.stdout.fnmatch_lines(["*operation click2call in json*"])


@pytest.mark.slow
def test_a_run_of_some_tests_is_not_judged(suite: pytest.Pytester):
    result = suite.runpytest_subprocess("-n", "0", "-k", "click2call")
    assert result.ret == pytest.ExitCode.OK
    result.stdout.no_fnmatch_line(LACKING)


@pytest.mark.parametrize(
    ("chosen", "complete"),
    [
        ([], True),
        (["-n", "2"], True),
        (["test_one.py"], False),
        (["-k", "click2call"], False),
        (["-m", "not slow and not thorough"], False),
        (["--lf"], False),
        (["--deselect", "test_one.py::test_click2call"], False),
        (["--collect-only"], False),
    ],
    ids=str,
)
@pytest.mark.parametrize("marks", ["not thorough", "not thorough and not world"])
def test_a_run_is_complete_when_nothing_narrows_it(
    marks: str, chosen: list[str], complete: bool, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
):
    load_only(monkeypatch, "xdist.plugin")
    pytester.makeini(f"[pytest]\ntestpaths = .\naddopts = -m '{marks}'\nmarkers =\n  slow\n  thorough\n  world")
    pytester.makepyfile(test_one="def test_click2call(): pass")
    assert is_complete(pytester.parseconfig(*chosen)) == complete


@pytest.mark.slow
def test_a_run_of_some_tests_lists_what_it_leaves_out_when_asked(suite: pytest.Pytester):
    result = suite.runpytest_subprocess("-n", "0", "--unexercised", "test_one.py")
    assert result.ret == pytest.ExitCode.OK
    result.stdout.fnmatch_lines([LACKING])


@pytest.mark.slow
def test_a_message_that_breaks_its_contract_fails_the_test_that_had_it_sent(suite: pytest.Pytester):
    suite.makepyfile(
        test_one="""
        from voicenter_mock.mockserver.callbacks.deliveries import Deliveries
        from voicenter_mock.mockserver.organizations import demo
        from voicenter_mock.mockserver.telephony.model.directory import CallbackTarget
        from voicenter_mock.mockserver.tenancy.tenants import Tenant

        def test_push():
            deliveries = Tenant(demo()).deliveries
            deliveries.bind("cdr", lambda message: None)
            deliveries.send_now("cdr", "cdr_notification", "x", {"caller": "1"}, CallbackTarget("cdr"))
        """
    )
    result = suite.runpytest_subprocess("-n", "0", "test_one.py")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*the fake sent what breaks its contract*", "cdr_notification.request: *"])


def test_a_branch_is_seen_in_a_message_that_takes_it():
    branches = Branches("popup.request")
    before = set(branches.left)
    branches.see({"phone": "1", "status": "Ringing", "currentCall": {"direction": "Incoming"}})
    assert before - branches.left == {"$.status = 'Ringing'", "$.currentCall.direction = 'Incoming'"}


def test_everything_is_unexercised_at_first_but_what_is_excused():
    names = set(everything())
    assert set(unexercised(set())) < names
    assert unexercised(names) == []


@pytest.mark.parametrize("pattern", EXCUSED)
def test_each_excuse_excuses_something(pattern: str):
    assert any(re.fullmatch(pattern, name) for name in everything())
