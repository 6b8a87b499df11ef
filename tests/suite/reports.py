"""Reports of tests on their way from a worker of a parallel run to the controller.

A report is some thirty small values in lists and dictionaries, and pytest-xdist writes and reads each of them in Python,
for three reports of each test. As bytes they are one value: that costs a tenth.
"""

from __future__ import annotations

import marshal
from collections.abc import Generator
from typing import Any

import pytest

MEMBER = "marshalled"


class PackedReportsPlugin:
    """``marshal`` keeps tuples, which JSON would not; a worker is run by the controller's own Python, so both have the
    same ``marshal``.
    """

    @pytest.hookimpl(wrapper=True)
    def pytest_report_to_serializable(self) -> Generator[None, dict[str, Any], dict[str, Any]]:
        data = yield
        try:
            return {MEMBER: marshal.dumps(data)}
        except ValueError:  # something that is no plain value: pytest-xdist says which
            return data

    @pytest.hookimpl(tryfirst=True)
    def pytest_report_from_serializable(self, data: dict[str, Any]) -> None:
        """Unpacks it for pytest's own, which comes after this. What pytest-xdist has put beside it stays."""
        if MEMBER in data:
            data.update(marshal.loads(data.pop(MEMBER)))
