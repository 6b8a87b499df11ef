"""The numbered lists of the control API: events, requests, deliveries."""

from __future__ import annotations

from typing import get_args

from ..callbacks.deliveries import Delivery, InFlight, Status
from .control import Body, ControlError, ControlRequest, control
from .events import as_data


@control("list_events")
def list_events(request: ControlRequest) -> Body:
    since, limit = request.page()
    tenant = request.tenant
    with tenant.use(wait=request.wait):
        entries = tenant.events.since(since, limit)
    return {"events": [as_data(entry.number, entry.event) for entry in entries]}


@control("list_requests")
def list_requests(request: ControlRequest) -> Body:
    since, limit = request.page()
    return {"requests": [entry.as_data() for entry in request.tenant.requests.since(since, limit)]}


@control("list_unresolved")
def list_unresolved(request: ControlRequest) -> Body:
    since, limit = request.page()
    return {"requests": [entry.as_data() for entry in request.registry.unresolved.since(since, limit)]}


@control("list_deliveries")
def list_deliveries(request: ControlRequest) -> Body:
    since, limit = request.page()
    status = request.query.get("status", "")
    if status and status not in get_args(Status):
        raise ControlError(
            400, "invalid", f"query value 'status': {status[:60]!r} is none of {', '.join(get_args(Status))}", field="status"
        )
    tenant = request.tenant
    with tenant.use(wait=request.wait):
        found = [
            delivery.as_data() for delivery in tenant.deliveries.all() if delivery.id > since and status in ("", delivery.status)
        ]
    return {"deliveries": found[:limit]}


@control("get_delivery")
def get_delivery(request: ControlRequest) -> Body:
    tenant = request.tenant
    with tenant.use(wait=request.wait):
        return _delivery(request, tenant.deliveries.get(_number(request))).as_data()


@control("redeliver")
def redeliver(request: ControlRequest) -> Body:
    try:
        return _delivery(request, request.tenant.deliveries.redeliver(_number(request))).as_data()
    except InFlight:
        raise ControlError(
            409, "in_flight", f"delivery {request.path_values['number']} is on its way at this moment", hint="try again when it is answered"
        ) from None


def _number(request: ControlRequest) -> int:
    text = request.path_values["number"]
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else -1


def _delivery(request: ControlRequest, delivery: Delivery | None) -> Delivery:
    if delivery is None:
        raise ControlError(404, "unknown", f"there is no delivery {request.path_values['number'][:60]!r}")
    return delivery
