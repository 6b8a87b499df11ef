"""``voicenter-mock lint-requests``: what a journal says about an integration."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import requests
from click.testing import CliRunner, Result

from voicenter_mock.fixtures.live import LiveVoicenter
from voicenter_mock.mockserver.commands.lint_requests import command
from voicenter_mock.mockserver.verify.journal import issues_of

Lint = Callable[..., Result]


@pytest.fixture
def lint(voicenter_live: LiveVoicenter) -> Lint:
    server, _, _ = voicenter_live.base_url.partition("/o/")

    def run(*arguments: str) -> Result:
        options = ("--server", server, "--organization", voicenter_live.id, *arguments)
        return CliRunner().invoke(command, options, standalone_mode=False)

    return run


def entry(operation: str, path: str, parameters: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "number": 1, "method": "POST", "path": path, "operation": operation, "parameters": parameters,
        "violations": [], "hints": [], **more,
    }  # fmt: skip


def test_a_violation_is_found_over_the_control_api(voicenter_live: LiveVoicenter, lint: Lint):
    requests.get(
        f"{voicenter_live.base_url}/ForwardDialer/click2call.aspx",
        params={"code": voicenter_live.code, "phone": "SIPSIP1", "target": "0501234567", "maxduration": "long"},
        timeout=10,
    )

    result = lint()

    assert result.return_value == 1
    assert "violation: the request breaks its contract" in result.output


def test_a_clean_journal_is_exit_code_0(lint: Lint):
    result = lint("--json")

    assert result.return_value == 0
    assert json.loads(result.output) == {"requests": 0, "issues": []}


def test_other_spellings_are_deprecated():
    found = list(
        issues_of(entry("recording.mute_unmute", "/Comet/API/MuteUnmuteCalls", {"extension": "SIPSIP1", "mute": "1"}))
    )

    assert [(issue.kind, issue.sentence) for issue in found if issue.kind == "deprecated"] == [
        ("deprecated", "mute; the documents' own spelling is state")
    ]


def test_what_only_clients_show_is_told():
    found = {
        (issue.kind, issue.sentence)
        for issue in issues_of(entry("cdr_hub.query", "/hub/cdr/", {"search": {"queueID": [1]}}))
    }

    assert ("seen", "search.queueID") in found
