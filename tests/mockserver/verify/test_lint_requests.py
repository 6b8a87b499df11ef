"""``voicenter-mock lint-requests``: what a journal says about an integration."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import click
import pytest
import requests
from click.testing import CliRunner, Result

from voicenter_mock.fixtures.live import LiveVoicenter
from voicenter_mock.mockserver.commands.lint_requests import command
from voicenter_mock.mockserver.state.journal import RequestEntry
from voicenter_mock.mockserver.verify.journal import issues_of

Lint = Callable[..., Result]
CLICK2CALL = "/ForwardDialer/click2call.aspx"


@pytest.fixture
def lint(voicenter_live: LiveVoicenter) -> Lint:
    server, _, _ = voicenter_live.base_url.partition("/o/")

    def run(*arguments: str) -> Result:
        options = ("--server", server, "--organization", voicenter_live.id, *arguments)
        return CliRunner().invoke(command, options, standalone_mode=False)

    return run


def entry(operation: str, path: str, parameters: dict[str, Any], **more: Any) -> RequestEntry:
    members: dict[str, Any] = {"number": 1, "organization": "demo", "status": 200, **more}
    return RequestEntry(method="POST", path=path, operation=operation, parameters=parameters, **members)


def test_a_violation_is_found_over_the_control_api(voicenter_live: LiveVoicenter, lint: Lint):
    requests.get(
        f"{voicenter_live.base_url}{CLICK2CALL}",
        params={"code": voicenter_live.code, "phone": "SIPSIP1", "target": "0501234567", "maxduration": "long"},
        timeout=10,
    )

    result = lint()

    assert result.return_value == 1
    assert "violation: the request breaks its contract" in result.output


def test_an_operation_that_there_is_not_is_wrong_use(lint: Lint):
    result = lint("--operation", "clik2call")

    assert isinstance(result.exception, click.UsageError)
    assert "there is no operation 'clik2call'; did you mean 'click2call'?" in str(result.exception)


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


def ask(voicenter: LiveVoicenter, path: str, **parameters: Any) -> None:
    requests.get(f"{voicenter.base_url}{path}", params=parameters, timeout=10)


def test_what_only_the_operation_itself_can_see_is_a_violation_too(voicenter_live: LiveVoicenter, lint: Lint):
    ask(voicenter_live, CLICK2CALL, code=voicenter_live.code, phone="SIPSIP1", target="100")

    result = lint("--json")

    assert result.return_value == 1
    assert json.loads(result.output)["issues"] == [
        {
            "kind": "violation", "operation": "click2call", "sentence": "refused as invalid: Target is invalid",
            "requests": [1],
        }
    ]  # fmt: skip


def test_what_another_parameter_asks_for_is_a_violation_of_the_field(voicenter_live: LiveVoicenter, lint: Lint):
    ask(voicenter_live, CLICK2CALL, code=voicenter_live.code, phone="SIPSIP1")

    (issue,) = json.loads(lint("--json").output)["issues"]

    assert (issue["kind"], issue["sentence"]) == ("violation", "field 'target' is missing")


def test_who_asks_and_how_things_stand_is_no_violation(voicenter_live: LiveVoicenter, lint: Lint):
    ask(voicenter_live, CLICK2CALL, code=voicenter_live.code, phone="SIPSIP1", action="terminate")  # there is no call

    assert lint("--allow", "inferred", "--allow", "seen").return_value == 0


def test_a_number_that_is_none_is_a_violation(voicenter_live: LiveVoicenter, lint: Lint):
    ask(voicenter_live, "/ForwardDialer/Dialer/AddCall", Campaign=f"{voicenter_live.id}-agents-campaign", Target="abc")

    assert "violation" in {issue["kind"] for issue in json.loads(lint("--json").output)["issues"]}


def test_a_parameter_that_nobody_knows_is_told_whether_or_not_one_comes_near(voicenter_live: LiveVoicenter, lint: Lint):
    ask(voicenter_live, CLICK2CALL, code=voicenter_live.code, phone="SIPSIP1", target="0501234567", targt="1", zzz="1")

    sentences = [issue["sentence"] for issue in json.loads(lint("--json").output)["issues"]]
    assert sentences == ["unknown parameter 'targt'; did you mean 'target'?", "unknown parameter 'zzz'"]


def test_other_paths_and_spellings_are_deprecated_over_http(voicenter_live: LiveVoicenter, lint: Lint):
    ask(voicenter_live, "/Comet/API/MuteUnmuteCalls", extension="SIPSIP1", mute="1")

    kinds = {
        issue["kind"] for issue in json.loads(lint("--json", "--operation", "recording.mute_unmute").output)["issues"]
    }
    assert "deprecated" in kinds


def test_requests_that_found_no_organization_are_judged_when_they_are_wanted(voicenter_live: LiveVoicenter, lint: Lint):
    host = voicenter_live.base_url.partition("/o/")[0]
    requests.get(f"{host}/ForwardDialer/click2cal.aspx", params={"code": voicenter_live.id}, timeout=10)

    assert lint().return_value == 0
    found = [
        issue for issue in json.loads(lint("--unresolved", "--json").output)["issues"] if "click2cal." in str(issue)
    ]
    assert {issue["kind"] for issue in found} == {"unresolved", "unknown"}


def test_each_kind_can_be_allowed(voicenter_live: LiveVoicenter, lint: Lint):
    ask(voicenter_live, CLICK2CALL, code=voicenter_live.code, phone="SIPSIP1")

    assert lint("--allow", "violation").return_value == 0


@pytest.mark.parametrize(
    ("option", "value"), [("--server", "http://127.0.0.1:9"), ("--organization", "nobody"), ("--allow", "everything")]
)
def test_no_server_no_organization_and_wrong_use_are_exit_code_2(lint: Lint, option: str, value: str):
    assert isinstance(lint(option, value).exception, click.UsageError)


def test_a_number_with_something_between_its_digits_relies_on_what_no_document_says(
    voicenter_live: LiveVoicenter, lint: Lint
):
    query = {"code": voicenter_live.code, "phone": "SIPSIP1", "target": "(050) 123-4567"}
    requests.get(f"{voicenter_live.base_url}{CLICK2CALL}", params=query, timeout=10)

    issues = json.loads(lint("--json").output)["issues"]

    assert [issue["kind"] for issue in issues] == ["inferred"]
    assert issues[0]["sentence"].startswith("target: '(050) 123-4567' is read as '0501234567'")


@pytest.mark.parametrize("calls", [1, 2])
def test_an_array_that_was_spread_into_an_object_is_told_by_its_numbers(
    voicenter_live: LiveVoicenter, lint: Lint, calls: int
):
    call: dict[str, Any] = {"Campaign": "demo-agents-campaign", "Target": "0502345678"}
    spread = {"Code": voicenter_live.code} | {str(index): call for index in range(calls)}
    requests.post(f"{voicenter_live.base_url}/ForwardDialer/Dialer/AddCallsBulk", json=spread, timeout=10)

    found = lint()

    assert found.return_value == 1
    assert f"AddCallsBulk takes an array at the top level; this is one of {calls} that was spread" in found.output


def test_an_array_and_other_numbered_members_are_no_spread_array(voicenter_live: LiveVoicenter, lint: Lint):
    dialer = f"{voicenter_live.base_url}/ForwardDialer/Dialer"
    call: dict[str, Any] = {"Campaign": "demo-agents-campaign", "Target": "0502345678"}
    requests.post(f"{dialer}/AddCallsBulk", json=[call], timeout=10)
    requests.post(f"{dialer}/AddCall", json=call | {"0": dict[str, Any]()}, timeout=10)

    assert "spread" not in lint().output
