"""Words on the command line with several spellings, read by the same readers as in Python and over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, Literal, TypeVar, get_args

import click
from click.shell_completion import CompletionItem

from ...contracts.callback_names import (
    CALLBACK_NAMES,
    MESSAGE_NAMES,
    CallbackName,
    MessageName,
    read_callback,
    read_message,
)
from ..telephony.model.outcomes import OutcomeKind, read_outcome

Word = TypeVar("Word")


class Words(click.ParamType, Generic[Word]):  # pyright: ignore[reportMissingTypeArgument]  (not generic before click 8.3)
    """One of ``known``, in whatever spelling ``read`` takes; it raises ``LookupError`` with a sentence."""

    name = "word"

    def __init__(self, known: Sequence[str], read: Callable[[str], Word]) -> None:
        self._known, self._read = known, read

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """An argument's words stand in its command's help: the line of its usage would break within them."""
        return str(param.name).upper() if isinstance(param, click.Argument) else f"[{'|'.join(self._known)}]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Word:
        try:
            return self._read(str(value))
        except LookupError as error:
            self.fail(str(error), param, ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return [CompletionItem(word) for word in self._known if word.startswith(incomplete)]


CALLBACK: Words[CallbackName] = Words(CALLBACK_NAMES, read_callback)


def read_kind(word: str) -> str | int:
    """An outcome as the control API takes it: our word, or an ISUP cause's number. Raises ``LookupError``."""
    try:
        kind, cause = read_outcome(word)
    except ValueError as error:
        raise LookupError(str(error).removeprefix("'kind': ")) from None
    return cause or kind


OUTCOME: Words[str | int] = Words(get_args(OutcomeKind), read_kind)
MESSAGE: Words[MessageName] = Words(MESSAGE_NAMES, read_message)


def _message_or_call(word: str) -> MessageName | Literal["call"]:
    return "call" if word.strip().casefold() == "call" else read_message(word)


MESSAGE_OR_CALL: Words[MessageName | Literal["call"]] = Words((*MESSAGE_NAMES, "call"), _message_or_call)
