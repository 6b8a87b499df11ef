"""The organization's blacklist: cur. A phone that is no number has its error in its own row."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ...contracts.operations import ErrorCode
from ...contracts.operations.blacklist import PHONE_ERRORS
from ...contracts.sentences import Sentence
from ..telephony.core import blacklist, reasons
from ..telephony.core.exchange import Exchange
from ..telephony.core.refusals import Refused
from .endpoints import Body, Context, endpoint

if TYPE_CHECKING:
    from ...contracts.types import BlacklistAddResponse, BlacklistAddResponsePhonesItem, BlacklistRemoveBulkResponse

_ROWS = {row.name: row for row in PHONE_ERRORS}


def _refusal(row: ErrorCode, message: str) -> Body:
    return {"ErrorCode": row.code, "ErrorMessage": message, "Phones": []}


@endpoint("blacklist.add", refusal=_refusal)
def add(context: Context) -> BlacklistAddResponse:
    return _each(context, blacklist.add)


@endpoint("blacklist.remove_bulk", refusal=_refusal)
def remove(context: Context) -> BlacklistRemoveBulkResponse:
    return _each(context, lambda exchange, phone, name: blacklist.remove(exchange, phone))


def _each(context: Context, act: Callable[[Exchange, str, str], str]) -> BlacklistAddResponse:
    """Does it for every phone, in the request's order. A lenient organization tries one that breaks its contract."""
    parameters = context.parameters
    entries: list[Any] = parameters.values.get("Phones", [])
    if not entries or not all(type(entry) in (str, int, dict) for entry in entries):
        note = Sentence.of("PhonesTakes", "Phones takes phones, or objects with Phone and Name, at least one")
        context.notes.append(note)
        raise Refused("phones_missing")
    rows: list[BlacklistAddResponsePhonesItem] = []
    for index, entry in enumerate(entries):
        phone, name = _phone(entry)
        try:
            if index in parameters.of_entries and not context.tenant.lenient:
                raise Refused("phone_invalid", reasons.no_number(str(phone)))
            number = act(context.exchange, str(phone), name)
            rows.append({"ErrorCode": 0, "ErrorMessage": "OK", "Phone": number})
        except Refused as refused:
            if len(context.notes) < reasons.MOST_NAMED and refused.hint not in context.notes:
                context.notes.append(refused.hint)
            row = _ROWS[refused.error]
            rows.append({"ErrorCode": int(row.code), "ErrorMessage": row.message, "Phone": phone})
    return {"ErrorCode": 0, "ErrorMessage": "OK", "Phones": rows}


def _phone(entry: str | int | dict[str, Any]) -> tuple[str | int, str]:
    """The phone and its name."""
    if not isinstance(entry, dict):
        return entry, ""
    phone, name = entry.get("Phone", ""), entry.get("Name", "")
    if isinstance(phone, bool) or not isinstance(phone, str | int):
        phone = ""
    return phone, name if isinstance(name, str) else ""
