"""The package is typed for who installs it: strict type checkers, reading the installed wheel, and its sources in
place."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from .distributions import build
from .environments import CHECKOUT, BareEnvironment, bare_environment

SAMPLES = Path(__file__).parent / "typed"
SCRIPTS = str(Path(sys.executable).parent)
PYRIGHT = shutil.which("basedpyright", path=SCRIPTS)
MYPY = shutil.which("mypy", path=SCRIPTS)
TY = shutil.which("ty", path=SCRIPTS)
PYREFLY = shutil.which("pyrefly", path=SCRIPTS)

needs_pyright = pytest.mark.skipif(PYRIGHT is None, reason="basedpyright is not installed (pip install '.[dev]')")
needs_ty = pytest.mark.skipif(TY is None, reason="ty is not installed (pip install '.[dev]')")
needs_pyrefly = pytest.mark.skipif(PYREFLY is None, reason="pyrefly is not installed (pip install '.[dev]')")
needs_mypy = pytest.mark.skipif(MYPY is None, reason="mypy is not installed (pip install '.[dev]')")
pytestmark = [
    pytest.mark.thorough,  # reads the package and all that it stands on
]

PAGE = CHECKOUT / "docs" / "how-to" / "pytest.md"
RIGHT = "every mistake, and nothing else"
UNSEEN = "no package of that name"
INSTALLS = ("from a wheel, an index or a repository", "editable, `editable_mode=strict`", "editable")
TABLE = (
    ("pyright, basedpyright (strict)", RIGHT, RIGHT, UNSEEN),
    ("mypy (strict)", f"{RIGHT}; a lambda's message is anything", f"{RIGHT}; a lambda's message is anything", UNSEEN),
    ("ty", RIGHT, RIGHT, UNSEEN),
    ('pyrefly (`preset = "default"`)', RIGHT, RIGHT, UNSEEN),
)
"""What the page says that each checker finds, by how the package is installed."""

Findings = dict[str, dict[int, list[str]]]
"""What is wrong in each sample, by line."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("typed")
    for sample in SAMPLES.glob("*.py"):
        shutil.copy(sample, folder)
    (folder / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}', encoding="utf-8")
    return folder


@pytest.fixture(scope="module", params=["wheel", "editable install"])
def environment(request: pytest.FixtureRequest) -> BareEnvironment:
    """Where the package is installed, in each of the ways that the documentation names."""
    name = "with_wheel" if request.param == "wheel" else "with_links"
    return request.getfixturevalue(name)


@pytest.fixture(scope="module")
def with_links(clean_checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> BareEnvironment:
    """As `docs/how-to/pytest.md` asks for it."""
    return editable(clean_checkout, tmp_path_factory.mktemp("editable"), editable_mode="strict")


@pytest.fixture(scope="module")
def without_links(clean_checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> BareEnvironment:
    """As `pip install -e` and uv's path dependencies make it unasked."""
    return editable(clean_checkout, tmp_path_factory.mktemp("editable"))


def editable(checkout: Path, folder: Path, **settings: str) -> BareEnvironment:
    copy = shutil.copytree(checkout, folder / "voicenter-mock")  # which is where its links lie
    return bare_environment(folder / "environment", build("editable", copy, folder, **settings))


def found_by_pyright(environment: BareEnvironment, project: Path) -> Findings:
    assert PYRIGHT is not None
    command = [PYRIGHT, "--outputjson", "--pythonpath", str(environment.python), "--project", str(project)]
    report: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, check=False, timeout=300).stdout)
    found: Findings = {}
    for finding in report["generalDiagnostics"]:
        line: int = finding["range"]["start"]["line"] + 1
        found.setdefault(Path(finding["file"]).name, {}).setdefault(line, []).append(finding["message"])
    return found


def found_by_mypy(environment: BareEnvironment, project: Path) -> Findings:
    assert MYPY is not None
    command = [MYPY, "--strict", "--no-error-summary", "--hide-error-context", "--cache-dir", str(project / "cache")]
    command += ["--python-executable", str(environment.python), "right.py", "wrong.py"]
    result = subprocess.run(command, capture_output=True, text=True, cwd=project, check=False, timeout=300)
    found: Findings = {}
    for name, line, message in mypy_errors(result.stdout):
        found.setdefault(name, {}).setdefault(line, []).append(message)
    assert found, result.stdout + result.stderr
    return found


def found_by_ty(environment: BareEnvironment, project: Path) -> Findings:
    assert TY is not None
    command = [TY, "check", "--python", str(environment.python.parent.parent), "--output-format", "concise"]
    return found_by_lines([*command, "right.py", "wrong.py", "lambdas.py"], project)


def found_by_pyrefly(environment: BareEnvironment, project: Path) -> Findings:
    assert PYREFLY is not None
    command = [PYREFLY, "check", "--preset", "default", "--python-interpreter-path", str(environment.python)]
    return found_by_lines([*command, "--output-format", "min-text", "right.py", "wrong.py", "lambdas.py"], project)


def found_by_lines(command: list[str], project: Path) -> Findings:
    """Of a checker that writes ``name.py:line:column`` before what is wrong."""
    result = subprocess.run(command, capture_output=True, text=True, cwd=project, check=False, timeout=300)
    found: Findings = {}
    for name, line, message in re.findall(r"(\w+\.py):(\d+):[\d-]+: (.*)$", result.stdout, re.MULTILINE):
        found.setdefault(name, {}).setdefault(int(line), []).append(message)
    assert found, result.stdout + result.stderr
    return found


def mypy_errors(report: str) -> Iterator[tuple[str, int, str]]:
    for name, line, message in re.findall(r"^([^:\n]+):(\d+): error: (.*)$", report, re.MULTILINE):
        yield Path(name).name, int(line), message


@pytest.fixture(scope="module")
def pyright(environment: BareEnvironment, project: Path) -> Findings:
    return found_by_pyright(environment, project)


@pytest.fixture(scope="module")
def mypy(environment: BareEnvironment, project: Path) -> Findings:
    return found_by_mypy(environment, project)


@pytest.fixture(scope="module")
def ty(environment: BareEnvironment, project: Path) -> Findings:
    return found_by_ty(environment, project)


@pytest.fixture(scope="module")
def pyrefly(environment: BareEnvironment, project: Path) -> Findings:
    return found_by_pyrefly(environment, project)


def marked(sample: str) -> set[int]:
    lines = (SAMPLES / sample).read_text(encoding="utf-8").splitlines()
    return {number for number, line in enumerate(lines, 1) if line.endswith("# wrong")}


@needs_pyright
def test_a_strictly_typed_test_module_has_nothing_wrong_for_pyright(pyright: Findings):
    assert pyright.get("right.py", {}) == {}


@needs_mypy
def test_a_strictly_typed_test_module_has_nothing_wrong_for_mypy(mypy: Findings):
    assert mypy.get("right.py", {}) == {}


@needs_pyright
def test_pyright_finds_every_mistake_on_its_line(pyright: Findings):
    assert set(pyright["wrong.py"]) == marked("wrong.py")


@needs_mypy
def test_mypy_finds_every_mistake_on_its_line(mypy: Findings):
    assert set(mypy["wrong.py"]) == marked("wrong.py")


@needs_pyright
def test_pyright_knows_what_a_lambda_gets_and_finds_its_mistakes(pyright: Findings):
    assert set(pyright["lambdas.py"]) == marked("lambdas.py")


@needs_ty
@pytest.mark.parametrize("sample", ["right.py", "wrong.py", "lambdas.py"])
def test_ty_finds_every_mistake_and_nothing_else(ty: Findings, sample: str):
    assert set(ty.get(sample, {})) == marked(sample)


@needs_pyrefly
@pytest.mark.parametrize("sample", ["right.py", "wrong.py", "lambdas.py"])
def test_pyrefly_finds_every_mistake_and_nothing_else(pyrefly: Findings, sample: str):
    assert set(pyrefly.get(sample, {})) == marked(sample)


@pytest.mark.parametrize(
    "checker",
    [
        pytest.param(found_by_pyright, marks=needs_pyright),
        pytest.param(found_by_mypy, marks=needs_mypy),
        pytest.param(found_by_ty, marks=needs_ty),
        pytest.param(found_by_pyrefly, marks=needs_pyrefly),
    ],
)
def test_no_checker_finds_the_package_through_an_editable_install_that_is_not_asked_for_links(
    checker: Callable[[BareEnvironment, Path], Findings], without_links: BareEnvironment, project: Path
):
    found = [message for messages in checker(without_links, project)["right.py"].values() for message in messages]
    assert any("voicenter_mock" in message for message in found)


def test_the_page_has_the_table():
    lines = [f"| what is found | {' | '.join(INSTALLS)} |", "|---" * (len(INSTALLS) + 1) + "|"]
    lines += [f"| {' | '.join(row)} |" for row in TABLE]
    assert "\n".join(lines) in PAGE.read_text("utf-8")
