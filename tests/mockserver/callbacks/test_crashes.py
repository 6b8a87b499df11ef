"""Whatever moment a server ends at: its file has what customers and readers were told, and no number comes twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SESSION = Path(__file__).with_name("crash_session.py")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_a_server_that_ends_at_any_write_of_its_database_has_told_nothing_that_the_file_does_not_have(tmp_path: Path):
    finished = subprocess.run(
        [sys.executable, str(SESSION), str(tmp_path)], capture_output=True, text=True, timeout=170, check=True
    )
    result = json.loads(finished.stdout)
    assert result["contradictions"] == [], finished.stderr
    assert result["points"] > 30
