"""The messages that Voicenter's documents print, as far as they go to the customer, and the numbers in them.

They are data files that the fixtures ship; they are read as data here, because code of the mock server does not
import the fixtures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

from ... import contracts
from ...contracts.json_files import JsonFiles
from ...contracts.json_values import is_array, is_object
from ...contracts.quick_dataclasses import dataclass
from ..telephony.model import phones

_NUMBER = re.compile(r"\+?[0-9]{9,15}\Z")
_ROOT = (__package__ or "").rpartition(".mockserver")[0]


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed message: its bytes with the document's slips mended, and decoded."""

    name: str
    contract: str
    encoding: str
    content_type: str
    body: bytes
    payload: dict[str, Any]


def printed_requests(contract: str) -> list[Printed]:
    """The printed requests of a callback's contract that keep it, sorted by name."""
    section = contract.partition(".")[0]
    printed = _printed()
    names = [name for name in printed.names() if name.rpartition("/")[0] == section]
    found = (_read(name.rpartition("/")[2], printed.read(name), f"{contract}.request") for name in names)
    return [one for one in found if one is not None]


@cache
def _printed() -> JsonFiles:
    return JsonFiles(Path(str(files(f"{_ROOT}.fixtures"))) / "documented")


def _read(name: str, document: dict[str, Any], contract: str) -> Printed | None:
    if document.get("contract") != contract or document.get("expected_violation") is not None:
        return None
    body: str | list[str] | None = document.get("body")
    query = body is None
    if body is None:
        body = str(document.get("url", "")).partition("?")[2]
    text = body if isinstance(body, str) else "\n".join(body)
    content_type = str(document.get("content_type") or "")
    try:
        message = contracts.decode(contract, text.encode(), content_type or None, query=query)
        contracts.validate(contract, message)
    except contracts.ContractViolation:
        return None
    return Printed(
        name, contract, str(document["encoding"]), content_type, text.encode(), cast("dict[str, Any]", message)
    )


def with_numbers_in_use(value: Any) -> Any:
    """A message with numbers that somebody could have in place of those that nobody has, such as the documents' own
    sample 0501234567.
    """
    if is_object(value):
        return {name: with_numbers_in_use(inner) for name, inner in value.items()}
    if is_array(value):
        return [with_numbers_in_use(inner) for inner in value]
    if not isinstance(value, str) or not numbers_nobody_has(value):
        return value
    return ("0502" if value.startswith("0") else "972502") + value[-6:]


def numbers_nobody_has(message: Any) -> list[str]:
    """The phone numbers of a message that are possible but in no range in use, as telephone fields check it."""
    return list(dict.fromkeys(text for text in _texts(message) if _NUMBER.match(text) and not _is_in_use(text)))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif is_object(value) or is_array(value):
        for inner in value.values() if is_object(value) else value:
            yield from _texts(inner)


def _is_in_use(text: str) -> bool:
    import phonenumbers

    number = phones.e164(text)
    return number is None or phonenumbers.is_valid_number(phonenumbers.parse("+" + number))
