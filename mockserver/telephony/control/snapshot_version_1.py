"""Snapshots of version 1, which release 0.1.0 wrote, as snapshots of version 2: plain data into plain data.

Version 1 kept of a call what its flow needs in a dictionary (``data``), the parties' outcomes as they were written
(``script``), and its story as texts with details.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from ..model.outcomes import Outcome

Data = dict[str, Any]
TAG = "@"

_ENTRIES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "abandoned": ("QueueAbandoned", ("waited",)),
    "announced": ("AnnouncementMade", ("seconds",)),
    "answer_of_no_use": ("AnswerOfNoUse", ("callback", "action")),
    "answered": ("Answered", ("number", "role")),
    "asked": ("CustomerAsked", ("callback", "keys")),
    "blacklisted": ("Blacklisted", ("number",)),
    "campaign": ("CampaignDialled", ("name", "target", "attempt")),
    "click2call": ("Click2CallOrdered", ("action", "phone", "target")),
    "conference": ("ConferenceJoined", ("room",)),
    "customer_says": ("CustomerAnswered", ("callback", "action")),
    "dialled": ("Dialled", ("number", "role", "maximum")),
    "ended": ("Ended", ("number", "role", "status", "cause", "by")),
    "fallback": ("FallbackTaken", ("layer",)),
    "forwarded": ("Forwarded", ("number", "to")),
    "held": ("Held", ("number",)),
    "impatient": ("PatienceEnded", ("waited",)),
    "incoming": ("IncomingCall", ("caller", "did")),
    "joined": ("Joined", ("number", "to", "first")),
    "layer": ("LayerEntered", ("layer", "name")),
    "let_go": ("LetGo", ()),
    "no_answer_from_customer": ("CustomerDidNotAnswer", ("callback",)),
    "no_layer": ("LayerMissing", ("layer",)),
    "no_place": ("CustomerTurnedAway", ()),
    "no_such_key": ("KeyLedNowhere", ("keys",)),
    "outgoing": ("OutgoingCall", ("extension", "target")),
    "passed_on": ("PassedOn", ("number", "by", "to", "first")),
    "played": ("MessagePlayed", ()),
    "pressed": ("KeysPressed", ("keys",)),
    "queue_answered": ("QueueAnswered", ("number", "waited")),
    "queue_exit": ("QueueLeftByKey", ("name", "keys")),
    "queue_time_out": ("QueueTimedOut", ("name",)),
    "queued": ("QueueJoined", ("name", "place")),
    "recorded": ("Recorded", ("type", "status", "duration")),
    "silent_record": ("RecordedSilently", ("seconds",)),
    "spied": ("SpiedOn", ("number",)),
    "spies": ("Spies", ("number", "spied")),
    "time_limit": ("TimeLimitReached", ()),
    "transferred": ("Transferred", ("number", "to")),
    "turned_away": ("TurnedAway", ("name", "status")),
    "unheld": ("TakenBack", ("number",)),
    "voicemail": ("VoicemailTook", ("mailbox", "name")),
}
"""What a story's text is now, and which of its details an entry has. A few others need more than a name."""


def upgrade(data: Data) -> Data:
    """A snapshot of version 2."""
    return {**cast(Data, _convert(data)), "version": 2}


def _convert(value: Any) -> Any:
    if isinstance(value, list):
        return [_convert(item) for item in cast(list[Any], value)]
    if not isinstance(value, dict):
        return value
    members = {name: _convert(item) for name, item in cast(Data, value).items()}
    return _call(members) if members.get(TAG) == "Call" else members


def _call(call: Data) -> Data:
    kept = _dictionary(call.pop("data", {}))
    parties = {name: _outcome(_dictionary(written)) for name, written in _dictionary(call.pop("script", {})).items()}
    call["flow_state"] = _flow_state(kept, parties)
    call["own_recording"] = call.get("recording", "")
    call["story"] = [_entry(*written["items"]) for written in call.get("story", [])]
    return call


def _flow_state(kept: Data, parties: Data) -> Data:
    name = "RoutedState"
    if "action" in kept:
        name = "Click2CallState"
    elif "campaign_id" in kept:
        name = "PredictiveState" if "type" in kept else "ProductiveState"
    if "type" in kept:
        kept["record_type"] = kept.pop("type")
    for dropped in ("agent", "customer"):
        kept.pop(dropped, None)
    return {TAG: name, **kept, "parties": {TAG: "dict", "items": [[key, parties[key]] for key in parties]}}


def _outcome(written: Data) -> Data:
    outcome = Outcome.from_data(written)
    members = ("kind", "ring_seconds", "talk_seconds", "cause")
    return {TAG: "Outcome", **{name: getattr(outcome, name) for name in members}}


def _entry(time: float, what: str, written: Data) -> Data:
    details = _dictionary(written)
    if what in ("muted", "unmuted"):
        return {TAG: "RecordingMuted", "time": time, "muted": what == "muted"}
    if what == "circles":
        return {TAG: "WentInCircles", "time": time, "steps": details["layers"]}
    if what == "announced" and details["failed"]:
        return {TAG: "AnnouncementFailed", "time": time, "missing": ""}
    if what == "transferred" and details["attended"]:
        return {TAG: "HandedOver", "time": time, "number": details["number"]}
    name, members = _ENTRIES[what]
    if what == "ended":
        details["by"] = details["by"] or None
    return {TAG: name, "time": time, **{member: details[member] for member in members}}


def _dictionary(value: Data) -> Data:
    """The members of a dictionary, in whichever of the two ways it was written."""
    if value.get(TAG) == "dict":
        return dict(value["items"])
    return dict(value)
