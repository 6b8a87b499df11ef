"""The control API, ``/_sandbox/…``: this project's own. Schemas are ``sandbox.<name>``."""

from __future__ import annotations

from .model import ControlOperation

_PAGE = ("since", "limit")

CONTROL = (
    ControlOperation("health", "Is the server ready, and which version is it", "GET", "/health", response="sandbox.health"),
    ControlOperation(
        "list_organizations", "Every organization on this server", "GET", "/organizations", response="sandbox.organizations",
        query=("limit",),
    ),
    ControlOperation(
        "create_organization", "Make an organization from a template or a document", "POST", "/organizations",
        "sandbox.create_organization", "sandbox.organization_state", 201, errors=(400, 409, 503),
    ),
    ControlOperation(
        "get_organization", "An organization's document, codes and base URL", "GET", "/organizations/{id}",
        response="sandbox.organization_state", errors=(404,),
    ),
    ControlOperation(
        "edit_organization", "Change parts of an organization's document (JSON merge patch)", "PATCH", "/organizations/{id}",
        "sandbox.edit_organization", "sandbox.organization_state", errors=(400, 404),
    ),
    ControlOperation("delete_organization", "Delete an organization", "DELETE", "/organizations/{id}", status=204, errors=(404,)),
    ControlOperation(
        "reset_organization", "Put an organization back to its start: no calls, no log, no journal", "POST",
        "/organizations/{id}/reset", "sandbox.reset_organization", "sandbox.organization_state", errors=(400, 404),
    ),
    ControlOperation("get_clock", "Clock mode, speed and simulated time", "GET", "/organizations/{id}/clock", response="sandbox.clock", errors=(404,)),
    ControlOperation(
        "set_clock", "Change the clock's mode or speed", "PUT", "/organizations/{id}/clock", "sandbox.set_clock", "sandbox.clock",
        errors=(400, 404),
    ),
    ControlOperation(
        "advance_clock", "Run simulated time forward", "POST", "/organizations/{id}/clock/advance", "sandbox.advance_clock",
        "sandbox.clock", errors=(400, 404, 409), quick=False,
        notes="409 when this organization is being advanced already, for instance from inside a callback.",
    ),
    ControlOperation(
        "cancel_advance", "Stop a running advance where it is", "POST", "/organizations/{id}/clock/cancel", response="sandbox.clock",
        errors=(404,),
    ),
    ControlOperation(
        "list_calls", "Calls that are up, and ended ones that are still known", "GET", "/organizations/{id}/calls",
        response="sandbox.calls", query=("active", "limit"), errors=(400, 404),
    ),
    ControlOperation("get_call", "One call with its legs", "GET", "/organizations/{id}/calls/{ivrid}", response="sandbox.call", errors=(404,)),
    ControlOperation(
        "explain_call", "Why a call ended as it did, in sentences", "GET", "/organizations/{id}/calls/{ivrid}/explain",
        response="sandbox.explanation", errors=(404,),
    ),
    ControlOperation(
        "hang_up_call", "End a call now", "POST", "/organizations/{id}/calls/{ivrid}/hangup", "sandbox.hang_up_call", "sandbox.call",
        errors=(400, 404, 409),
    ),
    ControlOperation(
        "list_expectations", "Standing expectations: how the next dials of a number go", "GET", "/organizations/{id}/expectations",
        response="sandbox.expectations", errors=(404,),
    ),
    ControlOperation(
        "add_expectation", "Say how the next dials of a number go", "POST", "/organizations/{id}/expectations",
        "sandbox.add_expectation", "sandbox.expectations", 201, errors=(400, 404),
    ),
    ControlOperation("clear_expectations", "Forget all expectations", "DELETE", "/organizations/{id}/expectations", status=204, errors=(404,)),
    ControlOperation(
        "list_cdrs", "The call log, as the CDR push writes records", "GET", "/organizations/{id}/cdrs", response="sandbox.cdrs", query=_PAGE,
        errors=(400, 404), quick=False,
    ),
    ControlOperation(
        "list_events", "What happened at extensions, queues and campaigns", "GET", "/organizations/{id}/events", response="sandbox.events",
        query=_PAGE, errors=(400, 404), quick=False,
    ),
    ControlOperation(
        "list_requests", "The journal: requests, answers, contract violations, hints", "GET", "/organizations/{id}/requests",
        response="sandbox.requests", query=_PAGE, errors=(400, 404),
    ),
    ControlOperation(
        "list_deliveries", "Callbacks with every attempt", "GET", "/organizations/{id}/deliveries", response="sandbox.deliveries",
        query=("status", "callback", "ivrid", *_PAGE), errors=(400, 404), quick=False,
        notes="circuits lists the targets that are not waited for at the moment, because they kept not answering.",
    ),
    ControlOperation(
        "get_delivery", "One callback with every attempt", "GET", "/organizations/{id}/deliveries/{number}", response="sandbox.delivery",
        errors=(404,),
    ),
    ControlOperation(
        "redeliver", "Send one callback again, now", "POST", "/organizations/{id}/deliveries/{number}/redeliver", response="sandbox.delivery",
        errors=(404, 409), quick=False,
        notes="What is pending keeps the rest of its retry schedule. 409 while an attempt is under way.",
    ),
    ControlOperation(
        "send_callback", "Send one documented callback, now", "POST", "/organizations/{id}/callbacks/{callback}", "sandbox.send_callback",
        "sandbox.delivery", errors=(400, 404), quick=False,
        notes="callback is cdr, popup, ivr (GET_IVR_ACTION), hangup (HANGUP_CALL) or layer (IVR_LAYER_INPUT).",
    ),
    ControlOperation(
        "list_unresolved", "Requests that found no organization or no operation", "GET", "/requests", response="sandbox.requests",
        query=("unresolved", *_PAGE), errors=(400,),
    ),
    ControlOperation("openapi", "This server's OpenAPI document", "GET", "/openapi.json", status=200, quick=False),
)
