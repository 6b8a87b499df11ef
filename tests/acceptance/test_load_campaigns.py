"""A dialer campaign that pushes to a webhook, by the command and by Locust's own."""

from __future__ import annotations

import json
from pathlib import Path

from .load_webhook import load, locust, row, running, with_locust

pytestmark = with_locust


def test_a_campaign_of_a_profile_dials_every_number_and_pushes_both_records_of_each(tmp_path: Path):
    day, file = tmp_path / "day.yaml", tmp_path / "report.json"
    day.write_text("{calls_per_hour: 0, talk_seconds: 0.5, agents: 4, campaigns: [{at: 0.5, calls: 8}]}")
    with running() as webhook:
        urls = ("--cdr-url", f"{webhook.url}/cdr", "--popup-url", f"{webhook.url}/popup")
        result = load(*urls, "--profile", str(day), "--for", "30s", "--json", str(file))
    report = json.loads(file.read_text())

    assert result.returncode == 0, result.stdout + result.stderr
    assert report["dialled"] == 8
    assert webhook.pushes == report["records"] == row(report, "cdr", "push")["attempts"] == 16
    assert set(webhook.cdrs.values()) == {1}
    assert len(webhook.calls) == 8
    assert len(webhook.got["popup"]) == sum(one["attempts"] for one in report["rows"] if one["callback"] == "popup") > 0
    assert webhook.violations == []


def test_a_campaign_of_a_locustfile_pushes_what_locust_counts(tmp_path: Path):
    file = tmp_path / "campaign.py"
    with running() as webhook:
        file.write_text(
            "from voicenter_mock.load import Campaign, Profile\n"
            f"class Autumn(Campaign):\n    cdr_url = '{webhook.url}/cdr'\n    numbers = 6\n    agents = 3\n"
            "    users = 2\n    profile = Profile(talk_seconds=0.5)\n"
        )
        result = locust(file, "-u", "2", "-r", "2", "-t", "25s", "--json")
    assert result.returncode == 0, result.stderr
    counted = [(one["method"], one["name"], one["num_requests"]) for one in json.loads(result.stdout)]
    assert counted == [("cdr", "push", webhook.pushes)]
    assert len(webhook.calls) == 6
    assert set(webhook.cdrs.values()) == {1}
    assert webhook.violations == []
