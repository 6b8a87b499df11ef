"""Ctrl-C at any moment ends a command without a word of Python's."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = "from voicenter_mock.mockserver.cli import main; main(['contracts', 'list'])"


@pytest.mark.parametrize(
    "module", ["click", "voicenter_mock.contracts.suggestions", "voicenter_mock.contracts.library"]
)
def test_while_it_is_being_imported(module: str, tmp_path: Path):
    """The first two before the command line is there, the third when the command is."""
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        "class Interrupt:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name == {module!r}:\n"
        "            raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupt())\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    ended = subprocess.run(
        [sys.executable, "-c", COMMAND], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr.strip()) == (130, "", "")
