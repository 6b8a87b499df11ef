"""One thing has one word: on the page, in the terminal, in what is said of calls and requests. The glossary has them."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import click
import pytest

from voicenter_mock.contracts.callback_names import CALLBACK_NAMES, MESSAGE_NAMES, read_message
from voicenter_mock.mockserver.command_line import GROUPS
from voicenter_mock.mockserver.mcp.control_tools import EVERYDAY

from .test_command_line import ALL

CHECKOUT = Path(__file__).resolve().parents[2]
STATIC = CHECKOUT / "mockserver" / "sandbox" / "static"
PAGE_WORDS = re.compile(r'^  "?([\w.]+)"?: "((?:[^"\\]|\\.)*)",$', re.MULTILINE)
ANOTHER_S_WORDS = {
    "voicenter-mock openapi": "webhook",  # OpenAPI's
}
"""Where a word is somebody else's name for a thing of theirs."""


def unsaid() -> list[str]:
    """The left column of the glossary's last table."""
    table = (CHECKOUT / "docs" / "glossary.md").read_text("utf-8").partition("| not | but |\n|---|---|\n")[2]
    return [word.strip() for row in table.splitlines() for word in row.split("|")[1].split(",")]


def on_the_page() -> Iterator[tuple[str, str]]:
    text = (STATIC / "words" / "en.js").read_text("utf-8")
    yield from PAGE_WORDS.findall(text)


def in_the_terminal() -> Iterator[tuple[str, str]]:
    for commands in GROUPS.values():
        yield from ((name, text) for name, (_, text) in commands.items())
    for path, command in ALL.items():
        yield path, command.help or ""
        yield from ((path, option.help or "") for option in command.params if isinstance(option, click.Option))


def is_sentence_of(function: ast.expr) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and function.attr == "of"
        and isinstance(function.value, ast.Name)
        and function.value.id == "Sentence"
    )


class Said(NamedTuple):
    """Of the server's modules: what `Sentence.of` is given anywhere and every text, with their places, and the names of
    functions.
    """

    sentences: list[tuple[str, str]]
    texts: list[tuple[str, str]]
    functions: set[str]


@cache  # not the trees that it is read from: a million objects, which the collector would look through time and again
def said() -> Said:
    found = Said([], [], set())
    for file in sorted((CHECKOUT / "mockserver").rglob("*.py")):
        place = str(file.relative_to(CHECKOUT))
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and is_sentence_of(node.func):
                found.sentences.extend(
                    (place, str(each.value)) for each in node.args[1:2] if isinstance(each, ast.Constant)
                )
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.texts.append((place, node.value))
            elif isinstance(node, ast.FunctionDef):
                found.functions.add(node.name)
    return found


def in_sentences() -> Iterator[tuple[str, str]]:
    """What `Sentence.of` is given, and the problems and entries that status and timeline are made of."""
    yield from said().sentences
    for name in ("integration.py", "call_timeline.py"):
        source = (CHECKOUT / "mockserver" / "sandbox" / name).read_text("utf-8")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.JoinedStr):
                yield name, "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))


@pytest.mark.parametrize("where", [on_the_page, in_the_terminal, in_sentences])
@pytest.mark.slow
def test_a_thing_has_the_glossary_s_word(where: Callable[[], Iterator[tuple[str, str]]]):
    texts = list(where())
    assert len(texts) > 20
    words = re.compile(rf"\b({'|'.join(map(re.escape, unsaid()))})s?\b", re.IGNORECASE)
    found = [(place, match[1].lower(), text) for place, text in texts if (match := words.search(text))]

    assert [one for one in found if ANOTHER_S_WORDS.get(one[0]) != one[1]] == []


FUNCTION_NAME = re.compile(r"[a-z,] ([a-z]+(?:_[a-z]+)+) [a-z]")
"""In the midst of a sentence, where a word belongs."""


def test_no_sentence_has_a_function_s_name_where_a_word_belongs():
    """Renaming must not reach into what people read."""
    functions = said().functions - EVERYDAY

    assert [(place, text) for place, text in said().texts if functions & set(FUNCTION_NAME.findall(text))] == []


def test_the_page_has_a_name_for_each_callback_and_for_each_message():
    words = dict(on_the_page())

    assert {name.partition(".")[2] for name in words if name.startswith("callback.")} == set(CALLBACK_NAMES)
    assert {name.partition(".")[2] for name in words if name.startswith("sample.")} == set(MESSAGE_NAMES)
    of_contracts = {name.partition(".")[2]: text for name, text in words.items() if name.startswith("contract.")}
    assert {words[f"sample.{read_message(name)}"] for name in of_contracts} == set(of_contracts.values())


def test_every_word_that_names_a_callback_in_the_terminal_is_one_of_ours():
    spelled = re.compile(r"\b(external[-_ ](?:ivr|layer)(?:[-_]\w+)?|pop_up|voice_bot|ivr_layer)\b")
    found = {word for _, text in in_the_terminal() for word in spelled.findall(text)}

    assert found <= set(MESSAGE_NAMES)


def test_no_page_sends_a_client_to_localhost_where_the_sandbox_listens():
    """Node 17 to 19 take that name for ``::1``, where nobody does."""
    pages = [CHECKOUT / "README.md", *(CHECKOUT / "docs").rglob("*.md"), *(CHECKOUT / "examples").rglob("*.md")]

    assert [page.name for page in pages if "localhost:8025" in page.read_text("utf-8")] == []


def test_the_how_to_of_the_page_names_each_of_its_views():
    text = (CHECKOUT / "docs" / "how-to" / "page.md").read_text("utf-8").casefold()
    names = [file.stem for file in (STATIC / "views").glob("*.js") if file.stem != "all"]
    words = dict(on_the_page())
    views = [words[f"nav.{name}"] for name in names]

    assert len(views) > 10
    assert [view for view in views if view.casefold() not in text] == []
