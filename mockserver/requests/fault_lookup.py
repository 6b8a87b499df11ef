"""Which of an organization's faults strikes a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...contracts.json_values import is_object
from ...contracts.operations import Operation
from ...contracts.request_members import Members, members_of
from ..telephony.model.directory import Fault
from ..tenancy.tenants import Tenant
from ..wire.decoding import Decoded


def fault_of(tenant: Tenant, operation: Operation, decoded: Decoded, path_values: Mapping[str, str]) -> Fault | None:
    """What goes wrong with this request: a fault of which the whole, or a call of an array, fits the condition."""
    known = members_of(operation.request_contract)
    items = [_in_all_spellings(item, known) for item in (decoded.items or ())[:1000] if is_object(item)]
    members = _in_all_spellings(decoded.members | dict(path_values), known)
    return tenant.faults.strike((operation.name,), members, items)


def _in_all_spellings(sent: Mapping[str, Any], known: Members) -> dict[str, Any]:
    """What a client sent, under the other names of its members, too: a condition may have any of them."""
    members = dict(sent)
    for name, value in sent.items():
        member = known.find(name)
        for spelling in () if member is None else (member.name, *member.rules.get("x-aliases", ())):
            members.setdefault(spelling, value)
    return members
