"""Somebody's project with folders of our names, in an environment with our wheel: nothing changes for it."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent

import pytest

from .environments import BareEnvironment, run

PROJECT = {
    "fixtures/__init__.py": "",
    "fixtures/orders.py": "OWNER = 'user'\n",
    "contracts/__init__.py": "OWNER = 'user'\n",
    "contracts/terms.py": "OWNER = 'user'\n",
    "mockserver/__init__.py": "from contracts import OWNER\n",
    "mockserver/app.py": "OWNER = 'user'\n",
    "tests/__init__.py": "",
    "tests/fixtures/__init__.py": "",
    "tests/fixtures/people.py": "OWNER = 'user'\n",
    "conftest.py": """
        import json, os, sys

        def pytest_sessionfinish(session):
            root = str(session.config.rootpath)
            own = {n: m for n, m in sys.modules.items() if (getattr(m, "__file__", None) or "").startswith(root)}
            loaders = {name: type(module.__loader__).__qualname__ for name, module in own.items()}
            with open(os.environ["LOADERS_FILE"], "w") as file:
                json.dump(loaders, file)
    """,
    "tests/test_own.py": """
        import contracts.terms, fixtures.orders, mockserver.app
        from tests.fixtures import people

        def test_the_folders_are_my_own(pytestconfig):
            for module in (contracts, contracts.terms, fixtures.orders, mockserver, mockserver.app, people):
                assert module.OWNER == "user"
                assert module.__file__.startswith(str(pytestconfig.rootpath))
    """,
    "pytest.ini": "[pytest]\nfilterwarnings = error\n",
}
OWN_MODULES = {
    "contracts",
    "contracts.terms",
    "fixtures",
    "fixtures.orders",
    "mockserver",
    "mockserver.app",
    "tests.fixtures",
    "tests.fixtures.people",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in PROJECT.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(dedent(text), encoding="utf-8")
    return tmp_path


def loaders(environment: BareEnvironment, project: Path, *options: str) -> dict[str, str]:
    """Runs the project's tests, all of which must pass; the loader's type of every module of its own."""
    report = project / "loaders.json"
    output = run(
        environment.python,
        "-m",
        "pytest",
        "--verbose",
        "-p",
        "no:asyncio",
        *options,
        cwd=project,
        env={"LOADERS_FILE": str(report)},
    )
    assert "1 passed" in output
    assert ("voicenter-mock" in output) == bool(list(environment.site_packages.glob("voicenter_mock"))), output
    return json.loads(report.read_text(encoding="utf-8"))


@pytest.mark.parametrize("import_mode", ["prepend", "importlib"])
def test_its_tests_pass_and_its_modules_keep_their_loaders(
    import_mode: str, project: Path, with_wheel: BareEnvironment, without_wheel: BareEnvironment
):
    option = f"--import-mode={import_mode}"

    with_ours = loaders(with_wheel, project, option)

    assert {name: with_ours[name] for name in OWN_MODULES} == dict.fromkeys(OWN_MODULES, "SourceFileLoader")
    assert with_ours == loaders(without_wheel, project, option)
