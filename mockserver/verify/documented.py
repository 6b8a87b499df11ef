"""The messages that Voicenter's documents print, as far as they go to the customer.

They are data files that the fixtures ship; they are read as data here, because code of the mock server does not
import the fixtures.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, cast

from ... import contracts

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


def printed(contract: str) -> list[Printed]:
    """The printed requests of a callback's contract that keep it, sorted by name."""
    folder = files(f"{_ROOT}.fixtures").joinpath("documented", contract.partition(".")[0])
    if not folder.is_dir():
        return []
    entries = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".json")), key=lambda entry: entry.name
    )
    return [found for entry in entries if (found := _read(entry, f"{contract}.request")) is not None]


def _read(entry: Traversable, contract: str) -> Printed | None:
    document: dict[str, Any] = json.loads(entry.read_text("utf-8"))
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
    name = entry.name.removesuffix(".json")
    return Printed(
        name, contract, str(document["encoding"]), content_type, text.encode(), cast("dict[str, Any]", message)
    )
