"""JSON that a careless reader would take."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicenter_mock.contracts import decoding_json
from voicenter_mock.contracts.decoding_json import MAXIMUM_DEPTH, Unreadable, read_json, utf_8
from voicenter_mock.contracts.verdicts import Violation


def refusal(text: str) -> Violation:
    with pytest.raises(Unreadable) as raised:
        read_json(text)
    return raised.value.violation


@pytest.mark.parametrize("text", ['{"a": NaN}', '{"a": Infinity}', '{"a": -Infinity}', '{"a": 1e999}', "1" * 5000])
def test_a_number_that_json_does_not_have_is_refused(text: str):
    assert refusal(text).rule == "json"


def test_an_integer_that_is_too_long_is_told_to_the_sender_and_not_to_a_programmer():
    assert refusal("1" * 5000).message == "This is not JSON: a number has more than 4300 digits."


class Rewritten:
    """A decoder whose Python says everything in other words."""

    def decode(self, text: str) -> object:
        try:
            return json.loads(text)
        except json.JSONDecodeError as error:
            raise json.JSONDecodeError("Ungültig", error.doc, error.pos) from None
        except ValueError:
            raise ValueError("Zahl zu lang") from None


def test_what_is_wrong_does_not_hang_on_the_words_of_python(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(decoding_json, "_DECODER", Rewritten())

    assert refusal("1" * 5000).message == "This is not JSON: a number has more than 4300 digits."
    assert refusal('{"a": "x').message == "This is not JSON: Ungültig (line 1, column 7). The text ends too early."
    assert refusal('{"a": "x\\').message.endswith("The text ends too early.")
    assert refusal('{"a": "x" "y"}').message == "This is not JSON: Ungültig (line 1, column 11)."


@pytest.mark.parametrize("text", ['{"a": 1', '{"a": "x', "[1, 2", '{"a":', "{"])
def test_a_text_that_ends_too_early_is_told(text: str):
    violation = refusal(text)
    assert violation.rule == "json"
    assert violation.message.endswith("The text ends too early.")


@pytest.mark.parametrize("text", ["'{Code:demo-code}'", "{Code:demo-code,Target:0501234567}", '{\\"Code\\":\\"x\\"}'])
def test_quotes_that_a_shell_has_changed_are_told_with_what_to_do(text: str):
    assert refusal(text).message.endswith(
        "It seems that a shell has changed its quotes: write it into a file, and send that with curl -d @FILE."
    )


@pytest.mark.parametrize("text", ["{'a': 1}", '{"a": 1,}', "[1 2]", "<a/>", "{1: 2}"])
def test_what_no_shell_makes_of_json_is_not_blamed_on_one(text: str):
    assert "shell" not in refusal(text).message


@pytest.mark.parametrize("text", ["{a: 1}", "{'a': 1}", '{"a": 1,}', "[1 2]", '{"a": 01}', '{"a": 1} x', "\u200b{}"])
def test_what_is_nearly_json_is_refused_with_its_place(text: str):
    violation = refusal(text)
    assert violation.rule == "json"
    assert "line 1, column" in violation.message


def test_a_name_that_is_given_twice_is_named_with_its_place():
    violation = refusal('{"DATA": [{"x": 1}, {"VALIDATION": 0, "VALIDATION": "SAYDIGITSRECORD", "VALIDATION": 1}]}')
    assert (violation.rule, violation.path) == ("duplicate-key", "$.DATA[1].VALIDATION")


def test_a_name_repeated_at_the_end_of_a_very_wide_object_is_found_without_comparing_all_with_all():
    wide = ", ".join(f'"a{number}": 1' for number in range(100_000))
    assert refusal(f'{{{wide}, "a99999": 2}}').path == "$.a99999"


@pytest.mark.parametrize("colon", [":", ": ", " :", "\t:", "\r\n : "])
@pytest.mark.parametrize("text", ["", ":", '\\":', 'x" : ":'.replace('"', '\\"')])
def test_a_name_given_twice_in_a_long_text_is_found_however_it_is_written(colon: str, text: str):
    objects = [f'{{"a"{colon}"{text}","b"{colon}{number}}}' for number in range(2_000)]
    assert len(read_json(f"[{','.join(objects)}]")) == 2_000

    objects[1_000] = f'{{"a"{colon}"{text}","a"{colon}1}}'
    assert refusal(f"[{','.join(objects)}]").path == "$[1000].a"


def test_one_name_in_two_objects_is_no_duplicate():
    assert read_json('[{"a": 1}, {"a": 1}]') == [{"a": 1}, {"a": 1}]


def test_a_hundred_levels_are_read_and_one_more_is_refused():
    assert read_json("[" * MAXIMUM_DEPTH + "]" * MAXIMUM_DEPTH)
    assert refusal("[" * (MAXIMUM_DEPTH + 1) + "]" * (MAXIMUM_DEPTH + 1)).rule == "depth"


def test_a_hundred_thousand_levels_are_refused_too():
    assert refusal('{"a":' * 100_000).rule == "depth"


@pytest.mark.parametrize("text", [r'{"a": "\ud800"}', r'{"\udc00": 1}', r'["\ud83d\ud83d"]'])
def test_half_a_character_is_refused(text: str):
    assert refusal(text).rule == "encoding"


def test_a_whole_character_in_two_escapes_is_read():
    assert read_json(r'"\ud83d\ude00"') == "😀"


def test_bytes_that_are_not_utf_8_are_shown_with_their_place():
    with pytest.raises(Unreadable) as raised:
        utf_8("שלום".encode("windows-1255"), "form")
    assert raised.value.violation.rule == "encoding"
    assert "byte 0 is 0xf9" in raised.value.violation.message


@given(st.text())
@pytest.mark.slow
def test_any_text_is_json_or_refused(text: str):
    try:
        read_json(text)
    except Unreadable as problem:
        rule = problem.violation.rule
    else:
        return
    assert rule in {"json", "depth", "encoding", "duplicate-key"}
