"""The numbered lists of the control API: events, requests, deliveries."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from ...contracts.callback_names import read_callback, read_message
from ..callbacks import cdr_notification
from ..callbacks.deliveries import Delivery, InFlight, Status
from ..callbacks.samples import ENCODINGS, NAMES, overridden, sample
from ..telephony.core.exchange import Exchange
from ..telephony.model.directory import CallbackTarget
from .call_timeline import additions, adds_numbers, numbers_in, tail
from .control import ControlError, ControlRequest, control
from .events import as_data

if TYPE_CHECKING:
    from ...contracts.types import SandboxDeliveries, SandboxDelivery, SandboxEvents, SandboxRequests


@control("list_events")
def list_events(request: ControlRequest) -> SandboxEvents:
    since, limit = request.page()
    tenant = request.tenant
    with tenant.use(wait=request.wait):
        entries = tenant.events.since(since, limit)
    return {"events": [as_data(entry.number, entry.event) for entry in entries]}


@control("list_requests")
def list_requests(request: ControlRequest) -> SandboxRequests:
    since, limit = request.page()
    entries = request.tenant.requests.since(since, limit)
    adding = list(filter(adds_numbers, entries))
    if not adding:
        return {"requests": [entry.as_data() for entry in entries]}
    with request.tenant.use(wait=request.wait) as exchange:
        dialled = _dialled(exchange, {entry.at for entry in adding})
    rows = [entry.as_data() for entry in entries]
    for entry, data in zip(entries, rows, strict=True):
        if entry.at in dialled and adds_numbers(entry):
            named = numbers_in(entry)
            made = (call_id for number, call_id in dialled[entry.at] if number in named)
            data["calls"] = [*data.get("calls", ()), *made]
    return {"requests": rows}


def _dialled(exchange: Exchange, moments: AbstractSet[float]) -> Mapping[float, list[tuple[str, str]]]:
    """What campaigns have dialled so far of the numbers that were put on their lists at these moments: their tails, and
    the ids of the calls.
    """
    found: dict[float, list[tuple[str, str]]] = {}
    for call in (*exchange.calls.values(), *exchange.ended.values()):
        if call.campaign:
            for number, at in additions(call).items():
                if at in moments:
                    found.setdefault(at, []).append((tail(number), call.id))
    return found


@control("list_unresolved")
def list_unresolved(request: ControlRequest) -> SandboxRequests:
    since, limit = request.page()
    return {"requests": [entry.as_data() for entry in request.registry.unresolved.since(since, limit)]}


@control("list_deliveries")
def list_deliveries(request: ControlRequest) -> SandboxDeliveries:
    since, limit = request.page()
    status = request.query.get("status", "")
    if status and status not in get_args(Status):
        raise ControlError(
            400,
            "invalid",
            f"query value 'status': {status[:60]!r} is none of {', '.join(get_args(Status))}",
            field="status",
        )
    callback = request.query.get("callback", "")
    if callback:
        try:
            callback = read_callback(callback)
        except LookupError as error:
            raise ControlError(400, "invalid", f"query value 'callback': {error}", field="callback") from None
    deliveries = request.tenant.deliveries
    with request.tenant.use(wait=request.wait):
        found = deliveries.page(since, limit, status=status, callback=callback, call_id=request.query.get("ivrid", ""))
        return {"deliveries": [delivery.as_data() for delivery in found], "circuits": deliveries.circuits()}


@control("get_delivery")
def get_delivery(request: ControlRequest) -> SandboxDelivery:
    tenant = request.tenant
    with tenant.use(wait=request.wait):
        return _delivery(request, tenant.deliveries.get(_number(request))).as_data()


@control("redeliver")
def redeliver(request: ControlRequest) -> SandboxDelivery:
    try:
        return _delivery(request, request.tenant.deliveries.redeliver(_number(request))).as_data()
    except InFlight:
        raise ControlError(
            409,
            "in_flight",
            f"delivery {request.path_values['number']} is on its way at this moment",
            hint="try again when it is answered",
        ) from None


@control("send_callback")
def send_callback(request: ControlRequest) -> SandboxDelivery:
    """To the organization's target, or where the request says; the answer has the attempt in it."""
    asked, body = request.path_values["callback"], request.body
    try:
        name = read_message(asked)
    except LookupError as error:
        raise ControlError(404, "unknown", str(error), field="callback") from None
    callback, contract = NAMES[name]
    tenant = request.tenant
    with tenant.use() as exchange:
        now = exchange.now
        target = exchange.directory.callbacks.get(callback) or CallbackTarget(callback)
        encoding = body.get("encoding", target.encoding)
        if encoding not in ENCODINGS[name]:
            raise ControlError(
                400,
                "invalid",
                f"'encoding': {name} is written as {' or '.join(ENCODINGS[name])}, not {encoding}",
                field="encoding",
            )
        message = sample(
            name,
            call_id=exchange.ids.call_id(now),
            epoch=int(now),
            local_epoch=cdr_notification.local_epoch(now, exchange.zone),
        )
    payload = overridden(message, body.get("set", {}))
    target = replace(target, encoding=encoding)
    call_id = str(
        payload.get("ivruniqueid") or payload.get("ivrid") or payload.get("DATA", {}).get("IVR_UNIQUE_ID", "")
    )
    return tenant.deliveries.send_now(
        callback, contract, call_id, payload, target, addressed=body.get("to", "")
    ).as_data()


def _number(request: ControlRequest) -> int:
    text = request.path_values["number"]
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else -1


def _delivery(request: ControlRequest, delivery: Delivery | None) -> Delivery:
    if delivery is None:
        raise ControlError(404, "unknown", f"there is no delivery {request.path_values['number'][:60]!r}")
    return delivery
