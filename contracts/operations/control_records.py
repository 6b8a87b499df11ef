"""What happened, and what was sent: records, events, requests, callbacks; faults and sockets, over the control API."""

from __future__ import annotations

from .model import ControlOperation

PAGE = ("since", "limit")

RECORDS = (
    ControlOperation(
        "list_cdrs",
        "The call log, as the CDR push writes records",
        "GET",
        "/organizations/{id}/cdrs",
        response="sandbox.cdrs",
        query=PAGE,
        errors=(400, 404),
        quick=False,
    ),
    ControlOperation(
        "get_cdr",
        "One record of the call log, with its callbacks, requests and events",
        "GET",
        "/organizations/{id}/cdrs/{number}",
        response="sandbox.cdr",
        errors=(404,),
        quick=False,
    ),
    ControlOperation(
        "list_events",
        "What happened at extensions, queues and campaigns",
        "GET",
        "/organizations/{id}/events",
        response="sandbox.events",
        query=PAGE,
        errors=(400, 404),
        quick=False,
        media=("text/event-stream",),
        notes=("With Accept: text/event-stream, each event as it happens; its number is its id, for Last-Event-ID."),
    ),
    ControlOperation(
        "list_requests",
        "The journal: requests, answers, contract violations, hints",
        "GET",
        "/organizations/{id}/requests",
        response="sandbox.requests",
        query=PAGE,
        errors=(400, 404),
        quick=False,
    ),
    ControlOperation(
        "list_deliveries",
        "Callbacks with every attempt",
        "GET",
        "/organizations/{id}/deliveries",
        response="sandbox.deliveries",
        query=("status", "callback", "ivrid", *PAGE),
        errors=(400, 404),
        quick=False,
        notes="circuits lists the targets that are not waited for at the moment, because they kept not answering.",
    ),
    ControlOperation(
        "get_delivery",
        "One callback with every attempt",
        "GET",
        "/organizations/{id}/deliveries/{number}",
        response="sandbox.delivery",
        errors=(404,),
    ),
    ControlOperation(
        "redeliver",
        "Send one callback again, now",
        "POST",
        "/organizations/{id}/deliveries/{number}/redeliver",
        response="sandbox.delivery",
        errors=(404, 409),
        quick=False,
        notes="What is pending keeps the rest of its retry schedule. 409 while an attempt is under way.",
    ),
    ControlOperation(
        "send_callback",
        "Send one documented callback, now",
        "POST",
        "/organizations/{id}/callbacks/{callback}",
        "sandbox.send_callback",
        "sandbox.delivery",
        errors=(400, 404),
        quick=False,
        notes=(
            "callback is cdr, popup, external_ivr (GET_IVR_ACTION), external_ivr_hangup (HANGUP_CALL), external_layer "
            "(IVR_LAYER_INPUT) or voicebot. Other spellings are taken: ivr, external-ivr, cdr_notification, layer."
        ),
    ),
    ControlOperation(
        "list_faults",
        "The faults on duty, and how often each has struck",
        "GET",
        "/organizations/{id}/faults",
        response="sandbox.faults",
        errors=(404,),
    ),
    ControlOperation(
        "add_fault",
        "Let an operation or callback go wrong, so many times, under a condition",
        "POST",
        "/organizations/{id}/faults",
        "sandbox.add_fault",
        "sandbox.faults",
        201,
        errors=(400, 404),
    ),
    ControlOperation(
        "clear_faults", "Take all faults off duty", "DELETE", "/organizations/{id}/faults", status=204, errors=(404,)
    ),
    ControlOperation(
        "remove_fault",
        "Take one fault off duty",
        "DELETE",
        "/organizations/{id}/faults/{number}",
        status=204,
        errors=(404,),
    ),
    ControlOperation(
        "list_sockets",
        "Clients that listen to the realtime events",
        "GET",
        "/organizations/{id}/sockets",
        response="sandbox.sockets",
        errors=(404,),
    ),
    ControlOperation(
        "drop_sockets",
        "Break the connection of every realtime client; they may connect again",
        "DELETE",
        "/organizations/{id}/sockets",
        status=204,
        errors=(404,),
    ),
    ControlOperation(
        "statistics",
        "Calls, queue waits and campaigns over simulated time, for charts",
        "GET",
        "/organizations/{id}/statistics",
        response="sandbox.statistics",
        query=("since", "bucket"),
        errors=(400, 404),
    ),
    ControlOperation(
        "integration_status",
        "How the integration is doing: what was not accepted, refused, or broke a contract, first things first",
        "GET",
        "/organizations/{id}/status",
        response="sandbox.integration",
        errors=(404,),
        quick=False,
        notes=(
            "Counts what is still known. not_accepted are callbacks whose last attempt was not acknowledged, also if "
            "another follows. problems are sentences, in the order of what to mend first."
        ),
    ),
    ControlOperation(
        "changes",
        "What has changed: numbers that are others when there is something new to ask for",
        "GET",
        "/organizations/{id}/changes",
        response="sandbox.changes",
        errors=(404,),
        media=("text/event-stream",),
        notes=(
            "With Accept: text/event-stream, every change for as long as the client stays, at most ten a second. The "
            "stream ends when the organization is deleted, reset or replaced."
        ),
    ),
    ControlOperation(
        "export",
        "The session so far as a pytest test that plays it again and asserts what happened",
        "GET",
        "/organizations/{id}/export",
        query=("as",),
        errors=(400, 404, 409),
        quick=False,
        media=("text/x-python", "application/json"),
        notes=(
            "With as=har as HAR 1.2: requests, callbacks and the live events. "
            "409 when the session's beginning is not known any more: reset the organization and play it again."
        ),
    ),
)
