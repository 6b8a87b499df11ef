"""What is in the built packages, and nothing else."""

from __future__ import annotations

import json
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from voicenter_mock.contracts.json_files import JsonFiles

from .distributions import JSON_FOLDERS, build, installed_name, package_settings
from .environments import CHECKOUT


def content(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def test_the_wheel_holds_exactly_the_tracked_files_of_the_package(wheel: Path, files_of_checkout: tuple[str, ...]):
    expected = {place for name in files_of_checkout if (place := installed_name(name))}

    assert content(wheel) == expected


@pytest.mark.parametrize("folder", JSON_FOLDERS)
def test_a_folder_of_json_is_one_file_with_a_line_for_each(wheel: Path, folder: str):
    with zipfile.ZipFile(wheel) as archive:
        lines = archive.read(f"voicenter_mock/{folder}.jsonl").decode().splitlines()
    files = JsonFiles(CHECKOUT / folder)

    assert [json.loads(line) for line in lines] == [{name: files.read(name)} for name in files.names()]


def test_the_wheel_carries_the_licence_and_both_entry_points(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        entry_points = archive.read(next(name for name in names if name.endswith("entry_points.txt"))).decode()

    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
    assert "voicenter-mock = voicenter_mock.mockserver.cli:main" in entry_points
    assert "[pytest11]\nvoicenter_mock = voicenter_mock.fixtures.plugin" in entry_points


BASE = {
    "click", "defusedxml", "flask", "httptools", "jsonschema", "phonenumbers", "pyyaml", "tzdata", "uvicorn", "websockets",
    "werkzeug",
}  # fmt: skip
"""What `pip install voicenter-mock` asks for: what the server runs on, and what explains a broken contract. Neither pytest
nor what brings a plugin to it, nor anything that only tests need."""


def test_the_base_asks_for_exactly_these(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        metadata = Parser().parsestr(
            archive.read(next(n for n in archive.namelist() if n.endswith("METADATA"))).decode()
        )
    wanted = map(Requirement, metadata.get_all("Requires-Dist", []))

    assert {canonicalize_name(each.name) for each in wanted if each.marker is None} == BASE


def test_a_wheel_that_is_built_from_a_checkout_is_the_same(wheel: Path, clean_checkout: Path, tmp_path: Path):
    """The published one is built from the source distribution."""
    assert content(build("wheel", clean_checkout, tmp_path)) == content(wheel)


def test_every_package_folder_is_listed(files_of_checkout: tuple[str, ...]):
    places = (installed_name(name) for name in files_of_checkout if name.endswith("/__init__.py"))
    folders = {place.removesuffix("/__init__.py").replace("/", ".") for place in places if place}

    assert set(package_settings()["packages"]) == folders | {"voicenter_mock.docs"}
