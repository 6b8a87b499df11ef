"""External IVR (ivr, 3.2 §5): the customer's server steers the call step by step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from ....contracts.causes import CAUSE_CODES
from ..core.exchange import Exchange
from ..core.scheduler import step
from ..legs import parties, scripted_caller
from ..model import phones
from ..model.calls import Call, DialPlan, LayerPosition, PartyKind
from ..model.directory import Layer
from ..model.flow_states import RoutedState
from . import destinations, ivr, places, voicemail
from .external_layer import action_of, choose_language, recording_seconds, seconds, waiting_for, whole
from .story import AnswerOfNoUse, CustomerAnswered, CustomerAsked, RecordingPrecededBy, WentInCircles

Data = Mapping[str, Any]
MAXIMUM_LOOPS, MAXIMUM_SIZE = 100, 100
MAXIMUM_QUESTIONS = 500
"""What a customer may be asked in one call before it is taken for one that goes round in circles."""


def enter(exchange: Exchange, call: Call, layer: Layer) -> None:
    call.steered = True
    _ask(exchange, call, "")


def _ask(exchange: Exchange, call: Call, keys: str) -> None:
    position = call.position
    assert position is not None
    state = RoutedState.of(call)
    state.questions += 1
    if state.questions > MAXIMUM_QUESTIONS:
        exchange.note(call, WentInCircles, MAXIMUM_QUESTIONS)
        places.end(exchange, call)
        return
    position.collecting = "asking"
    payload = {
        "METHOD": "GET_IVR_ACTION",
        "DATA": {
            "DID": call.did,
            "CALLER_ID": phones.local(call.caller),
            "CALLER_NAME": call.caller_name,
            "IVR_UNIQUE_ID": call.id,
            "DTMF": keys,
            "MENU": position.menu,
            "PREVIOUS_MENU": position.previous_menu,
        },
    }
    exchange.note(call, CustomerAsked, "External IVR", keys)
    exchange.ask("external_ivr", call, payload, "external_ivr.answered", position.number)


@step("external_ivr.ask")
def _ask_later(exchange: Exchange, call_id: str, keys: str) -> None:
    _ask(exchange, exchange.calls[call_id], keys)


def handle_collected_keys(exchange: Exchange, call: Call, keys: str) -> None:
    position = call.position
    if position is not None and position.read_back and keys:
        read_back = scripted_caller.KEY_SECONDS * len(keys)
        call.timer = exchange.scheduler.after(read_back, "external_ivr.ask", call.id, keys)
    else:
        _ask(exchange, call, keys)


@step("external_ivr.answered")
def _handle_answer(exchange: Exchange, call_id: str, answer: dict[str, Any] | None, layer: int) -> None:
    call = waiting_for(exchange, call_id, answer, layer, "External IVR")
    if call is None or call.position is None or answer is None:
        return
    action = action_of(answer)
    given = answer.get("DATA")
    data: Data = cast(Data, given) if isinstance(given, Mapping) else {}
    exchange.note(call, CustomerAnswered, "External IVR", action)
    choose_language(exchange, call, answer)
    act = ACTIONS.get(action)
    if act is None or not act(exchange, call, call.position, data):
        exchange.note(call, AnswerOfNoUse, "External IVR", action)
        ivr.fallback(exchange, call)


def _menu(exchange: Exchange, call: Call, position: LayerPosition, data: Data) -> bool:
    """Plays and collects; SAYDIGITS says something before."""
    length = recording_seconds(exchange, data.get("SAYDIGITSRECORD"))
    length += scripted_caller.KEY_SECONDS * sum(character.isdigit() for character in str(data.get("DIGITS", "")))
    _show_menu(
        exchange, call, position,
        menu=str(data.get("MENU", "")),
        announcement=_text(data.get("REC")) or _text(data.get("SAYDIGITSRECORD")),
        prompt_seconds=length + recording_seconds(exchange, data.get("REC")),
        size=whole(data.get("SIZE")) or 1,
        rounds=whole(data.get("LOOP")) or 1,
        wait_seconds=seconds(data.get("DELAY"), 1.0),
        read_back=whole(data.get("VALIDATION")) == 1,
    )  # fmt: skip
    return True


def _show_menu(
    exchange: Exchange,
    call: Call,
    position: LayerPosition,
    *,
    menu: str,
    announcement: str,
    prompt_seconds: float,
    size: int,
    rounds: int,
    wait_seconds: float,
    read_back: bool = False,
) -> None:
    position.menu, position.previous_menu = menu, position.menu
    position.read_back = read_back
    ivr.collect(
        exchange, call, "external_ivr", announcement,
        prompt_seconds=prompt_seconds, wait_seconds=wait_seconds,
        size=min(size, MAXIMUM_SIZE), rounds=min(rounds, MAXIMUM_LOOPS),
    )  # fmt: skip


def next_menu(exchange: Exchange, call: Call, data: Data) -> None:
    """The menu that CALL names for the case that the dial fails."""
    position = call.position
    assert position is not None
    scripted_caller.stop_waiting(exchange, call)
    _show_menu(
        exchange, call, position,
        menu=str(data["NEXT_MENU"]),
        announcement=_text(data.get("NEXT_MENU_RECORD")),
        prompt_seconds=recording_seconds(exchange, data.get("NEXT_MENU_RECORD")),
        size=whole(data.get("NEXT_MENU_SIZE")) or 1,
        rounds=whole(data.get("NEXT_MENU_LOOP")) or 1,
        wait_seconds=seconds(data.get("NEXT_MENU_WAIT"), 1.0),
    )  # fmt: skip


def _call(exchange: Exchange, call: Call, position: LayerPosition, data: Data) -> bool:
    """Dials TARGET, or the dial strings one after the other."""
    dialled: list[tuple[PartyKind, str]] = []
    strings = data.get("DIALSTRINGS")
    wanted = [_number(str(text)) for text in cast(list[Any], strings)] if isinstance(strings, list) else []
    for text in wanted or [str(data.get("TARGET", "")).strip()]:
        party = exchange.party(text)
        if party is not None:
            dialled.append((party.kind, party.number))
        elif text:
            dialled.append(("phone", text))  # dialled all the same, and refused: INVALIDARGS
    if not dialled:
        return False
    menu = str(data.get("NEXT_MENU") or "").strip()
    call.plan = DialPlan(
        dialled,
        together=False,
        dial_seconds=seconds(data.get("CALL_MAX_DIAL"), 60.0),
        call_seconds=seconds(data.get("CALL_MAX"), 7200.0),
        shown_number=parties.number_as_shown(str(data.get("CALLERID") or "")),
        shown_name=str(data.get("CALLERNAME") or ""),
        record=whole(data.get("REC_STATUS")) == 1,
        music=_text(data.get("MOH_CLASS")),
        announcement=_text(data.get("TARGET_REC")),
        announcement_seconds=recording_seconds(exchange, data.get("TARGET_REC")),
        tones=_text(data.get("DTMF_PLAY")),
        next_menu={key: data[key] for key in data if key.startswith("NEXT_MENU")} if menu else {},
    )
    exchange.scheduler.cancel(call.timer)
    seconds_before = _play(exchange, call, data.get("CALLER_REC"))
    call.timer = exchange.scheduler.after(seconds_before, "destinations.ring", call.id)
    return True


def _play(exchange: Exchange, call: Call, name: Any) -> float:
    """The caller hears a recording from now on. Returns how long."""
    length = recording_seconds(exchange, name)
    ivr.announce(exchange, call, _text(name), length)
    return length


def _text(value: Any) -> str:
    return str(value).strip() if value is not None else ""


def _number(dial_string: str) -> str:
    """``SIP/972547000000@provider1`` dials 972547000000."""
    return dial_string.strip().rpartition("/")[2].partition("@")[0].strip()


def _silent_record(exchange: Exchange, call: Call, position: LayerPosition, data: Data) -> bool:
    limit = seconds(data.get("MAXDURATION"), voicemail.RECORDER_SECONDS)
    length = _play(exchange, call, data.get("REC"))
    if length:
        exchange.note(call, RecordingPrecededBy, _text(data.get("REC")), length)
        call.timer = exchange.scheduler.after(length, "external_ivr.record", call.id, limit)
    else:
        voicemail.record_silently(exchange, call, limit)
    return True


@step("external_ivr.record")
def _record_later(exchange: Exchange, call_id: str, limit: float) -> None:
    voicemail.record_silently(exchange, exchange.calls[call_id], limit)


def _layer(exchange: Exchange, call: Call, position: LayerPosition, data: Data) -> bool:
    number = whole(data.get("LAYER"))
    if number is None or exchange.directory.layer(number) is None:
        return False
    loops = min(max(1, whole(data.get("LOOP")) or 1), MAXIMUM_LOOPS)
    length = _play(exchange, call, data.get("RECORD")) * loops + seconds(data.get("DELAY"), 0.0) * (loops - 1)
    call.timer = exchange.scheduler.after(max(ivr.SHORTEST_SECONDS, length), "ivr.go_to_layer", call.id, number)
    return True


def _hang_up(exchange: Exchange, call: Call, position: LayerPosition, data: Data) -> bool:
    cause = whole(data.get("HANGUP_CAUSE"))
    length = _play(exchange, call, data.get("HANGUP_REC"))
    call.timer = exchange.scheduler.after(length, "ivr.end", call.id, cause if cause in CAUSE_CODES else 16)
    return True


ACTIONS = {
    "MENU": _menu,
    "SAYDIGITS": _menu,
    "CALL": _call,
    "VO": _layer,
    "SILENTRECORD": _silent_record,
    "HANGUP": _hang_up,
}
_ = destinations  # its step is what CALL schedules
