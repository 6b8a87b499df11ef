"""Organizations and their clocks over the control API."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from ... import __version__
from ...contracts.operations import WORDING, Revision
from ..organizations import DocumentError, describe, loads, read
from ..state.clock import Mode
from ..state.moments import read_moment
from ..tenancy.advances import AdvanceCancelled, AdvanceRunning
from ..tenancy.registry import DEMO
from ..tenancy.tenants import Tenant
from .changes import advance
from .control import Body, ControlError, ControlRequest, control

if TYPE_CHECKING:
    from ...contracts.types import (
        SandboxClock,
        SandboxHealth,
        SandboxHealthProblemsItem,
        SandboxOrganizations,
        SandboxOrganizationState,
    )

MAXIMUM_PROBLEMS = 100
YAML = "yaml"
"""What problems call the text of a file that was sent: as the member it came in."""


@control("health")
def health(request: ControlRequest) -> SandboxHealth:
    problems: list[SandboxHealthProblemsItem] = []
    for tenant in request.registry.all():
        tenant.retry_storage()
        if (error := tenant.storage.error) is not None:
            problems.append({"organization": tenant.id, "reason": error.reason, "message": str(error)})
    if not problems:
        return {"status": "ok", "version": __version__}
    return {"status": "degraded", "version": __version__, "problems": problems[:MAXIMUM_PROBLEMS]}


@control("stop_sandbox")
def stop_sandbox(request: ControlRequest) -> None:
    stop = request.registry.stop_serving
    if stop is None:
        raise ControlError(
            409,
            "part_of_another_program",
            "this sandbox is a part of another program, such as a test or listen",
            hint="it ends with that",
        )
    stop()


@control("list_organizations")
def list_organizations(request: ControlRequest) -> SandboxOrganizations:
    tenants = request.registry.all()[: request.natural("limit", 1000)]
    return {
        "organizations": [
            {
                "id": tenant.id,
                "name": tenant.exchange.directory.name,
                "base_url": _base_url(request, tenant),
                "clock": _clock(tenant),
            }
            for tenant in tenants
        ]
    }


@control("create_organization")
def create_organization(request: ControlRequest) -> SandboxOrganizationState:
    body = request.body
    options: dict[str, Any] = {name: body[name] for name in ("seed", "lenient", "replace") if name in body}
    if "clock" in body:
        options |= {"clock": body["clock"], "speed": float(body.get("speed", 1))}
    registry = request.registry
    template: str | None = None
    if "document" in body or "yaml" in body:
        try:
            document = loads(body["yaml"], YAML) if "yaml" in body else body["document"]
            directory = read(document, id=body.get("id"))
        except DocumentError as error:
            raise _document_error(error) from None
    else:
        template = str(body.get("template", DEMO))
        directory = registry.template(template)
    if "now" in body:
        options["now"] = _moment(body["now"], ZoneInfo(directory.time_zone))
    if template is None:
        tenant = registry.add(directory, **options)
    else:
        tenant = registry.from_template(template, str(body.get("id", template)), **options)
    return _state(request, tenant)


@control("get_organization")
def get_organization(request: ControlRequest) -> SandboxOrganizationState:
    return _state(request, request.tenant)


@control("edit_organization")
def edit_organization(request: ControlRequest) -> SandboxOrganizationState:
    tenant = request.tenant
    with tenant.use(wait=request.wait) as exchange:
        document = _merge(_without_what_follows(describe(exchange.directory), request.body), request.body)
        try:
            directory = read(document, id=tenant.id)
        except DocumentError as error:
            raise _document_error(error) from None
        request.registry.edit(tenant, directory)
    return _state(request, tenant)


@control("delete_organization")
def delete_organization(request: ControlRequest) -> None:
    request.registry.delete(request.tenant.id)


@control("reset_organization")
def reset_organization(request: ControlRequest) -> SandboxOrganizationState:
    old, now = request.tenant, request.body.get("now")
    start = None if now is None else _moment(now, old.exchange.zone)
    tenant = request.registry.reset(old, now=start, seed=request.body.get("seed"))
    return _state(request, tenant)


@control("get_clock")
def get_clock(request: ControlRequest) -> SandboxClock:
    tenant = request.tenant
    with tenant.use(wait=request.wait):
        return _clock(tenant)


@control("set_clock")
def set_clock(request: ControlRequest) -> SandboxClock:
    tenant, body = request.tenant, request.body
    mode = cast(Mode, body.get("mode", tenant.clock.mode))
    speed = float(body.get("speed", tenant.clock.speed if mode == "scaled" else 1))
    tenant.set_clock("scaled" if mode == "realtime" and speed != 1 else mode, speed)
    return _clock(tenant)


@control("advance_clock")
def advance_clock(request: ControlRequest) -> SandboxClock:
    tenant, body = request.tenant, request.body
    until = body.get("until")
    try:
        tenant.advance(
            seconds=body.get("seconds"),
            until="idle"
            if until == "idle"
            else None
            if until is None
            else _moment(until, tenant.exchange.zone, "until"),
        )
    except AdvanceRunning as error:
        raise ControlError(
            409, "advance_running", str(error), hint="wait for it, or cancel it with POST …/clock/cancel"
        ) from None
    except AdvanceCancelled:
        raise ControlError(
            409, "cancelled", "the advance was cancelled; the clock stands where it had got to"
        ) from None
    except ValueError as error:
        raise ControlError(400, "invalid", str(error), field="until" if until is not None else "seconds") from None
    return _clock(tenant)


@control("cancel_advance")
def cancel_advance(request: ControlRequest) -> SandboxClock:
    tenant = request.tenant
    return {**_clock(tenant), "cancelled": tenant.advances.cancel()}


def _clock(tenant: Tenant) -> SandboxClock:
    now = tenant.exchange.now
    return {
        "mode": tenant.clock.mode,
        "speed": tenant.clock.speed,
        "now": now,
        "local": datetime.fromtimestamp(now, tenant.exchange.zone).isoformat(timespec="milliseconds"),
        "advancing": tenant.advances.running,
        **advance(tenant),
    }


def _state(request: ControlRequest, tenant: Tenant) -> SandboxOrganizationState:
    directory = tenant.exchange.directory
    return {
        "id": tenant.id,
        "base_url": _base_url(request, tenant),
        "code": next(iter(directory.codes), ""),
        "clock": _clock(tenant),
        "document": describe(directory),
    }


def _base_url(request: ControlRequest, tenant: Tenant) -> str:
    return f"{request.base_url}/o/{tenant.id}"


def _moment(value: Any, zone: ZoneInfo, field: str = "now") -> float:
    try:
        return read_moment(value, zone)
    except ValueError as error:
        raise ControlError(400, "invalid", str(error), field=field) from None


def _without_what_follows(document: Body, patch: Body) -> Body:
    """A described document without what followed from a member that a patch changes: the method from the encoding, what
    records of queues say from the revision.
    """
    edited = cast("dict[str, Any]", patch.get("callbacks") or {})
    callbacks = {
        name: {key: value for key, value in target.items() if key != "method"}
        if "encoding" in (edited.get(name) or {})
        else target
        for name, target in document["callbacks"].items()
    }
    wording = WORDING[cast("Revision", document["revision"])]
    follows = {"queue_statuses": wording.queue_statuses, "queue_wait_in_duration": wording.queue_wait_in_duration}
    kept = {
        name: value
        for name, value in document.items()
        if "revision" not in patch or name not in follows or value != follows[name]
    }
    return {**kept, "callbacks": callbacks}


def _merge(document: Body, patch: Body) -> Body:
    """RFC 7396: objects are merged, ``null`` removes, everything else replaces."""
    merged = dict(document)
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        elif isinstance(value, dict) and isinstance(merged.get(name), dict):
            merged[name] = _merge(merged[name], cast(Body, value))
        else:
            merged[name] = value
    return merged


def _document_error(error: DocumentError) -> ControlError:
    place = error.problems[0].place
    where = error.source or "document"
    others = "" if len(error.problems) == 1 else str(error).partition("\n")[2]
    return ControlError(
        400, "invalid_document", error.summary, field=f"{where}.{place}" if place else where, hint=others
    )
