"""One thing has one word and one notation, in the terminal, in sentences and on the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from voicenter_mock.contracts.library import stored
from voicenter_mock.mockserver.callbacks.summaries import VERDICT_WORDS, about
from voicenter_mock.mockserver.telephony.model import phones

STATIC = Path(__file__).resolve().parents[3] / "mockserver" / "sandbox" / "static"


def test_a_verdict_has_the_same_word_on_the_page_as_everywhere():
    verdicts: list[str] = stored("sandbox.delivery")["$defs"]["sandbox_attempt"]["properties"]["verdict"]["enum"]
    words = (STATIC / "words" / "en.js").read_text("utf-8")
    words_of_verdicts = dict(re.findall(r'"verdict\.(\w+)": "([^"]+)"', words))

    assert words_of_verdicts == {verdict: VERDICT_WORDS.get(verdict, verdict) for verdict in verdicts}


@pytest.mark.parametrize(
    "number", ["972501234567", "97239999999", "9721700500500", "442079460000", "SIPSIP1", "97250", ""]
)
def test_the_page_shows_a_number_as_the_terminal_does(number: str):
    pattern = re.search(r"ISRAELI = /(.+)/;", (STATIC / "numbers.js").read_text("utf-8"))
    assert pattern
    dialled = re.fullmatch(pattern[1].removeprefix("^").removesuffix("$"), number)
    local = number if dialled is None else dialled[1] if dialled[1].startswith("1") else f"0{dialled[1]}"

    assert local == phones.local(number)


def test_a_callback_says_both_parties_as_they_are_dialled():
    assert about({"type": "Queue", "caller": "0501234567", "target": "97239999999"}) == "Queue, 0501234567 → 039999999"
