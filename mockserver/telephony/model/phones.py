"""Telephone numbers: from what people write to E.164 without the plus, and to the country they belong to.

Israel is home: ``0501234567`` and ``972501234567`` are one number. Numbers are refused when they are
impossible, never because a numbering plan does not list them: plans lag behind the operators.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

HOME_COUNTRY_CODE: Final = "972"
_ISRAELI_LOCAL = re.compile(r"0[2-9]\d{7,8}\Z|01\d{7,9}\Z")
_TRUNK_ZERO = re.compile(r"9720[2-9]\d{7,8}\Z", re.ASCII)
"""The zero of a local number, left behind the country code by mistake: ``+972 (0)50…``."""
_DIALLED_AT_HOME = re.compile(r"1[1-9]\d{8}\Z|1[1-9]\d{5}\Z", re.ASCII)
_WITHOUT_ZERO = re.compile(r"[2-9]\d{7,8}\Z", re.ASCII)
_SEPARATORS = str.maketrans("", "", " -().")


def is_israeli(number: str) -> bool:
    """Whether it is E.164 of a number at home: behind ``972`` eight or nine digits, or up to ten that begin with 1."""
    if not number.startswith(HOME_COUNTRY_CODE) or not 11 <= len(number) <= 13 or not number.isdecimal():
        return False
    first = number[3]
    return first == "1" or (first in "23456789" and len(number) < 13)


def e164(text: str) -> str | None:
    """``text`` as E.164 without the plus, or ``None`` when no such number is possible.

    Takes local Israeli numbers (``050-1234567``), E.164 with or without ``+``, ``00`` international and
    ``+972 (0)50…``.
    """
    if _ISRAELI_LOCAL.match(text):  # as most are written
        return HOME_COUNTRY_CODE + text[1:]
    return _parse_other_form(text)


def e164_of_each(texts: Iterable[str]) -> list[str | None]:
    """The same of many."""
    match = _ISRAELI_LOCAL.match
    return [HOME_COUNTRY_CODE + text[1:] if match(text) else _parse_other_form(text) for text in texts]


@lru_cache(maxsize=4096)
def _parse_other_form(text: str) -> str | None:
    text = text.translate(_SEPARATORS)
    if text[:1] == "+":
        text = text[1:]
    elif _ISRAELI_LOCAL.match(text):
        return HOME_COUNTRY_CODE + text[1:]
    elif text[:2] == "00":
        text = text[2:]
    if _TRUNK_ZERO.match(text):
        text = HOME_COUNTRY_CODE + text[4:]
    if not text.isascii() or not text.isdigit():
        return None
    if is_israeli(text):
        return text
    return text if _possible(text) else None


@lru_cache(maxsize=4096)
def _possible(digits: str) -> bool:
    if not 7 <= len(digits) <= 15 or digits[0] == "0":
        return False
    import phonenumbers

    try:
        number = phonenumbers.parse("+" + digits)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_possible_number(number)


def of_document(number: str) -> str:
    """E.164 of a number that an organization's document gives it, and the number itself where that is none. One that
    is written with the country code of another country is left as it stands without a look into phonenumbers' tables.
    """
    if number.isdecimal() and number[0] != "0" and not number.startswith(HOME_COUNTRY_CODE):
        return number
    return e164(number) or number


def e164_of_home_dialling(text: str) -> str | None:
    """E.164 of a number that is dialled in Israel without a leading zero (``1700500500``, ``1599500500``), ``None`` for
    any other text. The APIs do not take it so: abroad it is the beginning of somebody else's number.
    """
    digits = text.translate(_SEPARATORS)
    return HOME_COUNTRY_CODE + digits if _DIALLED_AT_HOME.match(digits) else None


def local_with_zero(text: str) -> str:
    """The local number that ``text`` is without its leading zero, as spreadsheets and JSON's numbers lose it
    (``501234567``); empty for any other text, and for what is somebody's number abroad.
    """
    digits = text.translate(_SEPARATORS)
    return f"0{digits}" if _WITHOUT_ZERO.match(digits) and not _is_valid(digits) else ""


def _is_valid(number: str) -> bool:
    """Whether the number's country has such numbers, which is more than that one is possible."""
    if e164(number) is None:
        return False
    import phonenumbers

    return phonenumbers.is_valid_number(phonenumbers.parse(f"+{number}"))


@lru_cache(maxsize=4096)
def local(number: str) -> str:
    """An E.164 number as people at home dial it: ``972501234567`` becomes ``0501234567``, ``9721700500500`` becomes
    ``1700500500``.
    """
    if not is_israeli(number):
        return number
    return number[3:] if number[3] == "1" else "0" + number[3:]


def country(number: str) -> str:
    """The English name of an E.164 number's country (``United Kingdom``), as phonenumbers has it.

    Empty when there is none: for what is no number, and for numbers that are nowhere (satellites).
    """
    return "Israel" if is_israeli(number) else _foreign_country(number)


@lru_cache(maxsize=4096)
def _foreign_country(number: str) -> str:
    if not (number.isascii() and number.isdigit()):
        return ""
    import phonenumbers

    try:
        named = _country_name(phonenumbers.parse("+" + number))
    except phonenumbers.NumberParseException:
        return ""
    if named:
        return named
    # Some numbers are valid in two places that share a country code, as Italian mobiles are in the Vatican.
    region = region_of(number)
    example = phonenumbers.example_number(region) if region else None
    return _country_name(example) if example is not None else ""


def _country_name(number: PhoneNumber) -> str:
    """What ``phonenumbers.geocoder.country_name_for_number`` says in English."""
    import phonenumbers

    known = _region_names()
    if known is None:
        from phonenumbers.geocoder import country_name_for_number

        return country_name_for_number(number, "en")
    regions = phonenumbers.region_codes_for_country_code(number.country_code or 0)
    if len(regions) > 1:
        regions = tuple(region for region in regions if phonenumbers.is_valid_number_for_region(number, region))
    names = known.get(regions[0]) if len(regions) == 1 else None
    if names is None:
        return ""
    name = names.get("en", "")
    return names.get(name[1:], "") if name.startswith("*") else name  # "*aa": as in that language


@cache
def _region_names() -> Mapping[str, Mapping[str, str]] | None:
    """phonenumbers' names of each region by language, ``None`` where they are elsewhere in a later release. They are
    read from their file, because to import it as a part of its package, as the geocoder does, loads a table of all
    places: half a second and a hundred megabytes.
    """
    import phonenumbers

    folders = [f"{folder}/geodata" for folder in phonenumbers.__path__]
    spec = PathFinder.find_spec("phonenumbers.geodata.locale", folders)
    if spec is None or spec.loader is None:
        return None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    names: Mapping[str, Mapping[str, str]] | None = getattr(module, "LOCALE_DATA", None)
    return names


def region_of(number: str) -> str:
    """The ISO 3166 code of an E.164 number's country (``IL``), or an empty string."""
    return "IL" if is_israeli(number) else _foreign_region(number)


@lru_cache(maxsize=4096)
def _foreign_region(number: str) -> str:
    import phonenumbers

    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse("+" + number)) or ""
    except phonenumbers.NumberParseException:
        return ""


def is_mobile(number: str) -> bool:
    """Whether an E.164 number is an Israeli mobile (05…): they cost more."""
    return number.startswith("9725")
