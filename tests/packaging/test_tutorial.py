"""The tutorial, followed word for word, ends in the CRM of ``examples/crm``."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from .environments import CHECKOUT, BareEnvironment, outside_environment

PAGE = CHECKOUT / "docs" / "tutorial" / "crm.md"
STEP = re.compile(r"<!-- ([a-z]+)(?:: (.*?))? -->\n```\w+\n(.*?)```", re.DOTALL)
PYTEST = """#!/bin/sh
exec "{python}" -P -c "import sys, pytest; sys.exit(pytest.console_main())" "$@"
"""


@dataclass
class Shell:
    """Somebody's shell, which stays in the folder that it was sent to."""

    folder: Path

    def run_script(self, script: str) -> str:
        result = subprocess.run(
            ["bash", "-c", f"{{ {script.rstrip()}\n}} 2>&1; echo; pwd"],
            cwd=self.folder,
            env=outside_environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        output, _, folder = result.stdout.rstrip().rpartition("\n")
        self.folder = Path(folder)
        return output


def follow(page: str, shell: Shell) -> None:
    """Does what each marked block says; fails where the page promises something else."""
    output, old = "", ("", "")
    for kind, name, content in STEP.findall(page):
        file = shell.folder / name
        if kind == "file":
            file.write_text(content, encoding="utf-8")
        elif kind == "append":
            file.write_text(file.read_text(encoding="utf-8") + "\n\n" + content, encoding="utf-8")
        elif kind == "replace":
            old = name, content.rstrip("\n")
        elif kind == "with":
            file = shell.folder / old[0]
            text = file.read_text(encoding="utf-8")
            assert text.count(old[1]) == 1, old[1]
            file.write_text(text.replace(old[1], content.rstrip("\n")), encoding="utf-8")
        elif kind == "commands":
            output = shell.run_script(content)
        elif kind == "run":
            output = shell.run_script(content)
            assert re.search(rf"^{name} in ", output, re.MULTILINE), output
        else:
            assert kind == "shows"
            # "…" stands for what is another each time: the id of a call has the date in it
            assert re.search(re.escape(content.strip()).replace("…", "[^\n]*"), output), output


def assert_is_the_example(folder: Path) -> None:
    for name in ("crm.py", "test_crm.py"):
        assert (folder / name).read_text(encoding="utf-8") == (CHECKOUT / "examples" / "crm" / name).read_text(
            encoding="utf-8"
        )


def without_commands(page: str) -> str:
    return re.sub(r"<!-- commands -->\n```sh\n.*?```", "", page, flags=re.DOTALL)


def test_in_an_environment_with_the_wheel_it_does_what_it_says(with_wheel: BareEnvironment, tmp_path: Path):
    (tmp_path / ".venv/bin").mkdir(parents=True)
    script = tmp_path / ".venv/bin/pytest"
    script.write_text(PYTEST.format(python=with_wheel.python), encoding="utf-8")
    script.chmod(0o755)

    follow(without_commands(PAGE.read_text(encoding="utf-8")), Shell(tmp_path))

    assert_is_the_example(tmp_path)


@pytest.mark.thorough  # installs everything from the package index
def test_from_an_empty_environment_it_does_what_it_says(clean_checkout: Path, tmp_path: Path):
    shell = Shell(shutil.copytree(clean_checkout, tmp_path / "checkout"))

    follow(PAGE.read_text(encoding="utf-8"), shell)

    assert shell.folder == tmp_path / "my-crm"
    assert_is_the_example(shell.folder)


def test_every_block_of_code_is_a_step():
    page = PAGE.read_text(encoding="utf-8")
    assert len(STEP.findall(page)) == page.count("```") // 2
