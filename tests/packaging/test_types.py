"""The fixtures are typed for who installs the package: a strict type checker, reading the installed wheel."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from .environments import BareEnvironment

SAMPLES = Path(__file__).parent / "typed"
CHECKER = shutil.which("basedpyright", path=str(Path(sys.executable).parent))

pytestmark = [
    pytest.mark.thorough,  # reads the package and all that it stands on
    pytest.mark.skipif(CHECKER is None, reason="basedpyright is not installed (pip install '.[dev]')"),
]


@pytest.fixture(scope="module")
def findings(with_wheel: BareEnvironment, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[int, list[str]]]:
    """What is wrong in each sample, by line."""
    project = tmp_path_factory.mktemp("typed")
    for sample in SAMPLES.glob("*.py"):
        shutil.copy(sample, project)
    (project / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}', encoding="utf-8")
    assert CHECKER is not None
    command = [CHECKER, "--outputjson", "--pythonpath", str(with_wheel.python), "--project", str(project)]
    told: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, check=False, timeout=300).stdout)
    found: dict[str, dict[int, list[str]]] = {}
    for finding in told["generalDiagnostics"]:
        line: int = finding["range"]["start"]["line"] + 1
        found.setdefault(Path(finding["file"]).name, {}).setdefault(line, []).append(finding["message"])
    return found


def test_a_strictly_typed_test_module_has_nothing_wrong(findings: dict[str, dict[int, list[str]]]):
    assert findings.get("right.py", {}) == {}


def test_every_mistake_is_found_on_its_line(findings: dict[str, dict[int, list[str]]]):
    lines = (SAMPLES / "wrong.py").read_text(encoding="utf-8").splitlines()
    marked = {number for number, line in enumerate(lines, 1) if line.endswith("# wrong")}

    assert set(findings["wrong.py"]) == marked
