"""What the report says at its end, and what the command does with it."""

from __future__ import annotations

from typing import Any

import pytest
from click.testing import CliRunner

from voicenter_mock.mockserver.commands import load
from voicenter_mock.mockserver.load.report import LoadReport, ReportRow, lines
from voicenter_mock.mockserver.load.tally import Tally

PUSHED = ReportRow("cdr", "push", 10, 0, 1.0, 1.0, 1.0, 1.0, 1.0)


def report(**counts: Any) -> LoadReport:
    return LoadReport(60, (PUSHED,), Tally(**counts).as_data())


@pytest.mark.parametrize(
    ("counts", "last"),
    [
        ({"lag_seconds": 0.02}, "simulated time kept its pace (at most 20 ms behind)"),
        ({"lag_seconds": 0.2, "late": 3}, "simulated time was up to 200 ms behind: 3 calls came over 100 ms late."),
        ({"lag_seconds": 0.2}, "simulated time was up to 200 ms behind: 0 calls came over 100 ms late."),
    ],
)
def test_the_last_line_is_whether_simulated_time_kept_its_pace(counts: dict[str, Any], last: str):
    assert list(lines(report(**counts)))[-1].startswith(last)


def run(monkeypatch: pytest.MonkeyPatch, outcome: tuple[LoadReport | None, bool]) -> tuple[int, str, str]:
    """The command's exit code and what it printed, where Locust comes to this."""

    def ended(*arguments: object) -> tuple[LoadReport | None, bool]:
        return outcome

    monkeypatch.setattr(load, "_run", ended)
    monkeypatch.setattr(load, "_require_locust", lambda: None)
    result = CliRunner().invoke(load.command, ["--cdr-url", "http://crm.test"], standalone_mode=False)
    return result.return_value, result.stdout, result.stderr


def test_an_interruption_before_the_first_call_is_a_sentence(monkeypatch: pytest.MonkeyPatch):
    assert run(monkeypatch, (None, True)) == (130, "", "interrupted before anybody called\n")


def test_an_interruption_later_ends_with_the_report(monkeypatch: pytest.MonkeyPatch):
    code, output, errors = run(monkeypatch, (report(calls=4), True))
    assert (code, errors) == (130, "")
    assert output.startswith("4 calls in 60 s")


def test_a_process_that_died_is_the_exit_code(monkeypatch: pytest.MonkeyPatch):
    code, output, _ = run(monkeypatch, (report(workers_lost=1), False))
    assert code == 1
    assert "1 of the processes ended before the run did" in output


def test_a_run_in_which_all_was_well_is_0(monkeypatch: pytest.MonkeyPatch):
    assert run(monkeypatch, (report(), False))[0] == 0
