"""Phone numbers and extensions, as callers dial them and as Voicenter writes them."""

from __future__ import annotations

from .picks import Maker, Picks, either, labels, mostly, words

_ISRAELI = ("50", "52", "53", "54", "55", "58", "72", "73", "77")
"""Prefixes with seven digits after them: mobile, then national numbers."""

_AREAS = ("3", "2", "4", "8", "9")
"""Israeli areas; seven digits come after them too."""

_FOREIGN = (
    ("1212", 7), ("4420", 8), ("4930", 8), ("331", 8), ("7495", 7), ("3906", 8), ("9626", 7), ("61298", 6),
    ("35722", 6),
)  # fmt: skip
"""Country and area with how many digits follow. Real ones: New York, London, Berlin, Paris, Moscow, Rome, Amman…"""


def subscriber(picks: Picks, digits: int) -> str:
    """A number's last digits; simplest 1234567 (which is 1, 12, 123 …)."""
    plain = int("1234567890"[:digits])
    return str((plain + picks.choose(1 << 16) * 37) % 10**digits).rjust(digits, "0")


def _israeli(picks: Picks) -> str:
    prefixes = (*_ISRAELI, *_AREAS)
    return prefixes[picks.choose(len(prefixes))] + subscriber(picks, 7)


def local_numbers(picks: Picks) -> str:
    """An Israeli number as dialled in Israel: ``0501234567``, ``031234567``."""
    return "0" + _israeli(picks)


def international_numbers(picks: Picks) -> str:
    """E.164 without the plus sign, Israeli or foreign: ``972501234567``, ``442012345678``."""
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
