"""What the exchange itself takes a call with: a mailbox, a conference room, a recorder."""

from __future__ import annotations

from typing import Literal

from ..core.exchange import Exchange
from ..core.scheduler import step
from ..legs import dialling, recordings, scripted_caller
from ..model.calls import Call, Leg
from ..model.directory import Voicemail
from ..model.flow_states import RoutedState
from . import places
from .places import place
from .story import ConferenceJoined, RecordedSilently, VoicemailTook

CONFERENCE_LIMIT_SECONDS = 4 * 3600.0
RECORDER_SECONDS = 3600.0
ServiceRole = Literal["voicemail", "conference", "recorder"]


@place("voicemail")
def _mailbox(exchange: Exchange, call: Call, target: str) -> None:
    answer_with_mailbox(exchange, call, int(target))


def answer_with_mailbox(exchange: Exchange, call: Call, mailbox: int, *, rung: Leg | None = None) -> None:
    """The mailbox answers: greeting, then the caller's message. ``rung`` is the extension's leg it answers for."""
    entry = exchange.directory.voicemails.get(mailbox) or Voicemail(mailbox, "")
    leg = _service(exchange, call, "voicemail", str(mailbox))
    state = RoutedState.of(call)
    if rung is not None:
        leg.dialed_at = rung.dialed_at
    state.mailbox_extension = rung.number if rung is not None else ""
    state.beep = exchange.now + entry.greeting_seconds
    exchange.note(call, VoicemailTook, mailbox, entry.name)
    exchange.listen(call, state.beep)
    scripted_caller.arrive(exchange, call, "voicemail")
    caller = call.caller_script
    message = entry.maximum_seconds if caller is None else caller.message_seconds
    if message < entry.maximum_seconds:
        call.timer = exchange.scheduler.after(entry.greeting_seconds + message, "caller.hang_up", call.id, "script")
    else:
        call.timer = exchange.scheduler.after(entry.greeting_seconds + entry.maximum_seconds, "voicemail.full", call.id)


@place("conference")
def _conference(exchange: Exchange, call: Call, target: str) -> None:
    """The caller joins a conference room and stays until they hang up."""
    _service(exchange, call, "conference", target)
    exchange.note(call, ConferenceJoined, target)
    _stay_until(exchange, call, CONFERENCE_LIMIT_SECONDS)


def record_silently(exchange: Exchange, call: Call, seconds: float) -> None:
    """External IVR's SILENTRECORD: the call is recorded until the caller hangs up or time is over."""
    _service(exchange, call, "recorder", "")
    exchange.note(call, RecordedSilently, seconds)
    _stay_until(exchange, call, seconds)


def _stay_until(exchange: Exchange, call: Call, limit: float) -> None:
    scripted_caller.talk(exchange, call)
    caller = call.caller_script
    if caller is not None and caller.talk_seconds is None:
        seconds = min(limit, caller.patience_seconds or limit)  # nobody is there to end the talk for them
        caller.talk_timer = exchange.scheduler.after(seconds, "caller.hang_up", call.id, "talked")
    call.timer = exchange.scheduler.after(limit, "voicemail.full", call.id)


def _service(exchange: Exchange, call: Call, role: ServiceRole, name: str) -> Leg:
    places.pick_up(exchange, call)
    recordings.choose(exchange, call)
    scripted_caller.stop_waiting(exchange, call)
    leg = dialling.new_leg(call, role, "service", name)
    leg.state, leg.status, leg.answered_at = "TALKING", "ANSWER", exchange.now
    leg.dialed_at = exchange.now
    return leg


@step("voicemail.full")
def _full(exchange: Exchange, call_id: str) -> None:
    """The mailbox or the recorder has no more room."""
    call = exchange.calls[call_id]
    leg = next(leg for leg in call.recent_legs if leg.kind == "service" and leg.connected)
    dialling.hang_up(exchange, call, leg, "system")
