from __future__ import annotations

from pathlib import Path

import pytest

from voicenter_mock.contracts.json_files import JsonFiles, to_lines

CONTENT = {"a.b": {"x": [1, "שלום"]}, "part/c": 2.5, "part/deeper/d": {"two": "lines\n\u2028"}}
NAMES = ["a.b", "part/c", "part/deeper/d"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "some"
    (folder / "part" / "deeper").mkdir(parents=True)
    (folder / "a.b.json").write_text('{\n  "x": [1, "שלום"]\n}\n', "utf-8")
    (folder / "part" / "c.json").write_text("2.5", "utf-8")
    (folder / "part" / "deeper" / "d.json").write_text('{"two": "lines\\n\u2028"}', "utf-8")
    (folder / "README.md").write_text("what they are", "utf-8")
    return folder


def all_of(files: JsonFiles) -> dict[str, object]:
    return {name: files.read(name) for name in files.names()}


def test_the_files_of_a_folder_are_read_by_their_names(folder: Path):
    assert JsonFiles(folder).names() == NAMES
    assert all_of(JsonFiles(folder)) == CONTENT


def test_one_file_in_their_place_says_the_same(folder: Path):
    to_lines(folder)

    assert [path.name for path in folder.rglob("*.*")] == ["README.md"]
    assert JsonFiles(folder).names() == NAMES
    assert all_of(JsonFiles(folder)) == CONTENT


def test_a_file_that_an_earlier_build_made_is_made_anew(folder: Path):
    folder.with_suffix(".jsonl").write_text('{"gone":1}\n', "utf-8")

    to_lines(folder)

    assert JsonFiles(folder).names() == NAMES


@pytest.mark.parametrize("installed", [False, True])
def test_a_name_that_none_has_is_a_lookup_error(folder: Path, installed: bool):
    if installed:
        to_lines(folder)

    with pytest.raises(LookupError, match="nothing"):
        JsonFiles(folder).read("nothing")
