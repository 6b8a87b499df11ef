"""The tutorial, followed word for word, ends in the CRM of ``examples/crm``."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
PAGE = CHECKOUT / "docs" / "tutorial" / "crm.md"
STEP = re.compile(r"<!-- ([a-z]+)(?:: (.*?))? -->\n```\w+\n(.*?)```", re.DOTALL)


# As in an empty environment: of the plugins that are installed here there is only ours.
ENVIRONMENT = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_PLUGINS": "voicenter_mock.fixtures.plugin"}


def pytest_says(folder: Path) -> str:
    command = [sys.executable, "-m", "pytest", "-q"]
    environment = os.environ | ENVIRONMENT
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120
    ).stdout


def follow(page: str, folder: Path) -> None:
    """Does what each marked block says; fails where the page promises something else."""
    said, old = "", ("", "")
    for kind, name, content in STEP.findall(page):
        if kind == "file":
            (folder / name).write_text(content, encoding="utf-8")
        elif kind == "append":
            (folder / name).write_text((folder / name).read_text(encoding="utf-8") + "\n\n" + content, encoding="utf-8")
        elif kind == "replace":
            old = name, content.rstrip("\n")
        elif kind == "with":
            text = (folder / old[0]).read_text(encoding="utf-8")
            assert text.count(old[1]) == 1, old[1]
            (folder / old[0]).write_text(text.replace(old[1], content.rstrip("\n")), encoding="utf-8")
        elif kind == "run":
            said = pytest_says(folder)
            assert re.search(rf"^{name} in ", said, re.MULTILINE), said
        elif kind == "shows":
            assert content.strip() in said
        else:
            assert kind == "commands"


def test_followed_word_for_word_it_does_what_it_says(tmp_path: Path):
    follow(PAGE.read_text(encoding="utf-8"), tmp_path)

    for name in ("crm.py", "test_crm.py"):
        assert (tmp_path / name).read_text(encoding="utf-8") == (CHECKOUT / "examples" / "crm" / name).read_text(
            encoding="utf-8"
        )


def test_every_block_of_code_is_a_step():
    page = PAGE.read_text(encoding="utf-8")
    assert len(STEP.findall(page)) == page.count("```") // 2
