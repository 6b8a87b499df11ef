"""A whole organization as JSON over the control API, and back: document, exchange, clock, what is on its way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..organizations import describe
from ..telephony.control import snapshot
from ..telephony.control.snapshot import SnapshotError
from ..telephony.log.call_log import CallLog
from ..tenancy.tenants import Tenant
from .control import Answer, ControlError, ControlRequest, control
from .snapshot_reading import read_snapshot
from .snapshot_rehearsal import rehearse

if TYPE_CHECKING:
    from ...contracts.types import SandboxRestored

VERSION = 1


@control("get_snapshot")
def get_snapshot(request: ControlRequest) -> Answer:
    tenant = request.tenant
    with tenant.use(wait=request.wait) as exchange:
        return {
            "schema": VERSION,
            "document": describe(exchange.directory),
            "exchange": snapshot.export(exchange),
            "clock": {"mode": tenant.clock.mode, "speed": tenant.clock.speed},
            "deliveries": tenant.deliveries.export(),
            "faults": tenant.faults.export(),
            "request_counts": tenant.request_counts.export(),
            "played": {**tenant.session_recording.export(), "document": describe(tenant.session_recording.directory)},
        }


@control("put_snapshot")
def put_snapshot(request: ControlRequest) -> SandboxRestored:
    """Replaces the organization by the one in the snapshot; it goes on from that moment."""
    body, name = request.body, request.path_values["id"]
    before = next((tenant for tenant in request.registry.all() if tenant.id == name), None)
    log = before.exchange.log if before is not None and before.exchange.log.durable else None
    try:
        rehearse(request, read_snapshot(body, name, None if log is None else CallLog()))
        found = read_snapshot(body, name, log)
    except SnapshotError as error:
        raise ControlError(400, "invalid", str(error), field=error.place) from None
    clock = body.get("clock", {"mode": "manual", "speed": 1.0})
    lenient = before.lenient if before is not None else None

    def prepare(tenant: Tenant) -> None:
        found.put_into(tenant)
        if before is not None:
            tenant.accepted_codes = before.accepted_codes
            tenant.deliveries.bindings.bind_as(before.deliveries.bindings)

    request.registry.add(
        found.directory, replace=True, clock=clock["mode"], speed=clock["speed"], lenient=lenient, prepare=prepare
    )
    return {"ivrids": list(found.exchange.calls), "now": found.exchange.now}
