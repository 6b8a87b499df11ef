"""`pyproject.toml` declares what the code imports, in the place where it is needed."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import packages_distributions

import pytest

from .distributions import installed_name
from .environments import CHECKOUT

NEEDS_NOTHING = {*sys.stdlib_module_names, "voicenter_mock", "_typeshed"}
"""Python's own, ours, and what only type checkers know."""

INTERCEPTED = {"aiohttp", "httpx"}
"""Clients that the fixtures answer for where the code under test has them; nobody gets them from us."""

READ_BY_THEIR_TOOL = {
    "tests/acceptance/clients/csharp.py",
    "tests/acceptance/clients/python_client.py",
    "tests/acceptance/schemathesis_hooks.py",
    "tests/fixtures/niquests_suite.py",
}
"""Files that only run where what they import is: under the tool that they are for, with a client that is made or
fetched."""


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def declared(*extras: str) -> set[str]:
    """The distributions of ``dependencies`` and of these extras."""
    with (CHECKOUT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    requirements: list[str] = list(project["dependencies"])
    for extra in extras:
        requirements += project["optional-dependencies"][extra]
    return {normal(re.split(r"[^\w.-]", requirement, maxsplit=1)[0]) for requirement in requirements}


@cache
def installed_modules() -> dict[str, list[str]]:
    """The distributions of each importable name; looking through all takes a second."""
    return dict(packages_distributions())


def statements(tree: ast.AST) -> Iterator[ast.AST]:
    """All statements and what holds some; none of the expressions, which are many and import nothing."""
    for field in ("body", "orelse", "finalbody", "handlers", "cases"):
        inner: list[ast.AST] | ast.AST = getattr(tree, field, [])
        for node in inner if isinstance(inner, list) else ():  # a lambda's body is one expression
            yield node
            yield from statements(node)


def imported_distributions(names: Iterable[str]) -> dict[str, str]:
    """Each distribution that these files import, with one file that does.

    A module that is not installed stands for a distribution of its own name.
    """
    known = installed_modules()
    found: dict[str, str] = {}
    for name in names:
        for node in statements(ast.parse((CHECKOUT / name).read_bytes(), name)):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level and node.module:
                modules = [node.module]
            for module in (full.partition(".")[0] for full in modules):
                beside = (CHECKOUT / name).with_name(f"{module}.py").exists()  # a script's other half
                if module not in NEEDS_NOTHING and not beside:
                    found[normal(known.get(module, [module])[0])] = name
    return found


def undeclared(names: Iterable[str], *extras: str) -> dict[str, str]:
    allowed = declared(*extras)
    return {each: name for each, name in imported_distributions(names).items() if each not in allowed}


EXTRAS = {
    "contracts/compilation.py": ("fast",),
    "contracts/strategies/": ("strategies",),
    "fixtures/faker_provider.py": ("strategies",),
    "fixtures/plugin.py": ("pytest", "strategies"),
    "fixtures/": ("pytest",),
    "voicenter_mock/load.py": ("load",),
    "mockserver/load/": ("load", "strategies"),
    "mockserver/commands/load.py": ("load",),
    "mockserver/mcp/": ("mcp",),
    "mockserver/commands/mcp.py": ("mcp",),
    "mockserver/serving/certificates.py": ("tls",),
    "mockserver/sip/": ("sip",),
    "mockserver/media/secure_channel.py": ("phone",),
}
"""Which extras the imports of which files may lean on; all others have the dependencies that everybody gets."""


def extras_of(name: str) -> tuple[str, ...]:
    return next((extras for place, extras in EXTRAS.items() if name.startswith(place)), ())


def test_every_import_of_the_package_is_declared(files_of_checkout: tuple[str, ...]):
    package = [name for name in files_of_checkout if name.endswith(".py") and installed_name(name)]
    found = {each: name for name in package for each in undeclared([name], *extras_of(name))}

    assert found.keys() <= INTERCEPTED, found


@pytest.mark.parametrize(
    ("missing", "code", "expected"),
    [
        (
            "hypothesis",
            "from voicenter_mock.contracts import strategies; strategies.valid('click2call.request')",
            "a Hypothesis strategy needs hypothesis: pip install 'voicenter-mock[strategies]'",
        ),
        (
            "responses",
            "import requests\nfrom voicenter_mock.fixtures.voicenter import Voicenter\nwith Voicenter(): pass",
            "answering requests in a test needs responses: pip install 'voicenter-mock[pytest]'",
        ),
        (
            "mcp",
            (
                "from voicenter_mock.mockserver.mcp.service import service\n"
                "from voicenter_mock.mockserver.mcp.model import Sandbox\nservice(Sandbox(''))"
            ),
            "the Model Context Protocol needs mcp: pip install 'voicenter-mock[mcp]'",
        ),
        (
            "sipmessage",
            "import voicenter_mock.mockserver.sip",
            "a real telephone needs sipmessage: pip install 'voicenter-mock[sip]'",
        ),
        (
            "pylibsrtp",
            "import voicenter_mock.mockserver.media.secure_channel",
            "sound in a browser's telephone needs pylibsrtp: pip install 'voicenter-mock[phone]'",
        ),
    ],
)
def test_what_needs_an_extra_says_which(missing: str, code: str, expected: str):
    without = f"import sys\nsys.modules[{missing!r}] = None\n{code}"
    result = subprocess.run([sys.executable, "-c", without], capture_output=True, text=True, check=False)

    assert result.stderr.splitlines()[-1] == f"voicenter_mock.contracts.extras.MissingExtra: {expected}"


def test_who_has_the_base_alone_can_make_examples_of_messages():
    code = (
        "import sys\nfor name in ('hypothesis', 'faker', 'pytest', 'requests', 'responses'): sys.modules[name] = None\n"
        "from voicenter_mock.contracts import strategies\n"
        "import voicenter_mock.mockserver.serving.server, voicenter_mock.mockserver.verify\n"
        "print(strategies.example('click2call.request', 1))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_every_import_of_the_tests_is_declared(files_of_checkout: tuple[str, ...]):
    extras = (
        "pytest",
        "strategies",
        "fast",
        "tls",
        "record",
        "mcp",
        "sip",
        "load",
    )  # those of `load` are skipped without
    ours = {name for name in files_of_checkout if name.endswith(".py") and name.startswith(("tests/", "tools/"))}

    assert undeclared(sorted(ours - READ_BY_THEIR_TOOL), *extras, "test", "frameworks") == {}
