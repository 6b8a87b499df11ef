"""A whole organization as JSON over the control API, and back: document, exchange, clock, what is on its way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..organizations import DocumentError, describe, read
from ..state.session_recording import SessionRecording
from ..telephony.control import snapshot
from ..telephony.model.directory import Directory
from ..tenancy.tenants import Tenant
from .control import Answer, ControlError, ControlRequest, control

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
            "played": {**tenant.session_recording.export(), "document": describe(tenant.session_recording.directory)},
        }


@control("put_snapshot")
def put_snapshot(request: ControlRequest) -> SandboxRestored:
    """Replaces the organization by the one in the snapshot; it goes on from that moment."""
    body, name = request.body, request.path_values["id"]
    try:
        directory = read(body["document"])
    except DocumentError as error:
        place, message = error.problems[0]
        raise ControlError(400, "invalid_document", f"{place}: {message}", field=f"document.{place}") from None
    if directory.id != name:
        raise ControlError(
            400,
            "invalid",
            f"this is a snapshot of {directory.id!r}",
            field="document.id",
            hint=f"PUT it to /organizations/{directory.id}/snapshot",
        )
    before = next((tenant for tenant in request.registry.all() if tenant.id == name), None)
    clock = body.get("clock", {"mode": "manual", "speed": 1.0})
    try:
        log = before.exchange.log if before is not None and before.exchange.log.durable else None
        exchange = snapshot.restore(_without_deliveries(body["exchange"]), directory, log)
        records = exchange.log.all(limit=exchange.cdr_count)
    except (snapshot.SnapshotError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise ControlError(400, "invalid", f"'exchange': {type(error).__name__}: {error}", field="exchange") from None
    played = _played(body.get("played"), directory)
    lenient = before.lenient if before is not None else None

    def prepare(tenant: Tenant) -> None:
        tenant.put_back(exchange, records, body.get("deliveries"))
        if before is not None:
            tenant.accepted_codes = before.accepted_codes
            tenant.deliveries.bind_as(before.deliveries)
        tenant.session_recording = played
        if "faults" in body:
            tenant.faults.restore(body["faults"])

    tenant = request.registry.add(
        directory, replace=True, clock=clock["mode"], speed=clock["speed"], lenient=lenient, prepare=prepare
    )
    tenant.require_written()
    return {"ivrids": list(exchange.calls), "now": exchange.now}


def _played(data: Any, directory: Directory) -> SessionRecording:
    """How the organization came to be what the snapshot shows, if that says so."""
    if data is None:
        played = SessionRecording(0, directory)
        played.give_up("the organization was put back from a snapshot that does not say how it came about")
        return played
    try:
        return SessionRecording.restored(data, read(data["document"]))
    except (DocumentError, KeyError, TypeError, AttributeError) as error:
        raise ControlError(400, "invalid", f"'played': {type(error).__name__}: {error}", field="played") from None


def _without_deliveries(data: dict[str, Any]) -> dict[str, Any]:
    """Deliveries schedule themselves anew; their timers in the exchange would come twice."""

    def is_ours(entry: Any) -> bool:
        return entry[2] == "outside" and entry[3][0] == "delivery"

    scheduler, state = data["scheduler"], data["state"]
    entries = [entry for entry in scheduler["entries"] if not is_ours(entry)]
    due = [item for item in state["due"] if item["items"][0] != "delivery"]
    return {**data, "scheduler": {**scheduler, "entries": entries}, "state": {**state, "due": due}}
