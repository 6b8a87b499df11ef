"""Organization files: what YAML and JSON mean here, and what is refused, with the line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from voicenter_mock.mockserver.organizations import DocumentError, load


def loaded(folder: Path, text: str, name: str = "shop.yaml") -> dict[str, Any]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return load(path)


def refused(folder: Path, text: str, name: str = "shop.yaml") -> str:
    with pytest.raises(DocumentError) as error:
        loaded(folder, text, name)
    return str(error.value).removeprefix(f"{folder}/")


@pytest.fixture(params=["libyaml", "python"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """PyYAML has a parser in C, which not every installation has, and one in Python."""
    if request.param == "python":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    return request.param


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("0722776772", "0722776772"),  # octal in YAML 1.1
        ("18:00", "18:00"),  # 1080
        ("NO", "NO"),  # false
        ("2024-03-28T09:00:00", "2024-03-28T09:00:00"),  # a datetime
        ("+972722776772", "+972722776772"),
        ("1e5", "1e5"),
        ("1_000", "1_000"),
        ("10035", 10035),
        ("-2", -2),
        ("0.5", 0.5),
        ("true", True),
        ("'1234'", "1234"),
        ("", None),
        ("null", None),
        ("[1, a]", [1, "a"]),
        ("|\n  two\n  lines", "two\nlines\n"),
    ],
)
def test_plain_yaml_words_mean_what_yaml_1_2_says(tmp_path: Path, parser: str, written: str, meant: object):
    assert loaded(tmp_path, f"key: {written}\n") == {"key": meant}


def test_yaml_keys_are_text_as_written(tmp_path: Path):
    assert loaded(tmp_path, "keys: {1: 12, 02: 13, true: 14}") == {"keys": {"1": 12, "02": 13, "true": 14}}


def test_an_alias_stands_for_what_was_anchored(tmp_path: Path):
    text = "a: &hours [['09:00', '13:00']]\nb: *hours\nc: &word yes\nd: *word"
    assert loaded(tmp_path, text) == {"a": [["09:00", "13:00"]], "b": [["09:00", "13:00"]], "c": "yes", "d": "yes"}


def test_an_empty_file_is_an_empty_document(tmp_path: Path):
    assert loaded(tmp_path, "# nothing yet\n") == {}


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path: Path):
    assert loaded(tmp_path, "\ufeffid: shop\n") == {"id": "shop"}


@pytest.mark.parametrize("name", ["shop.json", "shop", "shop.txt"])
def test_json_is_told_by_its_suffix_or_its_brace(tmp_path: Path, name: str):
    text = json.dumps({"id": "shop", "name": "\U0001f600"})  # an escaped surrogate pair, which YAML has not
    assert loaded(tmp_path, text, name) == {"id": "shop", "name": "\U0001f600"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nb:\n  x: 1\n  x: 2\n", "shop.yaml:4: b: key 'x' stands twice in one object"),
        ("a: 1\nb: ]\nc: 1\n", "shop.yaml:2: is no YAML"),
        ("a: 1\nb:\n\tc: 1\n", "shop.yaml:3: is indented by a tab, which YAML does not take: write blanks"),
        ("a:\n  - b\n \t- c\n", "shop.yaml:3: is indented by a tab, which YAML does not take: write blanks"),
        ("a: &x [1, *x]", "shop.yaml:1: alias '*x' stands for nothing that was finished before it"),
        ("a: *x", "shop.yaml:1: "),
        ("a: 1\n---\nb: 2\n", "shop.yaml:2: a second document begins"),
        ("a: 1\nb: !!python/object/apply:os.system [x]\n", "shop.yaml:2: tag "),
        ("? [1]\n: 2\n", "shop.yaml:1: keys are plain words here"),
        ("- a\n", "shop.yaml: is no object"),
        ("word", "shop.yaml: is no object"),
    ],
)
def test_bad_yaml_is_refused_with_its_line(tmp_path: Path, parser: str, text: str, message: str):
    assert refused(tmp_path, text).startswith(message)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": 1,\n "b": {"x": 1, "x": 2}}', "shop.json:2: b: key 'x' stands twice in one object"),
        ('{"a": 1,\n "b": }', "shop.json:2: is no JSON: Expecting value"),
        ('{"a": NaN}', "shop.json: is no JSON: NaN is not a number of JSON"),
        ('{"a": ' + "1" * 5000 + "}", "shop.json: is no JSON: "),
        ("[" * 100_000, "shop.json: is nested too deeply"),
        ("[1]", "shop.json: is no object"),
    ],
)
def test_bad_json_is_refused(tmp_path: Path, text: str, message: str):
    assert refused(tmp_path, text, "shop.json").startswith(message)


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 100_000, "{a: " * 100_000])
def test_deep_nesting_neither_crashes_nor_hangs(tmp_path: Path, text: str):
    assert refused(tmp_path, text) == "shop.yaml:1: is nested too deeply"


def test_a_bomb_of_aliases_is_refused(tmp_path: Path, parser: str):
    lines = ["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 20)]
    assert refused(tmp_path, "\n".join(lines)).startswith("shop.yaml:5: aliases stand for more than 100000 values")


def test_a_file_over_ten_megabytes_is_refused(tmp_path: Path):
    assert refused(tmp_path, "#" * (10 * 1024 * 1024 + 1)) == "shop.yaml: is larger than 10 MB"


def test_a_file_that_is_not_utf_8_is_refused_with_its_line(tmp_path: Path):
    path = tmp_path / "shop.yaml"
    path.write_bytes(b"a: 1\nname: \xf9\xec\xe5\xed\n")
    with pytest.raises(DocumentError, match=r"shop\.yaml:2: is not UTF-8"):
        load(path)


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path):
    with pytest.raises(DocumentError, match=r"shop\.yaml: No such file or directory"):
        load(tmp_path / "shop.yaml")
