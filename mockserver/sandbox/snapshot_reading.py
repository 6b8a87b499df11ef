"""A snapshot read to its end, before anything is replaced by what it says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...contracts.json_values import is_object
from ...contracts.quick_dataclasses import dataclass
from ..callbacks.attempts import TOPIC
from ..callbacks.history import WrittenDeliveries, read_deliveries
from ..organizations import DocumentError, read
from ..state.faults import Faults
from ..state.request_counts import RequestCounts
from ..state.session_recording import SessionRecording
from ..telephony.control import snapshot
from ..telephony.control.snapshot import SnapshotError
from ..telephony.core.exchange import Exchange
from ..telephony.log.call_log import CallLog
from ..telephony.model.cdr import Cdr
from ..telephony.model.directory import Directory
from ..tenancy.tenants import Tenant
from .control import Body, ControlError


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What an organization goes on with. ``None``: an older snapshot, which does not say."""

    directory: Directory
    exchange: Exchange
    records: Sequence[Cdr]
    deliveries: WrittenDeliveries | None
    faults: Faults | None
    request_counts: RequestCounts | None
    recording: SessionRecording

    def put_into(self, tenant: Tenant) -> None:
        """Lets a new organization go on from here. Its lock is held."""
        tenant.put_back(self.exchange, self.records, self.deliveries)
        tenant.session_recording = self.recording
        if self.faults is not None:
            tenant.faults = self.faults
        if self.request_counts is not None:
            tenant.request_counts = self.request_counts


def read_snapshot(body: Body, name: str, log: CallLog | None) -> Snapshot:
    """The snapshot of the organization called ``name``; ``log`` is its call log in a file, if it has one.

    Raises ``SnapshotError`` with the place, and ``ControlError`` for a document that is wrong or another's.
    """
    directory = _document(body["document"], "document")
    if directory.id != name:
        raise ControlError(
            400,
            "invalid",
            f"this is a snapshot of {directory.id!r}",
            field="document.id",
            hint=f"PUT it to /organizations/{directory.id}/snapshot",
        )
    try:
        exchange = snapshot.restore(body["exchange"], directory, log)
    except SnapshotError as error:
        raise SnapshotError(error.message, ".".join(filter(None, ("exchange", error.place)))) from None
    exchange.forget_outside(TOPIC)  # deliveries schedule themselves anew; these timers would come twice
    deliveries = body.get("deliveries")
    faults = Faults(f"{directory.id}\0{exchange.seed}\0faults") if "faults" in body else None
    if faults is not None:
        faults.restore(body["faults"])
    return Snapshot(
        directory,
        exchange,
        exchange.log.all(limit=exchange.cdr_count),
        None if deliveries is None else read_deliveries(deliveries),
        faults,
        RequestCounts.restore(body["request_counts"]) if "request_counts" in body else None,
        _recording(body.get("played"), directory),
    )


def _document(data: Any, where: str) -> Directory:
    try:
        return read(data)
    except DocumentError as error:
        place, message = error.problems[0]
        raise ControlError(400, "invalid_document", f"{place}: {message}", field=f"{where}.{place}") from None


def _recording(data: Any, directory: Directory) -> SessionRecording:
    """How the organization came to be what the snapshot shows, if that says so."""
    if data is None:
        recording = SessionRecording(0, directory)
        recording.give_up("the organization was put back from a snapshot that does not say how it came about")
        return recording
    document = data.get("document")
    if not is_object(document):
        raise SnapshotError("the organization's document at its start is missing", "played.document")
    return SessionRecording.restore(data, _document(document, "played.document"))
