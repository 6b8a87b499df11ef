"""A report that comes from a worker says what it said there."""

from __future__ import annotations

import pytest

from .reports import MEMBER


def report_of(**members: object) -> pytest.TestReport:
    location = ("tests/test_it.py", 4, "test_it")
    return pytest.TestReport("tests/test_it.py::test_it", location, {"test_it": 1}, when="call", **members)  # pyright: ignore[reportArgumentType]


PASSED = report_of(outcome="passed", longrepr=None, sections=[("Captured stdout call", "דנה\n")], duration=0.25)
SKIPPED = report_of(outcome="skipped", longrepr=("tests/test_it.py", 5, "Skipped: no Chromium"))


@pytest.mark.parametrize("report", [PASSED, SKIPPED], ids=["passed", "skipped"])
def test_it_is_one_value_on_the_way_and_the_same_afterwards(report: pytest.TestReport, pytestconfig: pytest.Config):
    data = pytestconfig.hook.pytest_report_to_serializable(config=pytestconfig, report=report)
    assert list(data) == [MEMBER]

    come = pytestconfig.hook.pytest_report_from_serializable(config=pytestconfig, data={**data, "worker_id": "gw1"})
    assert vars(come) == {**vars(report), "worker_id": "gw1", "$report_type": "TestReport"}


def test_an_error_keeps_its_chain_and_its_lines(pytestconfig: pytest.Config):
    try:
        try:
            raise LookupError("the first")
        except LookupError as error:
            raise ValueError("the second") from error
    except ValueError:
        failure = pytest.ExceptionInfo[ValueError].from_current()
    report = report_of(outcome="failed", longrepr=failure.getrepr(chain=True))
    data = pytestconfig.hook.pytest_report_to_serializable(config=pytestconfig, report=report)
    assert list(data) == [MEMBER]

    come = pytestconfig.hook.pytest_report_from_serializable(config=pytestconfig, data=data)
    assert come.longreprtext == report.longreprtext
    assert "the direct cause" in come.longreprtext


def test_what_is_no_plain_value_is_left_to_pytest_xdist(pytestconfig: pytest.Config):
    report = report_of(outcome="passed", longrepr=None, user_properties=[("place", object())])
    data = pytestconfig.hook.pytest_report_to_serializable(config=pytestconfig, report=report)
    assert data["user_properties"] == report.user_properties
