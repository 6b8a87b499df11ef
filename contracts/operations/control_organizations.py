"""Organizations, their clocks and snapshots, and what the server says of itself, over the control API."""

from __future__ import annotations

from .control_records import PAGE
from .model import ControlOperation

ORGANIZATIONS = (
    ControlOperation(
        "health",
        "Is the server ready, and which version is it",
        "GET",
        "/health",
        response="sandbox.health",
        public=True,
    ),
    ControlOperation(
        "list_organizations",
        "Every organization on this server",
        "GET",
        "/organizations",
        response="sandbox.organizations",
        query=("limit",),
        errors=(400,),
    ),
    ControlOperation(
        "create_organization",
        "Make an organization from a template or a document",
        "POST",
        "/organizations",
        "sandbox.create_organization",
        "sandbox.organization_state",
        201,
        errors=(400, 404, 409, 503),
        quick=False,
    ),
    ControlOperation(
        "get_organization",
        "An organization's document, codes and base URL",
        "GET",
        "/organizations/{id}",
        response="sandbox.organization_state",
        errors=(404,),
    ),
    ControlOperation(
        "edit_organization",
        "Change parts of an organization's document (JSON merge patch)",
        "PATCH",
        "/organizations/{id}",
        "sandbox.edit_organization",
        "sandbox.organization_state",
        errors=(400, 404),
    ),
    ControlOperation(
        "delete_organization", "Delete an organization", "DELETE", "/organizations/{id}", status=204, errors=(404,)
    ),
    ControlOperation(
        "reset_organization",
        "Put an organization back to its start: no calls, no log, no journal",
        "POST",
        "/organizations/{id}/reset",
        "sandbox.reset_organization",
        "sandbox.organization_state",
        errors=(400, 404),
    ),
    ControlOperation(
        "get_clock",
        "Clock mode, speed and simulated time",
        "GET",
        "/organizations/{id}/clock",
        response="sandbox.clock",
        errors=(404,),
    ),
    ControlOperation(
        "set_clock",
        "Change the clock's mode or speed",
        "PUT",
        "/organizations/{id}/clock",
        "sandbox.set_clock",
        "sandbox.clock",
        errors=(400, 404),
    ),
    ControlOperation(
        "advance_clock",
        "Run simulated time forward",
        "POST",
        "/organizations/{id}/clock/advance",
        "sandbox.advance_clock",
        "sandbox.clock",
        errors=(400, 404, 409),
        quick=False,
        notes="409 when this organization is being advanced already, for instance from inside a callback.",
    ),
    ControlOperation(
        "cancel_advance",
        "Stop a running advance where it is",
        "POST",
        "/organizations/{id}/clock/cancel",
        response="sandbox.clock",
        errors=(404,),
    ),
    ControlOperation(
        "get_snapshot",
        "The whole organization at this moment",
        "GET",
        "/organizations/{id}/snapshot",
        response="sandbox.snapshot",
        errors=(404,),
        quick=False,
    ),
    ControlOperation(
        "put_snapshot",
        "Put an organization back to a snapshot; it goes on from that moment",
        "PUT",
        "/organizations/{id}/snapshot",
        "sandbox.snapshot",
        "sandbox.restored",
        errors=(400,),
        quick=False,
    ),
    ControlOperation(
        "list_unresolved",
        "Requests that found no organization or no operation",
        "GET",
        "/requests",
        response="sandbox.requests",
        query=("unresolved", *PAGE),
        errors=(400,),
        quick=False,
    ),
    ControlOperation("openapi", "Everything over HTTP as an OpenAPI 3.1 document", "GET", "/openapi.json", quick=False),
    ControlOperation("asyncapi", "The socket's events as an AsyncAPI 3 document", "GET", "/asyncapi.json", quick=False),
)

END = ControlOperation(
    "stop_sandbox",
    "End the sandbox, as Ctrl-C does",
    "POST",
    "/stop",
    status=202,
    errors=(409,),
    notes=(
        "Its port is free once everything is written. 409 where it is a part of another program, such as a test, "
        "and ends with that."
    ),
)
