"""A machine of a CI service, as far as a recipe's shell can tell: a project, what is on the path, environment variables.

Nothing comes from an index: what pip would fetch lies on a shelf that every Python of the machine looks into. The
address that recipes install from leads to a repository of this checkout. An environment that a recipe makes has the pip
of the one that runs the tests; the thorough test of the tutorial lets Python install it.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import setuptools
import yaml

from .environments import CHECKOUT, outside_environment

ADDRESS = "https://git.example.com/voicenter-mock.git"
Step = Mapping[str, Any]
PYTHON3 = f"""#!/bin/sh
[ "$1 $2" = "-m venv" ] || exec "{sys.executable}" "$@"
"{sys.executable}" -m venv --without-pip "$3"
printf '#!/bin/sh\\nexec "%s" -m pip --python "%s" "$@"\\n' "{sys.executable}" "$(realpath "$3")/bin/python" > "$3/bin/pip"
chmod +x "$3/bin/pip"
"""
"""To install pip into an environment takes four seconds, and is no work of ours."""
_EXPRESSION = re.compile(r"\$\{\{ (.*?) \}\}")


@dataclass
class Machine:
    """What a step leaves running goes on until the job is over."""

    project: Path
    environment: dict[str, str]
    temporary: Path
    _groups: list[int] = field(default_factory=list[int])

    def run(self, script: str, variables: Mapping[str, str] | None = None) -> str:
        """Runs a step and returns what it said. Fails with that when the step does."""
        shell = subprocess.Popen(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script], cwd=self.project, text=True,
            env={**self.environment, **(variables or {})}, start_new_session=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self._groups.append(shell.pid)
        output, _ = shell.communicate(timeout=300)
        assert shell.returncode == 0, f"{script}\n{output}"
        return output

    def end(self) -> None:
        for group in self._groups:
            try:
                os.killpg(group, signal.SIGKILL)
            except ProcessLookupError:
                continue


@contextmanager
def machine(example: str, folder: Path, repository: Path, shelf: Path) -> Generator[Machine]:
    """One that has checked out an example project. ``shelf`` has what our package depends on."""
    project = shutil.copytree(CHECKOUT / "examples" / example, folder / "project")
    backend = folder / "backend"
    backend.mkdir()
    for pattern in ("setuptools*", "_distutils_hack"):
        for package in Path(setuptools.__file__).parents[1].glob(pattern):
            (backend / package.name).symlink_to(package)
    programs = folder / "bin"
    programs.mkdir()
    (programs / "python3").write_text(PYTHON3, "utf-8")
    (programs / "python3").chmod(0o755)
    temporary = folder / "runner temp"
    temporary.mkdir()
    given = {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{repository.as_uri()}.insteadOf",
        "GIT_CONFIG_VALUE_0": ADDRESS,
        "PIP_NO_INDEX": "1",
        "PIP_NO_COMPILE": "1",  # Python compiles what is imported
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # pip's own reading of the variable: no isolation
        "PYTHONPATH": os.pathsep.join(map(str, (shelf, backend))),
        "RUNNER_TEMP": str(temporary),
    }
    made = Machine(project, {**outside_environment(), **given}, temporary)
    try:
        yield made
    finally:
        made.end()


class ActionsJob:
    """Steps of a GitHub workflow; what our own action stands for is run, other people's have done their work, and so
    have those of ours that ``done`` names.
    """

    def __init__(self, on: Machine, action: Path, done: tuple[str, ...] = ()) -> None:
        self._machine = on
        self._action = action
        self._done = done
        self._files = {name: on.project.parent / name for name in ("GITHUB_ENV", "GITHUB_PATH", "GITHUB_OUTPUT")}
        for name, path in self._files.items():
            path.touch()
            on.environment[name] = str(path)

    def run(self, steps: Iterable[Step], condition: str = "") -> str:
        """Runs those that have this condition, and returns what they said."""
        return "".join(self._step(step) for step in steps if step.get("if", "") == condition)

    @property
    def outputs(self) -> str:
        return self._files["GITHUB_OUTPUT"].read_text("utf-8")

    def _step(self, step: Step) -> str:
        if "run" in step:
            return self._shell(step, {})
        if not step["uses"].startswith("example/voicenter-mock@"):
            return ""
        action = yaml.safe_load((self._action / "action.yml").read_text("utf-8"))
        inputs = {name: entry["default"] for name, entry in action["inputs"].items()} | step.get("with", {})
        wanted = f"inputs.do == '{inputs['do']}'"
        steps = [each for each in action["runs"]["steps"] if each["if"] == wanted and each["name"] not in self._done]
        return "".join(self._shell(each, inputs) for each in steps)

    def _shell(self, step: Step, inputs: Mapping[str, str]) -> str:
        if "run" not in step:
            return ""
        known = {"github.action_path": str(self._action)} | {f"inputs.{name}": each for name, each in inputs.items()}
        variables = {
            name: _EXPRESSION.sub(lambda found: known[found[1]], text) for name, text in step.get("env", {}).items()
        }
        assert "${{" not in step["run"], "what somebody wrote into an input would be run as a program"
        output = self._machine.run(step["run"], variables)
        environment = self._machine.environment
        environment |= dict(line.split("=", 1) for line in self._files["GITHUB_ENV"].read_text("utf-8").splitlines())
        for line in self._files["GITHUB_PATH"].read_text("utf-8").splitlines():
            if line not in environment["PATH"].split(os.pathsep):
                environment["PATH"] = f"{line}{os.pathsep}{environment['PATH']}"
        return output
