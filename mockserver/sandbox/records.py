"""The call log in the control API: its records, and what in the other lists belongs to one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from ..callbacks import cdr_notification
from ..telephony.core.exchange import Exchange
from ..telephony.model.cdr import Cdr
from .calls import MAXIMUM_DELIVERIES, timeline_of
from .control import ControlError, ControlRequest, control

if TYPE_CHECKING:
    from ...contracts.types import SandboxCdr, SandboxCdrs


@control("list_cdrs")
def list_cdrs(request: ControlRequest) -> SandboxCdrs:
    since, limit = request.page()
    with request.tenant.use(wait=request.wait) as exchange:
        records = exchange.log.all(since=since, limit=limit)
        directory, zone = exchange.directory, exchange.zone
        return {"cdrs": [{"number": cdr.number, **cdr_notification.payload(cdr, directory, zone)} for cdr in records]}


@control("get_cdr")
def get_cdr(request: ControlRequest) -> SandboxCdr:
    tenant = request.tenant
    with tenant.use(wait=request.wait) as exchange:
        record = _record(request, exchange)
        call = exchange.call(record.call_id)
        deliveries = tenant.deliveries.page(0, MAXIMUM_DELIVERIES, callback="cdr", call_id=record.call_id)
        if call is None:
            requests = {entry.number for entry in tenant.requests.since(0) if record.call_id in entry.named_calls()}
            events: set[int] = set()
        else:
            entries = timeline_of(tenant, exchange, call)
            requests = {entry.request for entry in entries if entry.request}
            events = {entry.event for entry in entries if entry.event}
        return {
            "number": record.number,
            "ivrid": record.call_id,
            "call_known": call is not None,
            "cdr": cast("dict[str, Any]", cdr_notification.payload(record, exchange.directory, exchange.zone)),
            "deliveries": [delivery.id for delivery in deliveries if delivery.record == record.number],
            "requests": sorted(requests),
            "events": sorted(events),
        }


def _record(request: ControlRequest, exchange: Exchange) -> Cdr:
    text = request.path_values["number"]
    number = int(text) if text.isdecimal() and len(text) < 16 else 0
    found = exchange.log.all(since=number - 1, limit=1) if number else []
    if not found or found[0].number != number:
        raise ControlError(404, "unknown", f"the call log has no record {text[:20]!r}")
    return found[0]
