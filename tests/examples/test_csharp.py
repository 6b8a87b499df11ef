"""The C# that people copy: no compiler is at hand, so its syntax is checked, and that the sandbox has what it asks for."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
import tree_sitter_c_sharp
from tree_sitter import Language, Parser

from voicenter_mock.contracts.operations import CONTROL, OPERATIONS

ROOT = Path(__file__).parents[2]
PROJECT = ROOT / "examples" / "dotnet"
PARSER = Parser(Language(tree_sitter_c_sharp.language()))


def mistakes(source: str) -> list[str]:
    """Lines, from 1 on, that are no C#."""
    found: list[str] = []
    nodes = [PARSER.parse(source.encode()).root_node]
    while nodes:
        node = nodes.pop()
        if node.is_error or node.is_missing:
            found.append(f"line {node.start_point.row + 1}: {(node.text or b'').decode()!r}")
        nodes += node.children
    return found


def snippets() -> list[tuple[str, str]]:
    pages = sorted((ROOT / "docs").rglob("*.md"))
    return [
        (page.name, code)
        for page in pages
        for code in re.findall(r"```csharp\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    ]


def test_a_mistake_is_noticed():
    assert mistakes("class A { void B( { } }")


@pytest.mark.parametrize("source", sorted(PROJECT.glob("*.cs")), ids=lambda path: path.name)
def test_the_example_is_c_sharp(source: Path):
    assert mistakes(source.read_text("utf-8")) == []


@pytest.mark.parametrize(("page", "code"), snippets(), ids=[page for page, _ in snippets()])
def test_a_page_s_snippet_is_c_sharp(page: str, code: str):
    assert mistakes(code) == [], page


def test_the_project_is_for_the_version_that_the_matrix_sets_up():
    project = ElementTree.parse(PROJECT / "Crm.csproj").getroot()
    framework = project.findtext("PropertyGroup/TargetFramework")
    page = (ROOT / "docs" / "how-to" / "ci.md").read_text("utf-8")
    assert framework in [f"net{version}" for version in re.findall(r'dotnet-version: "([\d.]+)"', page)]


def test_the_sandbox_has_what_the_example_asks_for():
    source = "".join(path.read_text("utf-8") for path in PROJECT.glob("*.cs"))
    paths = {path for operation in OPERATIONS.values() for path in operation.paths}
    assert set(re.findall(r"\{baseUrl\}(/[\w./]+)", source)) <= paths

    asked = re.findall(r'ControlAsync\(HttpMethod\.(\w+), \$?"([^"]*)"', source)
    known = {(operation.method, operation.path) for operation in CONTROL.values()}
    wanted = {(method.upper(), f"/organizations{path}") for method, path in asked}
    assert len(wanted) == 5
    assert wanted <= known
