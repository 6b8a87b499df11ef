"""Tables: aligned by what is seen, cut to the width, fenced, coloured."""

from __future__ import annotations

import pytest

from voicenter_mock.mockserver.commands.tables import Column, Row, Screen, Table, cut, part, span, width_of

MARK = "\u200e"
PEOPLE = (Column("name"), Column("calls", right=True))
FILE = Screen()
TERMINAL = Screen(80, 24)


def lines(columns: tuple[Column, ...], rows: list[tuple[object, ...]], screen: Screen = FILE) -> list[str]:
    return Table(columns, screen).whole(map(Row, rows), nothing="nobody").splitlines()


def test_columns_are_as_wide_as_their_widest_cell():
    assert lines(PEOPLE, [("Dana", 3), ("Walter Melon", 12)]) == [
        "name          calls",
        "Dana              3",
        "Walter Melon     12",
    ]


def test_nothing_is_a_sentence():
    assert lines(PEOPLE, []) == ["nobody"]


@pytest.mark.parametrize(
    ("text", "width"), [("Dana", 4), ("דנה", 3), ("שָׁלוֹם", 4), ("世界", 4), ("😀", 2), ("a\u200eb", 2)]
)
def test_widths_are_those_of_a_terminal(text: str, width: int):
    assert width_of(text) == width


def test_pointed_hebrew_and_chinese_are_aligned_by_what_is_seen():
    assert lines(PEOPLE, [("שָׁלוֹם", 1), ("世界", 2), ("Dana", 3)])[1:] == ["שָׁלוֹם      1", "世界      2", "Dana      3"]


def test_on_a_terminal_hebrew_is_fenced_so_that_its_neighbours_stay_where_they_are():
    assert lines(PEOPLE, [("דנה", 1)], TERMINAL)[1] == f"{MARK}דנה{MARK}       1"


def test_in_a_file_there_are_no_marks():
    assert lines(PEOPLE, [("דנה", 1)])[1] == "דנה       1"


def test_what_does_not_fit_is_cut_the_widest_column_first():
    rows = lines((Column("call", whole=True), Column("name")), [("1234567890", "A" * 50)], Screen(30, 24))

    assert rows[1] == f"1234567890  {'A' * 17}…"


def test_what_has_to_stay_whole_is_cut_last():
    rows = lines((Column("call", whole=True), Column("name")), [("1234567890", "Walter Melon")], Screen(16, 24))

    assert rows[1] == "1234567…  Walte…"


def test_a_table_that_grows_keeps_its_columns_in_line():
    table = Table(PEOPLE, FILE)
    table.lines([Row(("Walter Melon", 1))])

    assert table.lines([Row(("Dana", 2))]) == ["Dana              2"]


def test_a_note_below_a_row_is_wrapped_and_not_cut():
    table = Table(PEOPLE, Screen(40, 24))

    _, *notes = table.lines([Row(("Dana", 1), (("hint: " + "word " * 12, "yellow"),))])

    assert " ".join(" ".join(notes).split()) == "hint: " + ("word " * 12).strip()
    assert max(map(len, notes)) <= 40


def test_words_have_their_colours_only_where_colours_are_wanted():
    columns = (Column("status", colours={"failed": "red"}),)

    assert lines(columns, [("failed",)], Screen(80, 24, colours=True))[1] == "\x1b[31mfailed\x1b[0m"
    assert lines(columns, [("failed",)], TERMINAL)[1] == "failed"


def test_nothing_in_a_cell_can_steer_the_terminal_or_turn_the_line():
    (line,) = lines(PEOPLE, [("\x1b[31mDana\r\n\u202eanaD\u2066", 1)])[1:]

    assert line == r"\u001b[31mDana\r\n\u202eanaD\u2066      1"


def test_a_cut_between_letters_of_two_columns_leaves_no_half():
    assert cut("世界你好", 6) == "世界…"


def test_parts_and_spans():
    assert part(3, 4) == "#######---  75%"
    assert part(0, 0) == ""
    assert [span(65), span(3605), span(-1)] == ["1:05", "1:00:05", "0:00"]
