"""The examples' own suites pass: in Python, and in Node and PHP with a live server, where those are installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from voicenter_mock.fixtures.live import VoicenterServer

EXAMPLES = Path(__file__).parents[2] / "examples"


def passes(*command: str, folder: str, **environment: str) -> str:
    result = subprocess.run(
        command,
        cwd=EXAMPLES / folder,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def test_the_crm_of_the_tutorial():
    told = passes(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", folder="crm")
    assert "6 passed" in told


@pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed")
def test_the_node_project(voicenter_server: VoicenterServer):
    told = passes("node", "--test", folder="node", VOICENTER_SANDBOX=voicenter_server.base_url)
    assert "pass 3" in told


@pytest.mark.skipif(shutil.which("php") is None, reason="PHP is not installed (Debian: php-cli)")
def test_the_php_project(voicenter_server: VoicenterServer):
    told = passes("php", "test.php", folder="php", VOICENTER_SANDBOX=voicenter_server.base_url)
    assert told.count("\nok ") + told.startswith("ok ") == 2


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_what_the_ci_page_has_a_test_do(voicenter_server: VoicenterServer):
    page = (EXAMPLES.parent / "docs" / "how-to" / "ci.md").read_text(encoding="utf-8")
    script = (
        page.partition("## What a test does\n\n```sh\n")[2].partition("```")[0].replace("curl ", "curl -sS --fail ")
    )
    told = passes("bash", "-e", "-c", script, folder=".", VOICENTER_SANDBOX=voicenter_server.base_url)

    assert f'"base_url":"{voicenter_server.base_url}/o/t1"' in told
    assert '"status":"BUSY"' in told
