"""Dialer campaigns, over the control API."""

from __future__ import annotations

from .model import ControlOperation

CAMPAIGNS = (
    ControlOperation(
        "list_campaigns",
        "Every dialer campaign: status, agents, pending calls",
        "GET",
        "/organizations/{id}/campaigns",
        response="sandbox.campaigns",
        errors=(404,),
    ),
    ControlOperation(
        "campaign_report",
        "What a campaign has done: attempts, outcomes, waiting times, occupancy, and all of it over time",
        "GET",
        "/organizations/{id}/campaigns/{code}/report",
        response="sandbox.campaign_report",
        errors=(404,),
    ),
    ControlOperation(
        "start_campaign",
        "A campaign begins to dial",
        "POST",
        "/organizations/{id}/campaigns/{code}/start",
        response="sandbox.campaign_state",
        errors=(404,),
    ),
    ControlOperation(
        "stop_campaign",
        "A campaign stops dialling; calls that are up go on",
        "POST",
        "/organizations/{id}/campaigns/{code}/stop",
        response="sandbox.campaign_state",
        errors=(404,),
    ),
    ControlOperation(
        "clear_campaign",
        "Forget a campaign's pending calls",
        "POST",
        "/organizations/{id}/campaigns/{code}/clear",
        response="sandbox.campaign_state",
        errors=(404,),
    ),
    ControlOperation(
        "add_campaign_calls",
        "Put numbers on a campaign's list: what was added, and what was refused and why",
        "POST",
        "/organizations/{id}/campaigns/{code}/calls",
        "sandbox.add_campaign_calls",
        "sandbox.added_calls",
        errors=(400, 404),
        quick=False,
        notes=(
            "What cannot be dialled is refused, and so is what comes again in a campaign that calls nobody twice; a "
            "number that is on the list already is changed there. All else is added."
        ),
    ),
)
