"""Options that take a number."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, cast

import click
import pytest

from voicenter_mock.mockserver.command_line import COMMANDS, cli
from voicenter_mock.mockserver.commands.numbers import Number, WholeNumber

from ...suite.cases import for_each


def parameters(command: click.Command) -> Iterator[click.Parameter]:
    yield from command.params
    if isinstance(command, click.Group):
        for name in command.list_commands(click.Context(command)):
            below = command.get_command(click.Context(command), name)
            assert below is not None
            yield from parameters(below)


def command_named(name: str) -> click.Command:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    return command


@for_each("name", sorted(COMMANDS))
def test_no_command_takes_what_is_no_number(name: str):
    for parameter in parameters(command_named(name)):
        for word in ("nan", "inf"):
            kind: Any = parameter.type
            if isinstance(kind, click.types.FloatParamType | click.types.IntParamType):
                with pytest.raises(click.BadParameter) as refused:
                    kind.convert(cast("Any", word), parameter, None)
                assert "integer range" not in str(refused.value)
                assert "float" not in str(refused.value)


@pytest.mark.parametrize("word", ["nan", "NaN", "inf", "-inf", "1e999"])
def test_what_is_no_number_is_said_to_be_none(word: str):
    with pytest.raises(click.BadParameter, match=r"is no number|is not in the range"):
        Number(0).convert(word, None, None)


@pytest.mark.parametrize("word", ["x", "1.5", "1e9", ""])
def test_what_is_no_integer_is_called_none(word: str):
    with pytest.raises(click.BadParameter, match="is not a valid integer\\."):
        WholeNumber(0).convert(cast("Any", word), None, None)


def test_a_number_is_one():
    assert math.isclose(Number(0, 5).convert("2.5", None, None), 2.5)
