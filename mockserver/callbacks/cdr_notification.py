"""The CDR push's message: cdr, 3.2 §4, with what clients have seen since (API §4)."""

from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache
from json.encoder import encode_basestring as quoted
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from ...contracts.cdr_types import cdr_type
from ..telephony.model import phones
from ..telephony.model.cdr import Cdr
from ..telephony.model.directory import Directory
from ..wire.encoding import to_json_text

if TYPE_CHECKING:
    from ...contracts.types import CdrNotificationRequest

RECORDING_URLS = {
    "current": "https://cpanel.voicenter.co.il/CallsHistory/PlayRecord/",
    "2026": "https://cpanel.voicenter.co.il/CallsHistory/PlayRecord/",
    "3.2": "http://starkey-centrex-recordings.s3.amazonaws.com/",
}


def payload(cdr: Cdr, directory: Directory, zone: ZoneInfo) -> CdrNotificationRequest:
    """Every documented key, and the custom data at the top, under ``CUSTOM_DATA`` and under ``CustomData``: no sample
    shows which.
    """
    return json.loads(json_text(cdr, directory, zone))


def json_text(cdr: Cdr, directory: Directory, zone: ZoneInfo) -> str:
    """The message as JSON, as ``wire.encoding`` writes it. Spelled out, because nearly every push is this text and
    nothing else: a dictionary of it and the encoder's way through that take four times as long.
    """
    usual = _usual_members(cdr, directory, zone)
    further = _further_members(cdr, directory, usual)
    return f"{{{usual},{to_json_text(further)[1:]}" if further else f"{{{usual}}}"


def _usual_members(cdr: Cdr, directory: Directory, zone: ZoneInfo) -> str:
    """What every message has, in its order."""
    caller, called = phones.local(cdr.caller), _called_extension(cdr, directory)
    is_phone_called = cdr.direction == "outgoing" and not called
    custom = to_json_text(cdr.custom) if cdr.custom else "{}"
    return (
        f'"caller":{quoted(caller)},'
        f'"target":{quoted(cdr.target)},'
        f'"time":{local_epoch(cdr.time, zone)},'
        f'"duration":{_duration(cdr, directory)},'
        f'"ivruniqueid":{quoted(cdr.call_id)},'
        f'"type":{quoted(cdr_type(cdr.type).name)},'
        f'"status":{quoted(cdr.status)},'
        f'"targetextension":{quoted(cdr.target_extension)},'
        f'"callerextension":{quoted(cdr.caller_extension)},'
        f'"did":{quoted(cdr.did)},'
        f'"queueid":{cdr.queue_id},'
        f'"queuename":{quoted(cdr.queue_name)},'
        f'"record":{quoted(RECORDING_URLS[directory.revision] + cdr.recording if cdr.recording else "")},'
        f'"price":{cdr.price},'
        f'"dialtime":{cdr.dial_seconds},'
        f'"representative_name":{quoted(cdr.user_name)},'
        f'"representative_code":{quoted(directory.user_code(cdr.user))},'
        f'"targetextension_name":{quoted(cdr.target_extension_name)},'
        f'"callerextension_name":{quoted(cdr.caller_extension_name)},'
        f'"target_country":{quoted(cdr.target_country)},'
        f'"caller_country":{quoted(cdr.caller_country)},'
        f'"DepartmentName":{quoted(cdr.account_name)},'
        f'"DepartmentID":{cdr.account},'
        f'"TopDepartmentName":{quoted(cdr.top_account_name)},'
        f'"TopDepartmentID":{cdr.top_account},'
        f'"IVR":{_visits(cdr) if cdr.visits else "[]"},'
        f'"direction":{quoted(cdr.direction)},'
        f'"extenUser":{quoted(cdr.caller_extension or called)},'
        f'"callerPhone":{quoted(phones.local(cdr.target) if is_phone_called else caller)},'
        f'"isAnswer":{1 if cdr.status == "ANSWER" else 0},'
        f'"actualCallDuration":{cdr.duration},'
        f'"actualCallDialtime":{cdr.dial_seconds},'
        f'"CUSTOM_DATA":{custom},'
        f'"CustomData":{custom}'
    )


def _visits(cdr: Cdr) -> str:
    visits = [
        {
            "layer_id": visit.layer_id,
            "layer_name": visit.layer_name,
            "layer_number": visit.layer_number,
            "Dtmf": int(visit.digits) if visit.digits.isdigit() else 0,
            "dtmf_order": order,
        }
        for order, visit in enumerate(cdr.visits, 1)
    ]
    return to_json_text(visits)


def _further_members(cdr: Cdr, directory: Directory, usual: str) -> dict[str, Any]:
    """What some messages have behind the ``usual`` members."""
    further: dict[str, Any] = {}
    if cdr.ai and (_waits(directory) or not analysis_seconds(directory)):
        further["aiData"] = cdr.ai
    if cdr.leg1_status:
        further["leg1DialStatusName"] = cdr.leg1_status
    if cdr.seconds_in_queue is not None:
        further["seconds_waiting_in_queue"] = cdr.seconds_in_queue
    if cdr.original_call:
        further["OriginalIvrUniqueID"] = cdr.original_call
    if cdr.campaign:
        further["campaignID"] = cdr.campaign_id
        further["campaignCode"] = cdr.campaign
        further["campaignName"] = cdr.campaign_name
        further["campaignTypeName"] = cdr.campaign_kind
        further["dialerData"] = {"CampaignCode": cdr.campaign, **cdr.dialer, "CustomData": dict(cdr.custom)}
    if cdr.custom:
        names = _names_in(usual)
        for name, value in cdr.custom.items():
            if name not in names:
                further.setdefault(name, value)
    return further


_usual_names: set[str] = set()


def _names_in(usual: str) -> set[str]:
    """The names of the usual members. Remembered, because they are the same in every message."""
    if not _usual_names:
        _usual_names.update(json.loads(f"{{{usual}}}"))
    return _usual_names


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
