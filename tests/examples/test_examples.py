"""The examples' own suites pass: in Python, and with a live server in the languages of the matrix in
``docs/how-to/ci.md``, where those are installed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from voicenter_mock.fixtures.live import VoicenterServer

from ..suite.sessions import OURS, load_only

EXAMPLES = Path(__file__).parents[2] / "examples"
CI_PAGE = (EXAMPLES.parent / "docs" / "how-to" / "ci.md").read_text("utf-8")


def passes(*command: str, folder: Path, **environment: str) -> str:
    result = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def test_the_crm_of_the_tutorial(monkeypatch: pytest.MonkeyPatch):
    load_only(monkeypatch, OURS, "_hypothesis_pytestplugin")
    output = passes(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", folder=EXAMPLES / "crm")
    assert "6 passed" in output


def matrix() -> dict[str, str]:
    """The command of each language, as the page has it."""
    block = re.search(r"^## Several languages at once\n.*?```yaml\n(.*?)```", CI_PAGE, re.DOTALL | re.MULTILINE)
    assert block is not None
    jobs = yaml.safe_load(block[1])["jobs"]
    return {entry["language"]: entry["run"] for entry in jobs["test"]["strategy"]["matrix"]["include"]}


PASSED = {"node": r"\bpass 3\n", "php": r"(ok - .*\n){2}", "java": r"(ok - .*\n){3}", "dotnet": r"Passed: +3"}
"""What a suite says whose tests all passed."""


def test_every_language_of_the_matrix_has_an_example():
    assert sorted(matrix()) == sorted(PASSED)


@pytest.mark.parametrize(("language", "command"), sorted(matrix().items()))
def test_the_matrix_s_command_runs_the_suite_of_its_example(
    language: str, command: str, voicenter_server: VoicenterServer, tmp_path: Path
):
    program = command.split(maxsplit=1)[0]
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    project = shutil.copytree(EXAMPLES / language, tmp_path / language)
    # A compiler and a test that run for a second earn nothing by Java's optimizing compiler and its threads.
    output = passes(
        *("bash", "-e", "-c", command),
        folder=project,
        VOICENTER_SANDBOX=voicenter_server.base_url,
        JAVA_TOOL_OPTIONS="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    )
    assert re.search(PASSED[language], output), output


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_what_the_ci_page_has_a_test_do(voicenter_server: VoicenterServer):
    script = CI_PAGE.partition("## What a test does\n\n```sh\n")[2].partition("```")[0]
    script = script.replace("curl ", "curl -sS --fail ")
    output = passes("bash", "-e", "-c", script, folder=EXAMPLES, VOICENTER_SANDBOX=voicenter_server.base_url)

    assert f'"base_url":"{voicenter_server.base_url}/o/t1"' in output
    assert '"status":"BUSY"' in output
