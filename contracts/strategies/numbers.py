"""Phone numbers and extensions, as callers dial them and as Voicenter writes them."""

from __future__ import annotations

from .picks import Maker, Picks, either, labels, mostly, words

_ISRAELI = (
    "502", "505", "522", "532", "542", "545", "552", "584", "722", "733", "772", "33", "36", "25", "48", "86", "97",
)  # fmt: skip
"""Ranges of mobile, national and area numbers that are in use, without the zero. The documents' own sample,
0501234567, is in none of them: receivers whose telephone fields know the numbering plan refuse it.
"""

_FOREIGN = (
    ("1212", 7), ("44207", 7), ("4930", 8), ("331", 8), ("7495", 7), ("3906", 8), ("96279", 7), ("61298", 6),
    ("35722", 6),
)  # fmt: skip
"""Country and area with how many digits follow. Real ones: New York, London, Berlin, Paris, Moscow, Rome, Jordan…"""

_MOBILE_DIGITS, _AREA_DIGITS = 9, 8


def subscriber(picks: Picks, digits: int) -> str:
    """A number's last digits; simplest 3456789 (which is 3, 34, 345 …)."""
    plain = int("3456789012"[:digits])
    return str((plain + picks.choose(1 << 16) * 37) % 10**digits).rjust(digits, "0")


def _israeli(picks: Picks) -> str:
    prefix = _ISRAELI[picks.choose(len(_ISRAELI))]
    length = _MOBILE_DIGITS if prefix[0] in "57" else _AREA_DIGITS
    return prefix + subscriber(picks, length - len(prefix))


def local_numbers(picks: Picks) -> str:
    """An Israeli number as dialled in Israel: ``0502345678``, ``033345678``."""
    return "0" + _israeli(picks)


def international_numbers(picks: Picks) -> str:
    """E.164 without the plus sign, Israeli or foreign: ``972502345678``, ``442073456789``."""
    if picks.choose(3) == 2:
        area, digits = _FOREIGN[picks.choose(len(_FOREIGN))]
        return area + subscriber(picks, digits)
    return "972" + _israeli(picks)


def plus_numbers(picks: Picks) -> str:
    """E.164 with its plus sign."""
    return "+" + international_numbers(picks)


phone_texts: Maker = either(local_numbers, international_numbers, local_numbers, plus_numbers)
"""A phone number as requests may write it."""


def phone_integers(picks: Picks) -> int:
    """E.164 as a client writes it whose language turned it into a number."""
    return int(international_numbers(picks))


phones_on_the_wire: Maker = mostly(phone_texts, phone_integers)

extension_names: Maker = either(
    labels(40, lambda index: f"SIPSIP{index + 1}"),
    labels(100, lambda index: f"desk-{index:02d}"),
    words(["walter", "dana.c"]),
)
"""An extension's SIP name."""

phones_or_extensions: Maker = either(extension_names, phone_texts, mostly(local_numbers, phone_integers))

dids: Maker = labels(1000, lambda index: f"0722776{(772 + index) % 1000:03d}")
"""A number of the organization's own."""

caller_ids: Maker = either(dids, phone_texts, words(["", "Anonymous", "anonymous"]))
