"""Messages from a seed need no Hypothesis, and are the same each time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from voicenter_mock.contracts import strategies


def test_an_example_does_not_import_hypothesis(tmp_path: Path):
    program = (
        "import sys; from voicenter_mock.contracts import strategies as s; s.example('click2call.request', 1); "
        "s.malformed_example('click2call.request', 1); sys.exit('hypothesis' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", program], cwd=tmp_path, check=False).returncode == 0


def test_a_seed_always_makes_the_same_message():
    assert strategies.example("popup.request", 7) == strategies.example("popup.request", 7)


def test_another_seed_makes_another_message():
    assert strategies.example("popup.request", 7) != strategies.example("popup.request", 8)


def test_a_seed_always_makes_the_same_malformed_message():
    assert strategies.malformed_example("popup.request", 7) == strategies.malformed_example("popup.request", 7)
