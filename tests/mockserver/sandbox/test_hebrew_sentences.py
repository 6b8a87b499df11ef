"""Every sentence that the server can say has its Hebrew form on the page, with the same values in it."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from voicenter_mock.contracts.compilation import in_place
from voicenter_mock.contracts.json_values import is_array, is_object
from voicenter_mock.contracts.library import stored
from voicenter_mock.contracts.operations import CALLBACKS
from voicenter_mock.contracts.operations.realtime import SOCKET_EVENTS
from voicenter_mock.contracts.sentences import NONE, NOTHING, Sentence, alternatives, in_a_row
from voicenter_mock.mockserver.sandbox import call_timeline, integration
from voicenter_mock.mockserver.sandbox.call_timeline import Did
from voicenter_mock.mockserver.telephony.control import flows
from voicenter_mock.mockserver.telephony.core.story import Gone
from voicenter_mock.mockserver.telephony.model.calls import By
from voicenter_mock.mockserver.telephony.model.story import StoryEntry

CHECKOUT = Path(__file__).resolve().parents[3]
WORDS = CHECKOUT / "mockserver" / "sandbox" / "static" / "words"
_SENTENCES = WORDS / "he_sentences.js"
_MESSAGE = re.compile(r'"([A-Z][a-z]+(?:[A-Z][A-Za-z]*)?)"')
_WORDS = {"by": By, "did": Did, "why": Gone}
_ENTRY = re.compile(r'^  (\w+):\s+"((?:[^"\\]|\\.)*)",$', re.MULTILINE)
_KEY = re.compile(r"^  (\w+): \(", re.MULTILINE)


def hebrew() -> Mapping[str, str]:
    """The sentences of one form, each with its braces."""
    return dict(_ENTRY.findall((WORDS / "he_remarks.js").read_text("utf-8").partition("export const kinds")[0]))


def chosen() -> set[str]:
    """The names of the sentences that choose between forms."""
    return set(_KEY.findall(_SENTENCES.read_text("utf-8")))


def kinds() -> set[str]:
    return {name for name, _ in _ENTRY.findall((WORDS / "he_remarks.js").read_text("utf-8").partition("kinds = {")[2])}


@cache
def calls() -> list[tuple[str, ast.Call]]:
    """Each ``Sentence.of(…)`` and ``Sentence(…)`` of the package."""
    found: list[tuple[str, ast.Call]] = []
    for folder in ("contracts", "mockserver", "fixtures"):
        for file in sorted((CHECKOUT / folder).rglob("*.py")):
            text = file.read_text("utf-8")
            if file.name == "sentences.py" or "Sentence" not in text:
                continue
            place = file.relative_to(CHECKOUT)
            made = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call) and _made_by(node))
            found += [(f"{place}:{node.lineno}", node) for node in made]
    return found


def _made_by(call: ast.Call) -> str:
    """``Sentence``, ``Sentence.of``, or nothing for other calls."""
    match call.func:
        case ast.Name(id="Sentence"):
            return "Sentence"
        case ast.Attribute(value=ast.Name(id="Sentence"), attr="of"):
            return "Sentence.of"
        case _:
            return ""


def templates() -> dict[str, str]:
    """What the package says by template: the English of each name."""
    found: dict[str, str] = {}
    for place, call in calls():
        if _made_by(call) == "Sentence":
            continue
        name, template = (argument.value if isinstance(argument, ast.Constant) else "" for argument in call.args)
        assert isinstance(name, str), f"{place}: no literal"
        assert isinstance(template, str), f"{place}: no literal"
        assert name, f"{place}: no literal"
        assert template, f"{place}: no literal"
        assert found.setdefault(name, template) == template, f"{place}: {name} has two texts"
    return found


def braces(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def test_every_remark_has_a_hebrew_form_and_every_form_a_remark():
    sentences = templates()
    assert len(sentences) > 200
    assert set(sentences) - set(hebrew()) - chosen() == set()
    assert set(hebrew()) - set(sentences) == set()


def test_both_languages_speak_of_the_same_values():
    sentences = templates()
    other = {name: form for name, form in hebrew().items() if braces(form) != braces(sentences[name])}
    assert other == {}


def named() -> set[str]:
    """Sentences that a template is too little for."""
    found = {
        str(call.args[1].value)
        for _, call in calls()
        if _made_by(call) == "Sentence" and len(call.args) > 1 and isinstance(call.args[1], ast.Constant)
    }
    return found | {NONE.message, alternatives(("a", "b")).message, in_a_row((Sentence("a"), Sentence("b"))).message}


def of_timelines() -> set[str]:
    """The entries of a call's story, of its timeline and of what to mend first."""
    assert flows  # every room's sentences are there now
    sentences = inspect.getsource(call_timeline) + inspect.getsource(integration)
    found = {kind.__name__ for kind in _kinds_of(StoryEntry) if kind.__module__.startswith("voicenter_mock.mockserver")}
    found |= {name for name in _MESSAGE.findall(sentences) if not name.startswith("Sandbox")} - set(templates())
    return found | {f"{name}Address{state}" for name in ("Cdr", "Popup") for state in ("Missing", "WasMissing")}


def _kinds_of(entry: type[StoryEntry]) -> set[type[StoryEntry]]:
    return {kind for child in entry.__subclasses__() for kind in {child, *_kinds_of(child)}}


def test_every_sentence_that_chooses_has_a_hebrew_form_and_every_form_a_sentence():
    chosen_by_values = templates().keys() & chosen()
    assert chosen() - chosen_by_values == of_timelines() | named()


@pytest.mark.parametrize(("words", "member"), [("HOW", "by"), ("DID", "did"), ("GONE", "why")])
def test_words_within_a_sentence_are_translated_too(words: str, member: str):
    table = re.search(rf"^const {words} = \{{(.*?)\n?\}};", _SENTENCES.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert table
    found = {quoted or plain for quoted, plain in re.findall(r'(?:"([^"]+)"|(\w+)): "', table[1])}
    assert found == set(get_args(_WORDS[member]))


def test_what_customers_answer_and_emit_is_expected_in_hebrew_too():
    answers = [f"{callback.name}.response" for callback in CALLBACKS.values()]
    emitted = [event.contract for event in SOCKET_EVENTS if event.sender == "client"]
    found = {kind for name in (*answers, *emitted) for kind in _kinds_in(in_place(stored(name)))}
    assert found
    assert found - kinds() == set()


def _kinds_in(rules: object) -> Iterator[str]:
    if is_array(rules):
        for rule in rules:
            yield from _kinds_in(rule)
    elif is_object(rules):
        if rules.get("x-kind-rules"):
            yield rules["x-kind"]
        for rule in rules.values():
            yield from _kinds_in(rule)


def test_a_sentence_is_its_english_text_and_what_it_is_made_from():
    inner = Sentence.of("AnInteger", "an integer")
    sentence = Sentence.of(
        "FieldInvalid", "field {name!r}: {value} is not {expected}", name="a", value="b", expected=inner
    )

    assert sentence == "field 'a': b is not an integer"
    assert sentence.as_data() == {
        "text": "field 'a': b is not an integer",
        "message": "FieldInvalid",
        "values": {"name": "a", "value": "b", "expected": {"text": "an integer", "message": "AnInteger", "values": {}}},
    }
    assert sentence.messages() == {"FieldInvalid", "AnInteger"}


def test_a_sentence_comes_back_from_its_data_as_it_was():
    sentence = in_a_row((Sentence("HTTP 500"), Sentence.of("AnInteger", "an integer")))
    again = Sentence.from_data(sentence.as_data())

    assert (again, again.as_data()) == (sentence, sentence.as_data())


@pytest.mark.parametrize("data", [None, 3, {}, {"text": 1, "message": "", "values": {}}, {"text": "", "message": ""}])
def test_what_is_no_sentence_is_refused(data: object):
    with pytest.raises(ValueError, match="no sentence"):
        Sentence.from_data(data)


def test_nothing_said_is_nothing():
    assert not NOTHING
    assert in_a_row((NOTHING, Sentence("a"), NOTHING)) == "a"
