"""What a console is shown of texts that anybody can have chosen."""

from __future__ import annotations

import json
import logging
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicenter_mock.mockserver.wire.console import PrintableFormatter, log, printable, printable_lines

TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
CONTROLS = "".join(map(chr, (*range(0x20), *range(0x7F, 0xA0)))) + TURNING + "\u2028\u2029\ud800-\udfff"


@given(st.text())
def test_no_text_makes_a_second_line_or_steers_a_terminal(text: str):
    printed = printable(text)
    assert not {unicodedata.category(letter) for letter in printed} & {"Cc", "Cs", "Zl", "Zp"}
    assert len(printed.splitlines()) <= 1
    assert not set(printed) & set(TURNING)


def test_every_control_is_written_as_json_writes_it():
    assert json.loads(f'"{printable(CONTROLS)}"') == CONTROLS


@pytest.mark.parametrize("text", ["דנה כהן", "שָׁלוֹם", "世界 😀", "Dana\u00a0Cohen", r"C:\new\u002e"])
def test_what_steers_nothing_stays_as_it_is(text: str):
    assert printable(text) == text


def test_a_long_text_is_cut_and_says_how_long_it_was():
    assert printable("x" * 5000, 10) == "xxxxxxxxxx… (5000 characters)"


def test_lines_keep_their_ends_and_nothing_else():
    assert printable_lines("a\n\x1bb\r\u202e") == "a\n\\u001bb\\r\\u202e"


def test_json_stays_json_with_the_same_meaning():
    value = {"name": CONTROLS.replace("\ud800", "").replace("\udfff", "") + "דנה"}
    assert json.loads(printable(json.dumps(value, ensure_ascii=False))) == value


def record(message: str, *arguments: object, error: BaseException | None = None) -> logging.LogRecord:
    info = None if error is None else (type(error), error, error.__traceback__)
    return logging.LogRecord("voicenter_mock", logging.ERROR, __file__, 1, message, arguments, info)


def test_a_log_line_is_one_line():
    line = PrintableFormatter("%(levelname)s %(message)s").format(record("%s failed", "/a\nERROR forged\x1b[2J"))
    assert line == "ERROR /a\\nERROR forged\\u001b[2J failed"


def test_a_traceback_is_indented_so_that_its_text_forges_no_line():
    try:
        raise ValueError("x\nERROR forged\x9b")
    except ValueError as error:
        first, *others = PrintableFormatter("%(message)s").format(record("failed", error=error)).splitlines()
    assert first == "failed"
    assert all(line.startswith("  ") for line in others)
    assert "\x9b" not in "".join(others)


def test_any_handler_of_the_program_around_gets_values_that_are_printable_and_not_endless(
    caplog: pytest.LogCaptureFixture,
):
    log.warning("%s asked for %s", "\x1b]0;x\x07", "/" + "x" * 100_000)
    assert "\x1b" not in caplog.text
    assert len(caplog.text) < 2_000
