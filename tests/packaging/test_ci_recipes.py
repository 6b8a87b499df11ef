"""The CI recipes of ``docs/how-to/ci.md``: their shell steps, run word for word in the example projects.

What a CI service does around them is done here: a checkout of the project, Python and Node on the path, environment
variables, one shell for each step (GitHub) or for all of them (GitLab). The address that they install from leads to
this checkout, and ``apt-get`` is taken as having done its work: the tests' machine has ``python3 -m venv`` already.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import venv
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from .environments import CHECKOUT, outside_environment

PAGE = (CHECKOUT / "docs" / "how-to" / "ci.md").read_text(encoding="utf-8")
ADDRESS = "https://git.example.com/voicenter-mock.git"
PORT = 8025

thorough = pytest.mark.thorough  # installs everything from the package index
needs_node = pytest.mark.skipif(shutil.which("npm") is None, reason="Node is not installed")
needs_php = pytest.mark.skipif(shutil.which("php") is None, reason="PHP is not installed (Debian: php-cli)")


def recipe(title: str) -> Mapping[str, Any]:
    block = re.search(rf"^## {title}\n\n```yaml\n(.*?)```", PAGE, re.DOTALL | re.MULTILINE)
    assert block is not None, title
    return yaml.safe_load(block[1])


@dataclass
class Runner:
    """A machine of a CI service. What a step leaves running goes on until the job is over."""

    project: Path
    environment: Mapping[str, str]
    _groups: list[int] = field(default_factory=list[int])

    def step(self, script: str) -> str:
        """Runs a step and returns what it said. Fails with that when the step does."""
        shell = subprocess.Popen(
            ["bash", "-e", "-c", script], cwd=self.project, env=self.environment, text=True, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self._groups.append(shell.pid)
        said, _ = shell.communicate(timeout=300)
        assert shell.returncode == 0, f"{script}\n{said}"
        return said

    def end(self) -> None:
        for group in self._groups:
            try:
                os.killpg(group, signal.SIGKILL)
            except ProcessLookupError:
                continue


@contextmanager
def runner(example: str, repository: Path, folder: Path, variables: Mapping[str, str]) -> Generator[Runner]:
    with socket.socket() as free:  # the recipes name a port; whoever has it would be tested instead
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        free.bind(("127.0.0.1", PORT))
    tools = folder / "tools"
    venv.create(tools, with_pip=True)
    (tools / "bin" / "apt-get").symlink_to("/bin/true")
    project = shutil.copytree(CHECKOUT / "examples" / example, folder / "project")
    redirect = {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{repository.as_uri()}.insteadOf",
        "GIT_CONFIG_VALUE_0": ADDRESS,
    }
    path = f"{tools / 'bin'}{os.pathsep}{os.environ['PATH']}"
    job = Runner(project, {**outside_environment(), **redirect, **variables, "PATH": path})
    try:
        yield job
    finally:
        job.end()


def shell_steps(steps: Iterable[Mapping[str, Any]], condition: str = "") -> list[str]:
    return [step["run"] for step in steps if "run" in step and step.get("if", "") == condition]


@thorough
@needs_node
def test_github_actions_in_the_node_project(repository: Path, tmp_path: Path):
    job = recipe("GitHub Actions")["jobs"]["node"]
    with runner("node", repository, tmp_path, job["env"]) as machine:
        said = [machine.step(step) for step in shell_steps(job["steps"])]
        after_a_failure = [machine.step(step) for step in shell_steps(job["steps"], "failure()")]

    assert '"status":"ok"' in said[0]
    assert re.search(r"\bpass 3\n", said[-1])
    assert '"requests":' in after_a_failure[0]


@thorough
@needs_php
def test_gitlab_ci_in_the_php_project(repository: Path, tmp_path: Path):
    job = recipe("GitLab CI")["test"]
    assert job["script"] == ["npm test"]
    with runner("php", repository, tmp_path, job["variables"]) as machine:
        said = machine.step("\n".join([*job["before_script"], "php test.php"]))

    assert '"status":"ok"' in said
    assert said.count("ok - ") == 2
    assert all((machine.project / path).exists() for path in job["artifacts"]["paths"])
