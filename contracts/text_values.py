"""What text writes: a number, a boolean, an object. One reading for requests, forms and customers' answers.

Digits are ASCII. Blanks around a value are the caller's business: what is no free text is stripped first.
"""

from __future__ import annotations

import re

_INTEGER = re.compile(r"[+-]?[0-9]{1,18}\Z")
_NUMBER = re.compile(r"[+-]?([0-9]{1,15}(\.[0-9]*)?|\.[0-9]+)\Z")
_BOOLEANS = {"true": True, "false": False, "1": True, "0": False}
_TOLERATED_BOOLEANS = _BOOLEANS | {"yes": True, "on": True, "no": False, "off": False, "": False}

_SEPARATORS = str.maketrans("", "", " -().")
_WRITTEN_PHONE = re.compile(r"[+(]{0,2}[0-9][0-9 ().-]*\Z")
_FEWEST_DIGITS = 7
"""Of a phone number with something between its digits: ``77.25`` is none."""


def integer(text: str) -> int | None:
    """``+5``, ``007``: at most eighteen digits with or without a sign. ``None`` for anything else."""
    return int(text) if _INTEGER.match(text) else None


def number(text: str) -> int | float | None:
    """As ``integer``, or with a decimal point: ``1.5``, ``2.``, ``.5``. ``None`` for anything else."""
    whole = integer(text)
    if whole is not None:
        return whole
    return float(text) if _NUMBER.match(text) else None


def boolean(text: str) -> bool | None:
    """``true``, ``false``, ``1`` or ``0`` in any case. ``None`` for anything else."""
    return _BOOLEANS.get(text.lower())


def tolerated_boolean(text: str) -> bool | None:
    """As ``boolean``; also the words that no document has, and that only who is lenient acts upon: ``yes``, ``off``…"""
    return _TOLERATED_BOOLEANS.get(text.lower())


def without_separators(text: str) -> str:
    """A phone number as people write it (``+972 (50) 123-4567``) as its digits; any other text as it is."""
    if text.isalnum():  # nothing stands between, in most
        return text
    digits = text.translate(_SEPARATORS)
    return digits if _WRITTEN_PHONE.match(text) and len(digits) >= _FEWEST_DIGITS else text


def with_plus(text: str) -> str:
    """A phone number as it was meant: a plus sign that a client forgot to escape has become a blank."""
    return f"+{text[1:]}" if text[:1] == " " and text[1:].isascii() and text[1:].isdigit() else text
