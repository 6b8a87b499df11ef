"""The CDR push's message: cdr, 3.2 §4, with what clients have seen since (API §4)."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from ...contracts.cdr_types import cdr_type
from ..telephony.model import phones
from ..telephony.model.cdr import Cdr
from ..telephony.model.directory import Directory

if TYPE_CHECKING:
    from ...contracts.types import (
        CdrNotificationRequest,
        CdrNotificationRequestAiData,
        CdrNotificationRequestDialerData,
    )

RECORDING_URLS = {
    "current": "https://cpanel.voicenter.co.il/CallsHistory/PlayRecord/",
    "2026": "https://cpanel.voicenter.co.il/CallsHistory/PlayRecord/",
    "3.2": "http://starkey-centrex-recordings.s3.amazonaws.com/",
}


def payload(cdr: Cdr, directory: Directory, zone: ZoneInfo) -> CdrNotificationRequest:
    """Every documented key, and the custom data at the top, under ``CUSTOM_DATA`` and under ``CustomData``: no sample
    shows which.
    """
    caller, called = phones.local(cdr.caller), _called_extension(cdr, directory)
    message: CdrNotificationRequest = {
        "caller": caller,
        "target": cdr.target,
        "time": local_epoch(cdr.time, zone),
        "duration": _duration(cdr, directory),
        "ivruniqueid": cdr.call_id,
        "type": cdr_type(cdr.type).name,
        "status": cdr.status,
        "targetextension": cdr.target_extension,
        "callerextension": cdr.caller_extension,
        "did": cdr.did,
        "queueid": cdr.queue_id,
        "queuename": cdr.queue_name,
        "record": RECORDING_URLS[directory.revision] + cdr.recording if cdr.recording else "",
        "price": cdr.price,
        "dialtime": cdr.dial_seconds,
        "representative_name": cdr.user_name,
        "representative_code": directory.user_code(cdr.user),
        "targetextension_name": cdr.target_extension_name,
        "callerextension_name": cdr.caller_extension_name,
        "target_country": cdr.target_country,
        "caller_country": cdr.caller_country,
        "DepartmentName": cdr.account_name,
        "DepartmentID": cdr.account,
        "TopDepartmentName": cdr.top_account_name,
        "TopDepartmentID": cdr.top_account,
        "IVR": [
            {
                "layer_id": visit.layer_id,
                "layer_name": visit.layer_name,
                "layer_number": visit.layer_number,
                "Dtmf": int(visit.digits) if visit.digits.isdigit() else 0,
                "dtmf_order": order,
            }
            for order, visit in enumerate(cdr.visits, 1)
        ],
        "direction": cdr.direction,
        "extenUser": cdr.caller_extension or called,
        "callerPhone": phones.local(cdr.target) if cdr.direction == "outgoing" and not called else caller,
        "isAnswer": 1 if cdr.status == "ANSWER" else 0,
        "actualCallDuration": cdr.duration,
        "actualCallDialtime": cdr.dial_seconds,
        "CUSTOM_DATA": dict(cdr.custom),
        "CustomData": dict(cdr.custom),
    }
    if cdr.ai and (_waits(directory) or not analysis_seconds(directory)):
        message["aiData"] = cast("CdrNotificationRequestAiData", cdr.ai)
    if cdr.leg1_status:
        message["leg1DialStatusName"] = cdr.leg1_status
    if cdr.seconds_in_queue is not None:
        message["seconds_waiting_in_queue"] = cdr.seconds_in_queue
    if cdr.original_call:
        message["OriginalIvrUniqueID"] = cdr.original_call
    if cdr.campaign:
        message["campaignID"] = cdr.campaign_id
        message["campaignCode"] = cdr.campaign
        message["campaignName"] = cdr.campaign_name
        message["campaignTypeName"] = cdr.campaign_kind
        message["dialerData"] = cast(
            "CdrNotificationRequestDialerData",
            {"CampaignCode": cdr.campaign, **cdr.dialer, "CustomData": dict(cdr.custom)},
        )
    members = cast("dict[str, Any]", message)
    for name, value in cdr.custom.items():
        members.setdefault(name, value)
    return message


def analysis_seconds(directory: Directory) -> float:
    """How long after a call its analysis is there."""
    return directory.ai.ai_delay_seconds if directory.ai is not None else 0.0


def waiting_seconds(cdr: Cdr, directory: Directory) -> float:
    """How long the push of a record waits for the analysis of its recording."""
    return analysis_seconds(directory) if cdr.ai and _waits(directory) else 0.0


def _waits(directory: Directory) -> bool:
    return directory.ai is None or directory.ai.wait_for_recording


def _called_extension(cdr: Cdr, directory: Directory) -> str:
    """The extension that was called, whether or not it answered; empty for other parties."""
    return cdr.target if cdr.target in directory.extensions else ""


def local_epoch(moment: float, zone: ZoneInfo) -> int:
    """The epoch that reads as local time when taken for UTC: how the document counts ``time``."""
    return int(moment) + _offset(moment // _QUARTER, zone)


_QUARTER = 900
"""Seconds. Since Liberia took a whole hour, in January 1972, every clock is changed at a full quarter (UTC)."""


@lru_cache(maxsize=1000)
def _offset(quarter: float, zone: ZoneInfo) -> int:
    """Seconds that a zone is ahead of UTC. Remembered: the records of one quarter of an hour are many."""
    offset = datetime.fromtimestamp(quarter * _QUARTER, zone).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


def _duration(cdr: Cdr, directory: Directory) -> int:
    """Talk seconds; with the organization's option a queue call's wait counts too (seen)."""
    if directory.queue_wait_in_duration and cdr.seconds_in_queue:
        return cdr.duration + cdr.seconds_in_queue
    return cdr.duration
