"""The organization's blacklist: numbers that are not dialled, unless the caller says to ignore it."""

from __future__ import annotations

from ....contracts.sentences import Sentence
from ..model import phones
from . import reasons
from .exchange import Exchange
from .refusals import Refused

MAXIMUM_NUMBERS = 1_000_000


def add(exchange: Exchange, phone: str, name: str = "") -> str:
    """Puts a phone on the list, or gives it another name. Returns its number in E.164.

    Raises ``Refused`` (``phone_invalid``, ``phone_internal_error``).
    """
    number = _number(phone)
    if len(exchange.blacklist) >= MAXIMUM_NUMBERS and number not in exchange.blacklist:
        hint = Sentence.of(
            "BlacklistFull", "the blacklist has {count:,} numbers, and takes no more", count=MAXIMUM_NUMBERS
        )
        raise Refused("phone_internal_error", hint)
    exchange.blacklist[number] = name
    return number


def remove(exchange: Exchange, phone: str) -> str:
    """Takes a phone off the list, if it is there. Returns its number in E.164.

    Raises ``Refused`` (``phone_invalid``).
    """
    number = _number(phone)
    exchange.blacklist.pop(number, None)
    return number


def _number(phone: str) -> str:
    number = phones.e164(phone)
    if number is None:
        raise Refused("phone_invalid", reasons.no_number(phone))
    return number
