"""What the journal says about phone numbers that are written as no document writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...contracts.json_values import is_array, is_object
from ...contracts.library import made_of_schemas, stored
from ...contracts.request_members import read_as
from ...contracts.sentences import NOTHING, Sentence
from ...contracts.text_values import without_separators
from ..telephony.model import phones

MOST_HINTS = 10
_PHONE_DEFINITIONS = ("phone", "phone_or_extension", "caller_id", "list_of_phones")
_PLAIN = (str, int, float, type(None))
_AS_DOCUMENTED = re.compile(r"\+?[1-9]\d{2,16}\Z|0[1-9]\d{1,15}\Z", re.ASCII)


def phone_hints(contract: str, members: Any) -> list[Sentence]:
    """A sentence for each phone of a request that is understood though no document writes it so, and for each that is
    refused though there is another way to write it; the first few.
    """
    names = _phone_names(contract)
    hints: list[Sentence] = []
    for name, text in _texts(members, names) if names else ():
        hint = _hint(name, text)
        if hint and hint not in hints:
            hints.append(hint)
        if len(hints) == MOST_HINTS:
            break
    return hints


def _hint(name: str, text: str) -> Sentence:
    text = without_separators(text)  # the reader of the request has said so already
    if local := phones.local_with_zero(text):
        return Sentence.of(
            "LeadingZeroLost",
            "{name}: {text!r} has lost its leading zero: send the text {local!r}, or {number}",
            name=name, text=text, local=local, number=phones.e164(local),
        )  # fmt: skip
    number = phones.e164(text)
    if number is None:
        return _other_way(name, text)
    if _AS_DOCUMENTED.match(text) and number in (text.removeprefix("+"), phones.HOME_COUNTRY_CODE + text[1:]):
        return NOTHING
    return read_as(name, text, number)


def _other_way(name: str, text: str) -> Sentence:
    if text.lstrip().startswith("*"):
        return Sentence.of(
            "DialledInIsraelOnly",
            "{name}: {text!r} is dialled by telephones in Israel only; give the number that it stands for",
            name=name, text=text,
        )  # fmt: skip
    number = phones.e164_of_home_dialling(text)
    if not number:
        return NOTHING
    return Sentence.of(
        "NoE164Number", "{name}: {text!r} is no E.164 number; write {number}", name=name, text=text, number=number
    )


@made_of_schemas
def _phone_names(contract: str) -> frozenset[str]:
    """The members of a request that are phones, at any depth, in lower case, as one and as a list (``phone[]``)."""
    names = frozenset(_parameter_names(stored(contract)))
    return names | {f"{name}[]" for name in names}


def _parameter_names(rules: Any) -> Iterator[str]:
    if is_array(rules):
        for rule in rules:
            yield from _parameter_names(rule)
        return
    if not is_object(rules):
        return
    for name, rule in rules.get("properties", {}).items():
        blacklist = rule.get("x-item-errors") == "Phones"  # whose entries are phones, or objects that have one
        if blacklist or str(rule.get("$ref", "")).rpartition("/")[2] in _PHONE_DEFINITIONS:
            yield from (spelling.lower() for spelling in (name, *rule.get("x-aliases", ())))
    for inner in rules.values():
        yield from _parameter_names(inner)


def _texts(members: Any, names: frozenset[str], name: str = "") -> Iterator[tuple[str, str]]:
    """Every text without letters, and every number, that stands where a phone does, and its member."""
    if is_array(members):
        for entry in members[:1000]:
            yield from _texts(entry, names, name)
    elif is_object(members):
        for key, value in members.items():
            inside = key.removesuffix("[]") if key.lower() in names else ""
            if inside or not isinstance(value, _PLAIN):  # most members are neither phones nor hold any
                yield from _texts(value, names, inside)
    elif name and isinstance(members, str) and (members.isdecimal() or _has_no_letters(members)):
        yield name, members.strip()
    elif name and isinstance(members, int) and not isinstance(members, bool):
        yield name, str(members)


def _has_no_letters(text: str) -> bool:
    return text != "" and not any(map(str.isalpha, text))
