"""Plain answers as bytes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicenter_mock.contracts.json_encoders import encoder
from voicenter_mock.mockserver.wire import encoding
from voicenter_mock.mockserver.wire.encoding import escape, json_texts, to_json, to_json_objects

CHARACTERS = st.characters(max_codepoint=0x2FFF)
COLUMNS = st.one_of(
    st.lists(st.text(CHARACTERS), min_size=3, max_size=3),
    st.lists(st.integers(), min_size=3, max_size=3),
    st.lists(st.one_of(st.none(), st.booleans(), st.floats(-1e9, 1e9), st.text(CHARACTERS)), min_size=3, max_size=3),
)


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(), inner, max_size=3)),
    max_leaves=10,
)


@given(VALUES)
def test_a_value_is_the_bytes_that_the_library_writes(value: Any):
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    assert to_json(value) == text.encode("utf-8", "replace")


def test_so_it_is_without_the_librarys_part_in_c(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(json.encoder, "c_make_encoder", None)
    rules = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    monkeypatch.setattr(encoding, "to_json_text", encoder(rules))
    assert (
        to_json({"ERRORMESSAGE": "שגיאה", "list": [1, 2.5, {}]})
        == '{"ERRORMESSAGE":"שגיאה","list":[1,2.5,{}]}'.encode()
    )


@pytest.mark.parametrize("value", [float("nan"), {"a": [float("inf")]}])
def test_numbers_that_json_does_not_have_are_refused(value: Any):
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_json(value)


@given(st.dictionaries(st.text(CHARACTERS, max_size=5), COLUMNS, min_size=1, max_size=4))
def test_objects_out_of_columns_are_the_same_bytes(table: dict[str, list[Any]]):
    objects = [{name: column[row] for name, column in table.items()} for row in range(3)]
    assert to_json_objects(table, [json_texts(column) for column in table.values()]) == to_json(objects)


def test_columns_without_values_are_no_objects():
    assert to_json_objects(["a", "b"], [json_texts([]), json_texts([])]) == b"[]"


def test_a_text_of_xml_loses_what_xml_cannot_carry():
    assert escape("<a&b>\x00\x0b\t\n\ud800\uffff\U0001f600") == "&lt;a&amp;b&gt;\t\n\U0001f600"
