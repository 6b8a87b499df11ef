"""Sentences that know which they are: English for everybody, and what a translation is made from; how they quote.

What the journal, a verdict and a timeline say is written where it is found out, with the sentence's name beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from reprlib import Repr
from typing import Any, Self, cast

from .json_values import is_array, is_object


class Sentence(str):
    """A sentence, or a part of one, in English. ``message`` names it and ``values`` are what it speaks of. One without
    a ``message`` quotes somebody else's words, which nobody translates.
    """

    __slots__ = ("message", "values")

    message: str
    values: Mapping[str, Any]

    def __new__(cls, text: str = "", message: str = "", values: Mapping[str, Any] | None = None) -> Self:
        made = super().__new__(cls, text)
        made.message = message
        made.values = values or {}
        return made

    @classmethod
    def of(cls, message: str, template: str, /, **values: Any) -> Self:
        """The sentence that a template makes of its values. Both names are literals: the translations, and the test
        that none is missing, go by them.
        """
        return cls(template.format_map(values), message, values)

    def __reduce__(self) -> tuple[type[Sentence], tuple[str, str, Mapping[str, Any]]]:
        return Sentence, (str(self), self.message, dict(self.values))

    def __deepcopy__(self, _: object) -> Sentence:
        return self

    @classmethod
    def from_data(cls, data: object) -> Self:
        """What ``as_data`` made, and a text for itself. Raises ``ValueError``."""
        if isinstance(data, str):
            return cls(data)
        if not is_object(data) or not isinstance(data.get("text"), str) or not isinstance(data.get("message"), str):
            raise ValueError("it is no sentence: text, message and values")
        if not is_object(data.get("values")):
            raise ValueError("it is no sentence: its values are no object")
        return cls(data["text"], data["message"], {name: _read(value) for name, value in data["values"].items()})

    def messages(self) -> set[str]:
        """Its name, and those of the sentences within it."""
        found = {self.message}
        for value in self.values.values():
            parts = cast("tuple[object, ...]", value) if isinstance(value, tuple) else (value,)
            found.update(*(part.messages() for part in parts if isinstance(part, Sentence)))
        return found

    def as_data(self) -> dict[str, Any]:
        """``{"text": …, "message": …, "values": {…}}``, sentences within it alike."""
        return {"text": str(self), "message": self.message, "values": values_as_data(self.values)}


NOTHING = Sentence()
"""In the place of a sentence that there is none of."""


def in_a_row(sentences: tuple[Sentence, ...], separator: str = "; ") -> Sentence:
    """Several sentences as one, without those that say nothing."""
    every = tuple(each for each in sentences if each)
    return (
        every[0]
        if len(every) == 1
        else Sentence(separator.join(every), "InARow", {"sentences": every, "separator": separator})
    )


def counted(count: int, noun: str) -> str:
    """``1 request``, ``2 requests``, ``1,000 requests``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


NONE = Sentence("none", "None", {})
"""In the place of names where there are none."""


def shorten(text: str, most: int) -> str:
    """The text; of a longer one its first ``most`` characters, and an ellipsis."""
    return text if len(text) <= most else f"{text[:most]}…"


def shorten_with_length(text: str, most: int) -> str:
    """As ``shorten``, and it says how long the text was: ``"abc… (5000 characters)"``."""
    return text if len(text) <= most else f"{text[:most]}… ({len(text)} characters)"


def shorten_value(value: object) -> str:
    """A value as Python writes it, within a sentence: of long texts and lists the beginning."""
    return _REPR.repr(value)


_REPR = Repr()
_REPR.maxstring = _REPR.maxother = 60
_REPR.maxdict = _REPR.maxlist = 4
_REPR.maxlevel = 3


def alternatives(choices: tuple[str, ...]) -> Sentence:
    """``a, b or c``."""
    text = choices[0] if len(choices) == 1 else f"{', '.join(choices[:-1])} or {choices[-1]}" if choices else "nothing"
    return Sentence(text, "Alternatives", {"choices": choices})


def _read(value: Any) -> Any:
    if is_array(value):
        return tuple(map(_read, value))
    return Sentence.from_data(value) if is_object(value) else value


def values_as_data(values: Mapping[str, Any]) -> dict[str, Any]:
    """What a sentence speaks of, for JSON."""
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Sentence):
        return value.as_data()
    if isinstance(value, tuple | list):
        return [_plain(each) for each in cast("Sequence[object]", value)]
    return value if isinstance(value, str | int | float | bool) else str(value)
