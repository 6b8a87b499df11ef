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
        "place_call", "Somebody calls a number of the organization, or an extension dials", "POST", "/organizations/{id}/calls",
        "sandbox.place_call", "sandbox.placed_call", 201, errors=(400, 404, 409),
    ),
    ControlOperation(
        "answer_call", "A party that rings answers now", "POST",
        "/organizations/{id}/calls/{ivrid}/answer", "sandbox.act_in_call", "sandbox.call", errors=(400, 404, 409),
    ),
    ControlOperation(
        "reject_call", "A party that rings refuses the call", "POST",
        "/organizations/{id}/calls/{ivrid}/reject", "sandbox.act_in_call", "sandbox.call", errors=(400, 404, 409),
    ),
    ControlOperation(
        "hold_call", "An extension puts the other party on hold", "POST",
        "/organizations/{id}/calls/{ivrid}/hold", "sandbox.act_in_call", "sandbox.call", errors=(400, 404, 409),
    ),
    ControlOperation(
        "unhold_call", "An extension takes the call back", "POST",
        "/organizations/{id}/calls/{ivrid}/unhold", "sandbox.act_in_call", "sandbox.call", errors=(400, 404, 409),
    ),
    ControlOperation(
        "transfer_call", "An extension passes the other party on, at once or after a consultation; answers the call that comes of it", "POST",
        "/organizations/{id}/calls/{ivrid}/transfer", "sandbox.transfer_call", "sandbox.call", errors=(400, 404, 409),
    ),
    ControlOperation(
        "press_digits", "The caller presses keys", "POST",
        "/organizations/{id}/calls/{ivrid}/digits", "sandbox.press_digits", "sandbox.call", errors=(400, 404, 409),
    ),
    ControlOperation(
        "mute_call", "Mute the recording", "POST",
        "/organizations/{id}/calls/{ivrid}/mute", "sandbox.mute_call", "sandbox.call", errors=(400, 404, 409),
    ),
    ControlOperation(
        "unmute_call", "Let the recording go on", "POST",
        "/organizations/{id}/calls/{ivrid}/unmute", "sandbox.mute_call", "sandbox.call", errors=(400, 404, 409),
    ),
    ControlOperation(
        "spy_call", "A supervisor's extension listens; answers the listener's call", "POST",
        "/organizations/{id}/calls/{ivrid}/spy", "sandbox.spy_call", "sandbox.call", errors=(400, 404, 409),
    ),
    ControlOperation(
        "hang_up_call", "End a call now", "POST",
        "/organizations/{id}/calls/{ivrid}/hangup", "sandbox.hang_up_call", "sandbox.call", errors=(400, 404, 409),
    ),
    ControlOperation(
        "list_extensions", "Every extension: device, who is logged in, calls", "GET", "/organizations/{id}/extensions",
        response="sandbox.extensions", errors=(404,),
    ),
    ControlOperation(
        "set_extension", "A telephone loses its registration, or gets it back", "PUT", "/organizations/{id}/extensions/{sip}",
        "sandbox.set_extension", "sandbox.extension_state", errors=(400, 404),
    ),
    ControlOperation(
        "list_agents", "Every agent: status and extension", "GET", "/organizations/{id}/agents", response="sandbox.agents",
        errors=(404,),
    ),
    ControlOperation(
        "set_agent", "An agent logs in or out, or changes the status", "PUT", "/organizations/{id}/agents/{user}",
        "sandbox.set_agent", "sandbox.agent_state", errors=(400, 404, 409),
    ),
    ControlOperation(
        "list_queues", "Every queue and who waits in it", "GET", "/organizations/{id}/queues", response="sandbox.queues", errors=(404,),
    ),
    ControlOperation(
        "list_campaigns", "Every dialer campaign: status, agents, pending calls", "GET", "/organizations/{id}/campaigns",
        response="sandbox.campaigns", errors=(404,),
    ),
    ControlOperation(
        "start_campaign", "A campaign begins to dial", "POST", "/organizations/{id}/campaigns/{code}/start",
        response="sandbox.campaign_state", errors=(404,),
    ),
    ControlOperation(
        "stop_campaign", "A campaign stops dialling; calls that are up go on", "POST", "/organizations/{id}/campaigns/{code}/stop",
        response="sandbox.campaign_state", errors=(404,),
    ),
    ControlOperation(
        "clear_campaign", "Forget a campaign's pending calls", "POST", "/organizations/{id}/campaigns/{code}/clear",
        response="sandbox.campaign_state", errors=(404,),
    ),
    ControlOperation(
        "get_snapshot", "The whole organization at this moment", "GET", "/organizations/{id}/snapshot", response="sandbox.snapshot",
        errors=(404,), quick=False,
    ),
    ControlOperation(
        "put_snapshot", "Put an organization back to a snapshot; it goes on from that moment", "PUT", "/organizations/{id}/snapshot",
        "sandbox.snapshot", "sandbox.restored", errors=(400,), quick=False,
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
        "list_faults", "The faults on duty, and how often each has struck", "GET", "/organizations/{id}/faults",
        response="sandbox.faults", errors=(404,),
    ),
    ControlOperation(
        "add_fault", "Let an operation or callback go wrong, so many times, under a condition", "POST", "/organizations/{id}/faults",
        "sandbox.add_fault", "sandbox.faults", 201, errors=(400, 404),
    ),
    ControlOperation("clear_faults", "Take all faults off duty", "DELETE", "/organizations/{id}/faults", status=204, errors=(404,)),
    ControlOperation(
        "remove_fault", "Take one fault off duty", "DELETE", "/organizations/{id}/faults/{number}", status=204, errors=(404,),
    ),
    ControlOperation(
        "list_sockets", "Clients that listen to the realtime events", "GET", "/organizations/{id}/sockets",
        response="sandbox.sockets", errors=(404,),
    ),
    ControlOperation(
        "drop_sockets", "Break the connection of every realtime client; they may connect again", "DELETE",
        "/organizations/{id}/sockets", status=204, errors=(404,),
    ),
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
    ControlOperation("openapi", "Everything over HTTP as an OpenAPI 3.1 document", "GET", "/openapi.json", quick=False),
    ControlOperation("asyncapi", "The socket's events as an AsyncAPI 3 document", "GET", "/asyncapi.json", quick=False),
)
